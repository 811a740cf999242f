package io.github.lanewise.sensitivity.planning;

import java.util.Arrays;

/**
 * {@code |dW / reach| <= radius}, in which a sensitivity is believed: radius in units of the region that was shaken.
 *
 * <p>The norm is the largest entry (a box) or the Euclidean one (an ellipsoid). The radius adapts as in Nocedal and
 * Wright, Numerical Optimization (2006), algorithm 4.1. It may outgrow 1 if steps keep their promise beyond what was
 * shaken, unless {@link #atMost} forbids it. Immutable.
 *
 * @param shape box or ellipsoid
 * @param reach for each parameter, positive, in its unit
 * @param radius positive
 * @param largest radius that it may grow to
 */
public record TrustRegion(Shape shape, double[] reach, double radius, double largest) {
  /** Which norm bounds a change. */
  public enum Shape {
    /** {@code max_j |dW_j / reach_j|}. */
    BOX,
    /** {@code sqrt(sum_j (dW_j / reach_j)^2)}. */
    ELLIPSOID
  }

  /** A step is taken when it brings more than this part of what was predicted. */
  private static final double ENOUGH = 0.1;

  /** Refuses a reach that is not positive, and a radius that is not or that is above the largest. */
  public TrustRegion {
    reach = reach.clone();
    for (int j = 0; j < reach.length; j++) {
      if (!(reach[j] > 0) || Double.isInfinite(reach[j])) {
        throw new IllegalArgumentException("reach of parameter " + j + " is " + reach[j]
            + ": must be positive and finite");
      }
    }
    if (!(radius > 0 && radius <= largest) || Double.isInfinite(radius)) {
      throw new IllegalArgumentException("a trust region of radius " + radius
          + ": must be positive, finite and at most " + largest);
    }
  }

  /**
   * {@return the shaken box, radius 1}
   *
   * @param reach of each parameter, positive
   */
  public static TrustRegion box(double... reach) {
    return new TrustRegion(Shape.BOX, reach, 1, Double.POSITIVE_INFINITY);
  }

  /**
   * {@return the shaken ellipsoid, radius 1}
   *
   * @param reach of each parameter, positive
   */
  public static TrustRegion ellipsoid(double... reach) {
    return new TrustRegion(Shape.ELLIPSOID, reach, 1, Double.POSITIVE_INFINITY);
  }

  /**
   * {@return the same, never to grow beyond this radius: 1 for a robot that must not leave what was shaken}
   *
   * @param radiusOfAll in units of the region that was shaken
   */
  public TrustRegion atMost(double radiusOfAll) {
    return new TrustRegion(shape, reach, Math.min(radius, radiusOfAll), radiusOfAll);
  }

  /**
   * {@return the same with this radius}
   *
   * @param newRadius in units of the region that was shaken
   */
  public TrustRegion within(double newRadius) {
    return new TrustRegion(shape, reach, newRadius, largest);
  }

  /** {@return a copy} */
  @Override
  public double[] reach() {
    return reach.clone();
  }

  /**
   * {@return the norm of a change; at most {@link #radius} inside}
   *
   * @param change dW, p numbers
   */
  public double norm(double[] change) {
    requireLength(change);
    double norm = 0;
    for (int j = 0; j < reach.length; j++) {
      double scaled = Math.abs(change[j] / reach[j]);
      norm = shape == Shape.BOX ? Math.max(norm, scaled) : Math.hypot(norm, scaled);
    }
    return norm;
  }

  /**
   * {@return the step that maximises {@code gradient' dW} in the region: a corner of the box; of the ellipsoid, along
   * {@code reach^2 gradient}}
   *
   * @param gradient of the return by the parameters, p numbers
   */
  public Step ascent(double[] gradient) {
    requireLength(gradient);
    double[] change = new double[reach.length];
    double dual = 0;
    for (int j = 0; j < reach.length; j++) {
      double scaled = reach[j] * gradient[j];
      dual = shape == Shape.BOX ? dual + Math.abs(scaled) : Math.hypot(dual, scaled);
    }
    for (int j = 0; dual > 0 && j < reach.length; j++) {
      change[j] = radius * reach[j] * (shape == Shape.BOX ? Math.signum(gradient[j]) : reach[j] * gradient[j] / dual);
    }
    return new Step(change, radius * dual);
  }

  /**
   * {@return whether a step that promised one gain and brought another is to be kept}
   *
   * @param step that was tried
   * @param measuredGain of the return
   */
  public boolean accepts(Step step, double measuredGain) {
    return measuredGain > ENOUGH * step.predictedGain();
  }

  /**
   * {@return the region after a step: a quarter of the step if it brought less than a quarter of its promise, doubled
   * if more than three and it was at the border}
   *
   * @param step that was tried
   * @param measuredGain of the return
   */
  public TrustRegion after(Step step, double measuredGain) {
    if (!(measuredGain >= 0.25 * step.predictedGain())) {
      return within(norm(step.change()) / 4);
    }
    boolean atBorder = norm(step.change()) > 0.99 * radius;
    boolean good = measuredGain > 0.75 * step.predictedGain();
    return atBorder && good ? within(Math.min(largest, 2 * radius)) : this;
  }

  private void requireLength(double[] change) {
    if (change.length != reach.length) {
      throw new IllegalArgumentException(change.length + " parameters in a trust region of " + Arrays.toString(reach));
    }
  }
}
