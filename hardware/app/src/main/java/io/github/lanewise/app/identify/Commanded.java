package io.github.lanewise.app.identify;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.RowNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the commands of recordings are. */
enum Commanded {
  /** A force for each row of velocity. */
  TORQUE,
  /** A position for each joint, to which its servo goes as a spring and a damper. */
  POSITION,
  /** The controls of the actuators of the robot's file. */
  ACTUATORS;

  /**
   * What they do.
   *
   * @param stiffness of servos, one for each joint or one for all [N m/rad]; for positions alone
   * @param damping of servos, likewise [N m s/rad]
   */
  ControlLaw law(RobotModel model, double[] stiffness, double[] damping) {
    return switch (this) {
      case TORQUE -> ControlLaw.scaledTorque(model);
      case POSITION -> ControlLaw.hold(model, each(model, stiffness), each(model, damping));
      case ACTUATORS -> ControlLaw.scaledActuators(model);
    };
  }

  private static double[] each(RobotModel model, double[] gains) {
    double[] all = gains.length == 1 ? new double[model.nv()] : gains;
    if (gains.length == 1) {
      Arrays.fill(all, gains[0]);
    }
    return all;
  }

  /** Names of the law's gains. */
  List<String> gains(RobotModel model) {
    List<String> names = new ArrayList<>();
    switch (this) {
      case TORQUE -> RowNames.velocity(model).forEach(row -> names.add("gain of " + row.name()));
      case ACTUATORS -> model.actuators().forEach(actuator -> names.add("gain of " + actuator.name()));
      case POSITION -> {
        model.joints().forEach(joint -> names.add("servo stiffness of " + joint.name() + " [N m/rad]"));
        model.joints().forEach(joint -> names.add("servo damping of " + joint.name() + " [N m s/rad]"));
      }
    }
    return names;
  }
}
