package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.model.RobotModel;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Springs at the ends of a joint's travel, against closed forms. */
class JointLimitsTest {
  private static final double INERTIA = 1e-3;
  private static final RobotModel HINGE = RobotModel.parse("""
      <mujoco><option gravity="0 0 0"/><compiler angle="radian"/><worldbody><body>
        <joint axis="0 0 1" range="-0.5 0.8"/><inertial pos="0 0 0" mass="1" diaginertia="1e-3 1e-3 1e-3"/>
        </body></worldbody></mujoco>""");

  private static Simulation simulation(Integrator integrator, JointLimits limits, double h) {
    return Simulation.of(HINGE).integrator(integrator).limits(limits).timeStep(h).build();
  }

  /** One step of each rule from both sides and from within: (I + h kd + h^2 ke) v' = I v + h ke (end - q). */
  @ParameterizedTest
  @CsvSource({"0.9, 2", "-0.7, 1", "-0.7, -3", "0.3, 5"})
  void pushBackAndDrag(double q, double v) {
    double h = 1e-3;
    JointLimits limits = new JointLimits(40, 0.02, false);
    double beyond = q > 0.8 ? 0.8 - q : q < -0.5 ? -0.5 - q : 0;
    double inside = beyond == 0 ? 0 : 1;
    try (Simulation explicit = simulation(Integrator.EXPLICIT_EULER, limits, h);
        Simulation implicit = simulation(Integrator.EULER, limits, h)) {
      for (Simulation simulation : new Simulation[] {explicit, implicit}) {
        simulation.state().setRobot(0, q, v);
        simulation.step();
      }
      assertThat(explicit.state().get(1, 0))
          .isCloseTo(v + h / INERTIA * (40 * beyond - inside * 0.02 * v), within(1e-13));
      assertThat(implicit.state().get(1, 0)).isCloseTo(
          (INERTIA * v + h * 40 * beyond) / (INERTIA + inside * (h * 0.02 + h * h * 40)), within(1e-13));
    }
  }

  /** However stiff, a joint that flies into its end comes back and does not gain. */
  @ParameterizedTest
  @ValueSource(doubles = {1e2, 1e5, 1e8})
  void stiffEndsAreStable(double stiffness) {
    try (Simulation simulation = simulation(Integrator.EULER, new JointLimits(stiffness, 0, false), 1e-2)) {
      simulation.state().setRobot(0, 0, 7);
      for (int k = 0; k < 2000; k++) {
        simulation.step();
        assertThat(Math.abs(simulation.state().get(1, 0))).isLessThan(7.0000001);
        assertThat(simulation.state().get(0, 0)).isBetween(-0.6, 0.9);
      }
    }
  }

  /** A hinge of inertia 0.5 and armature 0.7 with a motor. */
  private static RobotModel soft(String limit) {
    return RobotModel.parse("<mujoco><option gravity='0 0 0'/><compiler angle='radian'/><worldbody><body>"
        + "<joint axis='0 0 1' range='-0.2 0.3' armature='.7' " + limit + "/>"
        + "<inertial pos='0 0 0' mass='1' diaginertia='.5 .5 .5'/></body></worldbody>"
        + "<actuator><motor joint='joint1'/></actuator></mujoco>");
  }

  /** d and k d of MuJoCo's documentation at a violation. */
  private static double[] impedance(double[] solref, double[] solimp, double violation) {
    double x = Math.min(1, violation / solimp[2]);
    double y = x < solimp[3] ? Math.pow(x, solimp[4]) / Math.pow(solimp[3], solimp[4] - 1)
        : 1 - Math.pow(1 - x, solimp[4]) / Math.pow(1 - solimp[3], solimp[4] - 1);
    double d = solimp[0] + y * (solimp[1] - solimp[0]);
    double k = (solref[0] > 0 ? 1 / Math.pow(solref[0] * solref[1], 2) : -solref[0]) / (solimp[1] * solimp[1]);
    double b = solref[0] > 0 ? 2 / (solimp[1] * solref[0]) : -solref[1] / solimp[1];
    return new double[] {d, k * d, b};
  }

  /** At rest {@code (1 - d) tau / I = d k r}, found by bisection, from both sides; the file's margin begins earlier. */
  @ParameterizedTest
  @CsvSource({
    "solreflimit='.02 1', 0.02 1, 0.9 0.95 0.001 0.5 2, 0",
    "solreflimit='.05 .7' solimplimit='.5 .8 .02 .3 3', 0.05 0.7, 0.5 0.8 0.02 0.3 3, 0",
    "solreflimit='-3000 -80' solimplimit='.3 .3 .01 .5 1', -3000 -80, 0.3 0.3 0.01 0.5 1, 0",
    "margin='.01', 0.02 1, 0.9 0.95 0.001 0.5 2, 0.01"})
  void aLoadedJointRestsWhereMujocoLetsIt(String limit, String ref, String imp, double margin) {
    RobotModel model = soft(limit);
    double[] solref = Stream.of(ref.split(" ")).mapToDouble(Double::parseDouble).toArray();
    double[] solimp = Stream.of(imp.split(" ")).mapToDouble(Double::parseDouble).toArray();
    double load = 30;
    double low = 0;
    double high = 10;
    while (high - low > 1e-13) {
      double middle = (low + high) / 2;
      double[] at = impedance(solref, solimp, middle);
      if (at[0] * at[1] * middle < (1 - at[0]) * load / 1.2) {
        low = middle;
      } else {
        high = middle;
      }
    }
    for (double side : new double[] {1, -1}) {
      try (Simulation simulation = Simulation.of(model).integrator(Integrator.EULER).timeStep(1e-3)
          .control(ControlLaw.of(model)).limits(new JointLimits(1e9, 0, false, true)).build()) {
        simulation.action().fill(0, side * load);
        simulation.step(4000);
        double end = side > 0 ? 0.3 - margin : -0.2 + margin;
        assertThat(simulation.state().get(0, 0)).isCloseTo(end + side * low, within(1e-9));
      }
    }
  }

  /** One explicit step: h / I d I / (1 - d) (-b v - k r) where that pushes outwards, nothing where it would hold. */
  @ParameterizedTest
  @CsvSource({"0.3004, 0.01", "0.305, 0.1", "0.3004, -3", "-0.203, -0.2", "-0.203, 9", "0.1, 3"})
  void theFormulaPushesAndDoesNotHold(double q, double v) {
    double h = 1e-4;
    double violation = Math.max(0, Math.max(q - 0.3, -0.2 - q));
    double side = q > 0.3 ? -1 : 1;
    double[] at = impedance(new double[] {0.02, 1}, new double[] {0.9, 0.95, 0.001, 0.5, 2}, violation);
    double push = violation == 0 ? 0 : Math.max(0, at[0] / (1 - at[0]) * (at[1] * violation - at[2] * side * v));
    try (Simulation simulation = Simulation.of(soft("solreflimit='.02 1'")).integrator(Integrator.EXPLICIT_EULER)
        .timeStep(h).limits(new JointLimits(1e9, 0, false, true)).build()) {
      simulation.state().setRobot(0, q, v);
      simulation.step();
      assertThat(simulation.state().get(1, 0)).isCloseTo(v + h * side * push, within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({"EULER, 2", "EULER, 2.7", "EXPLICIT_EULER, 2", "EXPLICIT_EULER, 2.7"})
  void derivativesOfTheFormulaAreExact(Integrator rule, double power) {
    RobotModel model = soft("solimplimit='.5 .8 .02 .3 " + power + "'");
    try (Simulation simulation = Simulation.of(model).integrator(rule).timeStep(1e-3).robots(5)
        .limits(new JointLimits(1e9, 0, false, true)).build()) {
      for (double[] x : new double[][] {{0.303, 0.1}, {0.311, -0.05}, {-0.215, 0.2}, {-0.205, -0.1}}) {
        for (int row = 0; row < 2; row++) {
          double h = 1e-5;
          for (int lane = 0; lane < 5; lane++) {
            double[] moved = x.clone();
            moved[row] += (lane - 2) * h;
            simulation.state().setRobot(lane, moved);
          }
          StepPullback pullback = simulation.pullback();
          pullback.nextBar().fill(1, 1);
          pullback.run();
          StepPushforward forward = simulation.pushforward();
          forward.run();
          double difference = (8 * (forward.next().get(1, 3) - forward.next().get(1, 1))
              - (forward.next().get(1, 4) - forward.next().get(1, 0))) / (12 * h);
          assertThat(pullback.stateBar().get(row, 2)).isCloseTo(difference, within(1e-7 * (1 + Math.abs(difference))));
          assertThat(Math.abs(difference)).isGreaterThan(1e-3);
        }
      }
    }
  }

  /** What the file says counts only where it is asked for, and only for joints of which it says something. */
  @ParameterizedTest
  @CsvSource({"'', true", "solreflimit='.02 1', false"})
  void otherJointsHaveTheCommonSprings(String limit, boolean ofFile) {
    try (Simulation simulation = Simulation.of(soft(limit)).integrator(Integrator.EXPLICIT_EULER).timeStep(1e-3)
        .limits(new JointLimits(40, 0.02, false, ofFile)).build()) {
      simulation.state().setRobot(0, 0.4, 2);
      simulation.step();
      assertThat(simulation.state().get(1, 0)).isCloseTo(2 - 1e-3 / 1.2 * (40 * 0.1 + 0.02 * 2), within(1e-13));
    }
  }
}
