package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code x_{t+1} = F(x_t, u_t, p)} of a {@link Rollout}, block by block and segment by segment, in its state and action
 * of the moment: what its pullback needs again is stored on the way.
 */
final class ForwardPass implements Workers.Task {
  private final LaneSimulation simulation;
  private final StoredStates stored;
  private final Batch state;
  private final Batch action;
  private final Batch time;
  /** Null under a policy and without actions. */
  private final Batch given;
  /** Null for what is no robot. */
  private final ControlStep step;
  /** Null under given actions. */
  private final Binding policy;
  /** The control step of what is no robot; null for robots. */
  private final Surrogate own;
  /** Null for the control step of robots. */
  private Surrogate forwards;
  private Surrogate backwards;
  private RolloutVisitor visitor = Rollout.NOBODY;

  ForwardPass(Rollout rollout, Surrogate own) {
    simulation = rollout.simulation();
    stored = rollout.stored();
    state = rollout.state();
    action = rollout.action();
    time = rollout.time();
    given = rollout.givenActions();
    Feedback feedback = rollout.feedback();
    step = rollout.hasRobots() ? new ControlStep(rollout.robots("a control step"), state, action) : null;
    policy = feedback == null ? null
        : simulation.bind(feedback.act(), state, rollout.policyParametersOrNull(), time, action);
    this.own = own;
    forwards = own;
    backwards = own;
  }

  /** From now on somebody looks on. */
  void begin(RolloutVisitor looksOn) {
    visitor = looksOn;
  }

  void setSurrogates(Surrogate forward, Surrogate backward) {
    forwards = forward == null ? own : forward;
    backwards = backward == null ? own : backward;
  }

  /** Null for the control step of robots. */
  Surrogate backwards() {
    return backwards;
  }

  @Override
  public void run(int first, int last, Workspace workspace) {
    for (int block = first; block < last; block++) {
      forward(block, workspace, false);
    }
  }

  /**
   * All segments; the window ends up with the states and actions of the last.
   *
   * @param pulledBack whether it comes next, so that the history is to be filled too
   */
  void forward(int block, Workspace workspace, boolean pulledBack) {
    int segments = stored.segments();
    for (int k = 0; k < segments; k++) {
      segment(k, block, workspace, pulledBack && k == segments - 1);
      stored.finish(k, state, block);
    }
  }

  /** The place in the history of the first time step of step j of segment k; negative if there is none. */
  int place(int k, int j) {
    return forwards != null ? -1 : stored.place(k, j);
  }

  /**
   * Fills the window with the states that the steps of segment k begin in, and a policy's actions.
   *
   * @param pulledBack whether it comes next, so that the history is to be filled too
   */
  void segment(int k, int block, Workspace workspace, boolean pulledBack) {
    stored.begin(k, state, block);
    for (int j = 0; j < stored.length(k); j++) {
      int t = stored.firstStep(k) + j;
      stored.begun(j, state, block);
      act(t, block, workspace);
      visitor.acted(t, block, workspace);
      stored.acted(j, action, block);
      move(place(k, j), block, workspace, pulledBack);
      stored.moved(t, state, block);
      visitor.moved(t, block, workspace);
    }
  }

  private void move(int place, int block, Workspace workspace, boolean pulledBack) {
    if (forwards == null) {
      boolean kept = pulledBack && place >= 0 && backwards == null;
      step.run(simulation.substepCount(), block, workspace, kept ? stored.history() : null, place);
    } else {
      forwards.step(state, action, block, workspace);
    }
  }

  void act(int t, int block, Workspace workspace) {
    if (policy != null) {
      LaneRows.fill(time, block, t * simulation.controlPeriod());
      policy.run(block, block + 1, workspace);
    } else if (action != null) {
      action.copyBlock(given, t * action.rowCount(), block);
    }
  }

  /** Puts back the state that step t = k segment + j began in, and its actions, from the window. */
  void restore(int k, int j, int block) {
    state.copyBlock(stored.begin(j), 0, block);
    if (policy != null) {
      action.copyBlock(stored.action(j), 0, block);
    } else if (action != null) {
      action.copyBlock(given, (stored.firstStep(k) + j) * action.rowCount(), block);
    }
  }
}
