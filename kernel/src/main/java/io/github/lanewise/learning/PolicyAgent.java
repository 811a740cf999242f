package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskRollout;

/**
 * A {@link GaussianPolicy} that acts for the robots of a roll-out, in their lanes.
 *
 * <p>Nothing is allocated by acting; actions depend on the seed, not on threads.
 */
public final class PolicyAgent implements TaskRollout.Agent {
  private final int steps;
  private final TaskRollout rollout;
  private final ActorLanes actor;
  private final ObservationLanes observation;
  private final boolean stochastic;
  private final Batch input;
  private final Batch noise;

  /**
   * Compiles.
   *
   * @param policy that acts
   * @param task of the robots
   * @param simulation of that task
   * @param rollout in which it acts
   * @param stochastic whether with noise; without it the actions are those of {@link GaussianPolicy.Actor}
   * @param seed of the noise
   * @throws IllegalArgumentException if the policy is for another task, or observes or acts otherwise, with both
   */
  public PolicyAgent(GaussianPolicy policy, LaneTask task, LaneSimulation simulation, TaskRollout rollout,
      boolean stochastic, long seed) {
    policy.requireFor(task);
    this.rollout = rollout;
    this.stochastic = stochastic;
    steps = rollout.rollout().stepCount();
    actor = new ActorLanes(task, simulation, policy.mlp(), seed);
    double[] parameters = new double[actor.parameterCount()];
    int weights = policy.mlp().weightCount();
    System.arraycopy(policy.weights(), 0, parameters, 0, weights);
    System.arraycopy(policy.logDeviations(), 0, parameters, weights, parameters.length - weights);
    actor.set(parameters);
    observation = new ObservationLanes(task, simulation, rollout.observation());
    observation.set(policy.normalizer());
    input = simulation.rows(policy.mlp().inputCount());
    noise = simulation.rows(policy.mlp().outputCount());
  }

  @Override
  public void ready(int t, int block, Workspace workspace) {
    if (t < steps) {
      observation.normalize(input, block, workspace);
    }
  }

  @Override
  public void act(int t, int block, Workspace workspace) {
    if (stochastic) {
      actor.draw(noise, block);
    }
    actor.act(input, noise, rollout.rollout().action(), block, workspace);
  }

  @Override
  public void arrived(int t, int block, Workspace workspace) {
    // What became of the actions is seen in the roll-out.
  }
}
