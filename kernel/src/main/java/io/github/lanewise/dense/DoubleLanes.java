package io.github.lanewise.dense;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code sum_l v_l} over the lanes of a vector, always in the same order: {@code reduceLanes} adds in one order before
 * it is compiled and in another after, so that the last bits of a result would change while a program runs.
 */
final class DoubleLanes {
  /**
   * At most 256 bits wide: where sums run along rows there are half as many loads as multiply-adds, and processors that
   * take 512 bits in two halves stream them a third faster so.
   */
  static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.vectorBitSize() > 256 ? DoubleVector.SPECIES_256 : DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private DoubleLanes() {
  }

  /** The sum of a vector that was stored at an index: halves onto each other until one lane is left. Overwrites it. */
  static double sum(double[] v, int start) {
    if (LANES == 4) {
      v[start] = v[start] + v[start + 2] + (v[start + 1] + v[start + 3]);
      return v[start];
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int l = start; l < start + half; l++) {
        v[l] += v[l + half];
      }
    }
    return v[start];
  }
}
