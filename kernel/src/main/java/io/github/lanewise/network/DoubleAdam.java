package io.github.lanewise.network;

import io.github.lanewise.dense.DoubleElementwise;

/**
 * {@code w -= rate (mHat / (sqrt(vHat) + epsilon) + decay w)}: {@link Adam} with its state.
 *
 * <p>The state can be read and set, so that training goes on where it was. Nothing is allocated by a step. One thread
 * at a time.
 */
public final class DoubleAdam {
  private final Adam settings;
  private final double[] mean;
  private final double[] square;
  private long step;

  /**
   * At step 0.
   *
   * @param settings constants and rate
   * @param weights how many there are
   */
  public DoubleAdam(Adam settings, int weights) {
    this.settings = settings;
    mean = new double[weights];
    square = new double[weights];
  }

  /**
   * One step.
   *
   * @param weights w; modified
   * @param gradient of what is to become smaller
   * @return the gradient's norm before it is clipped; nothing was changed if that is not finite
   * @throws IllegalArgumentException if a length is not that of the state, with both
   */
  @SuppressWarnings("cast") // which the float twin needs
  public double step(double[] weights, double[] gradient) {
    requireLength("weights", weights.length);
    requireLength("gradient", gradient.length);
    double norm = (double) Math.sqrt(DoubleElementwise.squares(gradient.length, gradient));
    if (!(norm < Double.POSITIVE_INFINITY)) {
      return norm;
    }
    double shortened = norm > settings.clip() ? (double) settings.clip() / norm : 1;
    double b1 = (double) settings.beta1();
    double b2 = (double) settings.beta2();
    double rate = (double) settings.rate().at(step);
    step++;
    double unbiased1 = (double) (1 / (1 - Math.pow(settings.beta1(), step)));
    double unbiased2 = (double) (1 / (1 - Math.pow(settings.beta2(), step)));
    double epsilon = (double) settings.epsilon();
    double keep = 1 - rate * (double) settings.decay();
    for (int e = 0; e < mean.length; e++) {
      double g = shortened * gradient[e];
      double m = b1 * mean[e] + (1 - b1) * g;
      double v = b2 * square[e] + (1 - b2) * g * g;
      mean[e] = m;
      square[e] = v;
      weights[e] = keep * weights[e] - rate * unbiased1 * m / ((double) Math.sqrt(unbiased2 * v) + epsilon);
    }
    return norm;
  }

  private void requireLength(String what, int length) {
    if (length != mean.length) {
      throw new IllegalArgumentException(what + ": " + length + " numbers where the optimiser has " + mean.length);
    }
  }

  /** {@return steps taken} */
  public long stepCount() {
    return step;
  }

  /** {@return the mean gradient and then the mean square, not unbiased: a copy} */
  public double[] moments() {
    double[] moments = new double[2 * mean.length];
    System.arraycopy(mean, 0, moments, 0, mean.length);
    System.arraycopy(square, 0, moments, mean.length, mean.length);
    return moments;
  }

  /**
   * Goes on from a state.
   *
   * @param taken steps, 0 or more
   * @param moments as {@link #moments} gives them
   * @throws IllegalArgumentException if the steps are negative or the moments are of another length, with both
   */
  public void resume(long taken, double[] moments) {
    if (taken < 0) {
      throw new IllegalArgumentException(taken + " steps taken: at least 0");
    }
    if (moments.length != 2 * mean.length) {
      throw new IllegalArgumentException("moments: " + moments.length + " numbers where the optimiser has "
          + 2 * mean.length);
    }
    step = taken;
    System.arraycopy(moments, 0, mean, 0, mean.length);
    System.arraycopy(moments, mean.length, square, 0, mean.length);
  }
}
