package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.move;
import static io.github.lanewise.dynamics.Numbers.plus;
import static io.github.lanewise.dynamics.Numbers.symmetric;
import static io.github.lanewise.dynamics.Numbers.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Energy, momentum and Jacobians, which kinematics gives, against forces and accelerations, which dynamics gives. */
class EnergyTest {
  private static final double H = 1e-5;

  static Stream<String> robots() {
    return TestRobots.all();
  }

  private static double[] armatures(RobotModel model) {
    return model.joints().stream().flatMapToDouble(joint -> java.util.stream.DoubleStream.generate(joint::armature)
        .limit(joint.kind().nv())).toArray();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void kineticEnergyIsHalfTheSquareOfVelocityInTheMassMatrix(String name) {
    RobotModel model = TestRobots.get(name);
    Evaluation energy = new Evaluation(Algorithms.energy(model));
    Evaluation crba = new Evaluation(Algorithms.massMatrix(model));
    for (TestRobots.State s : TestRobots.states(model, 3)) {
      double expected = (dot(s.v(), times(symmetric(crba.of(s.q()), model.nv()), s.v())) - rotors(model, s.v())) / 2;
      assertThat(energy.get("kinetic", s.q(), s.v())[0]).isCloseTo(expected, within(1e-12 * (1 + expected)));
    }
  }

  private static double rotors(RobotModel model, double[] v) {
    double[] armature = armatures(model);
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      sum += armature[i] * v[i] * v[i];
    }
    return sum;
  }

  /** dE/dt = v . tau along the motion. */
  @ParameterizedTest
  @MethodSource("robots")
  void energyGrowsWithThePowerOfTheJoints(String name) {
    RobotModel model = TestRobots.get(name);
    Evaluation energy = new Evaluation(Algorithms.energy(model));
    Evaluation aba = new Evaluation(Algorithms.articulatedBody(model));
    for (TestRobots.State s : TestRobots.states(model, 3)) {
      double[] a = aba.of(s.q(), s.v(), s.tau());
      double after = total(model, energy, move(model, s.q(), plus(new double[model.nv()], H, s.v())),
          plus(s.v(), H, a));
      double before = total(model, energy, move(model, s.q(), plus(new double[model.nv()], -H, s.v())),
          plus(s.v(), -H, a));
      assertThat((after - before) / (2 * H)).isCloseTo(dot(s.v(), s.tau()), within(2e-6 * (1 + Math.abs(after))));
    }
  }

  private static double total(RobotModel model, Evaluation energy, double[] q, double[] v) {
    return energy.get("kinetic", q, v)[0] + energy.get("potential", q, v)[0] + rotors(model, v) / 2;
  }

  @ParameterizedTest
  @MethodSource("robots")
  void gravityForcesAreTheGradientOfPotentialEnergy(String name) {
    RobotModel model = TestRobots.get(name);
    Evaluation energy = new Evaluation(Algorithms.energy(model));
    Evaluation gravity = new Evaluation(Algorithms.gravityForces(model));
    TestRobots.State s = TestRobots.state(model, 5);
    double[] gradient = new double[model.nv()];
    for (int j = 0; j < gradient.length; j++) {
      double[] d = new double[gradient.length];
      d[j] = H;
      double after = energy.get("potential", move(model, s.q(), d), s.v())[0];
      d[j] = -H;
      gradient[j] = (after - energy.get("potential", move(model, s.q(), d), s.v())[0]) / (2 * H);
    }
    assertThat(error(gravity.of(s.q()), gradient)).isLessThan(1e-8);
    double[] g = {model.gravity().x().value(), model.gravity().y().value(), model.gravity().z().value()};
    assertThat(energy.get("potential", s.q(), s.v())[0])
        .isCloseTo(-model.totalMass() * dot(g, energy.get("com", s.q(), s.v())), within(1e-9));
  }

  /**
   * Gravity alone changes the momentum of a robot that touches nothing: by m g, and about the world's origin by c x m
   * g.
   */
  @ParameterizedTest
  @ValueSource(strings = {"finger+free", "quadruped+free", "arm7+free", "humanoid"})
  void gravityAloneChangesTheMomentumOfAFloatingRobot(String name) {
    RobotModel model = TestRobots.get(name);
    assertThat(model.joints().getFirst().armature()).isZero();
    Evaluation aba = new Evaluation(Algorithms.articulatedBody(model));
    TestRobots.State s = TestRobots.state(model, 8);
    double[] tau = s.tau().clone();
    Arrays.fill(tau, 0, 6, 0);
    double[] a = aba.of(s.q(), s.v(), tau);
    double[] nothing = new double[model.nv()];
    double[] after = momentum(model, move(model, s.q(), plus(nothing, H, s.v())), plus(s.v(), H, a));
    double[] before = momentum(model, move(model, s.q(), plus(nothing, -H, s.v())), plus(s.v(), -H, a));
    double[] rate = plus(after, -1, before);
    double[] weight = {0, 0, -9.81 * model.totalMass()};
    double[] com = new Evaluation(Algorithms.energy(model)).get("com", s.q(), s.v());
    double[] expected = Numbers.join(weight, Numbers.cross(com, weight));
    assertThat(error(plus(new double[6], 1 / (2 * H), rate), expected)).isLessThan(1e-6);
  }

  /**
   * The rows of M v that belong to the free root are the momentum of all bodies in its frame; here force first, in the
   * world.
   */
  private static double[] momentum(RobotModel model, double[] q, double[] v) {
    int nv = model.nv();
    double[] armature = armatures(model);
    double[] m = symmetric(new Evaluation(Algorithms.massMatrix(model)).of(q), nv);
    double[] h = times(m, v);
    for (int i = 0; i < 6; i++) {
      h[i] -= armature[i] * v[i];
    }
    Joint root = model.joints().getFirst();
    double[] r = Numbers.rotation(q, root.idxQ() + 3);
    double[] linear = times(r, Arrays.copyOf(h, 3));
    double[] angular = times(r, Arrays.copyOfRange(h, 3, 6));
    return Numbers.join(linear, plus(angular, 1, Numbers.cross(Arrays.copyOf(q, 3), linear)));
  }

  @ParameterizedTest
  @MethodSource("robots")
  void jacobiansAreTheRatesOfPoses(String name) {
    RobotModel model = TestRobots.get(name);
    Evaluation kinematics = new Evaluation(Algorithms.forwardKinematics(model));
    TestRobots.State s = TestRobots.state(model, 13);
    double[] nothing = new double[model.nv()];
    double[] here = kinematics.get("frames", s.q());
    double[] after = kinematics.get("frames", move(model, s.q(), plus(nothing, H, s.v())));
    double[] before = kinematics.get("frames", move(model, s.q(), plus(nothing, -H, s.v())));
    double[] rates = plus(new double[here.length], 1 / (2 * H), plus(after, -1, before));
    for (int k = 0; k < model.frames().size(); k++) {
      double[] jacobian = new Evaluation(Algorithms.geometricJacobian(model, model.frames().get(k).name())).of(s.q());
      double[] spin =
          skewPart(Arrays.copyOfRange(rates, 12 * k, 12 * k + 9), Arrays.copyOfRange(here, 12 * k, 12 * k + 9));
      double[] expected = Numbers.join(Arrays.copyOfRange(rates, 12 * k + 9, 12 * k + 12), spin);
      assertThat(error(times(jacobian, s.v()), expected)).as(model.frames().get(k).name()).isLessThan(1e-7);
    }
  }

  /** The angular velocity of {@code dR R'}. */
  private static double[] skewPart(double[] dr, double[] r) {
    double[][] w = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          w[i][j] += dr[3 * i + k] * r[3 * j + k];
        }
      }
    }
    return new double[] {(w[2][1] - w[1][2]) / 2, (w[0][2] - w[2][0]) / 2, (w[1][0] - w[0][1]) / 2};
  }
}
