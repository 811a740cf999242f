package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.learning.Replay.Column;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import java.util.List;

/**
 * The gradients of {@code sum_k mean (Q_k(o, u) - r - gamma c (min Q'(o', u') - a log p(u'|o')))^2} by the twin values,
 * and of {@code mean (a log p(v|o) - min Q(o, v))} by the policy, u' and v drawn from it, c 1 where the episode goes on
 * and 0 where the robot failed, a the temperature (Haarnoja and others, Soft actor-critic algorithms and applications,
 * arXiv 1812.05905, eq. 5 to 9): over a batch of transitions, one in each lane.
 *
 * <p>Goals of values are constants. Observations are normalised here, in units of the moment; actions are in units of
 * half their ranges. Nothing is allocated by running; gradients depend on the seed, the blocks and the width of
 * vectors, not on threads. One caller at a time.
 */
final class SoftObjectives {
  private final LaneSimulation simulation;
  private final TwinValues values;
  private final ActorLanes policy;
  private final double discount;
  private final Batch[] transitions;
  private final Batch action;
  private final Batch reward;
  private final Batch goesOn;
  private final ObservationLanes observation;
  private final ObservationLanes nextObservation;
  /** Observation and action, and views of both parts. */
  private final Batch pair;
  private final Batch input;
  private final Batch acted;
  private final Batch nextPair;
  private final Batch nextInput;
  private final Batch nextActed;
  private final Batch noise;
  private final Batch least;
  private final Batch goals;
  private final Batch pairBar;
  private final Batch actedBar;
  private final Batch logBar;
  private final double[] logSums;
  private final Workers.Task ofValues = this::ofValues;
  private final Workers.Task ofPolicy = this::ofPolicy;
  private double temperature;
  private double unit;

  /**
   * Compiles and allocates.
   *
   * @param simulation of as many lanes as a batch has transitions
   * @param mlp of the policy, of 2 m outputs
   * @param seed of the policy's noise
   */
  SoftObjectives(LaneTask task, LaneSimulation simulation, Mlp mlp, TwinValues values, double discount, long seed) {
    this.simulation = simulation;
    this.values = values;
    this.discount = discount;
    policy = new ActorLanes("learner", ActorLanes.squash(task, simulation, mlp).inUnits(), simulation, mlp, seed);
    int n = mlp.inputCount();
    int m = simulation.actionCount();
    transitions = columns(task).stream().map(column -> simulation.rows(column.rows())).toArray(Batch[]::new);
    action = transitions[1];
    reward = transitions[2];
    goesOn = transitions[3];
    observation = new ObservationLanes(task, simulation, transitions[0]);
    nextObservation = new ObservationLanes(task, simulation, transitions[4]);
    pair = simulation.rows(n + m);
    input = pair.rows(0, n);
    acted = pair.rows(n, m);
    nextPair = simulation.rows(n + m);
    nextInput = nextPair.rows(0, n);
    nextActed = nextPair.rows(n, m);
    noise = simulation.rows(m);
    least = simulation.rows(1);
    goals = simulation.rows(1);
    pairBar = simulation.rows(n + m);
    actedBar = pairBar.rows(n, m);
    logBar = simulation.rows(1);
    logSums = new double[goals.blockCount()];
  }

  /** What a transition has: observations as they are, actions in units of half their ranges. */
  static List<Column> columns(LaneTask task) {
    int n = task.observationNames().size();
    return List.of(new Column("observation", n), new Column("action", task.actions().size()),
        new Column("reward", 1), new Column("goes_on", 1), new Column("next_observation", n));
  }

  /** The batch, in the order of the columns, to be set by the caller. */
  Batch[] transitions() {
    return transitions;
  }

  /** The policy, with the sums of its gradient. */
  ActorLanes policy() {
    return policy;
  }

  /** Takes over units of observations, and of rewards. */
  void set(RunningStatistics observations, double rewards) {
    observation.set(observations);
    nextObservation.set(observations);
    unit = rewards;
  }

  /** The gradients of the values are then in their sums. */
  void pullValues(double a) {
    temperature = a;
    simulation.run(ofValues, goals.blockCount());
  }

  private void ofValues(int first, int end, Workspace workspace) {
    for (int block = first; block < end; block++) {
      observation.normalize(input, block, workspace);
      acted.copyBlock(action, 0, block);
      nextObservation.normalize(nextInput, block, workspace);
      policy.draw(noise, block);
      policy.act(nextInput, noise, nextActed, block, workspace);
      values.valueByTargets(nextPair, least, block);
      setGoals(block);
      values.pullErrors(pair, goals, block);
    }
  }

  private void setGoals(int block) {
    int first = LaneRows.first(goals, block);
    for (int lane = first; lane < first + LaneRows.count(goals, block); lane++) {
      double after = least.get(0, lane) - temperature * policy.logDensity().get(0, lane);
      goals.set(0, lane, reward.get(0, lane) / unit + discount * goesOn.get(0, lane) * after);
    }
  }

  /**
   * The gradient of the policy is then in its sums; after {@link #pullValues} of the same batch.
   *
   * @return H, the entropy {@code -mean log p} of what was drawn
   */
  double pullPolicy(double a) {
    temperature = a;
    simulation.run(ofPolicy, goals.blockCount());
    double sum = 0;
    for (double share : logSums) {
      sum += share;
    }
    return -sum / goals.robotCount();
  }

  private void ofPolicy(int first, int end, Workspace workspace) {
    for (int block = first; block < end; block++) {
      policy.draw(noise, block);
      policy.act(input, noise, acted, block, workspace);
      logSums[block] = 0;
      int lanes = LaneRows.first(logBar, block) + LaneRows.count(logBar, block);
      for (int lane = LaneRows.first(logBar, block); lane < lanes; lane++) {
        logSums[block] += policy.logDensity().get(0, lane);
        logBar.set(0, lane, temperature / logBar.robotCount());
      }
      values.pullLeast(pair, pairBar, block);
      policy.clear(block);
      policy.pullBack(input, noise, actedBar, logBar, null, block, workspace);
    }
  }

  /** Keeps the streams of noise. */
  void save(Snapshot snapshot) {
    policy.save(snapshot);
  }

  /** Goes on with streams that were kept. */
  void resume(Snapshot snapshot) {
    policy.resume(snapshot);
  }
}
