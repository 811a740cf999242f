package io.github.lanewise.identification;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;

/**
 * {@code y (-) x and x (+) d}: states (q, v) beside each other, on the tangent space of 2 nv rows, in which the
 * simulation has its derivatives.
 *
 * <p>Of joints with one axis these are difference and sum. Of free and spherical joints the turn between two
 * quaternions is its rotation vector on the body's axes, and the way from one place to another is on them as well; an
 * error is then followed to first order in itself, which is exact where a fit ends. Immutable.
 */
final class StateErrors {
  private final RobotModel model;
  private final int nq;
  private final int nv;

  StateErrors(RobotModel model) {
    this.model = model;
    nq = model.nq();
    nv = model.nv();
  }

  /** Rows of a state. */
  int rows() {
    return nq + nv;
  }

  /** Rows of an error. */
  int size() {
    return 2 * nv;
  }

  /** {@code y (-) x} of the rows at places of two arrays, to a place of a third. */
  void difference(double[] y, int atY, double[] x, int atX, double[] error, int at) {
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int to = at + joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> error[to] = y[atY + iq] - x[atX + iq];
        case SPHERICAL -> turn(y, atY + iq, x, atX + iq, error, to);
        case FREE -> {
          double[] way = new double[3];
          for (int k = 0; k < 3; k++) {
            way[k] = y[atY + iq + k] - x[atX + iq + k];
          }
          double[] inBody = rotated(x, atX + iq + 3, way, -1);
          System.arraycopy(inBody, 0, error, to, 3);
          turn(y, atY + iq + 3, x, atX + iq + 3, error, to + 3);
        }
      }
    }
    for (int i = 0; i < nv; i++) {
      error[at + nv + i] = y[atY + nq + i] - x[atX + nq + i];
    }
  }

  /** {@code x <- x (+) d} of the rows at a place. */
  void move(double[] x, int at, double[] d, int from) {
    for (Joint joint : model.joints()) {
      int iq = at + joint.idxQ();
      int iv = from + joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> x[iq] += d[iv];
        case SPHERICAL -> moveTurn(x, iq, d, iv);
        case FREE -> {
          double[] way = rotated(x, iq + 3, Arrays.copyOfRange(d, iv, iv + 3), 1);
          for (int k = 0; k < 3; k++) {
            x[iq + k] += way[k];
          }
          moveTurn(x, iq + 3, d, iv + 3);
        }
      }
    }
    for (int i = 0; i < nv; i++) {
      x[at + nq + i] += d[from + nv + i];
    }
  }

  /** Gives quaternions of a state the length 1, which they had when they were measured but for rounding. */
  void normalise(double[] x, int at) {
    for (Joint joint : model.joints()) {
      if (joint.kind().nv() != joint.kind().nq()) {
        int first = at + joint.idxQ() + joint.kind().nq() - 4;
        double length = length(x, first);
        for (int k = 0; k < 4; k++) {
          x[first + k] /= length;
        }
      }
    }
  }

  /** The joint whose quaternion is not of length 1, to a thousandth; null if there is none. */
  Joint misshapen(double[] x) {
    return model.joints().stream().filter(joint -> joint.kind().nv() != joint.kind().nq()
        && Math.abs(length(x, joint.idxQ() + joint.kind().nq() - 4) - 1) > 1e-3).findFirst().orElse(null);
  }

  private static double length(double[] x, int i) {
    return Math.sqrt(x[i] * x[i] + x[i + 1] * x[i + 1] + x[i + 2] * x[i + 2] + x[i + 3] * x[i + 3]);
  }

  /** {@code log(conj(x) y)}, the shorter way round. */
  private static void turn(double[] y, int j, double[] x, int i, double[] error, int to) {
    double[] r = product(-x[i], -x[i + 1], -x[i + 2], x[i + 3], y[j], y[j + 1], y[j + 2], y[j + 3]);
    double sine = Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
    double angle = 2 * Math.atan2(sine, Math.abs(r[3]));
    double scale = (sine == 0 ? 2 : angle / sine) * (r[3] < 0 ? -1 : 1);
    for (int k = 0; k < 3; k++) {
      error[to + k] = scale * r[k];
    }
  }

  /** {@code x exp(d)}. */
  private static void moveTurn(double[] x, int i, double[] d, int k) {
    double angle = Math.sqrt(d[k] * d[k] + d[k + 1] * d[k + 1] + d[k + 2] * d[k + 2]);
    double scale = angle == 0 ? 0.5 : Math.sin(angle / 2) / angle;
    double[] r = product(x[i], x[i + 1], x[i + 2], x[i + 3], scale * d[k], scale * d[k + 1], scale * d[k + 2],
        Math.cos(angle / 2));
    double length = length(r, 0);
    for (int l = 0; l < 4; l++) {
      x[i + l] = r[l] / length;
    }
  }

  /** A vector turned by the quaternion at x[i], or back. */
  private static double[] rotated(double[] x, int i, double[] u, int sign) {
    double[] half = product(sign * x[i], sign * x[i + 1], sign * x[i + 2], x[i + 3], u[0], u[1], u[2], 0);
    return product(half[0], half[1], half[2], half[3], -sign * x[i], -sign * x[i + 1], -sign * x[i + 2], x[i + 3]);
  }

  /** Hamilton's, scalar last. */
  private static double[] product(double ax, double ay, double az, double aw, double bx, double by, double bz,
      double bw) {
    return new double[] {aw * bx + ax * bw + ay * bz - az * by, aw * by - ax * bz + ay * bw + az * bx,
      aw * bz + ax * by - ay * bx + az * bw, aw * bw - ax * bx - ay * by - az * bz};
  }
}
