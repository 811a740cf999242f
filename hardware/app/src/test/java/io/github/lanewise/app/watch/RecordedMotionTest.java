package io.github.lanewise.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.app.Run;
import io.github.lanewise.hardware.recording.RecordedField;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings of a control loop on a page. */
final class RecordedMotionTest {
  private static final int TICKS = 100;

  @TempDir
  private Path folder;

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    List<RecordedField> fields = List.of(new RecordedField(RecordingHeader.TICK, 0, ""),
        new RecordedField(RecordingHeader.TIME, 0, ""), new RecordedField(RecordingHeader.POSITION, 2, "[rad]"));
    RecordingHeader header = new RecordingHeader(fields, 0.05, 0, new double[0]);
    try (RecordingWriter writer = RecordingWriter.open(file, header)) {
      for (int tick = 0; tick < TICKS; tick++) {
        if (tick != 10 && tick != 11) {
          writer.row(new double[] {7 + tick, 0.05 * tick, Pendulum.shoulder(0, tick), Pendulum.elbow(0, tick)});
        }
      }
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"run.mcap", "run.csv", "run.npz"})
  void ticksAreStepsAndMissingOnesShowThoseBefore(String name) throws IOException {
    Path page = folder.resolve("clip.html");
    Run run = Run.of("watch", "--robot", "double_pendulum", "--data", write(name), "--out", page);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("2 ticks of 100 are missing");
    Page read = Page.read(page);
    assertThat(read.clip().get("frames").asInt()).isEqualTo(TICKS);
    for (int tick = 0; tick < TICKS; tick++) {
      int shown = tick == 10 || tick == 11 ? 9 : tick;
      assertThat(read.position(0, tick, 1)).containsExactly(Pendulum.elbowPlace(0, shown), within(1e-6));
    }
  }

  @Test
  void anotherRobotIsRefused() throws IOException {
    Run run = Run.of("watch", "--robot", "finger", "--data", write("run.mcap"), "--out", folder.resolve("c.html"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("positions of 2 servos, but robot 'finger' has 3 joints");
    Run lanes = Run.of("watch", "--robot", "finger", "--data", folder.resolve("run.mcap"), "--lanes", 0, "--out",
        folder.resolve("c.html"));
    assertThat(lanes.exitCode()).isEqualTo(2);
    assertThat(lanes.err()).contains("--data is one lane");
  }
}
