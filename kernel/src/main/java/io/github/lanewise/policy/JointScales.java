package io.github.lanewise.policy;

import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.List;

/** Forces and units of a robot's joints, for nominal policies that fit robots of any size. */
final class JointScales {
  /** [rad/s^2 or m/s^2]. */
  static final double ACCELERATION = 10;

  private JointScales() {}

  /** The force that accelerates each joint at rest by {@link #ACCELERATION} [N m or N]. */
  static double[] forces(RobotModel model) {
    return Arrays.stream(ApparentInertia.of(model)).map(inertia -> ACCELERATION * inertia).toArray();
  }

  /** The joints on which policies act: those that something drives, with one axis each. */
  static List<Joint> axes(RobotModel model) {
    return DrivenJoints.of(model).joints();
  }

  static String force(Joint joint) {
    return joint.kind() == JointKind.PRISMATIC ? "N" : "N m";
  }

  static String position(Joint joint) {
    return joint.kind() == JointKind.PRISMATIC ? "m" : "rad";
  }
}
