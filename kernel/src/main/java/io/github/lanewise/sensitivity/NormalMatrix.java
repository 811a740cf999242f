package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleCholesky;
import java.util.Arrays;

/**
 * {@code (A + rho S^2)^-1} for the matrix {@code A = Z' Z} of a regression on c centred columns, and what A leaves
 * unknown.
 *
 * <p>S is the diagonal of the columns' norms, so {@code S^-1 A S^-1} is the columns' correlation and units do not
 * matter: rho is relative to the mean of its diagonal, which is 1. A direction is known if its eigenvalue in the
 * correlation exceeds {@link #KNOWN} of the largest; the inverse is taken on the known directions and is zero on the
 * others. Immutable.
 */
final class NormalMatrix {
  /** Where the normal equations have lost all but about six of sixteen digits. */
  static final double KNOWN = 1e-10;
  /** An unknown direction touches a column if the square of its cosine with it exceeds this: far above rounding. */
  private static final double TOUCHES = 1e-8;

  private final int columns;
  private final double[] norm;
  private final double[] normal;
  private final double ridge;
  private final double[] inverse;
  private final double[] variance;
  private int known;
  private int rank;

  /**
   * Factors A.
   *
   * @param columns c
   * @param parameters how many of the columns, the first, are parameters; the others belong to the model of the
   *     curvature
   * @param normal A, c x c, row-major, symmetric; kept
   * @param ridge rho, not negative
   */
  NormalMatrix(int columns, int parameters, double[] normal, double ridge) {
    this.columns = columns;
    this.normal = normal;
    this.ridge = ridge;
    this.norm = new double[columns];
    this.variance = new double[columns];
    double[] correlation = correlation();
    double[] plain = inverse(correlation, 0);
    double[] ridged = plain == null || ridge == 0 ? plain : inverse(correlation, ridge);
    if (plain != null && certain(columns, trace(plain))) {
      known = columns;
      rank = parameters;
      inverse = ridged;
      for (int j = 0; j < columns; j++) {
        variance[j] = inverse[j * columns + j] - ridge * squared(j);
      }
    } else {
      inverse = new double[columns * columns];
      useSpectrum(SymmetricEigen.of(columns, correlation), parameters);
    }
    for (int i = 0; i < columns; i++) {
      variance[i] /= norm[i] * norm[i];
      for (int j = 0; j < columns; j++) {
        inverse[i * columns + j] /= norm[i] * norm[j];
      }
    }
  }

  /** Sets the norms, too; a column of zeros has norm 1. */
  private double[] correlation() {
    for (int j = 0; j < columns; j++) {
      double square = normal[j * columns + j];
      norm[j] = square > 0 ? Math.sqrt(square) : 1;
    }
    double[] correlation = new double[columns * columns];
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        correlation[i * columns + j] = normal[i * columns + j] / (norm[i] * norm[j]);
      }
    }
    return correlation;
  }

  /** (R + rho I)^-1 by Cholesky, or null if a pivot is not positive. */
  private double[] inverse(double[] correlation, double rho) {
    double[] factor = correlation.clone();
    double[] result = new double[factor.length];
    for (int j = 0; j < columns; j++) {
      factor[j * columns + j] += rho;
      result[j * columns + j] = 1;
    }
    if (DoubleCholesky.factor(columns, factor, 0, columns) < columns) {
      return null;
    }
    DoubleCholesky.solve(columns, columns, factor, 0, columns, result, 0, columns);
    return result;
  }

  private double trace(double[] matrix) {
    double trace = 0;
    for (int j = 0; j < columns; j++) {
      trace += matrix[j * columns + j];
    }
    return trace;
  }

  /**
   * Whether every direction is known without asking the spectrum: lambda_min >= 1 / trace(R^-1) and lambda_max <=
   * trace(R) = c.
   *
   * @param trace of R^-1, the inverse of the columns' correlation matrix
   */
  static boolean certain(int columns, double trace) {
    return trace * columns * KNOWN < 1;
  }

  private double squared(int j) {
    double sum = 0;
    for (int k = 0; k < columns; k++) {
      sum += inverse[j * columns + k] * inverse[j * columns + k];
    }
    return sum;
  }

  private void useSpectrum(SymmetricEigen spectrum, int parameters) {
    double largest = Arrays.stream(spectrum.values()).max().orElse(0);
    double[] unknown = new double[columns * columns];
    for (int e = 0; e < columns; e++) {
      double lambda = spectrum.values()[e];
      boolean isKnown = lambda > KNOWN * largest;
      known += isKnown ? 1 : 0;
      addOuter(isKnown ? inverse : unknown, spectrum.vectors(), e, isKnown ? 1 / (lambda + ridge) : 1);
      for (int j = 0; isKnown && j < columns; j++) {
        double v = spectrum.vectors()[e * columns + j];
        variance[j] += v * v * lambda / ((lambda + ridge) * (lambda + ridge));
      }
    }
    for (int j = 0; j < columns; j++) {
      if (unknown[j * columns + j] > TOUCHES) {
        variance[j] = Double.POSITIVE_INFINITY;
      }
    }
    rank = parameters - touched(unknown, parameters);
  }

  private void addOuter(double[] sum, double[] vectors, int e, double factor) {
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        sum[i * columns + j] += factor * vectors[e * columns + i] * vectors[e * columns + j];
      }
    }
  }

  /** Dimension of what the unknown directions span in the space of the parameters. */
  private int touched(double[] unknown, int parameters) {
    double[] block = new double[parameters * parameters];
    for (int i = 0; i < parameters; i++) {
      System.arraycopy(unknown, i * columns, block, i * parameters, parameters);
    }
    return (int) Arrays.stream(SymmetricEigen.of(parameters, block).values())
        .filter(lambda -> lambda > TOUCHES).count();
  }

  /** c x c; coefficients are this times {@code Z' x}. */
  double[] inverse() {
    return inverse;
  }

  /**
   * The coefficients' variances for residuals of variance 1: diagonal of {@code (A + rho S^2)^-1 A (A + rho S^2)^-1},
   * infinite if unknown.
   */
  double[] variance() {
    return variance;
  }

  /** How many directions of the c columns are known. */
  int known() {
    return known;
  }

  /** How many directions of the parameters are known. */
  int rank() {
    return rank;
  }

  /** {@code A + 2 rho S^2}: with coefficients b, the residual sum of squares is {@code x'x - b' (A + 2 rho S^2) b}. */
  double[] explained() {
    double[] result = normal.clone();
    for (int j = 0; j < columns; j++) {
      result[j * columns + j] *= 1 + 2 * ridge;
    }
    return result;
  }

  /** {@code b' A b} for the coefficients that start at an index. */
  double quadraticForm(double[] b, int start) {
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        sum += b[start + i] * normal[i * columns + j] * b[start + j];
      }
    }
    return sum;
  }
}
