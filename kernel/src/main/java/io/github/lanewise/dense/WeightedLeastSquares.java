package io.github.lanewise.dense;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code min sum_k w_tk (x_tik - a_ti - b_ti' z_k)^2 + rho |S_t b_ti|^2} for many problems t of n right-hand sides i:
 * ridge regressions with an intercept and standard errors that share regressors but not weights.
 *
 * <p>S_t^2 is the diagonal of the normal matrix of the regressors less their weighted means, so rho has no unit. A
 * weight is the inverse of a variance up to one factor, which the residuals give side by side. A sample with weight 0
 * is not read and not counted.
 *
 * <p>Sums over samples run along rows; the algebra of as many problems as fill a block are lanes of one kernel. Results
 * are to the bit the same at each call. After construction nothing is allocated. One call at a time.
 */
public final class WeightedLeastSquares {
  /** The most parameters: the code that solves a problem is unrolled and grows with their cube. */
  public static final int MOST_PARAMETERS = 16;

  private static final int BLOCK = Lanes.blockSize(ElementType.DOUBLE);
  /** Problems whose weights are multiplied before their right-hand sides are, so that they are still in the cache. */
  private static final int GROUP = 3;
  /** Megabytes, which a solver that is used once would take longer to allocate than to use. */
  private static final ThreadLocal<Workspace> WORKSPACE =
      ThreadLocal.withInitial(() -> new Workspace(ElementType.DOUBLE));

  private final int sides;
  private final int parameters;
  private final int samples;
  /** Rows of z' less their means. */
  private final double[] centred;
  private final double[] products;
  private final DoubleProjection normalSums;
  private final WeightedSums sideSums;
  private final Batch normal;
  private final Batch means;
  private final Batch rho;
  private final Batch deviations;
  private final Batch trace;
  private final Batch moments;
  private final Batch coefficients;
  private final Binding factor;
  private final Binding[] solve;

  /**
   * Compiles the solver, unless there was one for as many parameters before.
   *
   * @param sides n, right-hand sides of each problem
   * @param parameters p
   * @param samples K
   * @throws IllegalArgumentException if one is less than 1 or there are more than {@value #MOST_PARAMETERS} parameters
   */
  public WeightedLeastSquares(int sides, int parameters, int samples) {
    if (sides < 1 || parameters < 1 || samples < 1) {
      throw new IllegalArgumentException(sides + " right-hand sides, " + parameters + " parameters and " + samples
          + " samples: each must be at least 1");
    }
    if (parameters > MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          parameters + " parameters: at most " + MOST_PARAMETERS + "; factor each problem with DoubleCholesky instead");
    }
    this.sides = sides;
    this.parameters = parameters;
    this.samples = samples;
    int entries = parameters * (parameters + 1) / 2;
    centred = new double[parameters * samples];
    products = new double[(parameters + entries) * samples];
    normalSums = new DoubleProjection(parameters + entries, samples);
    sideSums = new WeightedSums(parameters, samples);
    normal = batch(WeightedKernels.COUNTS + parameters + entries);
    means = batch(parameters);
    rho = batch(1);
    deviations = batch(parameters);
    trace = batch(1);
    moments = batch(sides * (parameters + WeightedKernels.MOMENTS));
    coefficients = batch(sides * (parameters + WeightedKernels.EXTRAS));
    WeightedKernels kernels = WeightedKernels.of(parameters);
    Batch shared = batch(WeightedKernels.shared(parameters));
    Batch centre = batch(parameters);
    factor = kernels.normal().bind(normal, means, rho, shared, centre, deviations, trace);
    solve = new Binding[sides];
    for (int i = 0; i < sides; i++) {
      int in = parameters + WeightedKernels.MOMENTS;
      int out = parameters + WeightedKernels.EXTRAS;
      solve[i] = kernels.side().bind(shared, centre, moments.rows(i * in, in), coefficients.rows(i * out, out));
    }
  }

  private static Batch batch(int rows) {
    return new Batch(ElementType.DOUBLE, rows, BLOCK);
  }

  /**
   * Solves all problems. Matrices are row-major without gaps.
   *
   * @param problems T
   * @param z regressors, K x p
   * @param x what they explain, row t n + i the right-hand side i of problem t, T n x K
   * @param weights of the samples of problem t in row t, T x K, none negative
   * @param ridge rho, not negative
   * @param slopes row t n + i is b_ti, T n x p (modified)
   * @param standardErrors of the slopes, T n x p (modified); infinite without a degree of freedom
   * @param intercepts a_ti, the values at z = 0, T n (modified)
   * @param present samples of each problem with a weight above 0, T (modified)
   * @param traces trace of the inverse of each problem's correlation matrix of the regressors, T (modified): from p
   *     up, and at least the inverse of the matrix's least eigenvalue; infinite, not a number, or near the inverse of
   *     the rounding error of 1 where the samples do not tell the parameters apart. The other results of that problem,
   *     and of no other, are then meaningless.
   * @throws IllegalArgumentException if an array has the wrong length, naming it
   */
  public void solve(int problems, double[] z, double[] x, double[] weights, double ridge, double[] slopes,
      double[] standardErrors, double[] intercepts, double[] present, double[] traces) {
    require("z", z, samples * parameters);
    require("x", x, problems * sides * samples);
    require("weights", weights, problems * samples);
    require("slopes", slopes, problems * sides * parameters);
    require("standardErrors", standardErrors, problems * sides * parameters);
    require("intercepts", intercepts, problems * sides);
    require("present", present, problems);
    require("traces", traces, problems);
    Workspace workspace = WORKSPACE.get();
    factor.prepare(workspace);
    solve[0].prepare(workspace);
    rho.fill(0, ridge);
    centre(z);
    multiplyRegressors();
    normalSums.pack(products, 0, samples);
    sideSums.pack(centred);
    for (int first = 0; first < problems; first += BLOCK) {
      int count = Math.min(BLOCK, problems - first);
      sum(first, count, x, weights);
      factor.run(workspace);
      for (Binding side : solve) {
        side.run(workspace);
      }
      for (int lane = 0; lane < count; lane++) {
        copy(lane, first + lane, slopes, standardErrors, intercepts);
        present[first + lane] = elements(normal)[normal.start() + lane];
        traces[first + lane] = elements(trace)[trace.start() + lane];
      }
    }
  }

  private static void require(String name, double[] array, int length) {
    if (array.length != length) {
      throw new IllegalArgumentException(name + " has " + array.length + " elements, expected " + length);
    }
  }

  private static double[] elements(Batch batch) {
    return (double[]) batch.array();
  }

  /** Z', each row less its mean. */
  private void centre(double[] z) {
    for (int j = 0; j < parameters; j++) {
      double sum = 0;
      for (int k = 0; k < samples; k++) {
        sum += z[k * parameters + j] - z[j];
      }
      double mean = z[j] + sum / samples;
      for (int k = 0; k < samples; k++) {
        centred[j * samples + k] = z[k * parameters + j] - mean;
      }
      means.fill(j, mean);
    }
  }

  /** Z' and the products of its rows, by which the sums of weights are one matrix product. */
  private void multiplyRegressors() {
    System.arraycopy(centred, 0, products, 0, centred.length);
    for (int i = 0, to = centred.length; i < parameters; i++) {
      for (int j = 0; j <= i; j++, to += samples) {
        for (int k = 0; k < samples; k++) {
          products[to + k] = centred[i * samples + k] * centred[j * samples + k];
        }
      }
    }
  }

  /** The sums of some problems, from the first on. */
  private void sum(int first, int count, double[] x, double[] weights) {
    int sums = normal.start();
    int rows = parameters + WeightedKernels.MOMENTS;
    for (int group = 0; group < count; group += GROUP) {
      int end = Math.min(count, group + GROUP);
      normalSums.times(end - group, weights, (first + group) * samples, samples, elements(normal),
          sums + WeightedKernels.COUNTS * BLOCK + group, 1, BLOCK);
      for (int lane = group; lane < end; lane++) {
        int w = (first + lane) * samples;
        sideSums.takeWeights(weights, w, elements(normal), sums + lane, BLOCK);
        sideSums.take(sides, x, (first + lane) * sides * samples, weights, w, origin(weights, w),
            elements(moments), moments.start() + lane, rows, BLOCK);
      }
    }
  }

  /** The first sample that is present, or 0 if none is. */
  private int origin(double[] weights, int w) {
    for (int k = 0; k < samples; k++) {
      if (weights[w + k] > 0) {
        return k;
      }
    }
    return 0;
  }

  /** The results of a lane to those of a problem. */
  private void copy(int lane, int problem, double[] slopes, double[] standardErrors, double[] intercepts) {
    double[] result = elements(coefficients);
    double[] deviation = elements(deviations);
    int from = coefficients.start() + lane;
    int scale = deviations.start() + lane;
    for (int row = problem * sides; row < (problem + 1) * sides; row++) {
      double noise = result[from + (parameters + 1) * BLOCK];
      intercepts[row] = result[from + parameters * BLOCK];
      for (int j = 0; j < parameters; j++) {
        slopes[row * parameters + j] = result[from + j * BLOCK];
        standardErrors[row * parameters + j] = noise * deviation[scale + j * BLOCK];
      }
      from += (parameters + WeightedKernels.EXTRAS) * BLOCK;
    }
  }
}
