package io.github.lanewise.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A substep against its equations in plain Java, its derivatives against differences and against each other. */
class RopeSubstepTest {
  private static final double[] PARAMETERS = TestRopes.PARAMETERS;
  private static final double[] COMMAND = {0, 0, 0, 1.1e-3, -2e-4, 3e-4};
  private static final double[] PARAMETERS_DOT = {20, 0.1, 0.3, 0.2, 0.3};
  private static final double[] COMMAND_DOT = {0, 0, 0, 1e-3, 2e-3, -1e-3};

  private static Stream<Rope> ropes() {
    return TestRopes.all();
  }

  @ParameterizedTest
  @MethodSource("ropes")
  void followsItsEquations(Rope rope) {
    DoubleRopeSubstep substep = new DoubleRopeSubstep(rope);
    ParticleLayout layout = substep.layout;
    double[] s = TestRopes.crumpled(rope, layout, 1);
    double[] start = s.clone();
    SlowRope slow = TestRopes.slow(rope, layout, PARAMETERS, s);
    for (int step = 0; step < 4; step++) {
      substep.forward(s, 0, PARAMETERS, 0, COMMAND, 0, s, 0);
      slow = slow.step(new double[] {COMMAND[3], COMMAND[4], COMMAND[5]});
      SlowRope fast = TestRopes.slow(rope, layout, PARAMETERS, s);
      for (int p = 0; p < layout.count; p++) {
        assertThat(fast.x[p]).as("x of particle %d", p).containsExactly(slow.x[p], within(1e-13));
        assertThat(fast.v[p]).as("v of particle %d", p).containsExactly(slow.v[p], within(1e-11));
        assertThat(fast.c[p].data).as("C of particle %d", p).containsExactly(slow.c[p].data, within(1e-9));
        assertThat(fast.f[p].data).as("F of particle %d", p).containsExactly(slow.f[p].data, within(1e-11));
      }
      assertThat(fast.tool).containsExactly(slow.tool, within(1e-15));
    }
    assertThat(s).isNotEqualTo(start);
  }

  /** Every direction at once: a step along a random direction of state, parameters and command. */
  @ParameterizedTest
  @MethodSource("ropes")
  void pushesTangentsForward(Rope rope) {
    DoubleRopeSubstep substep = new DoubleRopeSubstep(rope);
    ParticleLayout layout = substep.layout;
    double[] s = TestRopes.crumpled(rope, layout, 2);
    double[] dot = TestRopes.direction(layout, 3);
    double h = 1e-6;
    double[] after = moved(substep, s, dot, h);
    double[] before = moved(substep, s, dot, -h);
    double[] pushed = dot.clone();
    substep.pushForward(s, 0, PARAMETERS, 0, COMMAND, 0, pushed, 0, PARAMETERS_DOT, 0, COMMAND_DOT, 0);
    for (int e = 0; e < s.length; e++) {
      if (TestRopes.isNumber(layout, e)) {
        double difference = (after[e] - before[e]) / (2 * h);
        assertThat(pushed[e]).as("row %d, particle %d", e / layout.pitch, e % layout.pitch).isCloseTo(difference,
            within(2e-6 * (10 + Math.abs(difference))));
      }
    }
  }

  private static double[] moved(DoubleRopeSubstep substep, double[] s, double[] dot, double h) {
    double[] state = along(s, dot, h);
    substep.forward(state, 0, along(PARAMETERS, PARAMETERS_DOT, h), 0, along(COMMAND, COMMAND_DOT, h), 0, state, 0);
    return state;
  }

  private static double[] along(double[] a, double[] direction, double h) {
    double[] b = a.clone();
    for (int e = 0; e < a.length; e++) {
      b[e] += h * direction[e];
    }
    return b;
  }

  /** {@code y_bar . (F' x_dot) = (F'^T y_bar) . x_dot}, for state, parameters and command together. */
  @ParameterizedTest
  @MethodSource("ropes")
  void pullsBackTheTransposeOfWhatItPushes(Rope rope) {
    DoubleRopeSubstep substep = new DoubleRopeSubstep(rope);
    ParticleLayout layout = substep.layout;
    double[] s = TestRopes.crumpled(rope, layout, 4);
    for (int direction = 0; direction < 3; direction++) {
      double[] dot = TestRopes.direction(layout, 5 + direction);
      double[] pushed = dot.clone();
      substep.pushForward(s, 0, PARAMETERS, 0, COMMAND, 0, pushed, 0, PARAMETERS_DOT, 0, COMMAND_DOT, 0);
      double[] seed = TestRopes.direction(layout, 15 + direction);
      double[] bar = seed.clone();
      double[] parametersBar = new double[5];
      double[] commandBar = new double[6];
      substep.pullBack(s, 0, PARAMETERS, 0, COMMAND, 0, bar, 0, parametersBar, 0, commandBar, 0);
      double pulled = TestCloths.dot(bar, dot) + TestCloths.dot(parametersBar, PARAMETERS_DOT)
          + TestCloths.dot(commandBar, COMMAND_DOT);
      assertThat(pulled).as(rope.toString())
          .isCloseTo(TestCloths.dot(seed, pushed), within(1e-11 * TestCloths.dot(pushed, pushed)));
      assertThat(parametersBar[0]).isNotZero();
      assertThat(parametersBar[1]).isNotZero();
      assertThat(parametersBar[2]).isNotZero();
      assertThat(commandBar[3]).isNotZero();
    }
  }
}
