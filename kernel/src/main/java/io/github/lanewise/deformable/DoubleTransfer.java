package io.github.lanewise.deformable;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;

import io.github.lanewise.lanes.ElementType;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Between particles and the nodes of a grid: {@code g_i += sum_p w_ip q_p(i)} and its transpose, for fields {@code
 * q_p(n) = q + n_x Q_x + n_y Q_y + n_z Q_z} over the 27 nodes {@code n = (0..2)^3} of a particle, {@code w = w_x w_y
 * w_z}.
 *
 * <p>A node has four numbers, the fourth of which no field changes from node to node (momentum and mass; velocity and
 * nothing). Three nodes along z are twelve neighbouring numbers and so the lanes of vectors; each particle adds nine
 * such rows. A fourth node that fills a vector has weight 0.
 *
 * <p>Rows of fields: the three of q, then the matrix whose columns are Q_x, Q_y and Q_z; of moments likewise {@code sum w
 * g} and {@code sum w g n^T}, and last the fourth number of the first. Weights: three along x, three along y, three
 * along z. Has scratch: for one thread.
 */
final class DoubleTransfer {
  /** Numbers of a node. */
  static final int NODE = 4;
  /** Rows of a field. */
  static final int FIELD = 12;
  /** Rows of moments. */
  static final int MOMENTS = FIELD + 1;
  private static final int ROW = 3 * NODE;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int PARTS = (ROW + LANES - 1) / LANES;
  private static final int SPAN = PARTS * LANES;
  /** Behind a row of nodes, what vectors may touch. */
  static final int SLACK = SPAN;
  /** Which lanes are of a coordinate, four; of a coordinate times the node's number, three; of a node, three. */
  private static final double[] PATTERNS = patterns();
  private static final int COUNTED = NODE * SPAN;
  private static final int OF_NODE = (NODE + 3) * SPAN;

  private final int count;
  private final int pitch;
  /** Numbers from a node to its neighbours along x and y. */
  private final int strideX;
  private final int strideY;
  private final double[] lanes = new double[3 * SPAN];

  DoubleTransfer(ParticleLayout layout, int nodesY, int nodesZ) {
    count = layout.count;
    pitch = layout.pitch;
    strideY = NODE * nodesZ;
    strideX = strideY * nodesY;
  }

  private static double[] patterns() {
    double[] patterns = new double[(NODE + 6) * SPAN];
    for (int e = 0; e < ROW; e++) {
      int c = e % NODE;
      int node = e / NODE;
      patterns[c * SPAN + e] = 1;
      if (c < 3) {
        patterns[(NODE + c) * SPAN + e] = node;
      }
      patterns[(NODE + 3 + node) * SPAN + e] = 1;
    }
    return patterns;
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
    for (int part = 0; part < SPAN; part += LANES) {
      for (int p = 0; p < count; p++) {
        scatter(part, r, q + p, fourth, wx + p, wy + p, wz + p, grid, NODE * first[p] + part);
      }
    }
  }

  private void scatter(int part, double[] r, int q, double fourth, int wx, int wy, int wz, double[] grid, int at) {
    int d = pitch;
    DoubleVector ex = DoubleVector.fromArray(SPECIES, PATTERNS, part);
    DoubleVector ey = DoubleVector.fromArray(SPECIES, PATTERNS, SPAN + part);
    DoubleVector ez = DoubleVector.fromArray(SPECIES, PATTERNS, 2 * SPAN + part);
    DoubleVector w = DoubleVector.fromArray(SPECIES, PATTERNS, OF_NODE + part).lanewise(MUL, r[wz])
        .lanewise(ADD, DoubleVector.fromArray(SPECIES, PATTERNS, OF_NODE + SPAN + part).lanewise(MUL, r[wz + d]))
        .lanewise(ADD, DoubleVector.fromArray(SPECIES, PATTERNS, OF_NODE + 2 * SPAN + part)
            .lanewise(MUL, r[wz + 2 * d]));
    DoubleVector f = DoubleVector.fromArray(SPECIES, PATTERNS, 3 * SPAN + part).lanewise(MUL, fourth);
    f = ex.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q]), f);
    f = ey.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + d]), f);
    f = ez.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + 2 * d]), f);
    f = DoubleVector.fromArray(SPECIES, PATTERNS, COUNTED + part)
        .lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + 5 * d]), f);
    f = DoubleVector.fromArray(SPECIES, PATTERNS, COUNTED + SPAN + part)
        .lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + 8 * d]), f);
    f = DoubleVector.fromArray(SPECIES, PATTERNS, COUNTED + 2 * SPAN + part)
        .lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + 11 * d]), f);
    f = f.lanewise(MUL, w);
    DoubleVector fx = ex.lanewise(MUL, r[q + 3 * d])
        .lanewise(ADD, ey.lanewise(MUL, r[q + 6 * d])).lanewise(ADD, ez.lanewise(MUL, r[q + 9 * d]))
        .lanewise(MUL, w);
    DoubleVector fy = ex.lanewise(MUL, r[q + 4 * d])
        .lanewise(ADD, ey.lanewise(MUL, r[q + 7 * d])).lanewise(ADD, ez.lanewise(MUL, r[q + 10 * d]))
        .lanewise(MUL, w);
    for (int i = 0; i < 3; i++) {
      double along = r[wx + i * d];
      int row = at + i * strideX;
      DoubleVector.fromArray(SPECIES, grid, row).lanewise(ADD, f.lanewise(MUL, along * r[wy])).intoArray(grid, row);
      DoubleVector g = f.lanewise(ADD, fy);
      row += strideY;
      DoubleVector.fromArray(SPECIES, grid, row).lanewise(ADD, g.lanewise(MUL, along * r[wy + d]))
          .intoArray(grid, row);
      g = g.lanewise(ADD, fy);
      row += strideY;
      DoubleVector.fromArray(SPECIES, grid, row).lanewise(ADD, g.lanewise(MUL, along * r[wy + 2 * d]))
          .intoArray(grid, row);
      f = f.lanewise(ADD, fx);
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
      for (int part = 0; part < SPAN; part += LANES) {
        gather(part, grid, NODE * first[p] + part, r, wx + p, wy + p, wz + p);
      }
      for (int c = 0; c < 3; c++) {
        double middle = lanes[NODE + c];
        double last = lanes[2 * NODE + c];
        int row = to + p + (3 + 3 * c) * pitch;
        r[to + p + c * pitch] = lanes[c] + middle + last;
        r[row] = lanes[SPAN + c] + lanes[SPAN + NODE + c] + lanes[SPAN + 2 * NODE + c];
        r[row + pitch] = lanes[2 * SPAN + c] + lanes[2 * SPAN + NODE + c] + lanes[2 * SPAN + 2 * NODE + c];
        r[row + 2 * pitch] = middle + 2 * last;
      }
      r[to + p + FIELD * pitch] = lanes[3] + lanes[NODE + 3] + lanes[2 * NODE + 3];
    }
  }

  private void gather(int part, double[] grid, int at, double[] r, int wx, int wy, int wz) {
    int d = pitch;
    double[] to = lanes;
    DoubleVector w = DoubleVector.fromArray(SPECIES, PATTERNS, OF_NODE + part).lanewise(MUL, r[wz])
        .lanewise(ADD, DoubleVector.fromArray(SPECIES, PATTERNS, OF_NODE + SPAN + part).lanewise(MUL, r[wz + d]))
        .lanewise(ADD, DoubleVector.fromArray(SPECIES, PATTERNS, OF_NODE + 2 * SPAN + part)
            .lanewise(MUL, r[wz + 2 * d]));
    DoubleVector w0 = DoubleVector.broadcast(SPECIES, r[wy]);
    DoubleVector w1 = DoubleVector.broadcast(SPECIES, r[wy + d]);
    DoubleVector w2 = DoubleVector.broadcast(SPECIES, r[wy + 2 * d]);
    DoubleVector all = DoubleVector.zero(SPECIES);
    DoubleVector x = all;
    DoubleVector y = all;
    for (int i = 0; i < 3; i++) {
      int row = at + i * strideX;
      DoubleVector g1 = DoubleVector.fromArray(SPECIES, grid, row + strideY).lanewise(MUL, w1);
      DoubleVector g2 = DoubleVector.fromArray(SPECIES, grid, row + 2 * strideY).lanewise(MUL, w2);
      DoubleVector across = g1.lanewise(ADD, g2).lanewise(ADD, g2);
      DoubleVector sum = DoubleVector.fromArray(SPECIES, grid, row).lanewise(FMA, w0, g1.lanewise(ADD, g2));
      DoubleVector along = DoubleVector.broadcast(SPECIES, r[wx + i * d]);
      sum = sum.lanewise(MUL, along);
      all = all.lanewise(ADD, sum);
      x = sum.lanewise(FMA, DoubleVector.broadcast(SPECIES, i), x);
      y = across.lanewise(FMA, along, y);
    }
    all.lanewise(MUL, w).intoArray(to, part);
    x.lanewise(MUL, w).intoArray(to, SPAN + part);
    y.lanewise(MUL, w).intoArray(to, 2 * SPAN + part);
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
    for (int p = 0; p < count; p++) {
      for (int part = 0; part < SPAN; part += LANES) {
        slope(part, grid, NODE * first[p] + part, r, q + p, fourth, w + p, slope + p);
      }
      for (int c = 0; c < 3; c++) {
        double sum = 0;
        for (int e = 0; e < ROW; e++) {
          sum += lanes[c * SPAN + e];
        }
        r[to + c * pitch + p] = sum;
      }
    }
  }

  private void slope(int part, double[] grid, int at, double[] r, int q, double fourth, int w, int s) {
    int d = pitch;
    double[] to = lanes;
    DoubleVector ex = DoubleVector.fromArray(SPECIES, PATTERNS, part);
    DoubleVector ey = DoubleVector.fromArray(SPECIES, PATTERNS, SPAN + part);
    DoubleVector ez = DoubleVector.fromArray(SPECIES, PATTERNS, 2 * SPAN + part);
    DoubleVector f = DoubleVector.fromArray(SPECIES, PATTERNS, 3 * SPAN + part).lanewise(MUL, fourth);
    f = ex.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q]), f);
    f = ey.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + d]), f);
    f = ez.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + 2 * d]), f);
    f = DoubleVector.fromArray(SPECIES, PATTERNS, COUNTED + part)
        .lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + 5 * d]), f);
    f = DoubleVector.fromArray(SPECIES, PATTERNS, COUNTED + SPAN + part)
        .lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + 8 * d]), f);
    f = DoubleVector.fromArray(SPECIES, PATTERNS, COUNTED + 2 * SPAN + part)
        .lanewise(FMA, DoubleVector.broadcast(SPECIES, r[q + 11 * d]), f);
    DoubleVector fx = ex.lanewise(MUL, r[q + 3 * d])
        .lanewise(ADD, ey.lanewise(MUL, r[q + 6 * d])).lanewise(ADD, ez.lanewise(MUL, r[q + 9 * d]));
    DoubleVector fy = ex.lanewise(MUL, r[q + 4 * d])
        .lanewise(ADD, ey.lanewise(MUL, r[q + 7 * d])).lanewise(ADD, ez.lanewise(MUL, r[q + 10 * d]));
    DoubleVector x = DoubleVector.zero(SPECIES);
    DoubleVector y = x;
    DoubleVector z = x;
    for (int i = 0; i < 3; i++) {
      int row = at + i * strideX;
      DoubleVector t0 = DoubleVector.fromArray(SPECIES, grid, row).lanewise(MUL, f);
      DoubleVector g = f.lanewise(ADD, fy);
      DoubleVector t1 = DoubleVector.fromArray(SPECIES, grid, row + strideY).lanewise(MUL, g);
      DoubleVector t2 = DoubleVector.fromArray(SPECIES, grid, row + 2 * strideY).lanewise(MUL, g.lanewise(ADD, fy));
      DoubleVector sum = t0.lanewise(MUL, r[w + 3 * d]).lanewise(ADD, t1.lanewise(MUL, r[w + 4 * d]))
          .lanewise(ADD, t2.lanewise(MUL, r[w + 5 * d]));
      DoubleVector turn = t0.lanewise(MUL, r[s + 3 * d]).lanewise(ADD, t1.lanewise(MUL, r[s + 4 * d]))
          .lanewise(ADD, t2.lanewise(MUL, r[s + 5 * d]));
      x = sum.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[s + i * d]), x);
      y = turn.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[w + i * d]), y);
      z = sum.lanewise(FMA, DoubleVector.broadcast(SPECIES, r[w + i * d]), z);
      f = f.lanewise(ADD, fx);
    }
    DoubleVector e0 = DoubleVector.fromArray(SPECIES, PATTERNS, OF_NODE + part);
    DoubleVector e1 = DoubleVector.fromArray(SPECIES, PATTERNS, OF_NODE + SPAN + part);
    DoubleVector e2 = DoubleVector.fromArray(SPECIES, PATTERNS, OF_NODE + 2 * SPAN + part);
    DoubleVector along = e0.lanewise(MUL, r[w + 6 * d]).lanewise(ADD, e1.lanewise(MUL, r[w + 7 * d]))
        .lanewise(ADD, e2.lanewise(MUL, r[w + 8 * d]));
    x.lanewise(MUL, along).intoArray(to, part);
    y.lanewise(MUL, along).intoArray(to, SPAN + part);
    z.lanewise(MUL, e0.lanewise(MUL, r[s + 6 * d]).lanewise(ADD, e1.lanewise(MUL, r[s + 7 * d]))
        .lanewise(ADD, e2.lanewise(MUL, r[s + 8 * d]))).intoArray(to, 2 * SPAN + part);
  }
}
