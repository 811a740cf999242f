package io.github.lanewise.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits against the JDK's generator of the same algorithm; streams against each other. */
class RandomStreamTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE, 0x9e3779b97f4a7c15L})
  void numbersAreThoseOfSplittableRandom(long seed) {
    RandomStream stream = RandomStream.of(seed);
    SplittableRandom other = new SplittableRandom(seed);
    for (int k = 0; k < 1000; k++) {
      assertThat(stream.nextLong()).isEqualTo(other.nextLong());
      assertThat(stream.nextInt()).isEqualTo(other.nextInt());
      assertThat(stream.nextInt(1 + k)).isEqualTo(other.nextInt(1 + k));
      assertThat(stream.nextDouble()).isEqualTo(other.nextDouble());
      assertThat(stream.nextDouble(-3, k)).isEqualTo(other.nextDouble(-3, k));
      assertThat(stream.nextGaussian()).isEqualTo(other.nextGaussian());
      assertThat(stream.nextBoolean()).isEqualTo(other.nextBoolean());
    }
  }

  @Test
  void aStreamFollowsFromSeedAndKeysAlone() {
    RandomStream parent = RandomStream.of(5);
    double[] fresh = draw(RandomStream.of(5).stream(3).stream(7));
    draw(parent);
    assertThat(draw(parent.stream(3).stream(7))).isEqualTo(fresh);
    RandomStream other = RandomStream.of(99);
    draw(other);
    other.restart(parent.stream(3), 7);
    assertThat(draw(other.stream(1))).isEqualTo(draw(RandomStream.of(5).stream(3).stream(7).stream(1)));
    assertThat(draw(other)).isEqualTo(fresh);
  }

  /** Correlations of 10,000 normal numbers have a standard deviation of 0.01. */
  @Test
  void streamsOfSeedsAndKeysThatAreNeighboursAreIndependent() {
    RandomStream root = RandomStream.of(1);
    long gamma = 0x9e3779b97f4a7c15L;
    RandomStream[] streams = {RandomStream.of(1), root.stream(0), root.stream(1), root.stream(2), root.stream(gamma),
      root.stream(1).stream(0), root.stream(0).stream(1), RandomStream.of(2).stream(0),
      RandomStream.of(1 + gamma).stream(0)};
    double[][] drawn = Arrays.stream(streams).map(RandomStreamTest::draw).toArray(double[][]::new);
    for (int i = 0; i < drawn.length; i++) {
      for (int j = 0; j < i; j++) {
        for (int late = -1; late <= 1; late++) {
          assertThat(correlation(drawn[i], drawn[j], late)).isCloseTo(0, within(0.045));
        }
      }
    }
  }

  @Test
  void goesOnFromAState() {
    RandomStream stream = RandomStream.of(8).stream(2);
    draw(stream);
    long state = stream.state();
    double[] rest = draw(stream);
    RandomStream again = RandomStream.of(8).stream(2);
    again.resume(state);
    assertThat(draw(again)).isEqualTo(rest);
    assertThat(draw(again.stream(4))).isEqualTo(draw(stream.stream(4)));
  }

  /** Of three numbers there are six orders; each comes a sixth of 60,000 times, with a standard deviation of 91. */
  @Test
  void allOrdersAreAlike() {
    RandomStream stream = RandomStream.of(3);
    int[] order = new int[3];
    int[] counts = new int[100];
    for (int k = 0; k < 60_000; k++) {
      stream.permute(order);
      counts[9 * order[0] + 3 * order[1] + order[2]]++;
    }
    assertThat(Arrays.stream(counts).filter(count -> count > 0)).hasSize(6).allSatisfy(
        count -> assertThat(count).isCloseTo(10_000, within(400)));
  }

  private static double[] draw(RandomStream stream) {
    return IntStream.range(0, 10_000).mapToDouble(k -> stream.nextGaussian()).toArray();
  }

  private static double correlation(double[] a, double[] b, int late) {
    return IntStream.range(1, a.length - 1).mapToDouble(k -> a[k] * b[k + late]).sum() / (a.length - 2);
  }
}
