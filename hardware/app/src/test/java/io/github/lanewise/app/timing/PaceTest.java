package io.github.lanewise.app.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Speeds and warm-up against work whose duration the test decides, on a clock of its own. */
final class PaceTest {
  private double time;
  private long allocated;
  private int done;
  private final List<Integer> progress = new ArrayList<>();

  /** Work of which one repetition takes {@code seconds(time so far)}, and allocates 100 bytes while it is slow. */
  private Pace pace(int count, DoubleUnaryOperator seconds, double fast) {
    return Pace.of(count, repetitions -> {
      for (int k = 0; k < repetitions; k++) {
        double duration = seconds.applyAsDouble(time);
        allocated += duration > fast ? 100 : 0;
        time += duration;
        done++;
      }
    }, () -> Math.round(time * 1e9), () -> allocated, progress::add);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 1000, 12345})
  void doesExactlyAsManyAsAsked(int count) {
    pace(count, t -> 1e-4, 1);
    assertThat(done).isEqualTo(count);
    assertThat(progress).isSorted().last().isEqualTo(count);
  }

  @Test
  void warmUpEndsWithTheFirstFastWindow() {
    Pace pace = pace(20_000, t -> t < 1.5 ? 5e-3 : 1e-4, 1e-4);
    assertThat(pace.settled()).isTrue();
    assertThat(pace.warmUpSeconds()).isBetween(1.5, 1.6);
    assertThat(pace.perSecond()).isCloseTo(1e4, within(1e-3 * 1e4));
    assertThat(pace.bytesPerRepetition()).isZero();
    assertThat(pace.seconds()).isCloseTo(time, within(1e-6));
  }

  @Test
  void aShortDisturbanceAfterWarmUpMovesNothing() {
    Pace pace = pace(20_000, t -> t < 0.5 || t > 1.2 && t < 1.25 ? 5e-3 : 1e-4, 1e-4);
    assertThat(pace.perSecond()).isCloseTo(1e4, within(1e-3 * 1e4));
    assertThat(pace.warmUpSeconds()).isBetween(0.5, 0.6);
    assertThat(pace.bytesPerRepetition()).isBetween(0.01, 1.0);
  }

  @Test
  void goesOnUntilItHasSettledForAsLongAsItWarmedUp() {
    Pace pace = Pace.untilSettled(100, repetitions -> {
      allocated += time < 3 ? 100 : 0;
      time += repetitions * (time < 3 ? 5e-3 : 1e-4);
    }, () -> Math.round(time * 1e9), () -> allocated, progress::add);
    assertThat(pace.settled()).isTrue();
    assertThat(pace.warmUpSeconds()).isBetween(3.0, 3.1);
    assertThat(time).isBetween(6.0, 6.3);
    assertThat(progress).isSorted().last().isIn(60, 61, 62);
  }

  /** Fast code that allocates in every other window is still on its way. */
  @Test
  void aPlateauThatAllocatesIsNotTheEnd() {
    Pace pace = Pace.untilSettled(100, repetitions -> {
      allocated += time < 0.2 || time < 2 && ++done % 2 == 0 ? 100 : 0;
      time += repetitions * (time < 0.2 ? 5e-3 : 1e-4);
    }, () -> Math.round(time * 1e9), () -> allocated, progress::add);
    assertThat(time).isBetween(3.0, 4.0);
    assertThat(pace.warmUpSeconds()).isBetween(0.2, 0.3);
    assertThat(pace.lateBytesPerRepetition()).isZero().isLessThan(pace.bytesPerRepetition());
  }

  @Test
  void givesUpWhenPatienceEnds() {
    Pace pace = Pace.untilSettled(5, repetitions -> time += repetitions * 1e-2 * Math.exp(-time),
        () -> Math.round(time * 1e9), () -> allocated++, progress::add);
    assertThat(pace.settled()).isFalse();
    assertThat(time).isBetween(5.0, 5.1);
    assertThat(progress).last().isEqualTo(50);
  }

  @Test
  void quantilesAreOfTime() {
    Pace pace = pace(20_000, t -> t % 1 < 0.3 ? 2e-4 : 1e-4, 1);
    assertThat(pace.perSecond(0.1)).isCloseTo(5e3, within(1.0));
    assertThat(pace.perSecond(0.5)).isCloseTo(1e4, within(1.0)).isEqualTo(pace.perSecond());
  }

  @Test
  void aRunThatEndsWhileItGetsFasterHasNotSettled() {
    assertThat(pace(1000, t -> 1e-2 * Math.exp(-2 * t), 1).settled()).isFalse();
  }

  /** Vector code that is not compiled yet makes an object of every vector, and can go on like that for a while. */
  @Test
  void aRunThatStillAllocatesHasNotSettledHoweverEvenItsSpeed() {
    assertThat(pace(1000, t -> 1e-3, 1).settled()).isTrue();
    time = 0;
    assertThat(pace(1000, t -> 1e-3, 0).settled()).isFalse();
  }

  @Test
  void aRunOfFewWindowsHasNotSettled() {
    assertThat(pace(1, t -> 1e-3, 1).settled()).isFalse();
    assertThat(pace(20, t -> 1e-3, 1).settled()).isFalse();
  }
}
