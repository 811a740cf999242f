package io.github.lanewise.dense;

import io.github.lanewise.lanes.QuietCalls;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightedAllocationTest {
  private static final int PROBLEMS = 40;
  private static final int SIDES = 3;
  private static final int PARAMETERS = 4;
  private static final int SAMPLES = 21;

  @Test
  void nothingIsAllocatedAfterWarmUp() {
    Random random = new Random(1);
    WeightedLeastSquares solver = new WeightedLeastSquares(SIDES, PARAMETERS, SAMPLES);
    double[] z = random.doubles(SAMPLES * PARAMETERS, -1, 1).toArray();
    double[] x = random.doubles(PROBLEMS * SIDES * SAMPLES, -1, 1).toArray();
    double[] weights = new double[PROBLEMS * SAMPLES];
    Arrays.fill(weights, 1);
    double[] slopes = new double[PROBLEMS * SIDES * PARAMETERS];
    double[] standardErrors = new double[slopes.length];
    double[] intercepts = new double[PROBLEMS * SIDES];
    double[] present = new double[PROBLEMS];
    double[] traces = new double[PROBLEMS];
    QuietCalls.assertReached(() ->
        solver.solve(PROBLEMS, z, x, weights, 1, slopes, standardErrors, intercepts, present, traces));
  }
}
