package io.github.lanewise.policy;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.StateCheck;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.simulation.Feedback;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.RolloutPushforward;
import io.github.lanewise.simulation.RolloutVisitor;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.SimulationBuilder;
import io.github.lanewise.task.TrajectoryReturn;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code u_t = pi(x_t, t; W), x_{t+1} = F(x_t, u_t)}: a robot under a policy, every roll-out a lane with parameters of
 * its own, and the exact {@code D_t = dx_t/dW}.
 *
 * <p>A thin view on {@link Simulation} and {@link Rollout}. State x = (q, v), n = nq + nv rows; m actions, by default
 * joint forces of the {@link DrivenJoints}, held over a control period of one or more time steps. Sample t, counted
 * from 0, is the state after t + 1 control steps. Damping, dry friction, springs and armature of the model act; joint
 * limits and contact do not. Derivatives are by the rows of x, those of unit quaternions included. Results of a
 * roll-out depend neither on its place in the batch nor on the number of threads, its disturbance on its number alone.
 * Memory for the logs is allocated by each call, nothing per step. One caller at a time.
 */
public final class PolicySimulation implements AutoCloseable {
  /** A message that names more roll-outs is not read. */
  private static final int MOST_NAMED = 8;

  private final Simulation simulation;
  private final Policy policy;
  private final Feedback feedback;
  private final int steps;
  private final double[] initial;
  private Rollout rollout;

  private PolicySimulation(Builder b) {
    policy = b.policy;
    steps = b.steps;
    initial = b.initial;
    simulation = b.simulation.build();
    try {
      feedback = new Feedback(simulation, policy.parameters().size(), policy::act);
    } catch (RuntimeException | Error e) {
      simulation.close();
      throw e;
    }
  }

  /**
   * Starts the description of a simulation.
   *
   * @param model of the robot
   * @param policy whose parameters are W
   * @return to be completed
   */
  public static Builder of(RobotModel model, Policy policy) {
    return new Builder(model, policy);
  }

  /** {@return the robot} */
  public RobotModel model() {
    return simulation.model();
  }

  /** {@return the policy} */
  public Policy policy() {
    return policy;
  }

  /** {@return T, control steps of a roll-out} */
  public int stepCount() {
    return steps;
  }

  /** {@return length of a control period, the time between samples [s]} */
  public double period() {
    return simulation.controlPeriod();
  }

  /** {@return the state that every roll-out starts from, (q, v), a copy} */
  public double[] initial() {
    return initial.clone();
  }

  /**
   * Roll-outs without noise and delay.
   *
   * @param nominal W, p numbers
   * @param parameters W_k, K x p
   * @return logs of K roll-outs
   */
  public Rollouts run(double[] nominal, DMatrixRMaj parameters) {
    return run(nominal, parameters, Disturbance.NONE);
  }

  /**
   * Roll-outs under perturbed parameters, as a robot with noise and delay would log them.
   *
   * @param nominal W, p numbers
   * @param parameters W_k, K x p
   * @param disturbance of logs and actions
   * @return logs of K roll-outs
   * @throws IllegalArgumentException if there is no roll-out, or p is not that of the policy
   * @throws DivergenceException if a roll-out left the finite numbers, saying which
   */
  public Rollouts run(double[] nominal, DMatrixRMaj parameters, Disturbance disturbance) {
    requireParameters(nominal.length);
    requireParameters(parameters.numCols);
    start(parameters);
    RolloutRecorder recorder = new RolloutRecorder(rollout, simulation.model(), initial, disturbance);
    rollout.run(recorder);
    requireFinite(StateCheck.lost(model(), rollout.end()));
    recorder.finish();
    return new Rollouts(nominal, parameters, recorder.states(), recorder.actions(), null, steps, period());
  }

  /**
   * One roll-out without noise and delay.
   *
   * @param parameters W, p numbers
   * @return logs of K roll-outs
   */
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
    if (!feedback.isOpenLoop()) {
      return Optional.empty();
    }
    start(parameters);
    int m = simulation.actionCount();
    DMatrixRMaj commands = new DMatrixRMaj(steps * m, parameters.numRows);
    rollout.act((t, block, workspace) -> LaneRows.write(rollout.action(), block, commands.data, t * m));
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
    int n = initial.length;
    RolloutPushforward push = pushforward(parameters, p);
    for (int j = 0; j < p; j++) {
      push.policyParameterDot().set(j, j, 1);
    }
    DMatrixRMaj result = new DMatrixRMaj(steps * n, p);
    push.run((t, block, workspace) -> LaneRows.write(push.rowDot(), block, result.data, t * n));
    requireFiniteTrajectory(result);
    return result;
  }

  /**
   * The policy's own derivatives along the undisturbed trajectory, for the action terms of a policy gradient.
   *
   * @param parameters W, p numbers
   * @return those of every control step
   * @throws DivergenceException if the trajectory or a derivative leaves the finite numbers
   */
  public PolicyJacobians policyJacobians(double[] parameters) {
    int n = initial.length;
    int p = parameters.length;
    requireParameters(p);
    start(repeated(parameters, n + p));
    Batch stateDot = rows(n);
    Batch parameterDot = rows(p);
    Batch actionDot = rows(simulation.actionCount());
    for (int j = 0; j < n + p; j++) {
      (j < n ? stateDot : parameterDot).set(j < n ? j : j - n, j, 1);
    }
    DMatrixRMaj both = new DMatrixRMaj(steps * simulation.actionCount(), n + p);
    Binding slopes = rollout.bind(feedback.rowJvp(), stateDot, parameterDot, actionDot);
    rollout.run(new RolloutVisitor() {
      @Override
      public void acted(int t, int block, Workspace workspace) {
        slopes.run(block, block + 1, workspace);
        LaneRows.write(actionDot, block, both.data, t * actionDot.rowCount());
      }

      @Override
      public void moved(int t, int block, Workspace workspace) {}
    });
    requireFiniteTrajectory(both);
    return new PolicyJacobians(columns(both, 0, n), columns(both, n, p));
  }

  private Batch rows(int count) {
    return new Batch(simulation.lanes(), count, rollout.initial().robotCount());
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
    objective.requireRows(initial.length, simulation.actionCount());
    start(parameters);
    RolloutPullback pullback = rollout.pullback(objective.reward());
    pullback.run();
    DMatrixRMaj result = new DMatrixRMaj(parameters.numRows, parameters.numCols);
    pullback.policyParameterBar().copyTo(result);
    requireFinite(pullback.policyParameterBar().nonFiniteRobots());
    return result;
  }

  private RolloutPushforward pushforward(double[] parameters, int lanes) {
    requireParameters(parameters.length);
    start(repeated(parameters, lanes));
    return rollout.pushforward();
  }

  private static DMatrixRMaj repeated(double[] parameters, int lanes) {
    DMatrixRMaj same = new DMatrixRMaj(lanes, parameters.length);
    for (int k = 0; k < lanes; k++) {
      System.arraycopy(parameters, 0, same.data, k * parameters.length, parameters.length);
    }
    return same;
  }

  /** The roll-out, with these parameters at the initial state; that of the last call if it has as many lanes. */
  private void start(DMatrixRMaj parameters) {
    if (parameters.numRows == 0) {
      throw new IllegalArgumentException("no roll-outs: the matrix of parameters has no rows");
    }
    if (rollout == null || rollout.initial().robotCount() != parameters.numRows) {
      rollout = new Rollout(simulation.withRobots(parameters.numRows), steps, feedback, steps);
      for (int row = 0; row < initial.length; row++) {
        rollout.initial().fill(row, initial[row]);
      }
    }
    rollout.policyParameters().copyFrom(parameters);
  }

  private void requireParameters(int count) {
    if (count != feedback.parameterCount()) {
      throw new IllegalArgumentException(count + " parameters for a policy that has " + feedback.parameterCount());
    }
  }

  /** At the end of the roll-outs, for a state that is not finite once stays so. */
  private void requireFinite(int[] bad) {
    if (bad.length == 0) {
      return;
    }
    throw new DivergenceException(bad, (bad.length == 1 ? "roll-out " : "roll-outs ")
        + Arrays.stream(bad).limit(MOST_NAMED).mapToObj(String::valueOf).collect(Collectors.joining(", "))
        + (bad.length > MOST_NAMED ? " and " + (bad.length - MOST_NAMED) + " more" : "") + " left the finite numbers:"
        + " take smaller perturbations, or " + shorterSteps());
  }

  /** Where the lanes are directions of one trajectory. */
  private void requireFiniteTrajectory(DMatrixRMaj derivative) {
    boolean diverged = StateCheck.lost(model(), rollout.end()).length > 0;
    if (diverged || !Arrays.stream(derivative.data).allMatch(Double::isFinite)) {
      throw new DivergenceException(new int[] {0}, "the trajectory" + (diverged ? "" : "'s derivative")
          + " left the finite numbers: take other parameters, or " + shorterSteps());
    }
  }

  private String shorterSteps() {
    return "simulation steps shorter than " + simulation.timeStep() + " s";
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
    simulation.close();
  }

  /**
   * What a simulation is to be: defaults are 1000 Euler steps of 1 ms, a control step each, from the neutral
   * configuration at rest, one thread.
   */
  public static final class Builder {
    private final RobotModel model;
    private final Policy policy;
    private final SimulationBuilder simulation;
    private int steps = 1000;
    private double[] initial;

    private Builder(RobotModel model, Policy policy) {
      this.model = model;
      this.policy = policy;
      simulation = Simulation.of(model).control(DrivenJoints.of(model).law());
      initial = Arrays.copyOf(model.neutral(), model.nq() + model.nv());
    }

    /**
     * T, the number of control steps and samples.
     *
     * @param value T, at least 1
     * @return this
     */
    public Builder steps(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("a roll-out of " + value + " steps: at least 1");
      }
      steps = value;
      return this;
    }

    /**
     * Length of a time step [s]; positive.
     *
     * @param seconds h [s]
     * @return this
     */
    public Builder timeStep(double seconds) {
      simulation.timeStep(seconds);
      return this;
    }

    /**
     * Time steps for which an action is held, a control period.
     *
     * @param value n, at least 1
     * @return this
     */
    public Builder substeps(int value) {
      simulation.substeps(value);
      return this;
    }

    /**
     * Integration rule.
     *
     * @param value the rule
     * @return this
     */
    public Builder integrator(Integrator value) {
      simulation.integrator(value);
      return this;
    }

    /**
     * What the policy's actions do; by default they are forces of the {@link DrivenJoints}, within their limits.
     *
     * @param value the law, without a state of its own
     * @return this
     * @throws IllegalArgumentException if it has one, which the logs of a robot do not have
     */
    public Builder control(ControlLaw value) {
      if (value.stateCount() > 0) {
        throw new IllegalArgumentException("a control law with a state of its own, such as actuators of robot '"
            + model.name() + "' that integrate or filter (" + value.stateCount() + " rows): a policy's roll-outs have"
            + " states of configuration and velocity alone; take ControlLaw.torque or hold");
      }
      simulation.control(value);
      return this;
    }

    /**
     * Number of threads, the caller's included.
     *
     * @param value at least 1
     * @return this
     */
    public Builder threads(int value) {
      simulation.threads(value);
      return this;
    }

    /**
     * Element type and vector width of the kernels; logs are in double.
     *
     * @param value element type and vector width
     * @return this
     */
    public Builder lanes(Lanes value) {
      simulation.lanes(value);
      return this;
    }

    /**
     * The state that every roll-out starts from: q, then v.
     *
     * @param state q, then v, nq + nv numbers
     * @return this
     */
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

    /**
     * Traces and compiles policy and robot.
     *
     * @return the simulation
     */
    public PolicySimulation build() {
      return new PolicySimulation(this);
    }
  }
}
