package io.github.lanewise.sobolev;

import io.github.lanewise.network.Mlp;
import java.util.Arrays;

/**
 * {@code (1/B) sum_b [sum_i w_i (y_i - t_i)^2 + sum_ij w_i c_j (J_ij - T_ij)^2]}: what is asked of a network's outputs
 * y and Jacobian J = dy/dx at B samples, t and T being those of the function that it is to learn.
 *
 * <p>Exact: all rows of the Jacobian. Projected: with unit vectors v of the outputs' space, {@code m/r sum_vj c_j
 * (sum_i sqrt(w_i) v_i (J_ij - T_ij))^2}, whose mean over v uniform on the sphere is the exact sum, at the price of r
 * rows instead of m (Czarnecki et al., Sobolev training for neural networks, 2017, section 4.1). Products v'T may be
 * given in place of T, where only they are known. Weights make blocks of states, actions and rewards count as they
 * should; a c of 0 leaves an input's column out.
 *
 * <p>With a Gaussian head the network has 2 m outputs, means y and logarithms of variances s, and {@code (y_i - t_i)^2
 * e^-s_i + s_i}, twice the negative log-likelihood but for a constant, takes the place of {@code (y_i - t_i)^2} (Nix
 * and Weigend, 1994); Jacobians are those of the means. Immutable.
 */
public final class SobolevLoss {
  private final Mlp mlp;
  private final int rows;
  private final boolean projected;
  private final boolean given;
  private final boolean gaussian;
  private final double[] outputWeights;
  private final double[] inputWeights;

  private SobolevLoss(Mlp mlp, int rows, boolean projected, boolean given, boolean gaussian, double[] outputWeights,
      double[] inputWeights) {
    this.mlp = mlp;
    this.rows = rows;
    this.projected = projected;
    this.given = given;
    this.gaussian = gaussian;
    this.outputWeights = outputWeights;
    this.inputWeights = inputWeights;
  }

  /**
   * {@return the loss of values alone; all weights 1}
   *
   * @param mlp shape of the network
   */
  public static SobolevLoss value(Mlp mlp) {
    return new SobolevLoss(mlp, 0, false, false, false, ones(mlp.outputCount()), ones(mlp.inputCount()));
  }

  /**
   * {@return the loss of values and whole Jacobians; all weights 1}
   *
   * @param mlp shape of the network
   */
  public static SobolevLoss exact(Mlp mlp) {
    int m = mlp.outputCount();
    return new SobolevLoss(mlp, m, false, false, false, ones(m), ones(mlp.inputCount()));
  }

  /**
   * {@return the loss of values and r projections of each Jacobian; all weights 1}
   *
   * @param mlp shape of the network
   * @param r projections of each Jacobian
   * @throws IllegalArgumentException if r is below 1
   */
  public static SobolevLoss projected(Mlp mlp, int r) {
    return projected(mlp, r, false);
  }

  /**
   * {@return the loss of values and r projections of each Jacobian of which only the products v'T are known, r rows
   * for each sample in place of T; where outputs have weights, those of sqrt(w) v; all weights 1}
   *
   * @param mlp shape of the network
   * @param r projections of each Jacobian
   * @throws IllegalArgumentException if r is below 1
   */
  public static SobolevLoss products(Mlp mlp, int r) {
    return projected(mlp, r, true);
  }

  private static SobolevLoss projected(Mlp mlp, int r, boolean given) {
    if (r < 1) {
      throw new IllegalArgumentException(r + " projections: at least 1");
    }
    return new SobolevLoss(mlp, r, true, given, false, ones(mlp.outputCount()), ones(mlp.inputCount()));
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * {@return the same with a Gaussian head; {@link #weights} come after it}
   *
   * @throws IllegalArgumentException if the network's outputs are not even in number
   * @throws IllegalStateException if it has weights already, which were of all outputs
   */
  public SobolevLoss gaussian() {
    if (mlp.outputCount() % 2 != 0) {
      throw new IllegalArgumentException(mlp.outputCount() + " outputs are no means and as many variances");
    }
    int m = mlp.outputCount() / 2;
    if (!Arrays.equals(outputWeights, ones(mlp.outputCount()))
        || !Arrays.equals(inputWeights, ones(mlp.inputCount()))) {
      throw new IllegalStateException("weights are of " + mlp.outputCount()
          + " outputs, of which a Gaussian head makes " + m + " means: weights come after it");
    }
    return new SobolevLoss(mlp, rows == 0 || projected ? rows : m, projected, given, true, ones(m),
        ones(mlp.inputCount()));
  }

  /**
   * {@return the same with other weights}
   *
   * @param outputs w, m numbers, 0 or more
   * @param inputs c, n numbers, 0 or more
   * @throws IllegalArgumentException if there are too few or too many, or one is negative or not finite
   */
  public SobolevLoss weights(double[] outputs, double[] inputs) {
    require(outputs, outputCount(), "outputs");
    require(inputs, mlp.inputCount(), "inputs");
    return new SobolevLoss(mlp, rows, projected, given, gaussian, outputs.clone(), inputs.clone());
  }

  private static void require(double[] weights, int count, String what) {
    if (weights.length != count) {
      throw new IllegalArgumentException(weights.length + " weights of " + what + " for a network of " + count);
    }
    for (int i = 0; i < count; i++) {
      if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
        throw new IllegalArgumentException("weight " + i + " of " + what + " is " + weights[i]
            + ": must be 0 or more and finite");
      }
    }
  }

  /** {@return the network's shape} */
  public Mlp mlp() {
    return mlp;
  }

  /**
   * {@return m, values that a sample has: the network's outputs, of which a Gaussian head takes half for variances}
   */
  public int outputCount() {
    return gaussian ? mlp.outputCount() / 2 : mlp.outputCount();
  }

  /** {@return whether the network gives variances too} */
  public boolean isGaussian() {
    return gaussian;
  }

  /** {@return rows in which Jacobians are seen: 0, m or r} */
  public int rowCount() {
    return rows;
  }

  /** {@return whether rows are projections} */
  public boolean isProjected() {
    return projected;
  }

  /** Whether products v'T take the place of T. */
  boolean hasProducts() {
    return given;
  }

  /** Rows that Jacobians of a sample have: those of T, or its products. */
  int jacobianRows() {
    return given ? rows : outputCount();
  }

  double outputWeight(int i) {
    return outputWeights[i];
  }

  double inputWeight(int j) {
    return inputWeights[j];
  }
}
