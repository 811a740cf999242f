package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.dense.DoubleMoments;
import io.github.lanewise.dense.DoubleProjection;
import java.util.Arrays;

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
  /**
   * Rows whose samples stay in the second-level cache between the moments, which read them from memory in one quick
   * stream, and the product: 480 KiB for a thousand roll-outs.
   */
  private static final int BLOCK = 60;
  /** From so many columns on, a row of P' fills enough lanes to be worth running along; before, rows of P do. */
  private static final int MANY_COLUMNS = 16;

  private final int rollouts;
  private final int columns;
  private final int degreesOfFreedom;
  /** B = X P' along the rows of P, or null if there are many; then along the rows of P'. */
  private final DoubleProjection few;
  private final double[] many;
  private final double[] explained;
  private final double[] means;
  private final double[] deviations;
  private final double[] image;
  private final DoubleMoments moments = new DoubleMoments(BLOCK);

  /**
   * Takes what it needs of the design.
   *
   * @param design of the roll-outs
   */
  @SuppressWarnings("cast") // needed in the float twin
  public DoubleRegression(DesignMatrix design) {
    rollouts = design.rolloutCount();
    columns = design.columnCount();
    degreesOfFreedom = design.degreesOfFreedom();
    double[] projection = new double[columns * rollouts];
    design.projection(projection);
    if (columns < MANY_COLUMNS) {
      few = new DoubleProjection(columns, rollouts);
      few.pack(projection, 0, rollouts);
      many = null;
    } else {
      few = null;
      many = transposed(projection, columns, rollouts);
    }
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
   * @param start where x begins
   * @param stride between rows of x
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
    for (int first = 0; first < rows; first += BLOCK) {
      int count = Math.min(BLOCK, rows - first);
      int from = start + first * stride;
      int at = first * columns;
      moments.take(count, rollouts, x, from, stride);
      if (few != null) {
        few.times(count, x, from, stride, slopes, at);
      } else {
        Arrays.fill(slopes, at, at + count * columns, 0);
        DoubleGemm.addTimes(count, columns, rollouts, x, from, stride, many, 0, columns, slopes, at, columns);
      }
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

  @SuppressWarnings("cast") // needed in the float twin
  private void finish(int r, int row, double origin, double[] slopes, double[] standardErrors, double[] intercepts) {
    int at = row * columns;
    double intercept = origin + moments.sum(r) / rollouts;
    double total = moments.square(r) - moments.sum(r) * moments.sum(r) / rollouts;
    double residual = total;
    for (int j = 0; j < columns; j++) {
      intercept -= slopes[at + j] * means[j];
      residual -= slopes[at + j] * image[r * columns + j];
    }
    double ulp = Math.ulp((double) 1);
    double offset = ulp * Math.abs(origin) * rollouts;
    double square = moments.square(r);
    double rounding = ulp * square + offset * (double) Math.sqrt(square / rollouts) + offset * offset;
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
