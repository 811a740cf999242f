package io.github.lanewise.identification;

import java.util.List;

/**
 * Root mean squares of what a robot did: by them the numbers of joints are scaled that its file may lack.
 *
 * @param torque of commands, over all actuators [N m or N]
 * @param position of each joint about its mean [rad or m]
 * @param velocity of each joint [per second]
 * @param acceleration of each joint, from one state to the next [per second squared]
 */
record MotionScale(double torque, double[] position, double[] velocity, double[] acceleration) {
  /** Of all trials together; what was not measured does not count. */
  static MotionScale of(List<Trial> trials, double controlPeriod) {
    int n = trials.getFirst().states()[0].length / 2;
    double[] position = new double[n];
    double[] velocity = new double[n];
    double[] acceleration = new double[n];
    for (int i = 0; i < n; i++) {
      Mean q = new Mean();
      Mean squares = new Mean();
      Mean v = new Mean();
      Mean a = new Mean();
      for (Trial trial : trials) {
        for (int t = 0; t < trial.states().length; t++) {
          double[] x = trial.states()[t];
          q.add(x[i]);
          squares.add(x[i] * x[i]);
          v.add(x[n + i] * x[n + i]);
          if (t > 0) {
            double change = (x[n + i] - trial.states()[t - 1][n + i]) / controlPeriod;
            a.add(change * change);
          }
        }
      }
      position[i] = Math.sqrt(Math.max(0, squares.value() - q.value() * q.value()));
      velocity[i] = Math.sqrt(v.value());
      acceleration[i] = Math.sqrt(a.value());
    }
    Mean torque = new Mean();
    for (Trial trial : trials) {
      for (double[] command : trial.commands()) {
        for (double u : command) {
          torque.add(u * u);
        }
      }
    }
    return new MotionScale(Math.sqrt(torque.value()), position, velocity, acceleration);
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
