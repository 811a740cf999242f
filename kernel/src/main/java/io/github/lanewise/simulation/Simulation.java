package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.StateCheck;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.Keyframe;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;

/**
 * {@code x <- F(x, u, p)}: a batch of robots under control, with exact derivatives.
 *
 * <p>A control step F is n time steps f under a held action: {@code F(x, u, p) = f(..f(f(x, u, p), u, p).., u, p)}.
 *
 * <p>State x = (q, v, w), nq + nv rows and those of the {@linkplain ControlLaw#stateCount control law's own state}, in
 * most cases none; actions u as the control law says; parameters p if each lane has its own. Tangents and cotangents of
 * a state have 2 nv rows and those of w. The state that the first step or derivative starts from is checked, see {@link
 * StateCheck}; one that is set later is not. Buffers are allocated by the constructor and by the first call of each
 * derivative object, nothing afterwards. Results of a robot depend neither on its place in the batch nor on the number
 * of threads. One caller at a time.
 */
public final class Simulation implements LaneSimulation {
  /** Where the robot's file asks for none [s]. */
  public static final double DEFAULT_TIME_STEP = 1e-3;

  private final RobotModel model;
  private final StepFunction function;
  private final StepKernels kernels;
  private final int substeps;
  private final double timeStep;
  private final int actions;
  private final Batch state;
  private final Batch action;
  private final Batch parameters;
  private final int massPeriod;
  private final GroundContact contact;
  private final ControlStep step;
  private final Workers.Task steps = this::runSteps;
  private int timeStepsToRun;
  private boolean stateChecked;

  Simulation(SimulationBuilder b) {
    model = b.model;
    substeps = b.substeps;
    timeStep = b.timeStep;
    ControlLaw control = b.control == null ? ControlLaw.torque(model) : b.control;
    actions = control.actionCount();
    StepFunction step = new StepFunction(model, b.integrator, b.timeStep, control, b.laneParameters)
        .touching(b.contact).colliding(b.bodies).limited(b.limits).findingFrictionIn(b.frictionRounds);
    massPeriod = b.massPeriod;
    contact = b.contact;
    function = massPeriod > 0 ? step.heldMass() : step;
    Workers workers = new Workers(b.lanes.type(), b.threads);
    kernels = new StepKernels(function, b.shared ? b.lanes.sharedBy(b.robots, b.threads) : b.lanes, workers);
    try {
      state = batch(function.stateCount(), b.robots);
      action = actions > 0 ? batch(actions, b.robots) : null;
      parameters = b.laneParameters ? batch(function.parameterCount(), b.robots) : null;
      reset();
      this.step = new ControlStep(this, state, action);
    } catch (RuntimeException | Error e) { // Such as a law that does not fit, or too little memory.
      workers.close();
      throw e;
    }
  }

  private Simulation(Simulation other, int robots) {
    model = other.model;
    function = other.function;
    kernels = other.kernels;
    substeps = other.substeps;
    timeStep = other.timeStep;
    massPeriod = other.massPeriod;
    contact = other.contact;
    actions = other.actions;
    state = batch(other.state.rowCount(), robots);
    action = actions > 0 ? batch(actions, robots) : null;
    parameters = other.parameters == null ? null : batch(other.parameters.rowCount(), robots);
    reset();
    step = new ControlStep(this, state, action);
  }

  private Batch batch(int rows, int robots) {
    return new Batch(lanes(), rows, robots);
  }

  /**
   * The same robot with the same kernels and threads, another number of them: nothing is compiled anew.
   *
   * <p>Closing either ends the threads of both, and only one of them may run at a time.
   *
   * @param robots how many of them
   * @return a simulation at its beginning
   */
  @Override
  public Simulation withRobots(int robots) {
    return new Simulation(this, robots);
  }

  /**
   * Starts the description of a simulation.
   *
   * @param model of the robot
   * @return to be completed
   */
  public static SimulationBuilder of(RobotModel model) {
    return new SimulationBuilder(model);
  }

  /**
   * Neutral configuration, no velocity, a state of the control law of zeros, no action, the model's own parameters, for
   * every robot.
   */
  public void reset() {
    reset(Arrays.copyOf(model.neutral(), state.rowCount()));
  }

  /**
   * The state of a keyframe, with that of the actuators where they are the control law, no action, the model's own
   * parameters, for every robot.
   *
   * @param key of {@link RobotModel#keyframes} of this simulation's model
   * @throws IllegalArgumentException if it has other numbers of rows
   */
  public void reset(Keyframe key) {
    double[] q = key.q();
    double[] v = key.v();
    int lawStates = state.rowCount() - model.nq() - model.nv();
    double[] w = lawStates == 0 ? new double[0] : key.activation();
    if (q.length != model.nq() || v.length != model.nv() || w.length != lawStates) {
      throw new IllegalArgumentException("keyframe '" + key.name() + "' has " + q.length + " + " + v.length + " + "
          + w.length + " numbers for a simulation of robot '" + model.name() + "', whose state has " + model.nq()
          + " + " + model.nv() + " + " + lawStates + "; take a keyframe of its model");
    }
    double[] x = Arrays.copyOf(q, state.rowCount());
    System.arraycopy(v, 0, x, q.length, v.length);
    System.arraycopy(w, 0, x, q.length + v.length, w.length);
    reset(x);
  }

  private void reset(double[] x) {
    for (int row = 0; row < x.length; row++) {
      state.fill(row, x[row]);
    }
    for (int row = 0; row < actions; row++) {
      action.fill(row, 0);
    }
    if (parameters != null) {
      double[] values = function.parameterValues();
      for (int row = 0; row < values.length; row++) {
        parameters.fill(row, values[row]);
      }
    }
    stateChecked = false;
  }

  /** {@return the robot} */
  public RobotModel model() {
    return model;
  }

  /** {@return element type and width, and blocks small enough for each thread to have one} */
  @Override
  public Lanes lanes() {
    return kernels.lanes();
  }

  /** {@return what the robots touch; null for nothing} */
  public GroundContact contact() {
    return contact;
  }

  /** {@return number of robots} */
  @Override
  public int robotCount() {
    return state.robotCount();
  }

  /** {@return nq + nv rows and those of the law} */
  @Override
  public int stateCount() {
    return function.stateCount();
  }

  /** {@return 2 nv rows and those of the law} */
  @Override
  public int tangentCount() {
    return function.tangentCount();
  }

  /** {@return rows of action} */
  @Override
  public int actionCount() {
    return actions;
  }

  /** {@return states, read and modified by {@link #step}} */
  public Batch state() {
    return state;
  }

  /** {@return actions, read by everything} */
  public Batch action() {
    if (action == null) {
      throw new IllegalStateException("the control law of this simulation takes no actions");
    }
    return action;
  }

  /** {@return parameters of each lane, read by everything} */
  @Override
  public Batch parameters() {
    if (parameters == null) {
      throw new IllegalStateException("this simulation has constant parameters: build it with laneParameters()");
    }
    return parameters;
  }

  /** {@return the model's and the control law's own numbers, in the order of {@link #parameters}} */
  @Override
  public double[] nominalParameters() {
    return function.parameterValues();
  }

  /** {@return Whether each lane has parameters of its own} */
  @Override
  public boolean hasLaneParameters() {
    return parameters != null;
  }

  /** {@return n, time steps of a control step} */
  @Override
  public int substepCount() {
    return substeps;
  }

  /** {@return h, length of a time step [s]} */
  public double timeStep() {
    return timeStep;
  }

  /** {@return n h, length of a control step, over which an action is held [s]} */
  @Override
  public double controlPeriod() {
    return timeStep * substeps;
  }

  /** {@return the kernel of a time step} */
  public Kernel stepKernel() {
    return kernels.step();
  }

  /**
   * A kernel on batches of as many robots as this simulation has, ready to run in any of its threads.
   *
   * @param kernel of the same lanes
   * @param ports its inputs, then its outputs
   * @return what runs it
   */
  @Override
  public Binding bind(Kernel kernel, Batch... ports) {
    return kernels.bind(kernel, ports);
  }

  /**
   * Does work of the caller's own in the threads of this simulation.
   *
   * @param work on pieces that may be done at once
   * @param pieces how many
   */
  @Override
  public void run(Workers.Task work, int pieces) {
    workers().run(work, pieces);
  }

  /** {@code x <- F(x, u, p)}: one control step. */
  public void step() {
    step(1);
  }

  /**
   * Control steps under the same actions; a block of robots takes them all while its state is in cache.
   *
   * @param count control steps, 0 or more
   * @throws IllegalArgumentException if the count is negative, or they have more time steps than an int counts; of the
   *     first call after building and after {@link #reset} also if a robot's state is one that cannot be, see
   *     {@link StateCheck}
   */
  public void step(int count) {
    if (count < 0 || (long) count * substeps > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(count + " control steps of " + substeps + " time steps");
    }
    requireStateOnce();
    timeStepsToRun = count * substeps;
    workers().run(steps, state.blockCount());
  }

  /** Refuses a state that cannot be, before the first use of it: later ones come from steps. */
  void requireStateOnce() {
    if (!stateChecked) {
      StateCheck.require(model, state);
      stateChecked = true;
    }
  }

  private void runSteps(int first, int end, Workspace workspace) {
    for (int block = first; block < end; block++) {
      step.run(timeStepsToRun, block, workspace);
    }
  }

  @Override
  public Rollout rollout(int steps) {
    return new Rollout(this, steps, null, steps);
  }

  /**
   * Refuses states of which one has a {@link StateCheck#fault}.
   *
   * @param states nq rows or more, the configuration first
   */
  @Override
  public void requireStates(Batch states) {
    StateCheck.require(model, states);
  }

  /** {@return the pullback of a control step at the present state: set cotangents, run, read cotangents} */
  public StepPullback pullback() {
    return new StepPullback(this, state, action);
  }

  /** {@return the pushforward of a control step at the present state: set tangents, run, read the tangent} */
  public StepPushforward pushforward() {
    return new StepPushforward(this, state, action);
  }

  /** {@return the Jacobians of a control step at the present state, on tangents: run, read} */
  public StepJacobian jacobian() {
    return new StepJacobian(this, false);
  }

  /**
   * The Jacobians of a control step by the rows of the state: of quaternions that are normalised first, so that a
   * change of their length is no change.
   *
   * @return with buffers of its own
   */
  public StepJacobian rowJacobian() {
    return new StepJacobian(this, true);
  }

  Workers workers() {
    return kernels.workers();
  }

  StepKernels kernels() {
    return kernels;
  }

  /**
   * Room for numbers of each robot, as the simulation's kernels and {@link #bind} take it.
   *
   * @param count rows of a robot
   * @return all zeros
   */
  @Override
  public Batch rows(int count) {
    return batch(count, robotCount());
  }

  /** nq + nv rows and those of the law. */
  Batch states() {
    return rows(state.rowCount());
  }

  /** 2 nv rows and those of the law. */
  Batch tangents() {
    return rows(function.tangentCount());
  }

  /** Factors of the mass matrix. */
  Batch massRows() {
    return rows(function.mass().rowCount());
  }

  /** C, time steps between two mass matrices that are held; 0 if each step makes its own. */
  int massPeriod() {
    return massPeriod;
  }

  Batch actionRows() {
    return rows(actions);
  }

  Batch parameterRows() {
    return rows(parameters.rowCount());
  }

  /** Parameters of each lane; null without. */
  Batch laneParameters() {
    return parameters;
  }

  /** Actions; null without. */
  Batch actionOrNull() {
    return action;
  }

  @Override
  public String toString() {
    return "simulation of '" + model.name() + "': " + robotCount() + " robots, " + stateCount() + " rows of state, "
        + actions + " of action, " + (parameters == null ? "no" : parameters.rowCount()) + " of parameters, " + substeps
        + " x " + timeStep + " s a control step, " + lanes();
  }

  /** Ends the worker threads. */
  @Override
  public void close() {
    workers().close();
  }
}
