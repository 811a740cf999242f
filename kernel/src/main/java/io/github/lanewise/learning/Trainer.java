package io.github.lanewise.learning;

import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.SimulationBuilder;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.Task;

/**
 * Learning under way: robots act for a window of steps, and their policy learns from it; and again.
 *
 * <pre>{@code
 * TrainingSettings settings = TrainingSettings.published("ant").withSeed(1);
 * try (Simulation simulation = Trainer.simulation(task, settings).threads(2).build()) {
 *   Trainer trainer = new WindowTrainer(task, simulation, settings);
 *   while (trainer.stepCount() < 4_000_000) {
 *     trainer.window();
 *   }
 *   return trainer.policy();
 * }
 * }</pre>
 *
 * <p>What is learned follows from the settings and the seed, to the bit for vectors of one width, whatever the number
 * of threads. One caller at a time.
 */
public interface Trainer {
  /**
   * What does not go as it should.
   *
   * @param blownUp episodes that ended because a state left the finite numbers
   * @param cut cotangents of a robot at a step that were not finite and do not count
   * @param skipped steps of an optimiser that were left out because the gradient was not finite
   */
  record Losses(long blownUp, long cut, long skipped) {}

  /**
   * A task's simulation of as many robots as settings say, in float.
   *
   * @param task of the robots
   * @param settings of the training
   * @return to be completed by a number of threads
   */
  static SimulationBuilder simulation(Task task, TrainingSettings settings) {
    return simulation(task, settings, ElementType.FLOAT);
  }

  /**
   * A task's simulation of as many robots as settings say, in two blocks or more: gradients are sums over blocks, which
   * must not depend on threads.
   *
   * @param task of the robots
   * @param settings of the training
   * @param precision of its numbers
   * @return to be completed by a number of threads
   */
  static SimulationBuilder simulation(Task task, TrainingSettings settings, ElementType precision) {
    return task.simulation().robots(settings.robots())
        .lanes(Lanes.widest(precision).sharedBy(settings.robots(), 2));
  }

  /**
   * Those who are at a task, robots or not, as many as settings say, in two blocks or more, as above.
   *
   * @param task of theirs
   * @param settings of the training
   * @param precision of numbers
   * @param threads the caller's included
   * @return at their beginning
   */
  static LaneSimulation simulation(LaneTask task, TrainingSettings settings, ElementType precision, int threads) {
    return task.simulation(Lanes.widest(precision).sharedBy(settings.robots(), 2), settings.robots(), threads);
  }

  /**
   * Does a window and learns from it.
   *
   * @throws DivergenceException if too many gradients in a row were not finite; the policy is that of before
   */
  void window();

  /** {@return environment steps so far, of all robots together} */
  long stepCount();

  /** {@return returns of the episodes that have ended} */
  Episodes episodes();

  /** {@return what has gone wrong so far} */
  Losses losses();

  /** {@return the policy of the moment} */
  GaussianPolicy policy();

  /**
   * Keeps all that training goes on from.
   *
   * @param snapshot to which it is added
   */
  void save(Snapshot snapshot);

  /**
   * Goes on from what was kept, to the same bits as without a break.
   *
   * @param snapshot of a training with the same settings
   * @throws IllegalArgumentException if sizes do not fit, with both
   */
  void resume(Snapshot snapshot);
}
