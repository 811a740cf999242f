package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code x0_bar, u_bar, p_bar, W_bar} of the sum over t of {@code seed_t . x_t}, or of the return
 * {@code J = sum_t r(x_{t+1}, u_t, (t + 1) h)}, which comes with it.
 *
 * <p>Reverse recursion over control steps: {@code u_bar = F_u' x_bar + r_u, W_bar += pi_W' u_bar, x_bar <- F_x' x_bar +
 * pi_x' u_bar}, and the seed or r_x is added to x_bar at each sample. {@link #run()} rolls out and pulls back. Seeds
 * that depend on the trajectory are set in between: {@link Rollout#run()}, then {@link #backward()}, and no control
 * step is computed twice for them. Cotangents of states have n = 2 nv rows and those of the law's own state, those of
 * free and spherical joints on the body's axes. Nothing is allocated by running. One caller at a time.
 */
public final class RolloutPullback {
  private final Rollout rollout;
  private final StoredStates stored;
  private final ForwardPass pass;
  /** Null for what is no robot. */
  private final StepPullback step;
  private final Batch nextBar;
  private final Batch seed;
  private final Batch stateBar;
  private final Binding reward;
  private final Binding policy;
  private final Batch seeds;
  private final Batch sample;
  private final Batch rewardStateBar;
  private final Batch rewards;
  private final Batch returns;
  private final Batch actionBarBefore;
  private final Batch actionBar;
  private final Batch policyStateBar;
  private final Batch policyBar;
  private final Batch policyParameterBar;
  private final Batch initialBar;
  private final Batch actionBars;
  private final Batch parameterBar;
  private final RolloutAdjoint adjoint;
  private final Workers.Task task = this::run;
  private final Workers.Task backwardTask = this::backward;

  /** Allocates; compiles a reward's gradient. Seeds there are only without a reward and an adjoint. */
  RolloutPullback(Rollout rollout, Reward traced, RolloutAdjoint adjoint) {
    this.rollout = rollout;
    stored = rollout.stored();
    pass = rollout.pass();
    this.adjoint = adjoint;
    stored.keepWindow(rollout.feedback() != null);
    stored.keepHistory();
    LaneSimulation simulation = rollout.simulation();
    Batch action = rollout.action();
    Feedback feedback = rollout.feedback();
    step = rollout.hasRobots()
        ? new StepPullback(rollout.robots("a step's pullback"), rollout.state(), action) : null;
    int tangents = simulation.tangentCount();
    nextBar = step == null ? simulation.rows(tangents) : step.nextBar();
    seed = step == null ? simulation.rows(tangents) : step.seed();
    stateBar = step == null ? simulation.rows(tangents) : step.stateBar();
    actionBarBefore = step == null ? simulation.rows(action.rowCount()) : step.actionBarBefore();
    actionBar = step == null ? simulation.rows(action.rowCount()) : step.actionBar();
    sample = simulation.rows(simulation.stateCount());
    rewardStateBar = simulation.rows(tangents);
    seeds = traced == null && adjoint == null ? simulation.rows(stored.mostSteps() * tangents) : null;
    rewards = traced == null ? null : simulation.rows(1);
    returns = traced == null ? null : simulation.rows(1);
    reward = traced == null ? null : reward(traced);
    boolean hasParameters = rollout.policyParametersOrNull() != null;
    policyStateBar = feedback == null ? null : simulation.rows(tangents);
    policyBar = hasParameters ? simulation.rows(feedback.parameterCount()) : null;
    policyParameterBar = hasParameters ? simulation.rows(feedback.parameterCount()) : null;
    policy = feedback == null ? null : rollout.robots("a policy's pullback").kernels().bind(feedback.vjp(),
        rollout.state(), rollout.policyParametersOrNull(), rollout.time(), actionBar, policyStateBar, policyBar);
    initialBar = simulation.rows(tangents);
    actionBars = rollout.givenActions() == null ? null : simulation.rows(rollout.givenActions().rowCount());
    parameterBar = step == null ? null : step.parameterBar();
  }

  private Binding reward(Reward traced) {
    Simulation robots = rollout.robots("the pullback of a traced reward");
    return robots.kernels().bind(
        RewardGradient.compile(robots.model(), sample.rowCount(), robots.actionCount(), traced, robots.lanes()),
        sample, rollout.action(), rollout.time(), rewardStateBar, actionBarBefore, rewards);
  }

  /**
   * Cotangents of x_1 .. x_T, to be set by the caller: row {@code (t - 1) * n + k} is row k of that of x_t.
   *
   * @return T n rows
   * @throws IllegalStateException if the pullback is of a reward or an adjoint
   */
  public Batch seeds() {
    if (seeds == null) {
      throw new IllegalStateException("the pullback of a reward, or of an adjoint, takes no seeds");
    }
    return seeds;
  }

  /**
   * J of each robot, summed from the last step to the first.
   *
   * @return 1 row (modified by {@link #run()})
   * @throws IllegalStateException if the pullback is not of a reward
   */
  public Batch returns() {
    if (returns == null) {
      throw new IllegalStateException("this pullback is of seeds or an adjoint, not of a reward: it knows no return");
    }
    return returns;
  }

  /** {@return cotangent of the initial state, n rows (modified by {@link #run()})} */
  public Batch initialBar() {
    return initialBar;
  }

  /** {@return cotangents of given actions, laid out as these (modified by {@link #run()}); null without} */
  public Batch actionBars() {
    return actionBars;
  }

  /**
   * Cotangents of the robot's parameters, summed over the steps (modified by {@link #run()}); null without.
   *
   * @return rows of parameters
   */
  public Batch parameterBar() {
    return parameterBar;
  }

  /**
   * Cotangents of the policy's parameters W, summed over the steps (modified by {@link #run()}); null without.
   *
   * @return rows of W
   */
  public Batch policyParameterBar() {
    return policyParameterBar;
  }

  /**
   * Rolls out from {@link Rollout#initial} and pulls back.
   *
   * @throws IllegalArgumentException as {@link Rollout#run(RolloutVisitor)}
   */
  public void run() {
    run(Rollout.NOBODY);
  }

  /**
   * The same while somebody looks on, or disturbs; told of a step once for each time that it is computed, which is once
   * where all states are kept.
   *
   * @param looksOn told of every step
   * @throws IllegalArgumentException as {@link Rollout#run(RolloutVisitor)}
   */
  public void run(RolloutVisitor looksOn) {
    rollout.run(looksOn, task);
  }

  /**
   * Pulls back along the last run, with the seeds as they are now: {@link Rollout#run()} first, or a run of any of its
   * pullbacks. Initial states, actions and parameters must be those of that run, and nobody may have disturbed it. The
   * states of steps between two that are kept, and of time steps within a control step, are computed again.
   *
   * @throws IllegalStateException if the roll-out has not run since its pullback was made, or its number of steps set
   */
  public void backward() {
    if (!stored.isWhole()) {
      throw new IllegalStateException("nothing to pull back along: run the roll-out after its pullback was made and its"
          + " number of steps set");
    }
    rollout.simulation().run(backwardTask, initialBar.blockCount());
  }

  private void run(int first, int last, Workspace workspace) {
    for (int block = first; block < last; block++) {
      pass.forward(block, workspace, true);
      backward(block, workspace, true);
    }
  }

  private void backward(int first, int last, Workspace workspace) {
    for (int block = first; block < last; block++) {
      backward(block, workspace, false);
    }
  }

  /**
   * All segments, from the last to the first.
   *
   * @param fresh whether the history is of the last segment of this block
   */
  private void backward(int block, Workspace workspace, boolean fresh) {
    clear(block);
    int last = stored.segments() - 1;
    for (int k = last; k >= 0; k--) {
      if (k < last) {
        pass.segment(k, block, workspace, true);
      }
      for (int j = stored.length(k) - 1; j >= 0; j--) {
        backward(k, j, block, workspace, fresh || k < last);
      }
    }
    initialBar.copyBlock(stateBar, 0, block);
  }

  private void clear(int block) {
    if (seeds == null) {
      stateBar.clearBlock(block);
    } else {
      stateBar.copyBlock(seeds, (rollout.stepCount() - 1) * initialBar.rowCount(), block);
    }
    if (parameterBar != null) {
      parameterBar.clearBlock(block);
    }
    if (policyParameterBar != null) {
      policyParameterBar.clearBlock(block);
    }
    if (returns != null) {
      returns.clearBlock(block);
    }
  }

  /** From x_{t+1}_bar in the step's state cotangent to x_t_bar there. */
  private void backward(int k, int j, int block, Workspace workspace, boolean hasHistory) {
    int t = stored.firstStep(k) + j;
    double period = rollout.simulation().controlPeriod();
    pass.restore(k, j, block);
    if (actionBar != null) {
      actionBarBefore.clearBlock(block);
    }
    nextBar.copyBlock(stateBar, 0, block);
    rollout.cut(t, nextBar, block);
    if (reward != null) {
      stored.after(k, j, sample, block);
      LaneRows.fill(rollout.time(), block, (t + 1) * period);
      reward.run(block, block + 1, workspace);
      LaneRows.add(nextBar, rewardStateBar, block);
      LaneRows.add(returns, rewards, block);
    }
    if (adjoint != null) {
      adjoint.moved(t, block, nextBar, actionBarBefore, workspace);
    }
    if (seeds != null && t > 0) {
      seed.copyBlock(seeds, (t - 1) * initialBar.rowCount(), block);
    } else {
      seed.clearBlock(block);
    }
    if (parameterBar != null) {
      step.parameterBarBefore().copyBlock(parameterBar, 0, block);
    }
    int place = hasHistory ? pass.place(k, j) : -1;
    if (pass.backwards() != null) {
      if (actionBar != null) {
        actionBar.copyBlock(actionBarBefore, 0, block);
      }
      pass.backwards().pullBack(rollout.state(), rollout.action(), nextBar, stateBar, actionBar,
          block, workspace);
      LaneRows.add(stateBar, seed, block);
    } else if (place >= 0) {
      step.pullBack(place, block, workspace);
    } else {
      step.runBlock(block, workspace);
    }
    if (actionBars != null) {
      actionBars.rows(t * actionBar.rowCount(), actionBar.rowCount()).copyBlock(actionBar, 0, block);
    }
    if (adjoint != null) {
      adjoint.acted(t, block, stateBar, actionBar, workspace);
    }
    if (policy != null) {
      LaneRows.fill(rollout.time(), block, t * period);
      policy.run(block, block + 1, workspace);
      LaneRows.add(stateBar, policyStateBar, block);
      if (policyParameterBar != null) {
        LaneRows.add(policyParameterBar, policyBar, block);
      }
    }
  }
}
