package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Numbers by hand, and an interval that covers as often as it says. */
final class ReturnsTest {
  @Test
  void meansOfNineByHand() {
    Returns returns = Returns.of(9, 1, 2, 8, 3, 100, 4, 5, -50);
    assertThat(returns.count()).isEqualTo(9);
    assertThat(returns.median()).isEqualTo(4);
    assertThat(returns.mean()).isCloseTo(82 / 9.0, within(1e-12));
    assertThat(returns.interquartileMean()).as("of 2, 3, 4, 5, 8").isCloseTo(22 / 5.0, within(1e-12));
    assertThat(returns.lowest()).isEqualTo(-50);
    assertThat(returns.highest()).isEqualTo(100);
    assertThat(Returns.of(1, 3).standardError()).isCloseTo(1, within(1e-12));
  }

  @Test
  void ofNoneOrOneThereIsNothingToSay() {
    assertThat(new double[] {Returns.of().mean(), Returns.of().median(), Returns.of().interquartileMean(),
        Returns.of().lowest(), Returns.of(7).standardError(), Returns.of(7).interquartileMeanInterval(0.95, 1)[0]})
        .containsOnly(Double.NaN);
  }

  /** Of uniform numbers the interquartile mean of all is known, 1/2; binomially 100 trials at 0.95 are 89 to 99. */
  @Test
  void intervalCoversAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(4);
    int covered = 0;
    for (int trial = 0; trial < 100; trial++) {
      double[] ends = Returns.of(random.doubles(40).toArray()).interquartileMeanInterval(0.95, trial);
      assertThat(ends[1] - ends[0]).isBetween(0.1, 0.4);
      covered += ends[0] < 0.5 && 0.5 < ends[1] ? 1 : 0;
    }
    assertThat(covered).isBetween(86, 99);
  }
}
