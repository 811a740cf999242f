package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.PacketParser;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What buses of the two binary protocols share: one request to all servos, and an answer from each. */
abstract class PacketBus extends LineBus {
  /** The most bytes that a request of a bus reads from, or writes to, one servo. */
  private static final int MAX_DATA = 16;
  private static final int BITS_PER_BYTE = 10;
  /** So often may an answer to all be lost. */
  private static final int TOGETHER_TRIES = 3;
  private static final String PRESENT_POSITION = "present_position";

  final PacketWire wire;
  /** Of the first servo; all have their registers at the same addresses. */
  final RegisterTable table;
  private final int torqueAt;
  final PacketParser parser;
  final int[] ids;
  /** What the servos answered, and what they are to be sent: servo {@code i} from {@code i count} on. */
  final byte[] answers;
  final byte[] data;
  final int[] status;
  final byte[] frame;

  private long returnDelayNanos;
  private boolean oneByOne;
  /** The first and the last count of a goal that each takes. */
  private final double[] first;
  private final double[] last;

  PacketBus(Line line, Clock clock, List<Servo> servos, PacketWire wire) {
    this(line, clock, servos, wire, wire.parser(MAX_DATA));
  }

  private PacketBus(Line line, Clock clock, List<Servo> servos, PacketWire wire, PacketParser parser) {
    super(new Exchange(line, clock, parser), servos, wire.protocol(), 0, wire.maxId());
    this.wire = wire;
    this.parser = parser;
    table = RegisterTable.of(servos.isEmpty() ? ServoModel.named(wire.protocol(), wire.protocol().usualModel())
        : servos.getFirst().model());
    for (Servo servo : servos) {
      if (RegisterTable.of(servo.model()).named(PRESENT_POSITION).address() != address(PRESENT_POSITION)) {
        throw new IllegalArgumentException("servo " + servo.id() + " (" + servo.model().name() + ") has its registers"
            + " at other addresses than servo " + servos.getFirst().id() + " (" + servos.getFirst().model().name()
            + "), so that they cannot be asked together: put them on lines of their own");
      }
    }
    torqueAt = address("torque_enable");
    ids = servos.stream().mapToInt(Servo::id).toArray();
    answers = new byte[ids.length * MAX_DATA];
    data = new byte[ids.length * MAX_DATA];
    status = new int[ids.length];
    first = new double[ids.length];
    last = new double[ids.length];
    Arrays.fill(first, Double.NEGATIVE_INFINITY);
    Arrays.fill(last, Double.POSITIVE_INFINITY);
    frame = wire.frame(Math.max(1, ids.length), MAX_DATA);
  }

  /** Where a register begins. */
  final int address(RegisterName register) {
    return address(register.text());
  }

  private int address(String register) {
    return table.named(register).address();
  }

  abstract int modeAddress();

  abstract int modeValue(ServoCommand.Mode wanted);

  abstract int returnDelayAddress();

  abstract long returnDelayUnitNanos();

  /** The register of two bytes that limits torque, and its number for all of it. */
  abstract int torqueLimitAddress();

  abstract int fullTorque();

  /** How many answers of {@code read} wait for the return delay. */
  abstract int delayedAnswers();

  abstract int readBytes();

  abstract int writeBytes();

  /** Reads {@code count} bytes from {@code address} of every servo into {@link #answers}. */
  BusError readAll(int address, int count, long deadlineNanos) {
    Arrays.fill(answered, false);
    if (!oneByOne) {
      BusError sent = exchange.send(frame, wire.syncRead(frame, address, count, ids));
      return sent != BusError.NONE ? fail(-1, sent) : collect(-1, count, deadlineNanos);
    }
    int alerted = -1;
    for (int i = 0; i < ids.length; i++) {
      BusError error = exchange.send(frame, wire.read(frame, ids[i], address, count));
      error = error != BusError.NONE ? fail(-1, error) : collect(i, count, deadlineNanos);
      if (error != BusError.NONE && error != BusError.HARDWARE) {
        return error;
      }
      alerted = error == BusError.HARDWARE && alerted < 0 ? i : alerted;
    }
    return fail(alerted, alerted < 0 ? BusError.NONE : BusError.HARDWARE);
  }

  @Override
  public final BusError learnToRead(long timeoutNanos) {
    BusError error = BusError.TIMEOUT;
    for (int i = 0; i < TOGETHER_TRIES && error != BusError.NONE && error != BusError.HARDWARE; i++) {
      oneByOne = false;
      error = readAll(torqueAt, 1, exchange.now() + timeoutNanos);
    }
    if (error == BusError.NONE || error == BusError.HARDWARE || ids.length == 0) {
      return error;
    }
    oneByOne = true;
    BusError alone = readAll(torqueAt, 1, exchange.now() + ids.length * timeoutNanos);
    oneByOne = alone == BusError.NONE || alone == BusError.HARDWARE;
    return alone;
  }

  @Override
  public final boolean readsOneByOne() {
    return oneByOne;
  }

  /** Writes {@code count} bytes of {@link #data} each to {@code address} of every servo. */
  final BusError writeAll(int address, int count) {
    return fail(-1, exchange.send(frame, wire.syncWrite(frame, address, count, ids, data)));
  }

  /** Writes one byte to every servo, and reads it back. */
  final BusError setAll(int address, int value, long deadlineNanos) {
    Arrays.fill(data, 0, ids.length, (byte) value);
    BusError error = writeAll(address, 1);
    if (error == BusError.NONE) {
      error = readAll(address, 1, deadlineNanos);
    }
    if (error == BusError.NONE || error == BusError.HARDWARE) {
      int other = differing(value);
      return other < 0 ? error : fail(other, error == BusError.HARDWARE ? error : BusError.DEVICE);
    }
    return error;
  }

  /** The first servo that answered with another byte; -1 if none. */
  final int differing(int value) {
    for (int i = 0; i < ids.length; i++) {
      if (answers[i] != (byte) value) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public final BusError alreadyIn(ServoCommand.Mode wanted, long deadlineNanos) {
    mode = null;
    if (!supports(wanted)) {
      return fail(-1, BusError.UNSUPPORTED);
    }
    BusError error = readAll(modeAddress(), 1, deadlineNanos);
    int other = error == BusError.NONE ? differing(modeValue(wanted)) : -1;
    if (other >= 0) {
      return fail(other, BusError.UNSUPPORTED);
    }
    mode = error == BusError.NONE ? wanted : null;
    return error;
  }

  /** Writes nothing where all servos are in it: that register wears out. */
  @Override
  public final BusError mode(ServoCommand.Mode wanted, long deadlineNanos) {
    BusError error = alreadyIn(wanted, deadlineNanos);
    if (error == BusError.UNSUPPORTED && supports(wanted)) {
      error = setAll(modeAddress(), modeValue(wanted), deadlineNanos);
      mode = error == BusError.NONE ? wanted : null;
    }
    return error;
  }

  @Override
  public final BusError torque(boolean on, long deadlineNanos) {
    return setAll(torqueAt, on ? 1 : 0, deadlineNanos);
  }

  @Override
  public final BusError limitTorque(double[] shares, long deadlineNanos) {
    BusError error = readAll(torqueLimitAddress(), 2, deadlineNanos);
    if (error != BusError.NONE) {
      return error;
    }
    System.arraycopy(answers, 0, data, 0, 2 * ids.length);
    for (int i = 0; i < ids.length; i++) {
      if (!Double.isNaN(shares[i])) {
        put(data, 2 * i, (int) Math.rint(shares[i] * fullTorque()), 2);
      }
    }
    error = writeAll(torqueLimitAddress(), 2);
    error = error == BusError.NONE ? readAll(torqueLimitAddress(), 2, deadlineNanos) : error;
    int other = Arrays.mismatch(answers, 0, 2 * ids.length, data, 0, 2 * ids.length);
    return error == BusError.NONE && other >= 0 ? fail(other / 2, BusError.DEVICE) : error;
  }

  @Override
  public final BusError readTorque(boolean[] on, long deadlineNanos) {
    BusError error = readAll(torqueAt, 1, deadlineNanos);
    for (int i = 0; i < ids.length && (error == BusError.NONE || error == BusError.HARDWARE); i++) {
      on[i] = answers[i] != 0;
    }
    return error;
  }

  @Override
  public final BusError readGoals(double[] goal, long deadlineNanos) {
    Register register = table.named("goal_position");
    BusError error = readAll(register.address(), register.size(), deadlineNanos);
    for (int i = 0; i < ids.length && (error == BusError.NONE || error == BusError.HARDWARE); i++) {
      int at = i * register.size();
      long bits = register.size() == 2 ? int16(answers, at) & 0xFFFF : int32(answers, at);
      Register own = RegisterTable.of(servos.get(i).model()).named("goal_position");
      ServoModel model = servos.get(i).model();
      goal[i] = servos.get(i).position(own.value(bits) / model.positionUnit() + model.zeroCount());
    }
    return error;
  }

  /** Answers of one servo, or of all if it is -1. */
  private BusError collect(int only, int count, long deadlineNanos) {
    int alerted = -1;
    for (int missing = only < 0 ? ids.length : 1; missing > 0;) {
      BusError error = exchange.receive(deadlineNanos);
      if (error != BusError.NONE) {
        return fail(missing(), error);
      }
      int servo = parser.status() ? place(parser.id()) : -1;
      if (servo < 0 || answered[servo] || only >= 0 && servo != only) {
        exchange.reject();
        continue;
      }
      status[servo] = parser.error();
      BusError reported = wire.error(parser.error());
      if (reported == BusError.DEVICE) {
        return fail(servo, reported);
      }
      if (parser.parameterCount() != count) {
        exchange.rejectLength();
        continue;
      }
      parser.copyParameters(0, answers, servo * count, count);
      answered[servo] = true;
      missing--;
      alerted = reported == BusError.HARDWARE && alerted < 0 ? servo : alerted;
    }
    return fail(alerted, alerted < 0 ? BusError.NONE : BusError.HARDWARE);
  }

  /** A number of two bytes, low byte first. */
  static int int16(byte[] bytes, int at) {
    return (short) (bytes[at] & 0xFF | bytes[at + 1] << 8);
  }

  /** A number of four bytes, low byte first. */
  static int int32(byte[] bytes, int at) {
    return int16(bytes, at) & 0xFFFF | int16(bytes, at + 2) << 16;
  }

  static void put(byte[] bytes, int at, int value, int count) {
    for (int i = 0; i < count; i++) {
      bytes[at + i] = (byte) (value >> 8 * i);
    }
  }

  @Override
  public final BusError readReturnDelay(long deadlineNanos) {
    BusError error = readAll(returnDelayAddress(), 1, deadlineNanos);
    if (error == BusError.NONE || error == BusError.HARDWARE) {
      returnDelayNanos = 0;
      for (int i = 0; i < ids.length; i++) {
        returnDelayNanos = Math.max(returnDelayNanos, (answers[i] & 0xFF) * returnDelayUnitNanos());
      }
    }
    return error;
  }

  /** Of a servo whose two limits are one, which turns without end, there is no range. */
  @Override
  public final BusError readRanges(long deadlineNanos) {
    double[] least = new double[ids.length];
    double[] most = new double[ids.length];
    BusError error = readEach(table.named("min_position_limit"), least, deadlineNanos);
    error = error == BusError.NONE ? readEach(table.named("max_position_limit"), most, deadlineNanos) : error;
    for (int i = 0; i < ids.length && error == BusError.NONE; i++) {
      ServoModel model = servos.get(i).model();
      boolean endless = least[i] == most[i];
      first[i] = endless ? Double.NEGATIVE_INFINITY : Math.rint(least[i] / model.positionUnit() + model.zeroCount());
      last[i] = endless ? Double.POSITIVE_INFINITY : Math.rint(most[i] / model.positionUnit() + model.zeroCount());
    }
    return error;
  }

  @Override
  public final double lowest(int joint) {
    Servo servo = servos.get(joint);
    return servo.position(servo.ratio() > 0 ? first[joint] : last[joint]);
  }

  @Override
  public final double highest(int joint) {
    Servo servo = servos.get(joint);
    return servo.position(servo.ratio() > 0 ? last[joint] : first[joint]);
  }

  /** The count of a goal, the nearest that the servo takes of the two between which it is. */
  final double goalCounts(int servo, double target) {
    double counts = servos.get(servo).positionCounts(target);
    double nearest = Math.rint(counts);
    return counts - last[servo] < 1 && nearest > last[servo] ? last[servo]
        : first[servo] - counts < 1 && nearest < first[servo] ? first[servo] : nearest;
  }

  @Override
  public final double resolution(int joint) {
    Servo servo = servos.get(joint);
    return Math.abs(servo.ratio()) * servo.model().positionUnit();
  }

  @Override
  public final long returnDelayNanos() {
    return returnDelayNanos;
  }

  @Override
  public final long wireNanos(int baud) {
    int more = oneByOne ? ids.length * wire.read(frame, 0, 0, 1) - wire.syncRead(frame, 0, 1, ids) : 0;
    return Math.ceilDiv(1_000_000_000L * BITS_PER_BYTE * (readBytes() + more + writeBytes()), baud)
        + delayedAnswers() * returnDelayNanos;
  }

  /** Also says how much of the time is spent waiting for servos that were told to wait. */
  @Override
  public final void requireRate(double ticksPerSecond, int baud) {
    try {
      super.requireRate(ticksPerSecond, baud);
    } catch (IllegalArgumentException e) {
      throw returnDelayNanos == 0 ? e : new IllegalArgumentException(String.format(Locale.ROOT,
          "%s; %.0f us of it is the return delay that the servos' registers ask for, which may be 0", e.getMessage(),
          delayedAnswers() * returnDelayNanos / 1e3), e);
    }
  }

  @Override
  public final BusError readSupply(ServoSupply supply, long deadlineNanos) {
    Register volts = table.named(wire.voltageRegister().text());
    BusError error = readEach(volts, supply.voltage, deadlineNanos);
    error = error == BusError.NONE ? readEach(table.named("min_voltage_limit"), supply.least, deadlineNanos) : error;
    error = error == BusError.NONE ? readEach(table.named("max_voltage_limit"), supply.most, deadlineNanos) : error;
    return error == BusError.NONE ? readEach(table.named("temperature_limit"), supply.hottest, deadlineNanos) : error;
  }

  /** A register of all servos, in its unit; it is at one address, because they speak one protocol. */
  private BusError readEach(Register any, double[] values, long deadlineNanos) {
    BusError error = readAll(any.address(), any.size(), deadlineNanos);
    if (error != BusError.NONE && error != BusError.HARDWARE) {
      return error;
    }
    for (int i = 0; i < ids.length; i++) {
      int at = i * any.size();
      Register own = RegisterTable.of(servos.get(i).model()).named(any.name());
      values[i] = own.value(any.size() == 1 ? answers[at] & 0xFF
          : any.size() == 2 ? int16(answers, at) & 0xFFFF : int32(answers, at));
    }
    return BusError.NONE;
  }

  @Override
  public final String hardwareErrors(long deadlineNanos) {
    BusError error = readAll(address("hardware_error"), 1, deadlineNanos);
    if (error != BusError.NONE && error != BusError.HARDWARE) {
      return "";
    }
    return IntStream.range(0, ids.length).filter(i -> answers[i] != 0)
        .mapToObj(i -> "servo " + ids[i] + " (" + servos.get(i).model().name() + "): "
            + wire.describeHardware(answers[i] & 0xFF)).collect(Collectors.joining("; "));
  }

  @Override
  public final String explain(BusError error) {
    if (errorServo() < 0) {
      return error.text();
    }
    Servo servo = servos.get(errorServo());
    boolean reported = error == BusError.DEVICE || error == BusError.HARDWARE;
    String report = reported ? wire.describe(status[errorServo()]) : "";
    return "servo " + servo.id() + " (" + servo.model().name() + "): " + error.text()
        + (report.isEmpty() ? "" : "; it " + report);
  }
}
