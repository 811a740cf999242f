package io.github.lanewise.deformable;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.DIV;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.NEG;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code F = R S}, R orthogonal and S symmetric and positive, particles in lanes, and what R does when F moves.
 *
 * <p>R by Newton's iteration {@code R <- (R + R^-T)/2} from F (Higham, Computing the polar decomposition, SIAM J. Sci.
 * Stat. Comput. 1986). {@code dR = R [w]} with {@code (tr S - S) w = vee(R^T dF - dF^T R)}, which needs no singular
 * values, so equal ones are no special case; it ends where two of them add up to 0. Matrices are those of {@link
 * DoubleMatrices}. Immutable.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoublePolar {
  /** A step of that square leads to one of about the last bits, since each squares the distance. */
  private static final double ENOUGH = Math.ulp((double) 1) / 4;
  private static final int MOST_STEPS = 40;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final int pitch;

  DoublePolar(ParticleLayout layout) {
    pitch = layout.pitch;
  }

  /**
   * R.
   *
   * @param f matrices
   * @param to of each (overwritten; elsewhere)
   */
  void rotate(double[] f, int at, double[] to, int toAt) {
    System.arraycopy(f, at, to, toAt, DoubleMatrices.SIZE * pitch);
    for (int p = toAt; p < toAt + pitch; p += LANES) {
      int steps = 0;
      while (step(to, p) && steps < MOST_STEPS) {
        steps++;
      }
    }
  }

  /** One of one vector of particles; whether it needs another. */
  private boolean step(double[] r, int at) {
    int d = pitch;
    DoubleVector a = DoubleVector.fromArray(SPECIES, r, at);
    DoubleVector b = DoubleVector.fromArray(SPECIES, r, at + d);
    DoubleVector c = DoubleVector.fromArray(SPECIES, r, at + 2 * d);
    DoubleVector e = DoubleVector.fromArray(SPECIES, r, at + 3 * d);
    DoubleVector f = DoubleVector.fromArray(SPECIES, r, at + 4 * d);
    DoubleVector g = DoubleVector.fromArray(SPECIES, r, at + 5 * d);
    DoubleVector h = DoubleVector.fromArray(SPECIES, r, at + 6 * d);
    DoubleVector k = DoubleVector.fromArray(SPECIES, r, at + 7 * d);
    DoubleVector l = DoubleVector.fromArray(SPECIES, r, at + 8 * d);
    DoubleVector ca = f.lanewise(MUL, l).lanewise(SUB, g.lanewise(MUL, k));
    DoubleVector cb = g.lanewise(MUL, h).lanewise(SUB, e.lanewise(MUL, l));
    DoubleVector cc = e.lanewise(MUL, k).lanewise(SUB, f.lanewise(MUL, h));
    DoubleVector det = a.lanewise(FMA, ca, b.lanewise(FMA, cb, c.lanewise(MUL, cc)));
    DoubleVector over = DoubleVector.broadcast(SPECIES, (double) 0.5).lanewise(DIV, det);
    DoubleVector minusHalf = DoubleVector.broadcast(SPECIES, (double) -0.5);
    DoubleVector m = ca.lanewise(FMA, over, a.lanewise(MUL, minusHalf));
    DoubleVector squares = m.lanewise(MUL, m);
    a.lanewise(ADD, m).intoArray(r, at);
    m = cb.lanewise(FMA, over, b.lanewise(MUL, minusHalf));
    squares = m.lanewise(FMA, m, squares);
    b.lanewise(ADD, m).intoArray(r, at + d);
    m = cc.lanewise(FMA, over, c.lanewise(MUL, minusHalf));
    squares = m.lanewise(FMA, m, squares);
    c.lanewise(ADD, m).intoArray(r, at + 2 * d);
    m = c.lanewise(MUL, k).lanewise(SUB, b.lanewise(MUL, l)).lanewise(FMA, over, e.lanewise(MUL, minusHalf));
    squares = m.lanewise(FMA, m, squares);
    e.lanewise(ADD, m).intoArray(r, at + 3 * d);
    m = a.lanewise(MUL, l).lanewise(SUB, c.lanewise(MUL, h)).lanewise(FMA, over, f.lanewise(MUL, minusHalf));
    squares = m.lanewise(FMA, m, squares);
    f.lanewise(ADD, m).intoArray(r, at + 4 * d);
    m = b.lanewise(MUL, h).lanewise(SUB, a.lanewise(MUL, k)).lanewise(FMA, over, g.lanewise(MUL, minusHalf));
    squares = m.lanewise(FMA, m, squares);
    g.lanewise(ADD, m).intoArray(r, at + 5 * d);
    m = b.lanewise(MUL, g).lanewise(SUB, c.lanewise(MUL, f)).lanewise(FMA, over, h.lanewise(MUL, minusHalf));
    squares = m.lanewise(FMA, m, squares);
    h.lanewise(ADD, m).intoArray(r, at + 6 * d);
    m = c.lanewise(MUL, e).lanewise(SUB, a.lanewise(MUL, g)).lanewise(FMA, over, k.lanewise(MUL, minusHalf));
    squares = m.lanewise(FMA, m, squares);
    k.lanewise(ADD, m).intoArray(r, at + 7 * d);
    m = a.lanewise(MUL, f).lanewise(SUB, b.lanewise(MUL, e)).lanewise(FMA, over, l.lanewise(MUL, minusHalf));
    squares = m.lanewise(FMA, m, squares);
    l.lanewise(ADD, m).intoArray(r, at + 8 * d);
    return squares.compare(GT, ENOUGH).anyTrue();
  }

  /**
   * {@code [z]} with {@code (tr S - S) z = vee(Y - Y^T)}: of {@code Y = R^T dF} it is {@code R^T dR}; of {@code Y = R^T
   * R_bar} it is what R times adds to the cotangent of F.
   *
   * @param y matrices Y
   * @param s matrices S
   * @param to matrices [z] (overwritten)
   */
  void spin(double[] y, int at, double[] s, int sAt, double[] to, int toAt) {
    int d = pitch;
    for (int p = 0; p < d; p += LANES) {
      int q = at + p;
      DoubleVector x =
          DoubleVector.fromArray(SPECIES, y, q + 7 * d).lanewise(SUB, DoubleVector.fromArray(SPECIES, y, q + 5 * d));
      DoubleVector v =
          DoubleVector.fromArray(SPECIES, y, q + 2 * d).lanewise(SUB, DoubleVector.fromArray(SPECIES, y, q + 6 * d));
      DoubleVector w =
          DoubleVector.fromArray(SPECIES, y, q + 3 * d).lanewise(SUB, DoubleVector.fromArray(SPECIES, y, q + d));
      int t = sAt + p;
      DoubleVector s0 = DoubleVector.fromArray(SPECIES, s, t);
      DoubleVector s4 = DoubleVector.fromArray(SPECIES, s, t + 4 * d);
      DoubleVector s8 = DoubleVector.fromArray(SPECIES, s, t + 8 * d);
      DoubleVector a = s4.lanewise(ADD, s8);
      DoubleVector b = DoubleVector.fromArray(SPECIES, s, t + d).lanewise(NEG);
      DoubleVector c = DoubleVector.fromArray(SPECIES, s, t + 2 * d).lanewise(NEG);
      DoubleVector e = s0.lanewise(ADD, s8);
      DoubleVector f = DoubleVector.fromArray(SPECIES, s, t + 5 * d).lanewise(NEG);
      DoubleVector g = s0.lanewise(ADD, s4);
      DoubleVector ca = e.lanewise(MUL, g).lanewise(SUB, f.lanewise(MUL, f));
      DoubleVector cb = c.lanewise(MUL, f).lanewise(SUB, b.lanewise(MUL, g));
      DoubleVector cc = b.lanewise(MUL, f).lanewise(SUB, c.lanewise(MUL, e));
      DoubleVector over = DoubleVector.broadcast(SPECIES, 1)
          .lanewise(DIV, a.lanewise(FMA, ca, b.lanewise(FMA, cb, c.lanewise(MUL, cc))));
      DoubleVector ce = a.lanewise(MUL, g).lanewise(SUB, c.lanewise(MUL, c));
      DoubleVector cf = b.lanewise(MUL, c).lanewise(SUB, a.lanewise(MUL, f));
      DoubleVector cg = a.lanewise(MUL, e).lanewise(SUB, b.lanewise(MUL, b));
      DoubleVector z0 = ca.lanewise(FMA, x, cb.lanewise(FMA, v, cc.lanewise(MUL, w))).lanewise(MUL, over);
      DoubleVector z1 = cb.lanewise(FMA, x, ce.lanewise(FMA, v, cf.lanewise(MUL, w))).lanewise(MUL, over);
      DoubleVector z2 = cc.lanewise(FMA, x, cf.lanewise(FMA, v, cg.lanewise(MUL, w))).lanewise(MUL, over);
      int z = toAt + p;
      DoubleVector zero = DoubleVector.zero(SPECIES);
      zero.intoArray(to, z);
      z2.lanewise(NEG).intoArray(to, z + d);
      z1.intoArray(to, z + 2 * d);
      z2.intoArray(to, z + 3 * d);
      zero.intoArray(to, z + 4 * d);
      z0.lanewise(NEG).intoArray(to, z + 5 * d);
      z1.lanewise(NEG).intoArray(to, z + 6 * d);
      z0.intoArray(to, z + 7 * d);
      zero.intoArray(to, z + 8 * d);
    }
  }
}
