package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.MoteusEncoder;
import io.github.lanewise.hardware.servo.protocol.MoteusFrame;
import io.github.lanewise.hardware.servo.protocol.MoteusParser;
import io.github.lanewise.hardware.servo.protocol.MoteusSubframes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * moteus controllers behind an fdcanusb adapter, or what speaks like it: a line to each of them, and an answer from
 * each.
 *
 * <p>The torque command is position control with both gains 0. The watchdog travels with every command; unless one is
 * set, the controllers use the one they are configured with. {@link #write} waits until the adapter has taken the
 * commands, not for the controllers.
 */
final class MoteusBus extends LineBus {
  private static final int HOST = 0;
  private static final long ARBITRATION_NANOS = 55_000;
  private static final long DATA_BIT_NANOS = 200;

  private final int[] fault;
  private final int[] controllerMode;
  private final double[] answer = new double[Moteus.FAULT_CODE + 1];
  private final MoteusParser parser;
  private final MoteusSubframes subframes = new MoteusSubframes();
  private final MoteusFrame frame = new MoteusFrame();
  private final byte[] lines;
  private final ServoState latest;
  private boolean on;
  /** [s]; NaN is none, negative is as configured. */
  private double watchdog = -1;

  /**
   * The line, the clock of all deadlines, and the controllers in the order of states and commands.
   *
   * @throws IllegalArgumentException if an id is out of range or occurs twice, or a model speaks another protocol
   */
  MoteusBus(Line line, Clock clock, List<Servo> servos) {
    this(line, clock, servos, new MoteusParser());
  }

  private MoteusBus(Line line, Clock clock, List<Servo> servos, MoteusParser parser) {
    super(new Exchange(line, clock, parser), servos, ServoProtocol.MOTEUS, Moteus.MIN_ID, Moteus.MAX_ID);
    this.parser = parser;
    fault = new int[servos.size()];
    controllerMode = new int[servos.size()];
    lines = new byte[servos.size() * MoteusEncoder.MAX_LINE];
    latest = new ServoState(servos.size());
  }

  @Override
  public boolean supports(ServoCommand.Mode wanted) {
    return true;
  }

  /** Always so: the mode travels with every command. */
  @Override
  public BusError alreadyIn(ServoCommand.Mode wanted, long deadlineNanos) {
    return mode(wanted, deadlineNanos);
  }

  /** Sends nothing: the mode travels with every command. */
  @Override
  public BusError mode(ServoCommand.Mode wanted, long deadlineNanos) {
    mode = wanted;
    return fail(-1, BusError.NONE);
  }

  @Override
  public ServoBus dry(ServoCommand.Mode wanted) {
    MoteusBus bus = new MoteusBus(DryLine.answering("OK\n".repeat(servos.size())), exchange.clock(), servos);
    bus.mode = wanted;
    bus.watchdog = watchdog;
    return bus;
  }

  /**
   * On is position control until the first command: where commands are positions, of the place where the controller is;
   * else with both gains and the torque 0. Off is stopped.
   */
  @Override
  public BusError torque(boolean enable, long deadlineNanos) {
    int end = 0;
    on = false;
    for (int i = 0; i < servos.size(); i++) {
      frame.clear();
      if (enable) {
        if (mode == ServoCommand.Mode.POSITION) {
          frame.position(Double.NaN, 0);
        } else {
          frame.torque(0);
        }
        addWatchdog();
      } else {
        frame.mode(Moteus.STOPPED);
      }
      end = command(end, i);
    }
    BusError error = send(end, deadlineNanos);
    boolean changed = false;
    while (error == BusError.NONE && !changed) {
      error = query(latest, deadlineNanos);
      int other = differing(enable ? Moteus.POSITION_MODE : Moteus.STOPPED);
      changed = other < 0;
      if (error == BusError.NONE && !changed && exchange.now() - deadlineNanos >= 0) {
        return fail(other, BusError.DEVICE);
      }
    }
    on = enable && error == BusError.NONE;
    return error;
  }

  @Override
  public BusError readTorque(boolean[] torque, long deadlineNanos) {
    BusError error = query(latest, deadlineNanos);
    for (int i = 0; i < torque.length && (error == BusError.NONE || error == BusError.HARDWARE); i++) {
      torque[i] = controllerMode[i] == Moteus.POSITION_MODE;
    }
    return error;
  }

  private int differing(int wanted) {
    for (int i = 0; i < controllerMode.length; i++) {
      if (controllerMode[i] != wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Sends nothing: the watchdog travels with every command from now on. */
  @Override
  public BusError watchdog(long timeoutNanos, long deadlineNanos) {
    if (timeoutNanos < 0) {
      return fail(-1, BusError.RANGE);
    }
    watchdog = timeoutNanos == 0 ? Double.NaN : timeoutNanos * 1e-9;
    return fail(-1, BusError.NONE);
  }

  private void addWatchdog() {
    if (!(watchdog < 0)) {
      frame.watchdog(watchdog);
    }
  }

  /** {@link BusError#DEVICE} if a controller that was on has stopped because its watchdog has struck. */
  @Override
  public BusError read(ServoState state, long deadlineNanos) {
    BusError error = query(state, deadlineNanos);
    for (int i = 0; error == BusError.NONE && on && i < controllerMode.length; i++) {
      if (controllerMode[i] == Moteus.TIMED_OUT) {
        return fail(i, BusError.DEVICE);
      }
    }
    return error;
  }

  /** Once more if the controllers refused it because it had no checksum. */
  private BusError query(ServoState state, long deadlineNanos) {
    boolean bare = !parser.checksums();
    BusError error = queryOnce(state, deadlineNanos);
    return error == BusError.CHECKSUM && bare && parser.checksums() ? queryOnce(state, deadlineNanos) : error;
  }

  private BusError queryOnce(ServoState state, long deadlineNanos) {
    int end = 0;
    for (int i = 0; i < servos.size(); i++) {
      frame.clear().query().pad();
      end = line(end, i, true);
    }
    BusError error = exchange.send(lines, end);
    Arrays.fill(answered, false);
    int faulty = -1;
    for (int missing = servos.size(); missing > 0;) {
      if (error == BusError.NONE) {
        error = receive(deadlineNanos);
      }
      if (error != BusError.NONE) {
        return fail(error == BusError.DEVICE ? -1 : missing(), error);
      }
      if (parser.kind() == MoteusParser.Kind.OK) {
        continue;
      }
      int servo = parser.kind() == MoteusParser.Kind.RECEIVED ? place(parser.source()) : -1;
      if (servo < 0 || answered[servo] || !decode()) {
        exchange.reject();
        continue;
      }
      take(state, servo);
      answered[servo] = true;
      missing--;
      faulty = controllerMode[servo] == Moteus.FAULT && faulty < 0 ? servo : faulty;
    }
    state.timeNanos = exchange.now();
    return fail(faulty, faulty < 0 ? BusError.NONE : BusError.HARDWARE);
  }

  private BusError receive(long deadlineNanos) {
    BusError error = exchange.receive(deadlineNanos);
    return error != BusError.NONE || parser.kind() != MoteusParser.Kind.ERROR ? error
        : parser.checksumWanted() ? BusError.CHECKSUM : BusError.DEVICE;
  }

  /** Whether the line held answers all that was asked. */
  private boolean decode() {
    Arrays.fill(answer, Double.NaN);
    subframes.of(parser);
    while (subframes.next()) {
      for (int i = 0; subframes.kind() == MoteusSubframes.Kind.ANSWER && i < subframes.count(); i++) {
        int register = subframes.register() + i;
        if (register < answer.length) {
          answer[register] = subframes.value(i);
        }
      }
    }
    return !subframes.malformed() && Double.isFinite(answer[Moteus.MODE] + answer[Moteus.POSITION]
        + answer[Moteus.VELOCITY] + answer[Moteus.TORQUE]);
  }

  private void take(ServoState state, int index) {
    Servo servo = servos.get(index);
    controllerMode[index] = (int) answer[Moteus.MODE];
    fault[index] = controllerMode[index] == Moteus.FAULT ? (int) answer[Moteus.FAULT_CODE] : 0;
    state.position[index] = servo.position(answer[Moteus.POSITION]);
    state.velocity[index] = servo.velocity(answer[Moteus.VELOCITY]);
    state.torque[index] = servo.torque(answer[Moteus.TORQUE]);
    state.temperature[index] = answer[Moteus.TEMPERATURE];
    state.status[index] = fault[index];
  }

  @Override
  public BusError write(ServoCommand command, long deadlineNanos) {
    if (command.mode != mode) {
      return fail(-1, BusError.UNSUPPORTED);
    }
    int end = 0;
    for (int i = 0; i < servos.size(); i++) {
      Servo servo = servos.get(i);
      double target = command.target[i];
      double value = mode == ServoCommand.Mode.TORQUE ? servo.torqueCounts(target) : servo.positionCounts(target);
      if (!(Math.abs(value) <= Float.MAX_VALUE)) {
        return fail(i, BusError.RANGE);
      }
      frame.clear();
      if (mode == ServoCommand.Mode.TORQUE) {
        frame.torque(value);
      } else {
        frame.position(value, 0);
      }
      addWatchdog();
      end = command(end, i);
    }
    return send(end, deadlineNanos);
  }

  private int command(int end, int servo) {
    frame.pad();
    return line(end, servo, false);
  }

  /** With a checksum, once the other side has shown that it knows them: controllers on a UART then want them all. */
  private int line(int at, int servo, boolean answerWanted) {
    int end = MoteusEncoder.send(lines, at, HOST, servos.get(servo).id(), answerWanted, frame);
    return parser.checksums() ? MoteusEncoder.withChecksum(lines, at, end) : end;
  }

  /** Sends a line to each controller, and waits until the adapter has taken them all. */
  private BusError send(int count, long deadlineNanos) {
    BusError error = exchange.send(lines, count);
    for (int taken = 0; error == BusError.NONE && taken < servos.size();) {
      error = receive(deadlineNanos);
      if (error == BusError.NONE && parser.kind() == MoteusParser.Kind.OK) {
        taken++;
      }
    }
    return fail(-1, error);
  }

  /** 0: controllers answer at once. */
  @Override
  public long returnDelayNanos() {
    return 0;
  }

  /** Does nothing: there is none. */
  @Override
  public BusError readReturnDelay(long deadlineNanos) {
    return BusError.NONE;
  }

  /**
   * The time on the CAN bus, at 1 Mbit/s for arbitration and 5 Mbit/s for data, with all bits that may be stuffed. The
   * rate of the line to the adapter does not matter: it is USB.
   */
  @Override
  public long wireNanos(int baud) {
    int query = frame.clear().query().pad().size();
    int reply = frame.clear().answer(Moteus.Type.INT8, 0, 1).value(Moteus.Type.INT8, 0, 0)
        .answer(Moteus.Type.FLOAT, 1, 3).value(Moteus.Type.FLOAT, 1, 0).value(Moteus.Type.FLOAT, 2, 0)
        .value(Moteus.Type.FLOAT, 3, 0).answer(Moteus.Type.INT8, Moteus.VOLTAGE, 3).value(Moteus.Type.INT8, 4, 0)
        .value(Moteus.Type.INT8, 5, 0).value(Moteus.Type.INT8, 6, 0).pad().size();
    int command = frame.clear().torque(0).watchdog(0).pad().size();
    return servos.size() * (frameNanos(query) + frameNanos(reply) + frameNanos(command));
  }

  /** ESI, length, data with a stuffed bit in five; then the CRC of 21 bits with its own stuffing and delimiter. */
  private static long frameNanos(int bytes) {
    return ARBITRATION_NANOS + ((5 + 8 * bytes) * 6 / 5 + 32) * DATA_BIT_NANOS;
  }

  @Override
  public String hardwareErrors(long deadlineNanos) {
    query(latest, deadlineNanos);
    return IntStream.range(0, fault.length).filter(i -> fault[i] != 0)
        .mapToObj(i -> "controller " + servos.get(i).id() + " (moteus): " + Moteus.describe(fault[i]))
        .collect(Collectors.joining("; "));
  }

  @Override
  public String explain(BusError error) {
    if (errorServo() < 0) {
      return error == BusError.DEVICE ? "refused by the adapter" : error.text();
    }
    int code = fault[errorServo()];
    int stopped = controllerMode[errorServo()];
    String report = error == BusError.HARDWARE ? "; it reports " + Moteus.describe(code)
        : error != BusError.DEVICE ? "" : stopped != Moteus.TIMED_OUT ? "; it is in mode " + stopped
        : "; it is in mode " + stopped + ", because no command came in time: it brakes, and only a stop ends that, such"
            + " as 'lanewise servo reboot', which lets the joint go";
    return "controller " + servos.get(errorServo()).id() + " (moteus): " + error.text() + report;
  }
}
