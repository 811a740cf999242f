package io.github.lanewise.hardware.loop;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.hardware.port.BeforeExit;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoSupply;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One run of a loop, from servos as they are found to servos that are safe. */
final class LoopRun {
  private static final long LONGEST_HASTE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LONGEST_SETTLING_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int LAST_REHEARSED = 100;
  /** So many rehearsed ticks in haste have one that is late by two periods, like {@link Tick#inHaste}'s rare events. */
  private static final int LATE_ONE_IN = 8;
  private static final int ATTEMPTS = 3;
  private static final long REQUEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SHUTDOWN_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  /** Null in a JVM that only interprets. */
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private final ControlLoop loop;
  private final ServoBus bus;
  private final Clock clock;
  private final long period;
  private final long watchdogNanos;
  private final ServoSupply supply;
  /** Which servos had torque when the loop came, and whether all were in its operating mode. */
  private final boolean[] found;
  private boolean inMode;
  /** When torque that was found went off; -1 if it did not. */
  private long offNanos = -1;
  private final Finding finding = new Finding();
  private final BusTurn turn = new BusTurn();
  private final Tick tick;
  private final SafeEnd end;
  private final Ticks ticks;
  private final List<String> notes = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  LoopRun(ControlLoop loop, long watchdogNanos) {
    this.loop = loop;
    this.watchdogNanos = watchdogNanos;
    bus = loop.bus;
    clock = loop.clock;
    period = loop.periodNanos;
    supply = new ServoSupply(bus.joints());
    found = new boolean[bus.joints()];
    tick = new Tick(loop, finding, turn);
    end = new SafeEnd(bus, clock, period, watchdogNanos, loop.safety, tick, finding);
    ticks = new Ticks(tick, turn, end, loop);
  }

  LoopResult run() {
    BeforeExit exit = BeforeExit.run("control loop shutdown", this::shutDown);
    long allocated = 0;
    try {
      if (makeReady() && rehearse() && arm()) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        ticks.run(0, loop.ticks, false);
        allocated = before < 0 ? -1 : THREADS.getCurrentThreadAllocatedBytes() - before;
        finding.of(Stop.Reason.FINISHED);
      }
    } finally {
      if (turn.finish()) {
        end.run(tick.state);
      }
      over.countDown();
      exit.close();
    }
    return result(allocated);
  }

  /** Runs in a thread of its own when the JVM shuts down, and keeps it up until the robot is safe. */
  private void shutDown() {
    loop.request(Stop.Reason.SHUTDOWN);
    long begin = System.nanoTime();
    long patience = Math.max(SHUTDOWN_PATIENCE_NANOS, 3 * period);
    try {
      while (!over.await(1, TimeUnit.MILLISECONDS) && System.nanoTime() - begin < patience) {
        // A loop that is in its controller for so long may be waiting for this very shutdown.
        if (System.nanoTime() - begin > 2 * period && turn.seize()) {
          end.run(tick.state);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks, and changes nothing. */
  private boolean makeReady() {
    tick.begin(bus, false);
    return ready("supply voltage", () -> bus.readSupply(supply, deadline())) && fed()
        && ready("operating mode", this::readMode)
        && ready("torque", () -> bus.readTorque(found, deadline())) && mayLetGo()
        && ready("first state", () -> bus.read(tick.state, deadline()))
        && ready("goal", this::readGoals)
        && readTemperatures() && cool();
  }

  /** A controller without torque drops what servos with torque hold up. */
  private boolean mayLetGo() {
    for (int i = 0; i < found.length; i++) {
      if (found[i] && !loop.controller.hasTorque() && !loop.lettingGo) {
        return finding.of(Stop.Reason.HELD, i, Double.NaN, Double.NaN);
      }
    }
    return true;
  }

  private boolean fed() {
    for (int i = 0; i < found.length; i++) {
      double voltage = supply.voltage[i];
      if (voltage < supply.least[i] || voltage > supply.most[i]) {
        return finding.of(Stop.Reason.VOLTAGE, i, voltage,
            voltage < supply.least[i] ? supply.least[i] : supply.most[i]);
      }
    }
    return true;
  }

  /** By the servos' own limits; those of {@link Safety} are looked at in every tick. */
  private boolean cool() {
    for (int i = 0; i < found.length; i++) {
      if (tick.state.temperature[i] > supply.hottest[i]) {
        return finding.of(Stop.Reason.TEMPERATURE, i, tick.state.temperature[i], supply.hottest[i]);
      }
    }
    return true;
  }

  private BusError readMode() {
    BusError error = bus.alreadyIn(loop.controller.mode(), deadline());
    inMode = error == BusError.NONE;
    return error == BusError.UNSUPPORTED ? BusError.NONE : error;
  }

  /** Servos that hold the robot go on from where they were sent, not from where its weight has bent them. */
  private BusError readGoals() {
    double[] goal = tick.state.goal;
    if (!inMode || loop.controller.mode() != ServoCommand.Mode.POSITION || torqueFound() == 0) {
      return BusError.NONE;
    }
    BusError error = bus.readGoals(goal, deadline());
    for (int i = 0; i < goal.length; i++) {
      goal[i] = error == BusError.NONE && found[i] ? goal[i] : Double.NaN;
    }
    return error == BusError.UNSUPPORTED ? BusError.NONE : error;
  }

  private boolean readTemperatures() {
    for (int i = 0; i < bus.joints(); i++) {
      int servo = i;
      if (!ready("temperature", () -> bus.readTemperature(tick.state, servo, deadline()))) {
        return false;
      }
    }
    return true;
  }

  private boolean ready(String what, Supplier<BusError> request) {
    BusError error = BusError.TIMEOUT;
    for (int i = 0; i < ATTEMPTS && error != BusError.NONE; i++) {
      error = request.get();
    }
    int servo = bus.errorServo();
    return error == BusError.NONE
        || finding.notReady(what, error, servo, servo < 0 ? 0 : tick.state.status[servo]);
  }

  private long deadline() {
    return clock.nanoTime() + loop.safety.patience * REQUEST_NANOS;
  }

  /** In haste, then in time until the JIT compiler has settled, then with the limits of time as well. */
  private boolean rehearse() {
    ServoBus dry = bus.dry(loop.controller.mode());
    tick.begin(dry, false);
    tick.inHaste();
    long end = clock.nanoTime() + LONGEST_HASTE_NANOS;
    for (int n = 0; n < loop.rehearsal && clock.nanoTime() - end < 0; n++) {
      long late = n % LATE_ONE_IN == 0 ? 2 * period : 0;
      if (!(tick.start() && tick.act(clock.nanoTime() - late, 0) && tick.report(n - loop.rehearsal))) {
        return false;
      }
    }
    loop.realTime.forEach(request -> notes.add(request.get().sentence()));
    tick.begin(dry, false);
    if (!settle()) {
      return false;
    }
    tick.begin(dry, true);
    return ticks.run(-LAST_REHEARSED, 0, true);
  }

  /**
   * C2 compiles beside the loop; half a second in which it finished nothing and the loop allocated nothing, as vectors
   * do until they are compiled, is taken as its end.
   */
  private boolean settle() {
    long end = clock.nanoTime() + LONGEST_SETTLING_NANOS;
    boolean settled = false;
    while (!settled) {
      long compiled = compileMillis();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      if (!ticks.run(-Math.ceilDiv(SETTLING_NANOS, period), 0, true)) {
        return false;
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      settled = compileMillis() == compiled && allocated == 0;
      if (loop.rehearsal == 0) {
        return true;
      }
      if (!settled && clock.nanoTime() - end >= 0) {
        notes.add("rehearsal: ended while the JVM still compiled, or the controller or listener still allocated ("
            + allocated + " B in the last half second)");
        return true;
      }
    }
    return true;
  }

  private static long compileMillis() {
    return COMPILER != null && COMPILER.isCompilationTimeMonitoringSupported() ? COMPILER.getTotalCompilationTime() : 0;
  }

  /**
   * Watchdog, operating mode if it is another, then a command that moves nothing in place of whatever one before left
   * in the servos, then torque, which may be on already.
   */
  private boolean arm() {
    if (loop.request != null) {
      return finding.of(loop.request);
    }
    end.arm();
    if (!loop.controller.hasTorque()) {
      return let();
    }
    if (!(armWatchdog() && (inMode || changeMode()) && limitTorque() && tick.start())) {
      return false;
    }
    ServoCommand command = tick.command;
    for (int i = 0; i < command.target.length; i++) {
      command.target[i] = command.mode == ServoCommand.Mode.POSITION ? tick.held(i) : 0;
    }
    tick.begin(bus, true);
    boolean on = ready("first command", () -> bus.write(command, deadline()))
        && ready("torque on", () -> bus.torque(true, deadline()));
    if (on && offNanos >= 0) {
      notes.add("operating mode: changed, for which torque was off for "
          + TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - offNanos) + " ms");
    }
    return on;
  }

  /** Torque off, and nothing that would be commanded leads anywhere. */
  private boolean let() {
    boolean off = tick.start() && ready("torque off", end::torqueOff);
    tick.begin(bus.dry(loop.controller.mode()), true);
    notes.add("torque: off all the time; what a hand does is recorded");
    return off;
  }

  /** Servos take another mode only without torque: those that have it hold the robot up to this moment. */
  private boolean changeMode() {
    offNanos = torqueFound() > 0 ? clock.nanoTime() : -1;
    return ready("torque off for another operating mode", end::torqueOff)
        && ready("operating mode", () -> bus.mode(loop.controller.mode(), deadline()))
        && ready("state in the operating mode", () -> bus.read(tick.state, deadline()));
  }

  private boolean limitTorque() {
    double[] shares = loop.safety.torqueShare;
    boolean limited = false;
    for (int i = 0; i < shares.length; i++) {
      if (!Double.isNaN(shares[i])) {
        limited = true;
        notes.add("torque of joint '" + loop.safety.joints.get(i) + "': at most " + Math.round(100 * shares[i])
            + " % of what its servos have, until their power goes off");
      }
    }
    return !limited || ready("part of the torque", () -> bus.limitTorque(shares, deadline()));
  }

  private int torqueFound() {
    int count = 0;
    for (boolean on : found) {
      count += on ? 1 : 0;
    }
    return count;
  }

  private boolean armWatchdog() {
    if (watchdogNanos == 0) {
      notes.add("bus watchdog: left alone; if this process is killed, the servos go on with the last command");
      return true;
    }
    BusError error = bus.watchdog(watchdogNanos, deadline());
    if (error == BusError.UNSUPPORTED) {
      notes.add("bus watchdog: the servos have none; if this process is killed, they go on with the last command");
      return true;
    }
    notes.add("bus watchdog: armed, " + TimeUnit.NANOSECONDS.toMillis(watchdogNanos) + " ms");
    return error == BusError.NONE
        || ready("bus watchdog", () -> bus.watchdog(watchdogNanos, deadline()));
  }

  private LoopResult result(long allocated) {
    Map<BusError, Long> errors = new EnumMap<>(BusError.class);
    for (BusError kind : BusError.values()) {
      if (tick.errors(kind) > 0) {
        errors.put(kind, tick.errors(kind));
      }
    }
    Jitter.Summary lateness = tick.lateness().summary();
    Stop stop = finding.stop(ticks.number(), loop.safety.joints, bus, hardwareErrors());
    notes.addAll(loop.safety.remarks());
    if (ticks.approach() > 0) {
      notes.add("approach: " + ticks.approach() + " ticks to the controller's first positions");
    }
    if (!end.armed() && torqueFound() > 0) {
      notes.add("torque: left on, as it was found, in " + torqueFound() + " of " + found.length + " servos");
    }
    loop.listener.stopped(stop);
    return new LoopResult(end.armed(), lateness.ticks(), lateness.missed(), lateness, tick.cost().summary(), errors,
        bus.checksumErrors(), bus.skippedBytes(), allocated, stop, end.outcome(), end.holding(), notes);
  }

  private String hardwareErrors() {
    String report = "";
    for (int i = 0; i < ATTEMPTS && finding.isHardware() && report.isEmpty(); i++) {
      report = bus.hardwareErrors(deadline());
    }
    return report;
  }

  long tick() {
    return ticks.number();
  }

  Jitter.Summary lateness() {
    return tick.lateness().summary();
  }
}
