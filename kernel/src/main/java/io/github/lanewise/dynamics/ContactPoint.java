package io.github.lanewise.dynamics;

import io.github.lanewise.model.Geometry;
import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * A ball on a body that may touch the ground, with its lowest point: the end of a capsule, of radius 0 the corner of a
 * box; or an ellipsoid.
 *
 * @param joint index of the joint whose body carries it
 * @param placement its centre and, of an ellipsoid, its axes in the frame of that joint, constants [m]
 * @param round a {@link Shape.Sphere}, or an {@link Shape.Ellipsoid} with three radii above 0
 * @param weight how many such points stand there: factor of the force
 * @param margin at which height above the ground it touches already [m]
 * @param law what the ground does to it
 */
public record ContactPoint(
    int joint, Transform placement, Shape round, int weight, double margin, ContactLaw law) {
  /** Points on each rim of a cylinder. */
  private static final int RIM = 8;

  /** How a shape touches: with balls of one kind, at places in its frame. */
  private record Touch(Shape round, List<Vec3> centres) {}

  /**
   * Those of a shape.
   *
   * @param mesh of a mesh the corners that stand for it
   * @return null if it cannot touch the ground
   */
  static List<ContactPoint> of(Geometry geometry, List<Vec3> mesh, double margin, ContactLaw law) {
    Touch touch = touch(geometry.shape(), mesh);
    if (touch == null) {
      return null;
    }
    List<ContactPoint> points = new ArrayList<>();
    for (Vec3 centre : touch.centres) {
      Transform at = new Transform(geometry.placement().rotation(), geometry.placement().times(centre));
      points.add(new ContactPoint(geometry.joint(), at, touch.round, 1, margin, law));
    }
    return points;
  }

  private static Touch touch(Shape shape, List<Vec3> mesh) {
    Shape point = new Shape.Sphere(0);
    return switch (shape) {
      case Shape.Sphere s -> new Touch(s, List.of(Vec3.ZERO));
      case Shape.Capsule c -> new Touch(new Shape.Sphere(c.radius()),
          List.of(Vec3.of(0, 0, c.halfLength()), Vec3.of(0, 0, -c.halfLength())));
      case Shape.Box b -> new Touch(point, corners(b));
      case Shape.Cylinder c -> new Touch(point, rims(c));
      case Shape.Ellipsoid e ->
          e.radiusX() > 0 && e.radiusY() > 0 && e.radiusZ() > 0 ? new Touch(e, List.of(Vec3.ZERO)) : null;
      case Shape.Mesh m -> mesh == null ? null : new Touch(point, mesh);
      case Shape.Plane p -> null;
      case Shape.HeightField h -> null;
    };
  }

  private static List<Vec3> corners(Shape.Box box) {
    List<Vec3> corners = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      corners.add(Vec3.of((k & 1) == 0 ? box.halfX() : -box.halfX(), (k & 2) == 0 ? box.halfY() : -box.halfY(),
          (k & 4) == 0 ? box.halfZ() : -box.halfZ()));
    }
    return corners;
  }

  private static List<Vec3> rims(Shape.Cylinder cylinder) {
    List<Vec3> rims = new ArrayList<>();
    for (int k = 0; k < 2 * RIM; k++) {
      double angle = 2 * Math.PI * (k / 2) / RIM;
      rims.add(Vec3.of(cylinder.radius() * Math.cos(angle), cylinder.radius() * Math.sin(angle),
          k % 2 == 0 ? cylinder.halfLength() : -cylinder.halfLength()));
    }
    return rims;
  }

  /** {@return its centre in the frame of the joint, constant [m]} */
  public Vec3 centre() {
    return placement.translation();
  }

  /**
   * From the origin of the joint frame to the point that is lowest along a normal, on world axes: of an ellipsoid with
   * the radii D on axes R it is {@code centre - R D^2 R'n / |D R'n|}, its support point.
   */
  Vec3 arm(Transform pose, Vec3 normal) {
    Vec3 centre = pose.rotation().times(centre());
    if (round instanceof Shape.Sphere ball) {
      return centre.minus(normal.times(Scalar.of(ball.radius())));
    }
    Shape.Ellipsoid e = (Shape.Ellipsoid) round;
    Mat3 axes = pose.rotation().times(placement.rotation());
    Vec3 along = axes.transposeTimes(normal);
    Vec3 stretched = new Vec3(along.x().times(e.radiusX() * e.radiusX()), along.y().times(e.radiusY() * e.radiusY()),
        along.z().times(e.radiusZ() * e.radiusZ()));
    return centre.minus(axes.times(stretched).times(along.dot(stretched).sqrt().reciprocal()));
  }

  /** Whether this is the same point but for its weight. */
  boolean coincides(ContactPoint other) {
    return joint == other.joint && round instanceof Shape.Sphere a && other.round instanceof Shape.Sphere b
        && near(a.radius(), b.radius()) && near(margin, other.margin) && law.equals(other.law)
        && near(centre().x().value(), other.centre().x().value())
        && near(centre().y().value(), other.centre().y().value())
        && near(centre().z().value(), other.centre().z().value());
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) <= 1e-12;
  }

  ContactPoint weighted(int more) {
    return new ContactPoint(joint, placement, round, weight + more, margin, law);
  }
}
