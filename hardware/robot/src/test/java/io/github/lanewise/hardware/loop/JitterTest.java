package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.hardware.AllocatedBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Jitter against a sorted list of every value, and against a loop of which everything is known. */
final class JitterTest {
  private static final long PERIOD = 1_000_000;
  private static final Percentage THREE_DIGITS = Percentage.withPercentage(0.11);

  @Test
  void percentilesAreThoseOfASortedListWithTheValuesThatAStallHid() {
    Random random = new Random(1);
    Jitter jitter = new Jitter(PERIOD);
    List<Long> values = new ArrayList<>();
    long missed = 0;
    for (int tick = 0; tick < 50_000; tick++) {
      long lateness = (long) (20_000 * Math.exp(2 * random.nextGaussian()));
      missed += jitter.record(lateness);
      for (long hidden = lateness; hidden == lateness || hidden >= PERIOD; hidden -= PERIOD) {
        values.add(hidden);
      }
    }
    Collections.sort(values);
    Jitter.Summary summary = jitter.summary();
    assertThat(summary.ticks()).isEqualTo(50_000);
    assertThat(missed).isPositive();
    assertThat(summary.missed()).isEqualTo(missed);
    assertThat(summary.p50()).isCloseTo(rank(values, 0.5), THREE_DIGITS);
    assertThat(summary.p99()).isCloseTo(rank(values, 0.99), THREE_DIGITS);
    assertThat(summary.p999()).isCloseTo(rank(values, 0.999), THREE_DIGITS);
    assertThat(summary.p9999()).isCloseTo(rank(values, 0.9999), THREE_DIGITS);
    assertThat(summary.max()).isCloseTo(values.getLast() / 1e3, THREE_DIGITS);
  }

  private static double rank(List<Long> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e3;
  }

  /** Ten seconds at 1 kHz, one of them lost: a tenth of the ticks are late, half of these by half a second or more. */
  @Test
  void oneLongStallIsNotOneValueAmongMany() {
    Jitter jitter = new Jitter(PERIOD);
    for (int tick = 0; tick < 8_999; tick++) {
      jitter.record(1_000);
    }
    assertThat(jitter.record(1_000 * PERIOD)).isEqualTo(1_000);
    Jitter.Summary summary = jitter.summary();
    assertThat(summary.missed()).isEqualTo(1_000);
    assertThat(summary.p50()).isCloseTo(1, THREE_DIGITS);
    assertThat(summary.p99()).isCloseTo(900_000, Percentage.withPercentage(0.5));
  }

  @Test
  void ticksAreMissedInWholePeriods() {
    Jitter jitter = new Jitter(PERIOD);
    assertThat(jitter.record(0)).isZero();
    assertThat(jitter.record(PERIOD - 1)).isZero();
    assertThat(jitter.record(PERIOD)).isEqualTo(1);
    assertThat(jitter.record(2 * PERIOD + 1)).isEqualTo(2);
    assertThat(jitter.summary().ticks()).isEqualTo(4);
    assertThat(jitter.summary().missed()).isEqualTo(3);
    assertThatThrownBy(() -> new Jitter(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a period must be positive, and is 0 ns");
  }

  @Test
  void aSummaryIsOneLine() {
    assertThat(new Jitter.Summary(9_990, 10, 1.25, 20, 300, 4_000, 50_000)).hasToString("p50 1.25 us, p99 20.00 us, "
        + "p99.9 300.00 us, p99.99 4000.00 us, max 50000.00 us; 10 of 10,000 ticks missed");
  }

  @Test
  void nothingIsLostWhileAnotherThreadAsks() throws Exception {
    Jitter jitter = new Jitter(PERIOD);
    Thread loop = Thread.ofPlatform().start(() -> {
      for (int tick = 0; tick < 500_000; tick++) {
        jitter.record(tick < 250_000 ? 10_000 : 30_000);
      }
    });
    while (loop.isAlive()) {
      assertThat(jitter.summary().max()).isLessThan(31);
    }
    loop.join();
    Jitter.Summary summary = jitter.summary();
    assertThat(summary.ticks()).isEqualTo(500_000);
    assertThat(summary.p50()).isCloseTo(10, THREE_DIGITS);
    assertThat(summary.p99()).isCloseTo(30, THREE_DIGITS);
  }

  @Test
  void recordingAllocatesNothing() {
    Jitter jitter = new Jitter(PERIOD);
    Random random = new Random(2);
    long[] lateness = random.longs(1_000, 0, 20 * PERIOD).toArray();
    assertThat(AllocatedBytes.of(() -> {
      for (long late : lateness) {
        jitter.record(late);
      }
    }, 50)).isZero();
  }
}
