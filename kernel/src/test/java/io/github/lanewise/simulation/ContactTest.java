package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ContactLaw;
import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.dynamics.SmoothContact;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies on the ground: they rest, roll, slide and stick as they should, and contact has exact derivatives. */
class ContactTest {
  private static final double G = 9.81;
  private static final PenaltyContact STIFF = new PenaltyContact(2e4, 2e3, 2e3, 0.6);
  private static final SmoothContact SOFT = new SmoothContact(2e4, 0.1, 0.6, 1e-4, 1e-3);
  private static final RobotModel BOX = body("<geom type='box' size='0.1 0.15 0.05' mass='2'/>");
  private static final RobotModel BALL = body("<geom type='sphere' size='0.1' mass='2'/>");

  private static RobotModel body(String geom) {
    return RobotModel.parse("<mujoco><worldbody><body><freejoint/>" + geom + "</body></worldbody></mujoco>");
  }

  private static Simulation on(RobotModel model, GroundContact ground, double h, double... x) {
    Simulation simulation = Simulation.of(model).timeStep(h).integrator(Integrator.EULER).contact(ground).build();
    simulation.state().setRobot(0, x);
    return simulation;
  }

  static Stream<ContactLaw> laws() {
    return Stream.of(STIFF, SOFT);
  }

  /** Kinetic and potential energy of a body whose centre is at the origin of its frame. */
  private static double energy(double[] x, double mass, double... moments) {
    double sum = mass * G * x[2];
    for (int i = 0; i < 3; i++) {
      sum += (mass * x[7 + i] * x[7 + i] + moments[i] * x[10 + i] * x[10 + i]) / 2;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("laws")
  void aBoxThatIsDroppedComesToRest(ContactLaw law) {
    double[] moments = {2.0 / 3 * (0.15 * 0.15 + 0.05 * 0.05), 2.0 / 3 * (0.1 * 0.1 + 0.05 * 0.05),
      2.0 / 3 * (0.1 * 0.1 + 0.15 * 0.15)};
    double[] x = {0, 0, 0.4, 0.1, 0.2, -0.1, Math.sqrt(1 - 0.06), 0.5, -0.3, 0, 0.4, 0.3, -1};
    try (Simulation simulation = on(BOX, GroundContact.of(BOX, law), 1e-3, x)) {
      double start = energy(x, 2, moments);
      for (int k = 0; k < 3000; k++) {
        simulation.step();
        assertThat(energy(simulation.state().robot(0), 2, moments)).as("energy after step %d", k).isLessThan(start);
      }
      double[] rest = simulation.state().robot(0);
      // Four corners carry the weight; the soft ground fades a little above itself.
      double depth = law == SOFT ? 0.05 - rest[2] : 2 * G / 4 / 2e4;
      assertThat(rest[2]).isCloseTo(0.05 - depth, within(1e-6));
      assertThat(Math.abs(depth)).isLessThan(5e-4);
      for (int row = 7; row < 13; row++) {
        assertThat(rest[row]).isCloseTo(0, within(1e-6));
      }
      simulation.step(20_000);
      double[] later = simulation.state().robot(0);
      for (int row = 0; row < 3; row++) {
        assertThat(later[row]).as("place after 20 s more").isCloseTo(rest[row], within(1e-6));
      }
    }
  }

  /** Thrown without spin it slides until it rolls: v = 5/7 of what it was, w = v / r. */
  @ParameterizedTest
  @MethodSource("laws")
  void aBallRollsWhereFrictionHolds(ContactLaw law) {
    double[] x = {0, 0, 0.1, 0, 0, 0, 1, 1.4, 0, 0, 0, 0, 0};
    try (Simulation simulation = on(BALL, GroundContact.of(BALL, law), 1e-3, x)) {
      simulation.step(1500);
      double[] rolling = simulation.state().robot(0);
      double speed = Math.hypot(rolling[7], rolling[9]);
      double spin = rolling[11];
      assertThat(speed).isCloseTo(1.4 * 5 / 7, within(4e-3));
      // The point that touches is the lowest of a ball that has sunk in.
      assertThat(spin * 0.1).isCloseTo(speed, within(2e-3));
      simulation.step(1000);
      double[] later = simulation.state().robot(0);
      assertThat(later[0] - rolling[0]).isCloseTo(speed, within(4e-3));
    }
  }

  /** Sticks below the angle of friction within the law's viscosity, slides above with g (sin - mu cos). */
  @ParameterizedTest
  @CsvSource({"0.4, true", "0.7, false"})
  void aBlockOnASlope(double angle, boolean sticks) {
    Vec3 normal = Vec3.of(-Math.sin(angle), 0, Math.cos(angle));
    for (ContactLaw law : new ContactLaw[] {STIFF, SOFT}) {
      GroundContact slope = GroundContact.of(BOX, law).onPlane(normal, 0);
      double sine = Math.sin(-angle / 2);
      double[] x = {-0.05 * Math.sin(angle), 0, 0.05 * Math.cos(angle), 0, sine, 0, Math.cos(angle / 2), 0, 0, 0, 0, 0,
        0};
      try (Simulation simulation = on(BOX, slope, 1e-3, x)) {
        simulation.step(500);
        double[] before = simulation.state().robot(0);
        simulation.step(1000);
        double[] after = simulation.state().robot(0);
        double way = Math.hypot(after[0] - before[0], after[2] - before[2]);
        if (sticks) {
          // Viscous below the bound: v = m g sin / (4 kf), and eps for the smooth law.
          double creep = law == STIFF ? 2 * G * Math.sin(angle) / (4 * 2e3) : 1e-3;
          assertThat(way).isLessThan(1.01 * creep);
        } else {
          double a = G * (Math.sin(angle) - 0.6 * Math.cos(angle));
          assertThat(Math.hypot(after[7], after[9]) - Math.hypot(before[7], before[9])).isCloseTo(a, within(0.01 * a));
        }
      }
    }
  }

  /** By differences of fourth order, at states in contact. */
  @ParameterizedTest
  @MethodSource("laws")
  void derivativesOfTheImplicitRuleAreExact(ContactLaw law) {
    RobotModel model = RobotModel.parse("""
        <mujoco><worldbody><body><freejoint/><geom type="box" size="0.1 0.15 0.05" mass="2"/>
          <body pos="0.1 0 0"><joint axis="0 1 0" damping="0.1"/>
            <geom type="capsule" size="0.02" fromto="0 0 0 0.3 0 0" mass="0.4"/></body></body></worldbody></mujoco>""");
    int rows = model.nq() + model.nv();
    GroundContact ground = GroundContact.of(model, law);
    assertThat(ground.points()).isNotEmpty();
    Random random = new Random(3);
    try (Simulation simulation = Simulation.of(model).timeStep(5e-3).integrator(Integrator.EULER).contact(ground)
        .robots(5).build()) {
      double[] x = new double[rows];
      System.arraycopy(model.neutral(), 0, x, 0, model.nq());
      x[2] = 0.12;
      for (int row = model.nq(); row < rows; row++) {
        x[row] = 0.5 * random.nextGaussian();
      }
      for (int lane = 0; lane < 5; lane++) {
        simulation.state().setRobot(lane, x);
      }
      simulation.step(60); // Falls onto the ground.
      double[] from = simulation.state().robot(0);
      assertThat(from).doesNotContain(Double.NaN);
      StepPullback pullback = simulation.pullback();
      double[] bar = new double[2 * model.nv()];
      for (int row = 0; row < bar.length; row++) {
        bar[row] = random.nextGaussian();
        pullback.nextBar().fill(row, bar[row]);
      }
      pullback.run();
      StepPushforward pushforward = simulation.pushforward();
      double h = 1e-6;
      for (int row = 0; row < model.nv(); row++) {
        double expected = pullback.stateBar().get(model.nv() + row, 0);
        for (int lane = 0; lane < 5; lane++) {
          double[] moved = from.clone();
          moved[model.nq() + row] += (lane - 2) * h;
          simulation.state().setRobot(lane, moved);
        }
        pushforward.stateDot().fill(model.nv() + row, 1);
        pushforward.run();
        double forward = 0;
        for (int k = 0; k < bar.length; k++) {
          forward += bar[k] * pushforward.nextDot().get(k, 2);
        }
        pushforward.stateDot().fill(model.nv() + row, 0);
        assertThat(forward).isCloseTo(expected, within(1e-9 * (1 + Math.abs(expected))));
        double difference = 0;
        for (int k = 0; k < model.nv(); k++) {
          int at = model.nq() + k;
          double near = pushforward.next().get(at, 3) - pushforward.next().get(at, 1);
          double far = pushforward.next().get(at, 4) - pushforward.next().get(at, 0);
          difference += bar[model.nv() + k] * (8 * near - far) / (12 * h);
        }
        double velocityPart = 0;
        for (int k = 0; k < model.nv(); k++) {
          velocityPart += bar[model.nv() + k] * dot(pushforward, model, row, k);
        }
        assertThat(velocityPart).as("row %d", row).isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
      }
    }
  }

  /** dv'_k / dv_row by the pushforward. */
  private static double dot(StepPushforward pushforward, RobotModel model, int row, int k) {
    pushforward.stateDot().fill(model.nv() + row, 1);
    pushforward.run();
    double d = pushforward.nextDot().get(model.nv() + k, 2);
    pushforward.stateDot().fill(model.nv() + row, 0);
    return d;
  }

  /** What a law says of its resistance, against the derivative of its force, where that is what it says. */
  @ParameterizedTest
  @ValueSource(doubles = {-2e-3, -1e-4, 5e-5})
  void resistancesAreSlopes(double height) {
    for (ContactLaw law : new ContactLaw[] {STIFF, SOFT}) {
      Graph graph = new Graph("law");
      Scalar[] at = graph.input("at", 4);
      Vec3 velocity = Vec3.of(at, 1);
      Vec3 normal = Vec3.unit(2);
      Scalar[] force = law.force(at[0], velocity, normal).toArray();
      ContactLaw.Resistance r = law.resistance(at[0], velocity, normal);
      graph.output("resistance", r.stiffness(), r.damping(), r.slipDamping());
      for (int k = 0; k < 4; k++) {
        Scalar[] unit = Scalar.zeros(4);
        unit[k] = Scalar.ONE;
        graph.output("by" + k, Forward.jvp(force, at, unit));
      }
      // Without sinking, and slow enough for viscous friction, the force is linear in what the resistance says.
      double[][] values = new Interpreter(graph).evaluate(new double[] {height, 0, 0, 1e-9});
      double still = law == SOFT ? 1 : 0;
      assertThat(-values[1][2]).isCloseTo(values[0][0], within(1e-6 * (1 + values[0][0])));
      assertThat(-values[2][0]).isCloseTo(values[0][2], within(1e-6 * (1 + values[0][2])));
      assertThat(-values[3][1]).isCloseTo(values[0][2], within(1e-6 * (1 + values[0][2])));
      assertThat(-values[4][2]).isCloseTo(values[0][1], within(1e-6 * (1 + values[0][1]) + still * 1e-3));
    }
  }

  /** The momentum of a tumbling box changes by its weight and the forces that are read, their moments included. */
  @ParameterizedTest
  @MethodSource("laws")
  void momentumBalances(ContactLaw law) {
    GroundContact ground = GroundContact.of(BOX, law);
    Interpreter forces = new Interpreter(ground.forces(BOX));
    double[] moments = {2.0 / 3 * (0.15 * 0.15 + 0.05 * 0.05), 2.0 / 3 * (0.1 * 0.1 + 0.05 * 0.05),
      2.0 / 3 * (0.1 * 0.1 + 0.15 * 0.15)};
    double[] x = {0, 0, 0.049, 0.02, 0.03, 0, Math.sqrt(1 - 13e-4), 0.5, -0.3, -0.4, 0.4, 0.3, -1};
    double h = 1e-6;
    try (Simulation simulation = Simulation.of(BOX).timeStep(h).integrator(Integrator.EXPLICIT_EULER).contact(ground)
        .build()) {
      simulation.state().setRobot(0, x);
      simulation.step();
      double[] next = simulation.state().robot(0);
      double[][] read = forces.evaluate(Arrays.copyOf(x, 7), Arrays.copyOfRange(x, 7, 13));
      double[] force = new double[3];
      double[] moment = new double[3];
      for (int k = 0; k < read[1].length; k += 3) {
        double[] arm = {read[0][k] - x[0], read[0][k + 1] - x[1], read[0][k + 2] - x[2]};
        for (int i = 0; i < 3; i++) {
          int a = (i + 1) % 3;
          int b = (i + 2) % 3;
          force[i] += read[1][k + i];
          moment[i] += arm[a] * read[1][k + b] - arm[b] * read[1][k + a];
        }
      }
      assertThat(force[2]).isGreaterThan(1);
      force[2] -= 2 * G;
      double[] onBody = turnedBack(x, force);
      double[] momentOnBody = turnedBack(x, moment);
      for (int i = 0; i < 3; i++) {
        int a = (i + 1) % 3;
        int b = (i + 2) % 3;
        double linear = (next[7 + i] - x[7 + i]) / h + x[10 + a] * x[7 + b] - x[10 + b] * x[7 + a];
        double angular = moments[i] * (next[10 + i] - x[10 + i]) / h
            + x[10 + a] * moments[b] * x[10 + b] - x[10 + b] * moments[a] * x[10 + a];
        assertThat(2 * linear).isCloseTo(onBody[i], within(1e-6 * (1 + Math.abs(onBody[i]))));
        assertThat(angular).isCloseTo(momentOnBody[i], within(1e-6 * (1 + Math.abs(momentOnBody[i]))));
      }
    }
  }

  /** R' u of the quaternion in rows 3 to 6. */
  private static double[] turnedBack(double[] x, double[] u) {
    double[] t = new double[3];
    double[] result = new double[3];
    for (int i = 0; i < 3; i++) {
      t[i] = u[(i + 1) % 3] * x[3 + (i + 2) % 3] - u[(i + 2) % 3] * x[3 + (i + 1) % 3];
    }
    for (int i = 0; i < 3; i++) {
      int a = (i + 1) % 3;
      int b = (i + 2) % 3;
      result[i] = u[i] + 2 * (x[6] * t[i] - (x[3 + a] * t[b] - x[3 + b] * t[a]));
    }
    return result;
  }

  @Test
  void pointsThatCoincideAreOne() {
    RobotModel model = body("<geom type='capsule' size='.1' fromto='0 0 0 1 0 0'/>"
        + "<geom type='capsule' size='.1' fromto='0 0 0 0 1 0'/>");
    assertThat(GroundContact.of(model, STIFF).points()).hasSize(3);
    assertThat(GroundContact.of(model, STIFF).points()).extracting(point -> point.weight())
        .containsExactlyInAnyOrder(2, 1, 1);
  }
}
