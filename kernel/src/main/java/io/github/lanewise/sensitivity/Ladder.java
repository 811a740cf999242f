package io.github.lanewise.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The same kernel at signal-to-noise ratios of 0 and decades from 0.1 upwards, for rows to be placed on by their
 * likelihood.
 *
 * <p>Decades are enough: the noise variance adapts to the rung, and where there is noise to speak of, its estimate
 * hardly depends on it.
 */
final class Ladder {
  private static final double LOWEST = 0.1;
  /** Above this over K, rounding of the kernel drowns the noise. */
  private static final double HIGHEST = 1e14;
  /** Rungs less likely than this against the best of a row are left out. */
  private static final double NEGLIGIBLE = 1e-4;
  private static final int BLOCK = 256;

  private final List<Kriging> rungs;

  private Ladder(List<Kriging> rungs) {
    this.rungs = rungs;
  }

  static Ladder of(ShakenInputs inputs, SamplePattern pattern, double[] lengths) {
    double[] kernel = ArdKernel.pairs(inputs.points(pattern.rollouts()), lengths);
    double[] h = inputs.trend(pattern.rollouts());
    List<Kriging> rungs = new ArrayList<>();
    rungs.add(new Kriging(0, kernel, pattern.noise(), h));
    for (double ratio = LOWEST; ratio <= HIGHEST / pattern.rollouts().length; ratio *= 10) {
      rungs.add(new Kriging(ratio, kernel, pattern.noise(), h));
    }
    return new Ladder(rungs);
  }

  /** Signal-to-noise ratio of each rung. */
  double ratio(int rung) {
    return rungs.get(rung).ratio();
  }

  /** The most likely rung of each row; the lowest where residuals are rounding. */
  int[] mostLikely(Detrended rows) {
    double[] probabilities = probabilities(rows);
    int[] best = new int[rows.rows().length];
    for (int r = 0; r < best.length; r++) {
      for (int rung = 1; rung < rungs.size(); rung++) {
        if (probabilities[r * rungs.size() + rung] > probabilities[r * rungs.size() + best[r]]) {
          best[r] = rung;
        }
      }
    }
    return best;
  }

  /** Rows with their probabilities on each rung, where a row may be on several. */
  List<FittedProcess.Group> groups(SamplePattern pattern, Detrended rows) {
    double[] probabilities = probabilities(rows);
    List<FittedProcess.Group> groups = new ArrayList<>();
    for (int rung = 0; rung < rungs.size(); rung++) {
      int column = rung;
      int[] on = IntStream.range(0, rows.rows().length).filter(r -> probabilities[r * rungs.size() + column] > 0)
          .toArray();
      if (on.length > 0) {
        double[] probability = Arrays.stream(on).mapToDouble(r -> probabilities[r * rungs.size() + column]).toArray();
        groups.add(FittedProcess.Group.of(rungs.get(rung), pattern, rows.select(on), probability));
      }
    }
    return groups;
  }

  /** Of each rung given a row, all alike beforehand: rows x rungs, summing to one in a row. */
  private double[] probabilities(Detrended rows) {
    int count = rows.rows().length;
    int m = rungs.size();
    double[] likelihoods = new double[count * m];
    for (int from = 0; from < count; from += BLOCK) {
      int to = Math.min(from + BLOCK, count);
      double[] block = rows.select(IntStream.range(from, to).toArray()).asColumns();
      for (int rung = 0; rung < m; rung++) {
        double[] white = block.clone();
        rungs.get(rung).whiten(to - from, white);
        double[] squares = Kriging.squares(to - from, white);
        for (int r = 0; r < to - from; r++) {
          likelihoods[(from + r) * m + rung] = rungs.get(rung).logLikelihood(squares[r]);
        }
      }
    }
    for (int r = 0; r < count; r++) {
      normalise(likelihoods, r * m, (r + 1) * m, rows.linear()[r]);
    }
    return likelihoods;
  }

  /**
   * From logarithms to probabilities; all on the first if the row is a straight line, for then the likelihoods are of
   * rounding.
   */
  private static void normalise(double[] likelihoods, int from, int to, boolean linear) {
    double largest = Arrays.stream(likelihoods, from, to).max().orElseThrow();
    double sum = 0;
    for (int e = from; e < to; e++) {
      double relative = Math.exp(likelihoods[e] - largest);
      likelihoods[e] = linear ? (e == from ? 1 : 0) : relative < NEGLIGIBLE ? 0 : relative;
      sum += likelihoods[e];
    }
    for (int e = from; e < to; e++) {
      likelihoods[e] /= sum;
    }
  }
}
