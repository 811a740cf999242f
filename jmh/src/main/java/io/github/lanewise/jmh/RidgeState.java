package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * {@code D = X P, P = W (W' W + rho I)^-1}, and the row sums of squares of X: ridge regression of T n rows of samples
 * on the same p parameters of K roll-outs, with what standard errors need.
 *
 * <p>P is a thousandth of the work and made by the library for all competitors but EJML.
 */
@State(Scope.Thread)
public class RidgeState {
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

  /** Fills the arrays. */
  void allocate() {
    x = Dense.random(ROWS * ROLLOUTS, 1);
    w = Dense.random(ROLLOUTS * p, 2);
    fx = Dense.rounded(x);
    fw = Dense.rounded(w);
    d = new double[ROWS * p];
    fd = new float[ROWS * p];
    squares = new double[ROWS];
    fsquares = new float[ROWS];
    Rates.flops(type, 2.0 * ROWS * ROLLOUTS * (p + 1));
    Rates.bytes((double) ROWS * ROLLOUTS * type.bytes());
  }

  boolean isDouble() {
    return type == ElementType.DOUBLE;
  }

  double[] result() {
    return isDouble() ? d.clone() : Dense.widened(fd);
  }

  double[] squaresResult() {
    return isDouble() ? squares.clone() : Dense.widened(fsquares);
  }
}
