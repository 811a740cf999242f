package io.github.lanewise.identification;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Interpreter;

/** What a robot of joints with one axis each is commanded, so that it goes along a motion. */
@FunctionalInterface
public interface Tracking {
  /**
   * {@return a command for each joint}
   *
   * @param state where the robot is, q and then v
   * @param position where it should be
   * @param velocity how fast
   * @param acceleration how much faster
   */
  double[] commands(double[] state, double[] position, double[] velocity, double[] acceleration);

  /** {@return positions, for servos that go there by themselves} */
  static Tracking positions() {
    return (state, position, velocity, acceleration) -> position.clone();
  }

  /**
   * {@return {@code tau = ID(r, r', r'') + M_jj (s^2 (r - q) + 2 s (r' - v)), s = 1 / (4 h)}: torques by the robot's own
   * equations, and feedback that is stable when they are held for h}
   *
   * @param model of the robot
   * @param controlPeriod h [s]
   */
  static Tracking torques(RobotModel model, double controlPeriod) {
    Interpreter inverse = new Interpreter(Algorithms.inverseDynamics(model));
    int n = model.nv();
    double s = 1 / (4 * controlPeriod);
    return (state, position, velocity, acceleration) -> {
      double[] torque = inverse.evaluate(position, velocity, acceleration)[0];
      double[] still = inverse.evaluate(position, new double[n], new double[n])[0];
      for (int j = 0; j < n; j++) {
        double[] unit = new double[n];
        unit[j] = 1;
        double mass = inverse.evaluate(position, new double[n], unit)[0][j] - still[j];
        torque[j] += mass * (s * s * (position[j] - state[j]) + 2 * s * (velocity[j] - state[n + j]));
      }
      return torque;
    };
  }
}
