package io.github.lanewise.dynamics;

import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The joints that something drives, as the robot's file says, and the forces that it has: what policies and servos may
 * act on. The others swing freely.
 *
 * <p>Where there are actuators, these are the joints with one axis of which one can push at will, within the sum of
 * their ranges: gear times gain times control ({@link Actuator#lowestDrive}) for motors, at most gear times the range
 * of force, and of all together at most the range of the joint. Dampers and actuators of tendons drive no joint by
 * itself. Where there are none, all joints with one axis, without limits. Immutable.
 */
public final class DrivenJoints {
  private final RobotModel model;
  private final List<Joint> joints;
  /** By velocity row. */
  private final double[] lowest;
  private final double[] highest;

  private DrivenJoints(RobotModel model, List<Joint> joints, double[] lowest, double[] highest) {
    this.model = model;
    this.joints = List.copyOf(joints);
    this.lowest = lowest;
    this.highest = highest;
  }

  /**
   * Of a robot.
   *
   * @param model of the robot
   * @return its driven joints
   * @throws IllegalArgumentException if it has actuators, but none drives a joint with one axis
   */
  public static DrivenJoints of(RobotModel model) {
    double[] lowest = new double[model.nv()];
    double[] highest = new double[model.nv()];
    List<Joint> axes = model.joints().stream().filter(joint -> joint.kind().nv() == 1).toList();
    if (model.actuators().isEmpty()) {
      Arrays.fill(lowest, Double.NEGATIVE_INFINITY);
      Arrays.fill(highest, Double.POSITIVE_INFINITY);
      return new DrivenJoints(model, axes, lowest, highest);
    }
    for (Actuator actuator : model.actuators()) {
      if (!actuator.drivesTendon()) {
        int row = model.joints().get(actuator.joint()).idxV() + actuator.row();
        double one = actuator.gear() * force(actuator, actuator.lowestDrive(), actuator.gain().constant());
        double other = actuator.gear() * force(actuator, actuator.highestDrive(), actuator.gain().constant());
        if (actuator.gear() != 0 && actuator.gain().constant() != 0) {
          lowest[row] += Math.min(one, other);
          highest[row] += Math.max(one, other);
        }
      }
    }
    List<Joint> driven = new ArrayList<>();
    for (Joint joint : axes) {
      int row = joint.idxV();
      lowest[row] = Math.clamp(lowest[row], joint.lowestEffort(), joint.highestEffort());
      highest[row] = Math.clamp(highest[row], joint.lowestEffort(), joint.highestEffort());
      if (highest[row] > lowest[row]) {
        driven.add(joint);
      }
    }
    if (driven.isEmpty()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has " + model.actuators().size()
          + " actuators, but none that pushes a joint with one axis at will: nothing can be commanded");
    }
    return new DrivenJoints(model, driven, lowest, highest);
  }

  /** At an end of the range of what drives it, within that of force; what depends on the state may be anything. */
  private static double force(Actuator actuator, double control, double gain) {
    double free = actuator.isMotor() ? gain * control : Math.copySign(Double.POSITIVE_INFINITY, gain * control);
    return Math.clamp(free, actuator.lowestForce(), actuator.highestForce());
  }

  /** {@return whether the file names them, by its actuators} */
  public boolean areNamed() {
    return !model.actuators().isEmpty();
  }

  /** {@return the joints, in the robot's order; each has one axis} */
  public List<Joint> joints() {
    return joints;
  }

  /** {@return the robot's other joints, in its order} */
  public List<Joint> others() {
    return model.joints().stream().filter(joint -> !joints.contains(joint)).toList();
  }

  /**
   * {@return the least force that drives a joint [N m or N], -infinity if there is no limit}
   *
   * @param joint one of {@link #joints}
   */
  public double lowest(Joint joint) {
    return lowest[joint.idxV()];
  }

  /**
   * {@return the largest force that drives a joint [N m or N], infinity if there is no limit}
   *
   * @param joint one of {@link #joints}
   */
  public double highest(Joint joint) {
    return highest[joint.idxV()];
  }

  /**
   * {@return {@code tau_j = clamp(action_j, lowest_j, highest_j)} of driven joints, 0 of the others; nv actions. Where
   * the file has no actuators, {@link ControlLaw#torque}}
   */
  public ControlLaw law() {
    return !areNamed() ? ControlLaw.torque(model) : new ControlLaw(model.nv(), List.of(), (q, v, action, gains) -> {
      Scalar[] tau = Scalar.zeros(model.nv());
      for (Joint joint : joints) {
        int row = joint.idxV();
        tau[row] = action[row];
        tau[row] = lowest[row] == Double.NEGATIVE_INFINITY ? tau[row] : tau[row].max(lowest[row]);
        tau[row] = highest[row] == Double.POSITIVE_INFINITY ? tau[row] : tau[row].min(highest[row]);
      }
      return tau;
    });
  }
}
