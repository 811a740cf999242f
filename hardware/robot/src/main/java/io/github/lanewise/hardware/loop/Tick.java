package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** One tick: read, check, control, check, write; then the listener. The same code in the rehearsal as in earnest. */
final class Tick {
  /** Temperatures change slowly: one servo at a time is asked, this often. */
  private static final long TEMPERATURE_NANOS = 100_000_000;
  /** How long a state is waited for in the rehearsal, where other programs or the compiler may hold things up. */
  private static final long PATIENCE_NANOS = 20_000_000;
  /** The same in time, for each part of {@link SafetyBuilder#patience} above 1. */
  private static final long PATIENCE_IN_TIME_NANOS = 5_000_000;
  private static final int SILENT_TICKS = 8;
  /** No tick costs as much, so that Jitter takes every cost as it is. */
  private static final long NO_PERIOD = TimeUnit.HOURS.toNanos(1);

  final ServoState state;
  final ServoCommand command;

  private final ServoBus bus;
  private final Clock clock;
  private final Controller controller;
  private final TickListener listener;
  private final Safety safety;
  private final long periodNanos;
  private final Finding finding;
  private final SafetyCheck check;
  private final Steps steps;
  private final BusTurn turn;
  private final ControlLoop loop;
  private long temperatureTicks;
  /** What commands are written to: a dry bus in the rehearsal. */
  private ServoBus output;
  private Jitter lateness;
  private Jitter cost;
  private long readFromMoment;
  private long readAtLeast;
  private long lateLimit;
  private long controllerLimit;
  private double staleLimit;
  private final long[] errors = new long[BusError.values().length];
  private int errorTicks;
  private int temperatureErrors;
  private long sinceTemperature;
  private long silentTicks;
  private long sinceSilence;
  private int temperatureServo;
  private long begin;
  private long late;
  private long skipped;
  private BusError error = BusError.NONE;

  Tick(ControlLoop loop, Finding finding, BusTurn turn) {
    this.loop = loop;
    this.finding = finding;
    this.turn = turn;
    bus = loop.bus;
    clock = loop.clock;
    controller = loop.controller;
    listener = loop.listener;
    safety = loop.safety;
    periodNanos = loop.periodNanos;
    check = new SafetyCheck(safety, finding);
    steps = new Steps(safety, finding, periodNanos);
    state = new ServoState(bus.joints());
    command = new ServoCommand(bus.joints());
    command.mode = controller.mode();
  }

  /**
   * From now on a temperature is read at every tick, and in one of eight the dry bus is asked for the state, which does
   * not answer. What is done a hundred times more rarely than all else would not be compiled by the end of the
   * rehearsal, and what has never happened would make the JVM throw compiled code away when it does.
   */
  void inHaste() {
    temperatureTicks = 1;
    silentTicks = SILENT_TICKS;
  }

  /** From now on, commands go to this bus, ticks have limits of time or none, and everything is counted from 0. */
  void begin(ServoBus bus, boolean limited) {
    output = bus;
    double period = limited ? periodNanos : Double.POSITIVE_INFINITY;
    // Until shortly before the next tick, lest that be late because of this; but a late one is given some time, too.
    readFromMoment = limited ? periodNanos - periodNanos / 20 : 0;
    // No longer than half of what makes the next tick too late.
    readAtLeast = limited ? (long) Math.max(period / 2,
            Math.min((safety.patience - 1) * PATIENCE_IN_TIME_NANOS, safety.lateTicks * period / 2))
        : Math.max(periodNanos, safety.patience * PATIENCE_NANOS);
    lateLimit = (long) (safety.lateTicks * period);
    controllerLimit = (long) (safety.controllerTicks * period);
    staleLimit = safety.staleTicks * period;
    temperatureTicks = Math.ceilDiv(TEMPERATURE_NANOS, periodNanos);
    silentTicks = Long.MAX_VALUE;
    lateness = new Jitter(periodNanos);
    cost = new Jitter(NO_PERIOD);
    Arrays.fill(errors, 0);
  }

  /** Where a servo is held that had torque before, or else where it is [rad]. */
  double held(int joint) {
    return Double.isNaN(state.goal[joint]) ? state.position[joint] : state.goal[joint];
  }

  /** Where a joint was sent last; as {@link #held} before [rad]. */
  double told(int joint) {
    return steps.last(joint);
  }

  /** Lets the controller begin from the present state, and commands, too. */
  boolean start() {
    steps.start(state, command.mode, controller.hasTorque());
    turn.lend();
    try {
      controller.start(state);
    } catch (Throwable e) {
      finding.of(Stop.Reason.CONTROLLER_FAILED, e);
    }
    return returned();
  }

  /** Everything up to the command; false to stop. {@code moment} is when it should have begun, {@code time} in s. */
  boolean act(long moment, double time) {
    begin = clock.nanoTime();
    late = begin - moment;
    skipped = lateness.record(late);
    error = BusError.NONE;
    if (!mayBegin()) {
      return false;
    }
    long deadline = Math.max(moment + readFromMoment, begin + readAtLeast);
    BusError heard = ++sinceSilence < silentTicks ? bus.read(state, deadline) : silence();
    return note(heard) && fresh() && (heard != BusError.NONE || respond(time)) && tolerable();
  }

  private BusError silence() {
    sinceSilence = 0;
    return output.read(state, begin);
  }

  private boolean mayBegin() {
    if (loop.request != null) {
      return finding.of(loop.request);
    }
    if (Thread.currentThread().isInterrupted()) {
      return finding.of(Stop.Reason.INTERRUPTED);
    }
    return late <= lateLimit || finding.of(Stop.Reason.LATE, -1, late * 1e-6, lateLimit * 1e-6);
  }

  private boolean fresh() {
    long time = state.timeNanos;
    double age = time == Long.MIN_VALUE ? Double.POSITIVE_INFINITY : clock.nanoTime() - time;
    return age <= staleLimit || finding.of(Stop.Reason.STALE, -1, age * 1e-6, staleLimit * 1e-6);
  }

  private boolean respond(double time) {
    if (!controller.hasTorque()) {
      return control(time) && readTemperature();
    }
    return check.state(state) && control(time) && check.command(command) && steps.take(command) && send()
        && readTemperature();
  }

  private boolean send() {
    BusError result = output.write(command, begin + 2 * periodNanos);
    if (result == BusError.NONE) {
      steps.told(command);
    }
    return note(result);
  }

  /** Whether the controller's first targets are still to be reached, for which its time stands still. */
  boolean approaching() {
    return steps.approaching();
  }

  private boolean control(double time) {
    long before = clock.nanoTime();
    turn.lend();
    try {
      controller.control(state, command, time);
    } catch (Throwable e) {
      finding.of(Stop.Reason.CONTROLLER_FAILED, e);
    }
    long taken = clock.nanoTime() - before;
    if (taken > controllerLimit) {
      finding.of(Stop.Reason.CONTROLLER_SLOW, -1, taken * 1e-6, controllerLimit * 1e-6);
    }
    return returned();
  }

  /** Whether to go on after the user's code. If the bus was seized meanwhile, the JVM is shutting down. */
  private boolean returned() {
    if (!turn.takeBack()) {
      finding.of(Stop.Reason.SHUTDOWN);
    }
    return !finding.found();
  }

  private boolean readTemperature() {
    if (++sinceTemperature < temperatureTicks) {
      return true;
    }
    sinceTemperature = 0;
    BusError result = bus.readTemperature(state, temperatureServo, clock.nanoTime() + periodNanos);
    temperatureServo = (temperatureServo + 1) % state.position.length;
    temperatureErrors = result == BusError.NONE ? 0 : temperatureErrors + 1;
    return note(result) && (temperatureErrors < safety.busErrors || tooMany(result, temperatureErrors));
  }

  /**
   * Counts an error, and remembers it if it is the tick's first; false if nothing can be done about it. No switch: its
   * class would be loaded at the first error.
   */
  private boolean note(BusError result) {
    if (result == BusError.NONE) {
      return true;
    }
    errors[result.ordinal()]++;
    error = error == BusError.NONE ? result : error;
    if (result == BusError.GONE) {
      return stop(Stop.Reason.LINE_GONE, result);
    }
    if (result == BusError.HARDWARE) {
      return stop(Stop.Reason.SERVO_FAULT, result);
    }
    return result != BusError.RANGE && result != BusError.UNSUPPORTED
        || finding.ofBus(Stop.Reason.COMMAND_REFUSED, result, output.errorServo(), 0, Double.NaN, Double.NaN);
  }

  private boolean stop(Stop.Reason reason, BusError result) {
    int servo = bus.errorServo();
    return finding.ofBus(reason, result, servo, servo < 0 ? 0 : state.status[servo], Double.NaN, Double.NaN);
  }

  private boolean tolerable() {
    errorTicks = error == BusError.NONE ? 0 : errorTicks + 1;
    return errorTicks < safety.busErrors || tooMany(error, errorTicks);
  }

  private boolean tooMany(BusError result, int count) {
    return finding.ofBus(Stop.Reason.BUS_ERRORS, result, bus.errorServo(), 0, count, safety.busErrors);
  }

  /** Tells the listener, and ends the tick; false to stop. */
  boolean report(long tick) {
    turn.lend();
    try {
      listener.tick(tick, begin, state, command, error, late);
    } catch (Throwable e) {
      finding.of(Stop.Reason.LISTENER_FAILED, e);
    }
    boolean goOn = returned();
    cost.record(clock.nanoTime() - begin);
    return goOn;
  }

  /** How many ticks after the last have been missed. */
  long skipped() {
    return skipped;
  }

  Jitter lateness() {
    return lateness;
  }

  Jitter cost() {
    return cost;
  }

  long errors(BusError kind) {
    return errors[kind.ordinal()];
  }
}
