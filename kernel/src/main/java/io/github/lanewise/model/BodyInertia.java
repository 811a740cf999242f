package io.github.lanewise.model;

import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.List;

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

  /**
   * {@return a body with the given principal moments about its centre of mass, on axes parallel to the frame's}
   *
   * @param mass [kg]
   * @param com centre of mass [m], constants
   * @param ixx [kg m^2]
   * @param iyy [kg m^2]
   * @param izz [kg m^2]
   */
  public static BodyInertia of(double mass, Vec3 com, double ixx, double iyy, double izz) {
    return new BodyInertia(mass, com, Mat3.of(ixx, 0, 0, 0, iyy, 0, 0, 0, izz));
  }

  /** {@return the spatial inertia about the origin of the joint frame} */
  public Inertia spatial() {
    return Inertia.of(Scalar.of(mass), com, atCom);
  }

  /**
   * {@return this body, given in the child frame of {@code x}, in its parent frame}
   *
   * @param x pose of the frame in its parent, constants
   */
  public BodyInertia toParent(Transform x) {
    return isNone() ? NONE : new BodyInertia(mass, x.times(com), x.rotation().conjugateSymmetric(atCom));
  }

  /**
   * {@return the same shape with all masses times {@code factor}}
   *
   * @param factor 0 or more
   */
  public BodyInertia scaled(double factor) {
    return new BodyInertia(mass * factor, com, atCom.times(Scalar.of(factor)));
  }

  /**
   * {@return bodies given in one frame, welded together}
   *
   * @param bodies bodies in one frame
   */
  public static BodyInertia weld(List<BodyInertia> bodies) {
    List<BodyInertia> parts = bodies.stream().filter(body -> !body.isNone()).toList();
    if (parts.size() < 2) {
      return parts.isEmpty() ? NONE : parts.getFirst();
    }
    double mass = 0;
    Vec3 moment = Vec3.ZERO;
    for (BodyInertia part : parts) {
      mass += part.mass;
      moment = moment.plus(part.com.times(Scalar.of(part.mass)));
    }
    Vec3 com = mass == 0 ? Vec3.ZERO : moment.times(Scalar.of(1 / mass));
    // Summed about the common centre of mass: about a far origin the sum would swallow the small inertias.
    Inertia sum = Inertia.ZERO;
    for (BodyInertia part : parts) {
      sum = sum.plus(Inertia.of(Scalar.of(part.mass), part.com.minus(com), part.atCom));
    }
    return new BodyInertia(mass, com, sum.rotational());
  }

  /** {@return whether there is neither mass nor rotational inertia} */
  public boolean isNone() {
    return mass == 0 && isZero(atCom.rowX()) && isZero(atCom.rowY()) && isZero(atCom.rowZ());
  }

  private static boolean isZero(Vec3 v) {
    return v.x().is(0) && v.y().is(0) && v.z().is(0);
  }
}
