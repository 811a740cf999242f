package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks in lanes against the same networks on rows of samples. */
class LaneNetworkTest {
  private static final int ROBOTS = 70;
  private static final int SUMS = 3;

  private static Stream<Mlp> shapes() {
    Mlp deep = Mlp.of(5, 3, Activation.ELU, 17, 9);
    return Stream.of(Mlp.of(4, 2, Activation.TANH), Mlp.of(1, 1, Activation.SILU, 1), deep, deep.withLayerNorm(),
        Mlp.of(37, 8, Activation.ELU, 128, 64, 32).withLayerNorm());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void valuesAndGradientsAreThoseOfRows(Mlp mlp) {
    compare(mlp, Lanes.widest(ElementType.DOUBLE), 1e-12);
    compare(mlp, Lanes.widest(ElementType.DOUBLE).sharedBy(ROBOTS, 9), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void floatsAgree(Mlp mlp) {
    compare(mlp, Lanes.widest(ElementType.FLOAT), 2e-4);
    compare(mlp, Lanes.widest(ElementType.FLOAT).sharedBy(ROBOTS, 3), 2e-4);
  }

  private static void compare(Mlp mlp, Lanes lanes, double tolerance) {
    Random random = new Random(7);
    double[] weights = random.doubles(mlp.weightCount(), -0.5, 0.5).toArray();
    double[] x = random.doubles(ROBOTS * mlp.inputCount(), -2, 2).toArray();
    double[] yBar = random.doubles(ROBOTS * mlp.outputCount(), -1, 1).toArray();
    double[] y = new double[yBar.length];
    double[] xBar = new double[x.length];
    double[] gradient = new double[weights.length];
    DoubleNetwork rows = new DoubleNetwork(mlp, ROBOTS);
    rows.forward(ROBOTS, weights, x, y);
    rows.vjp(ROBOTS, weights, x, yBar, xBar, gradient);

    Batch inputs = batch(lanes, mlp.inputCount(), x);
    Batch outputs = new Batch(lanes, mlp.outputCount(), ROBOTS);
    Batch bars = batch(lanes, mlp.outputCount(), yBar);
    Batch inputBars = new Batch(lanes, mlp.inputCount(), ROBOTS);
    LaneNetwork network = new LaneNetwork(mlp, lanes, SUMS);
    network.set(weights);
    for (int sum = 0; sum < SUMS; sum++) {
      network.clear(sum);
    }
    for (int block = 0; block < inputs.blockCount(); block++) {
      network.forward(inputs, outputs, block);
      network.backward(inputs, bars, block % SUMS, inputBars, block);
    }
    double[] summed = new double[weights.length];
    network.gradient(summed);
    assertThat(all(outputs)).as("outputs").containsExactly(y, within(tolerance));
    assertThat(all(inputBars)).as("cotangents of inputs").containsExactly(xBar, within(tolerance));
    double scale = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    assertThat(summed).as("gradient").containsExactly(gradient, within(tolerance * Math.max(1, scale)));
  }

  private static Batch batch(Lanes lanes, int rows, double[] values) {
    Batch batch = new Batch(lanes, rows, ROBOTS);
    for (int robot = 0; robot < ROBOTS; robot++) {
      batch.setRobot(robot, Arrays.copyOfRange(values, robot * rows, (robot + 1) * rows));
    }
    return batch;
  }

  private static double[] all(Batch batch) {
    return IntStream.range(0, ROBOTS).boxed().flatMapToDouble(r -> Arrays.stream(batch.robot(r))).toArray();
  }
}
