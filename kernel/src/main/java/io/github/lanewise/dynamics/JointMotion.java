package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.spatial.ArticulatedInertia;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Rotation;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * How a joint places its body: first the constant placement in the parent, then the motion by q.
 *
 * @param kind what the joint does
 * @param placement pose of the joint at q = 0 in the parent's frame
 * @param axis coordinate axis of a joint with one axis: 0, 1 or 2
 * @param sign 1, or -1 where the joint moves against that axis
 * @param idxQ first row in q
 * @param idxV first row in v
 * @param turning whether the body's frame turns with a revolute joint; it need not where the body looks the same at
 *     every q
 */
record JointMotion(JointKind kind, Transform placement, int axis, double sign, int idxQ, int idxV, boolean turning) {
  /** Rows of velocity. */
  int nv() {
    return kind.nv();
  }

  /**
   * Axes on which the joint's own axis is a coordinate axis: unchanged if it is one already, else turned the shortest
   * way.
   */
  static Mat3 turnedAxes(Joint joint) {
    if (!hasAxis(joint.kind()) || isCoordinateAxis(joint.axis())) {
      return Mat3.IDENTITY;
    }
    int k = largest(joint.axis());
    Vec3 unit = Vec3.unit(k).times(Scalar.of(Math.signum(joint.axis().toArray()[k].value())));
    // The rotation that takes unit to the axis: 1 + skew(w) + skew(w)^2 / (1 + unit . axis), w = unit x axis.
    Vec3 w = unit.cross(joint.axis());
    Mat3 skew = Mat3.skew(w);
    Scalar scale = Scalar.ONE.plus(unit.dot(joint.axis())).reciprocal();
    return Mat3.IDENTITY.plus(skew).plus(skew.times(skew).times(scale));
  }

  static JointMotion of(Joint joint, Transform placement, Mat3 axes) {
    Vec3 axis = hasAxis(joint.kind()) ? axes.transposeTimes(joint.axis()) : Vec3.unit(2);
    int k = largest(axis);
    return new JointMotion(
        joint.kind(), placement, k, Math.signum(axis.toArray()[k].value()), joint.idxQ(), joint.idxV(), true);
  }

  /**
   * The same joint with a body frame that stays as it is at q = 0: for a body without children that is symmetric about
   * the axis.
   */
  JointMotion notTurning() {
    return new JointMotion(kind, placement, axis, sign, idxQ, idxV, false);
  }

  /** Whether an inertia, less its {@link #unmoved} part, is symmetric about the axis of this revolute joint. */
  boolean isSymmetric(Inertia inertia) {
    if (!isRevolute()) {
      return false;
    }
    Vec3 unit = Vec3.unit(axis);
    Inertia rest = inertia.minus(unmoved(inertia));
    Mat3 second = rest.second();
    Scalar half = second.trace().times(0.5);
    Mat3 asymmetry = second.minus(Mat3.diagonal(half)).plus(Mat3.outer(unit, unit).times(half));
    for (int i = 0; i < 3; i++) {
      if (!rest.h().toArray()[i].is(0)) {
        return false;
      }
      for (int j = 0; j < 3; j++) {
        if (!asymmetry.toArrays()[i][j].is(0)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean hasAxis(JointKind kind) {
    return kind != JointKind.SPHERICAL && kind != JointKind.FREE;
  }

  /** Whether the other two components are zero, but for what is left of a right angle in doubles. */
  private static boolean isCoordinateAxis(Vec3 axis) {
    int k = largest(axis);
    double across = Math.abs(axis.toArray()[(k + 1) % 3].value()) + Math.abs(axis.toArray()[(k + 2) % 3].value());
    return across <= 1e-15;
  }

  private static int largest(Vec3 axis) {
    int k = 0;
    for (int i = 1; i < 3; i++) {
      if (Math.abs(axis.toArray()[i].value()) > Math.abs(axis.toArray()[k].value())) {
        k = i;
      }
    }
    return k;
  }

  /** Whether the body turns by one angle about one axis. */
  boolean isRevolute() {
    return kind == JointKind.REVOLUTE || kind == JointKind.CONTINUOUS;
  }

  private Vec3 unit() {
    return Vec3.unit(axis).times(Scalar.of(sign));
  }

  /**
   * Column {@code c} of the motion subspace S: the motion that velocity row c of the joint makes, in the body frame.
   */
  Motion subspace(int c) {
    return switch (kind) {
      case REVOLUTE, CONTINUOUS -> new Motion(unit(), Vec3.ZERO);
      case PRISMATIC -> new Motion(Vec3.ZERO, unit());
      case SPHERICAL -> new Motion(Vec3.unit(c), Vec3.ZERO);
      case FREE -> c < 3 ? new Motion(Vec3.ZERO, Vec3.unit(c)) : new Motion(Vec3.unit(c - 3), Vec3.ZERO);
    };
  }

  /** {@code S x}: the motion that the joint's rows of x make. */
  Motion motion(Scalar[] x) {
    Motion sum = Motion.ZERO;
    for (int c = 0; c < nv(); c++) {
      sum = sum.plus(subspace(c).times(x[idxV + c]));
    }
    return sum;
  }

  /** The turn of the body's frame by q, after the placement. */
  Rotation rotation(Scalar[] q) {
    return turning ? turn(q) : new Rotation.Dense(Mat3.IDENTITY);
  }

  /** The turn of the body by q, after the placement. */
  Rotation turn(Scalar[] q) {
    return switch (kind) {
      case REVOLUTE, CONTINUOUS -> {
        Scalar angle = q[idxQ].times(sign);
        yield new Rotation.AboutAxis(axis, angle.sin(), angle.cos());
      }
      case PRISMATIC -> new Rotation.Dense(Mat3.IDENTITY);
      case SPHERICAL -> new Rotation.Dense(Transform.rotation(q[idxQ], q[idxQ + 1], q[idxQ + 2], q[idxQ + 3]));
      case FREE -> new Rotation.Dense(Transform.rotation(q[idxQ + 3], q[idxQ + 4], q[idxQ + 5], q[idxQ + 6]));
    };
  }

  /** The shift of the body's origin by q, on the axes of the placement. */
  Vec3 translation(Scalar[] q) {
    return switch (kind) {
      case PRISMATIC -> unit().times(q[idxQ]);
      case FREE -> Vec3.of(q, idxQ);
      default -> Vec3.ZERO;
    };
  }

  /** Origin of the body in the parent's frame. */
  Vec3 origin(Scalar[] q) {
    return placement.times(translation(q));
  }

  /** Pose of the body in its parent's body. */
  Transform pose(Scalar[] q) {
    return placement.times(new Transform(turn(q).matrix(), translation(q)));
  }

  /** A vector on the parent's axes, on the body's. */
  Vec3 toChild(Scalar[] q, Vec3 u) {
    return rotation(q).transposeTimes(placement.rotation().transposeTimes(u));
  }

  /** A vector on the parent's axes, on those of the body as q turns it. */
  Vec3 turned(Scalar[] q, Vec3 u) {
    return turn(q).transposeTimes(placement.rotation().transposeTimes(u));
  }

  /** A motion of the parent, seen in the body's frame. */
  Motion toChild(Scalar[] q, Motion m) {
    Vec3 atOrigin = m.linear().minus(origin(q).cross(m.angular()));
    return new Motion(toChild(q, m.angular()), toChild(q, atOrigin));
  }

  /** A force on the body, in the parent's frame. */
  Force toParent(Scalar[] q, Force f) {
    Rotation r = rotation(q);
    Vec3 force = placement.rotation().times(r.times(f.force()));
    Vec3 moment = placement.rotation().times(r.times(f.moment()));
    return new Force(moment.plus(origin(q).cross(force)), force);
  }

  /** A rigid inertia on the body, in the parent's frame. */
  Inertia toParent(Scalar[] q, Inertia inertia) {
    Rotation r = rotation(q);
    Mat3 second = placement.rotation().conjugateSymmetric(r.conjugateSymmetric(inertia.second()));
    Vec3 h = placement.rotation().times(r.times(inertia.h()));
    return new Inertia(inertia.mass(), h, second).shifted(origin(q));
  }

  /** An articulated inertia on the body, in the parent's frame. */
  ArticulatedInertia toParent(Scalar[] q, ArticulatedInertia inertia) {
    return inertia.turned(rotation(q)).turned(new Rotation.Dense(placement.rotation())).shifted(origin(q));
  }

  /** The part I of an inertia with {@code I S = 0} that keeps its values whatever q is: the parent may carry it. */
  Inertia unmoved(Inertia inertia) {
    Scalar o = Scalar.ZERO;
    return switch (kind) {
      case REVOLUTE, CONTINUOUS -> {
        Vec3 unit = Vec3.unit(axis);
        Mat3 along = Mat3.outer(unit, unit).times(unit.dot(inertia.second().times(unit)));
        yield new Inertia(inertia.mass(), unit.times(unit.dot(inertia.h())), along);
      }
      case PRISMATIC -> new Inertia(o, Vec3.ZERO, inertia.second());
      case SPHERICAL -> new Inertia(inertia.mass(), Vec3.ZERO, Mat3.ZERO);
      case FREE -> Inertia.ZERO;
    };
  }
}
