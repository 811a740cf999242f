package io.github.lanewise.sobolev;

import io.github.lanewise.lanes.RandomStream;

/**
 * {@code v = g / |g|, g ~ N(0, I)}: directions drawn uniformly from the unit sphere.
 *
 * <p>Nothing is allocated by drawing. One thread at a time.
 */
public final class UnitVectors {
  private final int numbers;
  private final RandomStream random;
  private final double[] v;

  /**
   * Vectors of so many numbers.
   *
   * @param numbers of a vector
   * @param random from which they are drawn
   * @throws IllegalArgumentException if that is below 1
   */
  public UnitVectors(int numbers, RandomStream random) {
    if (numbers < 1) {
      throw new IllegalArgumentException("unit vectors of " + numbers + " numbers: at least 1");
    }
    this.numbers = numbers;
    this.random = random;
    v = new double[numbers];
  }

  /**
   * Overwrites so many vectors, one after the other.
   *
   * @param count vectors
   * @param vectors as many one after the other; overwritten
   * @throws IllegalArgumentException if the array is too short for them, with both lengths
   */
  public void draw(int count, double[] vectors) {
    requireRoom(count, vectors.length);
    for (int k = 0; k < count; k++) {
      drawOne();
      System.arraycopy(v, 0, vectors, k * numbers, numbers);
    }
  }

  /**
   * The same in float.
   *
   * @param count vectors
   * @param vectors as many one after the other; overwritten
   */
  public void draw(int count, float[] vectors) {
    requireRoom(count, vectors.length);
    for (int k = 0; k < count; k++) {
      drawOne();
      for (int i = 0; i < numbers; i++) {
        vectors[k * numbers + i] = (float) v[i];
      }
    }
  }

  private void requireRoom(int count, int length) {
    if ((long) count * numbers > length) {
      throw new IllegalArgumentException(length + " numbers where " + count + " vectors of " + numbers + " have "
          + (long) count * numbers);
    }
  }

  private void drawOne() {
    double square = 0;
    while (square == 0) {
      square = 0;
      for (int i = 0; i < numbers; i++) {
        v[i] = random.nextGaussian();
        square += v[i] * v[i];
      }
    }
    for (int i = 0; i < numbers; i++) {
      v[i] /= Math.sqrt(square);
    }
  }
}
