package io.github.lanewise.sensitivity;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/** Rows of samples in one element type, and their exact copies in the other. */
final class Rows {
  private Rows() {
  }

  static DMatrixRMaj matrix(int rows, int columns, double[] values) {
    DMatrixRMaj result = new DMatrixRMaj(rows, columns);
    System.arraycopy(values, 0, result.data, 0, rows * columns);
    return result;
  }

  static DMatrixRMaj matrix(int rows, int columns, float[] values) {
    DMatrixRMaj result = new DMatrixRMaj(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      result.data[i] = values[i];
    }
    return result;
  }

  static DMatrixRMaj gaussian(Random random, int rows, int columns) {
    DMatrixRMaj result = new DMatrixRMaj(rows, columns);
    for (int e = 0; e < result.data.length; e++) {
      result.data[e] = random.nextGaussian();
    }
    return result;
  }

  static Rollouts rollouts(DMatrixRMaj change, DMatrixRMaj states) {
    return new Rollouts(new double[change.numCols], change, states, null, null, 1, 1);
  }
}
