package io.github.lanewise.hardware.twin;

import io.github.lanewise.lanes.Batch;
import java.util.Arrays;

/**
 * {@code v' = v + M^-1 p}: the impulses p of stiff drives, dry friction and end stops over one time step, each a
 * function of the velocity v' that it leads to. Steps are stable whatever the stiffness, and what friction holds stands
 * still.
 *
 * <p>In every joint the impulse is the sum of three: {@code h clamp(c - d v', low, high)} of the drive; of friction the
 * one of at most {@code h f} that stops the joint, or the largest against its motion; and of a stop the smallest that
 * keeps the joint from passing it. Solved by projected Gauss-Seidel sweeps that start from the impulses of the step
 * before (Moreau; Jourdan, Alart and Jean, "A Gauss-Seidel like algorithm to solve frictional contact problems", 1998).
 */
final class JointImpulses {
  private static final int SWEEPS = 60;
  private static final double TOLERANCE = 1e-10;

  /** c, d, low and high of the drives [N m, N m s/rad]; set before each step. */
  final double[] constant;
  final double[] damping;
  final double[] low;
  final double[] high;

  private final int n;
  private final double h;
  private final double friction;
  private final double[] drive;
  private final double[] held;
  private final double[] lowerStop;
  private final double[] upperStop;
  private final double[] factor;
  private final double[] inverse;

  JointImpulses(int joints, double timeStep, double friction) {
    n = joints;
    h = timeStep;
    this.friction = friction * timeStep;
    constant = new double[n];
    damping = new double[n];
    low = new double[n];
    high = new double[n];
    drive = new double[n];
    held = new double[n];
    lowerStop = new double[n];
    upperStop = new double[n];
    factor = new double[n * n];
    inverse = new double[n * n];
  }

  /** Forgets the step before. */
  void reset() {
    Arrays.fill(drive, 0);
    Arrays.fill(held, 0);
    Arrays.fill(lowerStop, 0);
    Arrays.fill(upperStop, 0);
  }

  /** The mean torque of a drive over the last step [N m]. */
  double torque(int joint) {
    return drive[joint] / h;
  }

  /**
   * Adds the impulses to the velocities.
   *
   * @param mass lower triangle of M row by row, one robot
   * @param v velocities [rad/s] (modified)
   * @param slowest velocities at which the joints end the step at their lower stops
   * @param fastest the same for the upper stops
   */
  void solve(Batch mass, double[] v, double[] slowest, double[] fastest) {
    invert(mass);
    for (int i = 0; i < n; i++) {
      drive[i] = Math.clamp(drive[i], h * low[i], h * high[i]);
      push(v, i, drive[i] + held[i] + lowerStop[i] - upperStop[i]);
    }
    double change = Double.POSITIVE_INFINITY;
    for (int sweep = 0; sweep < SWEEPS && change > TOLERANCE; sweep++) {
      change = 0;
      for (int i = 0; i < n; i++) {
        change = Math.max(change, visit(v, i, slowest[i], fastest[i]));
      }
    }
  }

  /** Solves joint i while the others stay; by how much the velocity changed. */
  private double visit(double[] v, int i, double slowest, double fastest) {
    double before = v[i];
    double w = inverse[i * n + i];
    double slope = h * damping[i];
    double old = drive[i];
    double step = (h * constant[i] - slope * v[i] - old) / (1 + slope * w);
    drive[i] = Math.clamp(old + step, h * low[i], h * high[i]);
    push(v, i, drive[i] - old);
    old = held[i];
    held[i] = Math.clamp(old - v[i] / w, -friction, friction);
    push(v, i, held[i] - old);
    old = lowerStop[i];
    lowerStop[i] = Math.max(0, old + (slowest - v[i]) / w);
    push(v, i, lowerStop[i] - old);
    old = upperStop[i];
    upperStop[i] = Math.max(0, old + (v[i] - fastest) / w);
    push(v, i, old - upperStop[i]);
    return Math.abs(v[i] - before);
  }

  private void push(double[] v, int i, double impulse) {
    if (impulse != 0) {
      for (int j = 0; j < n; j++) {
        v[j] += inverse[j * n + i] * impulse;
      }
    }
  }

  /** M = L L', then M^-1 column by column. */
  private void invert(Batch mass) {
    for (int i = 0, row = 0; i < n; i++) {
      for (int j = 0; j <= i; j++, row++) {
        double sum = mass.get(row, 0);
        for (int k = 0; k < j; k++) {
          sum -= factor[i * n + k] * factor[j * n + k];
        }
        factor[i * n + j] = i == j ? Math.sqrt(sum) : sum / factor[j * n + j];
      }
    }
    for (int column = 0; column < n; column++) {
      for (int i = column; i < n; i++) {
        double sum = i == column ? 1 : 0;
        for (int k = column; k < i; k++) {
          sum -= factor[i * n + k] * inverse[k * n + column];
        }
        inverse[i * n + column] = sum / factor[i * n + i];
      }
      for (int i = n - 1; i >= column; i--) {
        double sum = inverse[i * n + column];
        for (int k = i + 1; k < n; k++) {
          sum -= factor[k * n + i] * inverse[k * n + column];
        }
        inverse[i * n + column] = sum / factor[i * n + i];
        inverse[column * n + i] = inverse[i * n + column];
      }
    }
  }
}
