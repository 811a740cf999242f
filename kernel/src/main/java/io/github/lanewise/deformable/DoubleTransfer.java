package io.github.lanewise.deformable;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Between particles and the nodes of a grid: {@code g_i += sum_p w_ip q_p(i)} and its transpose, for fields {@code
 * q_p(n) = q + n_x Q_x + n_y Q_y + n_z Q_z} over the 27 nodes {@code n = (0..2)^3} of a particle, {@code w = w_x w_y
 * w_z}, sums factored axis by axis.
 *
 * <p>A node has four numbers, the lanes of a vector, the fourth of which no field changes from node to node (momentum
 * and mass; velocity and nothing). Particles come one after the other, since several may share a node; before and
 * afterwards their numbers are turned from rows to vectors and back.
 *
 * <p>Rows of fields: the three of q, then the matrix whose columns are Q_x, Q_y and Q_z; of moments likewise {@code sum
 * w g} and {@code sum w g n^T}, and last the fourth number of the first. Weights: three along x, three along y, three
 * along z. Has scratch: for one thread.
 */
final class DoubleTransfer {
  /** Numbers of a node. */
  static final int NODE = 4;
  /** Rows of a field. */
  static final int FIELD = 12;
  /** Rows of moments. */
  static final int MOMENTS = FIELD + 1;
  private static final VectorSpecies<Double> SPECIES =
      VectorSpecies.of(double.class, VectorShape.forBitSize(NODE * Double.SIZE));
  /** Of a particle in scratch: q or a sum, then what belongs to x, to y and to z. */
  private static final int STRIDE = 4 * NODE;

  private final int count;
  private final int pitch;
  /** Numbers from a node to its neighbours along x and y. */
  private final int strideX;
  private final int strideY;
  private final double[] turned;

  DoubleTransfer(ParticleLayout layout, int nodesY, int nodesZ) {
    count = layout.count;
    pitch = layout.pitch;
    strideY = NODE * nodesZ;
    strideX = strideY * nodesY;
    turned = new double[STRIDE * count];
  }

  /** A field from rows to vectors. */
  private void turn(double[] r, int q, double fourth) {
    for (int c = 0; c < 3; c++) {
      int row = q + c * pitch;
      int matrix = q + (3 + 3 * c) * pitch;
      for (int p = 0; p < count; p++) {
        int to = STRIDE * p + c;
        turned[to] = r[row + p];
        turned[to + NODE] = r[matrix + p];
        turned[to + 2 * NODE] = r[matrix + pitch + p];
        turned[to + 3 * NODE] = r[matrix + 2 * pitch + p];
      }
    }
    for (int p = 0; p < count; p++) {
      int to = STRIDE * p + 3;
      turned[to] = fourth;
      turned[to + NODE] = 0;
      turned[to + 2 * NODE] = 0;
      turned[to + 3 * NODE] = 0;
    }
  }

  /**
   * {@code g_i += sum_p w_ip q_p(i)}.
   *
   * @param r rows of particles: the field at {@code q}, weights at wx, wy and wz
   * @param fourth number of every field
   * @param first index of each particle's first node
   * @param grid nodes (added to)
   */
  void scatter(double[] r, int q, double fourth, int wx, int wy, int wz, int[] first, double[] grid) {
    turn(r, q, fourth);
    for (int p = 0; p < count; p++) {
      scatter(STRIDE * p, r, wx + p, wy + p, wz + p, grid, NODE * first[p]);
    }
  }

  private void scatter(int from, double[] r, int wx, int wy, int wz, double[] grid, int at) {
    int d = pitch;
    double[] field = turned;
    DoubleVector a0 = DoubleVector.fromArray(SPECIES, field, from);
    DoubleVector b0 = DoubleVector.fromArray(SPECIES, field, from + NODE);
    DoubleVector c0 = DoubleVector.fromArray(SPECIES, field, from + 2 * NODE);
    DoubleVector along = DoubleVector.fromArray(SPECIES, field, from + 3 * NODE);
    DoubleVector a1 = a0.lanewise(ADD, along);
    DoubleVector a2 = a1.lanewise(ADD, along).lanewise(MUL, r[wz + 2 * d]);
    a1 = a1.lanewise(MUL, r[wz + d]);
    a0 = a0.lanewise(MUL, r[wz]);
    DoubleVector b2 = b0.lanewise(MUL, r[wz + 2 * d]);
    DoubleVector b1 = b0.lanewise(MUL, r[wz + d]);
    b0 = b0.lanewise(MUL, r[wz]);
    DoubleVector c2 = c0.lanewise(MUL, r[wz + 2 * d]);
    DoubleVector c1 = c0.lanewise(MUL, r[wz + d]);
    c0 = c0.lanewise(MUL, r[wz]);
    for (int i = 0; i < 3; i++) {
      DoubleVector g0 = a0;
      DoubleVector g1 = a1;
      DoubleVector g2 = a2;
      for (int j = 0; j < 3; j++) {
        int node = at + i * strideX + j * strideY;
        DoubleVector w = DoubleVector.broadcast(SPECIES, r[wx + i * d] * r[wy + j * d]);
        g0.lanewise(FMA, w, DoubleVector.fromArray(SPECIES, grid, node)).intoArray(grid, node);
        g1.lanewise(FMA, w, DoubleVector.fromArray(SPECIES, grid, node + NODE)).intoArray(grid, node + NODE);
        g2.lanewise(FMA, w, DoubleVector.fromArray(SPECIES, grid, node + 2 * NODE)).intoArray(grid, node + 2 * NODE);
        g0 = g0.lanewise(ADD, c0);
        g1 = g1.lanewise(ADD, c1);
        g2 = g2.lanewise(ADD, c2);
      }
      a0 = a0.lanewise(ADD, b0);
      a1 = a1.lanewise(ADD, b1);
      a2 = a2.lanewise(ADD, b2);
    }
  }

  /**
   * Moments {@code sum_i w_ip g_i} and {@code sum_i w_ip g_i n^T}: the transpose of {@link #scatter}.
   *
   * @param grid nodes
   * @param first index of each particle's first node
   * @param r rows of particles: weights at wx, wy and wz
   * @param to rows of moments (overwritten)
   */
  void gather(double[] grid, int[] first, double[] r, int wx, int wy, int wz, int to) {
    for (int p = 0; p < count; p++) {
      gather(grid, NODE * first[p], r, wx + p, wy + p, wz + p, STRIDE * p);
    }
    for (int c = 0; c < 3; c++) {
      int row = to + c * pitch;
      int matrix = to + (3 + 3 * c) * pitch;
      for (int p = 0; p < count; p++) {
        int from = STRIDE * p + c;
        r[row + p] = turned[from];
        r[matrix + p] = turned[from + NODE];
        r[matrix + pitch + p] = turned[from + 2 * NODE];
        r[matrix + 2 * pitch + p] = turned[from + 3 * NODE];
      }
    }
    for (int p = 0; p < count; p++) {
      r[to + FIELD * pitch + p] = turned[STRIDE * p + 3];
    }
  }

  private void gather(double[] grid, int at, double[] r, int wx, int wy, int wz, int into) {
    int d = pitch;
    double[] to = turned;
    DoubleVector w0 = DoubleVector.broadcast(SPECIES, r[wz]);
    DoubleVector w1 = DoubleVector.broadcast(SPECIES, r[wz + d]);
    DoubleVector w2 = DoubleVector.broadcast(SPECIES, r[wz + 2 * d]);
    DoubleVector all = DoubleVector.zero(SPECIES);
    DoubleVector x = all;
    DoubleVector y = all;
    DoubleVector z = all;
    for (int i = 0; i < 3; i++) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      DoubleVector sumY = sum;
      DoubleVector sumZ = sum;
      for (int j = 0; j < 3; j++) {
        int node = at + i * strideX + j * strideY;
        DoubleVector g1 = DoubleVector.fromArray(SPECIES, grid, node + NODE).lanewise(MUL, w1);
        DoubleVector g2 = DoubleVector.fromArray(SPECIES, grid, node + 2 * NODE).lanewise(MUL, w2);
        DoubleVector far = g1.lanewise(ADD, g2);
        DoubleVector row = DoubleVector.fromArray(SPECIES, grid, node).lanewise(FMA, w0, far)
            .lanewise(MUL, r[wy + j * d]);
        sum = sum.lanewise(ADD, row);
        sumY = row.lanewise(FMA, DoubleVector.broadcast(SPECIES, j), sumY);
        sumZ = far.lanewise(ADD, g2).lanewise(FMA, DoubleVector.broadcast(SPECIES, r[wy + j * d]), sumZ);
      }
      DoubleVector w = DoubleVector.broadcast(SPECIES, r[wx + i * d]);
      sum = sum.lanewise(MUL, w);
      all = all.lanewise(ADD, sum);
      x = sum.lanewise(FMA, DoubleVector.broadcast(SPECIES, i), x);
      y = sumY.lanewise(FMA, w, y);
      z = sumZ.lanewise(FMA, w, z);
    }
    all.intoArray(to, into);
    x.intoArray(to, into + NODE);
    y.intoArray(to, into + 2 * NODE);
    z.intoArray(to, into + 3 * NODE);
  }

  /**
   * {@code sum_i (d w_ip / d f) . g_i . q_p(i)}, f the particle's place among its nodes, the field as it is.
   *
   * @param grid nodes
   * @param first index of each particle's first node
   * @param r rows of particles: the field at {@code q}, weights at w, nine rows, their slopes at slope
   * @param fourth number of every field
   * @param to three rows (overwritten)
   */
  void slope(double[] grid, int[] first, double[] r, int q, double fourth, int w, int slope, int to) {
    turn(r, q, fourth);
    for (int p = 0; p < count; p++) {
      slope(STRIDE * p, grid, NODE * first[p], r, w + p, slope + p);
    }
    for (int c = 0; c < 3; c++) {
      int row = to + c * pitch;
      for (int p = 0; p < count; p++) {
        int from = STRIDE * p + c * NODE;
        r[row + p] = turned[from] + turned[from + 1] + (turned[from + 2] + turned[from + 3]);
      }
    }
  }

  /** Along x, y and z, each of the four numbers by itself, in place of the field. */
  private void slope(int field, double[] grid, int at, double[] r, int w, int s) {
    int d = pitch;
    double[] f = turned;
    DoubleVector start = DoubleVector.fromArray(SPECIES, f, field);
    DoubleVector stepZ = DoubleVector.fromArray(SPECIES, f, field + 3 * NODE);
    DoubleVector w0 = DoubleVector.broadcast(SPECIES, r[w + 6 * d]);
    DoubleVector w1 = DoubleVector.broadcast(SPECIES, r[w + 7 * d]);
    DoubleVector w2 = DoubleVector.broadcast(SPECIES, r[w + 8 * d]);
    DoubleVector s0 = DoubleVector.broadcast(SPECIES, r[s + 6 * d]);
    DoubleVector s1 = DoubleVector.broadcast(SPECIES, r[s + 7 * d]);
    DoubleVector s2 = DoubleVector.broadcast(SPECIES, r[s + 8 * d]);
    DoubleVector x = DoubleVector.zero(SPECIES);
    DoubleVector y = x;
    DoubleVector z = x;
    for (int i = 0; i < 3; i++) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      DoubleVector sumY = sum;
      DoubleVector sumZ = sum;
      DoubleVector q = start;
      for (int j = 0; j < 3; j++) {
        int node = at + i * strideX + j * strideY;
        DoubleVector next = q.lanewise(ADD, stepZ);
        DoubleVector t0 = DoubleVector.fromArray(SPECIES, grid, node).lanewise(MUL, q);
        DoubleVector t1 = DoubleVector.fromArray(SPECIES, grid, node + NODE).lanewise(MUL, next);
        DoubleVector t2 =
            DoubleVector.fromArray(SPECIES, grid, node + 2 * NODE).lanewise(MUL, next.lanewise(ADD, stepZ));
        DoubleVector t = t0.lanewise(FMA, w0, t1.lanewise(FMA, w1, t2.lanewise(MUL, w2)));
        DoubleVector turn = t0.lanewise(FMA, s0, t1.lanewise(FMA, s1, t2.lanewise(MUL, s2)));
        DoubleVector across = DoubleVector.broadcast(SPECIES, r[w + (3 + j) * d]);
        sum = t.lanewise(FMA, across, sum);
        sumY = t.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[s + (3 + j) * d]), sumY);
        sumZ = turn.lanewise(FMA, across, sumZ);
        q = q.lanewise(ADD, DoubleVector.fromArray(SPECIES, f, field + 2 * NODE));
      }
      DoubleVector along = DoubleVector.broadcast(SPECIES, r[w + i * d]);
      x = sum.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[s + i * d]), x);
      y = sumY.lanewise(FMA, along, y);
      z = sumZ.lanewise(FMA, along, z);
      start = start.lanewise(ADD, DoubleVector.fromArray(SPECIES, f, field + NODE));
    }
    x.intoArray(f, field);
    y.intoArray(f, field + NODE);
    z.intoArray(f, field + 2 * NODE);
  }
}
