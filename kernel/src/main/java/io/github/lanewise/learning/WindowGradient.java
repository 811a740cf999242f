package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutAdjoint;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskRollout;
import java.util.Arrays;

/**
 * {@code -dJ/dtheta / (robots N)} of a {@link MixedReturn}, summed over robots and episodes of a {@link PolicyRollout},
 * through robot, observation, policy and the values of states; rewards are {@code r - a log p}, with the density p of
 * the action and what a unit of entropy is worth, a.
 *
 * <p>It reaches back to the beginning of the window and not beyond, nor beyond the beginning of an episode; statistics
 * of observations count as constants. Where a robot's cotangent is not finite, it is cut at that step, and counted; on
 * demand it is shortened.
 * Nothing is allocated once it has run; the gradient depends on the seed, the blocks and the width of vectors, not on
 * threads. One caller at a time.
 */
final class WindowGradient implements RolloutAdjoint {
  private final PolicyRollout policy;
  private final TaskRollout taskRollout;
  private final Rollout rollout;
  private final RolloutPullback pullback;
  private final WindowWeights weights;
  private final Batch endState;
  private final Batch action;
  private final Batch rewardBar;
  private final Batch rewardStateBar;
  private final Batch rewardActionBar;
  private final Workers.Task pullReward;
  private final Batch value;
  private final Batch valueBar;
  private final Batch inputBar;
  private final Batch lastBar;
  private final Batch logBar;
  private final long[] cuts;
  private final double longest;
  private double temperature;

  /**
   * Compiles and allocates.
   *
   * @param longest of a cotangent of a robot, see {@link TrainingSettings.Actor#longest}
   */
  WindowGradient(LaneTask task, LaneSimulation simulation, PolicyRollout policy, double longest) {
    this.policy = policy;
    this.longest = longest;
    taskRollout = policy.rollout();
    rollout = taskRollout.rollout();
    pullback = rollout.pullbackOf(this);
    int m = simulation.actionCount();
    int tangents = pullback.initialBar().rowCount();
    policy.observation().prepare(tangents);
    weights = new WindowWeights(policy, simulation);
    endState = simulation.rows(rollout.state().rowCount());
    action = simulation.rows(m);
    rewardBar = simulation.rows(1);
    rewardStateBar = simulation.rows(tangents);
    rewardActionBar = simulation.rows(m);
    pullReward = task.judgingPullback(simulation, endState, action, rewardBar, rewardStateBar, rewardActionBar);
    value = simulation.rows(1);
    valueBar = simulation.rows(1);
    inputBar = simulation.rows(task.observationNames().size());
    lastBar = simulation.rows(m);
    logBar = simulation.rows(1);
    cuts = new long[simulation.robotCount()];
  }

  /**
   * Rolls out and pulls back; the gradient is then the actor's.
   *
   * @param a what a unit of entropy is worth
   */
  void run(MixedReturn objective, double a) {
    temperature = a;
    weights.set(objective);
    taskRollout.run(policy, pullback);
  }

  /** How often a cotangent was cut. */
  long cuts() {
    return Arrays.stream(cuts).sum();
  }

  /** Keeps how often cotangents were cut. */
  void save(Snapshot snapshot) {
    snapshot.putWhole("actor.cuts", cuts);
  }

  /** Goes on with what was kept. */
  void resume(Snapshot snapshot) {
    System.arraycopy(snapshot.getWhole("actor.cuts", cuts.length), 0, cuts, 0, cuts.length);
  }

  @Override
  public void moved(int t, int block, Batch stateBar, Batch actionBar, Workspace workspace) {
    if (t == policy.stepCount() - 1) {
      policy.actor().clear(block);
      weights.compute(block);
    } else {
      LaneRows.add(actionBar, lastBar, block);
    }
    endState.copyBlock(rollout.states(), t * endState.rowCount(), block);
    action.copyBlock(policy.action(t), 0, block);
    rewardBar.copyBlock(weights.rewards(), t, block);
    pullReward.run(block, block + 1, workspace);
    addWhereSeeded(stateBar, rewardStateBar, actionBar, rewardActionBar, rewardBar, block);
    if (weights.valued(t, block)) {
      valueBar.copyBlock(weights.values(), t, block);
      policy.target().forward(policy.endInput(t), value, block);
      policy.target().backward(policy.endInput(t), valueBar, inputBar, block);
      ObservationLanes observation = policy.observation();
      observation.pullBack(endState, taskRollout.sensorErrors(t + 1), policy.action(t), inputBar, block, workspace);
      addWhereSeeded(stateBar, observation.stateBar(), actionBar, observation.lastBar(), valueBar, block);
    }
  }

  /** Adds in lanes whose seed is not 0: the others may hold what is no number. */
  private static void addWhereSeeded(Batch stateBar, Batch stateTerm, Batch actionBar, Batch actionTerm, Batch seed,
      int block) {
    LaneRows.mask(stateTerm, seed, block);
    LaneRows.mask(actionTerm, seed, block);
    LaneRows.add(stateBar, stateTerm, block);
    LaneRows.add(actionBar, actionTerm, block);
  }

  @Override
  public void acted(int t, int block, Batch stateBar, Batch actionBar, Workspace workspace) {
    cut(stateBar, actionBar, block);
    if (longest < Double.POSITIVE_INFINITY) {
      double ofMean = longest / ((double) stateBar.robotCount() * policy.stepCount());
      LaneRows.shorten(stateBar, block, ofMean);
      LaneRows.shorten(actionBar, block, ofMean);
    }
    int lanes = LaneRows.first(logBar, block) + LaneRows.count(logBar, block);
    for (int lane = LaneRows.first(logBar, block); lane < lanes && temperature != 0; lane++) {
      logBar.set(0, lane, -temperature * weights.rewards().get(t, lane));
    }
    policy.actor().pullBack(policy.input(t), policy.noise(t), actionBar, temperature == 0 ? null : logBar, inputBar,
        block, workspace);
    ObservationLanes observation = policy.observation();
    observation.pullBack(rollout.state(), taskRollout.sensorErrors(t), policy.last(t), inputBar, block, workspace);
    LaneRows.add(stateBar, observation.stateBar(), block);
    if (t > 0) {
      lastBar.copyBlock(observation.lastBar(), 0, block);
      rollout.cut(t - 1, lastBar, block);
    }
  }

  private void cut(Batch stateBar, Batch actionBar, int block) {
    int robots = LaneRows.count(stateBar, block);
    for (int lane = 0; lane < stateBar.blockSize(); lane++) {
      if (!LaneRows.isFinite(stateBar, block, lane) || !LaneRows.isFinite(actionBar, block, lane)) {
        LaneRows.clearLane(stateBar, block, lane);
        LaneRows.clearLane(actionBar, block, lane);
        if (lane < robots) {
          cuts[LaneRows.first(stateBar, block) + lane]++;
        }
      }
    }
  }
}
