package io.github.lanewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the README shows as printed is what the command prints now: each line of it, but for the numbers. Commands of
 * minutes are asked for less.
 */
final class ReadmePrintsTest {
  private static final Path README = Path.of("../../README.md");
  private static final String NUMBER = "-?\\d[\\d,]*(\\.\\d+)?(e-?\\d+)?";

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "./lanewise model --robot hopper | model --robot hopper --samples 64 --held-out 20 --epochs 2 --threads 1",
    "./lanewise train --task cartpole --method shac --ch"
        + " | train --task cartpole --method shac --envs 16 --steps 4608 --threads 1"})
  void linesHaveTheShapeOfWhatIsPrinted(String shown, String typed) throws IOException {
    String[] fences = Files.readString(README).split("\n" + shown, 2)[1].split("```", 4);
    List<String> lines = shapes(fences[2].lines()).toList();
    assertThat(lines).hasSizeGreaterThan(1);
    Run run = Run.of((Object[]) typed.split(" "));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(shapes(run.out().lines()).toList()).containsAll(lines);
  }

  private static Stream<String> shapes(Stream<String> lines) {
    return lines.map(line -> line.strip().replaceAll(NUMBER, "#").replaceAll(" +", " "))
        .filter(line -> !line.isEmpty());
  }
}
