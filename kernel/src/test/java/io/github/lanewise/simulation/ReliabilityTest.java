package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.dynamics.Numbers;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The result of a robot is the same to the bit whatever its place, its neighbours, the threads and the width of the
 * vectors.
 */
class ReliabilityTest {
  private static final RobotModel MODEL = TestRobots.get("tree0");
  private static final int ROBOTS = 150;

  static Stream<Lanes> widths() {
    return Stream.of(ElementType.values())
        .flatMap(type -> Stream.of(8 * type.bytes(), 128, 256, 512).map(bits -> new Lanes(type, bits)));
  }

  /** What a robot gets from two steps, and from the derivatives at the state then reached. */
  private record Results(Batch state, Batch xBar, Batch uBar, Batch pBar, Batch nextDot) {
    double[] of(int robot) {
      return Numbers.join(
          state.robot(robot), xBar.robot(robot), uBar.robot(robot), pBar.robot(robot), nextDot.robot(robot));
    }
  }

  /** Simulates the robots with the given numbers; number -1 is a robot of NaNs. */
  private static Results simulate(Lanes lanes, int threads, int... numbers) {
    ElementType type = lanes.type();
    int n = numbers.length;
    int nx = 2 * MODEL.nv();
    try (Simulation simulation = Simulation.of(MODEL).lanes(lanes).robots(n).threads(threads).timeStep(0.01)
        .laneParameters().build()) {
      int rows = simulation.parameters().rowCount();
      Batch[] in = {simulation.state(), simulation.action(), new Batch(type, nx, n), new Batch(type, nx, n),
          new Batch(type, rows, n)};
      for (int robot = 0; robot < n; robot++) {
        in[0].setRobot(robot, Batches.state(MODEL, Math.max(0, numbers[robot])));
        for (int k = 1; k < in.length; k++) {
          in[k].setRobot(robot, Batches.numbers(k, numbers[robot], in[k].rowCount()));
        }
        for (int row = 0; row < rows; row++) {
          double own = simulation.parameters().get(row, robot);
          simulation.parameters().set(row, robot, own * (1 + 0.001 * numbers[robot]));
        }
        if (numbers[robot] < 0) {
          in[0].set(MODEL.nq(), robot, Double.NaN);
          in[1].set(0, robot, Double.POSITIVE_INFINITY);
          in[2].set(1, robot, Double.NaN);
        }
      }
      simulation.step(2);
      StepPullback pullback = simulation.pullback();
      pullback.nextBar().copyFrom(in[2]);
      pullback.seed().copyFrom(in[3]);
      pullback.parameterBarBefore().copyFrom(in[4]);
      pullback.run();
      StepPushforward pushforward = simulation.pushforward();
      pushforward.stateDot().copyFrom(in[2]);
      pushforward.actionDot().copyFrom(in[1]);
      pushforward.parameterDot().copyFrom(in[4]);
      pushforward.run();
      return new Results(simulation.state(), pullback.stateBar(), pullback.actionBar(), pullback.parameterBar(),
          pushforward.nextDot());
    }
  }

  private static int[] range(int n) {
    return IntStream.range(0, n).toArray();
  }

  @ParameterizedTest
  @MethodSource("widths")
  void vectorsOfEveryWidthComputeWhatScalarCodeComputes(Lanes lanes) {
    int[] numbers = range(lanes.blockSize() + 3);
    Results scalar = simulate(Lanes.scalar(lanes.type()), 1, numbers);
    Results vector = simulate(lanes, 1, numbers);
    for (int robot : numbers) {
      assertThat(vector.of(robot)).as("robot %d", robot).isEqualTo(scalar.of(robot)).doesNotContain(Double.NaN);
    }
    assertThat(vector.of(1)).isNotEqualTo(vector.of(0));
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void placeInTheBatchDoesNotMatter(ElementType type) {
    Lanes lanes = Lanes.widest(type);
    int[] numbers = range(ROBOTS);
    Results inOrder = simulate(lanes, 1, numbers);
    int[] shuffled = numbers.clone();
    for (int i = 0; i < ROBOTS; i++) {
      shuffled[i] = (i * 37 + 11) % ROBOTS;
    }
    Results elsewhere = simulate(lanes, 1, shuffled);
    for (int i = 0; i < ROBOTS; i++) {
      assertThat(elsewhere.of(i)).isEqualTo(inOrder.of(shuffled[i]));
    }
    assertThat(simulate(lanes, 1, 77).of(0)).as("alone").isEqualTo(inOrder.of(77));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void threadsDoNotMatter(int threads) {
    requireSameBits(Lanes.scalar(ElementType.DOUBLE), ROBOTS, threads);
  }

  /** Few robots: the more threads, the smaller are the blocks, down to one vector. */
  @ParameterizedTest
  @CsvSource({"FLOAT, 2", "FLOAT, 4", "DOUBLE, 4"})
  void smallBlocksDoNotMatter(ElementType type, int threads) {
    requireSameBits(Lanes.widest(type), Lanes.blockSize(type) - 1, threads);
  }

  private static void requireSameBits(Lanes lanes, int robots, int threads) {
    int[] numbers = range(robots);
    Results one = simulate(lanes, 1, numbers);
    Results many = simulate(lanes.sharedBy(robots, threads), threads, numbers);
    for (int robot : numbers) {
      assertThat(many.of(robot)).isEqualTo(one.of(robot));
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void aRobotThatIsNotFiniteDisturbsNobody(ElementType type) {
    int[] numbers = range(70);
    int[] broken = numbers.clone();
    List<Integer> lost = List.of(0, 5, 33, 69);
    lost.forEach(i -> broken[i] = -1);
    Results healthy = simulate(Lanes.widest(type), 1, numbers);
    Results mixed = simulate(Lanes.widest(type), 1, broken);
    assertThat(healthy.state().nonFinite()).isZero();
    assertThat(mixed.state().nonFinite()).isEqualTo(lost.size());
    List<Integer> others = new ArrayList<>(Arrays.stream(numbers).boxed().toList());
    others.removeAll(lost);
    for (int robot : others) {
      assertThat(mixed.of(robot)).isEqualTo(healthy.of(robot));
    }
  }
}
