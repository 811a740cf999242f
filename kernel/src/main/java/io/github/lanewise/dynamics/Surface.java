package io.github.lanewise.dynamics;

import io.github.lanewise.model.Geometry;
import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/** The ground as a point of a body finds it. */
interface Surface {
  /** The plane {@code n p = offset} that is tangent to the ground below a place in the world. */
  record Tangent(Vec3 normal, Scalar offset) {
    /** Height of a place above the plane, along its normal. */
    Scalar height(Vec3 place) {
      return place.dot(normal).minus(offset);
    }
  }

  /**
   * Below a place.
   *
   * @param pose of a body
   * @param centre of the point in its frame
   */
  Tangent below(Transform pose, Vec3 centre);

  /** A plane, the same everywhere. */
  record Plane(Tangent tangent) implements Surface {
    @Override
    public Tangent below(Transform pose, Vec3 centre) {
      return tangent;
    }
  }

  /** The plane {@code n p = offset}. */
  static Surface plane(Vec3 normal, double offset) {
    return new Plane(new Tangent(normal, Scalar.of(offset)));
  }

  /** The plane of a pose: its x and y axes. */
  static Surface plane(Transform pose) {
    Vec3 normal = pose.rotation().columnZ();
    return plane(normal, normal.dot(pose.translation()).value());
  }

  /** Whether a shape may be the ground. */
  static boolean is(Shape shape) {
    return shape instanceof Shape.Plane || shape instanceof Shape.HeightField;
  }

  /** That of a shape that the ground may be; null if it is none. */
  static Surface of(Geometry geometry) {
    return switch (geometry.shape()) {
      case Shape.Plane p -> plane(geometry.placement());
      case Shape.HeightField h -> new HeightSurface(h, geometry.placement());
      default -> null;
    };
  }
}
