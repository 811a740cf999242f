package io.github.lanewise.hardware.learning;

import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where samples x = (q, v, a) of a robot are drawn, each number uniformly between its ends.
 *
 * <p>Positions: a joint's range; without one, a whole turn or 1 m either way. Velocities: up to the joint's limit;
 * without one {@value #VELOCITY} rad/s or m/s. Actions: a motor's controls; of a robot without motors, and of motors
 * without limits, forces that bring the joint from rest to half its largest velocity in one control step if all others
 * give way, and no more than its effort limit.
 *
 * @param names of the numbers with their units
 * @param states how many of them are the state's; the rest are actions
 * @param low lower ends
 * @param high upper ends
 */
public record Ranges(List<String> names, int states, double[] low, double[] high) {
  /** For joints without a limit [rad/s or m/s]. */
  public static final double VELOCITY = 5;

  /**
   * Those of a robot.
   *
   * @param period of a control step [s]
   * @throws IllegalArgumentException if it has a free or a spherical joint
   */
  public static Ranges of(RobotModel model, double period) {
    if (model.nq() != model.nv()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has a free or a spherical joint (" + model.nq()
          + " configuration rows, " + model.nv() + " velocity rows): models are learned of robots whose joints have one"
          + " axis each");
    }
    Builder builder = new Builder();
    for (Joint joint : model.joints()) {
      double reach = joint.kind() == JointKind.PRISMATIC ? 1 : Math.PI;
      builder.add(joint.name() + (joint.kind() == JointKind.PRISMATIC ? " [m]" : " [rad]"),
          Double.isFinite(joint.lower()) ? joint.lower() : -reach,
          Double.isFinite(joint.upper()) ? joint.upper() : reach);
    }
    for (Joint joint : model.joints()) {
      builder.add(joint.name() + (joint.kind() == JointKind.PRISMATIC ? " [m/s]" : " [rad/s]"), -velocity(joint),
          velocity(joint));
    }
    int states = builder.names.size();
    double[] inertias = ApparentInertia.of(model);
    for (Actuator motor : model.actuators()) {
      Joint joint = model.joints().get(motor.joint());
      double most = force(joint, inertias, period) / Math.abs(motor.gear());
      builder.add(motor.name() + " control", Double.isFinite(motor.lower()) ? motor.lower() : -most,
          Double.isFinite(motor.upper()) ? motor.upper() : most);
    }
    if (model.actuators().isEmpty()) {
      for (Joint joint : model.joints()) {
        double most = force(joint, inertias, period);
        builder.add(joint.name() + (joint.kind() == JointKind.PRISMATIC ? " [N]" : " [N m]"), -most, most);
      }
    }
    return builder.ranges(states);
  }

  private static double velocity(Joint joint) {
    return Double.isFinite(joint.velocityLimit()) ? joint.velocityLimit() : VELOCITY;
  }

  private static double force(Joint joint, double[] inertias, double period) {
    return Math.min(joint.effortLimit(), inertias[joint.idxV()] * velocity(joint) / 2 / period);
  }

  /** How many are actions. */
  public int actions() {
    return names.size() - states;
  }

  /** Samples, row after row. */
  double[] draw(int count, SplittableRandom random) {
    double[] x = new double[count * low.length];
    for (int e = 0; e < x.length; e++) {
      int j = e % low.length;
      x[e] = low[j] + (high[j] - low[j]) * random.nextDouble();
    }
    return x;
  }

  private static final class Builder {
    private final List<String> names = new ArrayList<>();
    private final List<Double> low = new ArrayList<>();
    private final List<Double> high = new ArrayList<>();

    void add(String name, double from, double to) {
      names.add(name);
      low.add(from);
      high.add(to);
    }

    Ranges ranges(int states) {
      return new Ranges(List.copyOf(names), states, low.stream().mapToDouble(x -> x).toArray(),
          high.stream().mapToDouble(x -> x).toArray());
    }
  }
}
