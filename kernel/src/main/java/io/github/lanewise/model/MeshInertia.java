package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * What a mesh weighs and how it turns: the sum over pyramids from a point to its triangles, or over the triangles
 * themselves (Eberly, Polyhedral mass properties; the pyramids and their signs as MuJoCo takes them).
 *
 * @param size volume [m^3], or area of a shell [m^2]
 * @param com centre of mass [m]
 * @param atCom rotational inertia about it for 1 kg/m^3 or 1 kg/m^2
 */
record MeshInertia(double size, Vec3 com, Mat3 atCom) {
  /** What a mesh is taken for. */
  enum Kind {
    /** Solid; a pyramid counts whichever way its triangle faces. Right where all of it is seen from its middle. */
    LEGACY,
    /** Solid; what faces the middle is taken away. Right for closed meshes whose triangles face outwards. */
    EXACT,
    /** Hollow: the mass is in the triangles. */
    SHELL
  }

  /** Of a mesh whose coordinates are already those of its geom. */
  static MeshInertia of(double[] points, int[] corners, Kind kind) {
    double[] middle = middle(points, corners);
    double size = 0;
    double[] moment = new double[3];
    for (int t = 0; t < corners.length; t += 3) {
      double[] centre = centre(points, corners, t);
      double part = part(points, corners, t, middle, kind);
      size += part;
      for (int k = 0; k < 3; k++) {
        moment[k] += part * (kind == Kind.SHELL ? centre[k] : 0.75 * centre[k] + 0.25 * middle[k]);
      }
    }
    double[] com = {moment[0] / size, moment[1] / size, moment[2] / size};
    // Once more with the pyramids from the centre of mass, as products of inertia about that need.
    double whole = 0;
    double[][] second = new double[3][3];
    for (int t = 0; t < corners.length; t += 3) {
      double part = part(points, corners, t, com, kind);
      whole += part;
      addSecondMoment(second, points, corners, t, com, part / (kind == Kind.SHELL ? 12 : 20));
    }
    double trace = second[0][0] + second[1][1] + second[2][2];
    Mat3 inertia = Mat3.symmetric(
        Scalar.of(trace - second[0][0]), Scalar.of(-second[0][1]), Scalar.of(-second[0][2]),
        Scalar.of(trace - second[1][1]), Scalar.of(-second[1][2]), Scalar.of(trace - second[2][2]));
    return new MeshInertia(whole, Vec3.of(com[0], com[1], com[2]), inertia);
  }

  /** A body of this form. */
  BodyInertia body(double mass) {
    return new BodyInertia(mass, com, atCom.times(Scalar.of(mass / size)));
  }

  /** The mean of the triangles' centres by area. */
  private static double[] middle(double[] points, int[] corners) {
    double area = 0;
    double[] middle = new double[3];
    for (int t = 0; t < corners.length; t += 3) {
      double own = Math.sqrt(dot(normal(points, corners, t), normal(points, corners, t))) / 2;
      double[] centre = centre(points, corners, t);
      area += own;
      for (int k = 0; k < 3; k++) {
        middle[k] += own * centre[k];
      }
    }
    for (int k = 0; k < 3; k++) {
      middle[k] /= area;
    }
    return middle;
  }

  private static double[] centre(double[] points, int[] corners, int t) {
    double[] centre = new double[3];
    for (int k = 0; k < 3; k++) {
      centre[k] = (points[3 * corners[t] + k] + points[3 * corners[t + 1] + k] + points[3 * corners[t + 2] + k]) / 3;
    }
    return centre;
  }

  /** Of twice the triangle's area, outwards. */
  private static double[] normal(double[] points, int[] corners, int t) {
    double[] a = new double[3];
    double[] b = new double[3];
    for (int k = 0; k < 3; k++) {
      a[k] = points[3 * corners[t + 1] + k] - points[3 * corners[t] + k];
      b[k] = points[3 * corners[t + 2] + k] - points[3 * corners[t] + k];
    }
    return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
  }

  /** Volume of the pyramid from the apex to the triangle, or the triangle's area. */
  private static double part(double[] points, int[] corners, int t, double[] apex, Kind kind) {
    double[] normal = normal(points, corners, t);
    if (kind == Kind.SHELL) {
      return Math.sqrt(dot(normal, normal)) / 2;
    }
    double[] way = centre(points, corners, t);
    for (int k = 0; k < 3; k++) {
      way[k] -= apex[k];
    }
    double volume = dot(way, normal) / 6;
    return kind == Kind.LEGACY ? Math.abs(volume) : volume;
  }

  /** {@code scale (sum_i sum_j r_i r_j' + sum_i r_i r_i')} over the corners, seen from {@code from}. */
  private static void addSecondMoment(
      double[][] second, double[] points, int[] corners, int t, double[] from, double scale) {
    double[][] r = new double[3][3];
    double[] sum = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < 3; k++) {
        r[c][k] = points[3 * corners[t + c] + k] - from[k];
        sum[k] += r[c][k];
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double products = r[0][i] * r[0][j] + r[1][i] * r[1][j] + r[2][i] * r[2][j];
        second[i][j] += scale * (sum[i] * sum[j] + products);
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
