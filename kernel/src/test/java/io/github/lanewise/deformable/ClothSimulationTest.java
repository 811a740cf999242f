package io.github.lanewise.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Environment steps: what they do to cloths that have an analytic answer, their derivatives, and who may differ. */
class ClothSimulationTest {
  private static final Cloth SMALL = Cloth.published().withGrid(6, 5, 0.03);
  private static final HeldCommands PROGRAM = new HeldCommands(ToolProgram.GRIPPER, 4, 20);

  /** In the air, where nothing switches, or below the floor, where points stay; some points are held. */
  private static ClothSimulation moving(Cloth cloth, boolean lies, ElementType type, int environments, int threads) {
    ClothSimulation simulation = new ClothSimulation(cloth, PROGRAM, type, environments, threads);
    RandomStream random = RandomStream.of(11);
    double[] x = ClothSimulation.flat(cloth);
    int n = cloth.pointCount();
    for (int p = 0; p < n; p++) {
      for (int c = 0; c < 3; c++) {
        x[3 * p + c] += c == 1 ? lies ? -1e-3 : 0.5 + 0.1 * x[3 * p] : 0.003 * random.nextGaussian();
        x[3 * (n + p) + c] = c == 1 && lies ? -0.1 : 0.1 * (random.nextDouble() - 0.5) + (lies ? 0.3 : 0);
      }
    }
    for (int c = 0; c < 3; c++) {
      x[6 * n + c] = x[3 * 7 + c] + 0.002;
    }
    for (int e = 0; e < environments; e++) {
      simulation.state().setRobot(e, x);
      simulation.action().setRobot(e, 1e-4, 2e-4, 0, 0, 1e-4, 0, 2e-4, 0.1, 0, 1e-4, 1e-4, 0, 0, 0, 0, 1);
    }
    return simulation;
  }

  @ParameterizedTest
  @EnumSource(FloorContact.class)
  void gradientsOfManySubstepsAreThoseOfDifferences(FloorContact contact) {
    Cloth cloth = SMALL.withSurroundings(2, 1, contact);
    for (boolean lies : new boolean[] {false, true}) {
      try (ClothSimulation simulation = moving(cloth, lies, ElementType.DOUBLE, 1, 1)) {
        BodyPullback pullback = simulation.pullback();
        double[] seed = randoms(21, simulation.state().rowCount());
        pullback.nextBar().setRobot(0, seed);
        pullback.run();
        Batch[] of = {simulation.state(), simulation.action(), simulation.parameters()};
        Batch[] bars = {pullback.stateBar(), pullback.actionBar(), pullback.parameterBar()};
        double[] start = of[0].robot(0);
        for (int k = 0; k < 3; k++) {
          double[] direction = randoms(31 + k, of[k].rowCount());
          double[] before = of[k].robot(0);
          double h = k == 1 ? 1e-8 : 1e-7; // commands act in each substep
          double difference = 0;
          for (int sign = -1; sign <= 1; sign += 2) {
            of[k].setRobot(0, along(before, direction, sign * h));
            simulation.step();
            difference += sign * TestCloths.dot(seed, simulation.state().robot(0)) / (2 * h);
            of[0].setRobot(0, start);
            of[k].setRobot(0, before);
          }
          double derivative = TestCloths.dot(bars[k].robot(0), direction);
          assertThat(derivative).as("lies %s, input %d", lies, k)
              .isCloseTo(difference, within(2e-5 * (1e-3 + Math.abs(difference)))).isNotZero();
        }
      }
    }
  }

  @Test
  void pickAndPlaceIsPulledBackAsItIsPushedForward() {
    Cloth cloth = SMALL.withSurroundings(20, 1, FloorContact.PHYSICAL);
    try (ClothSimulation simulation = new ClothSimulation(cloth, new PickAndPlace(), ElementType.DOUBLE, 1, 1)) {
      simulation.action().setRobot(0, 0.4, 7, 0.6, 0.5, 8, 0.5);
      BodyPullback pullback = simulation.pullback();
      BodyPushforward pushforward = simulation.pushforward();
      double[] seed = randoms(41, simulation.state().rowCount());
      double[] stateDot = randoms(42, seed.length);
      double[] actionDot = randoms(43, 6);
      double[] parameterDot = randoms(44, 3);
      pullback.nextBar().setRobot(0, seed);
      pushforward.stateDot().setRobot(0, stateDot);
      pushforward.actionDot().setRobot(0, actionDot);
      pushforward.parameterDot().setRobot(0, parameterDot);
      pullback.run();
      pushforward.run();
      double pushed = TestCloths.dot(seed, pushforward.nextDot().robot(0));
      double pulled = TestCloths.dot(pullback.stateBar().robot(0), stateDot)
          + TestCloths.dot(pullback.actionBar().robot(0), actionDot)
          + TestCloths.dot(pullback.parameterBar().robot(0), parameterDot);
      double size = Math.sqrt(TestCloths.dot(pullback.stateBar().robot(0), pullback.stateBar().robot(0)));
      assertThat(pulled).isCloseTo(pushed, within(1e-9 * size));
      assertThat(pullback.actionBar().get(0, 0)).isNotZero();
      assertThat(pullback.actionBar().get(1, 0)).isZero();
      simulation.step();
      double[] x = simulation.state().robot(0);
      assertThat(Arrays.copyOfRange(x, x.length - 3, x.length))
          .containsExactly(new double[] {0.5, 0.06, 0.5}, within(1e-12));
    }
  }

  /** The whole of an environment step: within 1e-9 m no point reaches the floor earlier or later. */
  @Test
  void gradientOfPickAndPlaceIsThatOfDifferences() {
    Cloth cloth = Cloth.published().withSurroundings(10, 1, FloorContact.PHYSICAL);
    try (ClothSimulation simulation = new ClothSimulation(cloth, new PickAndPlace(), ElementType.DOUBLE, 1, 1)) {
      double[] u = {0.5, 0, 0.4, 0.55, 0, 0.4};
      double[] start = simulation.state().robot(0);
      BodyPullback pullback = simulation.pullback();
      double[] seed = new double[start.length];
      for (int p = 0; p < cloth.pointCount(); p++) {
        seed[3 * p + 2] = 1.0 / cloth.pointCount(); // the mean of z
      }
      pullback.nextBar().setRobot(0, seed);
      simulation.action().setRobot(0, u);
      pullback.run();
      double h = 1e-9;
      for (int row : new int[] {0, 2, 3, 5}) {
        double difference = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
          double[] moved = u.clone();
          moved[row] += sign * h;
          simulation.state().setRobot(0, start);
          simulation.action().setRobot(0, moved);
          simulation.step();
          difference += sign * TestCloths.dot(seed, simulation.state().robot(0)) / (2 * h);
        }
        assertThat(pullback.actionBar().get(row, 0)).as("action %d", row)
            .isCloseTo(difference, within(1e-4 * (0.1 + Math.abs(difference)))).isNotZero();
      }
    }
  }

  /** Of cotangents that are rescaled only the direction counts, of positions and of velocities each. */
  @Test
  void rescaledGradientsHaveNoLength() {
    try (ClothSimulation simulation = moving(SMALL, false, ElementType.DOUBLE, 1, 1)) {
      BodyPullback pullback = simulation.pullback();
      pullback.tame(true);
      double[] seed = randoms(81, simulation.state().rowCount());
      pullback.nextBar().setRobot(0, seed);
      pullback.run();
      double[] bar = pullback.stateBar().robot(0);
      pullback.nextBar().setRobot(0, along(new double[seed.length], seed, 1000));
      pullback.run();
      assertThat(pullback.stateBar().robot(0)).containsExactly(bar, within(1e-9));
      assertThat(Math.sqrt(TestCloths.dot(bar, bar))).isBetween(1e-3, 10.0);
      pullback.tame(false);
      pullback.run();
      assertThat(Math.sqrt(TestCloths.dot(pullback.stateBar().robot(0), pullback.stateBar().robot(0))))
          .isGreaterThan(1000);
    }
  }

  /** Each link of a strip that hangs carries what is below it: {@code |d| = L (1 + below m g/k)}. */
  @ParameterizedTest
  @EnumSource(FloorContact.class)
  void stripHangsAsLongAsItsWeightStretchesIt(FloorContact contact) {
    int n = 7;
    Cloth cloth = new Cloth(1, n, 0.05, 2, 300, 0.5, 30, 1, 2e-3, contact);
    HeldCommands still = new HeldCommands(ToolProgram.GRIPPER, 40, 250);
    try (ClothSimulation simulation = new ClothSimulation(cloth, still, ElementType.DOUBLE, 1, 1)) {
      double[] x = ClothSimulation.flat(cloth);
      for (int p = 0; p < n; p++) {
        x[3 * p + 1] = 0.9 - 0.05 * p;
        x[3 * p + 2] = 0.5;
      }
      System.arraycopy(x, 0, x, 6 * n, 3);
      simulation.state().setRobot(0, x);
      simulation.step();
      double y = 0.9;
      for (int p = 1; p < n; p++) {
        y -= 0.05 * (1 + (n - p) * 2 * 1 / 300.0);
        assertThat(simulation.state().get(3 * p + 1, 0)).as("point %d", p).isCloseTo(y, within(1e-9));
      }
      assertThat(simulation.state().get(1, 0)).isEqualTo(0.9);
    }
  }

  /** Springs push and pull alike: free of everything else, momentum stays to rounding and energy to second order. */
  @Test
  void freeClothKeepsMomentumAndEnergy() {
    Cloth cloth = SMALL.withSurroundings(0, 0, FloorContact.PHYSICAL);
    try (ClothSimulation simulation = new ClothSimulation(cloth, PROGRAM, ElementType.DOUBLE, 1, 1)) {
      double[] x = ClothSimulation.flat(cloth);
      RandomStream random = RandomStream.of(51);
      int n = cloth.pointCount();
      for (int row = 0; row < 6 * n; row++) {
        x[row] += row < 3 * n ? row % 3 == 1 ? 0.5 : 0.002 * random.nextGaussian() : 0.1 * random.nextGaussian();
      }
      simulation.state().setRobot(0, x);
      double energy = energy(cloth, x);
      simulation.step();
      double[] after = simulation.state().robot(0);
      for (int c = 0; c < 3; c++) {
        assertThat(sum(after, 3 * n + c, n)).isCloseTo(sum(x, 3 * n + c, n), within(1e-12));
        assertThat(sum(after, c, n)).isCloseTo(sum(x, c, n) + sum(x, 3 * n + c, n) * 80 * 2e-3, within(1e-11));
      }
      assertThat(energy(cloth, after)).isCloseTo(energy, within(0.2 * energy)).isNotEqualTo(energy);
      assertThat(after[0]).isNotCloseTo(x[0], within(1e-3));
    }
  }

  private static double sum(double[] x, int first, int count) {
    double sum = 0;
    for (int p = 0; p < count; p++) {
      sum += x[first + 3 * p];
    }
    return sum;
  }

  /** {@code m v^2 / 2 + sum k (|d| - L)^2 / (2 L)}. */
  private static double energy(Cloth cloth, double[] x) {
    int n = cloth.pointCount();
    double energy = 0;
    for (int p = 0; p < n; p++) {
      for (int c = 0; c < 3; c++) {
        energy += cloth.mass() / 2 * x[3 * (n + p) + c] * x[3 * (n + p) + c];
      }
      for (int q = p + 1; q < n; q++) {
        int di = q % cloth.columns() - p % cloth.columns();
        int dj = q / cloth.columns() - p / cloth.columns();
        if (Math.abs(di) <= 1 && dj <= 1) {
          double rest = cloth.spacing() * Math.hypot(di, dj);
          double stretch = Math.hypot(Math.hypot(x[3 * q] - x[3 * p], x[3 * q + 1] - x[3 * p + 1]),
              x[3 * q + 2] - x[3 * p + 2]) - rest;
          energy += cloth.stiffness() * stretch * stretch / (2 * rest);
        }
      }
    }
    return energy;
  }

  /** Just below the limit a flat cloth that trembles goes on trembling; just above, it flies apart. */
  @Test
  void largestStepIsWhereVibrationsBeginToGrow() {
    Cloth cloth = new Cloth(12, 12, 0.02, 1, 100, 0, 0, 0, 2e-3, FloorContact.PHYSICAL);
    double limit = cloth.largestTimeStep(100, 1);
    double atLimit = 100 * limit * limit / (2e-3 * 2e-3); // the stiffness at which 2 ms are the limit
    assertThat(tremble(cloth, 0.97 * atLimit)).isLessThan(1e-2);
    assertThat(tremble(cloth, 1.07 * atLimit)).isGreaterThan(0.1);
    assertThatThrownBy(() -> new Cloth(12, 12, 0.02, 1, 1.07 * atLimit, 0, 0, 0, 2e-3, FloorContact.PHYSICAL))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("limit is 0.001933 s");
  }

  /** The greatest velocity after 600 substeps from 1e-6 m/s. */
  private static double tremble(Cloth cloth, double stiffness) {
    DoubleClothSubstep substep = new DoubleClothSubstep(cloth);
    GridLayout layout = substep.layout;
    double[] x = ClothSimulation.flat(cloth);
    double[] s = new double[TestCloths.length(layout)];
    RandomStream random = RandomStream.of(61);
    for (int p = 0; p < cloth.pointCount(); p++) {
      for (int c = 0; c < 3; c++) {
        s[layout.pad + c * layout.pitch + p] = x[3 * p + c] + (c == 1 ? 0.5 : 0);
        s[layout.pad + (3 + c) * layout.pitch + p] = c == 1 ? 0 : 1e-6 * random.nextGaussian();
      }
    }
    for (int step = 0; step < 600; step++) {
      substep.forward(s, layout.pad, new double[] {stiffness, 0, 1}, 0, new double[4], 0, s, layout.pad);
    }
    double largest = 0;
    for (int e = layout.pad + 3 * layout.pitch; e < layout.pad + 6 * layout.pitch; e++) {
      largest = Math.max(largest, Math.abs(s[e]));
    }
    return largest;
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void bitsDependNeitherOnPlaceNorOnThreads(ElementType type) {
    try (ClothSimulation alone = moving(SMALL, true, type, 1, 1);
        ClothSimulation many = moving(SMALL, true, type, 5, 2)) {
      many.action().fill(0, 3e-4);
      many.parameters().fill(ClothSimulation.STIFFNESS, 800);
      many.action().setRobot(3, alone.action().robot(0));
      many.parameters().setRobot(3, alone.parameters().robot(0));
      BodyPullback one = alone.pullback();
      BodyPullback other = many.pullback();
      double[] seed = randoms(71, many.state().rowCount());
      one.nextBar().setRobot(0, seed);
      other.nextBar().setRobot(3, seed);
      one.run();
      other.run();
      assertThat(other.stateBar().robot(3)).isEqualTo(one.stateBar().robot(0));
      assertThat(other.actionBar().robot(3)).isEqualTo(one.actionBar().robot(0));
      assertThat(other.parameterBar().robot(3)).isEqualTo(one.parameterBar().robot(0)).doesNotContain(0);
      alone.step();
      many.step();
      assertThat(many.state().robot(3)).isEqualTo(alone.state().robot(0)).isNotEqualTo(many.state().robot(0));
    }
  }

  @Test
  void floatsFollowDoubles() {
    try (ClothSimulation doubles = moving(SMALL, true, ElementType.DOUBLE, 1, 1);
        ClothSimulation floats = moving(SMALL, true, ElementType.FLOAT, 1, 1)) {
      doubles.step();
      floats.step();
      assertThat(floats.state().robot(0)).containsExactly(doubles.state().robot(0), within(1e-3));
    }
  }

  @Test
  void physicalClothDoesNotSink() {
    try (ClothSimulation physical = moving(SMALL.withSurroundings(2, 1, FloorContact.PHYSICAL), true,
        ElementType.FLOAT, 1, 1); ClothSimulation published = moving(SMALL, true, ElementType.FLOAT, 1, 1)) {
      physical.step();
      published.step();
      assertThat(lowest(physical)).isZero();
      assertThat(lowest(published)).isNegative().isGreaterThanOrEqualTo(-4e-3f);
    }
  }

  private static double lowest(ClothSimulation simulation) {
    double lowest = 1;
    for (int p = 0; p < simulation.cloth().pointCount(); p++) {
      lowest = Math.min(lowest, simulation.state().get(3 * p + 1, 0));
    }
    return lowest;
  }

  @Test
  void whatBlowsUpBeginsAgainAndLeavesTheOthersAlone() {
    try (ClothSimulation simulation = moving(SMALL, false, ElementType.FLOAT, 2, 1)) {
      double[] start = simulation.state().robot(1);
      simulation.step();
      simulation.state().set(4, 1, Double.NaN);
      simulation.step();
      assertThat(simulation.state().robot(1)).isEqualTo(start);
      assertThat(simulation.blownUp()).isEqualTo(1);
      simulation.step();
      assertThat(simulation.state().robot(0)).doesNotContain(Double.NaN);
      assertThat(simulation.blownUp()).isEqualTo(1);
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> SMALL.withGrid(0, 5, 0.1)).hasMessageContaining("0 x 5 points");
    assertThatThrownBy(() -> SMALL.withGrid(16, 32, 0.05)).hasMessageContaining("1.55 m long");
    assertThatThrownBy(() -> SMALL.withStuff(0, 900, 1)).hasMessageContaining("mass 0.0");
    assertThatThrownBy(() -> SMALL.withStuff(1, 900, Double.NaN)).hasMessageContaining("friction NaN");
    assertThatThrownBy(() -> new HeldCommands(ToolProgram.GRIPPER, 0, 5)).hasMessageContaining("0 commands");
    try (ClothSimulation simulation = new ClothSimulation(SMALL, PROGRAM, ElementType.FLOAT, 2, 1)) {
      simulation.state().set(3 * 2 + 1, 1, 1.1);
      assertThatThrownBy(simulation::step).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("environment 1").hasMessageContaining("y of point 2").hasMessageContaining("1.1");
      simulation.reset();
      simulation.parameters().set(ClothSimulation.MASS, 1, 1e-4);
      assertThatThrownBy(simulation::step).hasMessageContaining("cannot be stable").hasMessageContaining("limit");
    }
  }

  private static double[] randoms(long seed, int length) {
    RandomStream random = RandomStream.of(seed);
    double[] values = new double[length];
    Arrays.setAll(values, e -> random.nextGaussian());
    return values;
  }

  private static double[] along(double[] a, double[] direction, double h) {
    double[] b = a.clone();
    for (int e = 0; e < a.length; e++) {
      b[e] += h * direction[e];
    }
    return b;
  }
}
