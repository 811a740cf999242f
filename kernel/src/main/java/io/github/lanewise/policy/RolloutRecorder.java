package io.github.lanewise.policy;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workspace;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;

/** Runs the lanes of a closed loop block by block and writes their logs, late and noisy as a disturbance says. */
final class RolloutRecorder {
  private final ClosedLoop loop;
  private final double[] initial;
  private final int steps;
  private final Disturbance disturbance;
  private final DMatrixRMaj states;
  private final DMatrixRMaj actions;
  private final int lanes;

  RolloutRecorder(ClosedLoop loop, double[] initial, int steps, Disturbance disturbance) {
    this.loop = loop;
    this.initial = initial;
    this.steps = steps;
    this.disturbance = disturbance;
    lanes = loop.lanes();
    states = new DMatrixRMaj(steps * loop.state().rows(), lanes);
    actions = new DMatrixRMaj(steps * loop.action().rows(), lanes);
  }

  /** Row t n + i is state i at sample t, a column per lane. */
  DMatrixRMaj states() {
    return states;
  }

  /** Row t m + i is action i that led to sample t, a column per lane. */
  DMatrixRMaj actions() {
    return actions;
  }

  void run(int first, int end, Workspace workspace) {
    for (int block = first; block < end; block++) {
      SplittableRandom[] torques = new SplittableRandom[LaneRows.count(loop.state(), block)];
      for (int lane = 0; lane < torques.length; lane++) {
        torques[lane] = disturbance.torques(LaneRows.first(loop.state(), block) + lane);
      }
      roll(block, torques, workspace);
      disturbLogs(block);
    }
  }

  /** Allocates nothing. */
  private void roll(int block, SplittableRandom[] torques, Workspace workspace) {
    int n = loop.state().rows();
    int m = loop.action().rows();
    for (int t = 0; t < steps; t++) {
      loop.act(t, block, workspace);
      if (disturbance.torque() > 0) {
        addNoise(loop.action(), block, torques);
      }
      loop.advance(block, workspace);
      LaneRows.write(loop.action(), block, actions.data, t * m);
      LaneRows.write(loop.state(), block, states.data, t * n);
    }
  }

  private void addNoise(Batch action, int block, SplittableRandom[] torques) {
    double[] u = (double[]) action.array();
    for (int row = 0; row < action.rows(); row++) {
      int at = LaneRows.index(action, row, block);
      for (int lane = 0; lane < torques.length; lane++) {
        u[at + lane] += disturbance.torque() * torques[lane].nextGaussian();
      }
    }
  }

  private void disturbLogs(int block) {
    int from = LaneRows.first(loop.state(), block);
    for (int k = from; k < from + LaneRows.count(loop.state(), block); k++) {
      if (disturbance.delay() > 0) {
        double delay = disturbance.delay(k);
        double[] firstAction = new double[loop.action().rows()];
        for (int i = 0; i < firstAction.length; i++) {
          firstAction[i] = actions.get(i, k);
        }
        delay(states, k, delay, initial);
        delay(actions, k, delay, firstAction);
      }
      if (disturbance.hasSensorNoise()) {
        addSensorNoise(k);
      }
    }
  }

  /** In place from the last sample on: what a sample takes is earlier and not yet overwritten. */
  private void delay(DMatrixRMaj log, int k, double delay, double[] before) {
    int rows = before.length;
    int whole = (int) delay;
    double fraction = delay - whole;
    for (int t = steps - 1; t >= 0; t--) {
      for (int i = 0; i < rows; i++) {
        double late = sample(log, k, t - whole, i, before);
        double later = fraction == 0 ? late : sample(log, k, t - whole - 1, i, before);
        log.set(t * rows + i, k, fraction == 0 ? late : (1 - fraction) * late + fraction * later);
      }
    }
  }

  private static double sample(DMatrixRMaj log, int k, int t, int i, double[] before) {
    return t < 0 ? before[i] : log.get(t * before.length + i, k);
  }

  private void addSensorNoise(int k) {
    SplittableRandom random = disturbance.sensors(k);
    int n = initial.length;
    for (int row = 0; row < states.numRows; row++) {
      double deviation = row % n < n / 2 ? disturbance.position() : disturbance.velocity();
      states.data[row * lanes + k] += deviation * random.nextGaussian();
    }
  }
}
