package io.github.lanewise.dense;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code d_ti = (Z' W_t Z + rho I)^-1 Z' W_t x_ti} for many t: least squares that share regressors but not weights.
 *
 * <p>The sums over samples are matrix products; the T small systems are lanes of one kernel. After the first calls
 * nothing is allocated. One call at a time.
 */
public final class WeightedLeastSquares {
  /** The most parameters: the code that solves a system is unrolled and grows with their cube. */
  public static final int MOST_PARAMETERS = 16;

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  /** Rows of x that are weighted before they are multiplied, so that they are in the cache. */
  private static final int ROWS = 2 * 3;

  private final int problems;
  private final int sides;
  private final int parameters;
  private final int samples;
  private final double[] regressors;
  private final double[] products;
  private final double[] weighted;
  private final double[] normal;
  private final double[] moments;
  private final Batch[] ports;
  private final Binding binding;
  private final Workspace workspace = new Workspace(ElementType.DOUBLE);

  /**
   * Compiles the solver.
   *
   * @param problems T
   * @param sides n, right-hand sides of each problem
   * @param parameters p
   * @param samples K
   * @throws IllegalArgumentException if one is less than 1 or there are more than {@value #MOST_PARAMETERS} parameters
   */
  public WeightedLeastSquares(int problems, int sides, int parameters, int samples) {
    if (problems < 1 || sides < 1 || parameters < 1 || samples < 1) {
      throw new IllegalArgumentException(problems + " problems of " + sides + " right-hand sides, " + parameters
          + " parameters and " + samples + " samples: each must be at least 1");
    }
    if (parameters > MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          parameters + " parameters: at most " + MOST_PARAMETERS + "; factor each problem with DoubleCholesky instead");
    }
    this.problems = problems;
    this.sides = sides;
    this.parameters = parameters;
    this.samples = samples;
    int entries = parameters * (parameters + 1) / 2;
    regressors = new double[parameters * samples];
    products = new double[entries * samples];
    weighted = new double[ROWS * samples];
    normal = new double[problems * entries];
    moments = new double[problems * sides * parameters];
    int[] rows = {entries, sides * parameters, sides * parameters, parameters, 1};
    ports = new Batch[rows.length];
    Arrays.setAll(ports, port -> new Batch(ElementType.DOUBLE, rows[port], problems));
    binding = Kernel.compile(oneProblem(parameters, sides), Lanes.widest(ElementType.DOUBLE)).bind(ports);
    binding.prepare(workspace);
  }

  private static Graph oneProblem(int p, int sides) {
    Graph graph = new Graph("weighted least squares");
    Scalar[] a = graph.input("A", p * (p + 1) / 2);
    Scalar[] b = graph.input("b", sides * p);
    TracedFactors factors = new TracedFactors(p, a);
    Scalar[] x = new Scalar[b.length];
    for (int i = 0; i < sides; i++) {
      System.arraycopy(factors.solve(Arrays.copyOfRange(b, i * p, (i + 1) * p)), 0, x, i * p, p);
    }
    graph.output("x", x);
    graph.output("inverse diagonal", factors.inverseDiagonal());
    graph.output("pivot", factors.leastPivot());
    return graph;
  }

  /**
   * Solves all problems. Matrices are row-major without gaps.
   *
   * @param z regressors, K x p
   * @param x what they explain, row t n + i the right-hand side i of problem t, T n x K; not read where a weight is 0
   * @param weights W_t is the diagonal matrix of row t, T x K, none negative
   * @param ridge rho, not negative
   * @param coefficients row t n + i is d_ti, T n x p (modified)
   * @param inverseDiagonals row t is the diagonal of {@code (Z' W_t Z + rho I)^-1}, T x p (modified)
   * @param pivots least {@code D_j / A_jj} of the factors L D L' of each problem's matrix A, T (modified): near or
   *     below the rounding error of 1 where the weights leave too few samples to tell the parameters apart; the other
   *     results of that problem, and of no other, are then meaningless
   * @throws IllegalArgumentException if an array has the wrong length, naming it
   */
  public void solve(double[] z, double[] x, double[] weights, double ridge, double[] coefficients,
      double[] inverseDiagonals, double[] pivots) {
    require("z", z, samples * parameters);
    require("x", x, problems * sides * samples);
    require("weights", weights, problems * samples);
    require("coefficients", coefficients, problems * sides * parameters);
    require("inverseDiagonals", inverseDiagonals, problems * parameters);
    require("pivots", pivots, problems);
    multiplyRegressors(z);
    sum(x, weights);
    for (int t = 0; t < problems; t++) {
      for (int j = 0; j < parameters; j++) {
        normal[t * ports[0].rows() + j * (j + 3) / 2] += ridge;
      }
    }
    copy(normal, ports[0], true);
    copy(moments, ports[1], true);
    binding.run(workspace);
    copy(coefficients, ports[2], false);
    copy(inverseDiagonals, ports[3], false);
    copy(pivots, ports[4], false);
  }

  private static void require(String name, double[] array, int length) {
    if (array.length != length) {
      throw new IllegalArgumentException(name + " has " + array.length + " elements, expected " + length);
    }
  }

  /** Z' and the products of its rows, by which the elements of all Z' W_t Z are one matrix product with the weights. */
  private void multiplyRegressors(double[] z) {
    for (int i = 0, entry = 0; i < parameters; i++) {
      for (int k = 0; k < samples; k++) {
        regressors[i * samples + k] = z[k * parameters + i];
      }
      for (int j = 0; j <= i; j++, entry++) {
        for (int k = 0; k < samples; k++) {
          products[entry * samples + k] = regressors[i * samples + k] * regressors[j * samples + k];
        }
      }
    }
  }

  private void sum(double[] x, double[] weights) {
    int entries = ports[0].rows();
    Arrays.fill(normal, 0);
    Arrays.fill(moments, 0);
    DoubleGemm.addTimesTransposed(problems, entries, samples, weights, 0, samples, products, 0, samples,
        normal, 0, entries);
    for (int row = 0; row < problems * sides; row += ROWS) {
      int rows = Math.min(ROWS, problems * sides - row);
      for (int r = 0; r < rows; r++) {
        weigh(samples, x, (row + r) * samples, weights, (row + r) / sides * samples, weighted, r * samples);
      }
      DoubleGemm.addTimesTransposed(rows, parameters, samples, weighted, 0, samples, regressors, 0, samples,
          moments, row * parameters, parameters);
    }
  }

  /** {@code y = w x}, and 0 where w is 0, whatever x is. */
  private static void weigh(int n, double[] x, int xStart, double[] w, int wStart, double[] y, int yStart) {
    int full = SPECIES.loopBound(n);
    for (int k = 0; k < full; k += SPECIES.length()) {
      DoubleVector weight = DoubleVector.fromArray(SPECIES, w, wStart + k);
      DoubleVector.fromArray(SPECIES, x, xStart + k).mul(weight).blend(0, weight.compare(VectorOperators.EQ, 0))
          .intoArray(y, yStart + k);
    }
    for (int k = full; k < n; k++) {
      y[yStart + k] = w[wStart + k] == 0 ? 0 : w[wStart + k] * x[xStart + k];
    }
  }

  /** Between a matrix with one problem a row and a batch with one a lane. */
  private void copy(double[] matrix, Batch batch, boolean in) {
    double[] lanes = (double[]) batch.array();
    int rows = batch.rows();
    int size = Lanes.blockSize(ElementType.DOUBLE);
    for (int block = 0; block < batch.blocks(); block++) {
      int end = Math.min(problems, (block + 1) * size);
      for (int t = block * size; t < end; t++) {
        int lane = batch.start() + block * batch.blockStride() + t % size;
        for (int row = 0; row < rows; row++) {
          if (in) {
            lanes[lane + row * size] = matrix[t * rows + row];
          } else {
            matrix[t * rows + row] = lanes[lane + row * size];
          }
        }
      }
    }
  }
}
