package io.github.lanewise.dynamics;

import io.github.lanewise.model.Material;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * {@code f_n = -ke c - kd min(v_n, 0) (-c), f_t = -v_t min(kf, mu ke (-c) / |v_t|)} for a point at height c below the
 * ground, nothing above it: springs, dampers that act while it sinks, and viscous friction with Coulomb's bound, to
 * which the damper adds nothing.
 *
 * <p>The law of the simulators that differentiate through contact by penalties (Xu and others, Accelerated Policy
 * Learning with Parallel Differentiable Simulation, 2022). Its force is continuous; its derivative is not at the
 * ground's surface, at v_n = 0 and at the bound. At rest the derivative is that of viscous friction.
 *
 * @param stiffness ke [N/m]
 * @param damping kd [N s/m^2]
 * @param slipDamping kf [N s/m]
 * @param friction mu
 */
public record PenaltyContact(double stiffness, double damping, double slipDamping, double friction)
    implements ContactLaw {
  /** Square of the speed below which Coulomb's bound is never the smaller [m^2/s^2]; no division by zero at rest. */
  private static final double REST = 1e-10;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public PenaltyContact {
    for (double k : new double[] {stiffness, damping, slipDamping, friction}) {
      if (!(k >= 0) || Double.isInfinite(k)) {
        throw new IllegalArgumentException("a contact of stiffness " + stiffness + " N/m, damping " + damping
            + " N s/m^2, slip damping " + slipDamping + " N s/m, friction " + friction + ": 0 or more, finite");
      }
    }
  }

  /**
   * {@return this law with the friction of a material, {@link Material#coefficient}; nothing else of it has a meaning
   * here}
   *
   * @param material of the contact
   */
  public PenaltyContact on(Material material) {
    return new PenaltyContact(stiffness, damping, slipDamping, material.coefficient());
  }

  @Override
  public Vec3 force(Scalar height, Vec3 velocity, Vec3 normal) {
    Scalar depth = height.negate().max(0);
    Scalar leaving = velocity.dot(normal);
    Scalar pressing = depth.times(Scalar.of(stiffness).minus(leaving.min(0).times(damping)));
    Vec3 slip = velocity.minus(normal.times(leaving));
    return normal.times(pressing).minus(slip.times(viscosity(depth, slip)));
  }

  /** {@code min(kf, mu ke (-c) / |v_t|)}, 0 above the ground, where the depth is 0. */
  private Scalar viscosity(Scalar depth, Vec3 slip) {
    return depth.times(friction * stiffness).over(slip.squaredNorm().max(REST).sqrt()).min(slipDamping);
  }

  @Override
  public Resistance resistance(Scalar height, Vec3 velocity, Vec3 normal) {
    Scalar depth = height.negate().max(0);
    Scalar leaving = velocity.dot(normal);
    Vec3 slip = velocity.minus(normal.times(leaving));
    return new Resistance(height.ifLess(0, Scalar.of(stiffness), Scalar.ZERO),
        leaving.ifLess(0, depth.times(damping), Scalar.ZERO), viscosity(depth, slip));
  }
}
