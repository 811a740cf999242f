package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneProduct;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code A = dx'/dx, B = dx'/du}: one control step x' = F(x, u, p) and its full Jacobians, at the simulation's state
 * and action of the moment, which stay as they are.
 *
 * <p>Over the n time steps of a control step, with A_k and B_k of each, {@code A <- A_k A} and
 * {@code B <- A_k B + B_k}. Nothing is allocated by running. One caller at a time.
 */
public final class StepJacobian {
  private final Simulation simulation;
  private final StepKernels kernels;
  private final int rows;
  private final int actions;
  private final Batch next;
  private final Batch a;
  private final Batch b;
  private final Batch stepA;
  private final Batch stepB;
  private final Batch product;
  private final Batch actionProduct;
  private final Binding[] steps;
  private final Workers.Task task = this::run;

  /**
   * Of the step at the simulation's state.
   *
   * @param byRows whether x and x' are the rows of the state, or tangents
   */
  StepJacobian(Simulation simulation, boolean byRows) {
    this.simulation = simulation;
    kernels = simulation.kernels();
    int n = simulation.substepCount();
    rows = byRows ? simulation.state().rowCount() : simulation.tangents().rowCount();
    actions = simulation.actionCount();
    a = simulation.rows(rows * rows);
    b = actions == 0 ? null : simulation.rows(rows * actions);
    stepA = n == 1 ? null : simulation.rows(rows * rows);
    stepB = n == 1 || actions == 0 ? null : simulation.rows(rows * actions);
    product = n == 1 ? null : simulation.rows(rows * rows);
    actionProduct = n == 1 || actions == 0 ? null : simulation.rows(rows * actions);
    if (simulation.massPeriod() > 0) {
      throw new UnsupportedOperationException("no Jacobians of a step that holds its mass matrix over "
          + simulation.massPeriod() + " time steps; take its pullback or pushforward, or make the matrix every time");
    }
    steps = new Binding[n];
    Batch from = simulation.state();
    Batch action = simulation.actionOrNull();
    for (int k = 0; k < n; k++) {
      Batch to = simulation.states();
      steps[k] = kernels.bind(byRows ? kernels.rowJacobian() : kernels.jacobian(), from, action,
          simulation.laneParameters(), to, k == 0 ? a : stepA, k == 0 ? b : stepB);
      from = to;
    }
    next = from;
  }

  /** {@return x', rows of the state (modified by running)} */
  public Batch next() {
    return next;
  }

  /** {@return A = dx'/dx, row by row (modified by running)} */
  public Batch byState() {
    return a;
  }

  /** {@return B = dx'/du, row by row (modified by running); null without actions} */
  public Batch byAction() {
    return b;
  }

  /**
   * Runs all blocks with the simulation's threads.
   *
   * @throws IllegalArgumentException as {@link Simulation#step(int)}
   */
  public void run() {
    simulation.requireStateOnce();
    kernels.workers().run(task, next.blockCount());
  }

  private void run(int first, int end, Workspace workspace) {
    for (int block = first; block < end; block++) {
      steps[0].run(block, block + 1, workspace);
      for (int k = 1; k < steps.length; k++) {
        steps[k].run(block, block + 1, workspace);
        product.clearBlock(block);
        LaneProduct.addTimes(rows, rows, rows, stepA, a, product, block);
        a.copyBlock(product, 0, block);
        if (b != null) {
          actionProduct.copyBlock(stepB, 0, block);
          LaneProduct.addTimes(rows, actions, rows, stepA, b, actionProduct, block);
          b.copyBlock(actionProduct, 0, block);
        }
      }
    }
  }
}
