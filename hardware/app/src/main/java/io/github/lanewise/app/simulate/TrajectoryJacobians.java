package io.github.lanewise.app.simulate;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.simulation.StepJacobian;

/**
 * {@code dx_T/dx_0 = A_{T-1} .. A_0, dx_T/du_t = A_{T-1} .. A_{t+1} B_t}: derivatives of the final state by the initial
 * one and by every action, from those of each step, on tangents.
 */
final class TrajectoryJacobians {
  private final int lanes;
  private final int steps;
  private final int rows;
  private final int actions;
  /** Of step t of a lane, row by row, behind those of the lane's steps before. */
  private final double[] a;
  private final double[] b;
  private final double[] byInitial;
  private final double[] byAction;

  /**
   * Allocates.
   *
   * @param rows of a tangent
   * @param actions of a step
   */
  TrajectoryJacobians(int lanes, int steps, int rows, int actions) {
    this.lanes = lanes;
    this.steps = steps;
    this.rows = rows;
    this.actions = actions;
    a = new double[lanes * steps * rows * rows];
    b = new double[lanes * steps * rows * actions];
    byInitial = new double[lanes * rows * rows];
    byAction = new double[b.length];
  }

  /** Takes over the Jacobians of step t. */
  void take(int t, StepJacobian step) {
    for (int lane = 0; lane < lanes; lane++) {
      copy(step.byState(), lane, a, (lane * steps + t) * rows * rows);
      copy(step.byAction(), lane, b, (lane * steps + t) * rows * actions);
    }
  }

  private static void copy(Batch from, int lane, double[] to, int start) {
    for (int row = 0; row < from.rowCount(); row++) {
      to[start + row] = from.get(row, lane);
    }
  }

  /** Chains them, from the last step to the first. */
  void chain() {
    for (int lane = 0; lane < lanes; lane++) {
      double[] left = new double[rows * rows];
      for (int i = 0; i < rows; i++) {
        left[i * rows + i] = 1;
      }
      for (int t = steps - 1; t >= 0; t--) {
        int step = lane * steps + t;
        multiply(left, b, step * rows * actions, actions, byAction, step * rows * actions);
        double[] next = new double[rows * rows];
        multiply(left, a, step * rows * rows, rows, next, 0);
        left = next;
      }
      System.arraycopy(left, 0, byInitial, lane * rows * rows, rows * rows);
    }
  }

  /** Writes left right, rows x columns, to {@code to} from a place on. */
  private void multiply(double[] left, double[] right, int from, int columns, double[] to, int start) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < rows; k++) {
          sum += left[i * rows + k] * right[from + k * columns + j];
        }
        to[start + i * columns + j] = sum;
      }
    }
  }

  /** {@code dx_T/dx_0}, lanes x rows x rows. */
  double[] byInitial() {
    return byInitial;
  }

  /** {@code dx_T/du_t}, lanes x steps x rows x actions. */
  double[] byAction() {
    return byAction;
  }
}
