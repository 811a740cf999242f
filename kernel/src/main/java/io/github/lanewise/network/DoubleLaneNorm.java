package io.github.lanewise.network;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.DIV;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SQRT;
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
  /** The most of them that are even in number: sums run in two chains, since each addition waits for the one before. */
  private final int pairs;
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
    pairs = units / 2 * 2;
    scale = mlp.norm(layer);
    standard = new DoubleRows(units, lanes);
  }

  /** a of x. */
  void forward(double[] weights, DoubleRows x, DoubleRows a) {
    double share = 1 / (double) units;
    for (int c = 0; c < lanes; c += WIDTH) {
      DoubleVector zero = DoubleVector.zero(SPECIES);
      DoubleVector even = zero.lanewise(ADD, zero);
      DoubleVector odd = even;
      for (int i = 0; i < pairs; i += 2) {
        even = even.lanewise(ADD, DoubleVector.fromArray(SPECIES, x.array, x.at(i) + c));
        odd = odd.lanewise(ADD, DoubleVector.fromArray(SPECIES, x.array, x.at(i + 1) + c));
      }
      if (pairs < units) {
        even = even.lanewise(ADD, DoubleVector.fromArray(SPECIES, x.array, x.at(pairs) + c));
      }
      DoubleVector mean = even.lanewise(ADD, odd).lanewise(MUL, share);
      even = zero.lanewise(ADD, zero);
      odd = even;
      for (int i = 0; i < pairs; i += 2) {
        DoubleVector off = DoubleVector.fromArray(SPECIES, x.array, x.at(i) + c).lanewise(SUB, mean);
        DoubleVector next = DoubleVector.fromArray(SPECIES, x.array, x.at(i + 1) + c).lanewise(SUB, mean);
        even = off.lanewise(FMA, off, even);
        odd = next.lanewise(FMA, next, odd);
      }
      if (pairs < units) {
        DoubleVector off = DoubleVector.fromArray(SPECIES, x.array, x.at(pairs) + c).lanewise(SUB, mean);
        even = off.lanewise(FMA, off, even);
      }
      DoubleVector deviation = even.lanewise(ADD, odd).lanewise(MUL, share).lanewise(ADD, EPSILON).lanewise(SQRT);
      DoubleVector byDeviation = DoubleVector.broadcast(SPECIES, 1).lanewise(DIV, deviation);
      byDeviation.intoArray(inverse, c);
      for (int i = 0; i < units; i++) {
        DoubleVector unit = DoubleVector.fromArray(SPECIES, x.array, x.at(i) + c).lanewise(SUB, mean)
            .lanewise(MUL, byDeviation);
        unit.intoArray(standard.array, standard.at(i) + c);
        unit.lanewise(FMA, DoubleVector.broadcast(SPECIES, weights[scale + i]),
            DoubleVector.broadcast(SPECIES, weights[scale + units + i])).intoArray(a.array, a.at(i) + c);
      }
    }
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
      DoubleVector even = zero.lanewise(ADD, zero);
      DoubleVector odd = even;
      DoubleVector evenAlong = even;
      DoubleVector oddAlong = even;
      for (int i = 0; i < pairs; i += 2) {
        DoubleVector u = DoubleVector.fromArray(SPECIES, bar.array, bar.at(i) + c)
            .lanewise(MUL, DoubleVector.broadcast(SPECIES, weights[scale + i]));
        even = even.lanewise(ADD, u);
        evenAlong = u.lanewise(FMA, DoubleVector.fromArray(SPECIES, standard.array, standard.at(i) + c), evenAlong);
        DoubleVector w = DoubleVector.fromArray(SPECIES, bar.array, bar.at(i + 1) + c)
            .lanewise(MUL, DoubleVector.broadcast(SPECIES, weights[scale + i + 1]));
        odd = odd.lanewise(ADD, w);
        oddAlong = w.lanewise(FMA, DoubleVector.fromArray(SPECIES, standard.array, standard.at(i + 1) + c), oddAlong);
      }
      if (pairs < units) {
        DoubleVector u = DoubleVector.fromArray(SPECIES, bar.array, bar.at(pairs) + c)
            .lanewise(MUL, DoubleVector.broadcast(SPECIES, weights[scale + pairs]));
        even = even.lanewise(ADD, u);
        evenAlong = u.lanewise(FMA, DoubleVector.fromArray(SPECIES, standard.array, standard.at(pairs) + c), evenAlong);
      }
      DoubleVector mean = even.lanewise(ADD, odd).lanewise(MUL, share);
      DoubleVector slope = evenAlong.lanewise(ADD, oddAlong).lanewise(MUL, -share);
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
