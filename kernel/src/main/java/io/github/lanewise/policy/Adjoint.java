package io.github.lanewise.policy;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * {@code dJ/dW} of every lane by the reverse recursion: {@code u_bar = f_u' x_bar + r_u, W_bar += pi_W' u_bar,
 * x_bar <- f_x' x_bar + pi_x' u_bar}, and r_x is added to x_bar at each sample. All states are kept; those within a
 * control period are computed again.
 */
final class Adjoint {
  private final ClosedLoop loop;
  private final int steps;
  private final int substeps;
  private final double period;
  private final boolean actionReward;
  private final Batch[] states;
  private final Batch[] actions;
  private final Batch sample;
  private final Batch sampleTime;
  private final Batch rewardStateBar;
  private final Batch actionBar;
  private final Batch stepActionBar;
  private final Batch policyStateBar;
  private final Batch policyParameterBar;
  private final Batch parameterBar;
  private final Batch[] stateBar = new Batch[2];
  private final Batch[] window;
  private final Binding reward;
  private final Binding[] replay;
  private final Binding[] backward;
  private final Binding policy;

  Adjoint(LoopKernels kernels, ClosedLoop loop, int steps, int substeps, double period,
      TrajectoryReturn objective, Workers workers) {
    this.loop = loop;
    this.steps = steps;
    this.substeps = substeps;
    this.period = period;
    actionReward = objective.actionRows() > 0;
    states = views(loop.state(), steps + 1);
    actions = views(loop.action(), steps);
    sample = like(loop.state());
    sampleTime = like(loop.time());
    rewardStateBar = like(loop.state());
    actionBar = like(loop.action());
    stepActionBar = like(loop.action());
    policyStateBar = like(loop.state());
    policyParameterBar = like(loop.parameters());
    parameterBar = like(loop.parameters());
    Arrays.setAll(stateBar, k -> like(loop.state()));
    window = new Batch[substeps];
    Arrays.setAll(window, k -> like(loop.state()));
    Batch[] ports = actionReward
        ? new Batch[] {sample, loop.action(), sampleTime, rewardStateBar, actionBar}
        : new Batch[] {sample, sampleTime, rewardStateBar};
    reward = objective.gradientKernel().bind(ports);
    policy = kernels.actVjp()
        .bind(window[0], loop.parameters(), loop.time(), actionBar, policyStateBar, policyParameterBar);
    replay = new Binding[substeps - 1];
    backward = new Binding[substeps];
    Batch noSeed = like(loop.state());
    Batch next = like(loop.state());
    for (int k = 0; k < substeps; k++) {
      if (k < substeps - 1) {
        replay[k] = kernels.advance().bind(window[k], loop.action(), window[k + 1]);
      }
      backward[k] = kernels.advanceVjp()
          .bind(window[k], loop.action(), stateBar[(k + 1) % 2], noSeed, next, stateBar[k % 2], stepActionBar);
    }
    Stream.of(new Binding[] {reward, policy}, replay, backward).flatMap(Stream::of)
        .forEach(binding -> binding.prepare(workers));
  }

  private static Batch like(Batch batch) {
    return new Batch(batch.type(), batch.rows(), batch.robots());
  }

  private static Batch[] views(Batch one, int count) {
    Batch all = new Batch(one.type(), count * one.rows(), one.robots());
    Batch[] views = new Batch[count];
    Arrays.setAll(views, t -> all.rows(t * one.rows(), one.rows()));
    return views;
  }

  /** dJ/dW of each lane (modified by {@link #run}). */
  Batch parameterBar() {
    return parameterBar;
  }

  void run(int first, int end, Workspace workspace) {
    for (int block = first; block < end; block++) {
      forward(block, workspace);
      parameterBar.clearBlock(block);
      stateBar[substeps % 2].clearBlock(block);
      for (int t = steps - 1; t >= 0; t--) {
        backward(t, block, workspace);
      }
    }
  }

  private void forward(int block, Workspace workspace) {
    states[0].copyBlock(loop.state(), 0, block);
    for (int t = 0; t < steps; t++) {
      loop.act(t, block, workspace);
      actions[t].copyBlock(loop.action(), 0, block);
      loop.advance(block, workspace);
      states[t + 1].copyBlock(loop.state(), 0, block);
    }
  }

  private void backward(int t, int block, Workspace workspace) {
    loop.action().copyBlock(actions[t], 0, block);
    sample.copyBlock(states[t + 1], 0, block);
    LaneRows.fill(sampleTime, block, (t + 1) * period);
    if (!actionReward) {
      actionBar.clearBlock(block);
    }
    reward.run(block, block + 1, workspace);
    LaneRows.add(stateBar[substeps % 2], rewardStateBar, block);

    window[0].copyBlock(states[t], 0, block);
    for (Binding step : replay) {
      step.run(block, block + 1, workspace);
    }
    for (int k = substeps - 1; k >= 0; k--) {
      backward[k].run(block, block + 1, workspace);
      LaneRows.add(actionBar, stepActionBar, block);
    }

    LaneRows.fill(loop.time(), block, t * period);
    policy.run(block, block + 1, workspace);
    LaneRows.add(parameterBar, policyParameterBar, block);
    LaneRows.add(stateBar[0], policyStateBar, block);
    if (substeps % 2 == 1) {
      stateBar[1].copyBlock(stateBar[0], 0, block);
    }
  }
}
