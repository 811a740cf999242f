package io.github.lanewise.learning;

import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.DoubleAdam;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;

/**
 * {@code theta <- Adam(theta, -dJ/dtheta)}, window after window, J a {@link MixedReturn} through the derivatives of the
 * robots: SHAC with the longest window alone (Xu and others, Accelerated Policy Learning with Parallel Differentiable
 * Simulation, ICLR 2022), the policy gradient of MB-MIX with mixed ones (Zhang and others, AAAI 2025).
 *
 * <p>The critic learns from the same windows; without one the gradient is of the rewards of the window alone.
 * Observations are normalised by the statistics of all before the window.
 */
public final class WindowTrainer implements Trainer {
  private final TrainingSettings settings;
  private final ActorCritic learner;
  private final WindowGradient backward;
  private final double[] gradient;
  private final DoubleAdam adam;

  /**
   * At the beginning.
   *
   * @param task of the robots
   * @param simulation of that task, of as many robots as the settings say
   * @param settings of the training
   * @throws IllegalArgumentException if the numbers of robots differ, or an actuator has no range
   */
  public WindowTrainer(Task task, Simulation simulation, TrainingSettings settings) {
    this.settings = settings;
    learner = new ActorCritic(task, simulation, settings);
    backward = new WindowGradient(task, simulation, learner.rollout());
    gradient = new double[learner.parameters().length];
    adam = new DoubleAdam(settings.actorAdam(), gradient.length);
  }

  @Override
  public void window() {
    learner.begin();
    backward.run(settings.objective());
    learner.take();
    learner.actor().gradient(gradient);
    learner.finish(adam.step(learner.parameters(), gradient) < Double.POSITIVE_INFINITY);
  }

  @Override
  public long stepCount() {
    return learner.stepCount();
  }

  @Override
  public Episodes episodes() {
    return learner.episodes();
  }

  @Override
  public Losses losses() {
    return learner.losses(backward.cuts());
  }

  @Override
  public GaussianPolicy policy() {
    return learner.policy();
  }

  @Override
  public void save(Snapshot snapshot) {
    learner.save(snapshot);
    backward.save(snapshot);
    snapshot.put("actor.moments", adam.moments());
    snapshot.putWhole("actor.steps", adam.stepCount());
  }

  @Override
  public void resume(Snapshot snapshot) {
    learner.resume(snapshot);
    backward.resume(snapshot);
    adam.resume(snapshot.getWhole("actor.steps", 1)[0], snapshot.get("actor.moments", 2 * gradient.length));
  }
}
