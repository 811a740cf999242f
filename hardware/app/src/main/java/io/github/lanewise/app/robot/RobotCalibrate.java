package io.github.lanewise.app.robot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.console.Prompts;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.report.JsonFile;
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
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
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
      "On a --port, servos are taken joint after joint, by their ids in ascending order unless --id says otherwise."
          + " What they cannot tell, an --arm says, such as 'servo setup' begins: which servos move which joints, two"
          + " servos of one joint, couplings, the sizes of ratios (of a gripper that slides, m a rad), several ports,"
          + " and passive joints; zeros, signs and ranges are learned. Ranges are what was shown less --margin at each"
          + " end, and no wider than the robot's file has.",
      "",
      "Examples:",
      "  lanewise robot calibrate --port /dev/ttyACM0 --protocol feetech --robot so101.urdf --out arm.json",
      "  lanewise robot calibrate --arm arm.json"
    })
final class RobotCalibrate implements Callable<Integer> {
  private static final int LAST_ID = 30;
  private static final long SCAN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String PORT = "arm";

  /** Where the servos are. */
  static final class Start {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private PortOptions port;

    @Option(names = "--arm", required = true, paramLabel = "FILE", description = "An arm's file that is begun: its"
        + " robot, ports and servos, in place of --port and --id.")
    private Path arm;
  }

  @Spec
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Start start;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description = RobotOption.DESCRIPTION
      + " With an --arm that has one it may be left out.")
  private String robot;

  @Option(names = "--id", split = ",", paramLabel = "ID", description = "Ids of the servos, one for each joint in the"
      + " robot's order (those that are found from 0 to " + LAST_ID + ", in ascending order).")
  private List<Integer> ids;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the arm's file here (with --arm, in its place).")
  private Path save;

  @Option(names = "--margin", paramLabel = "RAD", defaultValue = "0.02", description = "What ranges are less than what"
      + " was shown at each end [rad of the servo] (${DEFAULT-VALUE}).")
  private double margin;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requireNotNegative("--margin", margin);
    checks.refuse(start.arm != null, List.of("--id"), " is in the file that --arm names.");
    checks.require(save != null || start.arm != null, "Name the arm's file to --out.");
    json.requireWritable();
    Arm given = start.arm == null ? null : ArmFile.read(start.arm);
    Path file = save == null ? start.arm : save;
    WholeFile.requireWritable(file);
    if (Files.exists(file)) {
      ArmFile.read(file); // Another kind of file is refused, not replaced.
    }
    String named = robot != null || given == null ? robot : given.robot();
    checks.require(named != null, "Name a --robot, or an --arm that has one.");
    RobotModel model = RobotOption.load(named, spec);
    RobotServos.requireServoJoints(model);
    Arm begun = given == null ? plain(model, file) : new Arm(file, named, given.ports(), given.servos(),
        given.ranges(), given.passive(), given.poses());
    begun.requireFits(model);
    checks.require(!begun.ports().isEmpty(), start.arm + " names no port: add it to its \"ports\".");
    Arm arm;
    try (ConnectedRobot connected = RobotServos.connect(begun.raw(), Clock.system(), model)) {
      Prompts prompts = new Prompts(spec.commandLine().getOut());
      arm = new HandMoved(connected, begun.raw()).calibrate(begun, model, prompts).arm(margin);
    }
    ArmFile.write(arm);
    show(arm);
    json.write(() -> toJson(arm));
    return ExitCode.OK;
  }

  /** One servo for each joint, all on one port. */
  private Arm plain(RobotModel model, Path file) throws IOException {
    List<String> joints = RobotServos.joints(model);
    List<Integer> found = ids == null ? scan() : ids;
    if (found.size() != joints.size()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has the joints " + String.join(", ", joints)
          + ", but " + (ids == null ? "on " + start.port.text() + " are" : "--id names") + " servos " + found
          + (ids == null ? ": name those of the joints by --id" : "") + "; if not each joint has a servo of its own,"
          + " say so in an arm's file, and give it as --arm");
    }
    List<ArmServo> servos = new ArrayList<>();
    for (int j = 0; j < joints.size(); j++) {
      servos.add(ArmServo.of(PORT, found.get(j), joints.get(j)));
    }
    return new Arm(file, robot, Map.of(PORT, start.port), servos, Map.of(), Map.of(), Map.of());
  }

  private List<Integer> scan() throws IOException {
    List<Integer> found = new ArrayList<>();
    try (Registers registers = start.port.protocol().registers(start.port.open(), Clock.system());
        Progress progress = Progress.start("looking for servos", LAST_ID + 1)) {
      for (int id = 0; id <= Math.min(LAST_ID, registers.maxId()); id++) {
        List<Registers.Found> here = DetectedServos.scan(registers, id, SCAN_NANOS);
        for (Registers.Found servo : here.isEmpty() ? DetectedServos.scan(registers, id, SCAN_NANOS) : here) {
          if (servo.twice()) {
            throw new PortException(DetectedServos.twice(start.port, id));
          }
          found.add(id);
        }
        progress.accept(id + 1);
      }
    }
    return found;
  }

  private void show(Arm arm) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%n  %-24s %3s  %9s  %8s%n", "servo of", "id", "zero rad", "ratio");
    arm.servos().forEach(servo -> out.printf(Locale.ROOT, "  %-24s %3d  %9.4f  %8.4g%n",
        String.join(", ", servo.joints().keySet()), servo.id(), servo.zero(), servo.ratio()));
    out.printf("%n  %-24s %s%n", "joint", "range");
    arm.ranges().forEach((joint, range) -> out.printf(Locale.ROOT, "  %-24s %.4f to %.4f%n", joint, range[0],
        range[1]));
    out.printf("%nWritten: %s%nTry: lanewise robot poses --arm %s%n", arm.file(), arm.file());
    out.flush();
  }

  private static ObjectNode toJson(Arm arm) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("arm", arm.file().toString());
    ArrayNode servos = root.putArray("servos");
    arm.servos().forEach(servo -> servos.addObject().put("port", servo.port()).put("id", servo.id())
        .put("joints", String.join(", ", servo.joints().keySet())).put("zero_rad", servo.zero())
        .put("ratio", servo.ratio()));
    ObjectNode ranges = root.putObject("ranges");
    arm.ranges().forEach((joint, range) -> ranges.set(joint, JsonFile.numbers(range)));
    return root;
  }
}
