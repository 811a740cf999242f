package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/** Constant rotations from the ways in which robot files write them. Angles in rad. */
final class Orientation {
  private static final double SNAP = 1e-15;
  private static final Vec3 X = Vec3.of(1, 0, 0);
  private static final Vec3 Y = Vec3.of(0, 1, 0);
  private static final Vec3 Z = Vec3.of(0, 0, 1);

  private Orientation() {}

  /** {@code Rz(yaw) Ry(pitch) Rx(roll)}, as URDF defines rpy. */
  static Mat3 rpy(double roll, double pitch, double yaw) {
    return snap(about(Z, yaw).times(about(Y, pitch)).times(about(X, roll)));
  }

  /**
   * Three turns about coordinate axes. Small letters turn about the axes carried along, capitals about the fixed ones.
   *
   * @param sequence three of xyzXYZ
   * @param angles one for each
   */
  static Mat3 euler(String sequence, double[] angles) {
    Mat3 r = Mat3.IDENTITY;
    for (int i = 0; i < 3; i++) {
      char letter = sequence.charAt(i);
      Vec3 axis = switch (Character.toLowerCase(letter)) {
        case 'x' -> X;
        case 'y' -> Y;
        default -> Z;
      };
      Mat3 turn = about(axis, angles[i]);
      r = Character.isLowerCase(letter) ? r.times(turn) : turn.times(r);
    }
    return snap(r);
  }

  /** The rotation of the quaternion {@code w + xi + yj + zk}, of any length but zero. */
  static Mat3 quaternion(double w, double x, double y, double z) {
    double[] q = unit(w, x, y, z);
    return snap(Transform.rotation(Scalar.of(q[1]), Scalar.of(q[2]), Scalar.of(q[3]), Scalar.of(q[0])));
  }

  /** The rotation by {@code angle} about an axis of any length but zero. */
  static Mat3 axisAngle(Vec3 axis, double angle) {
    return snap(about(unit(axis), angle));
  }

  /** The frame whose x axis is along {@code x} and whose y axis is {@code y} made orthogonal to it. */
  static Mat3 xyAxes(Vec3 x, Vec3 y) {
    Vec3 ex = unit(x);
    Vec3 ey = unit(y.minus(ex.times(ex.dot(y))));
    return snap(Mat3.columns(ex, ey, ex.cross(ey)));
  }

  /** The shortest turn that takes the z axis to {@code z}; about x if that is half a turn. */
  static Mat3 zAxis(Vec3 z) {
    Vec3 to = unit(z);
    Vec3 axis = Z.cross(to);
    double sine = norm(axis);
    Vec3 about = sine == 0 ? X : unit(axis);
    return snap(about(about, Math.atan2(sine, to.z().value())));
  }

  /**
   * The unit quaternion (x, y, z, w) of a rotation matrix, w >= 0 (Shepperd 1978: divides by the largest component).
   */
  static double[] quaternion(Mat3 r) {
    double xx = r.xx().value();
    double yy = r.yy().value();
    double zz = r.zz().value();
    double yz = r.zy().value() - r.yz().value();
    double zx = r.xz().value() - r.zx().value();
    double xy = r.yx().value() - r.xy().value();
    double sxy = r.xy().value() + r.yx().value();
    double sxz = r.xz().value() + r.zx().value();
    double syz = r.yz().value() + r.zy().value();
    double trace = xx + yy + zz;
    double largest = Math.max(trace, Math.max(xx, Math.max(yy, zz)));
    double[] q = largest == trace ? new double[] {yz, zx, xy, 1 + trace}
        : largest == xx ? new double[] {1 + xx - yy - zz, sxy, sxz, yz}
        : largest == yy ? new double[] {sxy, 1 + yy - xx - zz, syz, zx}
        : new double[] {sxz, syz, 1 + zz - xx - yy, xy};
    double scale = (q[3] < 0 ? -1 : 1) / Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    return new double[] {q[0] * scale, q[1] * scale, q[2] * scale, q[3] * scale};
  }

  /** The vector at length 1; vectors of length 0 have no direction and must not come here. */
  static Vec3 unit(Vec3 v) {
    double[] u = unit(v.x().value(), v.y().value(), v.z().value());
    return Vec3.of(u[0], u[1], u[2]);
  }

  static double norm(Vec3 v) {
    return Math.sqrt(v.squaredNorm().value());
  }

  /**
   * Entries within 1e-15 of -1, 0 or 1 made exactly that: cos(pi/2) is 6e-17 in doubles, and a structural zero saves
   * work.
   */
  static Mat3 snap(Mat3 r) {
    return new Mat3(
        snap(r.xx()), snap(r.xy()), snap(r.xz()),
        snap(r.yx()), snap(r.yy()), snap(r.yz()),
        snap(r.zx()), snap(r.zy()), snap(r.zz()));
  }

  private static Scalar snap(Scalar s) {
    double nearest = Math.rint(s.value());
    return Math.abs(s.value() - nearest) <= SNAP ? Scalar.of(nearest) : s;
  }

  private static Mat3 about(Vec3 unitAxis, double angle) {
    return Transform.rotation(unitAxis, Scalar.of(angle));
  }

  /** The vector at length 1. Divides by the largest entry first, so that no square overflows or vanishes. */
  static double[] unit(double... v) {
    double largest = 0;
    for (double x : v) {
      largest = Math.max(largest, Math.abs(x));
    }
    double sum = 0;
    for (double x : v) {
      sum += x / largest * (x / largest);
    }
    double[] u = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      u[i] = v[i] / largest / Math.sqrt(sum);
    }
    return u;
  }
}
