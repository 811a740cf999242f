package io.github.lanewise.identification;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Interpreter;
import java.util.Arrays;

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
   * {@return {@code tau = ID(q, v, r'' + 2 s (r' - v) + s^2 (r - q)), s = 1 / (4 h)}: computed torques, whose feedback
   * is stable when they are held for h (Siciliano and others, Robotics, section 8.5)}
   *
   * @param model of the robot
   * @param controlPeriod h [s]
   */
  static Tracking torques(RobotModel model, double controlPeriod) {
    Interpreter inverse = new Interpreter(Algorithms.inverseDynamics(model));
    int n = model.nv();
    double s = 1 / (4 * controlPeriod);
    return (state, position, velocity, acceleration) -> {
      double[] q = Arrays.copyOf(state, n);
      double[] v = Arrays.copyOfRange(state, n, 2 * n);
      double[] a = new double[n];
      Arrays.setAll(a,
          j -> acceleration[j] + 2 * s * (velocity[j] - v[j]) + s * s * (position[j] - q[j]));
      return inverse.evaluate(q, v, a)[0];
    };
  }
}
