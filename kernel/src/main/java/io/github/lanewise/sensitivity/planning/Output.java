package io.github.lanewise.sensitivity.planning;

import org.ejml.data.DMatrixRMaj;

/** {@code y = h(x)}: what of the state a plan is about, such as the position of a finger tip. */
public interface Output {
  /**
   * {@return y, from the n states}
   *
   * @param state n numbers
   */
  double[] value(double[] state);

  /**
   * {@return {@code dh/dx}, as many rows as y, n columns}
   *
   * @param state n numbers
   */
  DMatrixRMaj jacobian(double[] state);

  /**
   * {@return these states themselves}
   *
   * @param rows their numbers, counted from 0
   * @throws IllegalArgumentException when asked about a state that has no such row
   */
  static Output states(int... rows) {
    int[] chosen = rows.clone();
    return new Output() {
      @Override
      public double[] value(double[] state) {
        double[] y = new double[chosen.length];
        for (int i = 0; i < y.length; i++) {
          if (chosen[i] < 0 || chosen[i] >= state.length) {
            throw new IllegalArgumentException("state " + chosen[i] + " as an output, but there are " + state.length);
          }
          y[i] = state[chosen[i]];
        }
        return y;
      }

      @Override
      public DMatrixRMaj jacobian(double[] state) {
        DMatrixRMaj h = new DMatrixRMaj(chosen.length, state.length);
        for (int i = 0; i < chosen.length; i++) {
          h.set(i, chosen[i], 1);
        }
        return h;
      }
    };
  }
}
