package io.github.lanewise.sensitivity.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Linear;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** Against difference quotients of the return of a nonlinear closed loop. */
class PolicyGradientTest {
  private static final int STEPS = 30;

  /**
   * {@code x' = x + 0.1 (v, -sin x + u)}, {@code u = -W0 x - W1 v + W2 sin t}; row 2 t, 2 t + 1 and the action that led
   * there.
   */
  private static double[][] run(double[] w) {
    double[] states = new double[2 * STEPS];
    double[] actions = new double[STEPS];
    double x = 0.4;
    double v = -0.2;
    for (int t = 0; t < STEPS; t++) {
      actions[t] = -w[0] * x - w[1] * v + w[2] * Math.sin(t);
      double next = x + 0.1 * v;
      v += 0.1 * (actions[t] - Math.sin(x));
      x = next;
      states[2 * t] = x;
      states[2 * t + 1] = v;
    }
    return new double[][] {states, actions};
  }

  private static double value(double[] w) {
    double[][] run = run(w);
    double sum = 0;
    for (int t = 0; t < STEPS; t++) {
      sum += -run[0][2 * t] * run[0][2 * t] + Math.cos(run[0][2 * t + 1]) - 0.3 * run[1][t] * run[1][t];
    }
    return sum;
  }

  private static double difference(double[] w, int j, java.util.function.ToDoubleFunction<double[]> f) {
    double[] up = w.clone();
    double[] down = w.clone();
    up[j] += 1e-6;
    down[j] -= 1e-6;
    return (f.applyAsDouble(up) - f.applyAsDouble(down)) / 2e-6;
  }

  @Test
  void isTheSlopeOfTheReturn() {
    double[] w = {1.2, 0.7, 0.5};
    double[][] run = run(w);
    DMatrixRMaj d = new DMatrixRMaj(2 * STEPS, 3);
    DMatrixRMaj nominal = new DMatrixRMaj(2 * STEPS, 1, true, run[0]);
    DMatrixRMaj gradX = new DMatrixRMaj(2 * STEPS, 1);
    DMatrixRMaj gradU = new DMatrixRMaj(STEPS, 1);
    DMatrixRMaj piX = new DMatrixRMaj(STEPS, 2);
    DMatrixRMaj piW = new DMatrixRMaj(STEPS, 3);
    for (int t = 0; t < STEPS; t++) {
      for (int row = 2 * t; row < 2 * t + 2; row++) {
        int at = row;
        for (int j = 0; j < 3; j++) {
          d.set(row, j, difference(w, j, q -> run(q)[0][at]));
        }
      }
      gradX.set(2 * t, 0, -2 * run[0][2 * t]);
      gradX.set(2 * t + 1, 0, -Math.sin(run[0][2 * t + 1]));
      gradU.set(t, 0, -0.6 * run[1][t]);
      piX.set(t, 0, -w[0]);
      piX.set(t, 1, -w[1]);
      piW.set(t, 0, t == 0 ? -0.4 : -run[0][2 * t - 2]);
      piW.set(t, 1, t == 0 ? 0.2 : -run[0][2 * t - 1]);
      piW.set(t, 2, Math.sin(t));
    }
    Sensitivity sensitivity = new Sensitivity(STEPS, d, new DMatrixRMaj(2 * STEPS, 3), nominal, 1, 3);
    DMatrixRMaj actions = PolicyGradient.actionDerivative(sensitivity, piX, piW);
    double[] gradient = PolicyGradient.of(sensitivity, actions, gradX, gradU);
    for (int j = 0; j < 3; j++) {
      assertThat(gradient[j]).as("parameter %d", j).isCloseTo(difference(w, j, PolicyGradientTest::value),
          within(1e-7));
      for (int t = 0; t < STEPS; t++) {
        int at = t;
        assertThat(actions.get(t, j)).isCloseTo(difference(w, j, q -> run(q)[1][at]), within(1e-7));
      }
    }
  }

  @Test
  void namesBothShapesOfAMismatch() {
    Sensitivity sensitivity = Linear.random(new Random(1), 4, 2, 3);
    assertThatThrownBy(() -> PolicyGradient.of(sensitivity, new DMatrixRMaj(7, 1))).hasMessageContaining("7 x 1")
        .hasMessageContaining("8 x 1");
    assertThatThrownBy(() -> PolicyGradient.actionDerivative(sensitivity, new DMatrixRMaj(4, 2), new DMatrixRMaj(4, 2)))
        .hasMessageContaining("4 x 2").hasMessageContaining("4 x 3");
    assertThatThrownBy(() -> PolicyGradient.actionDerivative(sensitivity, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
