package io.github.lanewise.policy;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import org.ejml.data.DMatrixRMaj;

/**
 * Tangents of a closed loop, a direction per lane:
 * {@code u_dot = pi_x x_dot + pi_W w_dot, x_dot <- f_x x_dot + f_u u_dot}.
 */
final class Pushforward {
  private final ClosedLoop loop;
  private final int substeps;
  private final Batch stateDot;
  private final Batch scratchDot;
  private final Batch actionDot;
  private final Batch parameterDot;
  private final Binding act;
  private final Binding there;
  private final Binding back;

  /** As many lanes as the loop has. */
  Pushforward(LoopKernels kernels, ClosedLoop loop, int substeps, Workers workers) {
    this.loop = loop;
    this.substeps = substeps;
    stateDot = like(loop.state());
    scratchDot = like(loop.state());
    actionDot = like(loop.action());
    parameterDot = like(loop.parameters());
    act = kernels.actJvp().bind(loop.state(), loop.parameters(), loop.time(), stateDot, parameterDot, actionDot);
    there = kernels.advanceJvp().bind(loop.state(), loop.action(), stateDot, actionDot, scratchDot);
    back = kernels.advanceJvp().bind(loop.scratch(), loop.action(), scratchDot, actionDot, stateDot);
    act.prepare(workers);
    there.prepare(workers);
    back.prepare(workers);
  }

  private static Batch like(Batch batch) {
    return new Batch(batch.type(), batch.rows(), batch.robots());
  }

  /** Direction of the state, to be set by the caller. */
  Batch stateDot() {
    return stateDot;
  }

  /** Direction of the parameters, to be set by the caller. */
  Batch parameterDot() {
    return parameterDot;
  }

  /** {@code dx_t . direction} at every sample, T n rows, a column per lane. */
  void states(int steps, DMatrixRMaj result, int block, Workspace workspace) {
    for (int t = 0; t < steps; t++) {
      loop.act(t, block, workspace);
      act.run(block, block + 1, workspace);
      for (int k = 0; k < substeps; k++) {
        (k % 2 == 0 ? there : back).run(block, block + 1, workspace);
        loop.substep(k, block, workspace);
      }
      if (substeps % 2 == 1) {
        stateDot.copyBlock(scratchDot, 0, block);
      }
      LaneRows.write(stateDot, block, result.data, t * stateDot.rows());
    }
  }

  /** {@code pi_x x_dot + pi_W w_dot} at every step under the same directions, T m rows, a column per lane. */
  void actions(int steps, DMatrixRMaj result, int block, Workspace workspace) {
    for (int t = 0; t < steps; t++) {
      loop.act(t, block, workspace);
      act.run(block, block + 1, workspace);
      LaneRows.write(actionDot, block, result.data, t * actionDot.rows());
      loop.advance(block, workspace);
    }
  }
}
