package io.github.lanewise.dynamics;

import io.github.lanewise.model.Geometry;
import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * A segment with a radius: a capsule, or of length 0 a ball.
 *
 * @param joint index of the joint whose body carries it, -1 for the world
 * @param middle in the frame of that joint, constant [m]
 * @param half from the middle to an end, constant [m]
 * @param length of half [m]
 * @param radius [m]
 */
record Rod(int joint, Vec3 middle, Vec3 half, double length, double radius) {
  /** Weight of the distances from the middles, against the square of the distance between the segments. */
  private static final double TO_MIDDLE = 1e-4;

  /** That of a shape; null if it is no ball or capsule. */
  static Rod of(Geometry geometry) {
    Vec3 middle = geometry.placement().translation();
    return switch (geometry.shape()) {
      case Shape.Sphere s -> new Rod(geometry.joint(), middle, Vec3.ZERO, 0, s.radius());
      case Shape.Capsule c -> new Rod(geometry.joint(), middle,
          geometry.placement().rotation().columnZ().times(Scalar.of(c.halfLength())), c.halfLength(), c.radius());
      default -> null;
    };
  }

  /**
   * The points {@code a + s u} and {@code b + t w} of two segments, s and t between -1 and 1, with the least {@code
   * |a + s u - b - t w|^2 + eps (|s u|^2 + |t w|^2)}: the closest ones, drawn to the middles by eps = 1e-4 so that they
   * are one pair, with a finite derivative, of parallel segments too, whose points lie in the middle of where they
   * overlap. The distance between them is never less than that of the segments, and its square more by no more than eps
   * (|u|^2 + |w|^2). Where a point comes to an end of its segment the derivative jumps. Against a ball nothing
   * is drawn.
   *
   * <p>Solved as Ericson does without eps (Real-Time Collision Detection, 2005, section 5.1.9): s of the lines, kept
   * within its segment, then the best t for it, kept, then the best s for that.
   *
   * @param pose of the joint frame
   * @param otherPose of the other's joint frame
   * @return both points in the world
   */
  Vec3[] closest(Transform pose, Rod other, Transform otherPose) {
    Vec3 a = pose.times(middle);
    Vec3 b = otherPose.times(other.middle);
    Vec3 u = pose.rotation().times(half);
    Vec3 w = otherPose.rotation().times(other.half);
    Vec3 apart = a.minus(b);
    double drawn = length > 0 && other.length > 0 ? 1 + TO_MIDDLE : 1;
    double uu = drawn * length * length;
    double ww = drawn * other.length * other.length;
    Scalar uw = u.dot(w);
    Scalar ua = u.dot(apart);
    Scalar wa = w.dot(apart);
    Scalar s = Scalar.ZERO;
    if (length > 0 && other.length > 0) {
      s = kept(uw.times(wa).minus(ua.times(ww)).over(uw.squared().negate().plus(uu * ww)));
    }
    Scalar t = other.length > 0 ? kept(uw.times(s).plus(wa).over(ww)) : Scalar.ZERO;
    s = length > 0 ? kept(uw.times(t).minus(ua).over(uu)) : Scalar.ZERO;
    return new Vec3[] {a.plus(u.times(s)), b.plus(w.times(t))};
  }

  private static Scalar kept(Scalar x) {
    return x.max(-1).min(1);
  }
}
