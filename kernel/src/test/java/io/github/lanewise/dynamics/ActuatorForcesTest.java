package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.largest;
import static io.github.lanewise.dynamics.Numbers.moveState;
import static io.github.lanewise.dynamics.Numbers.plus;
import static io.github.lanewise.dynamics.Numbers.stateDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Motors, servos, dampers and tendons: against formulas written out for one robot that has every kind of them, against
 * what MuJoCo 3.14 computes for it, and in a step.
 */
class ActuatorForcesTest {
  private static final RobotModel ROBOT = robot();
  private static final int TURN = 0;
  private static final int LIFT = 1;
  private static final int ELBOW = 2;
  private static final double H = 1e-6;

  private static RobotModel robot() {
    try {
      return RobotModel.load(FilesTest.folder().resolve("acting.xml"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(FilesTest.folder().resolve("acting.json").toFile());
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToDouble(JsonNode::asDouble).toArray();
  }

  private static double clamp(double x, double lowest, double highest) {
    return Math.min(Math.max(x, lowest), highest);
  }

  /** The thirteen actuators of the file, one after the other. */
  private static double[] twin(double[] q, double[] v, double[] u, double elbowDamping) {
    double[] tau = new double[ROBOT.nv()];
    tau[TURN] += 3 * clamp(u[0], -1, 1.5);
    tau[TURN] += clamp(20 * (u[1] - q[TURN]) - 2 * v[TURN], -8, 9);
    double elbow = 30 * (clamp(u[2], -0.8, 0.9) - 1.5 * q[ELBOW]) - elbowDamping * 1.5 * v[ELBOW];
    tau[ELBOW] += 1.5 * elbow;
    tau[LIFT] += 5 * (u[3] - v[LIFT]);
    tau[ELBOW] -= 4 * clamp(u[4], 0, 2) * v[ELBOW];
    double length = -2 * q[LIFT];
    double speed = -2 * v[LIFT];
    double odd = (2 + 0.5 * length - 0.3 * speed) * u[5] + 1 - 2 * length - 0.4 * speed;
    tau[LIFT] -= 2 * clamp(odd, -4, 5);
    tau[TURN] += 1.1 * (1 + 0.8 * 1.1 * v[TURN]) * clamp(u[6], -2, 2);
    double[] belt = {1.5, 2, -0.7};
    double pull = clamp(6 * (u[7] - 0.5 * dot(belt, Arrays.copyOf(q, 3)))
        - 0.8 * 0.5 * dot(belt, Arrays.copyOf(v, 3)), -3, 4);
    for (int i = 0; i < 3; i++) {
      tau[i] += 0.5 * belt[i] * pull;
    }
    double strap = 2 * clamp(u[8], -1, 1);
    tau[TURN] += strap;
    tau[ELBOW] += 0.5 * strap;
    double sine = Math.sqrt(q[3] * q[3] + q[4] * q[4] + q[5] * q[5]);
    double angle = 2 * Math.atan2(sine, Math.abs(q[6])) * Math.signum(q[6]);
    tau[4] += 1.2 * (3 * (u[9] - 1.2 * angle * q[4] / sine) - 0.3 * 1.2 * v[4]);
    tau[5] += clamp(0.4 * (u[10] - v[5]), -0.5, 0.5);
    tau[10] += 2 * u[11];
    tau[9] += 3 * u[12] - 0.5 * v[9];
    tau[LIFT] = clamp(tau[LIFT], -9, 6);
    return tau;
  }

  private static Graph law() {
    Graph g = new Graph("actuators");
    Scalar[] q = g.input("q", ROBOT.nq());
    Scalar[] v = g.input("v", ROBOT.nv());
    Scalar[] u = g.input("u", ROBOT.actuators().size());
    ControlLaw law = ControlLaw.of(ROBOT);
    g.output("tau", law.law().torques(q, v, u, new Scalar[0]));
    Mechanism robot = Mechanism.of(ROBOT);
    Forces forces = new Forces(robot, 0);
    law.over(ROBOT, q, v, new Scalar[0], u, new Scalar[0], 0).forces().addTo(forces, new Kinematics(robot, q, v));
    g.output("sum", forces.drive(v).tau());
    g.output("D", Arrays.stream(forces.drive(v, 1).implicit()).flatMap(Arrays::stream).toArray(Scalar[]::new));
    return g;
  }

  /** In states and with controls by which every range is met at both ends and left in between. */
  @Test
  void forcesAreThoseOfTheFormulas() {
    Evaluation law = new Evaluation(law());
    Random random = new Random(3);
    double elbowDamping = -ROBOT.actuators().get(2).bias().perVelocity();
    int nv = ROBOT.nv();
    boolean[] met = new boolean[3];
    for (int k = 0; k < 200; k++) {
      TestRobots.State s = TestRobots.state(ROBOT, k);
      double[] u = plus(new double[13], 2, TestRobots.normal(random, 13));
      double[] tau = twin(s.q(), s.v(), u, elbowDamping);
      assertThat(error(law.get("tau", s.q(), s.v(), u), tau)).isLessThan(1e-14);
      assertThat(error(law.get("sum", s.q(), s.v(), u), tau)).as("with damping apart").isLessThan(1e-14);
      met[tau[LIFT] == -9 ? 0 : tau[LIFT] == 6 ? 1 : 2] = true;
      double[] d = law.get("D", s.q(), s.v(), u);
      for (int i = 0; i < nv; i++) {
        for (int j = 0; j < nv; j++) {
          assertThat(d[i * nv + j]).as("symmetric").isEqualTo(d[j * nv + i]);
        }
        assertThat(d[i * nv + i]).isNotNegative();
      }
      checkDamping(law, s, u, d, tau);
    }
    assertThat(met).containsOnly(true);
  }

  /** Of rows that no tendon reaches D is minus the derivative of the force, where that opposes the velocity. */
  private static void checkDamping(Evaluation law, TestRobots.State s, double[] u, double[] d, double[] tau) {
    for (int row : new int[] {4, 5, 9}) {
      double[] after = s.v().clone();
      after[row] += 1e-6;
      double slope = (law.get("tau", s.q(), after, u)[row] - tau[row]) / 1e-6;
      assertThat(d[row * ROBOT.nv() + row]).isCloseTo(Math.max(0, -slope), within(1e-7));
    }
    if (tau[LIFT] == -9 || tau[LIFT] == 6) {
      for (int j = 0; j < ROBOT.nv(); j++) {
        assertThat(d[LIFT * ROBOT.nv() + j]).as("a force at its end damps nothing").isZero();
      }
    }
  }

  /** Actuators, passive forces of all kinds, and a tendon with inertia, all at once. */
  @Test
  void theRobotAcceleratesAsInMujoco() throws IOException {
    Graph g = new Graph("acceleration");
    Scalar[] q = g.input("q", ROBOT.nq());
    Scalar[] v = g.input("v", ROBOT.nv());
    Scalar[] u = g.input("u", 13);
    List<ForceTerm> terms = List.of(new PassiveForces(Parameters.constants(ROBOT)), new TendonForces(ROBOT),
        new LiftForces(ROBOT),
        ControlLaw.of(ROBOT).over(ROBOT, q, v, new Scalar[0], u, new Scalar[0], 0).forces());
    g.output("a", new Step(g, Mechanism.of(ROBOT), new Scalar[0], terms).acceleration(q, v));
    Evaluation acceleration = new Evaluation(g);
    Evaluation law = new Evaluation(law());
    JsonNode expected = expected();
    assertThat(ROBOT.actuators().get(2).bias().perVelocity())
        .isCloseTo(expected.get("bias").get(2).get(2).asDouble(), within(1e-14));
    assertThat(ROBOT.joint("elbow").stiffness())
        .isCloseTo(expected.get("joints").get("stiffness").get(2).asDouble(), within(1e-13));
    assertThat(ROBOT.joint("elbow").damping())
        .isCloseTo(expected.get("joints").get("damping").get(2).asDouble(), within(1e-13));
    assertThat(expected.get("states")).hasSize(12);
    for (JsonNode state : expected.get("states")) {
      double[][] at = {numbers(state.get("q")), numbers(state.get("v")), numbers(state.get("ctrl"))};
      assertThat(error(law.get("tau", at), numbers(state.get("actuator")))).isLessThan(1e-13);
      assertThat(error(acceleration.of(at), numbers(state.get("qdd")))).isLessThan(1e-12);
    }
  }

  /** Of tendons that have inertia: inverse dynamics undoes both ways forward, and their Jacobian M. */
  @Test
  void aHeavyTendonIsInEveryAlgorithm() {
    TestRobots.State s = TestRobots.state(ROBOT, 8);
    double[] free = new Evaluation(Algorithms.articulatedBody(ROBOT)).of(s.q(), s.v(), s.tau());
    double[] byFactors = new Evaluation(Algorithms.forwardDynamics(ROBOT))
        .of(s.q(), s.v(), s.tau(), new double[6 * ROBOT.joints().size()]);
    assertThat(error(byFactors, free)).isLessThan(1e-12);
    assertThat(error(new Evaluation(Algorithms.inverseDynamics(ROBOT)).of(s.q(), s.v(), free), s.tau()))
        .isLessThan(1e-12);
    double[] derivative = new Evaluation(Algorithms.forwardDynamicsDerivatives(ROBOT))
        .get("da_dtau", s.q(), s.v(), s.tau());
    double[] m = Numbers.symmetric(new Evaluation(Algorithms.massMatrix(ROBOT)).of(s.q()), ROBOT.nv());
    assertThat(error(Numbers.times(derivative, Numbers.times(m, s.a())), s.a())).isLessThan(1e-11);
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
    int nx = 2 * ROBOT.nv();
    for (int k = 0; k < 6; k++) {
      TestRobots.State s = TestRobots.state(ROBOT, 60 + k);
      double[] x = Numbers.join(s.q(), s.v());
      double[] u = TestRobots.normal(random, 13);
      double[] here = step.of(x, u, p);
      double[][] d = {TestRobots.normal(random, nx), TestRobots.normal(random, 13),
        plus(new double[p.length], 0.1, TestRobots.normal(random, p.length))};
      double[][] ends = new double[2][];
      for (int side = 0; side < 2; side++) {
        double h = side == 0 ? H : -H;
        ends[side] = stateDifference(ROBOT, here,
            step.of(moveState(ROBOT, x, plus(new double[nx], h, d[0])), plus(u, h, d[1]), plus(p, h, d[2])));
      }
      double[] quotient = plus(new double[nx], 1 / (2 * H), plus(ends[0], -1, ends[1]));
      double[] pushed = jvp.of(x, u, p, d[0], d[1], d[2]);
      assertThat(error(pushed, quotient)).as("state %d", k).isLessThan(2e-6);
      double[] bar = TestRobots.normal(random, nx);
      double[][] in = {x, u, p, bar, new double[nx], new double[13], new double[p.length]};
      double paired = dot(vjp.get("x_bar", in), d[0]) + dot(vjp.get("u_bar", in), d[1])
          + dot(vjp.get("p_bar", in), d[2]);
      assertThat(paired).isCloseTo(dot(bar, pushed), within(1e-9 * (1 + largest(pushed))));
    }
  }

  private static final String WHEEL = "<mujoco><option gravity='0 0 0'/><worldbody><body><joint name='j' axis='0 0 1'/>"
      + "<inertial pos='0 0 0' mass='1' diaginertia='.2 .2 .5'/></body></worldbody><actuator>%s</actuator></mujoco>";

  /** {@code (I + h gear^2 kv) (v' - v) = h tau}; where the force is at its end, {@code I (v' - v) = h tau}. */
  @Test
  void aStiffServoIsTakenAtTheEndOfTheStep() {
    RobotModel wheel = RobotModel.parse(
        WHEEL.formatted("<velocity joint='j' kv='1000' gear='2' forcerange='-700 800'/>"));
    Evaluation step = new Evaluation(
        new StepFunction(wheel, Integrator.EULER, 0.1, ControlLaw.of(wheel), false).step());
    double tau = 2 * 1000 * (0.3 - 2 * 0.2);
    assertThat(step.of(new double[] {0, 0.2}, new double[] {0.3})[1])
        .isCloseTo(0.2 + 0.1 * tau / (0.5 + 0.1 * 4000), within(1e-14));
    assertThat(step.of(new double[] {0, 0.2}, new double[] {5})[1])
        .as("at its end").isCloseTo(0.2 + 0.1 * 1600 / 0.5, within(1e-13));
    double[] x = {0, 0.2};
    for (int k = 0; k < 200; k++) {
      x = step.of(x, new double[] {0.3});
    }
    assertThat(2 * x[1]).as("comes to the speed asked for").isCloseTo(0.3, within(1e-12));
  }

  /** Feedback follows the state inside of a step: RK4 with h converges to the oscillation at fourth order. */
  @Test
  void servosFeelTheStagesOfAStep() {
    RobotModel wheel = RobotModel.parse(WHEEL.formatted("<position joint='j' kp='2'/>"));
    double[] errors = new double[2];
    for (int k = 0; k < 2; k++) {
      int steps = 10 << k;
      Evaluation step = new Evaluation(
          new StepFunction(wheel, Integrator.RK4, 1.0 / steps, ControlLaw.of(wheel), false).step());
      double[] x = {1, 0};
      for (int i = 0; i < steps; i++) {
        x = step.of(x, new double[] {0});
      }
      errors[k] = Math.abs(x[0] - Math.cos(2));
    }
    assertThat(errors[0] / errors[1]).isBetween(13.0, 19.0);
  }

  @Test
  void aLawOfAnotherRobotIsRefused() {
    RobotModel wheel = RobotModel.parse(WHEEL.formatted("<motor joint='j'/>"));
    assertThatThrownBy(() -> new StepFunction(wheel, Integrator.EULER, 0.1, ControlLaw.of(ROBOT), false).step())
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("gives 12 joint forces for robot 'robot'");
  }
}
