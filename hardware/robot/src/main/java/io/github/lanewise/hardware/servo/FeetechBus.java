package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.Feetech;
import io.github.lanewise.hardware.servo.protocol.FeetechParser;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import java.util.List;

/**
 * Feetech STS servos: a sync read of everything that they measure, and a sync write of goal positions.
 *
 * <p>They take no torque commands and have no bus watchdog: a process that dies leaves them holding their last goal.
 * The acceleration and velocity with which they go there are those in their registers.
 */
final class FeetechBus extends PacketBus {
  private static final int STATE_BYTES = 15;
  private static final int VELOCITY_AT = StsSeries.PRESENT_VELOCITY - StsSeries.PRESENT_POSITION;
  private static final int TEMPERATURE_AT = StsSeries.PRESENT_TEMPERATURE - StsSeries.PRESENT_POSITION;
  private static final int CURRENT_AT = StsSeries.PRESENT_CURRENT - StsSeries.PRESENT_POSITION;
  private static final int POSITION_BYTES = 2;
  /** The longest request to all servos is that of the goals: address and length, then an id and a position each. */
  private static final int MOST_SERVOS = (FeetechParser.MAX_PARAMETERS - 2) / (1 + POSITION_BYTES);

  /**
   * The line, the clock of all deadlines, and the servos in the order of states and commands.
   *
   * @throws IllegalArgumentException if an id is out of range or occurs twice, a model speaks another protocol, or
   *     there are more servos than one frame has room for
   */
  FeetechBus(Line line, Clock clock, List<Servo> servos) {
    super(line, clock, servos, new FeetechWire());
    if (servos.size() > MOST_SERVOS) {
      throw new IllegalArgumentException(servos.size() + " servos, but one Feetech frame carries the goals of at most "
          + MOST_SERVOS + ": spread them over several lines");
    }
  }

  @Override
  public boolean supports(ServoCommand.Mode wanted) {
    return wanted == ServoCommand.Mode.POSITION;
  }

  @Override
  int modeAddress() {
    return StsSeries.OPERATING_MODE;
  }

  @Override
  int modeValue(ServoCommand.Mode wanted) {
    return StsSeries.POSITION_MODE;
  }

  @Override
  public ServoBus dry(ServoCommand.Mode wanted) {
    FeetechBus bus = new FeetechBus(DryLine.silent(), exchange.clock(), servos);
    bus.mode = wanted;
    return bus;
  }

  /** Always {@link BusError#UNSUPPORTED}: they have none. */
  @Override
  public BusError watchdog(long timeoutNanos, long deadlineNanos) {
    return fail(-1, BusError.UNSUPPORTED);
  }

  @Override
  public BusError read(ServoState state, long deadlineNanos) {
    BusError error = readAll(StsSeries.PRESENT_POSITION, STATE_BYTES, deadlineNanos);
    if (error != BusError.NONE && error != BusError.HARDWARE) {
      return error;
    }
    for (int i = 0; i < ids.length; i++) {
      Servo servo = servos.get(i);
      int at = i * STATE_BYTES;
      state.position[i] = servo.position(signed(at));
      state.velocity[i] = servo.velocity(signed(at + VELOCITY_AT));
      state.torque[i] = servo.torque(signed(at + CURRENT_AT));
      state.temperature[i] = answers[at + TEMPERATURE_AT] & 0xFF;
      state.status[i] = status[i];
    }
    state.timeNanos = exchange.now();
    return error;
  }

  private int signed(int at) {
    return Feetech.signed(int16(answers, at) & 0xFFFF, Feetech.SIGN);
  }

  @Override
  public BusError write(ServoCommand command, long deadlineNanos) {
    if (command.mode != mode) {
      return fail(-1, BusError.UNSUPPORTED);
    }
    for (int i = 0; i < ids.length; i++) {
      double counts = goalCounts(i, command.target[i]);
      if (!(counts >= 0 && counts <= StsSeries.LAST_POSITION)) {
        return fail(i, BusError.RANGE);
      }
      put(data, i * POSITION_BYTES, (int) counts, POSITION_BYTES);
    }
    return writeAll(StsSeries.GOAL_POSITION, POSITION_BYTES);
  }

  @Override
  int torqueLimitAddress() {
    return StsSeries.TORQUE_LIMIT;
  }

  @Override
  int fullTorque() {
    return StsSeries.FULL_TORQUE;
  }

  @Override
  int returnDelayAddress() {
    return StsSeries.RETURN_DELAY;
  }

  @Override
  long returnDelayUnitNanos() {
    return StsSeries.RETURN_DELAY_UNIT_NANOS;
  }

  @Override
  int delayedAnswers() {
    return ids.length;
  }

  @Override
  int readBytes() {
    return wire.syncRead(frame, StsSeries.PRESENT_POSITION, STATE_BYTES, ids)
        + ids.length * wire.answerBytes(STATE_BYTES);
  }

  @Override
  int writeBytes() {
    return wire.syncWrite(frame, StsSeries.GOAL_POSITION, POSITION_BYTES, ids, data);
  }
}
