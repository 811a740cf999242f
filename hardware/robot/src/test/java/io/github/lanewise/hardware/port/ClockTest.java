package io.github.lanewise.hardware.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.hardware.AllocatedBytes;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The system's clock: never early, soon after, asleep in between. */
final class ClockTest {
  private final Clock clock = Clock.system();

  @Test
  void neverReturnsEarly() {
    for (int i = 0; i < 300; i++) {
      long moment = clock.nanoTime() + i * 3_000L;
      clock.sleepUntil(moment);
      assertThat(clock.nanoTime() - moment).isNotNegative();
    }
  }

  @Test
  void returnsSoonAfterTheMomentMoreOftenThanNot() {
    int soon = 0;
    for (int i = 0; i < 300; i++) {
      long moment = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
      clock.sleepUntil(moment);
      soon += clock.nanoTime() - moment < TimeUnit.MICROSECONDS.toNanos(20) ? 1 : 0;
    }
    assertThat(soon).isGreaterThan(150);
  }

  @Test
  void sleepsThroughALongWait() {
    long wait = TimeUnit.MILLISECONDS.toNanos(300);
    long worked = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    clock.sleepUntil(clock.nanoTime() + wait);
    assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - worked).isLessThan(wait / 20);
  }

  @Test
  void anInterruptDoesNotEndTheSleep() {
    long moment = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
    Thread.currentThread().interrupt();
    clock.sleepUntil(moment);
    assertThat(clock.nanoTime() - moment).isNotNegative();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void allocatesNothing() {
    assertThat(AllocatedBytes.of(() -> clock.sleepUntil(clock.nanoTime() + 300_000), 100)).isZero();
  }
}
