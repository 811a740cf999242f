package io.github.lanewise.network;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a network summed over samples: products of matrices go to {@link #weights} as they are; of biases,
 * gains and offsets, which are sums over lanes, a vector is kept for each, and {@link #finish} sums it up, always in
 * one order.
 *
 * <p>Belongs to one thread at a time.
 */
final class DoubleLaneSums {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  /** As {@link Mlp} lays weights out. */
  final double[] weights;
  /** Where the vector of a weight begins; -1 if it is one of a matrix. */
  private final int[] vectorOf;
  private final double[] vectors;
  private final int lanes;

  DoubleLaneSums(Mlp mlp, int lanes) {
    this.lanes = lanes;
    weights = new double[mlp.weightCount()];
    vectorOf = new int[weights.length];
    Arrays.fill(vectorOf, -1);
    int count = 0;
    for (int l = 1; l <= mlp.layerCount(); l++) {
      int end = l < mlp.layerCount() ? mlp.weights(l + 1) : weights.length;
      for (int e = mlp.bias(l); e < end; e++) {
        vectorOf[e] = WIDTH * count++;
      }
    }
    vectors = new double[WIDTH * count];
  }

  void clear() {
    Arrays.fill(weights, 0);
    Arrays.fill(vectors, 0);
  }

  /** To a weight, the sum over the lanes of a row. */
  void add(int weight, double[] x, int at) {
    int to = vectorOf[weight];
    DoubleVector sum =
        DoubleVector.fromArray(SPECIES, x, at).lanewise(ADD, DoubleVector.fromArray(SPECIES, vectors, to));
    for (int c = WIDTH; c < lanes; c += WIDTH) {
      sum = sum.lanewise(ADD, DoubleVector.fromArray(SPECIES, x, at + c));
    }
    sum.intoArray(vectors, to);
  }

  /** To a weight, the sum over the lanes of a product of rows. */
  void addProducts(int weight, double[] x, int at, double[] y, int yAt) {
    int to = vectorOf[weight];
    DoubleVector sum = DoubleVector.fromArray(SPECIES, x, at).lanewise(MUL, DoubleVector.fromArray(SPECIES, y, yAt))
        .lanewise(ADD, DoubleVector.fromArray(SPECIES, vectors, to));
    for (int c = WIDTH; c < lanes; c += WIDTH) {
      sum = DoubleVector.fromArray(SPECIES, x, at + c).lanewise(FMA, DoubleVector.fromArray(SPECIES, y, yAt + c), sum);
    }
    sum.intoArray(vectors, to);
  }

  /** Sums vectors up: all that was added is in the weights then. */
  void finish() {
    for (int e = 0; e < weights.length; e++) {
      if (vectorOf[e] >= 0) {
        double sum = 0;
        for (int k = vectorOf[e]; k < vectorOf[e] + WIDTH; k++) {
          sum += vectors[k];
        }
        weights[e] = sum;
      }
    }
  }
}
