package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.join;
import static io.github.lanewise.dynamics.Numbers.largest;
import static io.github.lanewise.dynamics.Numbers.moveState;
import static io.github.lanewise.dynamics.Numbers.plus;
import static io.github.lanewise.dynamics.Numbers.stateDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.model.Keyframe;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Actuators with a state of their own, of one robot that has every kind of them: against formulas written out for it,
 * against what MuJoCo 3.14 makes of the file, and difference quotients.
 */
class ActivationsTest {
  private static final RobotModel ROBOT = robot();
  private static final int STATES = 8;
  private static final double H = 1e-6;
  /** Of the actuators with a state, in their order. */
  private static final int SUM = 0;
  private static final int SLOW = 1;
  private static final int SOON = 2;
  private static final int AIM = 3;
  private static final int LAZY = 4;
  private static final int AIR = 5;
  private static final int PULL = 6;
  private static final int EARLY = 7;

  private static RobotModel robot() {
    try {
      return RobotModel.load(FilesTest.folder().resolve("activations.xml"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToDouble(JsonNode::asDouble).toArray();
  }

  private static double clamp(double x, double lowest, double highest) {
    return Math.min(Math.max(x, lowest), highest);
  }

  /** w' of the file's actuators, one after the other; the second, a motor, has no state. */
  private static double[] rates(double[] w, double[] u) {
    double[] rates = new double[STATES];
    rates[SUM] = clamp(u[0], -8, 9);
    rates[SLOW] = (u[2] - w[SLOW]) / 0.08;
    rates[SOON] = (clamp(u[3], -1.5, 1.5) - w[SOON]) / 0.03;
    rates[AIM] = u[4];
    rates[LAZY] = (u[5] - w[LAZY]) / 0.05;
    rates[AIR] = (u[6] - w[AIR]) / 0.1;
    rates[PULL] = (u[7] - w[PULL]) / 0.2;
    rates[EARLY] = u[8];
    return rates;
  }

  private static double[] next(double[] w, double[] rates, double h) {
    double[] next = plus(w, h, rates);
    next[SUM] = clamp(next[SUM], 0.02, 0.12);
    next[SOON] = clamp(w[SOON] + rates[SOON] * 0.03 * (1 - Math.exp(-h / 0.03)), -0.6, 0.5);
    next[AIM] = clamp(next[AIM], -0.6, 0.6);
    next[LAZY] = w[LAZY] + rates[LAZY] * 0.05 * (1 - Math.exp(-h / 0.05));
    return next;
  }

  /** One Euler step, or the four stages of Runge and Kutta's rule. */
  private static double[] twin(Integrator integrator, double[] w, double[] u, double h) {
    double[] first = rates(w, u);
    if (integrator != Integrator.RK4 && integrator != Integrator.PLAIN_RK4) {
      return next(w, first, h);
    }
    double[] second = rates(plus(w, h / 2, first), u);
    double[] third = rates(plus(w, h / 2, second), u);
    double[] fourth = rates(plus(w, h, third), u);
    double[] mean = new double[STATES];
    for (int i = 0; i < STATES; i++) {
      mean[i] = (first[i] + 2 * second[i] + 2 * third[i] + fourth[i]) / 6;
    }
    return next(w, mean, h);
  }

  private static double[] state(int k, Random random) {
    TestRobots.State s = TestRobots.state(ROBOT, k);
    return join(s.q(), s.v(), plus(new double[STATES], 0.5, TestRobots.normal(random, STATES)));
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void statesFollowTheFormulas(Integrator integrator) {
    StepFunction function = new StepFunction(ROBOT, integrator, 0.02, ControlLaw.of(ROBOT), false);
    assertThat(function.stateCount()).isEqualTo(2 * 3 + STATES).isEqualTo(function.tangentCount());
    Evaluation step = new Evaluation(function.step());
    Random random = new Random(1);
    boolean[] met = new boolean[3];
    for (int k = 0; k < 100; k++) {
      double[] x = state(k, random);
      double[] u = plus(new double[9], 3, TestRobots.normal(random, 9));
      double[] w = twin(integrator, Arrays.copyOfRange(x, 6, x.length), u, 0.02);
      double[] next = step.of(x, u);
      assertThat(error(Arrays.copyOfRange(next, 6, next.length), w)).isLessThan(1e-14);
      met[w[SOON] == -0.6 ? 0 : w[SOON] == 0.5 ? 1 : 2] = true;
    }
    assertThat(met).as("both ends of a range, and the middle").containsOnly(true);
  }

  /** Twelve steps on from a keyframe, under controls that jump. */
  @Test
  void theRobotMovesAsInMujoco() throws IOException {
    JsonNode expected = new ObjectMapper().readTree(FilesTest.folder().resolve("activations.json").toFile());
    assertThat(expected.get("runs")).hasSize(3);
    for (JsonNode run : expected.get("runs")) {
      Integrator integrator = Integrator.valueOf(run.get("integrator").asText());
      Evaluation step = new Evaluation(new StepFunction(
          ROBOT, integrator, run.get("timeStep").asDouble(), ControlLaw.of(ROBOT), false).step());
      Keyframe key = ROBOT.keyframe("start");
      double[] x = join(key.q(), key.v(), key.activation());
      assertThat(run.get("steps")).hasSize(12);
      for (JsonNode after : run.get("steps")) {
        x = step.of(x, numbers(after.get("ctrl")));
        double[] right = join(numbers(after.get("q")), numbers(after.get("v")), numbers(after.get("act")));
        assertThat(error(x, right)).as("%s %s", integrator, run.get("timeStep")).isLessThan(1e-12);
      }
    }
  }

  /** An early actuator is one whose force is that of its next state. */
  @Test
  void earlyForcesAreThoseOfTheEndOfAStep() {
    String wheel = "<mujoco><option gravity='0 0 0'/><worldbody><body><joint name='j' axis='0 0 1'/>"
        + "<inertial pos='0 0 0' mass='1' diaginertia='.2 .2 .5'/></body></worldbody><actuator><general joint='j'"
        + " dyntype='filterexact' dynprm='.3' gainprm='7' actearly='%s'/></actuator></mujoco>";
    double[] speeds = new double[2];
    double w = 0.4;
    double later = w + (2 - w) * (1 - Math.exp(-0.1 / 0.3));
    for (int early = 0; early < 2; early++) {
      RobotModel model = RobotModel.parse(wheel.formatted(early == 1));
      double[] next = new Evaluation(new StepFunction(model, Integrator.EULER, 0.1, ControlLaw.of(model), false).step())
          .of(new double[] {0, 0, w}, new double[] {2});
      assertThat(next[2]).isCloseTo(later, within(1e-15));
      speeds[early] = next[1];
    }
    assertThat(speeds[0]).isCloseTo(0.1 * 7 * w / 0.5, within(1e-15));
    assertThat(speeds[1]).isCloseTo(0.1 * 7 * later / 0.5, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void derivativesOfAStepAreItsDifferenceQuotients(Integrator integrator) {
    StepFunction function = new StepFunction(ROBOT, integrator, 0.01, ControlLaw.of(ROBOT), true);
    Evaluation step = new Evaluation(function.step());
    Evaluation jvp = new Evaluation(function.jvp());
    Evaluation vjp = new Evaluation(function.vjp());
    double[] p = function.parameterValues();
    Random random = new Random(5);
    int n = function.tangentCount();
    for (int k = 0; k < 6; k++) {
      double[] x = state(60 + k, random);
      double[] u = TestRobots.normal(random, 9);
      double[] here = step.of(x, u, p);
      double[][] d = {TestRobots.normal(random, n), TestRobots.normal(random, 9),
        plus(new double[p.length], 0.1, TestRobots.normal(random, p.length))};
      double[][] ends = new double[2][];
      for (int side = 0; side < 2; side++) {
        double h = side == 0 ? H : -H;
        ends[side] = stateDifference(ROBOT, here,
            step.of(moveState(ROBOT, x, plus(new double[n], h, d[0])), plus(u, h, d[1]), plus(p, h, d[2])));
      }
      double[] quotient = plus(new double[n], 1 / (2 * H), plus(ends[0], -1, ends[1]));
      double[] pushed = jvp.of(x, u, p, d[0], d[1], d[2]);
      assertThat(error(pushed, quotient)).as("state %d", k).isLessThan(2e-6);
      double[] bar = TestRobots.normal(random, n);
      double[][] in = {x, u, p, bar, new double[n], new double[9], new double[p.length]};
      double paired = dot(vjp.get("x_bar", in), d[0]) + dot(vjp.get("u_bar", in), d[1])
          + dot(vjp.get("p_bar", in), d[2]);
      assertThat(paired).isCloseTo(dot(bar, pushed), within(1e-9 * (1 + largest(pushed))));
    }
  }

  @Test
  void forcesWithoutTheStateAreRefused() {
    ControlLaw law = ControlLaw.of(ROBOT);
    assertThat(law.stateCount()).isEqualTo(STATES).isEqualTo(ROBOT.activationCount());
    assertThat(ControlLaw.torque(ROBOT).stateCount()).isZero();
    assertThatThrownBy(() -> law.law().torques(Scalar.zeros(3), Scalar.zeros(3), Scalar.zeros(9), new Scalar[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 of its actuators have a state of their own");
  }
}
