package io.github.lanewise.dynamics;

import io.github.lanewise.model.LimitSoftness;
import io.github.lanewise.trace.Scalar;
import java.util.List;

/**
 * {@code tau = max(0, I d / (1 - d) (-b v - k r))} at an end of a joint's range, violated by -r: the force of MuJoCo's
 * limit constraint on a joint that stands still (mujoco.readthedocs.io, Computation, constraint model; Modeling, solver
 * parameters).
 *
 * <p>There the constraint pulls the acceleration towards {@code aref = -b v - k r} with {@code tau = (aref - a) / R},
 * {@code R = (1 - d) / (d I)}, tau >= 0, and d the impedance, a curve in r. b, k and d are the same here, and I is
 * MuJoCo's too: the inertia that the joint feels in the neutral configuration. Equal is therefore where a joint comes
 * to rest under a load. What differs is the way there, as a is left out here: a spring and a damper where MuJoCo makes
 * the joint heavier as well, so that it is driven back with {@code 1 / (1 - d)} times the acceleration; and it is let
 * go when aref is negative, there when aref < a.
 *
 * @param inertia I of the joint [kg m^2 or kg]
 */
record LimitSpring(LimitSoftness softness, double inertia) {
  /** MuJoCo's bounds of impedances and midpoints. */
  private static final double LEAST = 1e-4;
  private static final double MOST = 1 - 1e-4;
  /** Of the violation over its width: no logarithm of 0. */
  private static final double SMALLEST = 1e-12;

  /** b. */
  private double damping() {
    List<Double> solref = softness.solref();
    return solref.getFirst() > 0 ? 2 / (full() * solref.getFirst()) : -solref.get(1) / full();
  }

  /** k, but for the factor d. */
  private double stiffness() {
    double time = softness.solref().getFirst();
    double ratio = softness.solref().get(1);
    return (time > 0 ? 1 / (time * time * ratio * ratio) : -time) / (full() * full());
  }

  /** The impedance at full violation. */
  private double full() {
    return Math.clamp(softness.solimp().get(1), LEAST, MOST);
  }

  /**
   * Adds the force of one end.
   *
   * @param row of the joint's velocity
   * @param side 1 for the lower end, -1 for the upper one
   * @param violation of it, negative within the range
   */
  void addTo(Forces forces, int row, double side, Scalar violation, Scalar v) {
    Scalar beyond = violation.plus(softness.margin());
    Scalar depth = beyond.max(0);
    Scalar d = impedance(depth);
    Scalar gain = d.over(Scalar.ONE.minus(d)).times(inertia);
    Scalar spring = gain.times(d).times(stiffness());
    Scalar damper = gain.times(damping());
    Scalar push = beyond.negate().ifLess(0, spring.times(depth).minus(damper.times(v.times(side))), Scalar.ZERO).max(0);
    forces.addInJoint(row, push.times(side));
    double h = forces.implicitStep();
    if (h > 0) {
      Scalar further = push.negate().ifLess(0, spring.times(h), Scalar.ZERO);
      forces.addResistance(row, row, further.plus(push.negate().ifLess(0, damper, Scalar.ZERO)));
      forces.addInJoint(row, further.times(v).negate());
    }
  }

  /**
   * {@code d0 + y (d1 - d0)} with the curve y from 0 to 1 of x, the violation over its width: {@code a x^p} up to the
   * midpoint and {@code 1 - b (1 - x)^p} beyond.
   */
  private Scalar impedance(Scalar depth) {
    double none = Math.clamp(softness.solimp().getFirst(), LEAST, MOST);
    double middle = Math.clamp(softness.solimp().get(3), LEAST, MOST);
    double power = softness.solimp().get(4);
    Scalar x = depth.over(softness.solimp().get(2)).min(1);
    Scalar y = x;
    if (power != 1) {
      Scalar low = power(x, power).over(Math.pow(middle, power - 1));
      Scalar high = Scalar.ONE.minus(power(Scalar.ONE.minus(x), power).over(Math.pow(1 - middle, power - 1)));
      y = x.ifLess(middle, low, high);
    }
    return y.times(full() - none).plus(none);
  }

  private static Scalar power(Scalar x, double power) {
    return power == 2 ? x.squared() : x.max(SMALLEST).log().times(power).exp();
  }
}
