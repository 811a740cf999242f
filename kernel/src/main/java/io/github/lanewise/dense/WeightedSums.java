package io.github.lanewise.dense;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code sum_k w_k d_k z_jk}, {@code sum_k w_k d_k} and {@code sum_k w_k d_k^2} with {@code d_k = x_k - x_o} for rows x
 * that share weights: x is read once, along its rows, and only where its weight is above 0.
 *
 * <p>Three rows of x meet six of Z' at a time, from a packed copy. Weights and differences are taken in the same loop
 * as the sums, in registers. To the bit the same at each call.
 * Nothing is allocated after construction. One thread at a time.
 */
final class WeightedSums {
  private static final int HEIGHT = 3;
  private static final int WIDTH = 6;
  /** Of each row of x: the products with six regressors, the sum, and the sum of squares. */
  private static final int KINDS = WIDTH + 2;
  private static final VectorSpecies<Double> SPECIES = DoubleLanes.SPECIES;
  private static final int LANES = SPECIES.length();

  private final int parameters;
  private final int samples;
  /** Samples that fill vectors; the others are summed one by one. */
  private final int full;
  /** For each six rows of Z', one vector of each after the other; zero where there is no row or no sample. */
  private final double[] panels;
  private final int panelSize;
  private final double[] sums = new double[HEIGHT * KINDS * LANES];

  WeightedSums(int parameters, int samples) {
    this.parameters = parameters;
    this.samples = samples;
    full = SPECIES.loopBound(samples);
    panelSize = WIDTH * Math.ceilDiv(samples, LANES) * LANES;
    panels = new double[Math.ceilDiv(parameters, WIDTH) * panelSize];
  }

  /** Copies Z', parameters x samples, row-major without gaps. */
  void pack(double[] regressors) {
    for (int j = 0; j < parameters; j++) {
      for (int k = 0; k < samples; k++) {
        panels[packed(j, k)] = regressors[j * samples + k];
      }
    }
  }

  private int packed(int j, int k) {
    return j / WIDTH * panelSize + (k / LANES * WIDTH + j % WIDTH) * LANES + k % LANES;
  }

  /**
   * {@code sum_k 1} over the weights above 0 and {@code sum_k w_k}, to y at an index and one stride after it.
   *
   * <p>Four sums of each kind, since an addition has to wait for the last one of its own sum.
   */
  void takeWeights(double[] w, int wStart, double[] y, int at, int columnStride) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector c0 = zero;
    DoubleVector c1 = zero;
    DoubleVector c2 = zero;
    DoubleVector c3 = zero;
    DoubleVector s0 = zero;
    DoubleVector s1 = zero;
    DoubleVector s2 = zero;
    DoubleVector s3 = zero;
    int k = 0;
    for (; k <= samples - 4 * LANES; k += 4 * LANES) {
      DoubleVector w0 = DoubleVector.fromArray(SPECIES, w, wStart + k);
      DoubleVector w1 = DoubleVector.fromArray(SPECIES, w, wStart + k + LANES);
      DoubleVector w2 = DoubleVector.fromArray(SPECIES, w, wStart + k + 2 * LANES);
      DoubleVector w3 = DoubleVector.fromArray(SPECIES, w, wStart + k + 3 * LANES);
      c0 = c0.add(zero.blend(1, w0.compare(VectorOperators.GT, 0)));
      c1 = c1.add(zero.blend(1, w1.compare(VectorOperators.GT, 0)));
      c2 = c2.add(zero.blend(1, w2.compare(VectorOperators.GT, 0)));
      c3 = c3.add(zero.blend(1, w3.compare(VectorOperators.GT, 0)));
      s0 = s0.add(w0);
      s1 = s1.add(w1);
      s2 = s2.add(w2);
      s3 = s3.add(w3);
    }
    c0.add(c1).add(c2.add(c3)).intoArray(sums, 0);
    s0.add(s1).add(s2.add(s3)).intoArray(sums, LANES);
    double present = DoubleLanes.sum(sums, 0);
    double total = DoubleLanes.sum(sums, LANES);
    for (; k < samples; k++) {
      present += w[wStart + k] > 0 ? 1 : 0;
      total += w[wStart + k];
    }
    y[at] = present;
    y[at + columnStride] = total;
  }

  /**
   * Takes the sums of some rows.
   *
   * @param rows of x
   * @param x holds them one after the other
   * @param xStart index of the first
   * @param w holds the weights, none negative
   * @param wStart index of the first
   * @param origin o, a sample with a weight above 0
   * @param y element j of row i is at {@code at + (i rowStride + j) columnStride}: first the products with the
   *     regressors, then the sum, the sum of squares and x_o (modified)
   */
  void take(int rows, double[] x, int xStart, double[] w, int wStart, int origin, double[] y, int at, int rowStride,
      int columnStride) {
    for (int i = 0; i < rows; i += HEIGHT) {
      int height = Math.min(HEIGHT, rows - i);
      int row = xStart + i * samples;
      int to = at + i * rowStride * columnStride;
      for (int j = 0; j < parameters; j += WIDTH) {
        sum(x, row, row + samples * Math.min(1, height - 1), row + samples * Math.min(2, height - 1), w, wStart,
            origin, j / WIDTH * panelSize);
        if (full < samples) {
          rest(height, x, row, w, wStart, origin, j / WIDTH * panelSize);
        }
        store(height, Math.min(WIDTH, parameters - j), y, to + j * columnStride, rowStride * columnStride,
            columnStride);
      }
      storeMoments(height, x, row + origin, y, to + parameters * columnStride, rowStride * columnStride, columnStride);
    }
  }

  private void store(int height, int width, double[] y, int at, int rowStride, int columnStride) {
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        y[at + i * rowStride + j * columnStride] = DoubleLanes.sum(sums, (i * KINDS + j) * LANES);
      }
    }
  }

  private void storeMoments(int height, double[] x, int first, double[] y, int at, int rowStride, int columnStride) {
    for (int i = 0; i < height; i++) {
      int to = at + i * rowStride;
      y[to] = DoubleLanes.sum(sums, (i * KINDS + WIDTH) * LANES);
      y[to + columnStride] = DoubleLanes.sum(sums, (i * KINDS + WIDTH + 1) * LANES);
      y[to + 2 * columnStride] = x[first + i * samples];
    }
  }

  /** Three rows and six regressors, without the samples that fill no vector. */
  private void sum(double[] x, int x0, int x1, int x2, double[] w, int wStart, int origin, int panel) {
    DoubleVector o0 = DoubleVector.broadcast(SPECIES, x[x0 + origin]);
    DoubleVector o1 = DoubleVector.broadcast(SPECIES, x[x1 + origin]);
    DoubleVector o2 = DoubleVector.broadcast(SPECIES, x[x2 + origin]);
    DoubleVector s00 = DoubleVector.zero(SPECIES);
    DoubleVector s01 = s00;
    DoubleVector s02 = s00;
    DoubleVector s03 = s00;
    DoubleVector s04 = s00;
    DoubleVector s05 = s00;
    DoubleVector s06 = s00;
    DoubleVector s07 = s00;
    DoubleVector s10 = s00;
    DoubleVector s11 = s00;
    DoubleVector s12 = s00;
    DoubleVector s13 = s00;
    DoubleVector s14 = s00;
    DoubleVector s15 = s00;
    DoubleVector s16 = s00;
    DoubleVector s17 = s00;
    DoubleVector s20 = s00;
    DoubleVector s21 = s00;
    DoubleVector s22 = s00;
    DoubleVector s23 = s00;
    DoubleVector s24 = s00;
    DoubleVector s25 = s00;
    DoubleVector s26 = s00;
    DoubleVector s27 = s00;
    for (int k = 0; k < full; k += LANES) {
      DoubleVector weight = DoubleVector.fromArray(SPECIES, w, wStart + k);
      VectorMask<Double> present = weight.compare(VectorOperators.GT, 0);
      DoubleVector d = DoubleVector.fromArray(SPECIES, x, x0 + k, present).sub(o0);
      DoubleVector u0 = d.mul(weight);
      s06 = s06.add(u0);
      s07 = u0.fma(d, s07);
      d = DoubleVector.fromArray(SPECIES, x, x1 + k, present).sub(o1);
      DoubleVector u1 = d.mul(weight);
      s16 = s16.add(u1);
      s17 = u1.fma(d, s17);
      d = DoubleVector.fromArray(SPECIES, x, x2 + k, present).sub(o2);
      DoubleVector u2 = d.mul(weight);
      s26 = s26.add(u2);
      s27 = u2.fma(d, s27);
      int p = panel + WIDTH * k;
      DoubleVector v = DoubleVector.fromArray(SPECIES, panels, p);
      s00 = u0.fma(v, s00);
      s10 = u1.fma(v, s10);
      s20 = u2.fma(v, s20);
      v = DoubleVector.fromArray(SPECIES, panels, p + LANES);
      s01 = u0.fma(v, s01);
      s11 = u1.fma(v, s11);
      s21 = u2.fma(v, s21);
      v = DoubleVector.fromArray(SPECIES, panels, p + 2 * LANES);
      s02 = u0.fma(v, s02);
      s12 = u1.fma(v, s12);
      s22 = u2.fma(v, s22);
      v = DoubleVector.fromArray(SPECIES, panels, p + 3 * LANES);
      s03 = u0.fma(v, s03);
      s13 = u1.fma(v, s13);
      s23 = u2.fma(v, s23);
      v = DoubleVector.fromArray(SPECIES, panels, p + 4 * LANES);
      s04 = u0.fma(v, s04);
      s14 = u1.fma(v, s14);
      s24 = u2.fma(v, s24);
      v = DoubleVector.fromArray(SPECIES, panels, p + 5 * LANES);
      s05 = u0.fma(v, s05);
      s15 = u1.fma(v, s15);
      s25 = u2.fma(v, s25);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, LANES);
    s02.intoArray(sums, 2 * LANES);
    s03.intoArray(sums, 3 * LANES);
    s04.intoArray(sums, 4 * LANES);
    s05.intoArray(sums, 5 * LANES);
    s06.intoArray(sums, 6 * LANES);
    s07.intoArray(sums, 7 * LANES);
    s10.intoArray(sums, 8 * LANES);
    s11.intoArray(sums, 9 * LANES);
    s12.intoArray(sums, 10 * LANES);
    s13.intoArray(sums, 11 * LANES);
    s14.intoArray(sums, 12 * LANES);
    s15.intoArray(sums, 13 * LANES);
    s16.intoArray(sums, 14 * LANES);
    s17.intoArray(sums, 15 * LANES);
    s20.intoArray(sums, 16 * LANES);
    s21.intoArray(sums, 17 * LANES);
    s22.intoArray(sums, 18 * LANES);
    s23.intoArray(sums, 19 * LANES);
    s24.intoArray(sums, 20 * LANES);
    s25.intoArray(sums, 21 * LANES);
    s26.intoArray(sums, 22 * LANES);
    s27.intoArray(sums, 23 * LANES);
  }

  /** Adds the samples that fill no vector to the first lanes. */
  private void rest(int height, double[] x, int first, double[] w, int wStart, int origin, int panel) {
    for (int i = 0; i < height; i++) {
      int row = first + i * samples;
      int at = i * KINDS * LANES;
      for (int k = full; k < samples; k++) {
        double weight = w[wStart + k];
        if (weight > 0) {
          double d = x[row + k] - x[row + origin];
          double u = weight * d;
          for (int j = 0; j < WIDTH; j++) {
            sums[at + j * LANES] += u * panels[panel + full * WIDTH + j * LANES + k - full];
          }
          sums[at + WIDTH * LANES] += u;
          sums[at + (WIDTH + 1) * LANES] += u * d;
        }
      }
    }
  }
}
