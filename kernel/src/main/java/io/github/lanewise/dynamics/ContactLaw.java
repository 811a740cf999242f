package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/** {@code f = law(height, velocity)}: what the ground or another body does to a point that may be in it, traced. */
@FunctionalInterface
public interface ContactLaw {
  /**
   * The force on the robot, as an expression: without branches, as all lanes compute the same.
   *
   * @param height of the point above the ground along its normal, negative inside [m]
   * @param velocity of the point against the ground [m/s]
   * @param normal of the ground, of length 1
   * @return force, on the same axes as the velocity and the normal [N]
   */
  Vec3 force(Scalar height, Vec3 velocity, Vec3 normal);

  /**
   * How the force changes with the place and the velocity of the point, for rules that take it at the end of a step: it
   * need not be exact, as it only says how much of the force resists the motion of the step itself.
   *
   * @param height as of {@link #force}
   * @param velocity as of {@link #force}
   * @param normal as of {@link #force}
   * @return null if the force is to be taken as it is at the start of the step, whatever the rule
   */
  default Resistance resistance(Scalar height, Vec3 velocity, Vec3 normal) {
    return null;
  }

  /**
   * {@code df = -k n n' dx - (d n n' + s (1 - n n')) dv}, all 0 or more.
   *
   * @param stiffness k along the normal [N/m]
   * @param damping d along the normal [N s/m]
   * @param slipDamping s along the ground [N s/m]
   */
  record Resistance(Scalar stiffness, Scalar damping, Scalar slipDamping) {
    /** {@code w (d n n' + s (1 - n n')) + f n n'}, with f what the stiffness takes over a step. */
    Mat3 matrix(Vec3 normal, Scalar weight, Scalar further) {
      Scalar slipping = slipDamping.times(weight);
      Scalar pressing = damping.times(weight).plus(further).minus(slipping);
      return Mat3.diagonal(slipping).plus(Mat3.outer(normal, normal).times(pressing)).symmetrised();
    }
  }
}
