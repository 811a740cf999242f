package io.github.lanewise.hardware.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in the arguments of {@code lanewise study} are one sentence each, before any work is done. */
final class StudyTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--robot finger --steps 0 | --steps must be at least 1, but is 0.",
    "--robot finger --control-period -2 | --control-period must be at least 1, but is -2.",
    "--robot finger --controller mpc | 'mpc'",
    "--robot thumb | no robot of that name"})
  void refusesWhatMakesNoSense(String arguments, String sentence) {
    Run run = Run.of((Object[]) ("study " + arguments).split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource("humanoid")
  void refusesRobotsWithFreeJoints(String robot) {
    Run run = Run.of("study", "--robot", robot);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("free or a spherical joint");
  }
}
