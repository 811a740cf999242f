package io.github.lanewise.learning;

import io.github.lanewise.lanes.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code |E g|, sqrt(tr Var g), |E g - E g'|}: how the policy gradient g of a window spreads under an objective, and
 * how far its mean is from that under the first objective g', all at the same weights, on the same windows.
 *
 * @param objective of g
 * @param norm |E g|
 * @param deviation root of the sum of the variances of all components of g, from window to window
 * @param bias |E g - E g'|, its own error included
 * @param cosine between E g and E g'
 */
public record GradientSpread(MixedReturn objective, double norm, double deviation, double bias, double cosine) {
  /**
   * Measures; policy, values and statistics stay as they are, the robots go on by so many windows.
   *
   * @param trainer at the weights of interest
   * @param objectives the one to compare with first
   * @param windows one after the other, at least 2
   * @return one of each objective
   * @throws IllegalArgumentException if there are fewer windows, or no objective
   */
  public static List<GradientSpread> of(WindowTrainer trainer, List<MixedReturn> objectives, int windows) {
    if (windows < 2 || objectives.isEmpty()) {
      throw new IllegalArgumentException(windows + " windows under " + objectives.size()
          + " objectives: at least 2, and 1");
    }
    int n = trainer.parameterCount();
    double[][] means = new double[objectives.size()][n];
    double[][] squares = new double[objectives.size()][n];
    double[] gradient = new double[n];
    for (int k = 0; k < windows; k++) {
      Snapshot start = trainer.start();
      for (int j = 0; j < means.length; j++) {
        trainer.restart(start);
        trainer.gradient(objectives.get(j), gradient);
        for (int e = 0; e < n; e++) {
          double off = gradient[e] - means[j][e];
          means[j][e] += off / (k + 1);
          squares[j][e] += off * (gradient[e] - means[j][e]);
        }
      }
      trainer.goOn();
    }
    List<GradientSpread> spreads = new ArrayList<>();
    for (int j = 0; j < means.length; j++) {
      GradientPair pair = GradientPair.of(means[j], means[0]);
      double variance = Arrays.stream(squares[j]).sum() / (windows - 1);
      spreads.add(new GradientSpread(objectives.get(j), pair.norm(), Math.sqrt(variance), pair.distance(),
          pair.cosine()));
    }
    return spreads;
  }
}
