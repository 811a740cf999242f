package io.github.lanewise.hardware.robot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.DynamixelBus;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.SteppedTwin;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.identification.Identification;
import io.github.lanewise.identification.Identified;
import io.github.lanewise.identification.Trial;
import io.github.lanewise.identification.Unknowns;
import io.github.lanewise.identification.Unknowns.Kind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The numbers of a robot behind servos, which show positions, velocities and torques in whole counts, are found from
 * what the servos show, and standard errors say how well.
 */
class TwinIdentificationTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final ControlLaw LAW = ControlLaw.scaledTorque(FINGER);
  private static final double PERIOD = 0.002;
  private static final int SUBSTEPS = 8;
  private static final int WINDOW = 20;
  private static final int TRIALS = 6;
  private static final int STEPS = 200;
  private static final int SEEDS = Integer.getInteger("identification.seeds", 1);
  private static final double[] MIDDLE = {0, 0.8, 0.9};
  /** Of the sines, with which no joint comes to an end of its range [N m]. */
  private static final double[] AMPLITUDE = {0.012, 0.04, 0.04};
  /** Of the counts in which the servos take torques [N m]. */
  private static final double COUNT =
      Twin.servos(FINGER, ServoProtocol.DYNAMIXEL).getFirst().model().torqueUnit();

  private static List<Trial> trials(double masses, double friction, long seed) {
    Random random = new Random(seed);
    List<Servo> servos = Twin.servos(FINGER, ServoProtocol.DYNAMIXEL);
    RobotModel heavy = FINGER.withBodies(FINGER.joints().stream().map(joint -> joint.body().scaled(masses)).toList());
    List<Trial> trials = new ArrayList<>();
    try (SteppedTwin twin = new SteppedTwin(heavy, servos, Imperfections.ideal().withFriction(friction));
        ServoBus bus = new DynamixelBus(twin.line(), twin, servos)) {
      assertThat(bus.mode(ServoCommand.Mode.TORQUE, in(twin))).isEqualTo(BusError.NONE);
      assertThat(bus.torque(true, in(twin))).isEqualTo(BusError.NONE);
      for (int k = 0; k < TRIALS; k++) {
        twin.twin().place(MIDDLE);
        trials.add(trial(twin, bus, random));
      }
    }
    return trials;
  }

  private static long in(Clock clock) {
    return clock.nanoTime() + 1_000_000_000;
  }

  /** Sines of torque about a spring to the middle. */
  private static Trial trial(Clock clock, ServoBus bus, Random random) {
    int n = FINGER.nv();
    double[] phase = random.doubles(3 * n, 0, 2 * Math.PI).toArray();
    double[] rate = random.doubles(3 * n, 4, 40).toArray();
    ServoState state = new ServoState(n);
    ServoCommand command = new ServoCommand(n);
    command.mode = ServoCommand.Mode.TORQUE;
    double[][] states = new double[STEPS + 1][2 * n];
    double[][] commands = new double[STEPS][n];
    long start = clock.nanoTime();
    for (int t = 0; t <= STEPS; t++) {
      clock.sleepUntil(start + Math.round(t * PERIOD * 1e9));
      assertThat(bus.read(state, in(clock))).isEqualTo(BusError.NONE);
      System.arraycopy(state.position, 0, states[t], 0, n);
      System.arraycopy(state.velocity, 0, states[t], n, n);
      for (int j = 0; j < n && t < STEPS; j++) {
        double torque = 0.3 * (MIDDLE[j] - state.position[j]);
        for (int c = 3 * j; c < 3 * j + 3; c++) {
          torque += AMPLITUDE[j] * Math.sin(rate[c] * t * PERIOD + phase[c]);
        }
        commands[t][j] = COUNT * Math.rint(torque / COUNT);
        command.target[j] = commands[t][j];
      }
      assertThat(bus.write(command, in(clock))).isEqualTo(BusError.NONE);
    }
    return new Trial(states, commands);
  }

  /** Each number that the data show, in 95 of 100 runs; {@code -Didentification.seeds=100} makes as many. */
  @Test
  void numbersOfATwinAreWithinThreeStandardErrors() {
    Random random = new Random(8);
    Map<String, int[]> within = new TreeMap<>();
    try (Simulation robot = Simulation.of(FINGER).control(LAW).timeStep(PERIOD / SUBSTEPS).substeps(SUBSTEPS)
        .frictionRounds(8).laneParameters().build()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        double masses = 1 + 0.3 * random.nextDouble();
        double friction = 0.005 + 0.01 * random.nextDouble();
        List<Trial> trials = trials(masses, friction, seed);
        Unknowns unknowns = new Unknowns(robot, LAW, List.of("", "", ""), EnumSet.of(Kind.INERTIA, Kind.ARMATURE,
            Kind.DAMPING, Kind.FRICTION, Kind.DELAY), trials);
        Identified found = new Identification(robot, unknowns, trials, WINDOW).run();
        int shown = 0;
        for (int k = 0; k < found.names().size(); k++) {
          String name = found.names().get(k).replaceAll(" .*", "");
          if (found.isShown(k)) {
            shown++;
            double errors = (found.values()[k] - truth(name, masses, friction)) / found.standardErrors()[k];
            int[] count = within.computeIfAbsent(name, any -> new int[2]);
            count[0] += Math.abs(errors) <= 3 ? 1 : 0;
            count[1]++;
            System.out.printf(Locale.ROOT, "seed %d: %s is off by %.1f standard errors%n", seed, name, errors);
          }
        }
        assertThat(shown).isGreaterThanOrEqualTo(12);
      }
    }
    within.forEach((name, count) -> assertThat(count[0]).as("%s, of %d", name, count[1])
        .isGreaterThanOrEqualTo((int) Math.ceil(0.95 * count[1])));
  }

  private static double truth(String name, double masses, double friction) {
    int row = Arrays.asList(Parameters.names(FINGER)).indexOf(name);
    double own = row < 0 ? 0 : Parameters.values(FINGER)[row];
    String what = name.substring(name.indexOf('.') + 1);
    return what.equals("friction") ? friction : what.matches("mass|i[xyz][xyz]") ? masses * own : own;
  }
}
