package io.github.lanewise.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Samples with the same weights in all roll-outs: they share every factor.
 *
 * @param samples their numbers t
 * @param rollouts those with a weight above 0
 * @param noise 1 / weight of each of these: the variance of its noise relative to others
 */
record SamplePattern(int[] samples, int[] rollouts, double[] noise) {
  /** The patterns of some roll-outs, the one with most samples first. */
  static List<SamplePattern> of(Rollouts rollouts) {
    Map<List<Double>, List<Integer>> samples = new LinkedHashMap<>();
    for (int t = 0; t < rollouts.stepCount(); t++) {
      samples.computeIfAbsent(weights(rollouts, t), w -> new ArrayList<>()).add(t);
    }
    List<SamplePattern> patterns = new ArrayList<>();
    samples.forEach((weights, at) -> {
      int[] seen = IntStream.range(0, rollouts.count()).filter(k -> weights.isEmpty() || weights.get(k) > 0).toArray();
      double[] noise = Arrays.stream(seen).mapToDouble(k -> weights.isEmpty() ? 1 : 1 / weights.get(k)).toArray();
      patterns.add(new SamplePattern(at.stream().mapToInt(t -> t).toArray(), seen, noise));
    });
    patterns.sort((a, b) -> b.samples.length - a.samples.length);
    return patterns;
  }

  private static List<Double> weights(Rollouts rollouts, int t) {
    return rollouts.weights() == null ? List.of()
        : IntStream.range(0, rollouts.count()).mapToObj(k -> rollouts.weight(t, k)).toList();
  }

  /** Row numbers t n + i of the states at these samples. */
  int[] rows(int stateRows) {
    return Arrays.stream(samples).flatMap(t -> IntStream.range(t * stateRows, (t + 1) * stateRows)).toArray();
  }

  /** With every so-manieth roll-out only, evenly spread, if there are more than so many. */
  SamplePattern thinned(int most) {
    int count = Math.min(most, rollouts.length);
    int[] kept = IntStream.range(0, count).map(k -> (int) ((long) k * rollouts.length / count)).toArray();
    return new SamplePattern(samples, Arrays.stream(kept).map(k -> rollouts[k]).toArray(),
        Arrays.stream(kept).mapToDouble(k -> noise[k]).toArray());
  }

  /** Some rows of the states in these roll-outs, rows x rollouts. */
  double[] gather(Rollouts from, int[] rows) {
    int count = from.count();
    double[] y = new double[rows.length * rollouts.length];
    for (int r = 0; r < rows.length; r++) {
      for (int k = 0; k < rollouts.length; k++) {
        y[r * rollouts.length + k] = from.states().data[rows[r] * count + rollouts[k]];
      }
    }
    return y;
  }
}
