package io.github.lanewise.sobolev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.SlowNetwork;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses against their formula, and their gradients against differences. */
class SobolevLossTest {
  private static final double[] OUTPUTS = {1, 0.3, 2};
  private static final double[] INPUTS = {0.5, 1, 0, 1.5, 0.2};

  private static Stream<Arguments> losses() {
    return Samples.networks().flatMap(mlp -> Stream.of(SobolevLoss.value(mlp), SobolevLoss.exact(mlp),
        SobolevLoss.projected(mlp, 2), SobolevLoss.projected(mlp, 4))
        .map(loss -> Arguments.of(mlp, loss.rowCount(), loss.weights(OUTPUTS, INPUTS))));
  }

  @ParameterizedTest(name = "{0}, {1} rows")
  @MethodSource("losses")
  void gradientsAreThoseOfDifferences(Mlp mlp, int rows, SobolevLoss loss) {
    int count = 7;
    Samples samples = Samples.random(mlp, count, 1);
    double[] v = samples.directions(Math.max(1, rows), 2);
    DoubleSobolevLoss at = new DoubleSobolevLoss(loss, count);
    double[] gradient = new double[mlp.weightCount()];
    at.at(count, samples.parameters(), samples.x(), samples.t(), samples.jacobians(), v, gradient);
    assertSlopes(gradient, at, count, samples, v);
  }

  /** Products with the weighted directions in place of Jacobians: the same loss, and the same gradient. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void productsStandForJacobians(int rows) {
    Mlp mlp = Mlp.of(5, 3, Activation.TANH, 6);
    int count = 9;
    Samples samples = Samples.random(mlp, count, 1);
    double[] v = samples.directions(rows, 2);
    double[] products = new double[count * rows * 5];
    for (int r = 0; r < count * rows; r++) {
      for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 5; k++) {
          products[r * 5 + k] += Math.sqrt(OUTPUTS[i]) * v[r * 3 + i]
              * samples.jacobians()[(r / rows * 3 + i) * 5 + k];
        }
      }
    }
    double[] expected = new double[mlp.weightCount()];
    double[] gradient = new double[mlp.weightCount()];
    double loss = new DoubleSobolevLoss(SobolevLoss.projected(mlp, rows).weights(OUTPUTS, INPUTS), count)
        .at(count, samples.parameters(), samples.x(), samples.t(), samples.jacobians(), v, expected);
    assertThat(new DoubleSobolevLoss(SobolevLoss.products(mlp, rows).weights(OUTPUTS, INPUTS), count)
        .at(count, samples.parameters(), samples.x(), samples.t(), products, v, gradient))
        .isCloseTo(loss, within(1e-12 * loss));
    assertThat(gradient).containsExactly(expected, within(1e-10));
  }

  private static void assertSlopes(double[] gradient, DoubleSobolevLoss at, int count, Samples samples, double[] v) {
    double[] unused = new double[gradient.length];
    for (int e = 0; e < gradient.length; e++) {
      int one = e;
      double slope = SlowNetwork.slope(change -> {
        double[] moved = samples.parameters().clone();
        moved[one] += change;
        return at.at(count, moved, samples.x(), samples.t(), samples.jacobians(), v, unused);
      }, 0, 3e-4);
      assertThat(gradient[e]).as("parameter %d", e).isCloseTo(slope, within(1e-8 * (1 + Math.abs(slope))));
    }
  }

  /** More rows than are taken at a time. */
  @ParameterizedTest(name = "{0}, {1} rows")
  @MethodSource("losses")
  void valuesAreThoseOfTheFormula(Mlp mlp, int rows, SobolevLoss loss) {
    int count = 301;
    Samples samples = Samples.random(mlp, count, 3);
    double[] v = samples.directions(Math.max(1, rows), 4);
    double[] y = new double[count * 3];
    double[] j = new double[count * 15];
    new DoubleNetwork(mlp, count).jacobian(count, samples.parameters(), samples.x(), y, j);
    double values = 0;
    double jacobians = 0;
    for (int b = 0; b < count; b++) {
      for (int i = 0; i < 3; i++) {
        values += OUTPUTS[i] * Math.pow(y[b * 3 + i] - samples.t()[b * 3 + i], 2) / count;
      }
      for (int k = 0; k < 5; k++) {
        for (int r = 0; r < rows; r++) {
          double off = 0;
          for (int i = 0; i < 3; i++) {
            int at = (b * 3 + i) * 5 + k;
            double share = loss.isProjected() ? v[(b * rows + r) * 3 + i] : i == r ? 1 : 0;
            off += Math.sqrt(OUTPUTS[i]) * share * (j[at] - samples.jacobians()[at]);
          }
          jacobians += INPUTS[k] * off * off * (loss.isProjected() ? 3.0 / rows : 1) / count;
        }
      }
    }
    DoubleSobolevLoss at = new DoubleSobolevLoss(loss, count);
    double total = at.at(count, samples.parameters(), samples.x(), samples.t(), samples.jacobians(), v,
        new double[mlp.weightCount()]);
    assertThat(at.valueLoss()).isCloseTo(values, within(1e-12 * values));
    assertThat(at.jacobianLoss()).isCloseTo(jacobians, within(1e-12 * jacobians));
    assertThat(total).isEqualTo(at.valueLoss() + at.jacobianLoss());
  }

  @Test
  void theMeanOverProjectionsIsTheExactLoss() {
    Mlp mlp = Mlp.of(5, 3, Activation.SILU, 16);
    int count = 20_000;
    Samples one = Samples.random(mlp, 1, 5);
    double[] x = new double[count * 5];
    double[] t = new double[count * 3];
    double[] j = new double[count * 15];
    for (int b = 0; b < count; b++) {
      System.arraycopy(one.x(), 0, x, b * 5, 5);
      System.arraycopy(one.t(), 0, t, b * 3, 3);
      System.arraycopy(one.jacobians(), 0, j, b * 15, 15);
    }
    double[] v = new double[count * 3];
    new UnitVectors(3, RandomStream.of(6)).draw(count, v);
    double[] gradient = new double[mlp.weightCount()];
    DoubleSobolevLoss exact = new DoubleSobolevLoss(SobolevLoss.exact(mlp).weights(OUTPUTS, INPUTS), 1);
    exact.at(1, one.parameters(), one.x(), one.t(), one.jacobians(), null, gradient);
    SobolevLoss projected = SobolevLoss.projected(mlp, 1).weights(OUTPUTS, INPUTS);
    DoubleSobolevLoss each = new DoubleSobolevLoss(projected, 1);
    double sum = 0;
    double squares = 0;
    for (int b = 0; b < count; b++) {
      double[] direction = {v[b * 3], v[b * 3 + 1], v[b * 3 + 2]};
      each.at(1, one.parameters(), one.x(), one.t(), one.jacobians(), direction, gradient);
      sum += each.jacobianLoss();
      squares += each.jacobianLoss() * each.jacobianLoss();
    }
    double mean = sum / count;
    double standardError = Math.sqrt((squares / count - mean * mean) / count);
    assertThat(standardError).isBetween(1e-4 * mean, 2e-2 * mean);
    assertThat(mean).isCloseTo(exact.jacobianLoss(), within(3 * standardError));
    DoubleSobolevLoss all = new DoubleSobolevLoss(projected, count);
    all.at(count, one.parameters(), x, t, j, v, gradient);
    assertThat(all.jacobianLoss()).isCloseTo(mean, within(1e-11 * mean));
  }

  @ParameterizedTest(name = "{0}, {1} rows")
  @MethodSource("losses")
  void threadsShareTheSamples(Mlp mlp, int rows, SobolevLoss loss) {
    int count = 301;
    Samples samples = Samples.random(mlp, count, 7);
    double[] v = samples.directions(Math.max(1, rows), 8);
    double[] alone = new double[mlp.weightCount()];
    double[] first = new double[mlp.weightCount()];
    double[] again = new double[mlp.weightCount()];
    double expected = new DoubleSobolevLoss(loss, count).at(count, samples.parameters(), samples.x(), samples.t(),
        samples.jacobians(), v, alone);
    try (Workers workers = new Workers(ElementType.DOUBLE, 3)) {
      DoubleSobolevLoss shared = new DoubleSobolevLoss(loss, count, workers);
      double value = shared.at(count, samples.parameters(), samples.x(), samples.t(), samples.jacobians(), v, first);
      double same = shared.at(count, samples.parameters(), samples.x(), samples.t(), samples.jacobians(), v, again);
      assertThat(value).isCloseTo(expected, within(1e-12 * expected));
      assertThat(first).containsExactly(alone, within(1e-11));
      assertThat(same).isEqualTo(value);
      assertThat(again).isEqualTo(first);
    }
  }

  @ParameterizedTest(name = "{0}, {1} rows")
  @MethodSource("losses")
  void aNumberThatIsNotFiniteShowsAndLeavesNothingBehind(Mlp mlp, int rows, SobolevLoss loss) {
    int count = 7;
    Samples samples = Samples.random(mlp, count, 13);
    double[] v = samples.directions(Math.max(1, rows), 14);
    double[] odd = samples.x().clone();
    odd[8] = Double.NaN;
    double[] target = samples.t().clone();
    target[5] = Double.NaN;
    double[] gradient = new double[mlp.weightCount()];
    double[] again = new double[mlp.weightCount()];
    DoubleSobolevLoss at = new DoubleSobolevLoss(loss, count);
    double value = at.at(count, samples.parameters(), samples.x(), samples.t(), samples.jacobians(), v, gradient);
    assertThat(at.at(count, samples.parameters(), odd, samples.t(), samples.jacobians(), v, again)).isNaN();
    assertThat(at.at(count, samples.parameters(), samples.x(), target, samples.jacobians(), v, again)).isNaN();
    assertThat(at.at(count, samples.parameters(), samples.x(), samples.t(), samples.jacobians(), v, again))
        .isEqualTo(value);
    assertThat(again).isEqualTo(gradient);
  }

  @Test
  void moreThreadsThanSamplesGiveTheSame() {
    Mlp mlp = Mlp.of(5, 3, Activation.SILU, 9).withLayerNorm();
    SobolevLoss loss = SobolevLoss.exact(mlp);
    Samples samples = Samples.random(mlp, 2, 7);
    double[] alone = new double[mlp.weightCount()];
    double[] gradient = new double[mlp.weightCount()];
    double expected = new DoubleSobolevLoss(loss, 2).at(2, samples.parameters(), samples.x(), samples.t(),
        samples.jacobians(), null, alone);
    try (Workers workers = new Workers(ElementType.DOUBLE, 3)) {
      double value = new DoubleSobolevLoss(loss, 2, workers).at(2, samples.parameters(), samples.x(), samples.t(),
          samples.jacobians(), null, gradient);
      assertThat(value).isCloseTo(expected, within(1e-13 * expected));
      assertThat(gradient).containsExactly(alone, within(1e-13));
    }
  }

  @ParameterizedTest(name = "{0}, {1} rows")
  @MethodSource("losses")
  void floatsAgreeWithDoubles(Mlp mlp, int rows, SobolevLoss loss) {
    int count = 50;
    Samples samples = Samples.random(mlp, count, 9);
    float[] w = Samples.floats(samples.parameters());
    float[] x = Samples.floats(samples.x());
    float[] t = Samples.floats(samples.t());
    float[] j = Samples.floats(samples.jacobians());
    float[] v = Samples.floats(samples.directions(Math.max(1, rows), 10));
    float[] gradient = new float[w.length];
    double[] expected = new double[w.length];
    double value = new DoubleSobolevLoss(loss, count).at(count, Samples.doubles(w), Samples.doubles(x),
        Samples.doubles(t), Samples.doubles(j), Samples.doubles(v), expected);
    assertThat((double) new FloatSobolevLoss(loss, count).at(count, w, x, t, j, v, gradient))
        .isCloseTo(value, within(1e-5 * value));
    assertThat(Samples.doubles(gradient)).containsExactly(expected, within(1e-4 * value));
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {0, 2, 3})
  void aGaussianHeadIsTwiceTheLogLikelihood(int rows) {
    Mlp mlp = Mlp.of(5, 6, Activation.TANH, 9).withLayerNorm();
    int count = 6;
    SobolevLoss plain = rows == 0 ? SobolevLoss.value(mlp) : rows == 2 ? SobolevLoss.projected(mlp, 2)
        : SobolevLoss.exact(mlp);
    SobolevLoss loss = plain.gaussian().weights(OUTPUTS, INPUTS);
    assertThat(loss.rowCount()).isEqualTo(rows);
    Samples samples = Samples.random(mlp, count, 11);
    double[] v = new double[count * 2 * 3];
    new UnitVectors(3, RandomStream.of(12)).draw(count * 2, v);
    double[] y = new double[count * 6];
    double[] gradient = new double[mlp.weightCount()];
    DoubleSobolevLoss at = new DoubleSobolevLoss(loss, count);
    at.at(count, samples.parameters(), samples.x(), samples.t(), samples.jacobians(), v, gradient);
    new DoubleNetwork(mlp, count).forward(count, samples.parameters(), samples.x(), y);
    double expected = 0;
    for (int b = 0; b < count; b++) {
      for (int i = 0; i < 3; i++) {
        double variance = Math.exp(y[b * 6 + 3 + i]);
        double off = y[b * 6 + i] - samples.t()[b * 3 + i];
        double density = Math.exp(-off * off / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
        expected -= 2 * OUTPUTS[i] * (Math.log(density) + Math.log(2 * Math.PI) / 2) / count;
      }
    }
    assertThat(at.valueLoss()).isCloseTo(expected, within(1e-12));
    double jacobianLoss = at.jacobianLoss();
    assertThat(jacobianLoss > 0).isEqualTo(rows > 0);
    assertSlopes(gradient, at, count, samples, v);
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    Mlp mlp = Mlp.of(2, 1, Activation.TANH, 4);
    assertThatThrownBy(() -> SobolevLoss.exact(mlp).weights(new double[] {1, 1}, new double[2]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("2 weights of outputs for a network of 1");
    assertThatThrownBy(() -> SobolevLoss.exact(mlp).weights(new double[] {1}, new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weight 1 of inputs is NaN: must be 0 or more and finite");
    SobolevLoss weighted =
        SobolevLoss.value(Mlp.of(2, 4, Activation.TANH)).weights(new double[] {1, 2, 1, 1}, new double[2]);
    assertThatThrownBy(weighted::gaussian).isInstanceOf(IllegalStateException.class)
        .hasMessage("weights are of 4 outputs, of which a Gaussian head makes 2 means: weights come after it");
    assertThatThrownBy(() -> SobolevLoss.projected(mlp, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 projections: at least 1");
  }

  @Test
  void arraysThatDoNotFitAreRefusedWithBoth() {
    Mlp mlp = Mlp.of(2, 3, Activation.TANH);
    double[] w = mlp.initial(1);
    double[] x = new double[8];
    double[] t = new double[12];
    double[] j = new double[24];
    DoubleSobolevLoss exact = new DoubleSobolevLoss(SobolevLoss.exact(mlp), 4);
    DoubleSobolevLoss projected = new DoubleSobolevLoss(SobolevLoss.projected(mlp, 2), 4);
    assertRefused(() -> exact.at(5, w, x, t, j, null, w), "5 samples where there is room for 1 to 4");
    assertRefused(() -> exact.at(0, w, x, t, j, null, w), "0 samples where there is room for 1 to 4");
    assertRefused(() -> exact.at(4, x, x, t, j, null, w), "weights: 8 numbers where it takes 9");
    assertRefused(() -> exact.at(4, w, t, t, j, null, x), "gradient: 8 numbers where it takes 9");
    assertRefused(() -> exact.at(4, w, new double[7], t, j, null, w), "inputs: 7 numbers where it takes 8");
    assertRefused(() -> exact.at(4, w, x, x, j, null, w), "values: 8 numbers where it takes 12");
    assertRefused(() -> exact.at(4, w, x, t, t, null, w), "Jacobians: 12 numbers where it takes 24");
    assertRefused(() -> projected.at(4, w, x, t, j, t, w), "directions: 12 numbers where it takes 24");
    assertRefused(() -> new DoubleSobolevLoss(SobolevLoss.exact(mlp), 0), "room for 0 samples: at least 1");
    assertRefused(() -> SobolevLoss.value(mlp).gaussian(), "3 outputs are no means and as many variances");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
