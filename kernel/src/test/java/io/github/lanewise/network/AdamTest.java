package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The optimiser against its algorithm as it is printed. */
class AdamTest {
  @Test
  void stepsAreThoseOfTheAlgorithm() {
    int n = 21;
    Random random = new Random(1);
    Adam settings = new Adam(LearningRate.linear(0.1, 0.01, 30), 0.7, 0.95, 1e-6, 0.02, 3);
    DoubleAdam adam = new DoubleAdam(settings, n);
    double[] w = random.doubles(n, -1, 1).toArray();
    double[] expected = w.clone();
    double[] m = new double[n];
    double[] v = new double[n];
    boolean clipped = false;
    boolean whole = false;
    for (int t = 1; t <= 50; t++) {
      double[] gradient = random.doubles(n, -1.2, 1.2).toArray();
      double norm = 0;
      for (double g : gradient) {
        norm = Math.hypot(norm, g);
      }
      clipped |= norm > 3;
      whole |= norm < 3;
      double rate = settings.rate().at(t - 1);
      for (int e = 0; e < n; e++) {
        double g = gradient[e] * Math.min(1, 3 / norm);
        m[e] = 0.7 * m[e] + 0.3 * g;
        v[e] = 0.95 * v[e] + 0.05 * g * g;
        double step = m[e] / (1 - Math.pow(0.7, t)) / (Math.sqrt(v[e] / (1 - Math.pow(0.95, t))) + 1e-6);
        expected[e] -= rate * (step + 0.02 * expected[e]);
      }
      assertThat(adam.step(w, gradient)).isCloseTo(norm, within(1e-13));
    }
    assertThat(clipped && whole).as("both long and short gradients came").isTrue();
    assertThat(w).containsExactly(expected, within(1e-13));
    assertThat(adam.stepCount()).isEqualTo(50);
  }

  @Test
  void ratesChangeAsTheySay() {
    LearningRate linear = LearningRate.linear(1, 0.5, 10);
    LearningRate cosine = LearningRate.cosine(1, 0.5, 10);
    assertThat(new double[] {linear.at(0), linear.at(4), linear.at(10), linear.at(99)})
        .containsExactly(new double[] {1, 0.8, 0.5, 0.5}, within(1e-15));
    assertThat(new double[] {cosine.at(0), cosine.at(5), cosine.at(10), cosine.at(99)})
        .containsExactly(new double[] {1, 0.75, 0.5, 0.5}, within(1e-15));
    assertThatThrownBy(() -> LearningRate.constant(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a learning rate of -1.0: must be above 0 and finite");
  }

  @Test
  void aGradientThatIsNotFiniteChangesNothing() {
    DoubleAdam adam = new DoubleAdam(Adam.of(LearningRate.constant(0.1)), 2);
    double[] w = {1, 2};
    assertThat(adam.step(w, new double[] {1, Double.NaN})).isNaN();
    assertThat(w).containsExactly(1, 2);
    assertThat(adam.stepCount()).isZero();
    assertThatThrownBy(() -> adam.step(w, new double[3])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradient: 3 numbers where the optimiser has 2");
  }
}
