package io.github.lanewise.sensitivity.shaking;

import io.github.lanewise.sensitivity.Rollouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;

/** Roll-outs that were run more than once with the same parameters: what differs between them is noise. */
public final class Repeats {
  private Repeats() {}

  /**
   * {@return standard deviation of each state between repeats of the nominal roll-out, pooled over the samples: n
   * numbers in the states' units}
   *
   * @param rollouts of which some repeat the nominal one
   * @throws IllegalArgumentException if there are fewer than two nominal roll-outs, or no sample is in two of them
   */
  public static double[] spread(Rollouts rollouts) {
    int[] nominals = rollouts.nominalRollouts();
    if (nominals.length < 2) {
      throw new IllegalArgumentException(
          nominals.length + " roll-outs with the nominal parameters: it takes two or more to measure the noise");
    }
    int n = rollouts.stateCount();
    double[] squares = new double[n];
    double freedom = 0;
    for (int t = 0; t < rollouts.stepCount(); t++) {
      int sample = t;
      int[] present = Arrays.stream(nominals).filter(k -> rollouts.weight(sample, k) > 0).toArray();
      freedom += Math.max(0, present.length - 1);
      for (int i = 0; present.length > 1 && i < n; i++) {
        int row = t * n + i;
        double mean = Arrays.stream(present).mapToDouble(k -> rollouts.states().get(row, k)).average().orElseThrow();
        for (int k : present) {
          double difference = rollouts.states().get(row, k) - mean;
          squares[i] += difference * difference;
        }
      }
    }
    if (freedom == 0) {
      throw new IllegalArgumentException("no sample is present in two of the nominal roll-outs");
    }
    double pooled = freedom;
    return Arrays.stream(squares).map(s -> Math.sqrt(s / pooled)).toArray();
  }

  /**
   * {@return the roll-outs, of which those of equal parameters become one, their mean, whose weight is the sum of
   * theirs; in the order in which parameters first appear} Where all were repeated equally often and none had a weight,
   * none has one after.
   *
   * @param rollouts of which some repeat each other
   */
  public static Rollouts averaged(Rollouts rollouts) {
    int p = rollouts.parameterCount();
    Map<List<Double>, List<Integer>> groups = new LinkedHashMap<>();
    for (int k = 0; k < rollouts.count(); k++) {
      double[] parameters = Arrays.copyOfRange(rollouts.parameters().data, k * p, (k + 1) * p);
      groups.computeIfAbsent(Arrays.stream(parameters).boxed().toList(), _ -> new ArrayList<>()).add(k);
    }
    List<List<Integer>> members = List.copyOf(groups.values());
    DMatrixRMaj parameters = new DMatrixRMaj(members.size(), p);
    DMatrixRMaj weights = new DMatrixRMaj(rollouts.stepCount(), members.size());
    for (int g = 0; g < members.size(); g++) {
      System.arraycopy(rollouts.parameters().data, members.get(g).getFirst() * p, parameters.data, g * p, p);
      for (int t = 0; t < rollouts.stepCount(); t++) {
        for (int k : members.get(g)) {
          weights.data[t * members.size() + g] += rollouts.weight(t, k);
        }
      }
    }
    boolean even = rollouts.weights() == null && members.stream().mapToInt(List::size).distinct().count() == 1;
    DMatrixRMaj actions = rollouts.actions() == null ? null : means(rollouts, rollouts.actions(), members, weights);
    return new Rollouts(rollouts.nominal(), parameters, means(rollouts, rollouts.states(), members, weights), actions,
        even ? null : weights, rollouts.stepCount(), rollouts.timeStep());
  }

  private static DMatrixRMaj means(Rollouts rollouts, DMatrixRMaj values, List<List<Integer>> members,
      DMatrixRMaj weights) {
    int rows = values.numRows / rollouts.stepCount();
    DMatrixRMaj means = new DMatrixRMaj(values.numRows, members.size());
    for (int row = 0; row < values.numRows; row++) {
      int t = row / rows;
      for (int g = 0; g < members.size(); g++) {
        double sum = 0;
        for (int k : members.get(g)) {
          double weight = rollouts.weight(t, k);
          sum += weight > 0 ? weight * values.get(row, k) : 0;
        }
        double weight = weights.get(t, g);
        means.set(row, g, weight > 0 ? sum / weight : 0);
      }
    }
    return means;
  }
}
