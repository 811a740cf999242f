package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.StateCheck;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * {@code x_{t+1} = F(x_t, u_t, p)}, t = 0 .. T-1, under given actions or {@code u_t = pi(x_t, t; W)}, every robot of a
 * simulation from a state of its own, with the pullback and pushforward of the whole trajectory. What is no robot but
 * moves in lanes, too, is under given actions, and has the pullback alone.
 *
 * <p>F is a control step of the simulation, p are its parameters. The pullback needs every state again. Of T states
 * the roll-out keeps each k-th and computes the others again segment by segment: one more forward pass, and memory for
 * {@link #storedStates} states. By default k is the root of T, rounded up (Griewank and Walther, Evaluating
 * Derivatives, chapter 12); with k = T all are kept and none is computed again. Nor are those that the time steps of a
 * control step begin in, as far as 64 MiB a thread have room for a block's. All buffers are allocated by the
 * constructor and the first pullback or pushforward. One caller at a time, and not while the simulation itself runs.
 */
public final class Rollout {
  static final RolloutVisitor NOBODY = (t, block, workspace) -> {};

  private final LaneSimulation simulation;
  /** Null for what is none. */
  private final Simulation robots;
  private final Feedback feedback;
  private final Batch initial;
  private final Batch end;
  private final Batch actions;
  private final Batch policyParameters;
  private final Batch state;
  private final Batch action;
  private final Batch time;
  private final StoredStates stored;
  private final ForwardPass pass;
  private RolloutPullback pullback;
  private Reward rewarded;
  private RolloutPushforward pushforward;

  /**
   * Under given actions.
   *
   * @param simulation of the robots
   * @param steps T, control steps
   * @throws IllegalArgumentException if there are fewer than 1
   */
  public Rollout(Simulation simulation, int steps) {
    this(simulation, steps, null);
  }

  /**
   * Under a policy, each robot with parameters of its own.
   *
   * @param simulation of the robots
   * @param steps T, control steps
   * @param feedback of this simulation or one that shares its kernels; null for given actions
   * @throws IllegalArgumentException if there are fewer than 1 step
   */
  public Rollout(Simulation simulation, int steps, Feedback feedback) {
    this(simulation, steps, feedback, (int) Math.ceil(Math.sqrt(steps)));
  }

  /**
   * With a choice between memory and time.
   *
   * @param simulation of the robots
   * @param steps T, control steps
   * @param feedback of this simulation or one that shares its kernels; null for given actions
   * @param segment k, control steps between two states that are kept, 1 to T
   * @throws IllegalArgumentException if there are fewer than 1 step, or a segment is none of them
   */
  public Rollout(Simulation simulation, int steps, Feedback feedback, int segment) {
    this(simulation, simulation, null, steps, feedback, segment);
  }

  /**
   * Of what is no robot, under given actions; all states are kept.
   *
   * @param simulation of the systems
   * @param step their control step
   * @param steps T, control steps
   * @throws IllegalArgumentException if there are fewer than 1
   */
  public Rollout(LaneSimulation simulation, Surrogate step, int steps) {
    this(simulation, null, step, steps, null, steps);
  }

  private Rollout(LaneSimulation simulation, Simulation robots, Surrogate own, int steps, Feedback feedback,
      int segment) {
    if (steps < 1) {
      throw new IllegalArgumentException("a roll-out of " + steps + " steps: at least 1");
    }
    if (segment < 1 || segment > steps) {
      throw new IllegalArgumentException("segments of " + segment + " steps in a roll-out of " + steps);
    }
    this.simulation = simulation;
    this.robots = robots;
    this.feedback = feedback;
    int m = simulation.actionCount();
    initial = simulation.rows(simulation.stateCount());
    end = simulation.rows(simulation.stateCount());
    state = simulation.rows(simulation.stateCount());
    action = m > 0 ? simulation.rows(m) : null;
    actions = m > 0 && feedback == null ? simulation.rows(steps * m) : null;
    time = simulation.rows(1);
    boolean hasParameters = feedback != null && feedback.parameterCount() > 0;
    policyParameters = hasParameters ? simulation.rows(feedback.parameterCount()) : null;
    stored = new StoredStates(simulation, robots, initial, end, steps, segment);
    pass = new ForwardPass(this, own);
  }

  /**
   * From now on {@link #states} has every state of a run, for T times the memory of one.
   *
   * @return this
   */
  public Rollout keepStates() {
    stored.keepStates();
    return this;
  }

  /**
   * x_1 .. x_T of the last run: row {@code t n + k} is row k of x_{t+1}, the state after step t, before a restart.
   *
   * @return T n rows (modified by running and by pulling back)
   * @throws IllegalStateException if they are not kept
   */
  public Batch states() {
    if (stored.states() == null) {
      throw new IllegalStateException("this roll-out does not keep its states: call keepStates() before it runs");
    }
    return stored.states();
  }

  /**
   * From now on lanes may begin anew between two steps: pullbacks take x_{t+1} as it was before, and nothing of what
   * follows reaches back beyond it.
   *
   * @return this
   * @throws IllegalStateException if not all states are kept, which k = T is for
   */
  public Rollout restarts() {
    stored.keepRestarts();
    return this;
  }

  /**
   * Called by a visitor that has written a new start to a lane of {@link #state} after step t.
   *
   * @param t control step, counted from 0
   * @param lane robot, counted from 0
   */
  public void restart(int t, int lane) {
    stored.restart(t, lane);
  }

  /**
   * {@return x_t, in which step t began, of the last run; of a roll-out that restarts and is pulled back}
   *
   * @param t control step, counted from 0
   */
  public Batch begin(int t) {
    return stored.begin(t);
  }

  /** {@return T, number of control steps} */
  public int stepCount() {
    return stored.stepCount();
  }

  /**
   * Another T from the next run on: rows of later steps are left as they were.
   *
   * @param count T, at most what there was at the beginning
   * @throws IllegalArgumentException if it is none of 1 to that
   */
  public void setStepCount(int count) {
    int most = stored.mostSteps();
    if (count < 1 || count > most) {
      throw new IllegalArgumentException(
          count + " steps of a roll-out with room for " + most + ": from 1 to " + most);
    }
    stored.setStepCount(count);
  }

  /**
   * From the next run on something else than the robot's equations moves the states, or pulls cotangents back. States
   * and derivatives may come from different ones: derivatives of a model along the states of the robot, for instance.
   * A pushforward keeps to the robot's equations, and parameters of lanes get no cotangents from a surrogate.
   *
   * @param forward moves the states; null for the simulation's own control step
   * @param backward pulls back; null for the pullback of the simulation's own control step
   */
  public void setSurrogates(Surrogate forward, Surrogate backward) {
    pass.setSurrogates(forward, backward);
  }

  /**
   * {@return states that a pullback stores per robot: those kept, those of a segment, the final one, and two of the
   * step under way}
   */
  public int storedStates() {
    return stored.count();
  }

  /** {@return x_0, rows of the simulation's state, to be set by the caller} */
  public Batch initial() {
    return initial;
  }

  /**
   * Actions, to be set by the caller: row {@code t * m + k} is action k of control step t.
   *
   * @return T m rows
   * @throws IllegalStateException if the law of the simulation takes none, or a policy makes them
   */
  public Batch actions() {
    if (actions == null) {
      throw new IllegalStateException(feedback == null ? "the control law of this simulation takes no actions"
          : "the policy of this roll-out makes its actions");
    }
    return actions;
  }

  /**
   * W of each robot, to be set by the caller.
   *
   * @return p rows
   * @throws IllegalStateException if there is no policy, or none that has parameters
   */
  public Batch policyParameters() {
    if (policyParameters == null) {
      throw new IllegalStateException("no policy with parameters makes the actions of this roll-out");
    }
    return policyParameters;
  }

  /** {@return x_T (modified by running, also the pullback and the pushforward)} */
  public Batch end() {
    return end;
  }

  /** {@return the state of the moment, for visitors; at other times left as it was} */
  public Batch state() {
    return state;
  }

  /** {@return the actions of the moment, for visitors; null without actions} */
  public Batch action() {
    return action;
  }

  /** Computes the final states. */
  public void run() {
    run(NOBODY);
  }

  /**
   * Computes the states while somebody looks on, or disturbs.
   *
   * @param looksOn told of every step
   * @throws IllegalArgumentException if an initial state is one that cannot be, see {@link StateCheck}
   */
  public void run(RolloutVisitor looksOn) {
    run(looksOn, pass);
  }

  /** Does what runs the steps while somebody looks on. */
  void run(RolloutVisitor looksOn, Workers.Task task) {
    requireInitial();
    pass.begin(looksOn);
    try {
      simulation.run(task, initial.blockCount());
      stored.setWhole();
    } finally {
      pass.begin(NOBODY);
    }
  }

  /**
   * The policy's actions of every step in turn at the initial state: all of them, if it is open loop.
   *
   * @param receiver told of each step; the state has not moved
   * @throws IllegalStateException if there is no policy
   */
  public void act(RolloutVisitor receiver) {
    if (feedback == null) {
      throw new IllegalStateException("no policy makes the actions of this roll-out");
    }
    simulation.run((first, last, workspace) -> {
      for (int block = first; block < last; block++) {
        state.copyBlock(initial, 0, block);
        for (int t = 0; t < stored.stepCount(); t++) {
          pass.act(t, block, workspace);
          receiver.moved(t, block, workspace);
        }
      }
    }, initial.blockCount());
  }

  /**
   * A derivative of the policy at the state and time of the moment, for visitors.
   *
   * @param derivative {@link Feedback#jvp}, {@link Feedback#rowJvp} or {@link Feedback#vjp} of the roll-out's policy
   * @param others batches of its ports after x, w and time
   * @return what runs the derivative
   */
  public Binding bind(Kernel derivative, Batch... others) {
    return simulation.bind(derivative, Stream.concat(Stream.of(state, policyParameters, time),
        Arrays.stream(others)).toArray(Batch[]::new));
  }

  /** Refuses an initial state that cannot be. */
  void requireInitial() {
    simulation.requireStates(initial);
  }

  /**
   * Zeros in the lanes that began anew after a step.
   *
   * @param t control step, counted from 0
   * @param bar cotangents of what came after it (modified)
   * @param block of robots, counted from 0
   */
  public void cut(int t, Batch bar, int block) {
    stored.cut(t, bar, block);
  }

  LaneSimulation simulation() {
    return simulation;
  }

  /**
   * The robots.
   *
   * @param what is asked of them
   * @throws IllegalStateException if there are none
   */
  Simulation robots(String what) {
    if (robots == null) {
      throw new IllegalStateException(what + " is of robots, and this roll-out is of none");
    }
    return robots;
  }

  /** Whether it is of robots. */
  boolean hasRobots() {
    return robots != null;
  }

  Feedback feedback() {
    return feedback;
  }

  StoredStates stored() {
    return stored;
  }

  ForwardPass pass() {
    return pass;
  }

  Batch time() {
    return time;
  }

  Batch givenActions() {
    return actions;
  }

  /** W; null without. */
  Batch policyParametersOrNull() {
    return policyParameters;
  }

  /** {@return the pullback of the trajectory: set {@link RolloutPullback#seeds}, run, read the cotangents} */
  public RolloutPullback pullback() {
    return pullback(null);
  }

  /**
   * The gradient of {@code J = sum_t r(x_{t+1}, u_t, (t + 1) h)}: run, read {@link RolloutPullback#returns J} and the
   * cotangents; the last one's buffers and kernels are used again if the reward is the same object.
   *
   * @param reward r, a reward or a cost; null for seeds
   * @return the same object at each call
   */
  public RolloutPullback pullback(Reward reward) {
    if (pullback == null || reward != rewarded) {
      pullback = new RolloutPullback(this, reward, null);
      rewarded = reward;
    }
    return pullback;
  }

  /**
   * The pullback of whatever an adjoint adds.
   *
   * @param adjoint told of every step
   * @return with buffers of its own
   */
  public RolloutPullback pullbackOf(RolloutAdjoint adjoint) {
    return new RolloutPullback(this, null, adjoint);
  }

  /** {@return the pushforward of the trajectory: set tangents, run, read that of the end} */
  public RolloutPushforward pushforward() {
    if (pushforward == null) {
      pushforward = new RolloutPushforward(this);
    }
    return pushforward;
  }
}
