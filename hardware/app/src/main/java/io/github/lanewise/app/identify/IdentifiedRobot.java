package io.github.lanewise.app.identify;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmFile;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that name the robot whose numbers are to be found: a mixin. */
final class IdentifiedRobot {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description = RobotOption.DESCRIPTION
      + " With an --arm that has one it may be left out.")
  private String robot;

  @Option(names = "--arm", paramLabel = "FILE", description = "An arm's file: its robot, and the ranges of its joints."
      + " Recordings made with it have joints, whatever servos, gears and followers it has.")
  private Path armFile;

  @Option(names = "--free-base", description = RobotOption.FREE_BASE + " Its pose must be in the recordings.")
  private boolean freeBase;

  private Arm arm;

  /** As it was typed, or as the arm's file has it. */
  String name() throws IOException {
    readArm();
    String name = robot != null || arm == null ? robot : arm.robot();
    new ArgumentChecks(spec).require(name != null, armFile == null ? "Name a --robot, or an --arm that has one."
        : armFile + " names no robot: name one with --robot.");
    return name;
  }

  boolean freeBase() {
    return freeBase;
  }

  private void readArm() throws IOException {
    if (arm == null && armFile != null) {
      arm = ArmFile.read(armFile);
    }
  }

  /** The robot. */
  RobotModel load() throws IOException {
    RobotModel model = RobotOption.load(name(), freeBase, spec);
    if (arm != null) {
      arm.requireFits(model);
      if (!arm.passive().isEmpty()) {
        throw new IllegalArgumentException(armFile + " has passive joints, " + String.join(", ",
            arm.passive().keySet()) + ", whose motion nothing measures: numbers are found of robots all of whose joints"
            + " are measured; make them fixed in the robot's file");
      }
    }
    return model;
  }

  /** The range of a joint [rad or m]. */
  double[] range(Joint joint) {
    double[] own = arm == null ? null : arm.ranges().get(joint.name());
    return own != null ? own : new double[] {joint.lower(), joint.upper()};
  }

  /** Refuses robots that are no files. */
  void requireFile(Path out) throws IOException {
    new ArgumentChecks(spec).require(Files.isRegularFile(Path.of(name())), "--out writes the robot's file anew, and "
        + name() + " is none, but comes with the library; without --out the numbers are shown, and with --json they"
        + " are in a file.");
    new ArgumentChecks(spec).require(!out.toAbsolutePath().normalize().equals(Path.of(name()).toAbsolutePath()
        .normalize()), "--out is the robot's file itself: name another.");
  }
}
