package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reads the servos, asks the controller, and commands the servos, at moments that are whole periods from the first.
 *
 * <p>A tick that begins late is counted as late; moments that have passed by then are counted as missed and skipped,
 * never caught up. Nothing is allocated in a tick. Before it commands anything, the loop rehearses: ticks with
 * everything but the command's last step, whose place a {@linkplain ServoBus#dry dry bus} takes, so that the JIT
 * compiler has seen the very code that the first armed tick runs, and a robot outside its limits, a controller that
 * fails or servos that do not answer are found while it moves nothing. During it the controller is asked for time 0
 * again and again, since the robot does not follow.
 *
 * <p>Up to the end of the rehearsal, servos are left as they are found: those that hold the robot up go on, and if the
 * loop ends by then, they are not switched off. Where the controller needs another operating mode, torque goes off for
 * the moment of the change.
 *
 * <p>Position commands begin where the robot is: they go to the controller's first targets in a straight line of
 * bounded speed, see {@link SafetyBuilder#approachSpeed}, in ticks that are not among those asked for and at which the
 * controller is asked for time 0.
 *
 * <p>However it ends - all ticks done, a limit of {@link Safety} exceeded, {@link #stop}, an interrupt, an exception, a
 * signal such as that of Ctrl-C, System.exit - the robot is made safe at once and the reason is in the result. The
 * servos' own watchdog is armed, where they have one, for the case that the process is killed or the controller never
 * returns.
 *
 * <p>Settings before {@link #run}, which is for once; the bus is the loop's until it is over, but not closed by it.
 */
public final class ControlLoop {
  private static final long LEAST_WATCHDOG_NANOS = 50_000_000;

  final ServoBus bus;
  final Controller controller;
  final Safety safety;
  boolean lettingGo;
  final List<Supplier<RealTime.Answer>> realTime = new ArrayList<>();
  Clock clock = Clock.system();
  TickListener listener = (tick, time, state, command, error, lateness) -> { };
  long periodNanos = 1_000_000;
  long ticks = Long.MAX_VALUE;
  int rehearsal = 20_000;
  volatile Stop.Reason request;
  private long watchdogNanos = -1;
  private volatile LoopRun run;

  /**
   * A loop at 1 kHz without end.
   *
   * @param bus the servos, opened and not in use
   * @param controller what the servos are to do
   * @param safety with as many joints as the bus has servos, in their order
   * @throws IllegalArgumentException if there are not as many, if the servos do not take the controller's commands, or
   *     if they are to hold in the end but are commanded by torque
   */
  public ControlLoop(ServoBus bus, Controller controller, Safety safety) {
    this.bus = bus;
    this.controller = controller;
    this.safety = safety;
    if (bus.joints() == 0 || safety.joints.size() != bus.joints()) {
      throw new IllegalArgumentException("limits for " + safety.joints.size() + " joints, but "
          + bus.joints() + " servos on the bus");
    }
    if (!bus.supports(controller.mode())) {
      throw new IllegalArgumentException("the controller commands a " + word(controller)
          + ", but not all servos take that");
    }
    if (safety.ending == Safety.Ending.HOLD && !controller.hasTorque()) {
      throw new IllegalArgumentException("servos without torque cannot hold in the end");
    }
    if (safety.ending == Safety.Ending.HOLD && controller.mode() != ServoCommand.Mode.POSITION) {
      throw new IllegalArgumentException("servos that are commanded by torque cannot hold in the end: switch it off");
    }
  }

  private static String word(Controller controller) {
    return controller.mode().name().toLowerCase(Locale.ROOT);
  }

  /**
   * The clock of the bus's deadlines; {@link Clock#system} unless given.
   *
   * @param value on which the bus waits, too
   * @return this
   */
  public ControlLoop clock(Clock value) {
    clock = value;
    return this;
  }

  /**
   * Ticks per second; 1,000 unless given.
   *
   * @param hertz the rate [1/s]
   * @return this
   * @throws IllegalArgumentException if it is not from 0.1 to 100,000
   */
  public ControlLoop rate(double hertz) {
    if (!(hertz >= 0.1 && hertz <= 100_000)) {
      throw new IllegalArgumentException("a rate of " + hertz + " ticks/s: must be 0.1 to 100,000");
    }
    periodNanos = Math.round(1e9 / hertz);
    return this;
  }

  /**
   * Ends so many ticks after the controller's first targets were reached, missed ones included.
   *
   * @param count how many
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public ControlLoop ticks(long count) {
    if (count < 1) {
      throw new IllegalArgumentException(count + " ticks: must be at least 1");
    }
    ticks = count;
    return this;
  }

  /**
   * Is told of every tick.
   *
   * @param value which must neither wait nor allocate
   * @return this
   */
  public ControlLoop listener(TickListener value) {
    listener = value;
    return this;
  }

  /**
   * Ticks of rehearsal as fast as the bus allows, of which there are fewer if they take more than five seconds; 20,000
   * unless given, which is to bring C2 to compile all that they run, on a slow machine too; in one of eight it is as if
   * the servos did not answer. Ticks in time follow until half a second has passed in which it compiled nothing and the
   * loop allocated nothing, for 20 seconds at most. With 0 they do not wait for that. But for the last hundred, servos
   * that are late are waited for.
   *
   * @param count how many at most; 0 for none
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public ControlLoop rehearsal(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a rehearsal of " + count + " ticks");
    }
    rehearsal = count;
    return this;
  }

  /**
   * Time without a command after which the servos stop by themselves [ns]; 0 leaves their watchdog alone. Unless given,
   * 50 ms or five ticks more than {@link SafetyBuilder#lateTicks}, whichever is longer.
   *
   * @param nanos the time [ns]
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public ControlLoop watchdog(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("a watchdog of " + nanos + " ns");
    }
    watchdogNanos = nanos;
    return this;
  }

  /**
   * Allows a controller {@linkplain Controller#hasTorque without torque} to switch off servos that are found with it:
   * they may hold the robot up. Unless allowed, the loop stops before it has told them anything.
   *
   * @return this
   */
  public ControlLoop lettingGo() {
    lettingGo = true;
    return this;
  }

  /**
   * Asks for SCHED_FIFO, as {@link RealTime#fifo}, for the thread that runs the loop.
   *
   * @param priority 1 to 99
   * @return this
   */
  public ControlLoop fifo(int priority) {
    realTime.add(() -> RealTime.fifo(priority));
    return this;
  }

  /**
   * Asks for a processor, as {@link RealTime#pin}, for the thread that runs the loop.
   *
   * @param processor counted from 0
   * @return this
   */
  public ControlLoop pin(int processor) {
    realTime.add(() -> RealTime.pin(processor));
    return this;
  }

  /**
   * Asks for locked memory, as {@link RealTime#lockMemory}.
   *
   * @return this
   */
  public ControlLoop lockMemory() {
    realTime.add(RealTime::lockMemory);
    return this;
  }

  /**
   * Runs in the calling thread until it ends, for any of the reasons above. That thread keeps the scheduling that was
   * asked for.
   *
   * @return how it went
   * @throws IllegalArgumentException if the watchdog would strike before a late tick is late enough to stop the loop
   * @throws IllegalStateException if it has run before, or the JVM is shutting down
   */
  public LoopResult run() {
    synchronized (this) {
      if (run != null) {
        throw new IllegalStateException("a loop runs once: make another");
      }
      run = new LoopRun(this, watchdog());
    }
    return run.run();
  }

  private long watchdog() {
    double late = safety.lateTicks * periodNanos;
    if (watchdogNanos < 0) {
      double longer = Double.isInfinite(late) ? 0 : late + 5 * periodNanos;
      return Math.max(LEAST_WATCHDOG_NANOS, Math.round(longer));
    }
    if (watchdogNanos > 0 && watchdogNanos < late) {
      throw new IllegalArgumentException("the servos' watchdog of " + TimeUnit.NANOSECONDS.toMillis(watchdogNanos)
          + " ms would strike before a tick that is " + Math.round(late * 1e-6) + " ms late stops the loop: make it"
          + " longer, or tolerate less lateness");
    }
    return watchdogNanos;
  }

  /** Asks the loop to stop with its next tick, for {@link Stop.Reason#REQUESTED}; from any thread, at any time. */
  public void stop() {
    request(Stop.Reason.REQUESTED);
  }

  synchronized void request(Stop.Reason reason) {
    request = request == null ? reason : request;
  }

  /** {@return the number of the last tick, from any thread; negative before torque is on} */
  public long tick() {
    LoopRun running = run;
    return running == null ? -1 : running.tick();
  }

  /** {@return the lateness of all armed ticks so far, from any thread; null before torque is on} */
  public Jitter.Summary lateness() {
    LoopRun running = run;
    return running == null || running.tick() < 0 ? null : running.lateness();
  }
}
