package io.github.lanewise.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The same kernel at signal-to-noise ratios of 0 and decades from 0.1 upwards, for rows to take the most likely of.
 *
 * <p>Decades are enough: the noise variance adapts to the rung, and where there is noise to speak of, its estimate hardly depends on it.
 */
final class Ladder {
  private static final double LOWEST = 0.1;
  /** Above this over K, rounding of the kernel drowns the noise. */
  private static final double HIGHEST = 1e14;
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

  /** Places of the rows on each rung, for rungs with any. */
  Map<Kriging, int[]> place(Detrended rows) {
    int[] best = new int[rows.rows().length];
    for (int from = 0; from < best.length; from += BLOCK) {
      int to = Math.min(from + BLOCK, best.length);
      double[] block = rows.select(IntStream.range(from, to).toArray()).asColumns();
      double[] likelihood = new double[to - from];
      Arrays.fill(likelihood, Double.NEGATIVE_INFINITY);
      for (int rung = 0; rung < rungs.size(); rung++) {
        double[] white = block.clone();
        rungs.get(rung).whiten(to - from, white);
        double[] squares = Kriging.squares(to - from, white);
        for (int r = 0; r < to - from; r++) {
          double here = rungs.get(rung).logLikelihood(squares[r]);
          if (here > likelihood[r] && !rows.linear()[from + r]) {
            likelihood[r] = here;
            best[from + r] = rung;
          }
        }
      }
    }
    Map<Kriging, int[]> places = new LinkedHashMap<>();
    for (int rung = 0; rung < rungs.size(); rung++) {
      int number = rung;
      int[] at = IntStream.range(0, best.length).filter(r -> best[r] == number).toArray();
      if (at.length > 0) {
        places.put(rungs.get(rung), at);
      }
    }
    return places;
  }
}
