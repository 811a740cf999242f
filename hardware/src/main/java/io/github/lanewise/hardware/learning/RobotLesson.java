package io.github.lanewise.hardware.learning;

import io.github.lanewise.sobolev.TrainingData;
import java.util.Locale;
import java.util.SplittableRandom;

/** Draws states and actions of a robot, and takes next states and exact Jacobians from the simulator. */
public final class RobotLesson {
  private RobotLesson() {}

  /**
   * Draws samples, and leaves out those that do not stay finite; the first of a seed are the same, however many.
   *
   * @param samples to train with
   * @param heldOut samples to be tested on
   * @throws IllegalArgumentException if they are too many for an array, or none stays finite
   */
  public static Lesson draw(ControlStep robot, Ranges ranges, int samples, int heldOut, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom other = random.split();
    TrainingData training = data(robot, ranges, samples, random);
    TrainingData tests = data(robot, ranges, heldOut, other);
    return new Lesson(ranges.names(), ranges.names().subList(0, ranges.states()), ranges.states(), true,
        training.dropped() + tests.dropped(), training, tests);
  }

  private static TrainingData data(ControlStep robot, Ranges ranges, int count, SplittableRandom random) {
    int m = robot.states();
    int n = m + robot.actions();
    if ((long) count * m * n > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(String.format(Locale.ROOT,
          "%,d samples with Jacobians of %d x %d are more numbers than an array can hold", count, m, n));
    }
    double[] x = ranges.draw(count, random);
    double[] y = new double[count * m];
    double[] jacobians = new double[count * m * n];
    robot.run(count, x, y, jacobians);
    try {
      return TrainingData.finite(n, m, x, y, jacobians);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("none of " + count + " samples stays finite for " + robot + ": its velocities"
          + " or forces are too large for such steps; take more or shorter ones", e);
    }
  }
}
