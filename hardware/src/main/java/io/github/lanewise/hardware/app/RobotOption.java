package io.github.lanewise.hardware.app;

import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name a robot. */
final class RobotOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--robot",
      required = true,
      paramLabel = "FILE|NAME",
      description = {
        "A URDF or MJCF file, or a robot that comes with the library: double_pendulum, finger, arm7, hopper,"
            + " quadruped, humanoid.",
        "A file goes before a robot of the library with the same name."
      })
  private String robot;

  @Option(names = "--free-base", description = "Free the base, which in URDF is fixed to the world.")
  private boolean freeBase;

  String name() {
    return robot;
  }

  boolean freeBase() {
    return freeBase;
  }

  /** The robot, on a free base if that was asked for. */
  RobotModel load() throws IOException {
    RobotModel model = load(robot, spec);
    return freeBase ? model.withFreeBase() : model;
  }

  /**
   * The robot that a file or a name of the library stands for; what its file says that is left out goes to standard
   * error.
   */
  static RobotModel load(String robot, CommandSpec spec) throws IOException {
    RobotModel model = find(robot, spec);
    model.warnings().forEach(warning -> spec.commandLine().getErr().println("lanewise: warning: " + warning));
    return model;
  }

  private static RobotModel find(String robot, CommandSpec spec) throws IOException {
    Path file = Path.of(robot);
    boolean inFolder = file.getParent() != null;
    if (inFolder || Files.exists(file) && !Files.isDirectory(file)) {
      return RobotModel.load(file);
    }
    String builtIn = robot.replaceFirst("\\.(urdf|xml)$", "");
    if (RobotModel.builtInNames().contains(builtIn)) {
      return RobotModel.builtIn(builtIn);
    }
    throw new ParameterException(spec.commandLine(), "There is no file '" + robot + "', and no robot of that name"
        + " comes with the library; there are: " + String.join(", ", RobotModel.builtInNames()) + ".");
  }
}
