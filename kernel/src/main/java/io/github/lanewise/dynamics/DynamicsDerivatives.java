package io.github.lanewise.dynamics;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Scalar;

/**
 * The Jacobians of inverse and forward dynamics by the tangent of configuration, by velocity and by torque.
 *
 * <p>{@code da/dtau = M^-1, da/dq = -M^-1 dID/dq, da/dv = -M^-1 dID/dv} at a = FD(q, v, tau) (Carpentier and Mansard,
 * Analytical derivatives of rigid body dynamics algorithms, 2018, equation 8). The columns of dID come from forward
 * mode; a column touches only the bodies that the joint moves and those that carry them, so the zeros of the tree fold
 * away.
 */
final class DynamicsDerivatives {
  private DynamicsDerivatives() {}

  /** {@code dID/dq}, {@code [row][column]}, nv x nv. */
  static Scalar[][] inverseByConfiguration(Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] a) {
    Scalar[] tau = Rnea.inverseDynamics(robot, q, v, a, null);
    Scalar[] x = concat(q, v, a);
    Scalar[][] columns = new Scalar[robot.nv()][];
    for (int j = 0; j < columns.length; j++) {
      Scalar[] rates = Configuration.toRates(robot.model(), q, unit(robot.nv(), j));
      columns[j] = Forward.jvp(tau, x, concat(rates, Scalar.zeros(2 * robot.nv())));
    }
    return transpose(columns);
  }

  /** {@code dID/dv}, {@code [row][column]}, nv x nv. */
  static Scalar[][] inverseByVelocity(Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] a) {
    Scalar[] tau = Rnea.inverseDynamics(robot, q, v, a, null);
    Scalar[] x = concat(q, v, a);
    Scalar[][] columns = new Scalar[robot.nv()][];
    for (int j = 0; j < columns.length; j++) {
      Scalar[] direction = concat(Scalar.zeros(q.length), unit(robot.nv(), j), Scalar.zeros(robot.nv()));
      columns[j] = Forward.jvp(tau, x, direction);
    }
    return transpose(columns);
  }

  /** {@code dID/dq dq + dID/dv dv + M da}, nv rows, along tangents of nv rows each. */
  static Scalar[] inverseAlong(
      Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] a, Scalar[] dq, Scalar[] dv, Scalar[] da) {
    Scalar[] tau = Rnea.inverseDynamics(robot, q, v, a, null);
    return Forward.jvp(tau, concat(q, v, a), concat(Configuration.toRates(robot.model(), q, dq), dv, da));
  }

  /** {@code M^-1}, symmetric. */
  static Scalar[][] inverseMass(SymmetricSolve mass, int nv) {
    Scalar[][] columns = new Scalar[nv][];
    for (int j = 0; j < nv; j++) {
      columns[j] = mass.solve(unit(nv, j));
    }
    Scalar[][] inverse = new Scalar[nv][nv];
    for (int i = 0; i < nv; i++) {
      for (int j = 0; j <= i; j++) {
        inverse[i][j] = columns[j][i];
        inverse[j][i] = columns[j][i];
      }
    }
    return inverse;
  }

  /** {@code -inverse m}. */
  static Scalar[][] minusTimes(Scalar[][] inverse, Scalar[][] m) {
    int nv = inverse.length;
    Scalar[][] product = new Scalar[nv][nv];
    for (int i = 0; i < nv; i++) {
      for (int j = 0; j < nv; j++) {
        Scalar sum = Scalar.ZERO;
        for (int k = 0; k < nv; k++) {
          sum = sum.plus(inverse[i][k].times(m[k][j]));
        }
        product[i][j] = sum.negate();
      }
    }
    return product;
  }

  private static Scalar[] unit(int n, int j) {
    Scalar[] unit = Scalar.zeros(n);
    unit[j] = Scalar.ONE;
    return unit;
  }

  private static Scalar[][] transpose(Scalar[][] m) {
    Scalar[][] t = new Scalar[m[0].length][m.length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[i].length; j++) {
        t[j][i] = m[i][j];
      }
    }
    return t;
  }
}
