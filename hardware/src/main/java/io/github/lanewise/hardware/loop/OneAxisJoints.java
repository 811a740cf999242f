package io.github.lanewise.hardware.loop;

import io.github.lanewise.model.RobotModel;

/** Robots whose joints are servos: one axis each. */
final class OneAxisJoints {
  private OneAxisJoints() {}

  /** Refuses any other robot. */
  static void require(RobotModel model) {
    if (model.nq() != model.nv()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has a free or a spherical joint (" + model.nq()
          + " configuration rows, " + model.nv() + " velocity rows), which is no servo");
    }
  }
}
