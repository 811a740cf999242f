package io.github.lanewise.identification;

import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.trace.Scalar;

/**
 * {@code P = L M M' L', P_0 = L L'}: bodies near a given one, by ten coordinates of which every choice is a body that
 * can be; M is lower triangular, with exponentials of the first four coordinates on its diagonal and the other six
 * below it.
 *
 * <p>The pseudo-inertia {@code P = [m, h'; h, S]} has the mass m, the first moment h = m c and the second moments
 * {@code S = sum of m_i x_i x_i'} of the points of a body; it is positive definite if, and only if, the body can be
 * made of points of positive mass that do not lie in a plane. All coordinates are 0 at the given body; they are shares:
 * the mass is that of the given body times {@code exp(2 theta_0)}. After Wensing, Kim and Slotine, Linear matrix
 * inequalities for physically consistent inertial parameter identification, 2018, and Rucker and Wensing, Smooth
 * parameterization of rigid-body inertia, 2022, whose factor has the given body's in front here.
 */
final class PseudoInertia {
  /** Coordinates of a body. */
  static final int SIZE = 10;

  private final double[][] factor;

  private PseudoInertia(double[][] factor) {
    this.factor = factor;
  }

  /** Around a body; null if it is flat, or has no mass. */
  static PseudoInertia around(BodyInertia body) {
    double m = body.mass();
    double[] c = {body.com().x().value(), body.com().y().value(), body.com().z().value()};
    double[][] inertia = {
      {body.atCom().xx().value(), body.atCom().xy().value(), body.atCom().xz().value()},
      {body.atCom().xy().value(), body.atCom().yy().value(), body.atCom().yz().value()},
      {body.atCom().xz().value(), body.atCom().yz().value(), body.atCom().zz().value()}};
    double half = (inertia[0][0] + inertia[1][1] + inertia[2][2]) / 2;
    double[] p = new double[16];
    p[0] = m;
    for (int i = 0; i < 3; i++) {
      p[4 * (i + 1)] = m * c[i];
      for (int j = 0; j <= i; j++) {
        p[4 * (i + 1) + j + 1] = (i == j ? half : 0) - inertia[i][j] + m * c[i] * c[j];
      }
    }
    if (m <= 0 || DoubleCholesky.factor(4, p, 0, 4) < 4) {
      return null;
    }
    double[][] factor = new double[4][4];
    for (int i = 0; i < 4; i++) {
      System.arraycopy(p, 4 * i, factor[i], 0, i + 1);
    }
    return new PseudoInertia(factor);
  }

  /** Mass, centre of mass, and the inertia about it, as the rows of a joint's parameters begin. */
  Scalar[] rows(Scalar[] theta) {
    Scalar[][] moved = product(theta);
    Scalar[][] p = new Scalar[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        p[i][j] = Scalar.ZERO;
        for (int k = 0; k <= Math.min(i, j); k++) {
          p[i][j] = p[i][j].plus(moved[i][k].times(moved[j][k]));
        }
      }
    }
    Scalar m = p[0][0];
    Scalar[] c = {p[0][1].over(m), p[0][2].over(m), p[0][3].over(m)};
    Scalar[][] s = new Scalar[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        s[i][j] = p[i + 1][j + 1].minus(c[i].times(p[0][j + 1]));
      }
    }
    return new Scalar[] {m, c[0], c[1], c[2], s[1][1].plus(s[2][2]), s[0][1].negate(), s[0][2].negate(),
      s[0][0].plus(s[2][2]), s[1][2].negate(), s[0][0].plus(s[1][1])};
  }

  /** L M. */
  private Scalar[][] product(Scalar[] theta) {
    Scalar[][] m = new Scalar[4][4];
    int next = 4;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        m[i][j] = theta[next++];
      }
      m[i][i] = theta[i].exp();
    }
    Scalar[][] product = new Scalar[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j <= i; j++) {
        product[i][j] = Scalar.ZERO;
        for (int k = j; k <= i; k++) {
          product[i][j] = product[i][j].plus(m[k][j].times(factor[i][k]));
        }
      }
    }
    return product;
  }
}
