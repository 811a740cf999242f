package io.github.lanewise.app.study;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.Well19937c;

/**
 * The derivative-free baseline: Hipparchus' CMA-ES (Hansen and Ostermeier 2001) with its standard population, on a
 * budget of roll-outs.
 */
final class CmaEs {
  private CmaEs() {}

  /**
   * The parameters with the best return so far, the start included, after each of these numbers of evaluations.
   *
   * @param sigma first standard deviation of each parameter
   * @param evaluations rising
   */
  static double[][] best(ToDoubleFunction<double[]> value, double[] start, double[] sigma, int[] evaluations,
      long seed) {
    double[][] best = new double[evaluations.length][];
    Arrays.fill(best, start);
    double[] highest = {value.applyAsDouble(start)};
    int[] count = {1};
    int population = 4 + (int) (3 * Math.log(start.length));
    CMAESOptimizer optimizer = new CMAESOptimizer(
        Integer.MAX_VALUE, 0, true, 0, 0, new Well19937c(seed), false, null);
    double[] free = new double[start.length];
    Arrays.fill(free, Double.POSITIVE_INFINITY);
    double[] unbounded = new double[start.length];
    Arrays.fill(unbounded, Double.NEGATIVE_INFINITY);
    // In units of sigma, which have the same meaning for every parameter.
    ObjectiveFunction objective = new ObjectiveFunction(z -> {
      double[] w = new double[z.length];
      Arrays.setAll(w, j -> start[j] + sigma[j] * z[j]);
      double result = value.applyAsDouble(w);
      count[0]++;
      if (result > highest[0]) {
        highest[0] = result;
        IntStream.range(0, best.length).filter(r -> count[0] <= evaluations[r]).forEach(r -> best[r] = w);
      }
      return result;
    });
    double[] ones = new double[start.length];
    Arrays.fill(ones, 1);
    try {
      optimizer.optimize(new MaxEval(evaluations[evaluations.length - 1] - 1), objective, GoalType.MAXIMIZE,
          new InitialGuess(new double[start.length]), new CMAESOptimizer.Sigma(ones),
          new CMAESOptimizer.PopulationSize(population), new SimpleBounds(unbounded, free));
    } catch (MathIllegalStateException budgetSpent) {
      return best;
    }
    return best;
  }
}
