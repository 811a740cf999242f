package io.github.lanewise.sensitivity;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/** {@code x = a + D dW + curvature dW'H dW + noise} with known a, D and H: roll-outs whose sensitivity is known. */
final class Synthetic {
  static final int STEPS = 5;
  static final int STATES = 3;
  static final int ROWS = STEPS * STATES;

  final Random random;
  final int parameters;
  final double[] nominal;
  final double[] spread;
  final DMatrixRMaj trajectory = new DMatrixRMaj(ROWS, 1);
  final DMatrixRMaj derivative;
  private final double[] curvature;

  Synthetic(long seed, int parameters) {
    random = new Random(seed);
    this.parameters = parameters;
    nominal = random.doubles(parameters, -1, 1).toArray();
    spread = new double[parameters];
    for (int j = 0; j < parameters; j++) {
      spread[j] = Math.pow(10, random.nextInt(5) - 3);
    }
    derivative = new DMatrixRMaj(ROWS, parameters);
    for (int r = 0; r < ROWS; r++) {
      trajectory.data[r] = random.nextGaussian();
      for (int j = 0; j < parameters; j++) {
        derivative.set(r, j, random.nextGaussian() / spread[j]);
      }
    }
    curvature = random.doubles(ROWS * parameters * parameters, -1, 1).toArray();
  }

  /** dW, Gaussian with the spread of each parameter, rollouts x p. */
  DMatrixRMaj gaussian(int rollouts) {
    DMatrixRMaj change = new DMatrixRMaj(rollouts, parameters);
    for (int e = 0; e < change.data.length; e++) {
      change.data[e] = spread[e % parameters] * random.nextGaussian();
    }
    return change;
  }

  Rollouts rollouts(DMatrixRMaj change, double curved, double noise) {
    return rollouts(change, curved, noise, null);
  }

  Rollouts rollouts(DMatrixRMaj change, double curved, double noise, DMatrixRMaj weights) {
    DMatrixRMaj parametersOfAll = change.copy();
    DMatrixRMaj states = new DMatrixRMaj(ROWS, change.numRows);
    for (int k = 0; k < change.numRows; k++) {
      for (int j = 0; j < parameters; j++) {
        parametersOfAll.add(k, j, nominal[j]);
      }
      for (int r = 0; r < ROWS; r++) {
        states.set(r, k, value(r, change, k, curved) + noise * random.nextGaussian());
      }
    }
    return new Rollouts(nominal, parametersOfAll, states, null, weights, STEPS, 0.01);
  }

  private double value(int r, DMatrixRMaj change, int k, double curved) {
    double x = trajectory.data[r];
    for (int i = 0; i < parameters; i++) {
      x += derivative.get(r, i) * change.get(k, i);
      for (int j = 0; j < parameters; j++) {
        x += curved * curvature[(r * parameters + i) * parameters + j] * change.get(k, i) / spread[i]
            * change.get(k, j) / spread[j];
      }
    }
    return x;
  }
}
