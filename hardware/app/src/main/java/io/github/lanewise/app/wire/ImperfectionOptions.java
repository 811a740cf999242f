package io.github.lanewise.app.wire;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say how a simulated robot differs from its file and its equations of motion: a mixin. */
public final class ImperfectionOptions {
  /** The options of the body and its servos. */
  static final List<String> NAMES = List.of("--masses", "--ideal", "--backlash", "--friction", "--encoder-counts",
      "--command-delay", "--sensor-delay", "--noise-seed");
  /** The options of what is measured. */
  static final List<String> NOISE = List.of("--position-noise", "--velocity-noise", "--torque-noise");

  @Option(names = "--masses", paramLabel = "FACTOR", defaultValue = "1",
      description = "Masses and inertias of the simulated robot over those of its file (${DEFAULT-VALUE}).")
  private double masses;

  @Option(names = "--ideal", description = "No play, friction, delays or noise but those that are given.")
  private boolean ideal;

  @Option(names = "--backlash", paramLabel = "RAD", description = "Play of every gear [rad] (0.0044).")
  private Double backlash;

  @Option(names = "--friction", paramLabel = "NM", description = "Dry friction in every joint [N m] (0.01).")
  private Double friction;

  @Option(names = "--encoder-counts", paramLabel = "N",
      description = "Counts in a turn of the position sensors; 0 is without end (4096).")
  private Integer encoderCounts;

  @Option(names = "--command-delay", paramLabel = "S", description = "From a command to the motor [s] (0.001).")
  private Double commandDelay;

  @Option(names = "--sensor-delay", paramLabel = "S", description = "From the motion to its register [s] (0.001).")
  private Double sensorDelay;

  @Option(names = "--position-noise", paramLabel = "RAD",
      description = "Standard deviation of measured positions [rad] (0.00077).")
  private Double positionNoise;

  @Option(names = "--velocity-noise", paramLabel = "RAD/S",
      description = "Standard deviation of measured velocities [rad/s] (0.024).")
  private Double velocityNoise;

  @Option(names = "--torque-noise", paramLabel = "NM",
      description = "Standard deviation of measured torques [N m] (0.005).")
  private Double torqueNoise;

  @Option(names = "--noise-seed", paramLabel = "N", description = "Seed of the noise (1).")
  private Long seed;

  /**
   * A robot with the usual imperfections of a good small servo, or none, with those of the options instead.
   *
   * @param file the robot as its file has it
   * @param arm what its servos are; null for the usual ones
   * @throws IllegalArgumentException if a number is negative or not finite
   */
  public SimulatedRobot of(RobotModel file, Arm arm) {
    Imperfections base = ideal ? Imperfections.ideal() : Imperfections.typical();
    List<Servo> servos =
        arm == null ? Twin.servos(file, ServoProtocol.DYNAMIXEL) : arm.simulated(file);
    return new SimulatedRobot(file, masses, servos, new Imperfections(or(backlash, base.backlash()),
        or(friction, base.friction()), or(encoderCounts, base.encoderCounts()),
        or(commandDelay, base.commandDelay()), or(sensorDelay, base.sensorDelay()),
        or(positionNoise, base.positionNoise()), or(velocityNoise, base.velocityNoise()),
        or(torqueNoise, base.torqueNoise()), or(seed, base.seed())));
  }

  /** Refuses noise that is negative or not finite. */
  public void checkNoise(ArgumentChecks checks) {
    checks.requireNotNegative("--position-noise", positionNoise);
    checks.requireNotNegative("--velocity-noise", velocityNoise);
    checks.requireNotNegative("--torque-noise", torqueNoise);
  }

  /** Standard deviations of positions [rad], velocities [rad/s] and torques [N m] as they were given, or else 0. */
  public double[] noise() {
    return new double[] {or(positionNoise, 0.0), or(velocityNoise, 0.0), or(torqueNoise, 0.0)};
  }

  private static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
