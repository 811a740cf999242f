package io.github.lanewise.sensitivity;

import io.github.lanewise.network.Adam;
import io.github.lanewise.network.DoubleAdam;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.LearningRate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A network trained on some of the roll-outs and stopped by the others.
 *
 * @param features after training
 * @param readout from them
 * @param trained roll-outs that it was trained on
 * @param left those left out
 */
record NetworkMember(TanhFeatures features, Readout readout, int[] trained, int[] left) {
  private static final int STEPS = 300;
  private static final int STEPS_BETWEEN_LOOKS = 10;
  private static final Adam ADAM =
      new Adam(LearningRate.constant(0.02), 0.9, 0.999, 1e-12, 0, Double.POSITIVE_INFINITY);
  private static final double TRAINING_PENALTY = 1e-5;
  private static final double[] PENALTIES = {1e-7, 1e-5, 1e-3, 1e-1, 10, 1e6};

  /**
   * Adam on the features with the readout at its best; kept is what predicts the roll-outs left out best, and then the
   * penalty that does.
   *
   * @param z inputs of all roll-outs, K x p
   * @param gram of their observations, K x K
   */
  static NetworkMember train(double[] z, int inputs, int units, double[] gram, int[] trained, int[] left,
      RandomGenerator random) {
    double[] own = block(gram, trained, trained);
    double[] across = block(gram, left, trained);
    double[] others = block(gram, left, left);
    double sum = IntStream.range(0, left.length).mapToDouble(v -> others[v * left.length + v]).sum();
    double[] at = rows(z, inputs, trained);
    double[] away = rows(z, inputs, left);
    TanhFeatures features = TanhFeatures.random(inputs, units, random);
    DoubleNetwork room = features.room(trained.length);
    DoubleNetwork roomOfLeft = features.room(left.length);
    TanhFeatures best = features.copy();
    double lowest = Double.POSITIVE_INFINITY;
    DoubleAdam adam = new DoubleAdam(ADAM, features.weights().length);
    for (int step = 0; step < STEPS; step++) {
      double[] f = features.at(at, room);
      Readout readout = new Readout(f, features.count(), features.linear(), TRAINING_PENALTY);
      if (step % STEPS_BETWEEN_LOOKS == 0) {
        double error = readout.error(features.at(away, roomOfLeft), own, across, sum);
        if (error < lowest) {
          lowest = error;
          best = features.copy();
        }
      }
      double[] byFeatures = new double[f.length];
      readout.loss(own, byFeatures);
      adam.step(features.weights(), features.pullBack(byFeatures, at, room));
    }
    return new NetworkMember(best, mostPredictive(best, at, away, own, across, sum), trained, left);
  }

  private static Readout mostPredictive(TanhFeatures features, double[] at, double[] away, double[] own,
      double[] across, double sum) {
    Readout best = null;
    double lowest = Double.POSITIVE_INFINITY;
    double[] f = features.at(at);
    double[] ofLeft = features.at(away);
    for (double penalty : PENALTIES) {
      Readout readout = new Readout(f, features.count(), features.linear(), penalty);
      double error = readout.error(ofLeft, own, across, sum);
      if (best == null || error < lowest) {
        best = readout;
        lowest = error;
      }
    }
    return best;
  }

  /**
   * Weights of all K observations in the value and the slopes at a point, K x (1 + p); those left out weigh nothing.
   */
  double[] weights(double[] point) {
    int columns = point.length + 1;
    double[] own = readout.weights(features.valueAndSlopes(point));
    double[] all = new double[(trained.length + left.length) * columns];
    for (int k = 0; k < trained.length; k++) {
      System.arraycopy(own, k * columns, all, trained[k] * columns, columns);
    }
    return all;
  }

  /** Weights of the trained observations in predictions of those left out, trained x left. */
  double[] predictLeft(double[] z, int inputs) {
    return readout.weights(features.at(rows(z, inputs, left)));
  }

  private static double[] rows(double[] a, int columns, int[] rows) {
    double[] some = new double[rows.length * columns];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(a, rows[r] * columns, some, r * columns, columns);
    }
    return some;
  }

  private static double[] block(double[] square, int[] rows, int[] columns) {
    int n = (int) Math.round(Math.sqrt(square.length));
    double[] block = new double[rows.length * columns.length];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < columns.length; c++) {
        block[r * columns.length + c] = square[rows[r] * n + columns[c]];
      }
    }
    return block;
  }
}
