package io.github.lanewise.identification;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;

/**
 * Root mean squares of what a robot did: by them the numbers of joints are scaled that its file may lack.
 *
 * @param torque that the commands make by the file's control law, over all rows of velocity [N m or N]
 * @param position of each joint with one axis about its mean [rad or m]; 0 of others
 * @param velocity of each such joint [per second]
 * @param acceleration of each such joint, from one state to the next [per second squared]
 */
record MotionScale(double torque, double[] position, double[] velocity, double[] acceleration) {
  /** Samples of which torques are looked at, or a few more. */
  private static final int MOST_SAMPLES = 2000;

  /** Of all trials together; what was not measured does not count. */
  static MotionScale of(RobotModel model, ControlLaw law, List<Trial> trials, double controlPeriod) {
    int n = model.joints().size();
    double[] position = new double[n];
    double[] velocity = new double[n];
    double[] acceleration = new double[n];
    for (int i = 0; i < n; i++) {
      Joint joint = model.joints().get(i);
      if (joint.kind().nv() > 1) {
        continue;
      }
      int iq = joint.idxQ();
      int iv = model.nq() + joint.idxV();
      Mean q = new Mean();
      Mean squares = new Mean();
      Mean v = new Mean();
      Mean a = new Mean();
      for (Trial trial : trials) {
        for (int t = 0; t < trial.states().length; t++) {
          double[] x = trial.states()[t];
          q.add(x[iq]);
          squares.add(x[iq] * x[iq]);
          v.add(x[iv] * x[iv]);
          if (t > 0) {
            double change = (x[iv] - trial.states()[t - 1][iv]) / controlPeriod;
            a.add(change * change);
          }
        }
      }
      position[i] = Math.sqrt(Math.max(0, squares.value() - q.value() * q.value()));
      velocity[i] = Math.sqrt(v.value());
      acceleration[i] = Math.sqrt(a.value());
    }
    return new MotionScale(torque(model, law, trials), position, velocity, acceleration);
  }

  private static double torque(RobotModel model, ControlLaw law, List<Trial> trials) {
    int stride = 1 + trials.stream().mapToInt(Trial::stepCount).sum() / MOST_SAMPLES;
    Scalar[] gains = Scalar.of(law.gains().stream().mapToDouble(x -> x).toArray());
    Mean torque = new Mean();
    for (Trial trial : trials) {
      for (int t = 0; t < trial.stepCount(); t += stride) {
        double[] x = trial.states()[t];
        for (Scalar tau : law.law().torques(Scalar.of(Arrays.copyOf(x, model.nq())),
            Scalar.of(Arrays.copyOfRange(x, model.nq(), x.length)), Scalar.of(trial.commands()[t]), gains)) {
          torque.add(tau.value() * tau.value());
        }
      }
    }
    return Math.sqrt(torque.value());
  }

  /** Of numbers that are there. */
  private static final class Mean {
    private double sum;
    private long count;

    void add(double number) {
      if (!Double.isNaN(number)) {
        sum += number;
        count++;
      }
    }

    double value() {
      return count == 0 ? 0 : sum / count;
    }
  }
}
