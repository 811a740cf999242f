package io.github.lanewise.sobolev;

import java.util.Random;

/**
 * {@code v = g / |g|, g ~ N(0, I)}: directions drawn uniformly from the unit sphere, always the same for a seed.
 *
 * <p>Nothing is allocated by drawing. One thread at a time.
 */
public final class UnitVectors {
  private final int numbers;
  private final Random random;
  private final double[] v;

  /**
   * Vectors of so many numbers.
   *
   * @throws IllegalArgumentException if that is below 1
   */
  public UnitVectors(int numbers, long seed) {
    if (numbers < 1) {
      throw new IllegalArgumentException("unit vectors of " + numbers + " numbers: at least 1");
    }
    this.numbers = numbers;
    random = new Random(seed);
    v = new double[numbers];
  }

  /** Begins again, with another seed. */
  public void seed(long seed) {
    random.setSeed(seed);
  }

  /**
   * Overwrites so many vectors, one after the other.
   *
   * @throws IllegalArgumentException if the array is too short for them, with both lengths
   */
  public void draw(int count, double[] vectors) {
    requireRoom(count, vectors.length);
    for (int k = 0; k < count; k++) {
      drawOne();
      System.arraycopy(v, 0, vectors, k * numbers, numbers);
    }
  }

  /** The same in float. */
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
