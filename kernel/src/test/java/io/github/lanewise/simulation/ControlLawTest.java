package io.github.lanewise.simulation;

import static io.github.lanewise.dynamics.Numbers.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Evaluation;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.JointSpec;
import io.github.lanewise.model.RobotBuilder;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Control laws against their formulas, and their derivatives through a step. */
class ControlLawTest {
  private static final RobotModel CART = RobotBuilder.named("cart").gravity(0, 0, 0).link("rail")
      .link("cart", BodyInertia.of(2, Vec3.ZERO, 0.1, 0.1, 0.1))
      .link("ball", BodyInertia.of(1, Vec3.ZERO, 0.2, 0.2, 0.2))
      .joint(JointSpec.spherical("socket", "rail", "ball"))
      .joint(JointSpec.prismatic("slide", "rail", "cart").axis(1, 0, 0))
      .motor("pull", "slide", 3, -2, 1).motor("push", "slide", 0.5, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
      .build();

  private static double[] torques(RobotModel model, ControlLaw law, double[] q, double[] v, double[] u) {
    Graph g = new Graph("law");
    g.output("tau",
        law.law().torques(g.input("q", model.nq()), g.input("v", model.nv()), g.input("u", law.actionCount()),
            g.input("gains", law.gains().size())));
    return new Evaluation(g).of(q, v, u, law.gains().stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void torqueIsTheAction() {
    TestRobots.State s = TestRobots.state(CART, 1);
    ControlLaw law = ControlLaw.torque(CART);
    assertThat(law.actionCount()).isEqualTo(4);
    assertThat(torques(CART, law, s.q(), s.v(), s.tau())).isEqualTo(s.tau());
  }

  @Test
  void motorsClampAndGearTheirControl() {
    TestRobots.State s = TestRobots.state(CART, 1);
    ControlLaw law = ControlLaw.actuators(CART);
    int row = CART.joint("slide").idxV();
    double[][] controlsAndForce = {{0.5, 0, 1.5}, {5, 0, 3}, {-5, 0, -6}, {0, 9, 4.5}, {5, -8, -1}};
    for (double[] c : controlsAndForce) {
      double[] expected = new double[4];
      expected[row] = c[2];
      assertThat(torques(CART, law, s.q(), s.v(), new double[] {c[0], c[1]})).isEqualTo(expected);
    }
  }

  @Test
  void holdPullsJointsWithOneAxisTowardsTheAction() {
    TestRobots.State s = TestRobots.state(CART, 1);
    ControlLaw law = ControlLaw.hold(CART, new double[] {7}, new double[] {0.3});
    double[] expected = new double[4];
    int row = CART.joint("slide").idxV();
    expected[row] = 7 * (0.2 - s.q()[CART.joint("slide").idxQ()]) - 0.3 * s.v()[row];
    assertThat(error(torques(CART, law, s.q(), s.v(), new double[] {0.2}), expected)).isLessThan(1e-14);
    assertThatThrownBy(() -> ControlLaw.hold(CART, new double[] {7, 7}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 joints")
        .hasMessageContaining("2 stiffnesses");
  }

  /** An arm held against gravity comes to rest where stiffness times error is the gravity torque. */
  @Test
  void holdBringsAnArmToRest() {
    RobotModel model = TestRobots.get("finger");
    double[] kp = {2, 2, 2};
    double[] kd = {0.1, 0.1, 0.1};
    try (Simulation simulation = Simulation.of(model).lanes(Lanes.scalar(ElementType.DOUBLE))
        .control(ControlLaw.hold(model, kp, kd)).build()) {
      simulation.action().setRobot(0, 0.3, 0.5, 0.7);
      simulation.step(4000);
      double[] x = simulation.state().robot(0);
      double[] gravity = new Evaluation(Algorithms.gravityForces(model)).of(Arrays.copyOf(x, 3));
      for (int i = 0; i < 3; i++) {
        assertThat(kp[i] * (simulation.action().get(i, 0) - x[i])).isCloseTo(gravity[i], within(1e-9));
        assertThat(Math.abs(x[3 + i])).isLessThan(1e-9);
      }
      assertThat(Math.abs(gravity[1])).isGreaterThan(0.01);
    }
  }

  /** In range the cart's velocity changes by h gear / mass per unit of control; beyond it not at all. */
  @Test
  void derivativesOfMotorsEndWithTheirRange() {
    try (Simulation simulation = Simulation.of(CART).lanes(Lanes.scalar(ElementType.DOUBLE)).robots(2).timeStep(0.1)
        .control(ControlLaw.actuators(CART)).build()) {
      simulation.action().setRobot(0, 0.5, 0);
      simulation.action().setRobot(1, 1.5, 0);
      StepJacobian jacobian = simulation.jacobian();
      jacobian.run();
      Batch b = jacobian.byAction();
      int row = CART.nv() + CART.joint("slide").idxV();
      assertThat(b.get(row * 2, 0)).isCloseTo(0.1 * 3 / 2, within(1e-14));
      assertThat(b.get(row * 2, 1)).isZero();
      assertThat(b.get(row * 2 + 1, 1)).isCloseTo(0.1 * 0.5 / 2, within(1e-14));
    }
  }

  /**
   * A law of a user's own with a gain that each lane sets: the gain is the last row of the parameters, and has a
   * derivative.
   */
  @Test
  void gainsAreParametersOfTheLanes() {
    ControlLaw law = new ControlLaw(0, List.of(4.0), (q, v, u, g) -> {
      Scalar[] tau = Scalar.zeros(CART.nv());
      int row = CART.joint("slide").idxV();
      tau[row] = g[0].times(q[CART.joint("slide").idxQ()].sin()).negate();
      return tau;
    });
    try (Simulation simulation = Simulation.of(CART).lanes(Lanes.scalar(ElementType.DOUBLE)).robots(2).timeStep(0.1)
        .control(law).laneParameters().build()) {
      int gain = simulation.parameters().rowCount() - 1;
      int q = CART.joint("slide").idxQ();
      int v = CART.nq() + CART.joint("slide").idxV();
      assertThat(simulation.parameters().get(gain, 0)).isEqualTo(4);
      simulation.parameters().set(gain, 1, 10);
      simulation.state().fill(q, 0.6);
      StepPullback pullback = simulation.pullback();
      pullback.nextBar().fill(CART.nv() + CART.joint("slide").idxV(), 1);
      pullback.run();
      Batch next = pullback.next();
      Batch xBar = pullback.stateBar();
      Batch pBar = pullback.parameterBar();
      for (int robot = 0; robot < 2; robot++) {
        double k = simulation.parameters().get(gain, robot);
        assertThat(next.get(v, robot)).isCloseTo(-0.1 * k * Math.sin(0.6) / 2, within(1e-14));
        assertThat(pBar.get(gain, robot)).isCloseTo(-0.1 * Math.sin(0.6) / 2, within(1e-14));
        assertThat(xBar.get(CART.joint("slide").idxV(), robot))
            .isCloseTo(-0.1 * k * Math.cos(0.6) / 2, within(1e-14));
      }
      assertThatThrownBy(simulation::action).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no actions");
    }
  }

  @Test
  void aLawOfTheWrongSizeIsRefused() {
    ControlLaw law = new ControlLaw(1, List.of(), (q, v, u, g) -> u);
    assertThatThrownBy(() -> Simulation.of(CART).control(law).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 joint forces").hasMessageContaining("4 velocity rows").hasMessageContaining("cart");
    assertThatThrownBy(() -> new ControlLaw(-1, List.of(), (q, v, u, g) -> u))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
