package io.github.lanewise.app.wire;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.DynamixelBus;
import io.github.lanewise.hardware.servo.JointBus;
import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.Transmission;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointCoupling;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which servo moves which joint, and the bus that they make of a line: a mixin. */
public final class RobotServos {
  /** What each servo is told by options of its own. */
  private static final List<String> OF_EACH = List.of("--id", "--zero", "--reverse", "--torque-constant");
  private static final int TRIES = 3;
  /** An adapter may keep an answer for 16 ms. */
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--id", split = ",", paramLabel = "ID",
      description = "Ids of the servos, one for each joint in the robot's order (1, 2, ...).")
  private List<Integer> ids = List.of();

  @Option(names = "--zero", split = ",", paramLabel = "RAD",
      description = "What each servo shows where its joint's angle is 0, from the middle of its range [rad] (0).")
  private List<Double> zeros = List.of();

  @Option(names = "--reverse", split = ",", paramLabel = "ID",
      description = "Servos that turn their joint the other way.")
  private List<Integer> reversed = List.of();

  @Option(names = "--torque-constant", split = ",", paramLabel = "NM/A",
      description = "Torque at the output over current, one for all servos or one each (from the data sheet of the"
          + " model).")
  private List<Double> torqueConstants = List.of();

  @Option(names = "--arm", paramLabel = "FILE", description = "An arm's file: its robot, ports, servos, ranges and"
      + " poses, in place of --port, --id, --zero, --reverse and --torque-constant; or a calibration of LeRobot's,"
      + " which needs a --robot and a --port.")
  private Path armFile;

  private Arm arm;

  /** What {@code --arm} names; null if it was not given. */
  public Arm arm() throws IOException {
    if (arm == null && armFile != null) {
      arm = ArmFile.read(armFile);
    }
    return arm;
  }

  /** The robot that was given, or else the arm's; a sentence if there is none. */
  public NamedRobot robot(String given) throws IOException {
    String name = given != null || arm() == null ? given : arm().robot();
    new ArgumentChecks(spec).require(name != null, armFile == null ? "Name a --robot, or an --arm that has one."
        : armFile + " names no robot: name one with --robot.");
    return new NamedRobot(name, RobotOption.load(name, spec));
  }

  /**
   * Refuses a place that does not go with {@code --arm}, or the lack of one, and a robot that is another's.
   *
   * @param place null if none was given
   */
  public void requireFits(RobotPlace place, RobotModel model) throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.require(place != null || armFile != null,
        "Name the --port that the robot is on, or its --arm, or simulate it with --twin.");
    if (arm() == null) {
      return;
    }
    checks.refuse(true, OF_EACH, " is in the file that --arm names.");
    boolean hasPort = place != null && place.port() != null;
    checks.require(!hasPort || arm.ports().isEmpty(), "--port is in the file that --arm names: leave it out, or change"
        + " it there.");
    checks.require(place != null || !arm.ports().isEmpty(), armFile + " names no port: name one with --port.");
    arm.requireFits(model);
  }

  /**
   * A robot on the port that was given, or on those of {@code --arm}.
   *
   * @param port null for the arm's
   * @throws IOException if a port cannot be opened, a servo does not answer, or two have one id
   * @throws IllegalArgumentException if the robot has joints that no servo moves, or a model is unknown or another than
   *     the arm's file has
   */
  public ConnectedRobot connect(PortOptions port, Clock clock, RobotModel model) throws IOException {
    if (port == null) {
      return connect(arm(), arm.ports(), clock, model);
    }
    if (arm() != null) {
      return connect(arm, Map.of(Arm.ONLY_PORT, port), clock, model);
    }
    Line line = port.open();
    return closing(line, () -> connect(port, line, clock, model));
  }

  /** An arm on the ports of its file. */
  public static ConnectedRobot connect(Arm arm, Clock clock, RobotModel model) throws IOException {
    return connect(arm, arm.ports(), clock, model);
  }

  private static ConnectedRobot connect(Arm arm, Map<String, PortOptions> ports, Clock clock, RobotModel model)
      throws IOException {
    if (arm.isPlain(model)) {
      PortOptions only = ports.values().iterator().next();
      Line line = only.open();
      ServoBus bus = closing(line, () -> bus(only, line, clock, arm.inOrder(model)));
      return new ConnectedRobot(bus, List.of(new ConnectedRobot.Line(only, bus)));
    }
    List<ConnectedRobot.Line> lines = new ArrayList<>();
    try {
      for (Map.Entry<String, PortOptions> entry : ports.entrySet()) {
        Line line = entry.getValue().open();
        lines.add(new ConnectedRobot.Line(entry.getValue(), closing(line, () ->
            bus(entry.getValue(), line, clock, arm.servosOn(entry.getKey())))));
      }
      ServoBus joints = new JointBus(lines.stream().map(ConnectedRobot.Line::bus).toList(), arm.transmission(model));
      return new ConnectedRobot(joints, lines);
    } catch (IOException | RuntimeException e) {
      lines.forEach(line -> line.bus().close());
      throw e;
    }
  }

  /**
   * Where the joints were when servos of one port showed this, read after read [rad or m].
   *
   * @throws IllegalArgumentException if a servo of the robot is not among them, or they are on several ports
   */
  public List<double[]> joints(MonitoredServos shown, RobotModel model) throws IOException {
    List<ArmServo> all = arm() == null ? given(model) : arm.inPortOrder();
    if (arm() != null && arm.ports().size() > 1) {
      throw new IllegalArgumentException(shown.file() + " has the servos of one port, but " + armFile + " has "
          + arm.ports().size() + ": record all of them with 'lanewise loop --controller free'");
    }
    int[] columns = all.stream().mapToInt(servo -> shown.ids().indexOf(servo.id())).toArray();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] < 0) {
        throw new IllegalArgumentException(shown.file() + " has no servo " + all.get(i).id() + ", only "
            + shown.ids());
      }
    }
    Transmission transmission = arm() == null ? null : arm.transmission(model);
    List<double[]> positions = new ArrayList<>();
    for (double[] read : shown.positions()) {
      double[] s = new double[columns.length];
      Arrays.setAll(s, i -> all.get(i).ratio() * (read[columns[i]] - all.get(i).zero()));
      double[] q = transmission == null ? s : new double[transmission.joints()];
      if (transmission != null) {
        transmission.positions(s, q);
      }
      positions.add(q);
    }
    return positions;
  }

  /**
   * What the servos take: torques, or positions where they speak a protocol that has no torques.
   *
   * @param place null for the ports of {@code --arm}
   */
  public ServoCommand.Mode usualCommand(RobotPlace place) throws IOException {
    boolean onPort = place != null && place.port() != null;
    Stream<ServoProtocol> protocols = onPort ? Stream.of(place.port().protocol())
        : arm() == null ? Stream.empty() : arm.protocols().stream();
    return protocols.anyMatch(protocol -> protocol == ServoProtocol.FEETECH) ? ServoCommand.Mode.POSITION
        : ServoCommand.Mode.TORQUE;
  }

  /** What makes something of an open line. */
  @FunctionalInterface
  private interface Making<T> {
    T make() throws IOException;
  }

  private static <T> T closing(Line line, Making<T> making) throws IOException {
    try {
      return making.make();
    } catch (IOException | RuntimeException e) {
      line.close();
      throw e;
    }
  }

  /** A robot of which each joint has one servo, all on one line, which stays open if a servo does not answer. */
  public ConnectedRobot connect(PortOptions port, Line line, Clock clock, RobotModel model) throws IOException {
    ServoBus bus = bus(port, line, clock, arm() == null ? given(model) : arm.inOrder(model));
    return new ConnectedRobot(bus, List.of(new ConnectedRobot.Line(port, bus)));
  }

  /** DYNAMIXEL servos are read with fast sync reads if all of them know these. */
  private static ServoBus bus(PortOptions port, Line line, Clock clock, List<ArmServo> wanted) throws IOException {
    // Not closed, because that would close the line.
    Registers registers = port.protocol().registers(line, clock);
    List<Registers.Found> found =
        DetectedServos.answering(port, registers, wanted.stream().map(ArmServo::id).toList());
    List<Servo> servos = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      servos.add(wanted.get(i).servo(DetectedServos.model(port.protocol(), found.get(i))));
      requireHoming(registers, wanted.get(i), servos.getLast().model());
    }
    ServoBus bus = port.protocol().bus(line, clock, servos);
    if (bus instanceof DynamixelBus dynamixel) {
      again(() -> dynamixel.tryFastRead(clock.nanoTime() + TIMEOUT_NANOS));
    }
    BusError error = bus.learnToRead(TIMEOUT_NANOS);
    if (!answered(error)) {
      throw new PortException("asking the servos whether their torque is on: " + bus.explain(error));
    }
    error = again(() -> bus.readReturnDelay(clock.nanoTime() + TIMEOUT_NANOS));
    if (!answered(error)) {
      throw new PortException("asking the servos for their return delay: " + bus.explain(error));
    }
    error = again(() -> bus.readRanges(clock.nanoTime() + TIMEOUT_NANOS));
    if (!answered(error)) {
      throw new PortException("asking the servos for their range: " + bus.explain(error));
    }
    return bus;
  }

  /** A calibration is of servos that shift what they show as it says. */
  private static void requireHoming(Registers registers, ArmServo wanted, ServoModel model) throws IOException {
    if (wanted.homingOffset() != null) {
      Register register = ArmServo.homingRegister(model);
      double held = register.value(DetectedServos.read(registers, wanted.id(), register)) / model.positionUnit();
      if (Math.rint(held) != wanted.homingOffset()) {
        throw new IllegalArgumentException(String.format(Locale.ROOT, "servo %d shifts what it shows by %.0f counts"
            + " (%s), but the calibration by %d: it is another arm's, or was never written to this one", wanted.id(),
            held, register.name(), wanted.homingOffset()));
      }
    }
  }

  /** One answer may be lost, or late. */
  private static BusError again(Supplier<BusError> request) {
    BusError error = BusError.TIMEOUT;
    for (int i = 0; i < TRIES && !answered(error); i++) {
      error = request.get();
    }
    return error;
  }

  /** A servo with a hardware error has answered all the same. */
  private static boolean answered(BusError error) {
    return error == BusError.NONE || error == BusError.HARDWARE;
  }

  /**
   * Refuses a robot that servos cannot move.
   *
   * @throws IllegalArgumentException if it has no joints, or one with more than one axis
   */
  public static void requireServoJoints(RobotModel model) {
    int joints = model.joints().size();
    if (joints == 0 || model.nv() > joints) {
      throw new IllegalArgumentException("robot '" + model.name() + "' cannot be moved by servos: "
          + (joints == 0 ? "it has no joints" : "it has joints with more than one axis"));
    }
  }

  /** The names of the joints that take a servo each: those that something drives and that follow no other. */
  public static List<String> joints(RobotModel model) {
    List<Integer> following = model.couplings().stream().filter(JointCoupling::active).map(JointCoupling::joint)
        .toList();
    return DrivenJoints.of(model).joints().stream().filter(joint -> !following.contains(model.joints().indexOf(joint)))
        .map(Joint::name).toList();
  }

  /**
   * Refuses a robot that is not all moved by servos: over a wire these tell where the joints are.
   *
   * @throws IllegalArgumentException as {@link #requireServoJoints}, or if its file drives some joints only
   */
  static void requireServoOnEachJoint(RobotModel model) {
    requireServoJoints(model);
    List<Joint> free = DrivenJoints.of(model).others();
    if (!free.isEmpty()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' cannot be moved over a wire: nothing drives "
          + free.stream().map(Joint::name).collect(Collectors.joining(", "))
          + ", and without a servo nothing tells where they are");
    }
  }

  /** What the options say, joint after joint, once all of them fit the robot. */
  private List<ArmServo> given(RobotModel model) {
    requireServoOnEachJoint(model);
    int joints = model.joints().size();
    ArgumentChecks checks = new ArgumentChecks(spec);
    List<Integer> all = ids.isEmpty() ? IntStream.rangeClosed(1, joints).boxed().toList() : ids;
    String robot = "robot '" + model.name() + "' has " + joints + " joints, but ";
    checks.require(all.size() == joints, robot + "--id names " + all.size() + " servos.");
    checks.require(new HashSet<>(all).size() == joints, "--id names a servo twice: " + all + ".");
    checks.require(zeros.isEmpty() || zeros.size() == joints, robot + "--zero has " + zeros.size() + " angles.");
    checks.require(torqueConstants.size() <= 1 || torqueConstants.size() == joints,
        robot + "--torque-constant has " + torqueConstants.size() + " numbers.");
    zeros.forEach(zero -> checks.require(Double.isFinite(zero), "--zero must be finite, but is " + zero + "."));
    torqueConstants.forEach(constant -> checks.requirePositive("--torque-constant", constant));
    for (int id : reversed) {
      checks.require(all.contains(id), "--reverse names servo " + id + ", but the robot's are " + all + ".");
    }
    return IntStream.range(0, joints).mapToObj(j -> new ArmServo(Arm.ONLY_PORT, all.get(j), null,
        Map.of(model.joints().get(j).name(), 1.0), zeros.isEmpty() ? 0 : zeros.get(j),
        reversed.contains(all.get(j)) ? -1 : 1, torqueConstants.isEmpty() ? null
            : torqueConstants.get(torqueConstants.size() == 1 ? 0 : j), null)).toList();
  }
}
