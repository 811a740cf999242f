package io.github.lanewise.task.deformable;

import java.util.random.RandomGenerator;

/** Where episodes of a cloth start; implementations are safe for threads. */
@FunctionalInterface
interface ClothStart {
  /**
   * Sets a start.
   *
   * @param random where to draw from; null for the start without noise
   * @param x state, flat and at rest with the gripper in the middle at first (modified)
   */
  void set(RandomGenerator random, double[] x);
}
