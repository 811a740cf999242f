package io.github.lanewise.sensitivity;

import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/** Sensitivities made up for tests: entries are standard normal. */
public final class Linear {
  private Linear() {}

  public static Sensitivity random(Random random, int steps, int n, int p) {
    return new Sensitivity(steps, matrix(random, steps * n, p), new DMatrixRMaj(steps * n, p),
        matrix(random, steps * n, 1), 10, p);
  }

  public static DMatrixRMaj matrix(Random random, int rows, int columns) {
    DMatrixRMaj m = new DMatrixRMaj(rows, columns);
    Arrays.setAll(m.data, _ -> random.nextGaussian());
    return m;
  }
}
