package io.github.lanewise.app.robot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.console.Prompts;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmFile;
import io.github.lanewise.app.wire.ArmServo;
import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.app.wire.DetectedServos;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.data.WholeFile;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise robot calibrate}: from servos on a port to an arm's file, by hand. */
@Command(
    name = "calibrate",
    description = {
      "Find the servos of an arm, and learn by hand where their joints are at 0, how far they go and which way they"
          + " turn; write its file for --arm.",
      "",
      "Torque is switched off: hold the arm. Then follow what is said: bring every joint to 0, as the robot's file has"
          + " it; move each a little in its positive direction; move each through its whole range. Nothing is written"
          + " to the servos but their torque switch.",
      ""
    },
    footer = {
      "",
      "Servos are taken joint after joint, by their ids in ascending order unless --ids says otherwise. Ranges are what"
          + " was shown less --margin at each end, and no wider than the robot's file has.",
      "",
      "Example: lanewise robot calibrate --port /dev/ttyACM0 --protocol feetech --robot so101.urdf --save arm.json"
    })
final class RobotCalibrate implements Callable<Integer> {
  private static final int LAST_ID = 30;
  private static final long SCAN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String PORT = "arm";

  @Spec
  private CommandSpec spec;

  @Mixin
  private PortOptions port;

  @Option(names = "--robot", required = true, paramLabel = "FILE|NAME", description = RobotOption.DESCRIPTION)
  private String robot;

  @Option(names = "--ids", split = ",", paramLabel = "ID", description = "Ids of the servos, one for each joint in the"
      + " robot's order (those that are found from 0 to " + LAST_ID + ", in ascending order).")
  private List<Integer> ids;

  @Option(names = "--save", required = true, paramLabel = "FILE", description = "Write the arm's file here.")
  private Path save;

  @Option(names = "--margin", paramLabel = "RAD", defaultValue = "0.02", description = "What ranges are less than what"
      + " was shown at each end [rad] (${DEFAULT-VALUE}).")
  private double margin;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    new ArgumentChecks(spec).requireNotNegative("--margin", margin);
    json.requireWritable();
    WholeFile.requireWritable(save);
    RobotModel model = RobotOption.load(robot, spec);
    RobotServos.requireServoJoints(model);
    List<String> joints = model.joints().stream().map(Joint::name).toList();
    List<Integer> found = ids == null ? scan() : ids;
    if (found.size() != joints.size()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has the joints " + String.join(", ", joints)
          + ", but " + (ids == null ? "on " + port.text() + " are" : "--ids names") + " servos " + found
          + (ids == null ? ": name those of the joints by --ids" : ""));
    }
    List<ArmServo> raw = new ArrayList<>();
    for (int j = 0; j < joints.size(); j++) {
      raw.add(ArmServo.of(PORT, found.get(j), joints.get(j)));
    }
    Arm begun = new Arm(save, robot, Map.of(PORT, port), raw, Map.of(), Map.of(), Map.of());
    Calibration calibration;
    try (ConnectedRobot connected = RobotServos.connect(begun, Clock.system(), model)) {
      Prompts prompts = new Prompts(spec.commandLine().getOut());
      calibration = Calibration.byHand(connected.bus(), model, prompts);
    }
    Arm arm = calibration.of(begun, model, margin);
    ArmFile.write(arm);
    show(arm, joints);
    json.write(() -> toJson(arm));
    return ExitCode.OK;
  }

  private List<Integer> scan() throws IOException {
    List<Integer> found = new ArrayList<>();
    try (Registers registers = port.protocol().registers(port.open(), Clock.system());
        Progress progress = Progress.start("looking for servos", LAST_ID + 1)) {
      for (int id = 0; id <= Math.min(LAST_ID, registers.maxId()); id++) {
        List<Registers.Found> here = DetectedServos.scan(registers, id, SCAN_NANOS);
        for (Registers.Found servo : here.isEmpty() ? DetectedServos.scan(registers, id, SCAN_NANOS) : here) {
          if (servo.twice()) {
            throw new PortException(DetectedServos.twice(port, id));
          }
          found.add(id);
        }
        progress.accept(id + 1);
      }
    }
    return found;
  }

  private void show(Arm arm, List<String> joints) {
    spec.commandLine().getOut().printf("%n  %-24s %3s  %9s  %5s  %s%n", "joint", "id", "zero rad", "ratio", "range");
    for (int j = 0; j < joints.size(); j++) {
      ArmServo servo = arm.servos().get(j);
      double[] range = arm.ranges().get(joints.get(j));
      spec.commandLine().getOut().printf(Locale.ROOT, "  %-24s %3d  %9.4f  %5.0f  %.3f to %.3f%n", joints.get(j),
          servo.id(), servo.zero(), servo.ratio(), range[0], range[1]);
    }
    spec.commandLine().getOut().printf("%nWritten: %s%nTry: lanewise robot poses --arm %s%n", arm.file(), arm.file());
    spec.commandLine().getOut().flush();
  }

  private static ObjectNode toJson(Arm arm) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("arm", arm.file().toString());
    Map<String, ArmServo> servos = new LinkedHashMap<>();
    arm.servos().forEach(servo -> servos.put(servo.joints().keySet().iterator().next(), servo));
    ObjectNode joints = root.putObject("joints");
    servos.forEach((joint, servo) -> joints.putObject(joint).put("id", servo.id()).put("zero_rad", servo.zero())
        .put("ratio", servo.ratio()).put("lower_rad", arm.ranges().get(joint)[0])
        .put("upper_rad", arm.ranges().get(joint)[1]));
    return root;
  }
}
