package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.hardware.controller.Hold;
import io.github.lanewise.hardware.controller.Pd;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Recorder;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.SafetyBuilder;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.loop.TickListener;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that goes wrong between a loop and a simulated finger, from tick {@value #FROM} on and by torque and by
 * position, up to each reason to stop that there is once torque is on: whatever it is, the robot is told to be safe
 * within two ticks of the decision to stop, and is safe; the reason is in the result and in the recording, which can be
 * read; nothing hangs; and the loop allocates nothing from the request that switches torque on to the safe robot, which
 * a garbage collection would delay.
 */
@Timeout(60)
final class FaultMatrixTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final long PERIOD = 1_000_000;
  private static final int FROM = 100;
  private static final int TICKS = 1_000;
  private static final int STRUCK = 255;
  private static final int REHEARSAL = 20_000;
  private static final String[] FORMATS = {"mcap", "npz", "csv"};

  @TempDir
  private Path folder;
  private Bench bench;
  private FaultyLine line;
  private ControlLoop loop;
  private final Meter meter = new Meter();
  private Runnable inController = () -> { };
  private double command;
  private long lastTickNanos;

  /**
   * A fault, which ways to stop are right, how long after the fault it may be at the latest [ticks], and what the
   * limits are to be for it.
   */
  private record Fault(String name, Consumer<FaultMatrixTest> what, Set<Stop.Reason> stops, int within,
      UnaryOperator<SafetyBuilder> limits) {
    Fault(String name, Consumer<FaultMatrixTest> what, Set<Stop.Reason> stops, int within) {
      this(name, what, stops, within, UnaryOperator.identity());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A fault and whether the robot is commanded by position and left holding, or by torque and left without. */
  private record Case(Fault fault, boolean holds, String format) {
    @Override
    public String toString() {
      return fault + (holds ? ", hold" : ", torque off") + ", " + format;
    }
  }

  static Stream<Case> cases() {
    List<Fault> faults = new ArrayList<>();
    for (FaultyLine.ToBytes kind : FaultyLine.ToBytes.values()) {
      for (double rate : new double[] {0.001, 0.01, 0.1}) {
        // What is seldom may be lived with; checksums keep what is wrong from being believed.
        Set<Stop.Reason> stops = rate > 0.05 ? EnumSet.of(Stop.Reason.BUS_ERRORS)
            : EnumSet.of(Stop.Reason.FINISHED, Stop.Reason.BUS_ERRORS);
        faults.add(new Fault(kind + " " + 100 * rate + " %", t -> t.line.on(kind, rate), stops,
            rate > 0.05 ? 50 : TICKS));
      }
    }
    Set<Stop.Reason> bus = EnumSet.of(Stop.Reason.BUS_ERRORS);
    faults.add(new Fault("silent servo", t -> t.line.on(FaultyLine.ToLine.SILENT_SERVO), bus, 6));
    faults.add(new Fault("wrong id", t -> t.line.on(FaultyLine.ToLine.WRONG_ID), bus, 6));
    faults.add(new Fault("stalled peer", t -> t.line.on(FaultyLine.ToLine.STALLED), bus, 6));
    faults.add(new Fault("unplugged", t -> t.line.on(FaultyLine.ToLine.UNPLUGGED),
        EnumSet.of(Stop.Reason.LINE_GONE), 2));
    faults.add(new Fault("hardware error", t -> t.bench.twin.hardwareError(1, 32),
        EnumSet.of(Stop.Reason.SERVO_FAULT), 2));
    faults.add(new Fault("controller throws", t -> t.inController = () -> {
      throw new IllegalStateException("out of ideas");
    }, EnumSet.of(Stop.Reason.CONTROLLER_FAILED), 2));
    faults.add(new Fault("controller NaN", t -> t.command = Double.NaN,
        EnumSet.of(Stop.Reason.COMMANDED_POSITION, Stop.Reason.COMMANDED_TORQUE), 2));
    faults.add(new Fault("controller takes 5 ms", t -> t.inController =
        () -> t.bench.sleepUntil(t.bench.nanoTime() + 5 * PERIOD), EnumSet.of(Stop.Reason.CONTROLLER_SLOW), 2));
    faults.addAll(ofMeasurements());
    faults.addAll(ofTheProgram());
    List<Case> cases = new ArrayList<>();
    for (Fault fault : faults) {
      cases.add(new Case(fault, false, FORMATS[cases.size() % FORMATS.length]));
      cases.add(new Case(fault, true, FORMATS[cases.size() % FORMATS.length]));
    }
    cases.add(new Case(new Fault("command of a large step", t -> t.command = -0.2,
        EnumSet.of(Stop.Reason.COMMANDED_STEP), 2), true, FORMATS[0]));
    return cases.stream();
  }

  /** What servos answer, and when. */
  private static List<Fault> ofMeasurements() {
    return List.of(
        new Fault("answers 3 ms late", t -> t.line.on(FaultyLine.ToLine.LATE),
            EnumSet.of(Stop.Reason.BUS_ERRORS, Stop.Reason.FINISHED), TICKS),
        new Fault("position", t -> t.line.on(FaultyLine.ToLine.FAR), EnumSet.of(Stop.Reason.POSITION), 2),
        new Fault("velocity", t -> t.line.on(FaultyLine.ToLine.FAST), EnumSet.of(Stop.Reason.VELOCITY), 2),
        new Fault("torque", t -> t.line.on(FaultyLine.ToLine.STRONG), EnumSet.of(Stop.Reason.TORQUE), 2),
        // One servo after the other is asked, in 0.1 s each.
        new Fault("temperature", t -> t.line.on(FaultyLine.ToLine.HOT), EnumSet.of(Stop.Reason.TEMPERATURE), 302),
        new Fault("state that grows old", t -> t.line.on(FaultyLine.ToLine.SILENT_SERVO),
            EnumSet.of(Stop.Reason.STALE), 22, limits -> limits.busErrors(TICKS)));
  }

  /** What the program, its user and the machine do. */
  private static List<Fault> ofTheProgram() {
    return List.of(
        new Fault("none", t -> { }, EnumSet.of(Stop.Reason.FINISHED), TICKS),
        new Fault("stop asked for", t -> t.loop.stop(), EnumSet.of(Stop.Reason.REQUESTED), 2),
        new Fault("interrupt", t -> Thread.currentThread().interrupt(), EnumSet.of(Stop.Reason.INTERRUPTED), 2),
        new Fault("listener throws", t -> {
          throw new IllegalStateException("no ear");
        }, EnumSet.of(Stop.Reason.LISTENER_FAILED), 2),
        new Fault("machine stands still", t -> t.bench.sleepUntil(t.bench.nanoTime() + 25 * PERIOD),
            EnumSet.of(Stop.Reason.LATE), 26),
        new Fault("command that no register holds", t -> t.command = 1e6, EnumSet.of(Stop.Reason.COMMAND_REFUSED), 2,
            limits -> limits.range(1, -1e9, 1e9).torque(1, Double.POSITIVE_INFINITY)
                .maxStep(Double.POSITIVE_INFINITY)));
  }

  /** But for those before torque is on, and the end of the JVM, which is asked for in the same place as a stop. */
  @Test
  void everyReasonToStopHasItsRow() {
    Set<Stop.Reason> rows = EnumSet.of(Stop.Reason.VOLTAGE, Stop.Reason.NOT_READY, Stop.Reason.HELD,
        Stop.Reason.SHUTDOWN);
    cases().forEach(row -> rows.addAll(row.fault.stops));
    assertThat(rows).isEqualTo(EnumSet.allOf(Stop.Reason.class));
  }

  /** The controller under test, which does what a fault says. */
  private final class Misled implements Controller {
    private final Controller sound;

    Misled(Controller sound) {
      this.sound = sound;
    }

    @Override
    public ServoCommand.Mode mode() {
      return sound.mode();
    }

    @Override
    public void start(ServoState state) {
      sound.start(state);
    }

    @Override
    public void control(ServoState observation, ServoCommand target, double time) {
      meter.leave();
      try {
        sound.control(observation, target, time);
        inController.run();
        target.target[1] += command;
      } finally {
        meter.enter();
      }
    }
  }

  /**
   * What the thread allocates in the loop alone, not in the robot, the line, the controller and the listener, which are
   * all simulated in it.
   */
  private static final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private boolean on;
    private long mark;
    /** Up to the last tick, behind which come words. */
    private long total;
    private long sinceTick;

    /** Torque has been asked for. */
    void start() {
      on = true;
    }

    /** The loop begins, or goes on. */
    void enter() {
      mark = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The loop calls something else. */
    void leave() {
      sinceTick += on ? THREADS.getCurrentThreadAllocatedBytes() - mark : 0;
    }

    /** A tick is over, one that stops the loop has made the robot safe; or it was told to be safe after the last. */
    void tick() {
      leave();
      total += sinceTick;
      sinceTick = 0;
    }
  }

  /** The line and the clock, whose allocations are not the loop's. No record, because those have texts. */
  private static final class Metered implements Line, Clock {
    private final Line line;
    private final Clock clock;
    private final Meter meter;

    Metered(Line line, Clock clock, Meter meter) {
      this.line = line;
      this.clock = clock;
      this.meter = meter;
    }

    @Override
    public int read(byte[] into) {
      meter.leave();
      int count = line.read(into);
      meter.enter();
      return count;
    }

    @Override
    public int write(byte[] from, int count) {
      meter.leave();
      int taken = line.write(from, count);
      meter.enter();
      return taken;
    }

    @Override
    public long nanoTime() {
      meter.leave();
      long now = clock.nanoTime();
      meter.enter();
      return now;
    }

    @Override
    public void sleepUntil(long nanoTime) {
      meter.leave();
      clock.sleepUntil(nanoTime);
      meter.enter();
    }

    @Override
    public void close() {
      line.close();
    }
  }

  /** What loops on robots do before torque is on, so that the JVM has made all texts of all classes. */
  @BeforeAll
  static void rehearse() {
    Safety safety = Safety.of(FINGER).build();
    for (boolean holds : new boolean[] {true, false}) {
      try (Bench bench = Bench.finger(ServoProtocol.DYNAMIXEL, Imperfections.typical())) {
        bench.pass(3);
        LoopResult result = new ControlLoop(bench.bus(), holds ? new Hold(safety) : pd(), safety).clock(bench)
            .rehearsal(REHEARSAL).ticks(TICKS).run();
        assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
      }
    }
  }

  private static Pd pd() {
    double[] stay = {Double.NaN, Double.NaN, Double.NaN};
    return new Pd(new double[] {2, 2, 1}, new double[] {0.05, 0.05, 0.02}, stay).compensating(FINGER);
  }

  private LoopResult run(Case test, Path file) throws IOException {
    Safety safety = test.fault.limits.apply(Safety.of(FINGER))
        .ending(test.holds ? Safety.Ending.HOLD : Safety.Ending.TORQUE_OFF).build();
    Metered metered = new Metered(line, bench, meter);
    Controller sound = test.holds ? new Hold(safety) : pd();
    try (Recorder recorder = Recorder.open(file, 3, 1e-3, bench);
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(metered, metered, bench.twin.servos())) {
      loop = new ControlLoop(bus, new Misled(sound), safety).clock(metered).rehearsal(0).ticks(TICKS)
          .listener(new TickListener() {
            @Override
            public void tick(long tick, long time, ServoState state, ServoCommand sent, BusError error, long late) {
              meter.tick();
              try {
                recorder.tick(tick, time, state, sent, error, late);
                lastTickNanos = time;
                if (tick == FROM) {
                  line.watch();
                  test.fault.what.accept(FaultMatrixTest.this);
                }
              } finally {
                meter.enter();
              }
            }

            @Override
            public void stopped(Stop stop) {
              recorder.stopped(stop);
              line.off(); // Else nobody could ask the servos.
            }
          });
      return loop.run();
    } finally {
      Thread.interrupted();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theRobotIsSafeAndTheReasonIsRecorded(Case test) throws Exception {
    Path file = folder.resolve("r." + test.format);
    try (Bench made = Bench.finger(ServoProtocol.DYNAMIXEL, Imperfections.typical())) {
      bench = made;
      bench.pass(3);
      line = new FaultyLine(new Unclosed(bench.client), bench, test.toString().hashCode());
      line.onTorque = meter::start;
      line.onSafe = meter::tick;
      LoopResult result = run(test, file);
      Stop stop = result.stop();
      assertThat(stop.reason()).as(stop.sentence()).isIn(test.fault.stops);
      assertThat(result.armed()).isTrue();
      assertThat(stop.tick()).isLessThanOrEqualTo(FROM + test.fault.within);
      if (stop.reason() == Stop.Reason.LINE_GONE) {
        assertThat(bench.nanoTime() - line.goneNanos).isLessThan(TimeUnit.MILLISECONDS.toNanos(10));
        assertThat(result.ending()).isEqualTo(BusError.GONE);
      } else {
        assertThat(line.safeNanos - lastTickNanos).as("until the robot is told to be safe, from the last tick on")
            .isBetween(0L, slow(stop) + 2 * PERIOD);
      }
      assertThat(meter.total).as("allocated by the loop itself, from torque on to the safe robot").isZero();
      assertSafe(test, result);
      Recording recording = Recording.read(file);
      assertThat(recording.rows()).hasSize((int) result.ticks());
      assertThat(recording.number((int) result.ticks() - 1, RecordingHeader.STOP))
          .isEqualTo(stop.reason().ordinal() + 1);
    }
  }

  /** What the controller took is no time in which anything could be decided. */
  private static long slow(Stop stop) {
    return stop.reason() == Stop.Reason.CONTROLLER_SLOW ? Math.round(stop.value() * PERIOD) : 0;
  }

  /** Told so and confirmed, or left to the servos' watchdog. */
  private void assertSafe(Case test, LoopResult result) throws Exception {
    bench.pass(0.1);
    Registers registers = ServoProtocol.DYNAMIXEL.registers(bench.client, bench);
    for (int i = 0; i < 3; i++) {
      long torque = registers.read(i + 1, XSeries.TORQUE_ENABLE, 1, 10 * PERIOD);
      long watchdog = registers.read(i + 1, XSeries.BUS_WATCHDOG, 1, 10 * PERIOD);
      boolean holds = test.holds && result.ending() == BusError.NONE && watchdog == 0;
      assertThat(torque == 0 || watchdog == STRUCK || holds)
          .as("%s: servo %d is safe: torque %d, watchdog %d, ending %s", test, i + 1, torque, watchdog, result.ending())
          .isTrue();
      if (result.ending() == BusError.NONE && !test.holds) {
        assertThat(torque).as("confirmed").isZero();
      }
    }
  }

  /** A line that outlives the bus, so that the servos can be asked afterwards. */
  private record Unclosed(Line line) implements Line {
    @Override
    public int read(byte[] into) {
      return line.read(into);
    }

    @Override
    public int write(byte[] from, int count) {
      return line.write(from, count);
    }

    @Override
    public void close() {}
  }
}
