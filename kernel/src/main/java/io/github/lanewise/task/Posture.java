package io.github.lanewise.task;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;

/** Configurations to go to where nobody names one. */
public final class Posture {
  private Posture() {}

  /**
   * Three quarters up the range of each joint with one axis; half a radian or metre from the neutral configuration
   * where a joint has no range; free and spherical joints as in the neutral configuration.
   *
   * @param model of the robot
   * @return q, nq numbers [rad or m], a new array
   */
  public static double[] bent(RobotModel model) {
    double[] posture = model.neutral();
    for (Joint joint : model.joints()) {
      if (joint.kind().nv() == 1) {
        double bent = 0.25 * joint.lower() + 0.75 * joint.upper();
        posture[joint.idxQ()] = Double.isFinite(bent) ? bent : posture[joint.idxQ()] + 0.5;
      }
    }
    return posture;
  }
}
