package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Vectors, matrices (row by row) and configurations as plain arrays, written apart from the code under test. */
public final class Numbers {
  private Numbers() {}

  /** The largest difference of two entries over the largest entry expected, or over {@code floor} if that is more. */
  public static double error(double[] actual, double[] expected, double floor) {
    if (actual.length != expected.length) {
      throw new IllegalArgumentException(actual.length + " numbers where " + expected.length + " are expected");
    }
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      double d = Math.abs(actual[i] - expected[i]);
      difference = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(difference, d);
    }
    return difference / Math.max(floor, largest(expected));
  }

  /** As with a floor of 1e-3. */
  public static double error(double[] actual, double[] expected) {
    return error(actual, expected, 1e-3);
  }

  /** The largest magnitude. */
  public static double largest(double[] a) {
    return DoubleStream.of(a).map(Math::abs).max().orElse(0);
  }

  /** {@code a + s b}. */
  public static double[] plus(double[] a, double s, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] + s * b[i]).toArray();
  }

  /** {@code a . b}. */
  public static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  /** {@code m x} for a matrix with {@code x.length} columns. */
  public static double[] times(double[] m, double[] x) {
    return IntStream.range(0, m.length / x.length)
        .mapToDouble(i -> dot(Arrays.copyOfRange(m, i * x.length, (i + 1) * x.length), x)).toArray();
  }

  /** {@code m' y} for a matrix with {@code y.length} rows. */
  public static double[] transposeTimes(double[] m, double[] y) {
    int columns = m.length / y.length;
    double[] x = new double[columns];
    for (int i = 0; i < m.length; i++) {
      x[i % columns] += m[i] * y[i / columns];
    }
    return x;
  }

  /** One array after the other. */
  public static double[] join(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(DoubleStream::of).toArray();
  }

  /** The n x n matrix with the given lower triangle. */
  static double[] symmetric(double[] lower, int n) {
    double[] m = new double[n * n];
    for (int i = 0, k = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        m[i * n + j] = lower[k];
        m[j * n + i] = lower[k++];
      }
    }
    return m;
  }

  static double[] cross(double[] a, double[] b) {
    return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
  }

  /** Rotation of the unit quaternion at q[i], row by row. */
  static double[] rotation(double[] q, int i) {
    double x = q[i];
    double y = q[i + 1];
    double z = q[i + 2];
    double w = q[i + 3];
    return new double[] {
      w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y),
      2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x),
      2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z};
  }

  /** Hamilton's product. */
  static double[] product(double[] a, double[] b) {
    double[] u = cross(a, b);
    return new double[] {
      a[3] * b[0] + b[3] * a[0] + u[0], a[3] * b[1] + b[3] * a[1] + u[1], a[3] * b[2] + b[3] * a[2] + u[2],
      a[3] * b[3] - a[0] * b[0] - a[1] * b[1] - a[2] * b[2]};
  }

  /**
   * A configuration near q: q itself moved along a small tangent, to second order. Positions of free joints go straight
   * where the exponential goes along a screw; a central difference does not see that.
   */
  public static double[] move(RobotModel model, double[] q, double[] d) {
    double[] next = new double[q.length];
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> next[iq] = q[iq] + d[iv];
        case SPHERICAL -> turn(next, q, iq, d, iv);
        case FREE -> {
          double[] shift = times(rotation(q, iq + 3), Arrays.copyOfRange(d, iv, iv + 3));
          for (int k = 0; k < 3; k++) {
            next[iq + k] = q[iq + k] + shift[k];
          }
          turn(next, q, iq + 3, d, iv + 3);
        }
      }
    }
    return next;
  }

  private static void turn(double[] next, double[] q, int i, double[] d, int j) {
    double angle = Math.sqrt(d[j] * d[j] + d[j + 1] * d[j + 1] + d[j + 2] * d[j + 2]);
    double scale = angle == 0 ? 0.5 : Math.sin(angle / 2) / angle;
    double[] turn = {scale * d[j], scale * d[j + 1], scale * d[j + 2], Math.cos(angle / 2)};
    System.arraycopy(product(Arrays.copyOfRange(q, i, i + 4), turn), 0, next, i, 4);
  }

  /** The inverse of {@link #move} in d, for near configurations. */
  public static double[] difference(RobotModel model, double[] from, double[] to) {
    double[] d = new double[model.nv()];
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> d[iv] = to[iq] - from[iq];
        case SPHERICAL -> turned(d, iv, from, to, iq);
        case FREE -> {
          double[] shift = {to[iq] - from[iq], to[iq + 1] - from[iq + 1], to[iq + 2] - from[iq + 2]};
          System.arraycopy(transposeTimes(rotation(from, iq + 3), shift), 0, d, iv, 3);
          turned(d, iv + 3, from, to, iq + 3);
        }
      }
    }
    return d;
  }

  private static void turned(double[] d, int j, double[] from, double[] to, int i) {
    double[] inverse = {-from[i], -from[i + 1], -from[i + 2], from[i + 3]};
    double[] turn = product(inverse, Arrays.copyOfRange(to, i, i + 4));
    for (int k = 0; k < 3; k++) {
      d[j + k] = 2 * Math.signum(turn[3]) * turn[k];
    }
  }

  /** {@link #move} for states (q, v), with a control law's own behind them or without, and their tangents. */
  public static double[] moveState(RobotModel model, double[] x, double[] d) {
    int nq = model.nq();
    int nv = model.nv();
    return join(
        move(model, Arrays.copyOf(x, nq), Arrays.copyOf(d, nv)),
        plus(Arrays.copyOfRange(x, nq, x.length), 1, Arrays.copyOfRange(d, nv, d.length)));
  }

  /** {@link #difference} for states (q, v), with a control law's own behind them or without. */
  public static double[] stateDifference(RobotModel model, double[] from, double[] to) {
    int nq = model.nq();
    return join(
        difference(model, Arrays.copyOf(from, nq), Arrays.copyOf(to, nq)),
        plus(Arrays.copyOfRange(to, nq, to.length), -1, Arrays.copyOfRange(from, nq, from.length)));
  }
}
