package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sobolev.Samples;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks against their formula one sample at a time, and their derivatives against differences of it. */
class NetworkTest {
  private static final int COUNT = 101;

  @ParameterizedTest
  @MethodSource("io.github.lanewise.sobolev.Samples#networks")
  void valuesAndJacobiansAreThoseOfTheFormula(Mlp mlp) {
    Samples samples = Samples.random(mlp, COUNT, 1);
    SlowNetwork slow = new SlowNetwork(mlp, samples.parameters());
    DoubleNetwork network = new DoubleNetwork(mlp, COUNT + 7);
    double[] plain = new double[COUNT * 3];
    double[] y = new double[COUNT * 3];
    double[] jacobians = new double[COUNT * 15];
    network.forward(COUNT, samples.parameters(), samples.x(), plain);
    network.jacobian(COUNT, samples.parameters(), samples.x(), y, jacobians);
    assertThat(y).isEqualTo(plain);
    for (int b = 0; b < COUNT; b++) {
      assertThat(Arrays.copyOfRange(y, b * 3, b * 3 + 3)).containsExactly(slow.at(samples.input(b)), within(1e-13));
      assertThat(Arrays.copyOfRange(jacobians, b * 15, b * 15 + 15))
          .containsExactly(slow.jacobian(samples.input(b)), within(SlowNetwork.error(mlp)));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.lanewise.sobolev.Samples#networks")
  void productsWithTheJacobianAreProducts(Mlp mlp) {
    Samples samples = Samples.random(mlp, COUNT, 2);
    DoubleNetwork network = new DoubleNetwork(mlp, COUNT);
    double[] j = new double[COUNT * 15];
    network.jacobian(COUNT, samples.parameters(), samples.x(), new double[COUNT * 3], j);
    double[] xDot = Samples.random(mlp, COUNT, 3).x();
    double[] yDot = new double[COUNT * 3];
    double[] xBar = new double[COUNT * 5];
    network.jvp(COUNT, samples.parameters(), samples.x(), xDot, yDot);
    network.vjp(COUNT, samples.parameters(), samples.x(), samples.t(), xBar, null);
    Samples.assertProducts(j, xDot, yDot, samples.t(), xBar, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("io.github.lanewise.sobolev.Samples#networks")
  void gradientsByParametersAreThoseOfDifferences(Mlp mlp) {
    int count = 7;
    Samples samples = Samples.random(mlp, count, 4);
    double[] w = samples.parameters().clone();
    DoubleNetwork network = new DoubleNetwork(mlp, count);
    double[] gradient = new double[w.length];
    network.vjp(count, w, samples.x(), samples.t(), new double[count * 5], gradient);
    double[] y = new double[count * 3];
    for (int e = 0; e < w.length; e++) {
      int at = e;
      double slope = SlowNetwork.slope(change -> {
        double[] moved = w.clone();
        moved[at] += change;
        network.forward(count, moved, samples.x(), y);
        double sum = 0;
        for (int k = 0; k < y.length; k++) {
          sum += y[k] * samples.t()[k];
        }
        return sum;
      }, 0, SlowNetwork.reach(mlp));
      assertThat(gradient[e]).as("parameter %d", e).isCloseTo(slope, within(SlowNetwork.error(mlp)));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.lanewise.sobolev.Samples#networks")
  void floatsAgreeWithDoubles(Mlp mlp) {
    Samples samples = Samples.random(mlp, COUNT, 5);
    float[] w = Samples.floats(samples.parameters());
    float[] x = Samples.floats(samples.x());
    float[] y = new float[COUNT * 3];
    float[] j = new float[COUNT * 15];
    new FloatNetwork(mlp, COUNT).jacobian(COUNT, w, x, y, j);
    double[] expected = new double[COUNT * 3];
    double[] expectedJ = new double[COUNT * 15];
    new DoubleNetwork(mlp, COUNT).jacobian(COUNT, Samples.doubles(w), Samples.doubles(x), expected, expectedJ);
    assertThat(Samples.doubles(y)).containsExactly(expected, within(2e-5));
    assertThat(Samples.doubles(j)).containsExactly(expectedJ, within(2e-5));
  }

  /** And so is its gradient, by reverse mode, that of the passes by layers. */
  @ParameterizedTest
  @MethodSource("io.github.lanewise.sobolev.Samples#networks")
  void tracedNetworksAreTheSameFunction(Mlp mlp) {
    Samples samples = Samples.random(mlp, COUNT, 7);
    double[] y = new double[COUNT * 3];
    double[] xBar = new double[COUNT * 5];
    double[] wBar = new double[mlp.weightCount()];
    DoubleNetwork network = new DoubleNetwork(mlp, COUNT);
    network.forward(COUNT, samples.parameters(), samples.x(), y);
    Graph graph = new Graph("network");
    Scalar[] x = graph.input("x", 5);
    Scalar[] w = graph.input("w", mlp.weightCount());
    Scalar[] traced = mlp.trace(x, w);
    graph.output("y", traced);
    Scalar[] bars = Reverse.vjp(traced, graph.input("bar", 3), Stream.of(x, w).flatMap(Arrays::stream)
        .toArray(Scalar[]::new));
    graph.output("bars", bars);
    Interpreter interpreter = new Interpreter(graph);
    double[] sums = new double[mlp.weightCount()];
    network.vjp(COUNT, samples.parameters(), samples.x(), samples.t(), xBar, wBar);
    for (int b = 0; b < COUNT; b++) {
      double[][] found = interpreter.evaluate(samples.input(b), samples.parameters(),
          Arrays.copyOfRange(samples.t(), b * 3, b * 3 + 3));
      assertThat(found[0]).containsExactly(Arrays.copyOfRange(y, b * 3, b * 3 + 3), within(1e-13));
      assertThat(Arrays.copyOf(found[1], 5)).containsExactly(Arrays.copyOfRange(xBar, b * 5, b * 5 + 5), within(1e-12));
      Arrays.setAll(sums, e -> sums[e] + found[1][5 + e]);
    }
    assertThat(sums).isNotEqualTo(new double[sums.length]).containsExactly(wBar, within(1e-11));
    assertThatThrownBy(() -> mlp.trace(w, w)).isInstanceOf(IllegalArgumentException.class).hasMessage(w.length
        + " inputs and " + w.length + " weights for a network of 5 and " + w.length);
  }

  @Test
  void sizesThatDoNotFitAreRefusedWithBoth() {
    Mlp mlp = Mlp.of(5, 3, Activation.TANH, 4);
    DoubleNetwork network = new DoubleNetwork(mlp, 10);
    double[] w = mlp.initial(1);
    assertThatThrownBy(() -> network.forward(11, w, new double[55], new double[33]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("11 samples where there is room for 1 to 10");
    assertThatThrownBy(() -> network.forward(10, w, new double[49], new double[30]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("inputs: 49 numbers where it takes 50");
    assertThatThrownBy(() -> network.forward(10, new double[3], new double[50], new double[30]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("weights: 3 numbers where it takes 39");
    assertThatThrownBy(() -> Mlp.of(5, 0, Activation.TANH)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a network of widths [5, 0]: each is at least 1");
  }

  @Test
  void aJacobianThatNoArrayCanHoldIsRefused() {
    Mlp mlp = Mlp.of(50_000, 50_000, Activation.TANH, 1);
    DoubleNetwork network = new DoubleNetwork(mlp, 1);
    assertThatThrownBy(
        () -> network.jacobian(1, mlp.initial(1), new double[50_000], new double[50_000], new double[10]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("Jacobians: 10 numbers where it takes 2500000000");
  }

  @ParameterizedTest
  @MethodSource("io.github.lanewise.sobolev.Samples#networks")
  void cotangentsOfInputsMayTakeTheirPlace(Mlp mlp) {
    Samples samples = Samples.random(mlp, COUNT, 6);
    DoubleNetwork network = new DoubleNetwork(mlp, COUNT);
    double[] xBar = new double[COUNT * 5];
    double[] gradient = new double[mlp.weightCount()];
    network.vjp(COUNT, samples.parameters(), samples.x(), samples.t(), xBar, gradient);
    double[] place = samples.x().clone();
    double[] same = new double[mlp.weightCount()];
    network.vjp(COUNT, samples.parameters(), place, samples.t(), place, same);
    assertThat(place).isEqualTo(xBar);
    assertThat(same).isEqualTo(gradient);
  }
}
