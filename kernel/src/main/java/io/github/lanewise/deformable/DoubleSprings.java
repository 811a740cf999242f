package io.github.lanewise.deformable;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.DIV;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SQRT;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The links of a cloth: {@code f = k (1/L - 1/|d|) d} from each point towards its neighbour at {@code d = x_q - x_p},
 * and the net force {@code F_p = sum f_(p, q) - sum f_(q, p)}.
 *
 * <p>Every link is computed once, direction after direction. F is minus the gradient of the springs' energy, so its
 * derivative is symmetric: {@link #tangents} with the tangent of x gives that of f, and with the cotangent of F what
 * {@link #addNet} adds to the cotangent of x.
 *
 * <p>Limits are blends: MIN and MAX of the Vector API are several instructions each on x86, which knows others.
 *
 * <p>Scratch, from an origin of the layout on: f in coordinate {@code 3 direction + c}, and 1/|d| in {@code 12 +
 * direction}. Safe for threads with scratch of their own.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoubleSprings {
  /** Coordinates of scratch. */
  static final int SCRATCH = 4 * GridLayout.DIRECTIONS;
  private static final int INVERSE_LENGTHS = 3 * GridLayout.DIRECTIONS;
  /** |d|^2 counts as at least that [m^2]. */
  private static final double SHORTEST_SQUARED = (double) 1e-12;
  /** 1/|d| of a link that is shorter, to the bit. */
  private static final double LARGEST_INVERSE = 1 / (double) Math.sqrt(SHORTEST_SQUARED);
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final int run;
  private final int pitch;
  private final int[] offsets = new int[GridLayout.DIRECTIONS];
  /** 1/L. */
  private final double[] restInverses = new double[GridLayout.DIRECTIONS];
  /** 1 where a point has that link, otherwise 0; direction after direction. */
  private final double[] weights;

  DoubleSprings(GridLayout layout, Cloth cloth) {
    run = layout.run;
    pitch = layout.pitch;
    weights = new double[GridLayout.DIRECTIONS * run];
    for (int d = 0; d < GridLayout.DIRECTIONS; d++) {
      offsets[d] = layout.offset(d);
      restInverses[d] = (double) (1 / (GridLayout.restLength(d) * cloth.spacing()));
      for (int p = 0; p < run; p++) {
        weights[d * run + p] = layout.hasLink(p, d) ? 1 : 0;
      }
    }
  }

  /** f and 1/|d| of all links at positions x. */
  void stretch(double k, double[] x, int at, double[] scratch, int scratchAt) {
    for (int d = 0; d < GridLayout.DIRECTIONS; d++) {
      stretch(d, k, x, at, scratch, scratchAt);
    }
  }

  private void stretch(int d, double k, double[] x, int at, double[] scratch, int scratchAt) {
    double[] weight = weights;
    int end = run;
    int weightAt = d * end;
    int ny = at + pitch;
    int nz = ny + pitch;
    int qx = at + offsets[d];
    int qy = qx + pitch;
    int qz = qy + pitch;
    int fx = scratchAt + 3 * d * pitch;
    int fy = fx + pitch;
    int fz = fy + pitch;
    int inverseAt = scratchAt + (INVERSE_LENGTHS + d) * pitch;
    DoubleVector restInverse = DoubleVector.broadcast(SPECIES, restInverses[d]);
    DoubleVector stiffness = DoubleVector.broadcast(SPECIES, k);
    DoubleVector shortest = DoubleVector.broadcast(SPECIES, SHORTEST_SQUARED);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector dx =
          DoubleVector.fromArray(SPECIES, x, qx + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, x, at + p));
      DoubleVector dy =
          DoubleVector.fromArray(SPECIES, x, qy + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, x, ny + p));
      DoubleVector dz =
          DoubleVector.fromArray(SPECIES, x, qz + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, x, nz + p));
      DoubleVector squared = dz.lanewise(FMA, dz, dy.lanewise(FMA, dy, dx.lanewise(MUL, dx)));
      squared = squared.blend(shortest, squared.compare(LT, shortest));
      DoubleVector inverse = one.lanewise(DIV, squared.lanewise(SQRT));
      DoubleVector pull = DoubleVector.fromArray(SPECIES, weight, weightAt + p).lanewise(MUL, stiffness)
          .lanewise(MUL, restInverse.lanewise(SUB, inverse));
      inverse.intoArray(scratch, inverseAt + p);
      dx.lanewise(MUL, pull).intoArray(scratch, fx + p);
      dy.lanewise(MUL, pull).intoArray(scratch, fy + p);
      dz.lanewise(MUL, pull).intoArray(scratch, fz + p);
    }
  }

  /** {@code F += } net forces, three coordinates of F. */
  void addNet(double[] scratch, int scratchAt, double[] net, int netAt) {
    for (int c = 0; c < 3; c++) {
      addNet(scratch, scratchAt + c * pitch, 3 * pitch, net, netAt + c * pitch);
    }
  }

  private void addNet(double[] f, int f0, int next, double[] net, int netAt) {
    int end = run;
    int f1 = f0 + next;
    int f2 = f1 + next;
    int f3 = f2 + next;
    int b0 = f0 - offsets[0];
    int b1 = f1 - offsets[1];
    int b2 = f2 - offsets[2];
    int b3 = f3 - offsets[3];
    for (int p = 0; p < end; p += LANES) {
      DoubleVector straight =
          DoubleVector.fromArray(SPECIES, f, f0 + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, f, b0 + p))
              .lanewise(ADD, DoubleVector.fromArray(SPECIES, f, f1 + p)
                  .lanewise(SUB, DoubleVector.fromArray(SPECIES, f, b1 + p)));
      DoubleVector diagonal =
          DoubleVector.fromArray(SPECIES, f, f2 + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, f, b2 + p))
              .lanewise(ADD, DoubleVector.fromArray(SPECIES, f, f3 + p)
                  .lanewise(SUB, DoubleVector.fromArray(SPECIES, f, b3 + p)));
      DoubleVector.fromArray(SPECIES, net, netAt + p).lanewise(ADD, straight.lanewise(ADD, diagonal))
          .intoArray(net, netAt + p);
    }
  }

  /**
   * {@code g = k ((1/L - 1/|d|) e + d (d.e) / |d|^3), e = w_q - w_p}, in place of f; 1/|d| is that of {@link #stretch}
   * at the same x.
   */
  void tangents(double k, double[] x, int at, double[] w, int wAt, double[] scratch, int scratchAt) {
    for (int d = 0; d < GridLayout.DIRECTIONS; d++) {
      tangents(d, k, x, at, w, wAt, scratch, scratchAt);
    }
  }

  private void tangents(int d, double k, double[] x, int at, double[] w, int wAt, double[] scratch, int scratchAt) {
    double[] weight = weights;
    int end = run;
    int weightAt = d * end;
    int ny = at + pitch;
    int nz = ny + pitch;
    int qx = at + offsets[d];
    int qy = qx + pitch;
    int qz = qy + pitch;
    int wy = wAt + pitch;
    int wz = wy + pitch;
    int vx = wAt + offsets[d];
    int vy = vx + pitch;
    int vz = vy + pitch;
    int gx = scratchAt + 3 * d * pitch;
    int gy = gx + pitch;
    int gz = gy + pitch;
    int inverseAt = scratchAt + (INVERSE_LENGTHS + d) * pitch;
    DoubleVector restInverse = DoubleVector.broadcast(SPECIES, restInverses[d]);
    DoubleVector stiffness = DoubleVector.broadcast(SPECIES, k);
    DoubleVector largest = DoubleVector.broadcast(SPECIES, LARGEST_INVERSE);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector dx =
          DoubleVector.fromArray(SPECIES, x, qx + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, x, at + p));
      DoubleVector dy =
          DoubleVector.fromArray(SPECIES, x, qy + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, x, ny + p));
      DoubleVector dz =
          DoubleVector.fromArray(SPECIES, x, qz + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, x, nz + p));
      DoubleVector ex =
          DoubleVector.fromArray(SPECIES, w, vx + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, w, wAt + p));
      DoubleVector ey =
          DoubleVector.fromArray(SPECIES, w, vy + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, w, wy + p));
      DoubleVector ez =
          DoubleVector.fromArray(SPECIES, w, vz + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, w, wz + p));
      DoubleVector inverse = DoubleVector.fromArray(SPECIES, scratch, inverseAt + p);
      DoubleVector weighted = DoubleVector.fromArray(SPECIES, weight, weightAt + p).lanewise(MUL, stiffness);
      DoubleVector pull = weighted.lanewise(MUL, restInverse.lanewise(SUB, inverse));
      DoubleVector along = dz.lanewise(FMA, ez, dy.lanewise(FMA, ey, dx.lanewise(MUL, ex)))
          .lanewise(MUL, weighted).lanewise(MUL, inverse.lanewise(MUL, inverse).lanewise(MUL, inverse));
      along = zero.blend(along, inverse.compare(LT, largest)); // A link of less than the shortest length has no d|d|.
      dx.lanewise(FMA, along, ex.lanewise(MUL, pull)).intoArray(scratch, gx + p);
      dy.lanewise(FMA, along, ey.lanewise(MUL, pull)).intoArray(scratch, gy + p);
      dz.lanewise(FMA, along, ez.lanewise(MUL, pull)).intoArray(scratch, gz + p);
    }
  }
}
