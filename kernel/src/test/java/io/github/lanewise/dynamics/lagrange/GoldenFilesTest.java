package io.github.lanewise.dynamics.lagrange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files are what is computed here, digit for digit: one state of each robot, with derivatives. */
class GoldenFilesTest {
  static Stream<String> robots() {
    return Golden.robots();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void areWhatIsComputed(String name) throws IOException {
    Robot robot = Golden.robot(name);
    int k = robot.nv() % 2;
    Map<String, BigDecimal[]> file = GoldenFile.states(name).get(k);
    Map<String, Real[]> computed = Golden.results(robot, k);
    assertThat(file.keySet()).isEqualTo(computed.keySet()).contains("dqdd_dq");
    computed.forEach((key, numbers) -> assertThat(List.of(file.get(key))).as(key)
        .usingElementComparator(BigDecimal::compareTo)
        .isEqualTo(Stream.of(numbers).map(Real::decimal).toList()));
  }
}
