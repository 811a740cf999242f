package io.github.lanewise.app.options;

import io.github.lanewise.task.TipTask;
import io.github.lanewise.task.TipVariation;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of the task of a robot's tip: a mixin. */
public final class TipOptions {
  private static final List<String> NAMES =
      List.of("--robot", "--goal", "--effort", "--randomize", "--action-delay",
          "--position-noise", "--velocity-noise");
  /** With robots that vary. */
  private static final double DELAY = 1;
  private static final double POSITION_NOISE = 0.002;
  private static final double VELOCITY_NOISE = 0.02;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description =
      "Of task tip: a URDF or MJCF file, or a robot that comes with the library (finger).")
  private String robot;

  @Option(names = "--goal", paramLabel = "X,Y,Z", converter = Point.Converter.class, description =
      "Of task tip: where the tip is to come, in metres (its place where each joint is three quarters up its range).")
  private Point goal;

  @Option(names = "--effort", paramLabel = "RHO", description =
      "Of task tip: price of torques in the reward, in m^2/(N m)^2 (0.001).")
  private Double effort;

  @Option(names = "--randomize", paramLabel = "PERCENT", converter = Percent.class, description =
      "Of task tip: draw masses, friction and the torque of each servo anew for each robot, within so many per cent"
          + " of the file's (0); with it come --action-delay and noise.")
  private Double share;

  @Option(names = "--action-delay", paramLabel = "STEPS", description =
      "Of task tip: actions come late, by a part of a control step from 0 to so much, drawn for each robot (1 with"
          + " --randomize, else 0).")
  private Double delay;

  @Option(names = "--position-noise", paramLabel = "RAD", description = "Of task tip: standard deviation of measured"
      + " positions, drawn at every step [rad or m] (0.002 with --randomize, else 0).")
  private Double positionNoise;

  @Option(names = "--velocity-noise", paramLabel = "RAD/S", description = "Of task tip: of measured velocities"
      + " (0.02 with --randomize, else 0).")
  private Double velocityNoise;

  /** A number, of hundreds, with or without the sign for it. */
  static final class Percent implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        return Double.parseDouble(text.endsWith("%") ? text.substring(0, text.length() - 1) : text) / 100;
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is no number of per cent, such as 20%");
      }
    }
  }

  /** Refuses them for another task of this name. */
  public void refuseUnless(String task) {
    new ArgumentChecks(spec).refuse(!TipTask.NAME.equals(task), NAMES, " is for --task " + TipTask.NAME + ".");
  }

  /** What the options ask for. */
  public TipSubject subject() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requireNotNegative("--effort", effort);
    checks.require(share == null || share >= 0 && share < 1,
        "--randomize must be from 0 to below 100 per cent, but is " + (share == null ? 0 : 100 * share) + " %.");
    checks.requireNotNegative("--position-noise", positionNoise);
    checks.requireNotNegative("--velocity-noise", velocityNoise);
    double off = share == null ? 0 : share;
    double late = delay != null ? delay : off > 0 ? DELAY : 0;
    double positions = positionNoise != null ? positionNoise : off > 0 ? POSITION_NOISE : 0;
    double velocities = velocityNoise != null ? velocityNoise : off > 0 ? VELOCITY_NOISE : 0;
    TipVariation variation = checks.valid(() -> new TipVariation(off, late, positions, velocities));
    String name = robot == null ? "finger" : robot;
    return new TipSubject(new NamedRobot(name, RobotOption.load(name, spec)),
        goal == null ? null : goal.coordinates(),
        effort == null ? TipSubject.EFFORT : effort, variation);
  }
}
