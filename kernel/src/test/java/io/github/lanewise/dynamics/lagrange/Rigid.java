package io.github.lanewise.dynamics.lagrange;

import static io.github.lanewise.dynamics.lagrange.Matrices.identity;
import static io.github.lanewise.dynamics.lagrange.Matrices.times;
import static io.github.lanewise.dynamics.lagrange.Matrices.transpose;
import static io.github.lanewise.dynamics.lagrange.Matrices.zero;

/**
 * Rigid motions and mass distributions as 4x4 matrices.
 *
 * <p>A pose is {@code [R p; 0 1]}, a twist {@code [skew(w) u; 0 0]}, so that the pose that a twist makes in unit time
 * is its exponential. A mass distribution is {@code sum m r r'} over its points {@code r = (x, y, z, 1)}: second
 * moments, first moments and mass in one (the pseudo-inertia matrix of Uicker; Paul, Robot Manipulators, 1981, section
 * 6.3).
 */
final class Rigid {
  private Rigid() {}

  static Real[][] twist(Real[] angular, Real[] linear) {
    Real[][] x = zero(4, 4);
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      x[k][j] = angular[i];
      x[j][k] = angular[i].negate();
      x[i][3] = linear[i];
    }
    return x;
  }

  /** The turn by {@code angle} about an axis through the origin, of any length. */
  static Real[][] rotation(Real[] axis, Real angle) {
    return Matrices.exponential(twist(times(Matrices.direction(axis), angle), Matrices.zeros(3)));
  }

  static Real[][] translation(Real[] p) {
    Real[][] pose = identity(4);
    for (int i = 0; i < 3; i++) {
      pose[i][3] = p[i];
    }
    return pose;
  }

  /** From a quaternion (x, y, z, w) of any length: {@code v -> q v conj(q)} on the three axes. */
  static Real[][] rotation(Real[] quaternion) {
    Real[] q = Matrices.direction(quaternion);
    Real[][] left = leftProduct(q);
    Real[] conjugate = {q[0].negate(), q[1].negate(), q[2].negate(), q[3]};
    Real[][] both = times(left, rightProduct(conjugate));
    Real[][] pose = identity(4);
    for (int i = 0; i < 3; i++) {
      System.arraycopy(both[i], 0, pose[i], 0, 3);
    }
    return pose;
  }

  /** The matrix of {@code b -> a b} for quaternions. */
  private static Real[][] leftProduct(Real[] a) {
    return product(a, 1);
  }

  /** The matrix of {@code b -> b a} for quaternions. */
  static Real[][] rightProduct(Real[] a) {
    return product(a, -1);
  }

  private static Real[][] product(Real[] a, int side) {
    Real[] u = {a[0].times(Real.of(side)), a[1].times(Real.of(side)), a[2].times(Real.of(side))};
    Real[][] m = twist(u, a);
    for (int i = 0; i < 4; i++) {
      m[i][i] = a[3];
    }
    for (int i = 0; i < 3; i++) {
      m[3][i] = a[i].negate();
    }
    return m;
  }

  /** The mass distribution of a body with its inertia matrix about the centre of mass. */
  static Real[][] body(Real mass, Real[] com, Real[][] inertia) {
    Real half = inertia[0][0].plus(inertia[1][1]).plus(inertia[2][2]).half(1);
    Real[][] second = zero(3, 3);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        second[i][j] = (i == j ? half : Real.ZERO).minus(inertia[i][j]);
      }
    }
    return bodyOf(mass, com, second);
  }

  /** The mass distribution with second moments {@code sum m r r'} about the centre of mass. */
  static Real[][] bodyOf(Real mass, Real[] com, Real[][] second) {
    Real[][] j = zero(4, 4);
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        j[r][c] = second[r][c].plus(mass.times(com[r]).times(com[c]));
      }
      j[r][3] = mass.times(com[r]);
      j[3][r] = j[r][3];
    }
    j[3][3] = mass;
    return j;
  }

  static Real[] com(Real[][] body) {
    Real mass = body[3][3];
    Real[] com = Matrices.zeros(3);
    for (int i = 0; i < 3 && !mass.isZero(); i++) {
      com[i] = body[i][3].over(mass);
    }
    return com;
  }

  /** The inertia matrix about the centre of mass. */
  static Real[][] inertia(Real[][] body) {
    Real[] com = com(body);
    Real[][] second = zero(3, 3);
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        second[r][c] = body[r][c].minus(body[3][3].times(com[r]).times(com[c]));
      }
    }
    Real trace = second[0][0].plus(second[1][1]).plus(second[2][2]);
    return Matrices.minus(times(identity(3), trace), second);
  }

  /** A mass distribution given in a frame, in the frame in which that has the given pose. */
  static Real[][] moved(Real[][] pose, Real[][] body) {
    return times(times(pose, body), transpose(pose));
  }
}
