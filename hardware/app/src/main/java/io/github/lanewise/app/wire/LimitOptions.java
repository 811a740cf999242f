package io.github.lanewise.app.wire;

import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.SafetyBuilder;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what a control loop tolerates before it makes the robot safe: a mixin. */
public final class LimitOptions {
  private static final String RANGE = "--range";
  private static final String VELOCITY = "--max-velocity";
  private static final String TORQUE = "--max-torque";
  private static final String SHARE = "--torque-share";
  private static final int FORGIVING = 100;
  private static final int OF_ANOTHER_PROCESS = 1000;
  private static final int PATIENCE = 20;
  private static final String WAITED_FOR = "a pseudo-terminal, as of a simulated robot, which shares the processors: "
      + OF_ANOTHER_PROCESS + " bus errors in a row and as many ticks of lateness are tolerated unless options say less,"
      + " and answers waited for; if real servos are behind it, give --bus-errors 5 --late-ticks 20"
      + " --controller-ticks 4";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = RANGE, split = ",", paramLabel = "[JOINT=]LO:HI,...", hideParamSyntax = true,
      description = "Range of a joint, or of all, in place of the file's [rad].")
  private List<String> ranges = List.of();

  @Option(names = VELOCITY, split = ",", paramLabel = "[JOINT=]RAD/S,...", hideParamSyntax = true,
      description = "Highest speed of a joint, or of all, in place of the file's, or of the servo's on a port if that"
          + " is lower; inf is none.")
  private List<String> velocities = List.of();

  @Option(names = TORQUE, split = ",", paramLabel = "[JOINT=]NM,...", hideParamSyntax = true,
      description = "Highest torque of a joint, or of all, in place of the file's, or of the servo's on a port if that"
          + " is lower; inf is none.")
  private List<String> torques = List.of();

  @Option(names = SHARE, split = ",", paramLabel = "[JOINT=]PART,...", hideParamSyntax = true,
      description = "Part of its torque, up to 1, that the servo of a joint, or of all, may use until its power goes"
          + " off: a gripper that pushes at less than the servo bears for long, such as gripper=0.5, is not overloaded"
          + " (as its register says).")
  private List<String> shares = List.of();

  @Option(names = "--max-temperature", paramLabel = "CELSIUS", defaultValue = "70",
      description = "Highest temperature of a servo; inf is none (${DEFAULT-VALUE}).")
  private String temperature;

  @Option(names = "--position-margin", paramLabel = "RAD", defaultValue = "0.05",
      description = "How far measured positions may be outside the range (${DEFAULT-VALUE}).")
  private double margin;

  @Option(names = "--max-step", paramLabel = "RAD", defaultValue = "0.1",
      description = "Largest change of a joint's position command from one tick to the next; a larger one is not sent,"
          + " and the loop stops; inf is none (${DEFAULT-VALUE}).")
  private String maxStep;

  @Option(names = "--approach-speed", paramLabel = "RAD/S", defaultValue = "0.5",
      description = "Highest speed at which the robot goes from where it is to the first position commanded; inf is"
          + " none (${DEFAULT-VALUE}).")
  private String approachSpeed;

  @Option(names = "--bus-errors", paramLabel = "N",
      description = "Stop at so many ticks in a row with a bus error (5; a simulated robot has to share the processors:"
          + " in this process " + FORGIVING + ", behind a pseudo-terminal, as of 'lanewise twin', " + OF_ANOTHER_PROCESS
          + ").")
  private Integer busErrors;

  @Option(names = "--late-ticks", paramLabel = "N", description =
      "Stop at a tick that begins later than this many periods, or whose state is older (20; simulated: " + FORGIVING
          + ", " + OF_ANOTHER_PROCESS + ").")
  private Double lateTicks;

  @Option(names = "--controller-ticks", paramLabel = "N", description =
      "Stop if the controller takes longer than this many periods (4; simulated: " + FORGIVING
          + ", " + OF_ANOTHER_PROCESS + ").")
  private Double controllerTicks;

  @Option(names = "--end", paramLabel = "off|hold",
      description = "Leave the robot without torque, or holding its last position; hold is for position commands"
          + " (off; of 'robot move' hold).")
  private End end;

  /** The ways to end, as people type them. */
  enum End {
    OFF(Safety.Ending.TORQUE_OFF), HOLD(Safety.Ending.HOLD);

    private final Safety.Ending ending;

    End(Safety.Ending ending) {
      this.ending = ending;
    }
  }

  /**
   * The file's limits, with the ranges of the arm where it has some, and with those of the options; a sentence with the
   * option's name if one is missing. A robot that is simulated, in this process or behind a pseudo-terminal, is waited
   * for longer.
   *
   * @param arm null if each joint has a servo of its own
   * @param place null for the ports of the arm, or for no wire at all
   */
  public Safety of(RobotModel model, Arm arm, RobotPlace place) {
    return of(model, arm, place, Safety.Ending.TORQUE_OFF);
  }

  /** The same, leaving the robot so unless {@code --end} says otherwise. */
  public Safety of(RobotModel model, Arm arm, RobotPlace place, Safety.Ending usual) {
    SafetyBuilder limits = Safety.of(model);
    if (arm == null) {
      RobotServos.requireServoOnEachJoint(model);
    } else {
      arm.ranges().forEach((joint, range) -> limits.range(model.jointIndex(joint), range[0], range[1]));
    }
    each(model, RANGE, ranges, (joint, text) -> {
      String[] ends = text.split(":", -1);
      if (ends.length != 2) {
        throw refusal(RANGE + " takes LO:HI, such as -1.5:1.5, but has '" + text + "'.");
      }
      limits.range(joint, number(RANGE, ends[0]), number(RANGE, ends[1]));
    });
    each(model, VELOCITY, velocities, (joint, text) -> limits.velocity(joint, number(VELOCITY, text)));
    each(model, TORQUE, torques, (joint, text) -> limits.torque(joint, number(TORQUE, text)));
    each(model, SHARE, shares, (joint, text) -> limits.torqueShare(joint, number(SHARE, text)));
    if (!limits.missing().isEmpty()) {
      throw refusal("Limits are missing in the file of robot '" + model.name() + "'; an option supplies each: "
          + String.join(", ", missing(model, limits.missing())) + "; inf says that there is none on purpose.");
    }
    try {
      boolean pseudo = onPseudoTerminals(arm, place);
      if (pseudo || place != null && place.simulated()) {
        int ticks = pseudo ? OF_ANOTHER_PROCESS : FORGIVING;
        limits.busErrors(ticks).lateTicks(ticks).staleTicks(ticks).controllerTicks(ticks)
            .patience(lateTicks == null ? PATIENCE : 1);
      }
      if (pseudo && (busErrors == null || lateTicks == null || controllerTicks == null)) {
        limits.remark(WAITED_FOR);
      }
      if (busErrors != null) {
        limits.busErrors(busErrors);
      }
      if (lateTicks != null) {
        limits.lateTicks(lateTicks).staleTicks(lateTicks);
      }
      if (controllerTicks != null) {
        limits.controllerTicks(controllerTicks);
      }
      return limits.temperature(number("--max-temperature", temperature)).positionMargin(margin)
          .maxStep(number("--max-step", maxStep)).approachSpeed(number("--approach-speed", approachSpeed))
          .ending(end == null ? usual : end.ending).build();
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage() + ".");
    }
  }

  /** Whether all ports are such; one that is not has servos of its own, and the limits that these need. */
  private static boolean onPseudoTerminals(Arm arm, RobotPlace place) {
    Collection<PortOptions> ports = place != null
        ? place.simulated() ? List.of() : List.of(place.port()) : arm == null ? List.of() : arm.ports().values();
    return !ports.isEmpty() && ports.stream().allMatch(port -> PseudoTerminal.isOne(port.path()));
  }

  private static List<String> missing(RobotModel model, List<String> missing) {
    List<String> options = new ArrayList<>();
    for (Joint joint : model.joints()) {
      String of = " of joint '" + joint.name() + "'";
      if (missing.contains("range" + of)) {
        options.add("range" + of + " by " + RANGE + " " + joint.name() + "=LO:HI");
      }
      if (missing.contains("velocity" + of)) {
        options.add("velocity" + of + " by " + VELOCITY + " " + joint.name() + "=RAD/S");
      }
      if (missing.contains("torque" + of)) {
        options.add("torque" + of + " by " + TORQUE + " " + joint.name() + "=NM");
      }
    }
    return options;
  }

  private void each(RobotModel model, String option, List<String> given, BiConsumer<Integer, String> setter) {
    List<String> names = model.joints().stream().map(Joint::name).toList();
    for (String text : given) {
      int equals = text.lastIndexOf('=');
      String name = equals < 0 ? null : text.substring(0, equals).strip();
      if (name != null && !names.contains(name)) {
        throw refusal(option + " names joint '" + name + "', but the robot's are: " + String.join(", ", names) + ".");
      }
      try {
        IntStream.range(0, names.size()).filter(i -> name == null || names.get(i).equals(name))
            .forEach(i -> setter.accept(i, text.substring(equals + 1).strip()));
      } catch (IllegalArgumentException e) {
        throw refusal(option + ": " + e.getMessage() + ".");
      }
    }
  }

  private double number(String option, String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          throw refusal(option + " has '" + text + "', which is no number.");
        }
      }
    };
  }

  private ParameterException refusal(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
