package io.github.lanewise.network;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;

import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a network summed over samples: products of matrices go to {@link #weights} as they are; of biases,
 * gains, offsets and the one row of a single output, which are sums over lanes, a vector is kept for each, and
 * {@link #finish} sums it up, always in one order.
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
  /** The weight of each vector. */
  private final int[] weightOf;
  private final double[] vectors;
  private final int lanes;

  DoubleLaneSums(Mlp mlp, int lanes) {
    this.lanes = lanes;
    weights = new double[mlp.weightCount()];
    vectorOf = new int[weights.length];
    Arrays.fill(vectorOf, -1);
    weightOf = IntStream.rangeClosed(1, mlp.layerCount()).flatMap(l -> IntStream.range(
        isRow(mlp, l) ? mlp.weights(l) : mlp.bias(l), l < mlp.layerCount() ? mlp.weights(l + 1) : weights.length))
        .toArray();
    for (int k = 0; k < weightOf.length; k++) {
      vectorOf[weightOf[k]] = WIDTH * k;
    }
    vectors = new double[WIDTH * weightOf.length];
  }

  /** Whether a layer's matrix is a row, whose gradient is kept in vectors: products of matrices would waste most. */
  static boolean isRow(Mlp mlp, int layer) {
    return mlp.width(layer) == 1;
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
    for (int k = 0; k < weightOf.length; k++) {
      int first = WIDTH * k;
      double even = 0;
      double odd = 0;
      for (int e = first; e < first + WIDTH; e += 2) {
        even += vectors[e];
        odd += vectors[e + 1];
      }
      weights[weightOf[k]] = even + odd;
    }
  }
}
