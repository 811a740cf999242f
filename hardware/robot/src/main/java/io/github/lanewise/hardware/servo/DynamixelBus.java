package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.DynamixelParser;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.List;

/**
 * DYNAMIXEL servos of the X or the P series, or MX: a sync read, or a fast sync read, of current, velocity and
 * position, and a sync write of goal currents or goal positions.
 *
 * <p>Targets beyond the servo's own limits, which it keeps in its control table, are refused by the servo without a
 * word, because a sync write has no answer.
 */
public final class DynamixelBus extends PacketBus {
  private static final int STATE_BYTES = 10;
  private static final int VELOCITY_AT = XSeries.PRESENT_VELOCITY - XSeries.PRESENT_CURRENT;
  private static final int POSITION_AT = XSeries.PRESENT_POSITION - XSeries.PRESENT_CURRENT;
  private static final int CURRENT_BYTES = 2;
  private static final int POSITION_BYTES = 4;
  private static final int BLOCK_BYTES = 4;

  private final int stateAt;
  private final int temperatureAt;
  private final int watchdogAt;
  private final int goalCurrentAt;
  private final int goalPositionAt;
  /** The first and the last count of a goal position of each model. */
  private final long[] firstGoal;
  private final long[] lastGoal;
  private boolean fast;

  /**
   * Of servos on one line.
   *
   * @param line closed with the bus
   * @param clock of all deadlines
   * @param servos in the order of states and commands
   * @throws IllegalArgumentException if an id is out of range or occurs twice, a model speaks another protocol,
   *     or servos have their registers at different addresses
   */
  public DynamixelBus(Line line, Clock clock, List<Servo> servos) {
    super(line, clock, servos, new DynamixelWire());
    stateAt = address(RegisterName.PRESENT_CURRENT);
    temperatureAt = address(RegisterName.PRESENT_TEMPERATURE);
    watchdogAt = address(RegisterName.BUS_WATCHDOG);
    goalCurrentAt = address(RegisterName.GOAL_CURRENT);
    goalPositionAt = address(RegisterName.GOAL_POSITION);
    List<Register> goals = servos.stream()
        .map(servo -> RegisterTable.of(servo.model()).named(RegisterName.MAX_POSITION_LIMIT.text())).toList();
    firstGoal = goals.stream().mapToLong(Register::min).toArray();
    lastGoal = goals.stream().mapToLong(Register::max).toArray();
  }

  /**
   * Tries a fast sync read, which all servos answer with one packet and only newer firmware knows, and uses it from
   * then on if it works.
   *
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return {@link BusError#NONE} or {@link BusError#HARDWARE} if it is used now, else why it is not
   */
  public BusError tryFastRead(long deadlineNanos) {
    fast = true;
    BusError error = readAll(stateAt, STATE_BYTES, deadlineNanos);
    fast = error == BusError.NONE || error == BusError.HARDWARE;
    return error;
  }

  /** {@return whether fast sync reads are used} */
  public boolean fastRead() {
    return fast;
  }

  @Override
  public boolean supports(ServoCommand.Mode wanted) {
    for (int i = 0; i < ids.length; i++) {
      if (wanted == ServoCommand.Mode.TORQUE && !servos.get(i).model().torqueControl()) {
        return false;
      }
    }
    return true;
  }

  @Override
  int modeAddress() {
    return XSeries.OPERATING_MODE;
  }

  @Override
  int modeValue(ServoCommand.Mode wanted) {
    return wanted == ServoCommand.Mode.TORQUE ? XSeries.CURRENT_MODE : XSeries.POSITION_MODE;
  }

  @Override
  public ServoBus dry(ServoCommand.Mode wanted) {
    DynamixelBus bus = new DynamixelBus(DryLine.silent(), exchange.clock(), servos);
    bus.mode = wanted;
    return bus;
  }

  @Override
  public BusError watchdog(long timeoutNanos, long deadlineNanos) {
    long units = Math.ceilDiv(timeoutNanos, XSeries.WATCHDOG_UNIT_NANOS);
    if (timeoutNanos < 0 || units > XSeries.WATCHDOG_MAX) {
      return fail(-1, BusError.RANGE);
    }
    // One that has struck takes no other value before 0.
    BusError error = setAll(watchdogAt, 0, deadlineNanos);
    return error == BusError.NONE && units > 0 ? setAll(watchdogAt, (int) units, deadlineNanos) : error;
  }

  @Override
  public BusError read(ServoState state, long deadlineNanos) {
    BusError error = readAll(stateAt, STATE_BYTES, deadlineNanos);
    if (error != BusError.NONE && error != BusError.HARDWARE) {
      return error;
    }
    for (int i = 0; i < ids.length; i++) {
      Servo servo = servos.get(i);
      int at = i * STATE_BYTES;
      state.torque[i] = servo.torque(int16(answers, at));
      state.velocity[i] = servo.velocity(int32(answers, at + VELOCITY_AT));
      state.position[i] = servo.position(int32(answers, at + POSITION_AT));
      state.status[i] = status[i];
    }
    state.timeNanos = exchange.now();
    return error;
  }

  @Override
  public BusError readTemperature(ServoState state, int servo, long deadlineNanos) {
    BusError error = exchange.send(frame, wire.read(frame, ids[servo], temperatureAt, 1));
    while (error == BusError.NONE) {
      error = exchange.receive(deadlineNanos);
      if (error == BusError.NONE && parser.status() && parser.id() == ids[servo]) {
        status[servo] = parser.error();
        error = wire.error(parser.error());
        if (parser.parameterCount() == 1) {
          state.temperature[servo] = parser.parameter(0);
          return fail(servo, error);
        }
        exchange.rejectLength();
      }
      exchange.reject();
    }
    return fail(servo, error);
  }

  @Override
  public BusError write(ServoCommand command, long deadlineNanos) {
    if (command.mode != mode) {
      return fail(-1, BusError.UNSUPPORTED);
    }
    boolean torque = mode == ServoCommand.Mode.TORQUE;
    int count = torque ? CURRENT_BYTES : POSITION_BYTES;
    for (int i = 0; i < ids.length; i++) {
      Servo servo = servos.get(i);
      double target = command.target[i];
      double counts = torque ? Math.rint(servo.torqueCounts(target)) : goalCounts(i, target);
      if (!(counts >= (torque ? Short.MIN_VALUE : firstGoal[i])
          && counts <= (torque ? Short.MAX_VALUE : lastGoal[i]))) {
        return fail(i, BusError.RANGE);
      }
      put(data, i * count, (int) counts, count);
    }
    return writeAll(torque ? goalCurrentAt : goalPositionAt, count);
  }

  @Override
  BusError readAll(int address, int count, long deadlineNanos) {
    return fast ? readAllFast(address, count, deadlineNanos) : super.readAll(address, count, deadlineNanos);
  }

  private BusError readAllFast(int address, int count, long deadlineNanos) {
    DynamixelParser fastParser = (DynamixelParser) parser;
    BusError error = exchange.send(frame, DynamixelEncoder.fastSyncRead(frame, 0, address, count, ids));
    fastParser.expectFast(ids.length, count);
    while (error == BusError.NONE) {
      error = exchange.receive(deadlineNanos);
      if (error == BusError.NONE && parser.status() && parser.id() == Dynamixel.BROADCAST) {
        fastParser.expectFast(0, 0);
        return takeBlocks(count);
      }
      exchange.reject();
    }
    fastParser.expectFast(0, 0);
    return fail(-1, error);
  }

  /** Each block is an error byte, an id, the data, and a checksum, which the last one's covers. */
  private BusError takeBlocks(int count) {
    int alerted = -1;
    for (int i = 0; i < ids.length; i++) {
      int at = i * (count + BLOCK_BYTES);
      if (parser.parameter(at + 1) != ids[i]) {
        return fail(i, BusError.WRONG_ID);
      }
      status[i] = parser.parameter(at);
      BusError reported = wire.error(status[i]);
      if (reported == BusError.DEVICE) {
        return fail(i, reported);
      }
      parser.copyParameters(at + 2, answers, i * count, count);
      alerted = reported == BusError.HARDWARE && alerted < 0 ? i : alerted;
    }
    return fail(alerted, alerted < 0 ? BusError.NONE : BusError.HARDWARE);
  }

  @Override
  int torqueLimitAddress() {
    return address(RegisterName.GOAL_PWM);
  }

  @Override
  int fullTorque() {
    return (int) table.named(RegisterName.PWM_LIMIT.text()).max();
  }

  @Override
  int returnDelayAddress() {
    return XSeries.RETURN_DELAY;
  }

  @Override
  long returnDelayUnitNanos() {
    return XSeries.RETURN_DELAY_UNIT_NANOS;
  }

  @Override
  int delayedAnswers() {
    return fast ? 1 : ids.length;
  }

  @Override
  int readBytes() {
    int request = wire.syncRead(frame, stateAt, STATE_BYTES, ids);
    return request + (fast ? 8 + ids.length * (STATE_BYTES + BLOCK_BYTES) : ids.length * wire.answerBytes(STATE_BYTES));
  }

  @Override
  int writeBytes() {
    int count = mode == ServoCommand.Mode.TORQUE ? CURRENT_BYTES : POSITION_BYTES;
    return wire.syncWrite(frame, goalPositionAt, count, ids, new byte[ids.length * count]);
  }
}
