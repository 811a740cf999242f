package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many steps of the default rule against what motion conserves, and against joints that stop. */
class StepsStayRightTest {
  private static final double H = 1e-3;
  private static final double[] ROD = {1.72e-4, 6.6e-6, 1.73e-4};

  private static RobotModel body(String joint, double mass, double... moments) {
    return RobotModel.parse(String.format(Locale.ROOT, """
        <mujoco><option gravity="0 0 0"/><worldbody><body>%s
          <inertial pos="0 0 0" mass="%s" diaginertia="%s %s %s"/></body></worldbody></mujoco>""",
        joint, mass, moments[0], moments[1], moments[2]));
  }

  private static Simulation simulation(RobotModel model, Integrator integrator, double... x) {
    Simulation simulation = Simulation.of(model).control(ControlLaw.torque(model)).timeStep(H).integrator(integrator)
        .build();
    simulation.state().setRobot(0, x);
    return simulation;
  }

  private static double[] state(Simulation simulation) {
    return simulation.state().robot(0);
  }

  /** R u of the quaternion (x, y, z, w) at q[i]. */
  private static double[] turned(double[] q, int i, double[] u) {
    double[] t = cross(q, i, u, 0);
    double[] s = cross(q, i, t, 0);
    double[] result = new double[3];
    for (int k = 0; k < 3; k++) {
      result[k] = u[k] + 2 * (q[i + 3] * t[k] + s[k]);
    }
    return result;
  }

  private static double[] cross(double[] a, int i, double[] b, int j) {
    return new double[] {a[i + 1] * b[j + 2] - a[i + 2] * b[j + 1], a[i + 2] * b[j] - a[i] * b[j + 2],
      a[i] * b[j + 1] - a[i + 1] * b[j]};
  }

  private static double[] times(double[] moments, double[] x, int i) {
    return new double[] {moments[0] * x[i], moments[1] * x[i + 1], moments[2] * x[i + 2]};
  }

  private static double energy(double[] moments, double[] x, int i) {
    return (moments[0] * x[i] * x[i] + moments[1] * x[i + 1] * x[i + 1] + moments[2] * x[i + 2] * x[i + 2]) / 2;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 10, 30})
  void aSpinningSphereKeepsItsSpeed(double spin) {
    RobotModel model = body("<freejoint/>", 2, 0.02, 0.02, 0.02);
    try (Simulation simulation = simulation(model, Integrator.EULER, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, spin)) {
      simulation.step(10_000);
      double[] x = state(simulation);
      assertThat(Math.hypot(Math.hypot(x[7], x[8]), x[9])).isCloseTo(1, within(1e-12));
      assertThat(Arrays.copyOf(x, 3)).containsExactly(new double[] {10, 0, 0}, within(1e-9));
      assertThat(x[12]).isCloseTo(spin, within(1e-12));
    }
  }

  /** 100 s of a rod that tumbles at 71 rad/s, far from any principal axis. */
  @ParameterizedTest
  @CsvSource({"<freejoint/>, 3, 10", "<joint type='ball'/>, 0, 4"})
  void aTumblingRodKeepsEnergyAndMomentum(String joint, int quaternion, int angular) {
    RobotModel model = body(joint, 0.12, ROD);
    double[] x = new double[model.nq() + model.nv()];
    x[quaternion + 3] = 1;
    x[angular] = 50;
    x[angular + 1] = 50;
    x[angular + 2] = 15;
    double energy = energy(ROD, x, angular);
    double[] momentum = turned(x, quaternion, times(ROD, x, angular));
    try (Simulation simulation = simulation(model, Integrator.EULER, x)) {
      double lowest = 1;
      double highest = 1;
      for (int k = 0; k < 1000; k++) {
        simulation.step(100);
        double share = energy(ROD, state(simulation), angular) / energy;
        lowest = Math.min(lowest, share);
        highest = Math.max(highest, share);
      }
      assertThat(lowest).isGreaterThan(0.999);
      assertThat(highest).isLessThan(1.001);
      double[] end = state(simulation);
      assertThat(turned(end, quaternion, times(ROD, end, angular)))
          .containsExactly(momentum, within(1e-10 * 50 * ROD[2]));
    }
  }

  /** Energy stays along a roll-out, so its gradient by the angular velocity of long before is what it was then, I w. */
  @ParameterizedTest
  @CsvSource({"<freejoint/>, 3, 10, 5", "<freejoint/>, 3, 10, 50", "<joint type='ball'/>, 0, 4, 5",
      "<joint type='ball'/>, 0, 4, 50"})
  void theGradientOfARodsEnergyStays(String joint, int quaternion, int angular, double spin) {
    RobotModel model = body(joint, 0.12, ROD);
    int n = 2 * model.nv();
    int first = n - 3;
    int steps = 200;
    double[] x = new double[model.nq() + model.nv()];
    x[quaternion + 3] = 1;
    x[angular] = spin;
    x[angular + 1] = spin;
    x[angular + 2] = 0.3 * spin;
    try (Simulation simulation = simulation(model, Integrator.EULER, x)) {
      Rollout rollout = new Rollout(simulation, steps).keepStates();
      rollout.initial().setRobot(0, x);
      RolloutPullback pullback = rollout.pullback();
      rollout.run();
      double[] momentum = times(ROD, rollout.end().robot(0), angular);
      for (int k = 0; k < 3; k++) {
        pullback.seeds().set((steps - 1) * n + first + k, 0, momentum[k]);
      }
      pullback.backward();
      double[] before = times(ROD, x, angular);
      double size = Math.hypot(before[0], Math.hypot(before[1], before[2]));
      for (int k = 0; k < 3; k++) {
        assertThat(pullback.initialBar().get(first + k, 0)).isCloseTo(before[k], within(1e-3 * size));
      }
      for (int row = 0; row < n / 2; row++) {
        assertThat(pullback.initialBar().get(row, 0)).as("by where it was").isCloseTo(0, within(1e-12));
      }
    }
  }

  /** Its rows of v are the centre's on turning axes, which the explicit rule does not turn. */
  @Test
  void theExplicitRuleIsTheOneThatGains() {
    RobotModel model = body("<freejoint/>", 2, 0.02, 0.02, 0.02);
    double[] x = {0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 30};
    try (Simulation simulation = simulation(model, Integrator.EXPLICIT_EULER, x)) {
      simulation.step(10_000);
      double[] end = state(simulation);
      assertThat(Math.hypot(end[7], end[8])).isCloseTo(Math.exp(H * 900 * 10 / 2), within(0.5));
    }
  }

  /** A body off its own frame's origin goes straight with its centre of mass. */
  @Test
  void theCentreOfMassGoesStraight() {
    RobotModel model = RobotModel.parse("""
        <mujoco><option gravity="0 0 0"/><worldbody><body><freejoint/>
          <inertial pos="0.1 -0.2 0.3" mass="1.3" fullinertia="0.02 0.03 0.04 0.001 0.002 -0.003"/>
        </body></worldbody></mujoco>""");
    double[] centre = {0.1, -0.2, 0.3};
    double[] x = {0, 0, 0, 0, 0, 0, 1, 0.4, -0.3, 0.2, 5, -9, 4};
    double[] lever = cross(x, 10, centre, 0);
    try (Simulation simulation = simulation(model, Integrator.EULER, x)) {
      simulation.step(20_000);
      double[] end = state(simulation);
      double[] offset = turned(end, 3, centre);
      for (int k = 0; k < 3; k++) {
        assertThat(end[k] + offset[k]).isCloseTo(centre[k] + 20 * (x[7 + k] + lever[k]), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1e-2, EULER", "1e-3, EULER", "1e-4, EULER", "2e-5, EULER", "1e-2, RK4", "2e-5, RK4"})
  void dryFrictionStopsAndHolds(double inertia, Integrator integrator) {
    RobotModel model = body("<joint type='hinge' axis='0 0 1' frictionloss='0.02'/>", 0.1, inertia, inertia, inertia);
    try (Simulation simulation = simulation(model, integrator, 0, 0.5)) {
      double stop = inertia * 0.5 / 0.02;
      int before = (int) (0.5 * stop / H);
      simulation.step(before);
      double sliding = 0.5 - 0.02 / inertia * before * H;
      assertThat(simulation.state().get(1, 0)).isCloseTo(sliding, within(1e-9));
      simulation.step((int) (2 * stop / H) + 1);
      double rest = simulation.state().get(0, 0);
      assertThat(rest).isCloseTo(0.5 * stop / 2, within(0.5 * H));
      simulation.step(1000);
      assertThat(Math.abs(simulation.state().get(1, 0))).isLessThan(1e-9);
      assertThat(simulation.state().get(0, 0)).isCloseTo(rest, within(1e-6));
      simulation.action().set(0, 0, 0.01);
      simulation.step(60_000);
      assertThat(simulation.state().get(1, 0)).isBetween(1e-9, 1e-6);
      assertThat(simulation.state().get(0, 0) - rest).isBetween(0.0, 60e-6);
      simulation.action().set(0, 0, 0.04);
      double from = simulation.state().get(1, 0);
      simulation.step(100);
      assertThat(simulation.state().get(1, 0) - from).isCloseTo(0.1 * 0.02 / inertia, within(2e-6));
    }
  }

  /** Two links that rest on the friction of their joints, coupled by a mass matrix that is far from diagonal. */
  @ParameterizedTest
  @EnumSource(names = {"EULER", "RK4"})
  void anArmRestsOnItsFriction(Integrator integrator) {
    RobotModel model = RobotModel.parse("""
        <mujoco><worldbody><body><joint axis="0 1 0" frictionloss="12"/><geom type="capsule" size="0.03"
          fromto="0 0 0 0.5 0 0" mass="1"/><body pos="0.5 0 0"><joint axis="0 1 0" frictionloss="4"/>
          <geom type="capsule" size="0.02" fromto="0 0 0 0.5 0 0" mass="1"/></body></body></worldbody></mujoco>""");
    try (Simulation simulation = simulation(model, integrator, 0.1, 0.2, 0, 0)) {
      simulation.step(10_000);
      // It takes about 9.7 and 2.3 N m.
      assertThat(simulation.state().get(0, 0)).isCloseTo(0.1, within(1e-5));
      assertThat(simulation.state().get(1, 0)).isCloseTo(0.2, within(1e-5));
      simulation.action().set(1, 0, 4);
      simulation.step(200);
      assertThat(simulation.state().get(3, 0)).as("the elbow, pushed beyond its friction").isGreaterThan(0.5);
      assertThat(Math.abs(simulation.state().get(2, 0))).as("the shoulder").isLessThan(1e-3);
    }
  }

  @Test
  void frictionHasAGradientWhereItHolds() {
    RobotModel model = body("<joint type='hinge' axis='0 0 1' frictionloss='0.02'/>", 0.1, 0.01, 0.01, 0.01);
    try (Simulation simulation = simulation(model, Integrator.EULER, 0, 0)) {
      simulation.action().set(0, 0, 0.01);
      simulation.step(10);
      StepJacobian jacobian = simulation.jacobian();
      jacobian.run();
      // v' = eps tau / f of a joint that is held, so eps / f by the torque.
      assertThat(jacobian.byAction().get(1, 0)).isCloseTo(1e-6 / 0.02, within(1e-6));
      assertThat(jacobian.byState().get(3, 0)).isBetween(1e-6, 1e-2);
    }
  }

  /** (M + h D) v' = M v: by the closed form of one joint, h d far above its inertia. */
  @Test
  void dampingIsImplicit() {
    RobotModel model = body("<joint type='hinge' axis='0 0 1' damping='5'/>", 0.1, 1e-4, 1e-4, 1e-4);
    try (Simulation simulation = simulation(model, Integrator.EULER, 0, 3)) {
      simulation.step(1);
      assertThat(simulation.state().get(1, 0)).isCloseTo(3 / (1 + H * 5 / 1e-4), within(1e-15));
      simulation.step(1000);
      assertThat(Math.abs(simulation.state().get(1, 0))).isLessThan(1e-100);
    }
  }
}
