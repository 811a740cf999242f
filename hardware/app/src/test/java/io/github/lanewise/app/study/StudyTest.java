package io.github.lanewise.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in the arguments of {@code lanewise study} are one sentence each, before any work is done. */
final class StudyTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--robot finger --steps 0 | --steps must be at least 1, but is 0.",
    "--robot finger --rate -2 | --rate must be positive and finite, but is -2.0.",
    "--robot finger --controller mpc | 'mpc'",
    "--robot finger --only speed | 'speed'",
    "--robot thumb | no robot of that name",
    "--robot /bin | is a folder and no robot"})
  void refusesWhatMakesNoSense(String arguments, String sentence) {
    Run run = Run.of((Object[]) ("study " + arguments).split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
  }

  /** The reach table is one of the quick ones. */
  @Test
  void measuresOnlyWhatIsAskedFor() throws IOException {
    Path json = folder.resolve("study.json");
    Run run = Run.of("study", "--robot", "finger", "--steps", 50, "--only", "reach", "--threads", 1, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Zero-shot reach").contains("| 0.2 |");
    assertThat(new ObjectMapper().readTree(json.toFile()).fieldNames()).toIterable()
        .contains("reach").doesNotContain("errors", "improvement");
  }
}
