package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;

/**
 * {@code x <- f(x, u, p)} for a batch of robots, with exact derivatives of the step.
 *
 * <p>State x = (q, v), nq + nv rows; actions u as the control law says; parameters p if each lane has its own. Tangents
 * and cotangents of a state have 2 nv rows. Buffers are allocated by the constructor and by the first call of each
 * derivative, nothing afterwards. Results of a robot depend neither on its place in the batch nor on the number of
 * threads. One caller at a time.
 */
public final class Simulation implements AutoCloseable {
  private final RobotModel model;
  private final Lanes lanes;
  private final StepFunction function;
  private final int actions;
  private final boolean laneParameters;
  private final Workers workers;
  private final Batch state;
  private final Batch scratch;
  private final Batch action;
  private final Batch parameters;
  private final Kernel stepKernel;
  private final Binding there;
  private final Binding back;
  private final Workers.Task steps = this::runSteps;
  private int stepsToRun;
  private Kernel vjpKernel;
  private Kernel jvpKernel;
  private Kernel jacobianKernel;

  private Simulation(Builder b) {
    model = b.model;
    lanes = b.lanes;
    laneParameters = b.laneParameters;
    ControlLaw control = b.control == null ? ControlLaw.torque(model) : b.control;
    actions = control.actions();
    function = new StepFunction(
        model, b.integrator, b.timeStep, actions, control.gains(), control.law()::torques, laneParameters);
    workers = new Workers(lanes.type(), b.threads);
    ElementType type = lanes.type();
    state = new Batch(type, model.nq() + model.nv(), b.robots);
    scratch = new Batch(type, model.nq() + model.nv(), b.robots);
    action = actions > 0 ? new Batch(type, actions, b.robots) : null;
    parameters = laneParameters ? new Batch(type, function.parameterCount(), b.robots) : null;
    reset();
    stepKernel = Kernel.compile(function.step(), lanes);
    there = bindStep(state, action, scratch);
    back = bindStep(scratch, action, state);
  }

  /** Starts the description of a simulation. */
  public static Builder of(RobotModel model) {
    return new Builder(model);
  }

  /** Neutral configuration, no velocity, no action, the model's own parameters, for every robot. */
  public void reset() {
    double[] neutral = model.neutral();
    for (int row = 0; row < state.rows(); row++) {
      state.fill(row, row < neutral.length ? neutral[row] : 0);
    }
    for (int row = 0; row < actions; row++) {
      action.fill(row, 0);
    }
    if (laneParameters) {
      double[] values = function.parameterValues();
      for (int row = 0; row < values.length; row++) {
        parameters.fill(row, values[row]);
      }
    }
  }

  /** The robot. */
  public RobotModel model() {
    return model;
  }

  /** Element type and width. */
  public Lanes lanes() {
    return lanes;
  }

  /** Number of robots. */
  public int robots() {
    return state.robots();
  }

  /** Rows of action. */
  public int actions() {
    return actions;
  }

  /** States, read and modified by {@link #step}. */
  public Batch state() {
    return state;
  }

  /** Actions, read by everything. */
  public Batch action() {
    if (action == null) {
      throw new IllegalStateException("the control law of this simulation takes no actions");
    }
    return action;
  }

  /** Parameters of each lane, read by everything. */
  public Batch parameters() {
    if (parameters == null) {
      throw new IllegalStateException("this simulation has constant parameters: build it with laneParameters()");
    }
    return parameters;
  }

  /** Whether each lane has parameters of its own. */
  public boolean hasLaneParameters() {
    return laneParameters;
  }

  /** The kernel of a step. */
  public Kernel stepKernel() {
    return stepKernel;
  }

  /** {@code x <- f(x, u, p)}. */
  public void step() {
    step(1);
  }

  /** {@code count} steps under the same actions; a block of robots takes them all while its state is in cache. */
  public void step(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(count + " steps");
    }
    stepsToRun = count;
    workers.run(steps, state.blocks());
  }

  private void runSteps(int first, int end, Workspace workspace) {
    for (int block = first; block < end; block++) {
      for (int k = 0; k < stepsToRun; k++) {
        (k % 2 == 0 ? there : back).run(block, block + 1, workspace);
      }
      if (stepsToRun % 2 == 1) {
        state.copyBlock(scratch, 0, block);
      }
    }
  }

  /**
   * One step and its pullback at the present state, which stays as it is.
   *
   * <p>{@code stateBar = (dx'/dx)' nextBar + seed, actionBar = (dx'/du)' nextBar,
   * parameterBar = parameterBarBefore + (dx'/dp)' nextBar}.
   *
   * @param nextBar cotangent of the next state, 2 nv rows
   * @param seed added to the result, 2 nv rows
   * @param parameterBarBefore added to the result; null without lane parameters
   * @param next the next state, nq + nv rows (modified when run)
   * @param stateBar 2 nv rows (modified when run)
   * @param actionBar rows of action (modified when run); null without actions
   * @param parameterBar rows of parameters (modified when run); null without lane parameters
   * @return what runs it, any number of times
   */
  public Binding vjp(Batch nextBar, Batch seed, Batch parameterBarBefore, Batch next, Batch stateBar, Batch actionBar,
      Batch parameterBar) {
    return bindVjp(state, action, nextBar, seed, parameterBarBefore, next, stateBar, actionBar, parameterBar);
  }

  /**
   * The pushforward of one step at the present state:
   * {@code nextDot = dx'/dx stateDot + dx'/du actionDot + dx'/dp parameterDot}.
   *
   * @param stateDot 2 nv rows
   * @param actionDot rows of action; null without actions
   * @param parameterDot rows of parameters; null without lane parameters
   * @param nextDot 2 nv rows (modified when run)
   * @return what runs it, any number of times
   */
  public Binding jvp(Batch stateDot, Batch actionDot, Batch parameterDot, Batch nextDot) {
    return bindJvp(state, action, stateDot, actionDot, parameterDot, nextDot);
  }

  /**
   * The full Jacobians of one step at the present state.
   *
   * @param next the next state, nq + nv rows (modified when run)
   * @param a dx'/dx, 2 nv x 2 nv, row by row (modified when run)
   * @param b dx'/du, 2 nv x actions, row by row (modified when run); null without actions
   * @return what runs it, any number of times
   */
  public Binding jacobian(Batch next, Batch a, Batch b) {
    if (jacobianKernel == null) {
      jacobianKernel = Kernel.compile(function.jacobian(), lanes);
    }
    return bind(jacobianKernel, state, action, parameters, next, a, b);
  }

  /** Runs a binding of this simulation on all blocks with its threads. */
  public void run(Binding binding) {
    binding.run(workers);
  }

  Workers workers() {
    return workers;
  }

  Binding bindStep(Batch x, Batch u, Batch next) {
    return bind(stepKernel, x, u, parameters, next);
  }

  Binding bindVjp(Batch x, Batch u, Batch nextBar, Batch seed, Batch parameterBarBefore, Batch next, Batch xBar,
      Batch uBar, Batch parameterBar) {
    if (vjpKernel == null) {
      vjpKernel = Kernel.compile(function.vjp(), lanes);
    }
    return bind(vjpKernel, x, u, parameters, nextBar, seed, parameterBarBefore, next, xBar, uBar, parameterBar);
  }

  Binding bindJvp(Batch x, Batch u, Batch xDot, Batch uDot, Batch parameterDot, Batch nextDot) {
    if (jvpKernel == null) {
      jvpKernel = Kernel.compile(function.jvp(), lanes);
    }
    return bind(jvpKernel, x, u, parameters, xDot, uDot, parameterDot, nextDot);
  }

  /** Ports without a batch are those that the step function does not have. */
  private Binding bind(Kernel kernel, Batch... ports) {
    Binding binding = kernel.bind(Arrays.stream(ports).filter(port -> port != null).toArray(Batch[]::new));
    binding.prepare(workers);
    return binding;
  }

  /** Ends the worker threads. */
  @Override
  public void close() {
    workers.close();
  }

  /**
   * What a simulation is to be: defaults are 1 robot, double, the widest vectors, Euler steps of 1 ms, torque control,
   * one thread.
   */
  public static final class Builder {
    private final RobotModel model;
    private Lanes lanes = Lanes.widest(ElementType.DOUBLE);
    private int robots = 1;
    private int threads = 1;
    private double timeStep = 1e-3;
    private Integrator integrator = Integrator.SEMI_IMPLICIT_EULER;
    private ControlLaw control;
    private boolean laneParameters;

    private Builder(RobotModel model) {
      this.model = model;
    }

    /** Element type, on the widest vectors. */
    public Builder precision(ElementType type) {
      return lanes(Lanes.widest(type));
    }

    /** Element type and width. */
    public Builder lanes(Lanes value) {
      lanes = value;
      return this;
    }

    /** Number of robots. */
    public Builder robots(int value) {
      robots = value;
      return this;
    }

    /** Number of threads, the caller's included. */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** Length of a step [s]; positive. */
    public Builder timeStep(double seconds) {
      timeStep = seconds;
      return this;
    }

    /** Integration rule. */
    public Builder integrator(Integrator value) {
      integrator = value;
      return this;
    }

    /** How actions become joint forces. */
    public Builder control(ControlLaw value) {
      control = value;
      return this;
    }

    /**
     * Every lane has masses, inertias, friction and gains of its own: rows of {@link #parameters}, which start as the
     * model's.
     */
    public Builder laneParameters() {
      laneParameters = true;
      return this;
    }

    /** Traces and compiles the step. */
    public Simulation build() {
      return new Simulation(this);
    }
  }
}
