package io.github.lanewise.hardware.learning;

import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.Ensemble;
import io.github.lanewise.sobolev.Normalizer;
import io.github.lanewise.sobolev.TrainingData;
import java.util.List;

/**
 * How far models are off at samples that they have not seen, in units of the training data's standard deviations.
 *
 * <p>Of values the root of the mean square of (y - t) / deviation of t; of Jacobians |J - T| / |T| over all samples,
 * each element in units of the deviation of its output over that of its input. Where networks learn changes, t is the
 * change and T has no identity, which would flatter. An ensemble counts by its mean.
 */
public final class HeldOutErrors {
  private final Lesson lesson;
  private final Normalizer inputs;
  private final Normalizer outputs;

  /**
   * The two errors of models.
   *
   * @param value 1 for a model that always gives the mean
   * @param jacobian 1 for a model that never changes its mind; NaN if the samples have no Jacobians
   */
  public record Errors(double value, double jacobian) {}

  /** Takes over the units of training. */
  public HeldOutErrors(Lesson lesson) {
    this.lesson = lesson;
    inputs = lesson.inputUnits();
    outputs = lesson.outputUnits();
  }

  /** Of an ensemble, or of one model. */
  public Errors of(List<DynamicsModel> models) {
    TrainingData data = lesson.heldOut();
    int m = data.outputs();
    double[] y = new double[data.y().length];
    double[] jacobians = new double[Math.multiplyExact(y.length, data.inputs())];
    new Ensemble(models, data.count()).jacobian(data.count(), data.x(), y, jacobians);
    double squares = 0;
    for (int e = 0; e < y.length; e++) {
      double off = (y[e] - data.y()[e]) / outputs.deviation(e % m);
      squares += off * off;
    }
    return new Errors(Math.sqrt(squares / y.length), data.jacobians() == null ? Double.NaN : jacobian(jacobians));
  }

  private double jacobian(double[] jacobians) {
    int n = inputs.columns();
    int m = outputs.columns();
    double[] truth = lesson.heldOut().jacobians();
    double off = 0;
    double all = 0;
    for (int e = 0; e < truth.length; e++) {
      int j = e % n;
      int i = e / n % m;
      double unit = inputs.deviation(j) / outputs.deviation(i);
      off += Math.pow((jacobians[e] - truth[e]) * unit, 2);
      all += Math.pow((truth[e] - (lesson.changes() && i == j ? 1 : 0)) * unit, 2);
    }
    return Math.sqrt(off / all);
  }
}
