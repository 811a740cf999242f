package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.task.TipTask;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.planning.Plant;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/** The simulated robot as improvement sees it: returns of disturbed logs, shaken logs aligned as the first ones. */
final class ShakenPlant implements Plant {
  private final ShakenRobot robot;
  private final TipTask task;
  private final UnaryOperator<Rollouts> prepare;
  private final IntConsumer shaken;
  private int shakes;
  private int rollouts;

  /**
   * Takes what to do with roll-outs.
   *
   * @param shaken is told how many times the robot has been shaken
   */
  ShakenPlant(ShakenRobot robot, TipTask task, UnaryOperator<Rollouts> prepare, IntConsumer shaken) {
    this.robot = robot;
    this.task = task;
    this.prepare = prepare;
    this.shaken = shaken;
  }

  @Override
  public Optional<Rollouts> shake(double[] parameters, double scale) {
    rollouts += robot.rollouts();
    Optional<Rollouts> logs = robot.shake(parameters, scale).map(prepare);
    shaken.accept(++shakes);
    return logs;
  }

  @Override
  public double[] measure(double[] parameters) {
    rollouts += robot.nominals();
    return robot.repeat(parameters).map(task::returns).orElse(new double[] {Double.NEGATIVE_INFINITY});
  }

  @Override
  public int rollouts() {
    return rollouts;
  }
}
