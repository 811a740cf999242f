package io.github.lanewise.policy;

import io.github.lanewise.model.RobotModel;

/** Robots without free and spherical joints: their configurations have as many rows as there are directions to move. */
final class OneAxisJoints {
  private OneAxisJoints() {}

  /**
   * Refuses any other robot.
   *
   * @param why what takes such joints, a clause for the message
   */
  static void require(RobotModel model, String why) {
    if (model.nq() != model.nv()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has a free or a spherical joint (" + model.nq()
          + " configuration rows, " + model.nv() + " velocity rows): " + why);
    }
  }
}
