package io.github.lanewise.network;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code a = g o xHat + h, xHat = (x - mean x) / sigma, sigma^2 = variance x + 1e-5} over the units of a layer, and its
 * pullback: as {@link DoubleLayerNorm}, for matrices with a row for each unit and a column for each lane of a block.
 *
 * <p>What is kept of a block belongs to one thread.
 */
final class DoubleLaneNorm {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();
  @SuppressWarnings("cast") // which the float twin needs
  private static final double EPSILON = (double) Mlp.EPSILON;

  private final int units;
  /** Where g is among the weights; h follows. */
  private final int scale;
  /** xHat, units x lanes, and 1 / sigma of each lane. */
  private final DoubleRows standard;
  private final double[] inverse;
  private final int lanes;

  DoubleLaneNorm(Mlp mlp, int layer, int lanes) {
    this.lanes = lanes;
    inverse = new double[lanes];
    units = mlp.width(layer);
    scale = mlp.norm(layer);
    standard = new DoubleRows(units, lanes);
  }

  /** a of x. */
  void forward(double[] weights, DoubleRows x, DoubleRows a) {
    double share = 1 / (double) units;
    for (int c = 0; c < lanes; c += WIDTH) {
      DoubleVector zero = DoubleVector.zero(SPECIES);
      DoubleVector sum = zero.lanewise(ADD, zero);
      for (int i = 0; i < units; i++) {
        sum = sum.lanewise(ADD, DoubleVector.fromArray(SPECIES, x.array, x.at(i) + c));
      }
      DoubleVector mean = sum.lanewise(MUL, share);
      DoubleVector squares = zero.lanewise(ADD, zero);
      for (int i = 0; i < units; i++) {
        DoubleVector off = DoubleVector.fromArray(SPECIES, x.array, x.at(i) + c).lanewise(SUB, mean);
        squares = off.lanewise(FMA, off, squares);
      }
      squares.lanewise(MUL, share).lanewise(ADD, EPSILON).intoArray(inverse, c);
      for (int lane = c; lane < c + WIDTH; lane++) {
        inverse[lane] = root(inverse[lane]);
      }
      DoubleVector byDeviation = DoubleVector.fromArray(SPECIES, inverse, c);
      for (int i = 0; i < units; i++) {
        DoubleVector unit = DoubleVector.fromArray(SPECIES, x.array, x.at(i) + c).lanewise(SUB, mean)
            .lanewise(MUL, byDeviation);
        unit.lanewise(MUL, DoubleVector.broadcast(SPECIES, weights[scale + i]))
            .lanewise(ADD, DoubleVector.broadcast(SPECIES, weights[scale + units + i])).intoArray(a.array, a.at(i) + c);
        unit.lanewise(ADD, zero).intoArray(standard.array, standard.at(i) + c);
      }
    }
  }

  @SuppressWarnings("cast") // which the float twin needs
  private static double root(double variance) {
    return 1 / (double) Math.sqrt(variance);
  }

  /**
   * Cotangents of a become those of x, after {@link #forward}; adds those of g and h to sums of some lanes each, unless
   * they are null.
   */
  void backward(double[] weights, DoubleRows bar, DoubleLaneSums sums) {
    if (sums != null) {
      for (int i = 0; i < units; i++) {
        sums.addProducts(scale + i, bar.array, bar.at(i), standard.array, standard.at(i));
        sums.add(scale + units + i, bar.array, bar.at(i));
      }
    }
    double share = 1 / (double) units;
    for (int c = 0; c < lanes; c += WIDTH) {
      DoubleVector zero = DoubleVector.zero(SPECIES);
      DoubleVector sum = zero.lanewise(ADD, zero);
      DoubleVector along = zero.lanewise(ADD, zero);
      for (int i = 0; i < units; i++) {
        DoubleVector u = DoubleVector.fromArray(SPECIES, bar.array, bar.at(i) + c)
            .lanewise(MUL, DoubleVector.broadcast(SPECIES, weights[scale + i]));
        sum = sum.lanewise(ADD, u);
        along = u.lanewise(FMA, DoubleVector.fromArray(SPECIES, standard.array, standard.at(i) + c), along);
      }
      DoubleVector mean = sum.lanewise(MUL, share);
      DoubleVector slope = along.lanewise(MUL, -share);
      DoubleVector byDeviation = DoubleVector.fromArray(SPECIES, inverse, c);
      for (int i = 0; i < units; i++) {
        DoubleVector u = DoubleVector.fromArray(SPECIES, bar.array, bar.at(i) + c)
            .lanewise(MUL, DoubleVector.broadcast(SPECIES, weights[scale + i])).lanewise(SUB, mean);
        DoubleVector.fromArray(SPECIES, standard.array, standard.at(i) + c).lanewise(FMA, slope, u)
            .lanewise(MUL, byDeviation).intoArray(bar.array, bar.at(i) + c);
      }
    }
  }
}
