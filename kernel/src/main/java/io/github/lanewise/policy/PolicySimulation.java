package io.github.lanewise.policy;

import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code u_t = pi(x_t, t; W), x_{t+1} = f(x_t, u_t)}: a robot under a policy, every roll-out a lane with parameters of
 * its own, and the exact {@code D_t = dx_t/dW}.
 *
 * <p>State x = (q, v), n = 2 nv rows; actions are joint forces, m = nv rows, held over a control period of one or more
 * simulation steps. Sample t, counted from 0, is the state after t + 1 control periods. Damping, dry friction, springs
 * and armature of the model act; joint limits and contact do not. Robots with free or spherical joints are refused:
 * their configurations have more rows than there are directions to move in. In double. Results of a roll-out depend
 * neither on its place in the batch nor on the number of threads, its disturbance on its number alone. Memory for the
 * logs is allocated by each call, nothing per step. One caller at a time.
 */
public final class PolicySimulation implements AutoCloseable {
  /** A message that names more roll-outs is not read. */
  private static final int MOST_NAMED = 8;

  private final RobotModel model;
  private final Policy policy;
  private final int steps;
  private final int substeps;
  private final double period;
  private final double[] initial;
  private final LoopKernels kernels;
  private final Workers workers;
  private ClosedLoop loop;

  private PolicySimulation(Builder b) {
    model = b.model;
    policy = b.policy;
    steps = b.steps;
    substeps = b.substeps;
    period = b.timeStep * b.substeps;
    initial = b.initial;
    StepFunction step = new StepFunction(
        model, b.integrator, b.timeStep, model.nv(), List.of(), (q, v, action, gains) -> action, false);
    kernels = new LoopKernels(model, policy, step, b.lanes);
    kernels.act();
    workers = new Workers(ElementType.DOUBLE, b.threads);
  }

  /**
   * Starts the description of a simulation.
   *
   * @throws IllegalArgumentException if the robot has a free or a spherical joint
   */
  public static Builder of(RobotModel model, Policy policy) {
    return new Builder(model, policy);
  }

  /** The robot. */
  public RobotModel model() {
    return model;
  }

  /** The policy. */
  public Policy policy() {
    return policy;
  }

  /** T, control steps of a roll-out. */
  public int steps() {
    return steps;
  }

  /** Length of a control period, the time between samples [s]. */
  public double period() {
    return period;
  }

  /** The state that every roll-out starts from, (q, v), a copy. */
  public double[] initial() {
    return initial.clone();
  }

  /** Roll-outs without noise and delay. */
  public Rollouts run(double[] nominal, DMatrixRMaj parameters) {
    return run(nominal, parameters, Disturbance.NONE);
  }

  /**
   * Roll-outs under perturbed parameters, as a robot with noise and delay would log them.
   *
   * @param nominal W, p numbers
   * @param parameters W_k, K x p
   * @throws IllegalArgumentException if there is no roll-out, or p is not that of the policy
   * @throws DivergenceException if a roll-out left the finite numbers, saying which
   */
  public Rollouts run(double[] nominal, DMatrixRMaj parameters, Disturbance disturbance) {
    requireParameters(nominal.length);
    requireParameters(parameters.numCols);
    start(parameters);
    RolloutRecorder recorder = new RolloutRecorder(loop, initial, steps, disturbance);
    workers.run(recorder::run, loop.state().blocks());
    requireFinite(loop.state());
    return new Rollouts(nominal, parameters, recorder.states(), recorder.actions(), null, steps, period);
  }

  /** One roll-out without noise and delay. */
  public Rollouts run(double[] parameters) {
    return run(parameters, row(parameters));
  }

  /**
   * {@code u_t = pi(t; W_k)} of an open-loop policy, which is known without the robot: what logged actions can be
   * compared with.
   *
   * @param parameters W_k, K x p
   * @return row t m + i is action i in the control period that leads to sample t, T m x K; empty if the policy looks
   *     at the state
   */
  public Optional<DMatrixRMaj> commands(DMatrixRMaj parameters) {
    requireParameters(parameters.numCols);
    if (!kernels.openLoop()) {
      return Optional.empty();
    }
    start(parameters);
    DMatrixRMaj commands = new DMatrixRMaj(steps * model.nv(), parameters.numRows);
    workers.run((first, end, workspace) -> {
      for (int block = first; block < end; block++) {
        for (int t = 0; t < steps; t++) {
          loop.act(t, block, workspace);
          LaneRows.write(loop.action(), block, commands.data, t * model.nv());
        }
      }
    }, loop.state().blocks());
    return Optional.of(commands);
  }

  /**
   * {@code D_{t+1} = (f_x + f_u pi_x) D_t + f_u pi_W}, D_{-1} = 0: the exact sensitivity of the undisturbed trajectory,
   * the unit directions of W as lanes.
   *
   * @param parameters W, p numbers
   * @return T n x p, row t n + i for state i at sample t
   * @throws DivergenceException if the trajectory or its derivative leaves the finite numbers
   */
  public DMatrixRMaj oracle(double[] parameters) {
    int p = parameters.length;
    Pushforward push = pushforward(parameters, p);
    for (int j = 0; j < p; j++) {
      push.parameterDot().set(j, j, 1);
    }
    DMatrixRMaj result = new DMatrixRMaj(steps * initial.length, p);
    workers.run((first, end, workspace) -> {
      for (int block = first; block < end; block++) {
        push.states(steps, result, block, workspace);
      }
    }, loop.state().blocks());
    requireFiniteTrajectory(result);
    return result;
  }

  /**
   * The policy's own derivatives along the undisturbed trajectory, for the action terms of a policy gradient.
   *
   * @param parameters W, p numbers
   * @throws DivergenceException if the trajectory or a derivative leaves the finite numbers
   */
  public PolicyJacobians policyJacobians(double[] parameters) {
    int n = initial.length;
    int p = parameters.length;
    Pushforward push = pushforward(parameters, n + p);
    for (int j = 0; j < n + p; j++) {
      (j < n ? push.stateDot() : push.parameterDot()).set(j < n ? j : j - n, j, 1);
    }
    DMatrixRMaj both = new DMatrixRMaj(steps * model.nv(), n + p);
    workers.run((first, end, workspace) -> {
      for (int block = first; block < end; block++) {
        push.actions(steps, both, block, workspace);
      }
    }, loop.state().blocks());
    requireFiniteTrajectory(both);
    return new PolicyJacobians(columns(both, 0, n), columns(both, n, p));
  }

  /**
   * {@code dJ/dW} of undisturbed roll-outs by reverse mode, exact.
   *
   * @param parameters W_k, K x p
   * @param objective J, of n states and of m or no actions
   * @return K x p
   * @throws DivergenceException if a roll-out or its gradient leaves the finite numbers, saying which
   */
  public DMatrixRMaj gradients(DMatrixRMaj parameters, TrajectoryReturn objective) {
    requireParameters(parameters.numCols);
    objective.requireRows(initial.length, model.nv());
    start(parameters);
    Adjoint adjoint = new Adjoint(kernels, loop, steps, substeps, period, objective, workers);
    workers.run(adjoint::run, loop.state().blocks());
    DMatrixRMaj result = new DMatrixRMaj(parameters.numRows, parameters.numCols);
    adjoint.parameterBar().copyTo(result);
    requireFinite(adjoint.parameterBar());
    return result;
  }

  private Pushforward pushforward(double[] parameters, int lanes) {
    requireParameters(parameters.length);
    DMatrixRMaj same = new DMatrixRMaj(lanes, parameters.length);
    for (int k = 0; k < lanes; k++) {
      System.arraycopy(parameters, 0, same.data, k * parameters.length, parameters.length);
    }
    start(same);
    return new Pushforward(kernels, loop, substeps, workers);
  }

  /** The loop, with these parameters at the initial state; that of the last call if it has as many lanes. */
  private void start(DMatrixRMaj parameters) {
    if (parameters.numRows == 0) {
      throw new IllegalArgumentException("no roll-outs: the matrix of parameters has no rows");
    }
    if (loop == null || loop.lanes() != parameters.numRows) {
      loop = new ClosedLoop(kernels, substeps, period, parameters.numRows, workers);
    }
    loop.parameters().copyFrom(parameters);
    loop.start(initial);
  }

  private void requireParameters(int count) {
    if (count != kernels.parameters()) {
      throw new IllegalArgumentException(count + " parameters for a policy that has " + kernels.parameters());
    }
  }

  /** At the end of the roll-outs, for a state that is not finite once stays so. */
  private void requireFinite(Batch end) {
    if (end.nonFinite() == 0) {
      return;
    }
    int[] bad = IntStream.range(0, end.robots())
        .filter(k -> !Arrays.stream(end.robot(k)).allMatch(Double::isFinite)).toArray();
    throw new DivergenceException(bad, (bad.length == 1 ? "roll-out " : "roll-outs ")
        + Arrays.stream(bad).limit(MOST_NAMED).mapToObj(String::valueOf).collect(Collectors.joining(", "))
        + (bad.length > MOST_NAMED ? " and " + (bad.length - MOST_NAMED) + " more" : "") + " left the finite numbers:"
        + " take smaller perturbations, or " + shorterSteps());
  }

  /** Where the lanes are directions of one trajectory. */
  private void requireFiniteTrajectory(DMatrixRMaj derivative) {
    boolean diverged = loop.state().nonFinite() > 0;
    if (diverged || !Arrays.stream(derivative.data).allMatch(Double::isFinite)) {
      throw new DivergenceException(new int[] {0}, "the trajectory" + (diverged ? "" : "'s derivative")
          + " left the finite numbers: take other parameters, or " + shorterSteps());
    }
  }

  private String shorterSteps() {
    return "simulation steps shorter than " + period / substeps + " s";
  }

  private static DMatrixRMaj row(double[] values) {
    return new DMatrixRMaj(1, values.length, true, values.clone());
  }

  private static DMatrixRMaj columns(DMatrixRMaj matrix, int first, int count) {
    DMatrixRMaj result = new DMatrixRMaj(matrix.numRows, count);
    for (int row = 0; row < matrix.numRows; row++) {
      System.arraycopy(matrix.data, row * matrix.numCols + first, result.data, row * count, count);
    }
    return result;
  }

  /** Ends the worker threads. */
  @Override
  public void close() {
    workers.close();
  }

  /**
   * What a simulation is to be: defaults are 1000 Euler steps of 1 ms, a control step each, from the neutral
   * configuration at rest, one thread.
   */
  public static final class Builder {
    private final RobotModel model;
    private final Policy policy;
    private int steps = 1000;
    private int substeps = 1;
    private double timeStep = 1e-3;
    private int threads = 1;
    private Integrator integrator = Integrator.SEMI_IMPLICIT_EULER;
    private Lanes lanes = Lanes.widest(ElementType.DOUBLE);
    private double[] initial;

    private Builder(RobotModel model, Policy policy) {
      OneAxisJoints.require(model, "policies are simulated for robots whose joints have one axis each");
      this.model = model;
      this.policy = policy;
      initial = Arrays.copyOf(model.neutral(), model.nq() + model.nv());
    }

    /** T, the number of control steps and samples. */
    public Builder steps(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("a roll-out of " + value + " steps: at least 1");
      }
      steps = value;
      return this;
    }

    /** Length of a simulation step [s]; positive. */
    public Builder timeStep(double seconds) {
      timeStep = seconds;
      return this;
    }

    /** Simulation steps for which an action is held, a control period. */
    public Builder substeps(int value) {
      if (value < 1) {
        throw new IllegalArgumentException(value + " simulation steps in a control period: at least 1");
      }
      substeps = value;
      return this;
    }

    /** Integration rule. */
    public Builder integrator(Integrator value) {
      integrator = value;
      return this;
    }

    /** Number of threads, the caller's included. */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** Vector width of the kernels, in double. */
    public Builder lanes(Lanes value) {
      if (value.type() != ElementType.DOUBLE) {
        throw new IllegalArgumentException("policies are simulated in double, not in " + value.type());
      }
      lanes = value;
      return this;
    }

    /** The state that every roll-out starts from: q, then v. */
    public Builder initial(double... state) {
      if (state.length != model.nq() + model.nv()) {
        throw new IllegalArgumentException("an initial state of " + state.length + " numbers for robot '" + model.name()
            + "': it has " + model.nq() + " configuration rows and " + model.nv() + " velocity rows");
      }
      for (int i = 0; i < state.length; i++) {
        if (!Double.isFinite(state[i])) {
          throw new IllegalArgumentException("number " + i + " of the initial state is " + state[i]);
        }
      }
      initial = state.clone();
      return this;
    }

    /** Traces and compiles policy and robot. */
    public PolicySimulation build() {
      return new PolicySimulation(this);
    }
  }
}
