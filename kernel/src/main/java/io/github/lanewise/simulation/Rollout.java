package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code x_{t+1} = f(x_t, u_t, p)}, t = 0 .. T-1, with the pullback and pushforward of the whole trajectory.
 *
 * <p>The pullback needs every state again. Of T states it keeps each k-th, k the root of T rounded up, and computes the
 * others again segment by segment: one more forward pass, and memory for {@link #storedStates} = T/k + k + 2 states
 * instead of T + 1 (Griewank and Walther, Evaluating Derivatives, chapter 12). All buffers are allocated by the
 * constructor and the first pullback or pushforward. Parameters are those of the simulation. One caller at a time, and
 * not while the simulation itself runs.
 */
public final class Rollout {
  private final Simulation simulation;
  private final int steps;
  private final int segment;
  private final Batch initial;
  private final Batch actions;
  private final Batch end;
  private final Batch[] kept;
  private final Batch[] window;
  private final Binding[] forward;
  private final Workers.Task forwardTask = this::runForward;
  private Pullback pullback;
  private Pushforward pushforward;

  /**
   * A roll-out of {@code steps} steps of all robots of a simulation.
   *
   * @throws IllegalArgumentException if steps is less than 1
   */
  public Rollout(Simulation simulation, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a roll-out of " + steps + " steps: at least 1");
    }
    this.simulation = simulation;
    this.steps = steps;
    segment = (int) Math.ceil(Math.sqrt(steps));
    initial = states();
    end = states();
    actions = simulation.actions() > 0 ? rows(steps * simulation.actions()) : null;
    kept = new Batch[Math.ceilDiv(steps, segment)];
    for (int k = 0; k < kept.length; k++) {
      kept[k] = k == 0 ? initial : states();
    }
    window = new Batch[segment + 1];
    for (int j = 0; j < window.length; j++) {
      window[j] = states();
    }
    forward = new Binding[steps];
    for (int t = 0; t < steps; t++) {
      forward[t] = simulation.bindStep(window[t % segment], action(actions, t), window[t % segment + 1]);
    }
  }

  private Batch states() {
    return rows(simulation.model().nq() + simulation.model().nv());
  }

  private Batch tangents() {
    return rows(2 * simulation.model().nv());
  }

  private Batch rows(int count) {
    return new Batch(type(), count, simulation.robots());
  }

  private ElementType type() {
    return simulation.lanes().type();
  }

  private Batch action(Batch all, int t) {
    return all == null ? null : all.rows(t * simulation.actions(), simulation.actions());
  }

  /** Number of steps T. */
  public int steps() {
    return steps;
  }

  /** States kept per robot for the pullback, the initial and the final one included. */
  public int storedStates() {
    return kept.length + window.length + 1;
  }

  /** Initial states, to be set by the caller. */
  public Batch initial() {
    return initial;
  }

  /** Actions, to be set by the caller: row {@code t * actions + k} is action k of step t. */
  public Batch actions() {
    if (actions == null) {
      throw new IllegalStateException("the control law of this simulation takes no actions");
    }
    return actions;
  }

  /** Final states x_T, modified by {@link #run} and by the pullback and pushforward. */
  public Batch end() {
    return end;
  }

  /** Computes the final states. */
  public void run() {
    simulation.workers().run(forwardTask, initial.blocks());
  }

  private void runForward(int first, int last, Workspace workspace) {
    for (int block = first; block < last; block++) {
      for (int k = 0; k < kept.length; k++) {
        runSegment(k, block, workspace);
        keepEnd(k, block);
      }
    }
  }

  private void keepEnd(int k, int block) {
    (k + 1 < kept.length ? kept[k + 1] : end).copyBlock(window[length(k)], 0, block);
  }

  /** Steps of segment k. */
  private int length(int k) {
    return Math.min(segment, steps - k * segment);
  }

  /** Fills the window with the states of segment k. */
  private void runSegment(int k, int block, Workspace workspace) {
    window[0].copyBlock(kept[k], 0, block);
    for (int j = 0; j < length(k); j++) {
      forward[k * segment + j].run(block, block + 1, workspace);
    }
  }

  /** The pullback of the trajectory: set {@link Pullback#seeds}, run, read the cotangents. */
  public Pullback pullback() {
    if (pullback == null) {
      pullback = new Pullback();
    }
    return pullback;
  }

  /** The pushforward of the trajectory: set the tangents of initial state and actions, run, read that of the end. */
  public Pushforward pushforward() {
    if (pushforward == null) {
      pushforward = new Pushforward();
    }
    return pushforward;
  }

  /**
   * {@code x0_bar, u_bar, p_bar} of the sum over t of {@code seed_t . x_t}: the gradient of any function of the
   * trajectory whose derivatives by x_1 .. x_T are the seeds.
   */
  public final class Pullback {
    private final Batch seeds = rows(steps * 2 * simulation.model().nv());
    private final Batch noSeed = tangents();
    private final Batch initialBar = tangents();
    private final Batch actionBars = actions == null ? null : rows(actions.rows());
    private final Batch[] stateBar = {tangents(), tangents()};
    private final Batch[] parameterBar;
    private final Binding[] backward = new Binding[steps];
    private final Workers.Task task = this::run;

    private Pullback() {
      int parameters = simulation.hasLaneParameters() ? simulation.parameters().rows() : 0;
      parameterBar = parameters == 0 ? new Batch[] {null, null} : new Batch[] {rows(parameters), rows(parameters)};
      int nx = 2 * simulation.model().nv();
      for (int t = 0; t < steps; t++) {
        Batch seed = t == 0 ? noSeed : seeds.rows((t - 1) * nx, nx);
        int from = (t + 1) % 2;
        int to = t % 2;
        backward[t] = simulation.bindVjp(window[t % segment], action(actions, t), stateBar[from], seed,
            parameterBar[from], window[t % segment + 1], t == 0 ? initialBar : stateBar[to], action(actionBars, t),
            parameterBar[to]);
      }
    }

    /** Cotangents of x_1 .. x_T to be set by the caller: row {@code (t - 1) * 2 nv + k} is row k of that of x_t. */
    public Batch seeds() {
      return seeds;
    }

    /** Cotangent of the initial state, 2 nv rows (modified by {@link #run()}). */
    public Batch initialBar() {
      return initialBar;
    }

    /** Cotangents of the actions, laid out as the actions (modified by {@link #run()}); null without actions. */
    public Batch actionBars() {
      return actionBars;
    }

    /**
     * Cotangents of the parameters, summed over the steps (modified by {@link #run()}); null without lane parameters.
     */
    public Batch parameterBar() {
      return parameterBar[0];
    }

    /** Rolls out from {@link Rollout#initial} and pulls the seeds back. */
    public void run() {
      simulation.workers().run(task, initial.blocks());
    }

    private void run(int first, int last, Workspace workspace) {
      runForward(first, last, workspace);
      int nx = stateBar[0].rows();
      for (int block = first; block < last; block++) {
        stateBar[steps % 2].copyBlock(seeds, (steps - 1) * nx, block);
        if (parameterBar[0] != null) {
          parameterBar[steps % 2].clearBlock(block);
        }
        for (int k = kept.length - 1; k >= 0; k--) {
          if (k < kept.length - 1) {
            runSegment(k, block, workspace);
          }
          for (int j = length(k) - 1; j >= 0; j--) {
            backward[k * segment + j].run(block, block + 1, workspace);
          }
        }
      }
    }
  }

  /** {@code xT_dot}: how the end moves with the initial state, the actions and the parameters. */
  public final class Pushforward {
    private final Batch initialDot = tangents();
    private final Batch actionDots = actions == null ? null : rows(actions.rows());
    private final Batch endDot = tangents();
    private final Batch parameterDot = simulation.hasLaneParameters() ? rows(simulation.parameters().rows()) : null;
    private final Batch[] stateDot = {tangents(), tangents()};
    private final Binding[] tangent = new Binding[steps];
    private final Workers.Task task = this::run;

    private Pushforward() {
      for (int t = 0; t < steps; t++) {
        tangent[t] = simulation.bindJvp(window[t % segment], action(actions, t), stateDot[t % 2], action(actionDots, t),
            parameterDot, t == steps - 1 ? endDot : stateDot[(t + 1) % 2]);
      }
    }

    /** Tangent of the initial state, 2 nv rows, to be set by the caller. */
    public Batch initialDot() {
      return initialDot;
    }

    /** Tangents of the actions, laid out as the actions, to be set by the caller; null without actions. */
    public Batch actionDots() {
      return actionDots;
    }

    /** Tangent of the parameters, to be set by the caller; null without lane parameters. */
    public Batch parameterDot() {
      return parameterDot;
    }

    /** Tangent of the final state, 2 nv rows (modified by {@link #run()}). */
    public Batch endDot() {
      return endDot;
    }

    /** Rolls out from {@link Rollout#initial} and pushes the tangents forward. */
    public void run() {
      simulation.workers().run(task, initial.blocks());
    }

    private void run(int first, int last, Workspace workspace) {
      for (int block = first; block < last; block++) {
        stateDot[0].copyBlock(initialDot, 0, block);
        for (int k = 0; k < kept.length; k++) {
          runSegment(k, block, workspace);
          for (int j = 0; j < length(k); j++) {
            tangent[k * segment + j].run(block, block + 1, workspace);
          }
          keepEnd(k, block);
        }
      }
    }
  }
}
