package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The motion of the robot behind the servos, and every imperfection measured by an experiment. */
final class TwinRobotTest {
  private static final double H = Twin.STEP_NANOS * 1e-9;
  private static final double INERTIA = 2e-3;

  private static TwinRobot robot(RobotModel model, Imperfections imperfections) {
    return new TwinRobot(model, imperfections, Twin.STEP_NANOS, 0);
  }

  private static TwinRobot wheel(Imperfections imperfections) {
    return robot(Bench.wheel(INERTIA), imperfections);
  }

  private static void pass(TwinRobot robot, double seconds) {
    long end = robot.timeNanos() + Math.round(seconds * 1e9);
    while (robot.stepUntil(end)) { }
  }

  private static Drive torque(double target) {
    Drive drive = new Drive();
    drive.mode = Drive.Mode.TORQUE;
    drive.target = target;
    drive.limit = 10;
    return drive;
  }

  private static Drive position(double target, double stiffness, double damping) {
    Drive drive = new Drive();
    drive.mode = Drive.Mode.POSITION;
    drive.target = target;
    drive.limit = 100;
    drive.effort = 100;
    drive.stiffness = stiffness;
    drive.damping = damping;
    return drive;
  }

  @Test
  void idealTorquesMoveItAsTheSimulationDoesToTheLastBit() {
    RobotModel finger = RobotModel.builtIn("finger");
    double[] start = {0.1, 0.5, 0.9};
    Random random = new Random(6);
    try (TwinRobot robot = robot(finger, Imperfections.ideal());
        Simulation simulation = Simulation.of(finger).lanes(Lanes.scalar(ElementType.DOUBLE)).timeStep(H).build()) {
      robot.place(start);
      simulation.state().setRobot(0, Arrays.copyOf(start, 6));
      for (int tick = 0; tick < 50; tick++) {
        for (int i = 0; i < 3; i++) {
          double tau = 0.05 * random.nextGaussian() - (i == 1 ? 0.05 : 0);
          robot.command(i, torque(tau));
          simulation.action().set(i, 0, tau);
        }
        pass(robot, 4 * H);
        simulation.step(4);
        for (int i = 0; i < 3; i++) {
          assertThat(robot.position(i)).isEqualTo(simulation.state().get(i, 0));
          assertThat(robot.velocity(i)).isEqualTo(simulation.state().get(3 + i, 0));
          assertThat(robot.sensors().position(i)).isEqualTo(robot.position(i));
        }
      }
      assertThat(robot.position(0)).as("it has moved").isNotCloseTo(0.1, within(1e-3));
    }
  }

  @Test
  void idealPositionControlIsTheLimitOfTheSimulationsPdLaw() {
    RobotModel finger = RobotModel.builtIn("finger");
    double[] kp = {2, 3, 1};
    double[] kd = {0.05, 0.08, 0.02};
    double[] goal = {0.2, 0.4, 0.6};
    double fine = H / 50;
    try (TwinRobot robot = robot(finger, Imperfections.ideal());
        Simulation simulation = Simulation.of(finger).lanes(Lanes.scalar(ElementType.DOUBLE)).timeStep(fine)
            .control(ControlLaw.hold(finger, kp, kd)).build()) {
      robot.place(new double[] {0, 0.2, 0.3});
      simulation.state().setRobot(0, 0, 0.2, 0.3, 0, 0, 0);
      simulation.action().setRobot(0, goal);
      for (int i = 0; i < 3; i++) {
        robot.command(i, position(goal[i], kp[i], kd[i]));
      }
      for (int tick = 0; tick < 40; tick++) {
        pass(robot, 0.01);
        simulation.step(2000);
        for (int i = 0; i < 3; i++) {
          assertThat(robot.position(i)).isCloseTo(simulation.state().get(i, 0), within(2e-3));
        }
      }
    }
  }

  @Test
  void frictionHoldsTorquesUpToItsOwnAndTakesItFromLarger() {
    double friction = 0.02;
    try (TwinRobot robot = wheel(Imperfections.ideal().withFriction(friction))) {
      robot.command(0, torque(0.99 * friction));
      pass(robot, 1);
      assertThat(robot.position(0)).as("not even creeping").isCloseTo(0, within(1e-12));
      robot.command(0, torque(3 * friction));
      pass(robot, 0.1);
      double speed = 2 * friction * 0.1 / INERTIA;
      assertThat(robot.velocity(0)).isCloseTo(speed, within(1e-9));
      robot.command(0, torque(0));
      pass(robot, 0.1);
      assertThat(robot.velocity(0)).isCloseTo(speed - friction * 0.1 / INERTIA, within(1e-9));
      pass(robot, 0.2);
      assertThat(robot.velocity(0)).isCloseTo(0, within(1e-12));
    }
  }

  /** Both take friction and damping at the end of the step. */
  @Test
  void frictionThatSlidesIsThatOfTheSimulation() {
    String wheel = """
        <robot name="wheel"><link name="base"/>
          <link name="wheel"><inertial><mass value="0.1"/>
            <inertia ixx="2e-4" ixy="0" ixz="0" iyy="2e-4" iyz="0" izz="2e-4"/></inertial></link>
          <joint name="axle" type="continuous"><parent link="base"/><child link="wheel"/><axis xyz="0 0 1"/>
            <dynamics damping="0.02" friction="%s"/></joint></robot>""";
    try (TwinRobot twin = robot(RobotModel.parse(wheel.formatted("0")), Imperfections.ideal().withFriction(0.01));
        Simulation simulation = Simulation.of(RobotModel.parse(wheel.formatted("0.01"))).timeStep(H)
            .lanes(Lanes.scalar(ElementType.DOUBLE)).build()) {
      twin.command(0, torque(0.05));
      simulation.action().set(0, 0, 0.05);
      for (int k = 0; k < 400; k++) {
        pass(twin, H);
        simulation.step();
        assertThat(twin.velocity(0)).isCloseTo(simulation.state().get(1, 0), within(1e-9));
        assertThat(twin.position(0)).isCloseTo(simulation.state().get(0, 0), within(1e-9));
      }
      assertThat(twin.velocity(0)).as("(0.05 - 0.01) / 0.02, nearly").isCloseTo(2, within(1e-3));
    }
  }

  @Test
  void theRotorCrossesTheBacklashBeforeTheJointFeelsIt() {
    double backlash = 0.01;
    double tau = 0.02;
    double rotor = 1e-3;
    try (TwinRobot robot = wheel(Imperfections.ideal().withBacklash(backlash))) {
      robot.command(0, torque(tau));
      pass(robot, 1);
      assertThat(robot.gear(0).lead()).isEqualTo(backlash / 2);
      robot.place(new double[] {0});
      robot.command(0, torque(-tau));
      pass(robot, 1);
      assertThat(robot.gear(0).lead()).isEqualTo(-backlash / 2);
      double speed = robot.velocity(0);
      robot.command(0, torque(tau));
      double crossing = Math.sqrt(2 * backlash * rotor / tau);
      pass(robot, 0.9 * crossing);
      assertThat(robot.velocity(0)).as("coasts").isEqualTo(speed);
      double time = 0.9 * crossing;
      while (robot.velocity(0) == speed && time < 2 * crossing) {
        pass(robot, H);
        time += H;
      }
      assertThat(time).isCloseTo(crossing, within(3 * H));
    }
  }

  @Test
  void aHeldJointCanBeRockedByTheBacklash() {
    double backlash = 0.008;
    try (TwinRobot robot = robot(RobotModel.builtIn("double_pendulum"),
        Imperfections.ideal().withBacklash(backlash).withFriction(1e-3))) {
      double least = 1;
      double most = -1;
      robot.command(1, position(0, 200, 2));
      for (int step = 0; step < 8000; step++) {
        robot.command(0, torque(2 * Math.sin(2 * Math.PI * step * H)));
        pass(robot, H);
        double lead = robot.gear(1).lead();
        least = Math.min(least, lead);
        most = Math.max(most, lead);
      }
      assertThat(most - least).isCloseTo(backlash, within(1e-12));
    }
  }

  @Test
  void sensorsCount() {
    int counts = 256;
    double count = 2 * Math.PI / counts;
    try (TwinRobot robot = wheel(Imperfections.ideal().withEncoderCounts(counts))) {
      robot.command(0, torque(0.001));
      double worst = 0;
      for (int step = 0; step < 8000; step++) {
        pass(robot, H);
        double shown = robot.sensors().position(0);
        assertThat(shown / count).isCloseTo(Math.rint(shown / count), within(1e-9));
        worst = Math.max(worst, Math.abs(shown - robot.position(0)));
      }
      assertThat(worst).isBetween(0.45 * count, 0.5 * count + 1e-12);
    }
  }

  @Test
  void commandsAndSensorsAreLate() {
    try (TwinRobot robot = wheel(Imperfections.ideal().withDelays(5e-3, 3e-3))) {
      robot.command(0, torque(0.1));
      pass(robot, 5e-3);
      assertThat(robot.velocity(0)).isZero();
      pass(robot, H);
      assertThat(robot.velocity(0)).isPositive();
      double before = robot.position(0);
      assertThat(robot.sensors().position(0)).isZero();
      pass(robot, 3e-3);
      assertThat(robot.sensors().position(0)).isEqualTo(before);
    }
  }

  @Test
  void noiseHasItsDeviationAndItsSeed() {
    Imperfections noisy = Imperfections.ideal().withNoise(0.01, 0.2, 0.03).withSeed(9);
    int samples = 20_000;
    try (TwinRobot robot = wheel(noisy);
        TwinRobot same = wheel(noisy);
        TwinRobot other = wheel(noisy.withSeed(10))) {
      double[] squares = new double[3];
      int equal = 0;
      for (int k = 0; k < samples; k++) {
        pass(robot, H);
        pass(same, H);
        pass(other, H);
        squares[0] += square(robot.sensors().position(0));
        squares[1] += square(robot.sensors().velocity(0));
        squares[2] += square(robot.sensors().torque(0));
        assertThat(same.sensors().position(0)).isEqualTo(robot.sensors().position(0));
        equal += other.sensors().position(0) == robot.sensors().position(0) ? 1 : 0;
      }
      assertThat(Math.sqrt(squares[0] / samples)).isCloseTo(0.01, within(0.01 * 0.03));
      assertThat(Math.sqrt(squares[1] / samples)).isCloseTo(0.2, within(0.2 * 0.03));
      assertThat(Math.sqrt(squares[2] / samples)).isCloseTo(0.03, within(0.03 * 0.03));
      assertThat(equal).isZero();
      assertThat(robot.position(0)).as("noise is in the sensors alone").isZero();
    }
  }

  private static double square(double x) {
    return x * x;
  }

  @Test
  void aRobotWhoseRangeHasNoZeroStartsInside() {
    RobotModel robot = RobotModel.parse("""
        <robot name="r"><link name="l0"/><link name="l1"><inertial><mass value="1"/>
        <inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <joint name="a" type="revolute"><parent link="l0"/><child link="l1"/><axis xyz="0 0 1"/>
        <limit lower="0.3" upper="1" effort="10" velocity="10"/></joint></robot>""");
    try (Bench bench = new Bench(robot, Twin.servos(robot, ServoProtocol.DYNAMIXEL), Imperfections.ideal())) {
      assertThat(bench.twin.position()).containsExactly(0.3);
      bench.pass(0.1);
      assertThat(bench.twin.position()).containsExactly(0.3);
    }
  }

  @Test
  void jointsEndAtTheirStops() {
    try (TwinRobot robot = robot(RobotModel.builtIn("finger"), Imperfections.ideal())) {
      robot.place(new double[] {0, 0.5, 1});
      for (int k = 0; k < 400; k++) {
        pass(robot, 0.01);
        for (int i = 0; i < 3; i++) {
          assertThat(robot.position(i)).isBetween(robot.model().joints().get(i).lower() - 1e-9,
              robot.model().joints().get(i).upper() + 1e-9);
        }
      }
      assertThat(robot.position(1)).as("it hangs on its stop").isCloseTo(1.7, within(0.2));
    }
  }

  @Test
  void anArmHeldByStiffDrivesStandsWhereGravityAndStiffnessBalance() {
    RobotModel arm = RobotModel.builtIn("arm7");
    try (TwinRobot robot = robot(arm, Imperfections.typical())) {
      double[] goal = arm.neutral();
      robot.place(goal);
      for (int i = 0; i < 7; i++) {
        robot.command(i, position(goal[i], 2000, 50));
      }
      pass(robot, 2);
      for (int i = 0; i < 7; i++) {
        assertThat(robot.position(i)).isCloseTo(goal[i], within(0.05));
        assertThat(Math.abs(robot.velocity(i))).isLessThan(0.05);
      }
    }
  }

  @Test
  void profilesKeepToTheirVelocityAndAcceleration() {
    Profile profile = new Profile();
    profile.rest(0);
    double before = 0;
    double speedBefore = 0;
    double fastest = 0;
    for (int step = 0; step < 8000; step++) {
      double at = profile.advance(1, 2, 10, H);
      double speed = (at - before) / H;
      assertThat(Math.abs(speed - speedBefore)).isLessThan(10 * H + 1e-9);
      fastest = Math.max(fastest, speed);
      before = at;
      speedBefore = speed;
    }
    assertThat(fastest).isCloseTo(2, within(1e-9));
    assertThat(before).isCloseTo(1, within(1e-4));
    assertThat(profile.advance(3, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, H)).isCloseTo(3, within(1e-9));
  }

  @Test
  void oneThatLeavesTheFiniteNumbersNamesTheJoint() {
    try (TwinRobot robot = robot(RobotModel.builtIn("finger"), Imperfections.ideal())) {
      Drive drive = torque(1e200);
      drive.limit = Double.MAX_VALUE;
      robot.command(0, drive);
      assertThatThrownBy(() -> pass(robot, 1)).isInstanceOf(DivergenceException.class)
          .hasMessageContainingAll("'finger' left the finite numbers at joint '", "s after its start", "armature");
    }
  }

  /** The root of the hopper has no motors, its legs have strong ones: servos are theirs, with their limits. */
  @Test
  void servosDriveWhatTheFileDrivesAndNoMoreStrongly() {
    RobotModel hopper = RobotModel.builtIn("hopper");
    try (TwinRobot robot = robot(hopper, Imperfections.ideal())) {
      assertThat(robot.servoCount()).isEqualTo(3);
      assertThat(hopper.joints().get(robot.driven(0)).name()).isEqualTo("hip");
      Drive strong = torque(1e4);
      strong.limit = 1e4;
      robot.command(robot.driven(0), strong);
      Drive root = torque(1e4);
      root.limit = 1e4;
      robot.command(0, root);
      pass(robot, H);
      assertThat(robot.sensors().torque(robot.driven(0))).isEqualTo(150);
      assertThat(robot.sensors().torque(0)).isZero();
    }
    assertThat(Twin.servos(hopper, ServoProtocol.DYNAMIXEL)).extracting(Servo::id).containsExactly(1, 2, 3);
  }
}
