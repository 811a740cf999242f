package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.hardware.AllocatedBytes;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.recording.RecordedField;
import io.github.lanewise.hardware.recording.RecordedRollouts;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.recording.RecordingOrigin;
import io.github.lanewise.hardware.recording.RecordingWriter;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorder between a loop and a file: what arrives, what is dropped, and what it costs the loop. */
@Timeout(60)
final class RecorderTest {
  private static final int SERVOS = 2;
  private static final long PERIOD = 1_000_000;

  @TempDir
  private Path folder;
  private final ServoState state = new ServoState(SERVOS);
  private final ServoCommand command = new ServoCommand(SERVOS);

  /** A file that keeps what it is told, waits where a test wants it to, and may break. */
  private static final class Memory implements RecordingWriter {
    private final List<double[]> rows = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private int most = Integer.MAX_VALUE;

    @Override
    public void rollout(int number, double[] parameters) {
      calls.add("rollout " + number + " " + Arrays.toString(parameters) + " after " + rows.size());
    }

    @Override
    public void row(double[] numbers) throws IOException {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (rows.size() == most) {
        throw new IOException("no space");
      }
      rows.add(numbers.clone());
    }

    @Override
    public void flush() {
      calls.add("flush");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  private void tick(Recorder recorder, long tick) {
    for (int i = 0; i < SERVOS; i++) {
      state.position[i] = tick + 0.1 * i;
      state.velocity[i] = -tick - 0.1 * i;
      state.torque[i] = 1000 + i;
      state.status[i] = i;
      command.target[i] = 10 * tick + i;
    }
    state.timeNanos = tick * PERIOD - 250_000;
    recorder.tick(tick, tick * PERIOD, state, command, tick % 5 == 4 ? BusError.TIMEOUT : BusError.NONE, 7_000);
  }

  private static List<RecordedField> fields() {
    return RecordedTick.fields(SERVOS, RecordedSignals.NONE, RecordingOrigin.NONE);
  }

  @Test
  void aRowIsWhatItsFieldsSay() throws IOException {
    Memory memory = new Memory();
    memory.open.countDown();
    try (Recorder recorder = new Recorder(memory, SERVOS, RecordedSignals.NONE, 0, 2 * PERIOD, 8)) {
      command.mode = ServoCommand.Mode.POSITION;
      tick(recorder, 4);
    }
    assertThat(memory.rows).hasSize(1);
    assertThat(memory.rows.getFirst()).containsExactly(4, 2e-3, -1, -1, 7e-6, 2.5e-4, BusError.TIMEOUT.ordinal(),
        ServoCommand.Mode.POSITION.ordinal(), 0, 4, 4.1, -4, -4.1, 1000, 1001, Double.NaN, Double.NaN, 0, 1, 40, 41);
    assertThat(fields().stream().mapToInt(field -> field.width()).sum()).isEqualTo(21);
    assertThat(fields().get(6).description()).startsWith("0 NONE, 1 TIMEOUT, ");
  }

  @Test
  void aFullQueueDropsAndCountsAndDoesNotWait() throws IOException {
    Memory memory = new Memory();
    Recorder recorder = new Recorder(memory, SERVOS, RecordedSignals.NONE, 0, 0, 16);
    for (int tick = 0; tick < 100; tick++) {
      tick(recorder, tick);
    }
    assertThat(recorder.dropped()).isEqualTo(84);
    memory.open.countDown();
    while (recorder.recorded() < 15) { // the last is kept, in case that the loop stops there
      LockSupport.parkNanos(100_000);
    }
    while (recorder.dropped() == 84 && recorder.recorded() == 15) {
      tick(recorder, 200);
    }
    recorder.close();
    assertThat(memory.rows.subList(0, 16)).extracting(row -> row[0])
        .containsExactly(0., 1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11., 12., 13., 14., 15.);
    assertThat(memory.rows.size()).isEqualTo(recorder.recorded()).isGreaterThan(16);
    assertThat(memory.rows.get(16)[0]).isEqualTo(200);
    assertThat(memory.calls.getLast()).isEqualTo("close");
  }

  /** As the loop's thread is that an interrupt has stopped. */
  @ParameterizedTest
  @ValueSource(strings = {"r.mcap", "r.npz", "r.csv"})
  void anInterruptedThreadLosesNothing(String name) throws IOException {
    Path file = folder.resolve(name);
    Recorder recorder = Recorder.open(file, SERVOS, 1e-3, Clock.system());
    for (int tick = 0; tick < 300; tick++) {
      tick(recorder, tick);
    }
    recorder.stopped(new Stop(Stop.Reason.INTERRUPTED, 299, -1, Double.NaN, Double.NaN, "interrupted", null));
    Thread.currentThread().interrupt();
    recorder.close();
    assertThat(Thread.interrupted()).as("still").isTrue();
    Recording recording = Recording.read(file);
    assertThat(recording.rows()).hasSize(300);
    assertThat(recording.number(299, RecordingHeader.STOP)).isEqualTo(Stop.Reason.INTERRUPTED.ordinal() + 1);
    assertThat(recording.cutOff()).isNull();
    assertThat(folder.toFile().list()).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.mcap", "r.npz", "r.csv"})
  void whyTheLoopStoppedIsInTheLastRow(String name) throws IOException {
    Path file = folder.resolve(name);
    try (Recorder recorder = Recorder.open(file, SERVOS, 1e-3, Clock.system())) {
      for (int tick = -2; tick < 5; tick++) {
        tick(recorder, tick);
      }
      recorder.stopped(new Stop(Stop.Reason.LINE_GONE, 4, -1, Double.NaN, Double.NaN, "gone", null));
    }
    Recording recording = Recording.read(file);
    int place = recording.header().place(RecordingHeader.STOP);
    assertThat(recording.rows()).extracting(row -> row[place])
        .containsExactly(0., 0., 0., 0., Stop.Reason.LINE_GONE.ordinal() + 1.);
    assertThat(fields().get(place).description()).contains(
        (Stop.Reason.LINE_GONE.ordinal() + 1) + " LINE_GONE");
  }

  @Test
  void aFileThatBreaksStopsTheRecordingButNotTheLoop() {
    Memory memory = new Memory();
    memory.open.countDown();
    memory.most = 3;
    Recorder recorder = new Recorder(memory, SERVOS, RecordedSignals.NONE, 0, 0, 1024);
    for (int tick = 0; tick < 500; tick++) {
      tick(recorder, tick);
    }
    assertThatExceptionOfType(IOException.class).isThrownBy(recorder::close)
        .withMessage("the recording could not be written in whole: no space");
    assertThat(recorder.recorded()).isEqualTo(3);
    assertThat(recorder.dropped()).isEqualTo(497);
    assertThat(memory.calls.getLast()).isEqualTo("close");
  }

  @Test
  void rehearsalIsNeitherWrittenNorCounted() throws IOException {
    Memory memory = new Memory();
    memory.open.countDown();
    Recorder recorder = new Recorder(memory, SERVOS, RecordedSignals.NONE, 0, 0, 1024);
    for (int tick = -500; tick < 3; tick++) {
      tick(recorder, tick);
    }
    recorder.close();
    assertThat(memory.rows).extracting(row -> row[0]).containsExactly(0., 1., 2.);
    assertThat(recorder.recorded()).isEqualTo(3);
    assertThat(recorder.dropped()).isZero();
  }

  /** Steps are counted from the first tick, even if that one found no room. */
  @Test
  void rolloutsAreDeclaredBeforeTheirFirstRow() throws IOException {
    Memory memory = new Memory();
    Recorder recorder = new Recorder(memory, SERVOS, RecordedSignals.NONE, 2, 0, 4);
    Recorder.Rollout unused = recorder.rollout(0, 0);
    Recorder.Rollout rollout = recorder.rollout(1, 2);
    assertThat(unused.number()).isZero();
    for (int tick = 0; tick < 4; tick++) {
      tick(recorder, tick);
    }
    recorder.begin(rollout);
    tick(recorder, 4);
    assertThat(recorder.dropped()).isOne();
    memory.open.countDown();
    while (recorder.recorded() < 3) {
      LockSupport.parkNanos(100_000);
    }
    LockSupport.parkNanos(10_000_000);
    tick(recorder, 5);
    tick(recorder, 6);
    recorder.end();
    tick(recorder, 7);
    assertThatIllegalArgumentException().isThrownBy(() -> recorder.begin(rollout)).withMessageContaining("already");
    assertThatIllegalArgumentException().isThrownBy(() -> recorder.rollout(1)).withMessageContaining("1 parameters");
    recorder.close();
    assertThat(memory.calls).contains("rollout 1 [1.0, 2.0] after 4").noneMatch(call -> call.startsWith("rollout 0"));
    assertThat(memory.rows).extracting(row -> row[2]).containsExactly(-1., -1., -1., -1., 1., 1., -1.);
    assertThat(memory.rows).extracting(row -> row[3]).containsExactly(-1., -1., -1., -1., 1., 2., -1.);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.mcap", "r.npz", "r.csv"})
  void aRecordingOfRolloutsIsReadAsRollouts(String name) throws IOException {
    Path file = folder.resolve(name);
    try (Recorder recorder = Recorder.open(file, SERVOS, 1e-3, Clock.system(), 0.5)) {
      for (int k = 0; k < 3; k++) {
        recorder.begin(recorder.rollout(k));
        for (int tick = 8 * k; tick < 8 * k + 4; tick++) {
          tick(recorder, tick);
        }
        recorder.end();
        tick(recorder, 8 * k + 6);
      }
    }
    Rollouts rollouts = RecordedRollouts.read(file, false).rollouts();
    assertThat(rollouts.stepCount()).isEqualTo(3);
    assertThat(rollouts.parameters().data).containsExactly(0, 1, 2);
    assertThat(rollouts.nominal()).containsExactly(0.5);
    for (int k = 0; k < 3; k++) {
      for (int t = 0; t < 3; t++) {
        int tick = 8 * k + t;
        assertThat(rollouts.weight(t, k)).isEqualTo(tick % 5 == 4 || (tick + 1) % 5 == 4 ? 0 : 1);
        assertThat(rollouts.states().get(4 * t + 1, k)).isEqualTo(tick + 1 + 0.1);
        assertThat(rollouts.states().get(4 * t + 3, k)).isEqualTo(-(tick + 1) - 0.1);
        assertThat(rollouts.actions().get(2 * t + 1, k)).isEqualTo(10 * tick + 1);
      }
    }
    assertThat(Recording.read(file).header().fields()).hasSameSizeAs(fields());
  }

  /** With the real writer at work, and with a queue that is full all the time. */
  @Test
  void aTickAllocatesNothing() throws IOException {
    try (Recorder recorder = Recorder.open(folder.resolve("r.mcap"), SERVOS, 1e-3, Clock.system(), 1)) {
      long[] tick = {0};
      recorder.begin(recorder.rollout(2));
      assertThat(AllocatedBytes.of(() -> tick(recorder, tick[0]++), 20_000)).isZero();
      Recorder.Rollout[] rollouts = new Recorder.Rollout[11 * 100];
      Arrays.setAll(rollouts, k -> recorder.rollout(k));
      int[] k = {0};
      assertThat(AllocatedBytes.of(() -> {
        recorder.begin(rollouts[k[0]++]);
        tick(recorder, tick[0]++);
        recorder.end();
      }, 100)).isZero();
      assertThat(recorder.dropped()).isPositive();
      assertThat(recorder.recorded()).isPositive();
    }
  }
}
