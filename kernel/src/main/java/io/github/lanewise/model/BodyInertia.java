package io.github.lanewise.model;

import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * The numbers of one rigid body, in the frame of the joint that carries it.
 *
 * @param mass [kg]
 * @param com centre of mass [m], constants
 * @param atCom rotational inertia about the centre of mass, on the axes of the joint frame [kg m^2], constants
 */
public record BodyInertia(double mass, Vec3 com, Mat3 atCom) {
  /** A body without mass, such as the one between two joints at the same place. */
  public static final BodyInertia NONE = new BodyInertia(0, Vec3.ZERO, Mat3.ZERO);

  /** The spatial inertia about the origin of the joint frame. */
  public Inertia spatial() {
    return Inertia.of(Scalar.of(mass), com, atCom);
  }
}
