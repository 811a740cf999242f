package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;

/**
 * {@code P = (Z' Z + rho S^2)^-1 Z'}: what turns rows of K samples into their ridge regression on c columns and an
 * intercept, {@code b = P x}.
 *
 * <p>Z is the columns less their means, S the diagonal of their norms, so the columns' units do not matter. The
 * intercept is not shrunk. It is always estimated: a roll-out with the nominal parameters is a sample like others, at
 * zero; were the nominal trajectory taken from it alone, its noise would be in every difference, and the mean of the
 * curvature in the slopes. Made once for any number of rows; immutable.
 *
 * <p>Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 3.4.1.
 */
public final class DesignMatrix {
  private final int rollouts;
  private final int columns;
  private final double[] mean;
  private final double[] projection;
  private final NormalMatrix normal;

  /**
   * Centres the columns and factors their normal matrix.
   *
   * @param rollouts K, at least c + 1
   * @param columns c
   * @param parameters how many of the columns, the first, are the parameters; the others are functions of them
   * @param values K x c, row-major; not kept
   * @param ridge rho, relative to the mean diagonal of {@code S^-1 Z' Z S^-1}; 0 for least squares
   * @throws IllegalArgumentException if there are too few roll-outs, a value is not finite, a parameter is the same
   *     in all, or rho is negative
   */
  public DesignMatrix(int rollouts, int columns, int parameters, double[] values, double ridge) {
    if (values.length != rollouts * columns) {
      throw new IllegalArgumentException(
          values.length + " values, but " + rollouts + " roll-outs of " + columns + " columns are "
              + rollouts * columns);
    }
    if (parameters < 1 || parameters > columns) {
      throw new IllegalArgumentException(parameters + " parameters among " + columns + " columns");
    }
    requireRidge(ridge);
    requireEnough(rollouts, columns, parameters);
    this.rollouts = rollouts;
    this.columns = columns;
    this.mean = new double[columns];
    requireShaken(rollouts, columns, parameters, values);
    double[] z = new double[columns * rollouts];
    for (int j = 0; j < columns; j++) {
      centre(values, j, z);
    }
    double[] product = new double[columns * columns];
    DoubleGemm.addTimesTransposed(columns, columns, rollouts, z, 0, rollouts, z, 0, rollouts, product, 0, columns);
    this.normal = new NormalMatrix(columns, parameters, product, ridge);
    this.projection = new double[columns * rollouts];
    DoubleGemm.addTimes(columns, rollouts, columns, normal.inverse(), 0, columns, z, 0, rollouts, projection, 0,
        rollouts);
  }

  static void requireRidge(double ridge) {
    if (!(ridge >= 0) || Double.isInfinite(ridge)) {
      throw new IllegalArgumentException("a ridge of " + ridge + ": must be 0 or more, and finite");
    }
  }

  /** Refuses numbers that are not finite, and a parameter, of those that come first, that is the same in all. */
  static void requireShaken(int rollouts, int columns, int parameters, double[] values) {
    for (int j = 0; j < columns; j++) {
      boolean varies = j >= parameters;
      for (int k = 0; k < rollouts; k++) {
        double value = values[k * columns + j];
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("roll-out " + k + ": column " + j + " of the design is " + value);
        }
        varies |= value != values[j];
      }
      if (!varies) {
        throw new IllegalArgumentException("parameter " + j + " is constant, " + values[j]
            + " from the nominal value in all " + rollouts
            + " roll-outs: nothing tells its effect; shake it or leave it out");
      }
    }
  }

  static void requireEnough(int rollouts, int columns, int parameters) {
    if (rollouts < columns + 1) {
      throw new IllegalArgumentException(tooFew(rollouts, columns, parameters));
    }
  }

  static String tooFew(int rollouts, int columns, int parameters) {
    String others = columns > parameters ? " and " + (columns - parameters) + " quadratic terms" : "";
    return rollouts + " roll-outs for " + parameters + " parameters" + others
        + " and an intercept: it takes at least " + (columns + 1);
  }

  /** Writes row j of Z'. */
  private void centre(double[] values, int j, double[] z) {
    double first = values[j];
    double sum = 0;
    for (int k = 0; k < rollouts; k++) {
      sum += values[k * columns + j] - first;
    }
    mean[j] = first + sum / rollouts;
    for (int k = 0; k < rollouts; k++) {
      z[j * rollouts + k] = values[k * columns + j] - mean[j];
    }
  }

  /** {@return K, the number of roll-outs} */
  public int rolloutCount() {
    return rollouts;
  }

  /** {@return c, the number of columns} */
  public int columnCount() {
    return columns;
  }

  /** {@return how many directions of the parameter space the roll-outs tell apart} */
  public int rank() {
    return normal.rank();
  }

  /** {@return degrees of freedom of the residuals: K less one, less the known directions of the columns} */
  public int degreesOfFreedom() {
    return rollouts - 1 - normal.known();
  }

  /** P, c x K. */
  void projection(double[] target) {
    System.arraycopy(projection, 0, target, 0, target.length);
  }

  /** P, c x K. */
  void projection(float[] target) {
    narrow(projection, target);
  }

  /** {@link NormalMatrix#explained()}. */
  void explained(double[] target) {
    System.arraycopy(normal.explained(), 0, target, 0, target.length);
  }

  /** {@link NormalMatrix#explained()}. */
  void explained(float[] target) {
    narrow(normal.explained(), target);
  }

  private static void narrow(double[] from, float[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) from[i];
    }
  }

  /** Mean of a column. */
  double mean(int j) {
    return mean[j];
  }

  /** {@link NormalMatrix#variance()} of a column's coefficient. */
  double variance(int j) {
    return normal.variance()[j];
  }
}
