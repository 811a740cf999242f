package io.github.lanewise.app.robot;

import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.RobotOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise robot}: what is read of a robot's file, and what its format has. */
@Command(
    name = "robot",
    subcommands = {RobotCalibrate.class, RobotMove.class, RobotPoses.class},
    description = {
      "Show what is read of a robot's file, and what is left aside; or which elements and attributes of a format are."
          + " Its commands calibrate and move a robot on a port.",
      "",
      "A file is refused where it has a name that its format does not have, since a slip of the pen would change the"
          + " robot without a word. What the format has and this library leaves aside is named in a warning, once, with"
          + " its count.",
      ""
    },
    footer = {
      "",
      "What is shown of a robot:",
      "  joints       in the order of the rows of q and v, parents first; limits, and what acts in them; lifted is the"
          + " mass whose weight is carried.",
      "  bodies       what each joint carries, with all that is fixed to it: mass, centre of mass and inertia about it,"
          + " on the axes of the joint. world is what does not move.",
      "  frames       links and named places, where they are on the body of a joint: position, then quaternion.",
      "  geometries   shapes to be seen and to touch, half lengths, likewise placed.",
      "  tendons      lengths made of the positions of joints.",
      "  actuators    what drives joints or tendons, one control each: gain times control plus bias; some have a state"
          + " that integrates or filters the control.",
      "  keyframes    states with names. Units are SI, angles in rad, quaternions x, y, z, w; a dash is no limit.",
      "  contact      pairs of shapes that touch whatever else is said, and bodies that do not.",
      "  couplings    joints that follow others: q - r = c0 + c1 (p - s) + ... with their neutral positions r, s.",
      "  warnings     what the file has that the model has not.",
      "What is shown of a format: for each element its attributes and the elements in it, read, left aside or refused."
          + " A path such as equality/joint is a joint in an equality, which is no joint; a * stands for all others.",
      "",
      "Examples: lanewise robot --robot hopper; lanewise robot --robot arm.urdf --json arm.json;"
          + " lanewise robot --elements mjcf"
    })
public final class Robot implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @ArgGroup
  private Subject subject;

  @Mixin
  private JsonOption json;

  /** A robot or the formats. */
  static final class Subject {
    @Option(names = "--robot", required = true, paramLabel = "FILE|NAME", description =
        "Show this robot: a URDF or MJCF file, or one that comes with the library.")
    private String robot;

    @Option(names = "--elements", required = true, arity = "0..1", paramLabel = "mjcf|urdf", fallbackValue = "",
        converter = Formats.Converter.class, description = "Show the elements and attributes of a format, or of both.")
    private Formats formats;
  }

  @Override
  public Integer call() throws IOException {
    if (subject == null) {
      throw new ParameterException(spec.commandLine(), "Name a --robot to show, or the --elements of a format, or a"
          + " command: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
    json.requireWritable();
    PrintWriter out = spec.commandLine().getOut();
    if (subject.robot == null) {
      ElementsReport report = new ElementsReport(subject.formats.list());
      out.print(report.toText());
      json.write(report::toJson);
    } else {
      RobotReport report = new RobotReport(RobotOption.find(subject.robot, spec));
      out.print(report.toText());
      json.write(report::toJson);
    }
    out.flush();
    return ExitCode.OK;
  }
}
