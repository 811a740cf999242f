package io.github.lanewise.task.deformable;

import java.util.random.RandomGenerator;

/** Where episodes of a cloth or a rope start; implementations are safe for threads. */
@FunctionalInterface
interface DeformableStart {
  /**
   * Sets a start.
   *
   * @param random where to draw from; null for the start without noise
   * @param x state, flat or straight and at rest at first (modified)
   */
  void set(RandomGenerator random, double[] x);
}
