package io.github.lanewise.app.identify;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.identification.ShakingLimits;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a design of shaking: a mixin. */
final class DesignOptions {
  private static final List<String> ALL = List.of("--seconds", "--rate", "--candidates", "--seed", "--start",
      "--position-noise", "--velocity-noise", "--max-velocity", "--max-torque");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--design", paramLabel = "FILE", description = "In place of --data: write the shaking that shows most"
      + " of what is unknown, a roll-out with its commands (.npz or .csv).")
  private Path file;

  @Option(names = "--seconds", paramLabel = "S", defaultValue = "4",
      description = "--design: how long it lasts [s] (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--rate", paramLabel = "HZ", defaultValue = "200",
      description = "--design: commands a second (${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--candidates", paramLabel = "N", defaultValue = "200",
      description = "--design: motions that are looked at (${DEFAULT-VALUE}).")
  private int candidates;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "--design: of random numbers (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--start", split = ",", paramLabel = "RAD,...", hideParamSyntax = true,
      description = "--design: where it begins and ends, one for each joint (the middle of the range; of joints without"
          + " range where the robot's file has them).")
  private double[] start = {};

  @Option(names = "--position-noise", paramLabel = "RAD", defaultValue = "0.001",
      description = "--design: standard deviation of measured positions (${DEFAULT-VALUE}).")
  private double positionNoise;

  @Option(names = "--velocity-noise", paramLabel = "RAD/S", defaultValue = "0.02",
      description = "--design: of measured velocities (${DEFAULT-VALUE}).")
  private double velocityNoise;

  @Option(names = "--max-velocity", split = ",", paramLabel = "RAD/S,...", hideParamSyntax = true,
      description = "--design: highest speed, one for all joints or one each (the file's).")
  private double[] velocity = {};

  @Option(names = "--max-torque", split = ",", paramLabel = "NM,...", hideParamSyntax = true,
      description = "--design: highest torque, one for all joints or one each (the file's).")
  private double[] torque = {};

  /** Where it is to be written; null if nothing is to be designed. */
  Path file() {
    return file;
  }

  /** Refuses what has no meaning, and numbers that are none. */
  void check() {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.refuse(file == null, ALL, " is for --design.");
    checks.requirePositive("--seconds", seconds);
    checks.requirePositive("--rate", rate);
    checks.requireAtLeastOne("--candidates", candidates);
    checks.requirePositive("--position-noise", positionNoise);
    checks.requirePositive("--velocity-noise", velocityNoise);
  }

  double seconds() {
    return seconds;
  }

  double rate() {
    return rate;
  }

  int candidates() {
    return candidates;
  }

  long seed() {
    return seed;
  }

  double positionNoise() {
    return positionNoise;
  }

  double velocityNoise() {
    return velocityNoise;
  }

  /** Where each joint begins. */
  double[] start(RobotModel model, ShakingLimits limits) {
    requireEach("--start", start, model);
    double[] q = start.length == 0 ? model.neutral().clone() : start;
    for (int j = 0; j < q.length && start.length == 0; j++) {
      Joint joint = model.joints().get(j);
      q[j] = Double.isFinite(joint.lower() + joint.upper()) ? (limits.lower()[j] + limits.upper()[j]) / 2 : q[j];
    }
    return q;
  }

  /** What each joint must keep; where the file has no range, half a turn to both sides of where it has the joint. */
  ShakingLimits limits(IdentifiedRobot robot, RobotModel model) {
    int n = model.nv();
    double[][] limits = new double[4][n];
    requireOneOrEach("--max-velocity", velocity, model);
    requireOneOrEach("--max-torque", torque, model);
    for (int j = 0; j < n; j++) {
      Joint joint = model.joints().get(j);
      double[] range = robot.range(joint);
      limits[0][j] = Double.isFinite(range[0]) ? range[0] : model.neutral()[j] - Math.PI;
      limits[1][j] = Double.isFinite(range[1]) ? range[1] : model.neutral()[j] + Math.PI;
      limits[2][j] = velocity.length == 0 ? joint.velocityLimit() : velocity[velocity.length == 1 ? 0 : j];
      limits[3][j] = torque.length == 0 ? joint.effortLimit() : torque[torque.length == 1 ? 0 : j];
      ArgumentChecks checks = new ArgumentChecks(spec);
      String of = "The file of robot '" + model.name() + "' has no highest ";
      checks.require(Double.isFinite(limits[2][j]), of + "speed of joint '" + joint.name() + "': give --max-velocity.");
      checks.require(Double.isFinite(limits[3][j]), of + "torque of joint '" + joint.name() + "': give --max-torque.");
    }
    return new ShakingLimits(limits[0], limits[1], limits[2], limits[3]);
  }

  private void requireOneOrEach(String option, double[] numbers, RobotModel model) {
    if (numbers.length != 1) {
      requireEach(option, numbers, model);
    }
    Arrays.stream(numbers).forEach(number -> new ArgumentChecks(spec).requirePositive(option, number));
  }

  private void requireEach(String option, double[] numbers, RobotModel model) {
    new ArgumentChecks(spec).require(numbers.length == 0 || numbers.length == model.nv(), option + " has "
        + numbers.length + " numbers, but robot '" + model.name() + "' has " + model.nv() + " joints.");
  }
}
