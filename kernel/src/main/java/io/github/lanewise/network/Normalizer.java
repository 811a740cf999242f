package io.github.lanewise.network;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * {@code z_j = (x_j - mean_j) / deviation_j}, column by column.
 *
 * <p>A column that does not vary has deviation 1 and is listed: what is learnt of it holds for that one value alone.
 * Immutable.
 */
public final class Normalizer {
  private final double[] means;
  private final double[] deviations;
  private final int[] constant;

  private Normalizer(double[] means, double[] deviations, int[] constant) {
    this.means = means;
    this.deviations = deviations;
    this.constant = constant;
  }

  /**
   * {@return units by the mean and the standard deviation of each column}
   *
   * @param columns numbers of a row
   * @param rows rows after one another, of as many numbers as there are columns
   * @throws IllegalArgumentException if there is no whole number of rows, or none, or a number is not finite, with its
   *     row and column
   */
  public static Normalizer of(int columns, double[] rows) {
    int count = columns < 1 ? 0 : rows.length / columns;
    if (count < 1) {
      throw new IllegalArgumentException(rows.length + " numbers are no rows of " + columns);
    }
    requireRows(columns, rows);
    double[] means = new double[columns];
    double[] squares = new double[columns];
    double[] low = Arrays.copyOf(rows, columns);
    double[] high = low.clone();
    for (int e = 0; e < rows.length; e++) {
      if (!Double.isFinite(rows[e])) {
        throw new IllegalArgumentException("row " + e / columns + " has " + rows[e] + " in column " + e % columns
            + ": leave such rows out");
      }
      means[e % columns] += rows[e] / count;
      low[e % columns] = Math.min(low[e % columns], rows[e]);
      high[e % columns] = Math.max(high[e % columns], rows[e]);
    }
    double[] range = IntStream.range(0, columns).mapToDouble(j -> high[j] - low[j]).toArray();
    // Squares of the numbers themselves may leave what a double can hold; a power of two costs no accuracy.
    double[] scale = Arrays.stream(range).map(r -> Math.scalb(1.0, Math.getExponent(r))).toArray();
    for (int e = 0; e < rows.length; e++) {
      double off = (rows[e] - means[e % columns]) / scale[e % columns];
      squares[e % columns] += off * off / count;
    }
    int[] constant = IntStream.range(0, columns)
        .filter(j -> !(range[j] > 4 * Math.ulp(means[j]) + Double.MIN_NORMAL)).toArray();
    double[] deviations = IntStream.range(0, columns).mapToDouble(j -> scale[j] * Math.sqrt(squares[j])).toArray();
    for (int j : constant) {
      deviations[j] = 1;
    }
    return new Normalizer(means, deviations, constant);
  }

  /**
   * {@return units of given means and deviations; no column counts as constant}
   *
   * @param means of each column
   * @param deviations of each column
   * @throws IllegalArgumentException if they are not as many, a mean is not finite or a deviation not above 0 and
   *     finite
   */
  public static Normalizer of(double[] means, double[] deviations) {
    if (means.length != deviations.length) {
      throw new IllegalArgumentException(means.length + " means and " + deviations.length + " deviations");
    }
    for (int j = 0; j < means.length; j++) {
      if (!Double.isFinite(means[j]) || !(deviations[j] > 0) || Double.isInfinite(deviations[j])) {
        throw new IllegalArgumentException("column " + j + " has mean " + means[j] + " and deviation " + deviations[j]
            + ": both must be finite, the deviation above 0");
      }
    }
    return new Normalizer(means.clone(), deviations.clone(), new int[0]);
  }

  /**
   * {@return rows in its units: a copy}
   *
   * @param rows row after row
   * @throws IllegalArgumentException if there is no whole number of them
   */
  public double[] normalize(double[] rows) {
    requireRows(means.length, rows);
    double[] z = rows.clone();
    for (int e = 0; e < z.length; e++) {
      z[e] = (z[e] - means[e % means.length]) / deviations[e % means.length];
    }
    return z;
  }

  private static void requireRows(int columns, double[] rows) {
    if (rows.length % columns != 0) {
      throw new IllegalArgumentException(rows.length + " numbers are no rows of " + columns);
    }
  }

  /** {@return number of columns} */
  public int columnCount() {
    return means.length;
  }

  /**
   * {@return mean of a column}
   *
   * @param column counted from 0
   */
  public double mean(int column) {
    return means[column];
  }

  /**
   * {@return standard deviation of a column, 1 if it does not vary}
   *
   * @param column counted from 0
   */
  public double deviation(int column) {
    return deviations[column];
  }

  /** {@return columns that do not vary} */
  public int[] constant() {
    return constant.clone();
  }
}
