package io.github.lanewise.dynamics;

import io.github.lanewise.model.Material;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * {@code f_n = ke d (1 + kd s(-v_n)), f_t = -mu ke d v_t / sqrt(|v_t|^2 + eps^2)} with the soft depth
 * {@code d = w log(1 + exp(-c / w))} of a point at height c, and {@code s(x) = (x + sqrt(x^2 + eps^2)) / 2}: a ground
 * whose force has a gradient everywhere, a little above it too.
 *
 * @param stiffness ke [N/m]
 * @param damping kd, how much stiffer the ground is to a point that sinks [s/m]
 * @param friction mu
 * @param softness w, the height over which the ground fades [m]
 * @param creep eps, the speed up to which friction is viscous [m/s]
 */
public record SmoothContact(double stiffness, double damping, double friction, double softness, double creep)
    implements ContactLaw {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative or not finite, or softness or creep is 0
   */
  public SmoothContact {
    for (double k : new double[] {stiffness, damping, friction, softness, creep}) {
      if (!(k >= 0) || Double.isInfinite(k) || softness == 0 || creep == 0) {
        throw new IllegalArgumentException("a soft contact of stiffness " + stiffness + " N/m, damping " + damping
            + " s/m, friction " + friction + ", softness " + softness + " m, creep " + creep
            + " m/s: 0 or more and finite, the last two above 0");
      }
    }
  }

  /**
   * {@return this law with the friction of a material, {@link Material#coefficient}; nothing else of it has a meaning
   * here}
   *
   * @param material of the contact
   */
  public SmoothContact on(Material material) {
    return new SmoothContact(stiffness, damping, material.coefficient(), softness, creep);
  }

  @Override
  public Vec3 force(Scalar height, Vec3 velocity, Vec3 normal) {
    Scalar pressed = depth(height).times(stiffness);
    Scalar leaving = velocity.dot(normal);
    Vec3 slip = velocity.minus(normal.times(leaving));
    Scalar pressing = pressed.times(sinking(leaving).times(damping).plus(1));
    return normal.times(pressing).minus(slip.times(viscosity(pressed, slip)));
  }

  @Override
  public Resistance resistance(Scalar height, Vec3 velocity, Vec3 normal) {
    Scalar pressed = depth(height).times(stiffness);
    Scalar leaving = velocity.dot(normal);
    Vec3 slip = velocity.minus(normal.times(leaving));
    // The slope of the soft depth: 1 / (1 + exp(c / w)), with an argument that cannot overflow.
    Scalar inside = height.over(2 * softness).tanh().negate().plus(1).times(0.5);
    Scalar resisting = pressed.times(damping / 2)
        .times(Scalar.ONE.minus(leaving.over(root(leaving.squared()))));
    Scalar stiffer = sinking(leaving).times(damping).plus(1).times(stiffness);
    return new Resistance(inside.times(stiffer), resisting, viscosity(pressed, slip));
  }

  /** {@code max(-c, 0) + w log(1 + exp(-|c| / w))}. */
  private Scalar depth(Scalar height) {
    Scalar faded = height.abs().over(-softness).exp().plus(1).log().times(softness);
    return height.negate().max(0).plus(faded);
  }

  private Scalar sinking(Scalar leaving) {
    return root(leaving.squared()).minus(leaving).times(0.5);
  }

  private Scalar viscosity(Scalar pressed, Vec3 slip) {
    return pressed.times(friction).over(root(slip.squaredNorm()));
  }

  private Scalar root(Scalar squared) {
    return squared.plus(creep * creep).sqrt();
  }
}
