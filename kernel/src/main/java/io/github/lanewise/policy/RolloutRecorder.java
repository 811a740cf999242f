package io.github.lanewise.policy;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutVisitor;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/** Writes the logs of a roll-out, late and noisy as a disturbance says, and disturbs its actions. */
final class RolloutRecorder implements RolloutVisitor {
  private final Rollout rollout;
  private final RobotModel model;
  private final double[] initial;
  private final int steps;
  private final Disturbance disturbance;
  private final DMatrixRMaj states;
  private final DMatrixRMaj actions;
  private final int lanes;
  private final RandomStream[] torques;
  /** Where quaternions begin in a state. */
  private final int[] quaternions;

  RolloutRecorder(Rollout rollout, RobotModel model, double[] initial, Disturbance disturbance) {
    this.rollout = rollout;
    this.model = model;
    this.initial = initial;
    this.disturbance = disturbance;
    steps = rollout.stepCount();
    lanes = rollout.initial().robotCount();
    states = new DMatrixRMaj(steps * rollout.state().rowCount(), lanes);
    actions = new DMatrixRMaj(steps * rollout.action().rowCount(), lanes);
    torques = new RandomStream[lanes];
    Arrays.setAll(torques, disturbance::torques);
    quaternions = model.joints().stream()
        .filter(joint -> joint.kind() == JointKind.FREE || joint.kind() == JointKind.SPHERICAL)
        .mapToInt(joint -> joint.idxQ() + joint.kind().nq() - 4).toArray();
  }

  /** Row t n + i is state i at sample t, a column per lane. */
  DMatrixRMaj states() {
    return states;
  }

  /** Row t m + i is action i that led to sample t, a column per lane. */
  DMatrixRMaj actions() {
    return actions;
  }

  @Override
  public void acted(int t, int block, Workspace workspace) {
    Batch action = rollout.action();
    if (disturbance.torque() > 0) {
      int from = LaneRows.first(action, block);
      for (int row = 0; row < action.rowCount(); row++) {
        for (int k = from; k < from + LaneRows.count(action, block); k++) {
          action.set(row, k, action.get(row, k) + disturbance.torque() * torques[k].nextGaussian());
        }
      }
    }
    LaneRows.write(action, block, actions.data, t * action.rowCount());
  }

  @Override
  public void moved(int t, int block, Workspace workspace) {
    LaneRows.write(rollout.state(), block, states.data, t * rollout.state().rowCount());
  }

  /** When the roll-outs are over: what makes the logs late and noisy. */
  void finish() {
    for (int k = 0; k < lanes; k++) {
      if (disturbance.delay() > 0) {
        double delay = disturbance.delay(k);
        double[] firstAction = new double[rollout.action().rowCount()];
        for (int i = 0; i < firstAction.length; i++) {
          firstAction[i] = actions.get(i, k);
        }
        delay(states, k, delay, initial);
        normalize(k);
        delay(actions, k, delay, firstAction);
      }
      if (disturbance.hasSensorNoise()) {
        addSensorNoise(k);
        normalize(k);
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

  /** Of quaternions half the noise, which turns them by the whole about each axis once they are normalised. */
  private void addSensorNoise(int k) {
    RandomStream random = disturbance.sensors(k);
    double[] deviations = new double[initial.length];
    Arrays.fill(deviations, 0, model.nq(), disturbance.position());
    Arrays.fill(deviations, model.nq(), deviations.length, disturbance.velocity());
    for (int at : quaternions) {
      Arrays.fill(deviations, at, at + 4, disturbance.position() / 2);
    }
    for (int row = 0; row < states.numRows; row++) {
      states.data[row * lanes + k] += deviations[row % deviations.length] * random.nextGaussian();
    }
  }

  private void normalize(int k) {
    for (int t = 0; t < steps; t++) {
      for (int at : quaternions) {
        int first = t * initial.length + at;
        double square = 0;
        for (int row = first; row < first + 4; row++) {
          square += states.get(row, k) * states.get(row, k);
        }
        for (int row = first; row < first + 4; row++) {
          states.set(row, k, states.get(row, k) / Math.sqrt(square));
        }
      }
    }
  }
}
