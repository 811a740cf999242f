package io.github.lanewise.sensitivity;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code b_j = sum_k x_k dW_kj / sum_k dW_kj^2}, both less their means: how a row goes with each parameter alone, while
 * what the others do, which were shaken at random at the same time, is noise. For any number of roll-outs and
 * parameters, and the gradient of a return alone ({@link Rollouts#ofReturns}) takes no trajectory.
 *
 * <p>Nothing is supposed of the sensitivity. Perturbations must be independent of each other, as random designs make
 * them. The expectation is the sensitivity itself, but the scatter does not fall with noise alone: the squared error of
 * all entries together is about p / K times their own square, so with fewer roll-outs than parameters each interval is
 * wide, and what the estimate is good for is a direction in which a return rises. Intervals are those of a straight
 * line through K points, of K - 2 degrees of freedom, exact where perturbations and noise are normal.
 *
 * <p>Roll-outs in adjacent pairs +dW, -dW, all but the nominal ones, are taken as what they are, half as many
 * directions with a difference along each, {@code (x+ - x-) / 2}, without a mean: curvature of even order cancels. A
 * weight says only whether a sample is there; pairs of which half is missing do not count.
 *
 * <p>Source: Spall, Multivariate Stochastic Approximation Using a Simultaneous Perturbation Gradient Approximation,
 * IEEE Transactions on Automatic Control 37, 1992; Nesterov and Spokoiny, Random Gradient-Free Minimization of Convex
 * Functions, Foundations of Computational Mathematics 17, 2017.
 */
public record RandomDirections() implements Estimator {
  private static final int LEAST = 3;
  /** Rounding of a difference of two parameters, in units of the larger one's last place. */
  private static final double ROUNDING = 4;

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if fewer than three directions are present at a sample, or a parameter is the same
   *     in all
   */
  @Override
  public Sensitivity estimate(Rollouts rollouts) {
    int steps = rollouts.stepCount();
    int n = rollouts.stateCount();
    int p = rollouts.parameterCount();
    DMatrixRMaj changes = rollouts.perturbations();
    DesignMatrix.requireShaken(rollouts.count(), p, p, changes.data);
    int[] shaken = shaken(rollouts);
    boolean pairs = inPairs(rollouts, changes, shaken);
    DMatrixRMaj slopes = new DMatrixRMaj(steps * n, p);
    DMatrixRMaj errors = new DMatrixRMaj(steps * n, p);
    DMatrixRMaj nominal = new DMatrixRMaj(steps * n, 1);
    int freedom = Integer.MAX_VALUE;
    for (int t = 0; t < steps; t++) {
      int at = t;
      int[] there = IntStream.range(0, pairs ? shaken.length / 2 : shaken.length)
          .map(k -> pairs ? 2 * k : k)
          .filter(k -> rollouts.weight(at, shaken[k]) > 0 && (!pairs || rollouts.weight(at, shaken[k + 1]) > 0))
          .toArray();
      if (there.length < LEAST) {
        throw new IllegalArgumentException("sample " + t + ": " + there.length + (pairs ? " pairs of" : "")
            + " shaken roll-outs; it takes at least " + LEAST + " to tell how much they scatter");
      }
      Lines lines = new Lines(changes, shaken, there, pairs);
      freedom = Math.min(freedom, lines.freedom());
      for (int row = t * n; row < (t + 1) * n; row++) {
        lines.fit(rollouts.states(), row, slopes.data, errors.data);
        nominal.data[row] = middle(rollouts, t, row);
      }
    }
    return new Sensitivity(steps, slopes, errors, nominal, freedom, Math.min(p, freedom));
  }

  /** All but those with the nominal parameters. */
  private static int[] shaken(Rollouts rollouts) {
    int[] nominals = rollouts.nominalRollouts();
    return IntStream.range(0, rollouts.count()).filter(k -> Arrays.binarySearch(nominals, k) < 0).toArray();
  }

  private static boolean inPairs(Rollouts rollouts, DMatrixRMaj changes, int[] shaken) {
    boolean opposite = shaken.length % 2 == 0;
    for (int k = 0; opposite && k < shaken.length; k += 2) {
      for (int j = 0; j < changes.numCols; j++) {
        double left = changes.get(shaken[k], j) + changes.get(shaken[k + 1], j);
        double largest = Math.max(Math.abs(rollouts.parameters().get(shaken[k], j)),
            Math.abs(rollouts.parameters().get(shaken[k + 1], j)));
        opposite &= Math.abs(left) <= ROUNDING * Math.ulp(largest);
      }
    }
    return opposite;
  }

  /** The mean of the nominal roll-outs, or of all where there are none: perturbations are 0 on average. */
  private static double middle(Rollouts rollouts, int t, int row) {
    int[] nominals = Arrays.stream(rollouts.nominalRollouts()).filter(k -> rollouts.weight(t, k) > 0).toArray();
    int[] of = nominals.length > 0 ? nominals
        : IntStream.range(0, rollouts.count()).filter(k -> rollouts.weight(t, k) > 0).toArray();
    return Arrays.stream(of).mapToDouble(k -> rollouts.states().get(row, k)).average().orElseThrow();
  }

  /** A straight line for each parameter, through the roll-outs that are there. */
  private static final class Lines {
    private final int[] first;
    private final int[] second;
    private final int p;
    /** M x p. */
    private final double[] directions;
    private final double[] squares;

    Lines(DMatrixRMaj changes, int[] shaken, int[] there, boolean pairs) {
      p = changes.numCols;
      first = Arrays.stream(there).map(k -> shaken[k]).toArray();
      second = pairs ? Arrays.stream(there).map(k -> shaken[k + 1]).toArray() : null;
      directions = new double[first.length * p];
      squares = new double[p];
      for (int j = 0; j < p; j++) {
        double mean = 0;
        for (int k = 0; !pairs && k < first.length; k++) {
          mean += changes.get(first[k], j) / first.length;
        }
        for (int k = 0; k < first.length; k++) {
          double change = changes.get(first[k], j) - mean;
          directions[k * p + j] = change;
          squares[j] += change * change;
        }
      }
    }

    int freedom() {
      return first.length - (second == null ? 2 : 1);
    }

    void fit(DMatrixRMaj states, int row, double[] slopes, double[] errors) {
      double[] x = new double[first.length];
      double mean = 0;
      for (int k = 0; k < x.length; k++) {
        x[k] = second == null ? states.get(row, first[k])
            : (states.get(row, first[k]) - states.get(row, second[k])) / 2;
        mean += second == null ? x[k] / x.length : 0;
      }
      double square = 0;
      for (int k = 0; k < x.length; k++) {
        x[k] -= mean;
        square += x[k] * x[k];
        for (int j = 0; j < p; j++) {
          slopes[row * p + j] += x[k] * directions[k * p + j];
        }
      }
      for (int j = 0; j < p; j++) {
        int at = row * p + j;
        double along = slopes[at];
        slopes[at] = along / squares[j];
        double residual = Math.max(square - along * slopes[at], Math.ulp(square));
        errors[at] = Math.sqrt(residual / freedom() / squares[j]);
      }
    }
  }
}
