package io.github.lanewise.app.twin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.lanewise.app.console.StatusLine;
import io.github.lanewise.app.console.StopSignal;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.DrivenText;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmFile;
import io.github.lanewise.app.wire.ImperfectionOptions;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.app.wire.SimulatedRobot;
import io.github.lanewise.app.wire.StartPosture;
import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Traffic;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise twin}: a simulated robot with servos, for any client that can open a serial port. */
@Command(
    name = "twin",
    description = {
      "Run a simulated robot whose servos listen on a pseudo-terminal, in real time, until Ctrl-C.",
      "",
      "Any program may open the link as its serial port, at any rate, and finds servos with ids 1, 2, ..., joint after"
          + " joint (of a file with actuators, the joints that these drive, with their limits of force), with control"
          + " table, torque switch, bus watchdog and hardware errors. The robot starts with torque off,"
          + " so it falls. It is as imperfect as a good small servo robot;"
          + " options change that.",
      ""
    },
    footer = {
      "",
      "Example: lanewise twin --robot finger --protocol dynamixel --link /tmp/robot"
    })
public final class TwinTool implements Callable<Integer> {
  private static final int LAST_ID = 252;
  private static final int LAST_MOTEUS_ID = 127;
  private static final double STATUS_SECONDS = 0.25;
  private static final int SHOWN_JOINTS = 7;

  @Spec
  private CommandSpec spec;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description = RobotOption.DESCRIPTION
      + " With an --arm that has one it may be left out.")
  private String robot;

  @Option(names = "--arm", paramLabel = "FILE", description = "An arm's file, as 'loop' takes it: robot, protocol, ids,"
      + " models, zeros and ratios of the servos, in place of --protocol, --id and --model.")
  private Path armFile;

  @Option(names = "--protocol", paramLabel = "dynamixel|feetech|moteus", defaultValue = "dynamixel",
      description = "What the servos speak: DYNAMIXEL protocol 2.0, Feetech, or moteus behind an fdcanusb"
          + " (${DEFAULT-VALUE}).")
  private ServoProtocol protocol;

  @Option(names = "--link", paramLabel = "PATH",
      description = "Where to put a link to the pseudo-terminal; it is removed at the end (none).")
  private Path link;

  @Option(names = "--id", split = ",", paramLabel = "ID",
      description = "Ids of the servos, joint after joint (1, 2, ...). Two may be the same, to see what clients do.")
  private List<Integer> ids;

  @Option(names = "--model", split = ",", paramLabel = "NAME", description = "Model of the servos, one for all or one"
      + " each (XM430-W350, STS3215 or moteus).")
  private List<String> servoModels = List.of();

  @Option(names = "--zero", split = ",", paramLabel = "RAD", description = "What each servo shows where its joint's"
      + " angle is 0, from the middle of its range [rad] (0).")
  private List<Double> zeros = List.of();

  @Option(names = "--reverse", split = ",", paramLabel = "ID",
      description = "Servos that turn their joint the other way.")
  private List<Integer> reversed = List.of();

  @Mixin
  private StartPosture start;

  @Option(names = "--seconds", paramLabel = "S", description = "End after this time [s] (never).")
  private Double seconds;

  @Mixin
  private ImperfectionOptions imperfections;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requirePositive("--seconds", seconds);
    json.requireWritable();
    checks.refuse(armFile != null, List.of("--protocol", "--id", "--model", "--zero", "--reverse"),
        " is in the file that --arm names.");
    Arm arm = armFile == null ? null : ArmFile.read(armFile);
    String name = robot == null && arm != null ? arm.robot() : robot;
    checks.require(name != null, "Name a --robot, or an --arm that has one.");
    RobotModel model = RobotOption.load(name, spec);
    if (arm != null) {
      arm.requireFits(model);
    }
    SimulatedRobot chosen = checks.valid(() -> imperfections.of(model, arm));
    List<Servo> servos = arm == null ? servos(model, checks) : chosen.servos();
    protocol = servos.getFirst().model().protocol();
    long begun = System.nanoTime();
    try (StopSignal signal = new StopSignal(); Twin twin = Twin.onPseudoTerminal(chosen.model(), servos,
        chosen.imperfections())) {
      double[] posture = start.of(model, arm, twin.position());
      checks.valid(() -> {
        twin.place(posture);
        return posture;
      });
      if (link != null) {
        twin.link(link);
      }
      introduce(twin);
      live(twin, signal);
      report(twin, chosen.imperfections().seed(), (System.nanoTime() - begun) * 1e-9);
    }
    return ExitCode.OK;
  }

  private List<Servo> servos(RobotModel model, ArgumentChecks checks) {
    RobotServos.requireServoJoints(model);
    List<Servo> usual = Twin.servos(model, protocol);
    int joints = usual.size();
    checks.require(ids == null || ids.size() == joints, "robot '" + model.name() + "' has " + joints
        + (joints == model.joints().size() ? " joints" : " joints that its file drives") + ", but --id names "
        + (ids == null ? 0 : ids.size()) + " servos.");
    checks.require(servoModels.size() <= 1 || servoModels.size() == joints, "robot '" + model.name() + "' has " + joints
        + " joints, but --model names " + servoModels.size() + " models.");
    checks.require(zeros.isEmpty() || zeros.size() == joints, "robot '" + model.name() + "' has " + joints
        + " joints, but --zero has " + zeros.size() + " angles.");
    zeros.forEach(zero -> checks.require(Double.isFinite(zero), "--zero must be finite, but is " + zero + "."));
    List<Servo> servos = new ArrayList<>();
    for (int i = 0; i < joints; i++) {
      int id = ids == null ? usual.get(i).id() : ids.get(i);
      int least = protocol == ServoProtocol.MOTEUS ? 1 : 0;
      int most = protocol == ServoProtocol.MOTEUS ? LAST_MOTEUS_ID : LAST_ID;
      checks.require(id >= least && id <= most, "--id must be from " + least + " to " + most + ", but has " + id
          + ".");
      String name = servoModels.isEmpty() ? usual.get(i).model().name()
          : servoModels.get(servoModels.size() == 1 ? 0 : i);
      ServoModel kind = checks.valid(() -> ServoModel.named(protocol, name));
      double zero = zeros.isEmpty() ? 0 : zeros.get(i);
      servos.add(new Servo(id, kind, kind.zeroCount() + zero / kind.positionUnit(), reversed.contains(id) ? -1 : 1));
    }
    List<Integer> known = servos.stream().map(Servo::id).toList();
    reversed.forEach(id -> checks.require(known.contains(id), "--reverse names servo " + id
        + ", but the robot's are " + known + "."));
    return servos;
  }

  private void introduce(Twin twin) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(twin.model().name() + " with " + protocol.text() + " servos on " + twin.path()
        + (link == null ? "" : ", linked from " + link));
    DrivenJoints driven = DrivenJoints.of(twin.model());
    for (int i = 0; i < twin.servos().size(); i++) {
      Joint joint = driven.joints().get(i);
      out.printf(Locale.ROOT, "  servo %3d  %-12s moves %s%s%n", twin.servos().get(i).id(),
          twin.servos().get(i).model().name(), joint.name(), driven.areNamed() ? ", " + DrivenText.range(driven, joint)
          : "");
    }
    DrivenText.free(driven).ifPresent(text -> out.println("  " + text));
    PortOptions port = PortOptions.of(link == null ? twin.path() : link.toString(), PortOptions.USUAL_BAUD, protocol);
    String present =
        twin.servos().stream().map(servo -> Integer.toString(servo.id())).distinct().collect(Collectors.joining(","));
    out.println("Try: " + port.command("servo monitor") + " --id " + present);
    out.println(seconds == null ? "Ends with Ctrl-C." : "Ends after " + seconds + " s, or with Ctrl-C.");
    out.flush();
  }

  private void live(Twin twin, StopSignal signal) {
    long end = seconds == null ? Long.MAX_VALUE : System.nanoTime() + Math.round(seconds * 1e9);
    try (StatusLine status = new StatusLine(spec.commandLine().getErr())) {
      boolean over = false;
      while (!over) {
        twin.requireFinite();
        status.show(status(twin));
        double left = seconds == null ? STATUS_SECONDS : (end - System.nanoTime()) * 1e-9;
        over = signal.await(Math.clamp(left, 0, STATUS_SECONDS)) || seconds != null && System.nanoTime() - end >= 0;
      }
    }
  }

  private static String status(Twin twin) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%,d instructions, joints at",
        twin.traffic().instructions()));
    double[] q = twin.position();
    for (int i = 0; i < Math.min(q.length, SHOWN_JOINTS); i++) {
      text.append(String.format(Locale.ROOT, " %+.3f", q[i]));
    }
    return text + (q.length > SHOWN_JOINTS ? " ..." : "") + " rad";
  }

  private void report(Twin twin, long seed, double lived) throws IOException {
    Traffic traffic = twin.traffic();
    double skipped = twin.skippedNanos() * 1e-9;
    spec.commandLine().getOut().printf(Locale.ROOT,
        "%.1f s: %,d instructions in %,d bytes, %,d bytes answered; %,d wrong checksums, %,d bytes of no packet,"
            + " %,d answered that nobody read; time skipped %.3f s%s%n",
        lived, traffic.instructions(), traffic.receivedBytes(), traffic.sentBytes(), traffic.checksumErrors(),
        traffic.skippedBytes(), traffic.lostBytes(), skipped,
        skipped > 0 ? ", because the machine was busy" : "");
    spec.commandLine().getOut().flush();
    json.write(() -> JsonNodeFactory.instance.objectNode()
        .put("robot", twin.model().name())
        .put("protocol", protocol.text())
        .put("noise_seed", seed)
        .put("seconds", lived)
        .put("instructions", traffic.instructions())
        .put("received_bytes", traffic.receivedBytes())
        .put("sent_bytes", traffic.sentBytes())
        .put("lost_bytes", traffic.lostBytes())
        .put("checksum_errors", traffic.checksumErrors())
        .put("skipped_bytes", traffic.skippedBytes())
        .put("skipped_s", skipped));
  }
}
