package io.github.lanewise.app.robot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Prompts;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmFile;
import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.model.Joint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code lanewise robot poses}: postures with names, which a hand has shown. */
@Command(
    name = "poses",
    description = {
      "Show where a robot is and the poses of its arm's file; keep where it is as a pose.",
      "",
      "Torque is left as it is, unless --free lets go of the robot: hold it then, and move it by hand to the pose, then"
          + " press Enter.",
      ""
    },
    footer = {
      "",
      "Example: lanewise robot poses --arm arm.json --free --keep rest"
    })
final class RobotPoses extends ArmCommand {
  private static final double ROUNDED = 1e5;

  @Option(names = "--keep", paramLabel = "NAME", description = "Keep where the robot is as this pose of the --arm's"
      + " file, in place of one of that name.")
  private String name;

  @Option(names = "--free", description = "Switch torque off first: the robot falls unless it is held.")
  private boolean free;

  @Override
  void check(ArgumentChecks checks) throws IOException {
    arm();
    checks.require(name == null || name.matches("[A-Za-z][\\w-]*"), "--keep takes a name that begins with a letter, of"
        + " letters, digits, _ and -, not '" + name + "'.");
  }

  /** A hand may go a little beyond a range, which no command may; what is kept instead is said. */
  private double withinRange(Arm arm, int joint, double q) {
    Joint of = model.joints().get(joint);
    double[] range = arm.ranges().getOrDefault(of.name(), new double[] {of.lower(), of.upper()});
    double kept = Math.clamp(q, range[0], range[1]);
    if (kept != q) {
      spec.commandLine().getOut().printf(Locale.ROOT, "joint '%s' is at %.4f, beyond its range: its end, %.4f, is"
          + " kept%n", of.name(), q, kept);
    }
    return kept;
  }

  @Override
  int run(ConnectedRobot connected, ObjectNode report) throws IOException {
    Prompts prompts = new Prompts(spec.commandLine().getOut());
    if (free) {
      prompts.await("Hold the robot: torque goes off when you press Enter.");
      Shown.torqueOff(connected.bus());
      prompts.await("Move it to the pose, and press Enter.");
    }
    double[] q = Shown.read(connected.bus()).position;
    Arm arm = arm();
    if (name != null) {
      Map<String, Double> pose = new LinkedHashMap<>();
      for (int j = 0; j < q.length; j++) {
        pose.put(joints().get(j), Math.rint(withinRange(arm, j, q[j]) * ROUNDED) / ROUNDED);
      }
      arm = arm.withPose(name, pose);
      ArmFile.write(arm);
    }
    report.set("now", toJson(q));
    ObjectNode poses = report.putObject("poses");
    spec.commandLine().getOut().printf("%-12s %s%n", "now", text(q));
    arm.poses().forEach((key, pose) -> {
      spec.commandLine().getOut().printf("%-12s %s%n", key, text(pose(pose)));
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      pose.forEach(json::put);
      poses.set(key, json);
    });
    if (name != null) {
      spec.commandLine().getOut().printf("Kept as '%s' in %s%n", name, arm.file());
    }
    return ExitCode.OK;
  }
}
