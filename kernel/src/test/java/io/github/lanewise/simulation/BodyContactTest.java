package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.BodyContact;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Balls and capsules against each other: where they meet, that momentum stays, and that derivatives are exact. */
class BodyContactTest {
  private static final PenaltyContact LAW = new PenaltyContact(2e4, 2e3, 200, 0.6);
  private static final String ROD = "<geom type='capsule' size='.05 .3' mass='2'/>";
  private static final String SHORT = "<geom type='capsule' size='.04 .1' mass='.5'/>";
  private static final String BALL = "<geom type='sphere' size='.1' mass='1'/>";

  private static RobotModel two(String first, String second) {
    return RobotModel.parse("<mujoco><option gravity='0 0 0'/><worldbody><body name='a'><freejoint/>" + first
        + "</body><body name='b'><freejoint/>" + second + "</body></worldbody></mujoco>");
  }

  private static double[] quaternion(Random random) {
    double[] q = random.doubles(4, -1, 1).toArray();
    double length = Math.sqrt(Arrays.stream(q).map(x -> x * x).sum());
    return Arrays.stream(q).map(x -> x / length).toArray();
  }

  private static double[] state(RobotModel model, Random random, double apart, double speed) {
    double[] x = new double[model.nq() + model.nv()];
    for (int body = 0; body < 2; body++) {
      for (int k = 0; k < 3; k++) {
        x[7 * body + k] = body * apart * (k == 2 ? 1 : 0.1) + 0.02 * random.nextGaussian();
      }
      System.arraycopy(quaternion(random), 0, x, 7 * body + 3, 4);
    }
    for (int row = model.nq(); row < x.length; row++) {
      x[row] = speed * random.nextGaussian();
    }
    return x;
  }

  private static Transform pose(double[] x, int body) {
    Scalar[] q = Scalar.of(x);
    return new Transform(Transform.rotation(q[7 * body + 3], q[7 * body + 4], q[7 * body + 5], q[7 * body + 6]),
        Vec3.of(q, 7 * body));
  }

  /** By brute force on a grid of both segments, refined where it is least. */
  private static double nearest(Vec3 a, Vec3 u, Vec3 b, Vec3 w) {
    double s = 0;
    double t = 0;
    for (double size = 1; size > 1e-7; size /= 4) {
      double bestS = s;
      double bestT = t;
      double least = Double.POSITIVE_INFINITY;
      for (int i = -8; i <= 8; i++) {
        for (int j = -8; j <= 8; j++) {
          double atS = Math.clamp(s + i * size / 8, -1, 1);
          double atT = Math.clamp(t + j * size / 8, -1, 1);
          double d = a.plus(u.times(Scalar.of(atS))).minus(b.plus(w.times(Scalar.of(atT)))).squaredNorm().value();
          if (d < least) {
            least = d;
            bestS = atS;
            bestT = atT;
          }
        }
      }
      s = bestS;
      t = bestT;
    }
    return Math.sqrt(a.plus(u.times(Scalar.of(s))).minus(b.plus(w.times(Scalar.of(t)))).squaredNorm().value());
  }

  /** In any pose the distance is that of brute force, but for what draws the points to the middles. */
  @Test
  void capsulesMeetWhereTheyAreClosest() {
    RobotModel model = two(ROD, SHORT);
    Interpreter read = new Interpreter(BodyContact.of(model, material -> LAW).forces(model));
    Random random = new Random(11);
    double[] half = {0.3, 0.1};
    double worst = 0;
    for (int k = 0; k < 300; k++) {
      double[] x = state(model, random, 0.3, 0);
      Vec3[] at = new Vec3[4];
      for (int body = 0; body < 2; body++) {
        Transform pose = pose(x, body);
        at[2 * body] = pose.translation();
        at[2 * body + 1] = pose.rotation().columnZ().times(Scalar.of(half[body]));
      }
      double expected = nearest(at[0], at[1], at[2], at[3]);
      double found =
          read.evaluate(Arrays.copyOf(x, 14), new double[12])[2][0] + 0.05 + 0.04;
      assertThat(found).as("pose %d", k).isGreaterThan(expected - 1e-7);
      assertThat(found * found).isLessThan(expected * expected + 1e-4 * (0.09 + 0.01) + 1e-7);
      worst = Math.max(worst, found - expected);
    }
    assertThat(worst).isLessThan(5e-5);
  }

  /** Of parallel capsules the force acts in the middle of where they overlap, and all derivatives are finite. */
  @Test
  void parallelCapsulesPushInTheMiddleOfTheirOverlap() {
    RobotModel model = two(ROD, ROD);
    BodyContact contact = BodyContact.of(model, material -> LAW);
    Interpreter forces = new Interpreter(contact.forces(model));
    try (Simulation simulation = Simulation.of(model).timeStep(1e-3).selfContact(contact).build()) {
      StepPullback pullback = simulation.pullback();
      for (int row = 0; row < pullback.nextBar().rowCount(); row++) {
        pullback.nextBar().fill(row, 1);
      }
      for (double angle : new double[] {0, 1e-9, 1e-3, Math.PI}) {
        double[] x = new double[26];
        // Both lie along x: turned from z by a quarter about y.
        x[4] = Math.sin(Math.PI / 4);
        x[6] = Math.cos(Math.PI / 4);
        x[7] = 0.2;
        x[8] = 0.099;
        x[11] = Math.sin(Math.PI / 4 + angle / 2);
        x[13] = Math.cos(Math.PI / 4 + angle / 2);
        double[][] read = forces.evaluate(Arrays.copyOf(x, 14), new double[12]);
        assertThat(read[0][0]).isCloseTo(0.1, within(angle == 1e-3 ? 2e-2 : 1e-5));
        assertThat(read[2][0]).isCloseTo(-0.001, within(2e-5));
        assertThat(read[1][1]).isLessThan(-19);
        simulation.state().setRobot(0, x);
        pullback.run();
        for (int row = 0; row < pullback.stateBar().rowCount(); row++) {
          assertThat(pullback.stateBar().get(row, 0)).isFinite();
        }
      }
    }
  }

  /** Momentum and, about the origin, moment of momentum of two bodies with the moments on their principal axes. */
  private static double[] momentum(double[] x, double[][] bodies) {
    double[] sum = new double[6];
    for (int body = 0; body < 2; body++) {
      Transform pose = pose(x, body);
      Scalar[] v = Scalar.of(x);
      Vec3 p = pose.rotation().times(Vec3.of(v, 14 + 6 * body)).times(Scalar.of(bodies[body][0]));
      Vec3 w = Vec3.of(v, 14 + 6 * body + 3);
      Vec3 spin = pose.rotation().times(new Vec3(w.x().times(bodies[body][1]), w.y().times(bodies[body][2]),
          w.z().times(bodies[body][3])));
      Vec3 whole = spin.plus(pose.translation().cross(p));
      double[] parts = {p.x().value(), p.y().value(), p.z().value(), whole.x().value(), whole.y().value(),
        whole.z().value()};
      for (int k = 0; k < 6; k++) {
        sum[k] += parts[k];
      }
    }
    return sum;
  }

  /**
   * Two capsules that cross collide, turning: under the default rule momentum and moment of momentum stay to rounding,
   * under the explicit one, which turns velocities explicitly, as far as the step is small.
   */
  @ParameterizedTest
  @EnumSource(value = Integrator.class, names = {"EULER", "EXPLICIT_EULER"})
  void momentumStays(Integrator rule) {
    RobotModel model = RobotModel.parse("<mujoco><option gravity='0 0 0'/><worldbody><body name='a'><freejoint/>"
        + "<inertial pos='0 0 0' mass='2' diaginertia='.06 .07 .01'/>" + ROD + "</body><body name='b'><freejoint/>"
        + "<inertial pos='0 0 0' mass='.5' diaginertia='.002 .003 .001'/>" + SHORT + "</body></worldbody></mujoco>");
    double[][] bodies = {{2, 0.06, 0.07, 0.01}, {0.5, 0.002, 0.003, 0.001}};
    double r = Math.sqrt(0.5);
    double[] x = {0, 0, 0, 0, r, 0, r, 0.1, 0.05, 0.0895, r, 0, 0, r, -1, 0.1, 0, 0.3, 0.2, 0, 0, 0.3, 0, 2, 1, -1};
    double[] off = new double[2];
    for (int refined = 0; refined < 2; refined++) {
      try (Simulation simulation = Simulation.of(model).timeStep(1e-4 / (1 + refined)).integrator(rule)
          .selfContact(BodyContact.of(model, material -> LAW)).build()) {
        simulation.state().setRobot(0, x);
        simulation.step(100 * (1 + refined));
        double[] after = simulation.state().robot(0);
        assertThat(Math.abs(after[20] - x[20]) + Math.abs(after[21] - x[21])).isGreaterThan(0.3);
        double[] change = momentum(after, bodies);
        double[] before = momentum(x, bodies);
        for (int k = 0; k < 6; k++) {
          off[refined] = Math.max(off[refined], Math.abs(change[k] - before[k]));
        }
      }
    }
    if (rule == Integrator.EULER) {
      assertThat(off[1]).isLessThan(1e-12);
    } else {
      assertThat(off[1]).isBetween(1e-7, 0.6 * off[0]);
    }
  }

  /** Thrown at each other they come to one speed and are no longer in each other, however stiff, with large steps. */
  @Test
  void theImplicitRuleBearsStiffContact() {
    RobotModel model = two(BALL, BALL);
    BodyContact contact = BodyContact.of(model, material -> new PenaltyContact(1e6, 1e6, 1e4, 0.6));
    try (Simulation simulation = Simulation.of(model).timeStep(5e-3).selfContact(contact).build()) {
      double[] x = new double[26];
      x[6] = 1;
      x[13] = 1;
      x[9] = 0.3;
      x[16] = 2;
      x[22] = 0;
      simulation.state().setRobot(0, x);
      for (int k = 0; k < 200; k++) {
        simulation.step();
        double[] now = simulation.state().robot(0);
        assertThat(now[16] + now[22]).isCloseTo(2, within(1e-9));
        assertThat(now[16] * now[16] + now[22] * now[22]).isLessThan(4 + 1e-9);
      }
      double[] end = simulation.state().robot(0);
      assertThat(end[9] - end[2]).isGreaterThan(0.199);
      assertThat(end[22]).isGreaterThan(0.99);
    }
  }

  /** The arms of one robot, whose root floats: pullbacks and differences of fourth order agree. */
  @ParameterizedTest
  @EnumSource(value = Integrator.class, names = {"EULER", "EXPLICIT_EULER", "RK4"})
  void derivativesAreExact(Integrator rule) {
    RobotModel model = RobotModel.parse("""
        <mujoco><worldbody><body name="torso"><freejoint/><geom type="box" size=".1 .1 .1" mass="3"/>
          <body name="left" pos="0 .1 0"><joint axis="1 0 0"/><joint axis="0 0 1"/>
            <geom type="capsule" fromto="0 0 0 .3 0 0" size=".03" mass=".4"/></body>
          <body name="right" pos="0 -.1 0"><joint axis="0 0 1"/>
            <geom type="capsule" fromto="0 0 0 .3 0 .05" size=".03" mass=".4"/>
            <body name="hand" pos=".3 0 0"><joint axis="0 1 0"/><geom size=".05" pos=".05 0 0" mass=".2"/></body></body>
        </body></worldbody></mujoco>""");
    BodyContact contact = BodyContact.of(model, LAW::on);
    assertThat(contact.pairs()).containsExactly("a shape of left and a shape of right", "a shape of left and a shape of"
        + " hand");
    double[] x = new double[model.nq() + model.nv()];
    System.arraycopy(model.neutral(), 0, x, 0, model.nq());
    x[8] = -0.25;
    x[9] = 0.3;
    x[10] = 0.1;
    Random random = new Random(3);
    for (int row = model.nq(); row < x.length; row++) {
      x[row] = 0.3 * random.nextGaussian();
    }
    double[] distances = new Interpreter(contact.forces(model)).evaluate(
        Arrays.copyOf(x, model.nq()), Arrays.copyOfRange(x, model.nq(), x.length))[2];
    assertThat(distances).satisfies(d -> assertThat(Math.min(d[0], d[1])).isBetween(-0.05, -1e-4));
    double h = 1e-5;
    try (Simulation simulation = Simulation.of(model).timeStep(1e-3).integrator(rule).selfContact(contact).robots(5)
        .build()) {
      double[] bar = random.doubles(2L * model.nv(), -1, 1).toArray();
      for (int direction = 0; direction < model.nv(); direction++) {
        for (int lane = 0; lane < 5; lane++) {
          double[] moved = x.clone();
          moved[model.nq() + direction] += (lane - 2) * h;
          if (direction >= 6) {
            moved[7 + direction - 6] += (lane - 2) * h;
          }
          simulation.state().setRobot(lane, moved);
        }
        StepPullback pullback = simulation.pullback();
        for (int row = 0; row < bar.length; row++) {
          pullback.nextBar().fill(row, row < model.nv() ? 0 : bar[row]);
        }
        pullback.run();
        double exact = pullback.stateBar().get(model.nv() + direction, 2)
            + (direction >= 6 ? pullback.stateBar().get(direction, 2) : 0);
        StepPushforward pushforward = simulation.pushforward();
        pushforward.run();
        double difference = 0;
        for (int k = 0; k < model.nv(); k++) {
          int at = model.nq() + k;
          double near = pushforward.next().get(at, 3) - pushforward.next().get(at, 1);
          double far = pushforward.next().get(at, 4) - pushforward.next().get(at, 0);
          difference += bar[model.nv() + k] * (8 * near - far) / (12 * h);
        }
        assertThat(exact).as("direction %d", direction)
            .isCloseTo(difference, within(2e-6 * (1 + Math.abs(difference))));
      }
    }
  }

  /** Parents, exclusions and pairs; links that one joint follows the other on are no bodies. */
  @Test
  void theFileSaysWhatTouchesWhat() {
    String robot = """
        <mujoco><worldbody><geom name="post" type="capsule" size=".1 1"/><geom name="floor" type="plane" size="1 1 1"/>
          <body name="a"><joint/><geom name="a" size=".1"/>
          <body name="b"><joint axis="1 0 0"/><joint axis="0 1 0"/><geom name="b" size=".1"/>
          <body name="c"><joint/><geom name="c" size=".1"/><geom name="box" type="box" size=".1 .1 .1"/></body></body>
        </body></worldbody>%s</mujoco>""";
    BodyContact contact = BodyContact.of(RobotModel.parse(robot.formatted("")), material -> LAW);
    assertThat(contact.pairs()).containsExactly("post and a", "post and b", "post and c", "a and c");
    assertThat(contact.untouching()).containsExactly("box");
    assertThat(BodyContact.of(RobotModel.parse(robot.formatted("<contact><exclude body1='a' body2='c'/>"
        + "<pair geom1='a' geom2='b'/></contact>")), material -> LAW).pairs())
        .containsExactly("post and a", "post and b", "post and c", "a and b");
  }
}
