package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code u_dot = pi_x x_dot + pi_W W_dot, x_dot <- F_x x_dot + F_u u_dot + F_p p_dot}: how the trajectory moves with
 * the initial state, given actions, the robot's parameters and the policy's.
 *
 * <p>Tangents of states have 2 nv rows and those of the law's own state, those of free and spherical joints on the
 * body's axes. Nothing is allocated by running. One caller at a time.
 */
public final class RolloutPushforward {
  private final Rollout rollout;
  private final StepPushforward step;
  private final Binding policy;
  private final RowRates rates;
  private final Batch initialDot;
  private final Batch actionDots;
  private final Batch policyParameterDot;
  private final Batch endDot;
  private final Workers.Task task = this::run;
  private RolloutVisitor visitor;

  /** Allocates. */
  RolloutPushforward(Rollout rollout) {
    this.rollout = rollout;
    Simulation simulation = rollout.robots("the pushforward of a trajectory");
    step = new StepPushforward(simulation, rollout.state(), rollout.action());
    rates = new RowRates(simulation, rollout.state(), step.stateDot());
    initialDot = simulation.tangents();
    endDot = simulation.tangents();
    actionDots = rollout.givenActions() == null ? null : simulation.rows(rollout.givenActions().rowCount());
    boolean hasParameters = rollout.policyParametersOrNull() != null;
    policyParameterDot = hasParameters ? simulation.rows(rollout.feedback().parameterCount()) : null;
    policy = rollout.feedback() == null ? null : simulation.kernels().bind(rollout.feedback().jvp(), rollout.state(),
        rollout.policyParametersOrNull(), rollout.time(), step.stateDot(), policyParameterDot, step.actionDot());
  }

  /** {@return tangent of the initial state, to be set by the caller} */
  public Batch initialDot() {
    return initialDot;
  }

  /** {@return tangents of given actions, laid out as these, to be set by the caller; null without} */
  public Batch actionDots() {
    return actionDots;
  }

  /** {@return tangent of the robot's parameters, to be set by the caller; null without lane parameters} */
  public Batch parameterDot() {
    return step.parameterDot();
  }

  /** {@return tangent of the policy's parameters W, to be set by the caller; null without} */
  public Batch policyParameterDot() {
    return policyParameterDot;
  }

  /** {@return tangent of the final state (modified by running)} */
  public Batch endDot() {
    return endDot;
  }

  /** {@return tangent of the actions of the moment, for visitors; null without actions} */
  public Batch actionDot() {
    return step.actionDot();
  }

  /** {@return tangent of the state of the moment, for visitors of a step that moved} */
  public Batch stateDot() {
    return step.stateDot();
  }

  /** {@return rates of the rows of the state of the moment, for visitors} */
  public Batch rowDot() {
    return rates.rates();
  }

  /** Rolls out from {@link Rollout#initial} and pushes the tangents forward. */
  public void run() {
    run((t, block, workspace) -> {});
  }

  /**
   * The same while somebody looks on.
   *
   * @param looksOn told of every step
   * @throws IllegalArgumentException as {@link Rollout#run(RolloutVisitor)}
   */
  public void run(RolloutVisitor looksOn) {
    rollout.requireInitial();
    visitor = looksOn;
    rollout.simulation().run(task, initialDot.blockCount());
  }

  private void run(int first, int last, Workspace workspace) {
    for (int block = first; block < last; block++) {
      rollout.state().copyBlock(rollout.initial(), 0, block);
      step.stateDot().copyBlock(initialDot, 0, block);
      for (int t = 0; t < rollout.stepCount(); t++) {
        rollout.pass().act(t, block, workspace);
        if (policy != null) {
          policy.run(block, block + 1, workspace);
        } else if (actionDots != null) {
          step.actionDot().copyBlock(actionDots, t * step.actionDot().rowCount(), block);
        }
        visitor.acted(t, block, workspace);
        step.runBlock(block, workspace);
        rollout.state().copyBlock(step.next(), 0, block);
        step.stateDot().copyBlock(step.nextDot(), 0, block);
        rates.run(block, workspace);
        visitor.moved(t, block, workspace);
      }
      rollout.end().copyBlock(rollout.state(), 0, block);
      endDot.copyBlock(step.stateDot(), 0, block);
    }
  }
}
