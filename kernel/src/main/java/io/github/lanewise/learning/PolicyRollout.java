package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.network.LaneEnsemble;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;
import java.util.Arrays;

/**
 * N control steps of many robots under a policy, and what learning needs of them: observations as the policy took them,
 * noise, and values of the states that the steps led to.
 *
 * <p>Policy and values ride in the lanes of the robots, block by block. Nothing is allocated once it has run. One
 * caller at a time.
 */
final class PolicyRollout implements TaskRollout.Agent {
  /** Observations beyond are taken for blown up, and their states worth nothing. */
  static final double LARGEST = 1e6;

  private final TaskRollout rollout;
  private final ActorLanes actor;
  private final LaneEnsemble target;
  private final ObservationLanes observation;
  private final Batch[] raw;
  private final Batch[] inputs;
  private final Batch[] endInputs;
  private final Batch[] noise;
  private final Batch[] logDensities;
  private final Batch[] last;
  private final Batch[] actions;
  private final Batch[] values;
  private final Batch value;
  private final boolean[][] lost;
  private ContactStiffness stiffness;

  /**
   * Compiles and allocates.
   *
   * @param rollout of the task, at the beginning of its episodes
   * @param actor who acts
   * @param target who values states, on observations as the policy takes them; null if none has a value
   * @param steps N, at most
   */
  PolicyRollout(LaneTask task, LaneSimulation simulation, TaskRollout rollout, ActorLanes actor, LaneEnsemble target,
      int steps) {
    this.rollout = rollout;
    this.actor = actor;
    this.target = target;
    int n = task.observationNames().size();
    int m = simulation.actionCount();
    observation = new ObservationLanes(task, simulation, rollout.observation());
    raw = batches(simulation, steps + 1, n);
    inputs = batches(simulation, steps, n);
    endInputs = batches(simulation, steps, n);
    noise = batches(simulation, steps, m);
    logDensities = batches(simulation, steps, 1);
    last = batches(simulation, steps, m);
    actions = new Batch[steps];
    Arrays.setAll(actions, t -> rollout.rollout().actions().rows(t * m, m));
    values = batches(simulation, steps, 1);
    value = simulation.rows(1);
    lost = new boolean[simulation.robotCount()][steps];
  }

  private static Batch[] batches(LaneSimulation simulation, int steps, int rows) {
    Batch all = simulation.rows(steps * rows);
    Batch[] batches = new Batch[steps];
    Arrays.setAll(batches, t -> all.rows(t * rows, rows));
    return batches;
  }

  /** Takes over the statistics by which observations are normalised. */
  void set(Normalizer normalizer) {
    observation.set(normalizer);
  }

  /** Takes over those of the moment. */
  void set(RunningStatistics statistics) {
    observation.set(statistics);
  }

  /** Rolls out. */
  void run() {
    rollout.run(this);
  }

  /** N. */
  int stepCount() {
    return rollout.rollout().stepCount();
  }

  /** Another N, from the next run on. */
  void setStepCount(int count) {
    rollout.rollout().setStepCount(count);
  }

  /** States of the moment. */
  Batch state() {
    return rollout.rollout().state();
  }

  /** Measures the stiffness of contacts from now on. */
  void measure(ContactStiffness contacts) {
    stiffness = contacts;
  }

  TaskRollout rollout() {
    return rollout;
  }

  ActorLanes actor() {
    return actor;
  }

  LaneEnsemble target() {
    return target;
  }

  ObservationLanes observation() {
    return observation;
  }

  /** Observations at the beginning of step t as they are, t from 0 to N. */
  Batch raw(int t) {
    return raw[t];
  }

  /** Observations at the beginning of step t as the policy took them. */
  Batch input(int t) {
    return inputs[t];
  }

  /** The same after step t, before a new episode begins. */
  Batch endInput(int t) {
    return endInputs[t];
  }

  /** eps of step t. */
  Batch noise(int t) {
    return noise[t];
  }

  /** {@code -log p} of the actions of step t, in units of half their ranges; 0 of a step that blew up. */
  double entropy(int t, int lane) {
    return rollout.end(t, lane) == End.BLOWN_UP ? 0 : -logDensities[t].get(0, lane);
  }

  /** The mean of {@link #entropy} over all steps of all robots. */
  double meanEntropy() {
    double sum = 0;
    for (int t = 0; t < stepCount(); t++) {
      for (int lane = 0; lane < lost.length; lane++) {
        sum += entropy(t, lane);
      }
    }
    return sum / stepCount() / lost.length;
  }

  /** Actions of the step before step t, as they were observed. */
  Batch last(int t) {
    return last[t];
  }

  /** Actions of step t. */
  Batch action(int t) {
    return actions[t];
  }

  /** Value of the state that step t led to, by the target network. */
  Batch value(int t) {
    return values[t];
  }

  /** Whether that value counts: neither a failure nor what has blown up has one, and none without target. */
  boolean hasValue(int t, int lane) {
    End end = rollout.end(t, lane);
    return target != null && !lost[lane][t] && (end == End.NONE || end == End.TIME_LIMIT);
  }

  /** Whether a chain of steps ends with step t, by the end of an episode or of the window. */
  boolean ends(int t, int lane) {
    return t == stepCount() - 1 || rollout.end(t, lane) != End.NONE;
  }

  @Override
  public void ready(int t, int block, Workspace workspace) {
    raw[t].copyBlock(rollout.observation(), 0, block);
    if (t < stepCount()) {
      observation.normalize(inputs[t], block, workspace);
      last[t].copyBlock(rollout.last(), 0, block);
    }
  }

  @Override
  public void act(int t, int block, Workspace workspace) {
    if (stiffness != null) {
      stiffness.begin(block);
    }
    actor.draw(noise[t], block);
    actor.act(inputs[t], noise[t], rollout.rollout().action(), block, workspace);
    logDensities[t].copyBlock(actor.logDensity(), 0, block);
  }

  @Override
  public void arrived(int t, int block, Workspace workspace) {
    if (stiffness != null) {
      stiffness.take(t, block, workspace);
    }
    if (target == null) {
      return;
    }
    observation.normalize(endInputs[t], block, workspace);
    clean(t, block);
    target.forward(endInputs[t], value, block);
    values[t].copyBlock(value, 0, block);
  }

  /** Zeros in place of observations that have blown up: networks mix no lanes, but gradients are sums over them. */
  private void clean(int t, int block) {
    Batch observed = rollout.observation();
    int first = LaneRows.first(observed, block);
    for (int lane = 0; lane < LaneRows.count(observed, block); lane++) {
      boolean blownUp = !LaneRows.isWithin(observed, block, lane, LARGEST);
      lost[first + lane][t] = blownUp;
      if (blownUp) {
        LaneRows.clearLane(endInputs[t], block, lane);
      }
    }
  }
}
