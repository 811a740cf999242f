package io.github.lanewise.learning;

import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.DoubleAdam;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.ActionRange;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskRollout;
import java.util.Arrays;
import java.util.List;

/**
 * What all trainers have: robots at a task, a policy that acts, a critic that values states or none, and statistics of
 * what was observed and of what it was worth.
 *
 * <p>A window goes: {@link #begin}, roll-out, {@link #take}, {@link #goOn}, steps of the policy, {@link #finish}.
 */
final class ActorCritic {
  /** Gradients in a row that may be not finite. */
  private static final int PATIENCE = 20;

  private final LaneTask task;
  private final TrainingSettings settings;
  private final TaskRollout robots;
  private final Mlp network;
  private final ActorLanes actor;
  private final Critic critic;
  private final PolicyRollout rollout;
  private final RunningStatistics statistics;
  private final double[] parameters;
  private final DoubleAdam adam;
  private final Episodes episodes;
  private long steps;
  private long skipped;
  private int skippedInARow;

  /** With a critic, if the settings have one. */
  ActorCritic(LaneTask task, LaneSimulation simulation, TrainingSettings settings, Adam rule) {
    this(task, simulation, settings, rule, settings.critic() != null);
  }

  /**
   * Compiles and allocates.
   *
   * @param rule of the policy's steps
   * @param valued whether there is a critic
   */
  ActorCritic(LaneTask task, LaneSimulation simulation, TrainingSettings settings, Adam rule, boolean valued) {
    this.task = task;
    this.settings = settings;
    if (simulation.robotCount() != settings.robots()) {
      throw new IllegalArgumentException("a simulation of " + simulation.robotCount() + " robots for a training of "
          + settings.robots() + ": build it with Trainer.simulation(task, settings)");
    }
    int n = task.observationNames().size();
    RandomStream seeds = RandomStream.of(settings.seed());
    int longest = settings.longestWindow();
    robots = new TaskRollout(task, simulation, longest, seeds.stream(0).nextLong());
    network = settings.actorNetwork(n, simulation.actionCount());
    actor = new ActorLanes(task, simulation, network, seeds.stream(1).nextLong());
    critic = valued ? new Critic(settings.criticSettings(n), simulation, longest, seeds.stream(2).nextLong()) : null;
    rollout = new PolicyRollout(task, simulation, robots, actor, critic == null ? null : critic.target(),
        longest);
    statistics = new RunningStatistics("observations", n);
    parameters = Arrays.copyOf(network.uniform(seeds.stream(3).nextLong()), actor.parameterCount());
    adam = new DoubleAdam(rule, parameters.length);
    setLogDeviation(settings.actor().logDeviation(), simulation.actionCount());
    episodes = new Episodes(simulation.robotCount());
  }

  /** At the beginning; where it depends on the state, about so. */
  private void setLogDeviation(double s, int actions) {
    Arrays.fill(parameters, network.weightCount(), parameters.length, s);
    int bias = network.bias(network.layerCount());
    for (int i = actions; i < network.outputCount(); i++) {
      parameters[bias + i] += SquashedGaussian.unbounded(s);
    }
  }

  Mlp network() {
    return network;
  }

  ActorLanes actor() {
    return actor;
  }

  /** Null where states have no values. */
  Critic critic() {
    return critic;
  }

  PolicyRollout rollout() {
    return rollout;
  }

  /** W and then s (modified by {@link #step}). */
  double[] parameters() {
    return parameters;
  }

  Episodes episodes() {
    return episodes;
  }

  RunningStatistics statistics() {
    return statistics;
  }

  long stepCount() {
    return steps;
  }

  /** Of a stream of random numbers that is somebody else's, from 4 on. */
  long seed(int stream) {
    return RandomStream.of(settings.seed()).stream(stream).nextLong();
  }

  Trainer.Losses losses(long cut, long skippedElsewhere) {
    return new Trainer.Losses(robots.blownUp(), cut,
        skipped + skippedElsewhere + (critic == null ? 0 : critic.skipped()));
  }

  /** The policy of the moment acts, on observations in units of all that came before. */
  void begin() {
    actor.set(parameters);
    rollout.set(statistics);
  }

  /**
   * Takes what was observed, and what it was worth.
   *
   * @param temperature what a unit of entropy was worth
   */
  void take(double temperature) {
    for (int t = 0; t <= rollout.stepCount(); t++) {
      statistics.merge(rollout.raw(t));
    }
    if (critic != null) {
      critic.setGoals(rollout, settings.objective().discount(), temperature);
    }
    episodes.add(robots, rollout.stepCount());
    steps += (long) rollout.stepCount() * settings.robots();
  }

  /** The critic learns, and the robots go on. */
  void goOn() {
    if (critic != null) {
      critic.fit(rollout);
    }
    robots.continueFromEnd();
  }

  /** A step of the policy by {@code -dJ/dtheta}; false if that was not finite. */
  boolean step(double[] gradient) {
    return adam.step(parameters, gradient) < Double.POSITIVE_INFINITY;
  }

  /**
   * A window is over.
   *
   * @param finite whether the gradients of the policy were
   * @throws DivergenceException if too many in a row were not
   */
  void finish(boolean finite) {
    skipped += finite ? 0 : 1;
    skippedInARow = finite ? 0 : skippedInARow + 1;
    if (skippedInARow == PATIENCE) {
      throw new DivergenceException(stepCount(), "the policy's gradient was not finite in " + PATIENCE
          + " windows in a row of " + rollout.stepCount() + " steps, after " + stepCount()
          + " environment steps: a shorter window or a lower learning rate may help");
    }
  }

  GaussianPolicy policy() {
    List<ActionRange> actions = task.actions();
    int weights = network.weightCount();
    return new GaussianPolicy(task.name(), task.observationNames(), actions.stream().map(ActionRange::name).toList(),
        actions.stream().mapToDouble(ActionRange::low).toArray(),
        actions.stream().mapToDouble(ActionRange::high).toArray(), network, Arrays.copyOf(parameters, weights),
        Arrays.copyOfRange(parameters, weights, parameters.length), statistics.normalizer());
  }

  void save(Snapshot snapshot) {
    robots.save(snapshot);
    actor.save(snapshot);
    if (critic != null) {
      critic.save(snapshot);
    }
    statistics.save(snapshot);
    episodes.save(snapshot);
    snapshot.put("actor.parameters", parameters);
    snapshot.put("actor.moments", adam.moments());
    snapshot.putWhole("actor.steps", adam.stepCount());
    snapshot.putWhole("steps", steps, skipped, skippedInARow);
  }

  void resume(Snapshot snapshot) {
    robots.resume(snapshot);
    actor.resume(snapshot);
    if (critic != null) {
      critic.resume(snapshot);
    }
    statistics.resume(snapshot);
    episodes.resume(snapshot);
    System.arraycopy(snapshot.get("actor.parameters", parameters.length), 0, parameters, 0, parameters.length);
    adam.resume(snapshot.getWhole("actor.steps", 1)[0], snapshot.get("actor.moments", 2 * parameters.length));
    long[] counts = snapshot.getWhole("steps", 3);
    steps = counts[0];
    skipped = counts[1];
    skippedInARow = (int) counts[2];
  }
}
