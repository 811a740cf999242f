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

/** Environment steps of ropes: their derivatives, and who may differ. */
class RopeSimulationTest {
  private static final Rope SMALL = Rope.push().withShape(new Rope.Lattice(12, 2, 2, 1.0 / 384, 3.0 / 384));
  private static final HeldCommands PROGRAM = new HeldCommands(ToolProgram.BOX, 3, 25);

  /** A short rope that lies on the ground, is deformed and moves, and is met by the box. */
  private static RopeSimulation moving(Rope rope, ElementType type, int environments, int threads) {
    RopeSimulation simulation = new RopeSimulation(rope, PROGRAM, type, environments, threads);
    RandomStream random = RandomStream.of(11);
    double[] x = RopeSimulation.straight(rope);
    int n = rope.particleCount();
    for (int row = 0; row < 24 * n; row++) {
      double size = row < 3 * n ? 1e-4 : row < 6 * n ? 0.3 : row < 15 * n ? 1 : 0.05;
      x[row] += size * random.nextGaussian();
    }
    x[24 * n + 2] = x[2] - 0.018;
    for (int e = 0; e < environments; e++) {
      simulation.state().setRobot(e, x);
      simulation.action().setRobot(e, 0, 0, 0, 1e-5, 0, 3e-5, 0, 0, -1e-3, 0, 1e-6, 4e-5, 1e-3, 0, 0, 0, 0, 3e-5);
    }
    return simulation;
  }

  @Test
  void gradientsOfManySubstepsAreThoseOfDifferences() {
    try (RopeSimulation simulation = moving(SMALL, ElementType.DOUBLE, 1, 1)) {
      BodyPullback pullback = simulation.pullback();
      double[] seed = randoms(21, simulation.state().rowCount());
      pullback.nextBar().setRobot(0, seed);
      pullback.run();
      Batch[] of = {simulation.state(), simulation.action(), simulation.parameters()};
      Batch[] bars = {pullback.stateBar(), pullback.actionBar(), pullback.parameterBar()};
      double[] start = of[0].robot(0);
      for (int k = 0; k < 3; k++) {
        double[] before = of[k].robot(0);
        double[] direction = randoms(31 + k, before.length);
        for (int row = 0; k == 0 && row < 3 * SMALL.particleCount(); row++) {
          direction[row] *= 1e-2; // places are small
        }
        double h = k == 1 ? 1e-11 : 1e-7; // commands act in each substep
        double difference = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
          of[k].setRobot(0, along(before, direction, sign * h));
          simulation.step();
          difference += sign * TestCloths.dot(seed, simulation.state().robot(0)) / (2 * h);
          of[0].setRobot(0, start);
          of[k].setRobot(0, before);
        }
        assertThat(TestCloths.dot(bars[k].robot(0), direction)).as("input %d", k)
            .isCloseTo(difference, within(2e-5 * (1e-3 + Math.abs(difference)))).isNotZero();
      }
      assertThat(simulation.blownUp()).isZero();
      assertThat(pullback.parameterBar().robot(0)).doesNotContain(0);
    }
  }

  /** Through programs, their commands and the window that moves with the rope. */
  @Test
  void pullsBackTheTransposeOfWhatItPushes() {
    Rope whip = Rope.whip().withShape(new Rope.Lattice(1, 1, 20, 1.0 / 176, 2.0 / 176));
    assertTransposed(SMALL, new Push(), 0.5, 7, 0.2, 0.52, 8, 0.9);
    assertTransposed(SMALL, new Push(), 0.5, 7, 0.47, 0.505, 8, 0.5);
    assertTransposed(whip, new Whip(), 0.3, 0.4, 0.5, 1, 1, 1);
  }

  private static void assertTransposed(Rope rope, ToolProgram program, double... action) {
    try (RopeSimulation simulation = new RopeSimulation(rope, program, ElementType.DOUBLE, 1, 1)) {
      simulation.action().setRobot(0, action);
      simulation.state().set(24 * rope.particleCount() + 2, 0, 0.42);
      BodyPullback pullback = simulation.pullback();
      BodyPushforward pushforward = simulation.pushforward();
      double[] seed = randoms(41, simulation.state().rowCount());
      double[] stateDot = randoms(42, seed.length);
      double[] actionDot = randoms(43, 6);
      double[] parameterDot = randoms(44, 5);
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
      assertThat(size).isFinite();
      assertThat(pulled).isCloseTo(pushed, within(1e-9 * size));
      assertThat(pullback.actionBar().get(0, 0)).isNotZero();
      assertThat(pullback.actionBar().get(2, 0)).isNotZero();
      double[] before = simulation.state().robot(0);
      simulation.step();
      assertThat(simulation.blownUp()).isZero();
      assertThat(simulation.state().robot(0)).isNotEqualTo(before);
    }
  }

  /** The whole of an environment step of whip, 70 substeps, by its action. */
  @Test
  void gradientOfWhipIsThatOfDifferences() {
    try (RopeSimulation simulation = new RopeSimulation(Rope.whip(), new Whip(), ElementType.DOUBLE, 1, 1)) {
      int n = Rope.whip().particleCount();
      double[] u = {0.4, 0.5, 0.2, 0, 0, 0};
      double[] start = simulation.state().robot(0);
      double[] seed = new double[start.length];
      for (int p = 0; p < n; p++) {
        seed[3 * p + 1] = 1.0 / n; // the mean of y
        seed[3 * (n + p) + 2] = 1.0 / n;
      }
      BodyPullback pullback = simulation.pullback();
      pullback.nextBar().setRobot(0, seed);
      simulation.action().setRobot(0, u);
      pullback.run();
      double h = 1e-6;
      for (int row = 0; row < 3; row++) {
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
            .isCloseTo(difference, within(1e-5 * (1e-3 + Math.abs(difference)))).isNotZero();
      }
    }
  }

  /** Cotangents that are clipped are no longer than 1, and those that are shorter stay as they are. */
  @Test
  void clippedGradientsAreShort() {
    try (RopeSimulation simulation = moving(SMALL, ElementType.DOUBLE, 1, 1)) {
      BodyPullback pullback = simulation.pullback();
      double[] seed = randoms(81, simulation.state().rowCount());
      pullback.tame(true);
      pullback.nextBar().setRobot(0, seed);
      pullback.run();
      assertThat(norm(pullback.stateBar())).isBetween(0.5, 1.5); // the window's shift comes after it
      pullback.tame(false);
      pullback.run();
      assertThat(norm(pullback.stateBar())).isGreaterThan(10);
      pullback.nextBar().setRobot(0, along(new double[seed.length], seed, 1e-9));
      pullback.run();
      double[] small = pullback.stateBar().robot(0);
      assertThat(norm(pullback.stateBar())).isBetween(1e-9, 0.1);
      pullback.tame(true);
      pullback.run();
      assertThat(pullback.stateBar().robot(0)).isEqualTo(small);
    }
  }

  private static double norm(Batch batch) {
    return Math.sqrt(TestCloths.dot(batch.robot(0), batch.robot(0)));
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void bitsDependNeitherOnPlaceNorOnThreads(ElementType type) {
    try (RopeSimulation alone = moving(SMALL, type, 1, 1);
        RopeSimulation many = moving(SMALL, type, 5, 2)) {
      many.action().fill(3, 2e-5);
      many.parameters().fill(RopeSimulation.YOUNG, 80);
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
    try (RopeSimulation doubles = moving(SMALL, ElementType.DOUBLE, 1, 1);
        RopeSimulation floats = moving(SMALL, ElementType.FLOAT, 1, 1)) {
      doubles.step();
      floats.step();
      double[] x = doubles.state().robot(0);
      double[] y = floats.state().robot(0);
      int n = SMALL.particleCount();
      for (int row = 0; row < x.length; row++) {
        double size = row < 3 * n || row >= 24 * n ? 1e-5 : row < 6 * n ? 5e-3 : row < 15 * n ? 2 : 5e-3;
        assertThat(y[row]).as(floats.name(row)).isCloseTo(x[row], within(size));
      }
    }
  }

  /** Of two ropes one flies out of its window, upwards, on one thread with the other: it alone begins again. */
  @Test
  void ropesThatLeaveBeginAgain() {
    try (RopeSimulation simulation = moving(SMALL, ElementType.FLOAT, 2, 1);
        RopeSimulation alone = moving(SMALL, ElementType.FLOAT, 1, 1)) {
      int n = SMALL.particleCount();
      for (int p = 0; p < n; p++) {
        simulation.state().set(3 * (n + p) + 1, 0, 200);
      }
      double[] start = simulation.state().robot(0);
      BodyPullback pullback = simulation.pullback();
      BodyPullback other = alone.pullback();
      pullback.nextBar().fill(1, 1);
      other.nextBar().fill(1, 1);
      pullback.run();
      other.run();
      assertThat(pullback.stateBar().get(0, 0)).isNaN();
      assertThat(pullback.stateBar().robot(1)).isEqualTo(other.stateBar().robot(0)).doesNotContain(Double.NaN);
      assertThat(pullback.parameterBar().robot(1)).isEqualTo(other.parameterBar().robot(0));
      simulation.step();
      alone.step();
      assertThat(simulation.state().robot(0)).isEqualTo(start);
      assertThat(simulation.state().robot(1)).isEqualTo(alone.state().robot(0)).isNotEqualTo(start);
      assertThat(simulation.blownUp()).isEqualTo(1);
    }
  }

  @Test
  void refusesWhatCannotBe() {
    Rope whip = Rope.whip();
    assertThat(whip.particleCount()).isEqualTo(67);
    assertThat(Rope.push().particleCount()).isEqualTo(582);
    assertThatThrownBy(() -> whip.withShape(new Rope.Lattice(1, 1, 67, 0.01, 0.02)))
        .hasMessageContaining("0.6600 m long along z").hasMessageContaining("room for 0.4688 m");
    assertThatThrownBy(() -> whip.withShape(new Rope.Lattice(1, 1, 67, 1.0 / 176, 0)))
        .hasMessageContaining("between 0.000 and 0.000 m above").hasMessageContaining("between 0.007813 and");
    assertThatThrownBy(() -> whip.withGrid(64, new Rope.Nodes(32, 80, 32))).hasMessageContaining("80 nodes along y");
    assertThatThrownBy(() -> whip.withTimeStep(2e-3)).hasMessageContaining("0.002 s cannot be stable")
        .hasMessageContaining("in 0.001545 s, which is the limit");
    assertThatThrownBy(() -> new RopeMaterial(100, 0.5, 1, 0, 2)).hasMessageContaining("nu = 0.5");
    assertThatThrownBy(() -> new RopeMaterial(100, 0.1, 1, 1.2, 2)).hasMessageContaining("clipped to 1.2 and 2.0");
    assertThatThrownBy(() -> new BoxTool(0, 1, 1, ToolLaw.SOFT, 1, 0)).hasMessageContaining("half sizes 0.0");
    try (RopeSimulation simulation = new RopeSimulation(whip, new Whip(), ElementType.FLOAT, 2, 1)) {
      simulation.state().set(3 * 5 + 1, 1, 0.003);
      assertThatThrownBy(simulation::step).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("y of particle 5 of environment 1 is 0.00300000 m")
          .hasMessageContaining("from 0.00781250");
      simulation.reset();
      simulation.state().set(15 * 67 + 9 * 4 + 5, 0, Double.NaN);
      assertThatThrownBy(simulation::step).hasMessageContaining("F(1, 2) of particle 4, is NaN");
      simulation.reset();
      simulation.parameters().set(RopeSimulation.YOUNG, 1, 1e6);
      assertThatThrownBy(simulation::step).hasMessageContaining("cannot be stable").hasMessageContaining("limit");
      simulation.reset();
      simulation.parameters().set(RopeSimulation.GROUND_FRICTION, 1, -1);
      assertThatThrownBy(simulation::step).hasMessageContaining("friction of the ground of -1");
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
