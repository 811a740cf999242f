package io.github.lanewise.dense;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The algebra of one {@link WeightedLeastSquares} problem, a problem in each lane: what belongs to its weights, and
 * what belongs to one right-hand side.
 *
 * <p>A right-hand side is a kernel of its own, so that the code does not grow with their number.
 *
 * @param normal from the sums of weights and regressors to the factors
 * @param side from the factors and the sums of a right-hand side to its coefficients
 */
record WeightedKernels(Kernel normal, Kernel side) {
  /** Rows before a and A in the sums of weights: samples present and sum of weights. */
  static final int COUNTS = 2;
  /** Rows after the products in the sums of a right-hand side: sum, sum of squares, origin. */
  static final int MOMENTS = 3;
  /** Rows after the coefficients in the results of a right-hand side: intercept, deviation of a residual. */
  static final int EXTRAS = 2;

  /**
   * A regressor varies among the samples present if its sum of squares about their mean exceeds this part of that about
   * the mean of all: below, rounding has left of the difference at most about six of sixteen digits.
   */
  private static final double VARIES = 1e-10;

  private static final Map<Integer, WeightedKernels> COMPILED = new ConcurrentHashMap<>();

  /** The kernels for p parameters, compiled at the first call. */
  static WeightedKernels of(int p) {
    return COMPILED.computeIfAbsent(p, n -> {
      Lanes lanes = Lanes.widest(ElementType.DOUBLE);
      return new WeightedKernels(Kernel.compile(normal(n), lanes), Kernel.compile(side(n), lanes));
    });
  }

  /** Rows of the ports that all right-hand sides share: factors, centre, scaled ridge, counts. */
  static int shared(int p) {
    return p * (p + 1) / 2 + 2 * p + COUNTS;
  }

  /**
   * (m; w; a; A) are the sums of 1, w_k, w_k z_k and w_k z_k z_k'. {@code C = A - a a' / w} is the normal matrix of the
   * regressors less their weighted means, {@code M = (C + rho S^2)^-1} with S^2 the diagonal of C. A coefficient has
   * the variance {@code (M C M)_jj = M_jj - rho sum_k M_jk^2 C_kk} for residuals of variance 1.
   */
  private static Graph normal(int p) {
    Graph graph = new Graph("normal matrices");
    Scalar[] sums = graph.input("sums", COUNTS + p + p * (p + 1) / 2);
    Scalar[] means = graph.input("means", p);
    Scalar rho = graph.input("rho", 1)[0];
    Scalar[] shift = new Scalar[p];
    Scalar[] centred = new Scalar[p * (p + 1) / 2];
    Scalar[] ridged = new Scalar[centred.length];
    Scalar[] ridges = new Scalar[p];
    Scalar[] centre = new Scalar[p];
    for (int i = 0; i < p; i++) {
      shift[i] = sums[COUNTS + i].over(sums[1]);
      centre[i] = means[i].plus(shift[i]);
      for (int j = 0; j <= i; j++) {
        int at = TracedFactors.at(i, j);
        centred[at] = sums[COUNTS + p + at].minus(sums[COUNTS + i].times(shift[j]));
        ridged[at] = centred[at];
      }
      ridges[i] = rho.times(centred[TracedFactors.at(i, i)]);
      ridged[TracedFactors.at(i, i)] = centred[TracedFactors.at(i, i)].plus(ridges[i]);
    }
    TracedFactors factors = TracedFactors.of(p, ridged);
    Scalar[] inverse = factors.inverse();
    Scalar[] deviations = new Scalar[p];
    for (int j = 0; j < p; j++) {
      Scalar variance = inverse[TracedFactors.at(j, j)];
      for (int k = 0; k < p; k++) {
        variance = variance.minus(
            inverse[TracedFactors.at(Math.max(j, k), Math.min(j, k))].squared().times(ridges[k]));
      }
      deviations[j] = variance.sqrt();
    }
    Scalar[] shared = Arrays.copyOf(factors.packed(), shared(p));
    int at = centred.length;
    System.arraycopy(shift, 0, shared, at, p);
    System.arraycopy(ridges, 0, shared, at + p, p);
    System.arraycopy(sums, 0, shared, at + 2 * p, COUNTS);
    graph.output("shared", shared);
    graph.output("centre", centre);
    graph.output("deviations", deviations);
    graph.output("trace", trace(p, centred, Arrays.copyOfRange(sums, COUNTS + p, sums.length)));
    return graph;
  }

  /**
   * The trace of the inverse of the correlation matrix {@code S^-1 C S^-1}; infinite or not a number if that is
   * singular or C has lost a diagonal element of A to rounding.
   */
  private static Scalar trace(int p, Scalar[] centred, Scalar[] products) {
    TracedFactors factors = TracedFactors.of(p, centred);
    Scalar[] inverse = factors.inverse();
    Scalar trace = Scalar.ZERO;
    Scalar infinite = Scalar.of(Double.POSITIVE_INFINITY);
    Scalar guard = factors.leastPivot();
    for (int j = 0; j < p; j++) {
      int at = TracedFactors.at(j, j);
      trace = trace.plus(inverse[at].times(centred[at]));
      guard = guard.min(centred[at].minus(products[at].times(VARIES)));
    }
    return Scalar.ZERO.ifLess(guard, trace, infinite);
  }

  /**
   * {@code b = M r} with {@code r = sum_k w_k d_k (z_k - a / w)}, and what b leaves of the sum of squares:
   * {@code q - s^2 / w - b' (C + 2 rho S^2) b = q - s^2 / w - b' (r + rho S^2 b)}.
   *
   * <p>The residual is never taken for less than what rounding leaves of a perfect fit.
   */
  private static Graph side(int p) {
    Graph graph = new Graph("right-hand sides");
    Scalar[] shared = graph.input("shared", shared(p));
    Scalar[] centre = graph.input("centre", p);
    Scalar[] sums = graph.input("sums", p + MOMENTS);
    int triangle = p * (p + 1) / 2;
    Scalar present = shared[triangle + 2 * p];
    Scalar weight = shared[triangle + 2 * p + 1];
    Scalar sum = sums[p];
    Scalar square = sums[p + 1];
    Scalar origin = sums[p + 2];
    Scalar[] right = new Scalar[p];
    for (int j = 0; j < p; j++) {
      right[j] = sums[j].minus(shared[triangle + j].times(sum));
    }
    Scalar[] b = TracedFactors.unpack(p, Arrays.copyOf(shared, triangle)).solve(right);
    Scalar mean = sum.over(weight);
    Scalar intercept = origin.plus(mean);
    Scalar residual = square.minus(sum.times(mean));
    for (int j = 0; j < p; j++) {
      intercept = intercept.minus(b[j].times(centre[j]));
      residual = residual.minus(b[j].times(right[j].plus(shared[triangle + p + j].times(b[j]))));
    }
    double ulp = Math.ulp(1.0);
    Scalar offset = origin.abs().times(weight.times(present).sqrt()).times(ulp);
    Scalar rounding = square.times(ulp).plus(offset.times(square.over(present).sqrt())).plus(offset.squared());
    Scalar freedom = present.minus(p + 1.0);
    Scalar deviation = Scalar.ZERO.ifLess(freedom, residual.max(rounding).over(freedom).sqrt(),
        Scalar.of(Double.POSITIVE_INFINITY));
    Scalar[] result = Arrays.copyOf(b, p + EXTRAS);
    result[p] = intercept;
    result[p + 1] = deviation;
    graph.output("coefficients", result);
    return graph;
  }
}
