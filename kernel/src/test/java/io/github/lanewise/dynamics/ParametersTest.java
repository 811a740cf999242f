package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.plus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A robot whose numbers are rows of a port is the robot whose numbers are constants, folded and regrouped. */
class ParametersTest {
  static Stream<String> robots() {
    return TestRobots.all();
  }

  private static Graph dynamics(RobotModel model) {
    Graph g = new Graph("dynamics by parameters");
    Parameters parameters = new Parameters(model, g.input("p", Parameters.count(model)));
    Mechanism robot = Mechanism.of(model, parameters);
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] a = g.input("a", model.nv());
    g.output("tau", Rnea.inverseDynamics(robot, q, v, a, null));
    g.output("aba", Aba.forwardDynamics(robot, q, v, a, null));
    Kinematics state = new Kinematics(robot, q, v);
    Forces passive = new Forces(robot, 0);
    new PassiveForces(parameters).addTo(passive, state);
    g.output("passive", passive.drive(v).tau());
    g.output("friction", passive.friction());
    g.output("kinetic", new Energy(state).kinetic());
    return g;
  }

  @ParameterizedTest
  @MethodSource("robots")
  void agreeWithConstants(String name) {
    RobotModel model = TestRobots.get(name);
    Evaluation byPort = new Evaluation(dynamics(model));
    double[] p = Parameters.values(model);
    for (TestRobots.State s : TestRobots.states(model, 2)) {
      double[][] in = {p, s.q(), s.v(), s.a()};
      assertThat(error(byPort.get("tau", in), new Evaluation(Algorithms.inverseDynamics(model))
          .of(s.q(), s.v(), s.a())))
          .isLessThan(1e-12);
      assertThat(error(byPort.get("aba", in), new Evaluation(Algorithms.articulatedBody(model))
          .of(s.q(), s.v(), s.a())))
          .isLessThan(1e-9);
      assertThat(error(byPort.get("kinetic", in),
          new Evaluation(Algorithms.energy(model)).get("kinetic", s.q(), s.v())))
          .isLessThan(1e-12);
    }
  }

  /** Inverse dynamics is linear in mass, inertia and armature while centres of mass stay. */
  @ParameterizedTest
  @MethodSource("robots")
  void twiceTheMassTakesTwiceTheTorque(String name) {
    RobotModel model = TestRobots.get(name);
    Evaluation byPort = new Evaluation(dynamics(model));
    double[] p = Parameters.values(model);
    double[] doubled = p.clone();
    for (int row = 0; row < p.length; row++) {
      int k = row % Parameters.ROWS_PER_JOINT;
      doubled[row] *= k >= 1 && k <= 3 ? 1 : 2;
    }
    TestRobots.State s = TestRobots.state(model, 6);
    double[] tau = byPort.get("tau", p, s.q(), s.v(), s.a());
    assertThat(error(byPort.get("tau", doubled, s.q(), s.v(), s.a()), plus(tau, 1, tau))).isLessThan(1e-13);
    double[] friction = byPort.get("friction", p, s.q(), s.v(), s.a());
    assertThat(byPort.get("friction", doubled, s.q(), s.v(), s.a())).isEqualTo(plus(friction, 1, friction));
    double[] passive = byPort.get("passive", p, s.q(), s.v(), s.a());
    assertThat(error(byPort.get("passive", doubled, s.q(), s.v(), s.a()), plus(passive, 1, passive))).isLessThan(1e-13);
  }

  /** Row by row, from the definition: damping, friction smoothed over 0.01, springs in joints with one axis. */
  @Test
  void passiveForcesOpposeTheMotion() {
    RobotModel model = TestRobots.get("tree0");
    double[] p = Parameters.values(model);
    TestRobots.State s = TestRobots.state(model, 7);
    double[] v = plus(new double[model.nv()], 0.01, s.v());
    double[] expected = new double[model.nv()];
    double[] friction = new double[model.nv()];
    for (int i = 0; i < model.joints().size(); i++) {
      var joint = model.joints().get(i);
      for (int row = joint.idxV(); row < joint.idxV() + joint.kind().nv(); row++) {
        double spring = joint.kind().nv() == 1 ? joint.stiffness() * (s.q()[joint.idxQ()] - joint.springReference())
            : 0;
        expected[row] = -joint.damping() * v[row] - spring;
        friction[row] = joint.friction();
      }
    }
    assertThat(expected).doesNotContain(0.0);
    Evaluation evaluation = new Evaluation(dynamics(model));
    assertThat(error(evaluation.get("passive", p, s.q(), v, s.a()), expected)).isLessThan(1e-14);
    assertThat(evaluation.get("friction", p, s.q(), v, s.a())).isEqualTo(friction);
  }

  @Test
  void areNamedRowByRow() {
    RobotModel model = TestRobots.get("finger");
    String[] names = Parameters.names(model);
    double[] values = Parameters.values(model);
    assertThat(names).hasSameSizeAs(values).startsWith("spread.mass", "spread.com_x").endsWith("curl.stiffness");
    assertThat(values[java.util.List.of(names).indexOf("spread.mass")]).isEqualTo(0.09);
    assertThat(values[java.util.List.of(names).indexOf("spread.ixz")]).isEqualTo(-2e-6);
    assertThat(values[java.util.List.of(names).indexOf("curl.damping")]).isEqualTo(0.003);
  }

  @Test
  void refuseOtherNumbersOfRows() {
    RobotModel model = TestRobots.get("finger");
    assertThatThrownBy(() -> new Parameters(model, Scalar.zeros(41)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("41").hasMessageContaining("42");
  }
}
