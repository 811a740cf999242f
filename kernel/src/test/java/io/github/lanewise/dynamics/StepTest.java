package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.largest;
import static io.github.lanewise.dynamics.Numbers.move;
import static io.github.lanewise.dynamics.Numbers.plus;
import static io.github.lanewise.dynamics.Numbers.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stages of a step that a force on the bodies needs: how bodies move, the sum of forces, and the way back. */
class StepTest {
  private static final double H = 1e-6;
  /** Drag of a body through the world: a moment against its turning, a force against its travel. */
  private static final double DRAG = 0.3;

  static Stream<String> robots() {
    return TestRobots.all();
  }

  static Stream<String> small() {
    return TestRobots.small();
  }

  /** Rows of a motion: linear velocity, then angular velocity. */
  private static Graph velocities(RobotModel model) {
    Graph g = new Graph("velocities of the joint frames");
    Kinematics state = new Kinematics(Mechanism.of(model), g.input("q", model.nq()), g.input("v", model.nv()));
    g.output("velocities", IntStream.range(0, model.joints().size())
        .mapToObj(i -> state.velocity(i).toArray()).flatMap(Arrays::stream).toArray(Scalar[]::new));
    return g;
  }

  @ParameterizedTest
  @MethodSource("robots")
  void velocitiesAreHowPosesChange(String name) {
    RobotModel model = TestRobots.get(name);
    Evaluation poses = new Evaluation(Algorithms.forwardKinematics(model));
    TestRobots.State s = TestRobots.state(model, 5);
    double[] velocities = new Evaluation(velocities(model)).of(s.q(), s.v());
    double[] here = poses.get("joints", s.q());
    double[] after = poses.get("joints", move(model, s.q(), plus(new double[model.nv()], H, s.v())));
    double[] before = poses.get("joints", move(model, s.q(), plus(new double[model.nv()], -H, s.v())));
    double[] rates = plus(new double[here.length], 1 / (2 * H), plus(after, -1, before));
    assertThat(largest(velocities)).isGreaterThan(0.1);
    for (int i = 0; i < model.joints().size(); i++) {
      double[] linear = Arrays.copyOfRange(rates, 12 * i + 9, 12 * i + 12);
      double[] w = new double[3];
      for (int k = 0; k < 3; k++) {
        // R' = skew(w) R, so w = half the sum of column x its rate.
        double[] column = {here[12 * i + k], here[12 * i + 3 + k], here[12 * i + 6 + k]};
        double[] rate = {rates[12 * i + k], rates[12 * i + 3 + k], rates[12 * i + 6 + k]};
        w = plus(w, 0.5, Numbers.cross(column, rate));
      }
      double[] own = Arrays.copyOfRange(velocities, 6 * i, 6 * i + 6);
      assertThat(error(own, Numbers.join(linear, w), largest(velocities))).as("joint frame %d", i).isLessThan(1e-7);
    }
  }

  /** A force on every body against its velocity in the world, given in its joint frame. */
  private static final ForceTerm DRAGGED = (forces, state) -> {
    for (int i = 0; i < state.robot().size(); i++) {
      Motion v = state.velocity(i);
      Transform axes = new Transform(state.joint(i).rotation(), Vec3.ZERO);
      Force inWorld = new Force(v.angular(), v.linear()).times(Scalar.of(-DRAG));
      forces.addOnBody(i, axes.toChild(inWorld));
    }
  };

  @ParameterizedTest
  @MethodSource("robots")
  void dragOnTheBodiesTakesItsPowerFromTheJoints(String name) {
    RobotModel model = TestRobots.get(name);
    Graph g = new Graph("dragged");
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Mechanism robot = Mechanism.of(model);
    List<ForceTerm> terms = List.of(ForceTerm.held(g.input("tau", model.nv())), DRAGGED);
    g.output("a", new Step(g, robot, new Scalar[0], terms).acceleration(q, v));
    TestRobots.State s = TestRobots.state(model, 6);
    double[] a = new Evaluation(g).of(s.q(), s.v(), s.tau());
    double[] alone = new Evaluation(Algorithms.articulatedBody(model)).of(s.q(), s.v(), s.tau());
    double[] m = Numbers.symmetric(new Evaluation(Algorithms.massMatrix(model)).of(s.q()), model.nv());
    double[] inJoints = times(m, plus(a, -1, alone));
    double[] velocities = new Evaluation(velocities(model)).of(s.q(), s.v());
    double power = -DRAG * dot(velocities, velocities);
    assertThat(dot(inJoints, s.v())).isCloseTo(power, within(1e-8 * Math.abs(power)));
  }

  /** Through the kinematics that the force depends on, and through all stages of an integrator. */
  @ParameterizedTest
  @MethodSource("small")
  void theStepPullsBackThroughAForceThatDependsOnTheState(String name) {
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    Graph g = new Graph("dragged step");
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", nv);
    List<ForceTerm> terms = List.of(new PassiveForces(Parameters.constants(model)), DRAGGED);
    Scalar[][] next = new Step(g, Mechanism.of(model), new Scalar[0], terms).next(Integrator.RK4, q, v, 0.02);
    Scalar[] bar = g.input("bar", nv);
    Scalar[] x = Stream.of(q, v).flatMap(Stream::of).toArray(Scalar[]::new);
    Scalar[] xBar = Reverse.vjp(next[1], bar, x);
    g.output("v_next", next[1]);
    g.output("q_bar", Configuration.cotangentFromRates(model, q, Arrays.copyOf(xBar, q.length)));
    g.output("v_bar", Arrays.copyOfRange(xBar, q.length, x.length));
    Evaluation step = new Evaluation(g);
    TestRobots.State s = TestRobots.state(model, 7);
    double[] w = s.tau();
    double[] d = s.a();
    double[] byQ = plus(step.of(move(model, s.q(), plus(new double[nv], H, d)), s.v(), w), -1,
        step.of(move(model, s.q(), plus(new double[nv], -H, d)), s.v(), w));
    double[] byV = plus(step.of(s.q(), plus(s.v(), H, d), w), -1, step.of(s.q(), plus(s.v(), -H, d), w));
    double scale = 1 + largest(byQ) / H;
    assertThat(dot(step.get("q_bar", s.q(), s.v(), w), d)).isCloseTo(dot(w, byQ) / (2 * H), within(1e-5 * scale));
    assertThat(dot(step.get("v_bar", s.q(), s.v(), w), d)).isCloseTo(dot(w, byV) / (2 * H), within(1e-5 * scale));
  }
}
