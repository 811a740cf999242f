package io.github.lanewise.sobolev.fitting;

import io.github.lanewise.network.Normalizer;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.Ensemble;
import io.github.lanewise.sobolev.TrainingData;
import java.util.List;

/**
 * How far models are off at samples that they have not seen, in units of the training data's standard deviations.
 *
 * <p>Of values the root of the mean square of (y - t) / deviation of t; of Jacobians |J - T| / |T| over all samples,
 * each element in units of the deviation of its output over that of its input. Where networks learn changes, t is the
 * change and T has no identity, which would flatter. An ensemble counts by its mean. Immutable.
 */
public final class HeldOutErrors {
  /** Samples at a time, so that room is needed for as many Jacobians. */
  private static final int CHUNK = 256;

  private final Dataset dataset;
  private final Normalizer inputs;
  private final Normalizer outputs;

  /**
   * The two errors of models.
   *
   * @param value 1 for a model that always gives the mean
   * @param jacobian 1 for a model that never changes its mind; NaN if the samples have no Jacobians
   */
  public record Errors(double value, double jacobian) {}

  /**
   * Takes over the units of training.
   *
   * @param dataset with the samples held out
   */
  public HeldOutErrors(Dataset dataset) {
    this.dataset = dataset;
    inputs = dataset.inputUnits();
    outputs = dataset.outputUnits();
  }

  /**
   * {@return errors of an ensemble, or of one model}
   *
   * @param models with as many inputs and outputs as the samples
   * @throws IllegalArgumentException if there is no model, or they need more numbers than the samples have
   */
  public Errors of(List<DynamicsModel> models) {
    TrainingData all = dataset.heldOut();
    Ensemble ensemble = new Ensemble(models, Math.min(CHUNK, all.count()));
    double values = 0;
    double slopes = 0;
    double truth = 0;
    for (int first = 0; first < all.count(); first += CHUNK) {
      TrainingData some = all.range(first, Math.min(first + CHUNK, all.count()));
      double[] y = new double[some.y().length];
      if (some.jacobians() == null) {
        ensemble.forward(some.count(), some.x(), y, new double[y.length]);
      } else {
        double[] jacobians = new double[some.jacobians().length];
        ensemble.jacobian(some.count(), some.x(), y, jacobians);
        slopes += squares(jacobians, some.jacobians());
        truth += squares(identities(some.count()), some.jacobians());
      }
      for (int e = 0; e < y.length; e++) {
        values += Math.pow((y[e] - some.y()[e]) / outputs.deviation(e % some.outputCount()), 2);
      }
    }
    return new Errors(Math.sqrt(values / all.y().length),
        all.jacobians() == null ? Double.NaN : Math.sqrt(slopes / truth));
  }

  /** Of differences in units of deviations. */
  private double squares(double[] jacobians, double[] others) {
    int n = inputs.columnCount();
    double squares = 0;
    for (int e = 0; e < jacobians.length; e++) {
      double unit = inputs.deviation(e % n) / outputs.deviation(e / n % outputs.columnCount());
      squares += Math.pow((jacobians[e] - others[e]) * unit, 2);
    }
    return squares;
  }

  /** Jacobians of a model that never changes its mind. */
  private double[] identities(int count) {
    int n = inputs.columnCount();
    double[] jacobians = new double[count * outputs.columnCount() * n];
    for (int e = 0; dataset.changes() && e < jacobians.length; e++) {
      jacobians[e] = e % n == e / n % outputs.columnCount() ? 1 : 0;
    }
    return jacobians;
  }
}
