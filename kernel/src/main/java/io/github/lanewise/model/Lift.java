package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * {@code f = -g mass at moment / mass}: a constant force on a body that carries the weight of some mass of it, whatever
 * bears it.
 *
 * @param mass whose weight is carried [kg]
 * @param moment first moment of that mass in the joint frame, mass times place [kg m], constants
 */
public record Lift(double mass, Vec3 moment) {
  /** Carries nothing. */
  public static final Lift NONE = new Lift(0, Vec3.ZERO);

  /** That of a share of a body's weight. */
  static Lift of(double share, BodyInertia body) {
    double mass = share * body.mass();
    return mass == 0 ? NONE : new Lift(mass, body.com().times(Scalar.of(mass)));
  }

  /** {@return whether it carries nothing} */
  public boolean isNone() {
    return mass == 0 && moment.x().is(0) && moment.y().is(0) && moment.z().is(0);
  }

  Lift plus(Lift other) {
    return isNone() ? other : other.isNone() ? this : new Lift(mass + other.mass, moment.plus(other.moment));
  }

  /** This one, given in the child frame of x, in its parent frame. */
  Lift toParent(Transform x) {
    return isNone() ? NONE
        : new Lift(mass, x.rotation().times(moment).plus(x.translation().times(Scalar.of(mass))));
  }
}
