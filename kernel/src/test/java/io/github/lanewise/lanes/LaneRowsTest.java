package io.github.lanewise.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LaneRowsTest {
  private static final int ROWS = 5;
  private static final int ROBOTS = 13;

  private final Random random = new Random(4);

  /** Lanes beyond a norm keep their direction, the others and those of no robot all they have. */
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shortenedLanesHaveTheNorm(ElementType type) {
    double rounding = type == ElementType.DOUBLE ? 1e-15 : 1e-6;
    Batch x = new Batch(Lanes.widest(type).sharedBy(ROBOTS, 2), ROWS, ROBOTS);
    double[][] before = new double[ROBOTS][];
    for (int robot = 0; robot < ROBOTS; robot++) {
      double size = Math.pow(10, random.nextDouble(-3, 20));
      for (int row = 0; row < ROWS; row++) {
        x.set(row, robot, size * random.nextGaussian());
      }
      before[robot] = x.robot(robot);
    }
    for (int block = 0; block < x.blockCount(); block++) {
      LaneRows.shorten(x, block, 2);
    }
    for (int robot = 0; robot < ROBOTS; robot++) {
      double squares = 0;
      for (double value : before[robot]) {
        squares += value * value;
      }
      double factor = squares > 4 ? 2 / Math.sqrt(squares) : 1;
      for (int row = 0; row < ROWS; row++) {
        assertThat(x.get(row, robot)).isEqualTo(factor * before[robot][row], within(2 * rounding));
        assertThat(factor < 1 || x.get(row, robot) == before[robot][row]).isTrue();
      }
    }
  }
}
