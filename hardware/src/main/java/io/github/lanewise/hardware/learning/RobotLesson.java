package io.github.lanewise.hardware.learning;

import io.github.lanewise.sobolev.TrainingData;
import java.util.SplittableRandom;

/** Draws states and actions of a robot, and takes next states and exact Jacobians from the simulator. */
public final class RobotLesson {
  private RobotLesson() {}

  /**
   * Draws samples, and leaves out those that do not stay finite; the first of a seed are the same, however many.
   *
   * @param samples to train with
   * @param heldOut samples to be tested on
   */
  public static Lesson draw(ControlStep robot, Ranges ranges, int samples, int heldOut, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom other = random.split();
    TrainingData training = data(robot, ranges.draw(samples, random));
    TrainingData tests = data(robot, ranges.draw(heldOut, other));
    return new Lesson(ranges.names(), ranges.names().subList(0, ranges.states()), ranges.states(), true,
        training.dropped() + tests.dropped(), training, tests);
  }

  private static TrainingData data(ControlStep robot, double[] x) {
    int n = robot.states() + robot.actions();
    int count = x.length / n;
    double[] y = new double[count * robot.states()];
    double[] jacobians = new double[Math.multiplyExact(y.length, n)];
    robot.run(count, x, y, jacobians);
    return TrainingData.finite(n, robot.states(), x, y, jacobians);
  }
}
