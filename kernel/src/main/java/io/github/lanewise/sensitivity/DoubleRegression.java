package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code x_r = a_r + B_r c + noise} for many rows r of K samples each, on one {@link DesignMatrix}: ridge regression
 * with standard errors.
 *
 * <p>The cost is one pass over the rows, of one multiply-add for each sample and column: {@code B = X P'}. The
 * residual sum of squares comes from the same pass, {@code |x - mean|^2 - b' (Z' Z + 2 rho S^2) b}; it is never taken
 * for less than what rounding leaves of a perfect fit, so that standard errors are never zero where x is not. Nothing
 * is allocated. One thread at a time.
 */
public final class DoubleRegression {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  /**
   * Rows whose samples stay in the second-level cache between the product and the moments: 256 KiB for a thousand
   * roll-outs.
   */
  private static final int BLOCK = 32;
  /** From so many columns on, a row of P fills enough lanes to be worth running along; before, rows of P' are longer. */
  private static final int MANY_COLUMNS = 16;

  private final int rollouts;
  private final int columns;
  private final int degreesOfFreedom;
  private final double[] projection;
  private final double[] explained;
  private final double[] means;
  private final double[] deviations;
  private final double[] image;
  private final double[] sums = new double[BLOCK];
  private final double[] squares = new double[BLOCK];

  /** Takes what it needs of the design. */
  @SuppressWarnings("cast") // needed in the float twin
  public DoubleRegression(DesignMatrix design) {
    rollouts = design.rollouts();
    columns = design.columns();
    degreesOfFreedom = design.degreesOfFreedom();
    double[] transposed = new double[columns * rollouts];
    design.projection(transposed);
    projection = columns < MANY_COLUMNS ? transposed : transposed(transposed, columns, rollouts);
    explained = new double[columns * columns];
    design.explained(explained);
    means = new double[columns];
    deviations = new double[columns];
    for (int j = 0; j < columns; j++) {
      means[j] = (double) design.mean(j);
      deviations[j] = (double) Math.sqrt(design.variance(j));
    }
    image = new double[BLOCK * columns];
  }

  /**
   * Fits every row. A sample that is not finite spoils its own row and no other.
   *
   * @param rows of X
   * @param x holds X, rows x K; sample k of row r is at {@code start + r stride + k}
   * @param slopes rows x c, modified
   * @param standardErrors of the slopes, rows x c, modified; infinite if the design leaves a column unknown or no
   *     degree of freedom
   * @param intercepts the value at zero of all columns, rows, modified
   * @throws IllegalArgumentException if an array is too short
   */
  public void fit(int rows, double[] x, int start, int stride, double[] slopes, double[] standardErrors,
      double[] intercepts) {
    require(x, rows == 0 ? 0 : start + (rows - 1) * stride + rollouts, "samples");
    require(slopes, rows * columns, "slopes");
    require(standardErrors, rows * columns, "standard errors");
    require(intercepts, rows, "intercepts");
    Arrays.fill(slopes, 0, rows * columns, 0);
    for (int first = 0; first < rows; first += BLOCK) {
      int count = Math.min(BLOCK, rows - first);
      int from = start + first * stride;
      int at = first * columns;
      if (columns < MANY_COLUMNS) {
        DoubleGemm.addTimesTransposed(count, columns, rollouts, x, from, stride, projection, 0, rollouts, slopes, at, columns);
      } else {
        DoubleGemm.addTimes(count, columns, rollouts, x, from, stride, projection, 0, columns, slopes, at, columns);
      }
      moments(count, x, from, stride);
      Arrays.fill(image, 0, count * columns, 0);
      DoubleGemm.addTimes(count, columns, columns, slopes, at, columns, explained, 0, columns, image, 0, columns);
      for (int r = 0; r < count; r++) {
        finish(r, first + r, x[from + r * stride], slopes, standardErrors, intercepts);
      }
    }
  }

  private static double[] transposed(double[] a, int rows, int columns) {
    double[] t = new double[a.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        t[j * rows + i] = a[i * columns + j];
      }
    }
    return t;
  }

  private static void require(double[] array, int length, String what) {
    if (array.length < length) {
      throw new IllegalArgumentException("an array of " + array.length + " for " + length + " " + what);
    }
  }

  /**
   * Sums and sums of squares of {@code x - x_0}, which are free of cancellation where a row varies little about a
   * large value.
   */
  private void moments(int rows, double[] x, int start, int stride) {
    int bound = rollouts - rollouts % (4 * LANES);
    for (int r = 0; r < rows; r++) {
      int row = start + r * stride;
      DoubleVector origin = DoubleVector.broadcast(SPECIES, x[row]);
      DoubleVector sum0 = DoubleVector.zero(SPECIES);
      DoubleVector sum1 = sum0;
      DoubleVector sum2 = sum0;
      DoubleVector sum3 = sum0;
      DoubleVector square0 = sum0;
      DoubleVector square1 = sum0;
      DoubleVector square2 = sum0;
      DoubleVector square3 = sum0;
      for (int k = 0; k < bound; k += 4 * LANES) {
        DoubleVector d0 = DoubleVector.fromArray(SPECIES, x, row + k).sub(origin);
        DoubleVector d1 = DoubleVector.fromArray(SPECIES, x, row + k + LANES).sub(origin);
        DoubleVector d2 = DoubleVector.fromArray(SPECIES, x, row + k + 2 * LANES).sub(origin);
        DoubleVector d3 = DoubleVector.fromArray(SPECIES, x, row + k + 3 * LANES).sub(origin);
        sum0 = sum0.add(d0);
        sum1 = sum1.add(d1);
        sum2 = sum2.add(d2);
        sum3 = sum3.add(d3);
        square0 = d0.fma(d0, square0);
        square1 = d1.fma(d1, square1);
        square2 = d2.fma(d2, square2);
        square3 = d3.fma(d3, square3);
      }
      double sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
      double square = square0.add(square1).add(square2.add(square3)).reduceLanes(VectorOperators.ADD);
      for (int k = bound; k < rollouts; k++) {
        double d = x[row + k] - x[row];
        sum += d;
        square += d * d;
      }
      sums[r] = sum;
      squares[r] = square;
    }
  }

  @SuppressWarnings("cast") // needed in the float twin
  private void finish(int r, int row, double origin, double[] slopes, double[] standardErrors, double[] intercepts) {
    int at = row * columns;
    double intercept = origin + sums[r] / rollouts;
    double total = squares[r] - sums[r] * sums[r] / rollouts;
    double residual = total;
    for (int j = 0; j < columns; j++) {
      intercept -= slopes[at + j] * means[j];
      residual -= slopes[at + j] * image[r * columns + j];
    }
    double ulp = Math.ulp((double) 1);
    double offset = ulp * Math.abs(origin) * rollouts;
    double rounding = ulp * squares[r] + offset * (double) Math.sqrt(squares[r] / rollouts) + offset * offset;
    double deviation =
        degreesOfFreedom > 0
            ? (double) Math.sqrt(Math.max(residual, rounding) / degreesOfFreedom)
            : Double.POSITIVE_INFINITY;
    intercepts[row] = intercept;
    for (int j = 0; j < columns; j++) {
      standardErrors[at + j] = deviation * deviations[j];
    }
  }
}
