package io.github.lanewise.hardware.learning;

import io.github.lanewise.sobolev.TrainingData;
import java.util.SplittableRandom;

/** Draws states and actions of a robot, and takes next states and exact Jacobians from the simulator. */
public final class RobotLesson {
  private RobotLesson() {}

  /**
   * Draws samples; the first of a seed are the same, however many there are.
   *
   * @param samples to train with
   * @param heldOut samples to be tested on
   * @param dropBad whether samples with numbers that are not finite are left out; else they are refused
   */
  public static Lesson draw(ControlStep robot, Ranges ranges, int samples, int heldOut, boolean dropBad, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom other = random.split();
    TrainingData training = data(robot, ranges.draw(samples, random), dropBad);
    TrainingData tests = data(robot, ranges.draw(heldOut, other), dropBad);
    return new Lesson(ranges.names(), ranges.names().subList(0, ranges.states()), ranges.states(), true,
        training.dropped() + tests.dropped(), training, tests);
  }

  private static TrainingData data(ControlStep robot, double[] x, boolean dropBad) {
    int n = robot.states() + robot.actions();
    int count = x.length / n;
    double[] y = new double[count * robot.states()];
    double[] jacobians = new double[Math.multiplyExact(y.length, n)];
    robot.run(count, x, y, jacobians);
    return dropBad ? TrainingData.finite(n, robot.states(), x, y, jacobians)
        : TrainingData.of(n, robot.states(), x, y, jacobians);
  }
}
