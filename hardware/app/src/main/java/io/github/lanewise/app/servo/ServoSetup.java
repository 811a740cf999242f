package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Prompts;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.wire.ArmBegun;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.data.WholeFile;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.BaudRates;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise servo setup}: from new servos to the ids and the rate of an arm, one after the other. */
@Command(
    name = "setup",
    description = {
      "Give new servos the ids of an arm's joints and one rate, and begin the arm's file.",
      "",
      "Plug in one servo alone when its joint is named, and press Enter. It is found at whatever id and rate it has;"
          + " what is to be written is shown and asked for, written with torque off, kept without power, and read back."
          + " Then the next joint is named. What is done is in the file: after a stop, the same command goes on with"
          + " what is left, and a servo that has its id and rate already is only noted down.",
      ""
    },
    footer = {
      "",
      "Joints that follow others, or that nothing drives, take no servo. --joints names them otherwise: a joint may"
          + " come twice, where two servos move it. Servos on another port of the same arm go into the same file under"
          + " another --name.",
      "",
      "Example: lanewise servo setup --port /dev/ttyACM0 --protocol feetech --robot so101.urdf --out arm.json"
    })
final class ServoSetup implements Callable<Integer> {
  /** An adapter may keep an answer for 16 ms. */
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @Spec
  private CommandSpec spec;

  @Mixin
  private PortOptions port;

  @Option(names = "--robot", required = true, paramLabel = "FILE|NAME", description = RobotOption.DESCRIPTION)
  private String robot;

  @Option(names = "--joints", split = ",", paramLabel = "JOINT", description = "The joint of each servo (all of the"
      + " robot that are driven, in its order).")
  private List<String> joints;

  @Option(names = "--id", split = ",", paramLabel = "ID", description = "The id that each servo gets (1, 2, ...).")
  private List<Integer> ids;

  @Option(names = "--name", paramLabel = "PORT", defaultValue = "arm", description = "The port's name in the file"
      + " (${DEFAULT-VALUE}).")
  private String name;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The arm's file: begun, or gone on with"
      + " where it exists.")
  private Path save;

  @Option(names = "--yes", description = "Write without asking before each servo.")
  private boolean yes;

  @Mixin
  private JsonOption json;

  private Prompts prompts;

  @Override
  public Integer call() throws IOException {
    json.requireWritable();
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.require(port.protocol() != ServoProtocol.MOTEUS, "moteus controllers get their ids from their vendor's"
        + " tool.");
    checks.valid(() -> BaudRates.code(port.protocol(), port.baud()));
    WholeFile.requireWritable(save);
    RobotModel model = RobotOption.load(robot, spec);
    RobotServos.requireServoJoints(model);
    joints = joints == null ? RobotServos.joints(model) : joints;
    ids = ids == null ? IntStream.rangeClosed(1, joints.size()).boxed().toList() : ids;
    check(checks, model);
    ArmBegun arm = ArmBegun.of(save, robot, name, port);
    for (int i = 0; i < joints.size(); i++) {
      arm.requireFree(joints.get(i), ids.get(i));
    }
    prompts = new Prompts(spec.commandLine().getOut());
    ArrayNode report = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < joints.size(); i++) {
      if (arm.has(joints.get(i), ids.get(i))) {
        say("joint '%s': servo %d is set up already", joints.get(i), ids.get(i));
      } else {
        report.add(setUp(arm, i));
      }
    }
    say("Written: %s%nNext: lanewise robot calibrate --arm %s", save, save);
    json.write(() -> JsonNodeFactory.instance.objectNode().put("arm", save.toString()).put("port", port.path())
        .put("baud_bits_per_second", port.baud()).set("servos", report));
    return ExitCode.OK;
  }

  private void check(ArgumentChecks checks, RobotModel model) {
    List<String> known = model.joints().stream().map(Joint::name).toList();
    joints.forEach(joint -> checks.require(known.contains(joint), "--joints names '" + joint + "', but the robot's are "
        + String.join(", ", known) + "."));
    checks.require(ids.size() == joints.size(), "--id has " + ids.size() + " ids, but there are " + joints.size()
        + " servos to set up, of the joints " + String.join(", ", joints) + ".");
    checks.require(new HashSet<>(ids).size() == ids.size(), "--id gives one id to two servos: " + ids + ".");
    int most = port.protocol() == ServoProtocol.DYNAMIXEL ? 252 : 253;
    ids.forEach(id -> checks.require(id >= 0 && id <= most, "--id has " + id + ", but a " + port.protocol().text()
        + " id is 0 to " + most + "."));
  }

  /** The servo of one joint, plugged in, set and noted down. */
  private ObjectNode setUp(ArmBegun arm, int i) throws IOException {
    Set<Integer> stayed = plugIn(joints.get(i), arm.ids());
    NewServo servo = NewServo.on(port);
    if (servo.there().baud() == port.baud() && stayed.contains(servo.id())) {
      throw new PortException("servo " + servo.id() + ", which is set up, was never unplugged, and alone answers on "
          + port.path() + ": unplug it, and plug in that of joint '" + joints.get(i) + "' when the same command, which"
          + " goes on there, asks for it");
    }
    boolean write = !servo.is(ids.get(i), port.baud());
    if (write) {
      String deed = String.format(Locale.ROOT, "%s becomes servo %d at %,d baud, of joint '%s'", servo.text(),
          ids.get(i), port.baud(), joints.get(i));
      if (!yes && !prompts.agreed(deed + ": write it?")) {
        throw new PortException("nothing was written to " + servo.text() + "; the same command goes on there");
      }
      servo.set(ids.get(i), port.baud());
      say("%s", deed);
    } else {
      say("%s is that of joint '%s' already", servo.text(), joints.get(i));
    }
    arm.add(joints.get(i), ids.get(i), servo.model().name());
    return JsonNodeFactory.instance.objectNode().put("joint", joints.get(i)).put("id", ids.get(i))
        .put("model", servo.model().name()).put("found_id", servo.id())
        .put("found_baud_bits_per_second", servo.there().baud()).put("written", write);
  }

  /** Waits until a servo is plugged in, and answers which of those that are set up answered all the while. */
  private Set<Integer> plugIn(String joint, List<Integer> done) throws IOException {
    String sentence = "Plug in the servo of joint '" + joint + "' alone, and press Enter.";
    Set<Integer> stayed = new HashSet<>(done);
    if (done.isEmpty()) {
      prompts.await(sentence);
    } else {
      prompts.await(sentence, () -> stayed.retainAll(answering()));
    }
    return stayed;
  }

  private List<Integer> answering() {
    try (Registers registers = port.protocol().registers(port.open(), Clock.system())) {
      return registers.everyone(POLL_NANOS);
    } catch (IOException e) {
      return List.of(); // A port that is gone, or garbled by a plug that goes in, is between two servos.
    }
  }

  private void say(String format, Object... values) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
