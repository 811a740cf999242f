package io.github.lanewise.app.identify;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.RowNames;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What the commands of recordings are. */
enum Commanded {
  /** A force for each row of velocity. */
  TORQUE,
  /**
   * A position u for each joint, to which its servo goes as a spring, {@code tau = P (u - q)}; what damps it counts as
   * the joint's damping.
   */
  POSITION,
  /** The controls of the actuators of the robot's file. */
  ACTUATORS;

  /**
   * What they do.
   *
   * @param stiffness P of servos, one for each joint or one for all [N m/rad]; for positions alone
   */
  ControlLaw law(RobotModel model, List<Double> stiffness) {
    return switch (this) {
      case TORQUE -> ControlLaw.scaledTorque(model);
      case POSITION -> springs(model, stiffness.size() == 1
          ? Collections.nCopies(model.nv(), stiffness.getFirst()) : stiffness);
      case ACTUATORS -> ControlLaw.scaledActuators(model);
    };
  }

  private static ControlLaw springs(RobotModel model, List<Double> stiffness) {
    if (stiffness.size() != model.nv()) {
      throw new IllegalArgumentException("--stiffness has " + stiffness.size() + " numbers, but robot '" + model.name()
          + "' has " + model.nv() + " joints.");
    }
    return new ControlLaw(model.nv(), stiffness, (q, v, action, gains) -> {
      Scalar[] tau = new Scalar[model.nv()];
      Arrays.setAll(tau, j -> gains[j].times(action[j].minus(q[j])));
      return tau;
    });
  }

  /** Names of the law's gains. */
  List<String> gains(RobotModel model) {
    List<String> names = new ArrayList<>();
    switch (this) {
      case TORQUE -> RowNames.velocity(model).forEach(row -> names.add("gain of " + row.name()));
      case ACTUATORS -> model.actuators().forEach(actuator -> names.add("gain of " + actuator.name()));
      case POSITION ->
          model.joints().forEach(joint -> names.add("servo stiffness of " + joint.name() + " [N m/rad]"));
    }
    return names;
  }
}
