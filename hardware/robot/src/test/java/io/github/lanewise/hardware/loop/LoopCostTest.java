package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.hardware.controller.Pd;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.DynamixelBus;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a tick of a seven-joint arm costs without the wire: decoding, feedback with gravity compensation by the
 * recursive Newton-Euler algorithm, limits, encoding, and recording.
 */
final class LoopCostTest {
  private static final int JOINTS = 7;
  private static final int ATTEMPTS = 3;
  private static final int EMPTY_TICKS = 2_000;
  private static final int SECONDS = 4;
  /** {@code -Dlanewise.timings=true} holds the time against its bound: that repeats only on a machine at rest. */
  private static final boolean TIMED = Boolean.getBoolean("lanewise.timings");

  @TempDir
  private Path folder;

  /** Records a tick, and how long the first armed ones took up to then. */
  private static final class Timed implements TickListener {
    private final Recorder recorder;
    private final long[] first = new long[20];

    Timed(Recorder recorder) {
      this.recorder = recorder;
    }

    @Override
    public void tick(long tick, long time, ServoState state, ServoCommand command, BusError error, long late) {
      recorder.tick(tick, time, state, command, error, late);
      if (tick >= 0 && tick < first.length) {
        first[(int) tick] = System.nanoTime() - time;
      }
    }
  }

  @Test
  void allocatesNothingAndTakesLessThanTenMicrosecondsIfTimed() throws IOException {
    boolean shown = false;
    for (int attempt = 0; attempt < (TIMED ? ATTEMPTS : 1) && !shown; attempt++) {
      MemoryServos servos = new MemoryServos(JOINTS);
      Path file = folder.resolve(attempt + ".mcap");
      Recorder recorder = Recorder.open(file, JOINTS, 1e-3, Clock.system());
      Timed listener = new Timed(recorder);
      LoopResult result = inItsOwnThread(() -> run(servos, listener));
      recorder.close();
      Jitter.Summary empty = emptyLoop();
      System.out.printf(Locale.ROOT, "tick cost: %s; the first 20 armed ticks: %s ns; allocated %d B%n",
          result.cost(), Arrays.toString(listener.first), result.allocatedBytes());
      System.out.printf("lateness: %s (%s)%nof an empty loop after it, as ordinary thread: %s%n", result.lateness(),
          result.notes().getFirst(), empty);
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.FINISHED);
      assertThat(servos.goalCurrents).isEqualTo((int) result.ticks() + 1);
      assertThat(servos.tables[0][XSeries.TORQUE_ENABLE]).isZero();
      assertThat(result.allocatedBytes()).isZero();
      assertThat(recorder.recorded() + recorder.dropped()).isEqualTo(result.ticks());
      assertThat(Recording.read(file).rows()).hasSize((int) recorder.recorded());
      shown = result.cost().p99() < 10;
    }
    assertThat(shown || !TIMED).as("one of %d measurements, printed above", ATTEMPTS).isTrue();
  }

  /** Because it keeps the scheduling that it asks for. */
  private static <T> T inItsOwnThread(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> new Thread(task, "loop").start()).join();
  }

  /** What the rest of the machine does to a loop that does nothing. */
  private static Jitter.Summary emptyLoop() {
    Clock clock = Clock.system();
    long period = 1_000_000;
    Jitter jitter = new Jitter(period);
    long start = clock.nanoTime();
    for (long tick = 1; tick <= EMPTY_TICKS;) {
      clock.sleepUntil(start + tick * period);
      tick += 1 + jitter.record(clock.nanoTime() - start - tick * period);
    }
    return jitter.summary();
  }

  private static LoopResult run(MemoryServos servos, TickListener listener) {
    RobotModel arm = RobotModel.builtIn("arm7");
    ServoModel model = ServoModel.named(ServoProtocol.DYNAMIXEL, "XM540-W270").withTorqueConstant(50);
    List<Servo> ids = IntStream.rangeClosed(1, JOINTS).mapToObj(id -> Servo.of(id, model)).toList();
    double[] gains = new double[JOINTS];
    Arrays.fill(gains, 10);
    double[] goal = new double[JOINTS];
    Arrays.fill(goal, 0.5);
    Pd pd = new Pd(gains, gains, goal).approach(1).compensating(arm);
    try (DynamixelBus bus = new DynamixelBus(servos, Clock.system(), ids)) {
      return new ControlLoop(bus, pd, Safety.of(arm).lateTicks(1_000).staleTicks(1_000).controllerTicks(500).build())
          .ticks(SECONDS * 1_000L).watchdog(2_000_000_000).listener(listener).fifo(50).run();
    }
  }
}
