package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.sensitivity.DesignMatrix;
import io.github.lanewise.sensitivity.DoubleRegression;
import io.github.lanewise.sensitivity.FloatRegression;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * {@code D = X P, P = W (W' W + rho S^2)^-1}, S^2 the diagonal of W' W: the rows of samples X, T n x K, of all
 * competitors and the slopes D that they find.
 *
 * <p>Perturbations are mirrored: W has means of zero, so that competitors without an intercept find the same slopes as
 * this library.
 */
@State(Scope.Thread)
public abstract class RidgeState {
  /** T. */
  static final int STEPS = 1000;
  /** n. */
  static final int STATES = 9;
  /** T n. */
  static final int ROWS = STEPS * STATES;
  /** K. */
  static final int ROLLOUTS = 1024;
  /** rho. */
  static final double RIDGE = 0.1;

  /** Parameters. */
  @Param({"6", "64"})
  public int p;
  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  double[] x;
  double[] w;
  double[] d;
  double[] squares;
  float[] fx;
  float[] fw;
  float[] fd;
  float[] fsquares;

  private double[] errors;
  private double[] intercepts;
  private float[] ferrors;
  private float[] fintercepts;
  private double[] expected;
  private double[] expectedErrors;

  /** Fills the arrays and lets this library say what is expected. */
  void prepare() {
    x = Dense.random(ROWS * ROLLOUTS, 1);
    w = new double[ROLLOUTS * p];
    double[] half = Dense.random(ROLLOUTS / 2 * p, 2);
    for (int e = 0; e < half.length; e++) {
      w[e] = (float) half[e];
      w[half.length + e] = -w[e];
    }
    fx = Dense.rounded(x);
    fw = Dense.rounded(w);
    d = new double[ROWS * p];
    fd = new float[ROWS * p];
    squares = new double[ROWS];
    fsquares = new float[ROWS];
    errors = new double[ROWS * p];
    ferrors = new float[ROWS * p];
    intercepts = new double[ROWS];
    fintercepts = new float[ROWS];
    lanewise();
    expected = slopes();
    expectedErrors = isDouble() ? errors.clone() : Dense.widened(ferrors);
    Rates.flops(type, 2.0 * ROWS * ROLLOUTS * (p + 1));
    Rates.bytes((double) ROWS * ROLLOUTS * type.bytes());
  }

  boolean isDouble() {
    return type == ElementType.DOUBLE;
  }

  /** Slopes, standard errors and intercepts. */
  void lanewise() {
    DesignMatrix design = new DesignMatrix(ROLLOUTS, p, p, w, RIDGE);
    if (isDouble()) {
      new DoubleRegression(design).fit(ROWS, x, 0, ROLLOUTS, d, errors, intercepts);
    } else {
      new FloatRegression(design).fit(ROWS, fx, 0, ROLLOUTS, fd, ferrors, fintercepts);
    }
  }

  private double[] slopes() {
    return isDouble() ? d.clone() : Dense.widened(fd);
  }

  /**
   * Compares slopes, and the standard errors that follow from the sums of squares.
   *
   * @param projector P, K x p
   * @throws IllegalStateException if the competitor disagrees with this library
   */
  void check(String competitor, double[] projector) {
    double tolerance = Agreement.tolerance(type);
    Agreement.check(competitor, slopes(), expected, tolerance);
    Agreement.check("the standard error of " + competitor, standardErrors(projector), expectedErrors, tolerance);
  }

  /** {@code s |p_j|, s^2 = (|x - mean|^2 - 2 d' W' x + d' W' W d) / (K - 1 - p)} with the competitor's |x|^2 and d. */
  private double[] standardErrors(double[] projector) {
    double[] norms = new double[p];
    for (int e = 0; e < projector.length; e++) {
      norms[e % p] += projector[e] * projector[e];
    }
    double[] slopes = slopes();
    double[] result = new double[slopes.length];
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      double residual = isDouble() ? squares[row] : fsquares[row];
      for (int k = 0; k < ROLLOUTS; k++) {
        double fit = 0;
        for (int j = 0; j < p; j++) {
          fit += slopes[row * p + j] * w[k * p + j];
        }
        double sample = isDouble() ? x[row * ROLLOUTS + k] : fx[row * ROLLOUTS + k];
        sum += sample;
        residual += fit * (fit - 2 * sample);
      }
      residual -= sum * sum / ROLLOUTS;
      for (int j = 0; j < p; j++) {
        result[row * p + j] = Math.sqrt(residual / (ROLLOUTS - 1 - p) * norms[j]);
      }
    }
    return result;
  }
}
