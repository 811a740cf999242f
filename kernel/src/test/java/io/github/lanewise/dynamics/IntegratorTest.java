package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.join;
import static io.github.lanewise.dynamics.Numbers.plus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointSpec;
import io.github.lanewise.model.RobotBuilder;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Integrators against closed forms, their order of convergence and what motion conserves. */
class IntegratorTest {
  private static final RobotModel BALL_AND_FREE = RobotBuilder.named("ball and free body").link("stand")
      .link("ball", BodyInertia.of(1.3, Vec3.of(0.1, -0.2, 0.3), 0.02, 0.03, 0.04))
      .link("hinged", BodyInertia.of(0.7, Vec3.of(0, 0.1, 0.1), 0.01, 0.02, 0.015))
      .link("flying", BodyInertia.of(2, Vec3.of(0.05, 0, 0), 0.1, 0.2, 0.25))
      .joint(JointSpec.spherical("socket", "stand", "ball"))
      .joint(JointSpec.continuous("hinge", "ball", "hinged").at(0.2, 0, 0.5).axis(1, 2, 0))
      .joint(JointSpec.free("flight", "stand", "flying"))
      .build();

  /** State after {@code steps} steps of one simulated second divided by {@code perSecond}. */
  private static double[] simulate(RobotModel model, Integrator integrator, int perSecond, int steps, double[] q,
      double[] v) {
    Evaluation step = new Evaluation(Algorithms.torqueStep(model, integrator, 1.0 / perSecond));
    double[] none = new double[model.nv()];
    double[] position = q;
    double[] velocity = v;
    for (int k = 0; k < steps; k++) {
      double[] next = step.get("q_next", position, velocity, none);
      velocity = step.get("v_next", position, velocity, none);
      position = next;
    }
    return join(position, velocity);
  }

  @ParameterizedTest
  @CsvSource({"EULER, 1, 1", "EXPLICIT_EULER, 1, 1", "RK4, 4, 4", "PLAIN_RK4, 4, 2"})
  void theErrorFallsWithItsOrder(Integrator integrator, int order, int orderOfQuaternions) {
    assertThat(order(TestRobots.get("double_pendulum"), integrator)).isCloseTo(order, within(0.15));
    assertThat(order(BALL_AND_FREE, integrator)).isCloseTo(orderOfQuaternions, within(0.15));
  }

  private static double order(RobotModel model, Integrator integrator) {
    TestRobots.State s = TestRobots.state(model, 2);
    double[] exact = simulate(model, Integrator.RK4, 3200, 800, s.q(), s.v());
    double coarse = error(simulate(model, integrator, 100, 25, s.q(), s.v()), exact);
    double fine = error(simulate(model, integrator, 200, 50, s.q(), s.v()), exact);
    return Math.log(coarse / fine) / Math.log(2);
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void quaternionsStayUnit(Integrator integrator) {
    TestRobots.State s = TestRobots.state(BALL_AND_FREE, 6);
    double[] end = simulate(BALL_AND_FREE, integrator, 250, 500, s.q(), s.v());
    for (Joint joint : BALL_AND_FREE.joints()) {
      if (joint.kind().nq() > 1) {
        int i = joint.idxQ() + joint.kind().nq() - 4;
        assertThat(Numbers.dot(Arrays.copyOfRange(end, i, i + 4), Arrays.copyOfRange(end, i, i + 4)))
            .isCloseTo(1, within(1e-14));
      }
    }
    assertThat(end).doesNotContain(Double.NaN);
  }

  /** In 2 seconds. */
  @ParameterizedTest
  @CsvSource({"EULER, 3e-3, 5e-2", "RK4, 1e-8, 1e-5"})
  void energyStaysWithinBounds(Integrator integrator, double bound, double boundOfQuaternions) {
    assertThat(drift(TestRobots.get("double_pendulum"), integrator)).isLessThan(bound);
    assertThat(drift(BALL_AND_FREE, integrator)).isLessThan(boundOfQuaternions);
  }

  private static double drift(RobotModel model, Integrator integrator) {
    Evaluation energy = new Evaluation(Algorithms.energy(model));
    TestRobots.State s = TestRobots.state(model, 2);
    double kinetic = energy.get("kinetic", s.q(), s.v())[0];
    double start = kinetic + energy.get("potential", s.q(), s.v())[0];
    double[] end = simulate(model, integrator, 1000, 2000, s.q(), s.v());
    double[] q = Arrays.copyOf(end, model.nq());
    double[] v = Arrays.copyOfRange(end, model.nq(), end.length);
    double drift = energy.get("kinetic", q, v)[0] + energy.get("potential", q, v)[0] - start;
    return Math.abs(drift) / (kinetic + Math.abs(start));
  }

  /**
   * A body that spins about a principal axis through its centre of mass falls on a parabola and turns evenly. RK4 takes
   * the fall exactly; Euler's is {@code g h t / 2} lower, because it adds the new velocity.
   */
  @ParameterizedTest
  @EnumSource(Integrator.class)
  void aFreeBodyFallsAndTurnsAsNewtonSays(Integrator integrator) {
    RobotModel model = RobotBuilder.named("stone").link("world")
        .link("stone", BodyInertia.of(2, Vec3.ZERO, 0.1, 0.2, 0.3))
        .joint(JointSpec.free("flight", "world", "stone")).build();
    double[] q = {1, 2, 3, 0, 0, 0, 1};
    double[] v = {0.5, -0.4, 2, 0, 0, 1.5};
    int steps = 200;
    double h = 1e-3;
    double t = steps * h;
    double[] end = simulate(model, integrator, 1000, steps, q, v);
    double late = integrator.name().endsWith("RK4") ? 0 : 9.81 * h * t / 2;
    double angle = 1.5 * t;
    // On turning axes: the world's velocity (0.5, -0.4, 2 - g t) turned back by the angle.
    double[] expected = {1 + 0.5 * t, 2 - 0.4 * t, 3 + 2 * t - 9.81 * t * t / 2 - late, 0, 0, Math.sin(angle / 2),
        Math.cos(angle / 2), 0.5 * Math.cos(angle) - 0.4 * Math.sin(angle),
        -0.4 * Math.cos(angle) - 0.5 * Math.sin(angle), 2 - 9.81 * t, 0, 0, 1.5};
    // Euler turns before it moves; its horizontal path errs by its order.
    assertThat(error(end, expected)).isLessThan(integrator.name().endsWith("RK4") ? 1e-8 : 3e-4);
    assertThat(end[2]).isCloseTo(expected[2], within(1e-12));
  }

  /** Lagrange's equations of two rods, angles from the vertical, the second relative to the first. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aDoublePendulumObeysLagrangesEquations(long seed) {
    RobotModel model = TestRobots.get("double_pendulum");
    TestRobots.State s = TestRobots.state(model, seed);
    double m1 = 1.2;
    double m2 = 0.8;
    double l1 = 0.5;
    double c1 = 0.25;
    double c2 = 0.2;
    double i1 = 0.02512;
    double i2 = 0.01075;
    double sin2 = Math.sin(s.q()[1]);
    double cos2 = Math.cos(s.q()[1]);
    double m22 = i2 + m2 * c2 * c2;
    double m12 = m22 + m2 * l1 * c2 * cos2;
    double m11 = i1 + m1 * c1 * c1 + m22 + m2 * (l1 * l1 + 2 * l1 * c2 * cos2);
    double coriolis = m2 * l1 * c2 * sin2;
    double w1 = s.v()[0];
    double w2 = s.v()[1];
    double g2 = m2 * 9.81 * c2 * Math.sin(s.q()[0] + s.q()[1]);
    double g1 = (m1 * c1 + m2 * l1) * 9.81 * Math.sin(s.q()[0]) + g2;
    double[] tau = {
      m11 * s.a()[0] + m12 * s.a()[1] - coriolis * (2 * w1 * w2 + w2 * w2) + g1,
      m12 * s.a()[0] + m22 * s.a()[1] + coriolis * w1 * w1 + g2};
    double[] kinetic = {(m11 * w1 * w1 + 2 * m12 * w1 * w2 + m22 * w2 * w2) / 2};
    assertThat(error(new Evaluation(Algorithms.inverseDynamics(model)).of(s.q(), s.v(), s.a()), tau)).isLessThan(1e-13);
    assertThat(error(new Evaluation(Algorithms.massMatrix(model)).of(s.q()), new double[] {m11, m12, m22}))
        .isLessThan(1e-13);
    assertThat(error(new Evaluation(Algorithms.articulatedBody(model)).of(s.q(), s.v(), tau), s.a())).isLessThan(1e-12);
    assertThat(error(new Evaluation(Algorithms.energy(model)).get("kinetic", s.q(), s.v()), kinetic)).isLessThan(1e-13);
  }

  /** Motions along one tangent are a group: two halves make a whole, and a thousand small straight steps nearly do. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.13, 0.15, 1, 2.5})
  void movingIsTheExponential(double size) {
    Graph g = new Graph("move");
    Scalar[] from = g.input("q", BALL_AND_FREE.nq());
    g.output("next", Configuration.integrate(BALL_AND_FREE, from, g.input("d", BALL_AND_FREE.nv())));
    Evaluation move = new Evaluation(g);
    double[] q = TestRobots.state(BALL_AND_FREE, 4).q();
    double[] none = new double[BALL_AND_FREE.nv()];
    double[] d = plus(none, size, TestRobots.normal(new Random(9), none.length));
    double[] whole = move.of(q, d);
    double[] half = plus(none, 0.5, d);
    assertThat(error(move.of(move.of(q, half), half), whole)).isLessThan(1e-14);
    assertThat(error(move.of(whole, plus(none, -1, d)), q)).isLessThan(1e-14);
    double[] crawl = q;
    for (int k = 0; k < 1000; k++) {
      crawl = Numbers.move(BALL_AND_FREE, crawl, plus(none, 1e-3, d));
    }
    // The crawl's free body turns after each straight piece, half a piece late on average.
    assertThat(error(crawl, whole)).isLessThan(5e-3 * size);
  }
}
