package io.github.lanewise.app.wire;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.DynamixelBus;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which servo moves which joint, and the bus that they make of a line: a mixin. */
public final class RobotServos {
  private static final int TRIES = 3;
  /** An adapter may keep an answer for 16 ms. */
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--ids", split = ",", paramLabel = "ID",
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

  /**
   * The bus of a robot's servos, each of which has answered; closed, it closes the line, which stays open if there is
   * no bus. DYNAMIXEL servos are read with fast sync reads if all of them know these.
   *
   * @param rate reads and writes a second
   * @throws IOException if a servo does not answer, or two have one id
   * @throws IllegalArgumentException if the robot has joints that no servo moves, a model is unknown, or the rate is
   *     more than the wire carries
   */
  public ServoBus bus(PortOptions port, Line line, Clock clock, RobotModel model, double rate) throws IOException {
    List<Integer> wanted = idsOf(model);
    // Not closed, because that would close the line.
    Registers registers = port.protocol().registers(line, clock);
    List<Registers.Found> found = DetectedServos.answering(port, registers, wanted);
    ServoBus bus = port.protocol().bus(line, clock, servos(found, port.protocol()));
    if (bus instanceof DynamixelBus dynamixel) {
      again(() -> dynamixel.tryFastRead(clock.nanoTime() + TIMEOUT_NANOS));
    }
    BusError error = again(() -> bus.readReturnDelay(clock.nanoTime() + TIMEOUT_NANOS));
    if (!answered(error)) {
      throw new PortException("asking the servos for their return delay: " + bus.explain(error));
    }
    bus.requireRate(rate, port.baud());
    return bus;
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

  /** The ids, joint after joint, once all the options fit the robot. */
  private List<Integer> idsOf(RobotModel model) {
    requireServoOnEachJoint(model);
    int joints = model.joints().size();
    ArgumentChecks checks = new ArgumentChecks(spec);
    List<Integer> all = ids.isEmpty() ? IntStream.rangeClosed(1, joints).boxed().toList() : ids;
    String robot = "robot '" + model.name() + "' has " + joints + " joints, but ";
    checks.require(all.size() == joints, robot + "--ids names " + all.size() + " servos.");
    checks.require(new HashSet<>(all).size() == joints, "--ids names a servo twice: " + all + ".");
    checks.require(zeros.isEmpty() || zeros.size() == joints, robot + "--zero has " + zeros.size() + " angles.");
    checks.require(torqueConstants.size() <= 1 || torqueConstants.size() == joints,
        robot + "--torque-constant has " + torqueConstants.size() + " numbers.");
    zeros.forEach(zero -> checks.require(Double.isFinite(zero), "--zero must be finite, but is " + zero + "."));
    torqueConstants.forEach(constant -> checks.requirePositive("--torque-constant", constant));
    for (int id : reversed) {
      checks.require(all.contains(id), "--reverse names servo " + id + ", but the robot's are " + all + ".");
    }
    return all;
  }

  private List<Servo> servos(List<Registers.Found> found, ServoProtocol protocol) {
    return IntStream.range(0, found.size()).mapToObj(i -> servo(i, found.get(i), protocol)).toList();
  }

  private Servo servo(int joint, Registers.Found found, ServoProtocol protocol) {
    ServoModel model = DetectedServos.model(protocol, found);
    if (!torqueConstants.isEmpty()) {
      model = model.withTorqueConstant(torqueConstants.get(torqueConstants.size() == 1 ? 0 : joint));
    }
    double zero = zeros.isEmpty() ? 0 : zeros.get(joint);
    return new Servo(found.id(), model, model.zeroCount() + zero / model.positionUnit(),
        reversed.contains(found.id()) ? -1 : 1);
  }
}
