package io.github.lanewise.lanes;

import java.util.random.RandomGenerator;

/**
 * {@code s <- s + g, number = mix(s)}: random numbers that follow from a seed and keys alone (SplitMix64; Steele, Lea
 * and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014).
 *
 * <p>A stream of its own for each roll-out, epoch or lane, by {@link #stream}, makes what is drawn for one independent
 * of how many others there are, of their order, and of threads. The numbers are those of
 * {@link java.util.SplittableRandom} with the same seed; but here the state can be read and set, so that what was
 * broken off goes on with the same bits. Drawing allocates nothing. One thread at a time.
 */
public final class RandomStream implements RandomGenerator {
  /** g, odd: 2^64 over the golden ratio. */
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  /** What keys are added to; already mixed. */
  private long root;
  private long state;

  private RandomStream(long root, long state) {
    this.root = root;
    this.state = state;
  }

  /**
   * {@return the stream of a seed, from its beginning}
   *
   * @param seed any number
   */
  public static RandomStream of(long seed) {
    return new RandomStream(scramble(seed), seed);
  }

  /**
   * {@return the stream of a key below this one, from its beginning; what was drawn here does not matter, and this one
   * stays as it is}
   *
   * @param key any number; another one gives an independent stream, and so do keys below it
   */
  public RandomStream stream(long key) {
    long start = scramble(root + key);
    return new RandomStream(start, start);
  }

  /**
   * Becomes {@code parent.stream(key)}, allocating nothing.
   *
   * @param parent stays as it is
   * @param key as of {@link #stream}
   */
  public void restart(RandomStream parent, long key) {
    root = scramble(parent.root + key);
    state = root;
  }

  /** {@return s: with it, {@link #resume} goes on from here} */
  public long state() {
    return state;
  }

  /**
   * Goes on from a state of this same stream.
   *
   * @param value as {@link #state} gave it
   */
  public void resume(long value) {
    state = value;
  }

  /** 64 uniform bits: Stafford's variant 13 of MurmurHash3's finaliser. */
  @Override
  public long nextLong() {
    state += GAMMA;
    long z = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /** 32 uniform bits: the upper half of Stafford's variant 4. */
  @Override
  public int nextInt() {
    state += GAMMA;
    long z = (state ^ state >>> 33) * 0x62a9d9ed799705f5L;
    return (int) ((z ^ z >>> 28) * 0xcb24d0a5c88c35b3L >>> 32);
  }

  /**
   * The first natural numbers in a random order, each as likely as any other (Fisher and Yates, inside out).
   *
   * @param order overwritten with all from 0 to one less than its length
   */
  public void permute(int[] order) {
    for (int k = 0; k < order.length; k++) {
      int at = nextInt(k + 1);
      order[k] = order[at];
      order[at] = k;
    }
  }

  /**
   * MurmurHash3's finaliser in 64 bits, of an odd multiple: seeds that differ by g would give the same numbers, one
   * place apart.
   */
  private static long scramble(long x) {
    long z = (x + 1) * GAMMA;
    z = (z ^ z >>> 33) * 0xff51afd7ed558ccdL;
    z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
    return z ^ z >>> 33;
  }
}
