package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What the rows of q, v, w and tau of a robot are called, for tables and files: the joint's name and, where it has
 * several rows, which of them it is; of the actuators' states w, the actuator's.
 */
public final class RowNames {
  private static final List<String> QUATERNION = List.of("qx", "qy", "qz", "qw");
  private static final List<String> AXES = List.of("x", "y", "z");

  private RowNames() {}

  /**
   * One row.
   *
   * @param name such as {@code knee}, {@code root_joint x}, {@code root_joint qw} or {@code root_joint about z}
   * @param unit such as {@code rad} or {@code m/s}; empty for a pure number
   */
  public record Row(String name, String unit) {
    /** Name and unit: {@code knee [rad]}; a pure number has no brackets. */
    @Override
    public String toString() {
      return unit.isEmpty() ? name : name + " [" + unit + "]";
    }
  }

  /**
   * The rows of q, nq of them.
   *
   * @param model of the robot
   * @return nq names
   */
  public static List<Row> configuration(RobotModel model) {
    List<Row> rows = new ArrayList<>();
    for (Joint joint : model.joints()) {
      if (joint.kind().nv() == 1) {
        rows.add(new Row(joint.name(), length(joint, 0)));
      } else {
        if (joint.kind() == JointKind.FREE) {
          AXES.forEach(axis -> rows.add(new Row(joint.name() + " " + axis, "m")));
        }
        QUATERNION.forEach(part -> rows.add(new Row(joint.name() + " " + part, "")));
      }
    }
    return rows;
  }

  /**
   * The rows of v, nv of them.
   *
   * @param model of the robot
   * @return nv names
   */
  public static List<Row> velocity(RobotModel model) {
    return tangent(model, "m/s", "rad/s");
  }

  /**
   * The rows of tau, nv of them.
   *
   * @param model of the robot
   * @return nv names
   */
  public static List<Row> force(RobotModel model) {
    return tangent(model, "N", "N m");
  }

  /**
   * The rows of w, the states of the actuators that have one: {@code activation of <actuator>}, in the units of its
   * control.
   *
   * @param model of the robot
   * @return {@link RobotModel#activationCount()} names
   */
  public static List<Row> activation(RobotModel model) {
    return model.actuators().stream().filter(Actuator::hasState)
        .map(actuator -> new Row("activation of " + actuator.name(), "")).toList();
  }

  private static List<Row> tangent(RobotModel model, String linear, String angular) {
    List<Row> rows = new ArrayList<>();
    for (Joint joint : model.joints()) {
      for (int row = 0; row < joint.kind().nv(); row++) {
        boolean along = isLinear(joint, row);
        String axis = joint.kind().nv() == 1 ? "" : (along ? " " : " about ") + AXES.get(row % 3);
        rows.add(new Row(joint.name() + axis, along ? linear : angular));
      }
    }
    return rows;
  }

  private static String length(Joint joint, int row) {
    return isLinear(joint, row) ? "m" : "rad";
  }

  /** Whether a velocity row of a joint is a translation: those of a free joint are first. */
  private static boolean isLinear(Joint joint, int row) {
    return joint.kind() == JointKind.PRISMATIC || joint.kind() == JointKind.FREE && row < 3;
  }
}
