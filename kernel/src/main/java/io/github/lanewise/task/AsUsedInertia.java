package io.github.lanewise.task;

import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.Geometry;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Rotational inertias as the public builder of these tasks makes them of a body's shapes, in place of the right ones.
 *
 * <p>It multiplies {@code R I R'} entry by entry, so a shape adds {@code diag(R_ii^2 I_ii)} about its own centre and
 * what was gathered before loses its off-diagonals; the parallel-axis terms are right, and so are masses and centres.
 * R turns the shape's axis, x in the shape's own frame, to where it points, the shortest way. Returns that were
 * published are returns of robots like these.
 */
final class AsUsedInertia {
  private static final double DENSITY = 1000;

  private AsUsedInertia() {}

  /** The robot with such bodies; those without shapes stay. */
  static RobotModel of(RobotModel model) {
    List<BodyInertia> bodies = new ArrayList<>();
    for (int i = 0; i < model.joints().size(); i++) {
      int joint = i;
      List<Geometry> shapes = model.geometries().stream().filter(shape -> shape.joint() == joint).toList();
      bodies.add(shapes.isEmpty() ? model.joints().get(i).body() : body(shapes));
    }
    return model.withBodies(bodies);
  }

  private static BodyInertia body(List<Geometry> shapes) {
    double mass = 0;
    Vec3 centre = Vec3.ZERO;
    Mat3 inertia = Mat3.ZERO;
    for (Geometry shape : shapes) {
      double own = mass(shape.shape());
      Vec3 place = shape.placement().translation();
      double total = mass + own;
      Vec3 common = centre.times(Scalar.of(mass / total)).plus(place.times(Scalar.of(own / total)));
      inertia = diagonal(inertia).plus(parallel(mass, common.minus(centre)))
          .plus(turned(shape)).plus(parallel(own, common.minus(place)));
      mass = total;
      centre = common;
    }
    return new BodyInertia(mass, centre, inertia);
  }

  private static double mass(Shape shape) {
    return DENSITY * switch (shape) {
      case Shape.Sphere s -> ball(s.radius());
      case Shape.Capsule c -> ball(c.radius()) + Math.PI * c.radius() * c.radius() * 2 * c.halfLength();
      case Shape.Box b -> 8 * b.halfX() * b.halfY() * b.halfZ();
      default -> throw new IllegalArgumentException("no such inertia of a " + shape);
    };
  }

  private static double ball(double radius) {
    return 4.0 / 3 * Math.PI * radius * radius * radius;
  }

  /** {@code diag(R_ii^2 I_ii)}. */
  private static Mat3 turned(Geometry geometry) {
    double m = mass(geometry.shape());
    return switch (geometry.shape()) {
      case Shape.Sphere s -> Mat3.diagonal(Scalar.of(0.4 * m * s.radius() * s.radius()));
      case Shape.Capsule c -> ofCapsule(c, geometry.placement().rotation().columnZ().negate());
      case Shape.Box b -> diagonal(m / 3 * (b.halfY() * b.halfY() + b.halfZ() * b.halfZ()),
          m / 3 * (b.halfX() * b.halfX() + b.halfZ() * b.halfZ()),
          m / 3 * (b.halfX() * b.halfX() + b.halfY() * b.halfY()));
      default -> throw new IllegalArgumentException("no such inertia of a " + geometry.shape());
    };
  }

  /** Of a capsule along d, a unit vector from its first end to its second. */
  private static Mat3 ofCapsule(Shape.Capsule capsule, Vec3 d) {
    double r = capsule.radius();
    double length = 2 * capsule.halfLength();
    double balls = DENSITY * ball(r);
    double cylinder = DENSITY * Math.PI * r * r * length;
    double along = (cylinder / 2 + 0.4 * balls) * r * r;
    double across = cylinder * (r * r / 4 + length * length / 12)
        + balls * (0.4 * r * r + 0.375 * r * length + length * length / 4);
    double x = d.x().value();
    double y = d.y().value();
    double z = d.z().value();
    // The shortest turn from x to d has R_xx = d_x, R_yy = 1 - d_y^2 / (1 + d_x), R_zz likewise.
    double yy = 1 + x > 0 ? 1 - y * y / (1 + x) : -1;
    double zz = 1 + x > 0 ? 1 - z * z / (1 + x) : 1;
    return diagonal(x * x * along, yy * yy * across, zz * zz * across);
  }

  /** {@code m (p . p 1 - p p')}. */
  private static Mat3 parallel(double m, Vec3 p) {
    return Mat3.diagonal(p.squaredNorm()).minus(Mat3.outer(p, p)).times(Scalar.of(m));
  }

  private static Mat3 diagonal(Mat3 m) {
    return diagonal(m.xx().value(), m.yy().value(), m.zz().value());
  }

  private static Mat3 diagonal(double xx, double yy, double zz) {
    return Mat3.of(xx, 0, 0, 0, yy, 0, 0, 0, zz);
  }
}
