package io.github.lanewise.app.options;

import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name a robot. */
public final class RobotOption {
  /** What {@code --robot} takes. */
  public static final String DESCRIPTION = "A URDF or MJCF file, or a robot that comes with the library:"
      + " double_pendulum, finger, arm7, hopper, quadruped, humanoid. A file goes before a robot of the library with"
      + " the same name.";
  /** What {@code --free-base} does. */
  public static final String FREE_BASE = "Free the base, which in URDF is fixed to the world.";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--robot", required = true, paramLabel = "FILE|NAME", description = DESCRIPTION)
  private String robot;

  @Option(names = "--free-base", description = FREE_BASE)
  private boolean freeBase;

  /** As it was typed. */
  public String name() {
    return robot;
  }

  /** Whether its base is to be freed. */
  public boolean freeBase() {
    return freeBase;
  }

  /** The robot, on a free base if that was asked for. */
  public RobotModel load() throws IOException {
    return load(robot, freeBase, spec);
  }

  /** The robot that a file or a name of the library stands for, on a free base if that was asked for. */
  public static RobotModel load(String robot, boolean freeBase, CommandSpec spec) throws IOException {
    RobotModel model = load(robot, spec);
    if (model.joints().isEmpty() && !freeBase) {
      throw new ParameterException(spec.commandLine(), "Robot '" + model.name() + "' has no joints, so nothing of it"
          + " moves; --free-base sets it free as a whole.");
    }
    return freeBase ? model.withFreeBase() : model;
  }

  /** The same with its name. */
  public NamedRobot named() throws IOException {
    return new NamedRobot(robot, load());
  }

  /**
   * The robot that a file or a name of the library stands for; what its file says that is left out goes to standard
   * error.
   */
  public static RobotModel load(String robot, CommandSpec spec) throws IOException {
    RobotModel model = find(robot, spec);
    model.warnings().forEach(warning -> spec.commandLine().getErr().println("lanewise: warning: " + warning));
    return model;
  }

  /** The same without a word of what is left out. */
  public static RobotModel find(String robot, CommandSpec spec) throws IOException {
    Path file = Path.of(robot);
    boolean inFolder = file.getParent() != null;
    boolean isFolder = Files.isDirectory(file);
    if (!isFolder && (inFolder || Files.exists(file))) {
      return RobotModel.load(file);
    }
    String builtIn = robot.replaceFirst("\\.(urdf|xml)$", "");
    if (RobotModel.builtInNames().contains(builtIn)) {
      return RobotModel.builtIn(builtIn);
    }
    if (isFolder) {
      throw new ParameterException(spec.commandLine(),
          "'" + robot + "' is a folder and no robot: name a URDF or MJCF file in it.");
    }
    throw new ParameterException(spec.commandLine(), "There is no file '" + robot + "', and no robot of that name"
        + " comes with the library; there are: " + String.join(", ", RobotModel.builtInNames()) + ".");
  }
}
