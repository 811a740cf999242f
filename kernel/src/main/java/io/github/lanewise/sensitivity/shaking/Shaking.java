package io.github.lanewise.sensitivity.shaking;

import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code W_k = W + dW_k}: which parameters to run, to learn how the trajectory depends on them.
 *
 * <p>{@code sigma} is a scale for each parameter, in its own unit. A Gaussian design has it for its standard deviation;
 * the others fill the box of half width sqrt(3) sigma, in which uniform numbers have that standard deviation.
 * Immutable.
 *
 * @param design how dW is drawn
 * @param sigma for each parameter, positive
 * @param antithetic whether rows come in adjacent pairs +dW, -dW, which cancels the error of every even order
 * @param nominalCount how many rows repeat the nominal parameters, to measure noise; they come first
 * @param seed of the random numbers, which are those of {@link Random}: the same design, seed and number of roll-outs
 *     give the same parameters
 */
public record Shaking(Design design, double[] sigma, boolean antithetic, int nominalCount, long seed) {
  /** How perturbations are drawn. */
  public enum Design {
    /** {@code dW ~ N(0, diag(sigma^2))}. */
    GAUSSIAN,
    /** Independent and uniform in the box. */
    UNIFORM,
    /** One parameter at a time, at equally spaced levels on both sides, the outermost at the border of the box. */
    GRID,
    /** A Sobol sequence, shifted at random, in the box: evenly spread. At most 64 parameters. */
    SOBOL
  }

  private static final double HALF_WIDTH = Math.sqrt(3);

  /** Refuses a sigma that is not positive and finite, and a negative number of nominal roll-outs. */
  public Shaking {
    sigma = sigma.clone();
    for (int j = 0; j < sigma.length; j++) {
      if (!(sigma[j] > 0) || Double.isInfinite(sigma[j])) {
        throw new IllegalArgumentException("sigma of parameter " + j + " is " + sigma[j]
            + ": must be positive and finite");
      }
    }
    if (sigma.length == 0) {
      throw new IllegalArgumentException("no sigma: a policy has at least one parameter");
    }
    if (nominalCount < 0) {
      throw new IllegalArgumentException(nominalCount + " repeats of the nominal parameters: must not be negative");
    }
  }

  /**
   * Single rows, no nominal, seed 0.
   *
   * @param design how perturbations are drawn
   * @param sigma for each parameter, positive
   */
  public Shaking(Design design, double... sigma) {
    this(design, sigma, false, 0, 0);
  }

  /** {@return the same with antithetic pairs} */
  public Shaking inPairs() {
    return new Shaking(design, sigma, true, nominalCount, seed);
  }

  /**
   * {@return the same with so many repeats of the nominal parameters}
   *
   * @param count 0 or more
   */
  public Shaking withNominals(int count) {
    return new Shaking(design, sigma, antithetic, count, seed);
  }

  /**
   * {@return the same with other random numbers}
   *
   * @param newSeed of the random numbers
   */
  public Shaking withSeed(long newSeed) {
    return new Shaking(design, sigma, antithetic, nominalCount, newSeed);
  }

  /**
   * {@return the same with perturbations so many times as large}
   *
   * @param factor positive
   */
  public Shaking scaled(double factor) {
    return new Shaking(design, Arrays.stream(sigma).map(s -> factor * s).toArray(), antithetic, nominalCount, seed);
  }

  /** {@return a copy} */
  @Override
  public double[] sigma() {
    return sigma.clone();
  }

  /**
   * {@return how far each parameter is shaken: half the width of the box, {@code sqrt(3) sigma}; of a Gaussian design
   * likewise}
   */
  public double[] reach() {
    return Arrays.stream(sigma).map(s -> HALF_WIDTH * s).toArray();
  }

  /**
   * {@return the parameters of each roll-out, K x p, the nominal ones included in K}
   *
   * @param nominal W, p numbers
   * @param rollouts K, the nominal ones included
   * @throws IllegalArgumentException if the number of parameters differs from that of sigma, if nothing is left to
   *     shake after the nominal roll-outs, if pairs are asked for of an odd number, or a grid has fewer roll-outs than
   *     parameters
   */
  public DMatrixRMaj parameters(double[] nominal, int rollouts) {
    if (nominal.length != sigma.length) {
      throw new IllegalArgumentException(nominal.length + " parameters, but sigma for " + sigma.length);
    }
    int shaken = rollouts - nominalCount;
    if (shaken < 1) {
      throw new IllegalArgumentException(rollouts + " roll-outs, of which " + nominalCount
          + " repeat the nominal: none is left to shake");
    }
    if (antithetic && shaken % 2 != 0) {
      throw new IllegalArgumentException("antithetic pairs of " + shaken + " roll-outs (" + rollouts + " less "
          + nominalCount
          + " nominal): the number must be even");
    }
    double[][] changes = changes(antithetic ? shaken / 2 : shaken);
    DMatrixRMaj parameters = new DMatrixRMaj(rollouts, nominal.length);
    for (int k = 0; k < rollouts; k++) {
      System.arraycopy(nominal, 0, parameters.data, k * nominal.length, nominal.length);
      int row = k - nominalCount;
      double sign = antithetic && row % 2 != 0 ? -1 : 1;
      for (int j = 0; row >= 0 && j < nominal.length; j++) {
        parameters.data[k * nominal.length + j] += sign * changes[antithetic ? row / 2 : row][j];
      }
    }
    return parameters;
  }

  private double[][] changes(int count) {
    return switch (design) {
      case GAUSSIAN -> gaussian(count);
      case UNIFORM -> uniform(count);
      case GRID -> grid(count);
      case SOBOL -> sobol(count);
    };
  }

  private double[][] gaussian(int count) {
    Random random = new Random(seed);
    double[][] changes = new double[count][sigma.length];
    for (double[] change : changes) {
      Arrays.setAll(change, j -> sigma[j] * random.nextGaussian());
    }
    return changes;
  }

  private double[][] uniform(int count) {
    Random random = new Random(seed);
    double[][] changes = new double[count][sigma.length];
    for (double[] change : changes) {
      Arrays.setAll(change, j -> HALF_WIDTH * sigma[j] * (2 * random.nextDouble() - 1));
    }
    return changes;
  }

  /** Row r shakes parameter r mod p; its levels alternate in sign, unless the mirror image is added by pairs. */
  private double[][] grid(int count) {
    int p = sigma.length;
    if (count < p) {
      throw new IllegalArgumentException("a grid of " + count + (antithetic ? " pairs of roll-outs" : " roll-outs")
          + " leaves some of the "
          + p + " parameters unshaken: takes at least one for each");
    }
    double[][] changes = new double[count][p];
    for (int r = 0; r < count; r++) {
      int j = r % p;
      int rows = (count - j + p - 1) / p;
      int level = antithetic ? r / p : r / p / 2;
      int levels = antithetic ? rows : (rows + 1) / 2;
      double sign = !antithetic && r / p % 2 != 0 ? -1 : 1;
      changes[r][j] = sign * HALF_WIDTH * sigma[j] * (level + 1) / levels;
    }
    return changes;
  }

  private double[][] sobol(int count) {
    int p = sigma.length;
    Sobol sequence = new Sobol(p);
    long[] shift = new Random(seed).longs(p).toArray();
    double[] point = new double[p];
    double[][] changes = new double[count][p];
    for (int r = 0; r < count; r++) {
      sequence.point(r, shift, point);
      for (int j = 0; j < p; j++) {
        changes[r][j] = HALF_WIDTH * sigma[j] * (2 * point[j] - 1);
      }
    }
    return changes;
  }
}
