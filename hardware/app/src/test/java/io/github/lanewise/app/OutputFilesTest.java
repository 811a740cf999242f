package io.github.lanewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command writes takes the place of its own kind alone, and a run that fails leaves nothing. */
final class OutputFilesTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {
    "model --robot double_pendulum --samples 64 --held-out 20 --epochs 1 --threads 1 --out FILE",
    "task --task cartpole --envs 2 --steps 2 --threads 1 --timing 0 --out FILE",
    "model --robot double_pendulum --samples 64 --held-out 20 --epochs 1 --threads 1 --report DIR",
    "train --task cartpole --method shac --envs 3 --window 4 --steps 24 --threads 1 --report DIR",
    "shake --robot double_pendulum --steps 10 --rollouts 32 --threads 1 --report DIR"})
  void anotherKindOfFileIsLeftAsItIs(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.npz"), "mine");
    Path page = Files.writeString(folder.resolve("report.html"), "mine");
    Run run = Run.of(Arrays.stream(line.split(" ")).map(word -> switch (word) {
      case "FILE" -> file;
      case "DIR" -> folder;
      default -> word;
    }).toArray());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: " + (line.endsWith("DIR") ? folder : file))
        .contains("so it is not replaced: name another").hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(file).hasContent("mine");
    assertThat(page).hasContent("mine");
  }

  @Test
  void aRunThatFailsLeavesNoFolderForItsReport() throws IOException {
    Path data = Files.writeString(folder.resolve("empty.csv"), "rollout,time_s,w0,x0\n");
    Path report = folder.resolve("deep/report");
    Run run = Run.of("shake", "--data", data, "--report", report);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(folder.resolve("deep")).doesNotExist();
  }

  @Test
  void theSameCommandReplacesItsReport() throws IOException {
    Path report = folder.resolve("report");
    Object[] line = {"shake", "--robot", "double_pendulum", "--steps", 10, "--rollouts", 32, "--threads", 1, "--report",
        report};
    for (int time = 0; time < 2; time++) {
      Run run = Run.of(line);
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    assertThat(report.toFile().list()).hasSize(5);
  }
}
