package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.recording.NpzRecording;
import io.github.lanewise.hardware.recording.RecordedRollouts;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that records at 1 kHz is killed, and what it left is read. */
@Timeout(120)
final class RecorderKillTest {
  private static final int SERVOS = 3;
  private static final long PERIOD = 1_000_000;
  private static final int ROLLOUT_TICKS = 101;
  /** Between two flushes, and what a busy machine adds [ticks]. */
  private static final int MOST_LOST = 1000;

  /** The victim of a test that is killed itself ends after so many ticks. */
  private static final int MOST_TICKS = 60_000;

  @TempDir
  private Path folder;

  /** Records roll-outs back to back until it is killed, and prints every 50th tick. */
  static final class Victim {
    public static void main(String[] arguments) throws IOException {
      Clock clock = Clock.system();
      Recorder recorder = Recorder.open(Path.of(arguments[0]), SERVOS, PERIOD / 1e9, clock, 0);
      ServoState state = new ServoState(SERVOS);
      ServoCommand command = new ServoCommand(SERVOS);
      long start = clock.nanoTime();
      for (long tick = 0; tick < MOST_TICKS; tick++) {
        clock.sleepUntil(start + tick * PERIOD);
        if (tick % ROLLOUT_TICKS == 0) {
          recorder.begin(recorder.rollout(tick / ROLLOUT_TICKS));
        }
        for (int i = 0; i < SERVOS; i++) {
          state.position[i] = Math.sin(tick + i);
          command.target[i] = Math.cos(tick + i);
        }
        recorder.tick(tick, clock.nanoTime(), state, command, BusError.NONE, 0);
        if (tick % 50 == 0) {
          System.out.println(tick);
        }
      }
    }
  }

  /** Kills it at a random moment after so many ticks, and returns the last tick it printed. */
  private static long runAndKill(Path file, long ticks, SplittableRandom random)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), Victim.class.getName(), file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      long last = -1;
      while (last < ticks) {
        last = Long.parseLong(out.readLine());
      }
      TimeUnit.MICROSECONDS.sleep(random.nextInt(50_000));
      process.destroyForcibly();
      assertThat(process.waitFor()).as("ended by signal 9").isEqualTo(128 + 9);
      return last;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcap", "npz", "csv"})
  void whatWasRecordedIsReadAfterAKill(String format) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(format.hashCode());
    for (int kill = 0; kill < 3; kill++) {
      Path file = folder.resolve(kill + "." + format);
      long last = runAndKill(file, 1500 + random.nextInt(500), random);
      Recording recording = Recording.read(file);
      List<double[]> rows = recording.rows();
      assertThat((long) rows.size()).isBetween(last - MOST_LOST, last + MOST_LOST);
      int position = recording.header().place("position");
      int target = recording.header().place("target");
      for (int tick = 0; tick < rows.size(); tick++) {
        assertThat(rows.get(tick)[0]).isEqualTo(tick);
        assertThat(rows.get(tick)[position + 2]).isEqualTo(Math.sin(tick + 2));
        assertThat(rows.get(tick)[target + 1]).isEqualTo(Math.cos(tick + 1));
      }
      RolloutFile.Content content = RecordedRollouts.read(file, true);
      assertThat(content.rollouts().count()).isEqualTo(rows.size() / ROLLOUT_TICKS);
      assertThat(content.rollouts().stepCount()).isEqualTo(ROLLOUT_TICKS - 1);
      if (!format.equals("csv")) {
        assertThat(content.dropped().getLast()).contains("is cut off at byte");
      }
    }
  }

  @Test
  void anNpzIsFinishedAfterAKill() throws IOException, InterruptedException {
    Path file = folder.resolve("r.npz");
    runAndKill(file, 500, new SplittableRandom(1));
    assertThat(file).doesNotExist();
    int rows = Recording.read(file).rows().size();
    NpzRecording.finish(file);
    assertThat(Files.list(folder)).containsExactly(file);
    assertThat(Recording.read(file).rows()).hasSize(rows);
  }
}
