package io.github.lanewise.simulation;

import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code tau = law(q, v, action, gains)}: how actions become joint forces. Traced, so a user's own law is compiled and
 * differentiated with the robot.
 *
 * @param actions number of action rows
 * @param gains numbers of the law, which with per-lane parameters become rows that each lane may set
 * @param law the law, on scalars
 */
public record ControlLaw(int actions, List<Double> gains, Law law) {
  /** Joint forces as expressions. */
  @FunctionalInterface
  public interface Law {
    /** One scalar per velocity row; sizes of the arguments: nq, nv, actions, gains. */
    Scalar[] torques(Scalar[] q, Scalar[] v, Scalar[] action, Scalar[] gains);
  }

  /** Refuses a negative number of actions. */
  public ControlLaw {
    if (actions < 0) {
      throw new IllegalArgumentException(actions + " actions");
    }
    gains = List.copyOf(gains);
  }

  /**
   * {@code tau = action}: the actions are the joint forces, nv rows [N m or N; free joints: body-frame force, then
   * moment].
   */
  public static ControlLaw torque(RobotModel model) {
    return new ControlLaw(model.nv(), List.of(), (q, v, action, gains) -> action);
  }

  /**
   * {@code tau_j = gear_j clamp(action_j, lower_j, upper_j)} for the model's actuators, one action each; other joints
   * are free.
   */
  public static ControlLaw motors(RobotModel model) {
    return new ControlLaw(model.actuators().size(), List.of(), (q, v, action, gains) -> {
      Scalar[] tau = Scalar.zeros(model.nv());
      for (int k = 0; k < action.length; k++) {
        Actuator motor = model.actuators().get(k);
        Scalar control = action[k];
        control = motor.lower() == Double.NEGATIVE_INFINITY ? control : control.max(motor.lower());
        control = motor.upper() == Double.POSITIVE_INFINITY ? control : control.min(motor.upper());
        int row = model.joints().get(motor.joint()).idxV() + motor.row();
        tau[row] = tau[row].plus(control.times(motor.gear()));
      }
      return tau;
    });
  }

  /**
   * {@code tau_j = kp_j (action_j - q_j) - kd_j v_j} for the joints with one axis, in their order; free and spherical
   * joints are free.
   *
   * @param kp stiffness per joint with one axis [N m/rad or N/m]
   * @param kd damping per joint with one axis [N m s/rad or N s/m]
   */
  public static ControlLaw hold(RobotModel model, double[] kp, double[] kd) {
    List<Joint> held = model.joints().stream().filter(ControlLaw::hasAxis).toList();
    int n = held.size();
    if (kp.length != n || kd.length != n) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has " + n + " joints with one axis, but there"
          + " are " + kp.length + " stiffnesses and " + kd.length + " dampings");
    }
    List<Double> gains = new ArrayList<>();
    for (double k : kp) {
      gains.add(k);
    }
    for (double d : kd) {
      gains.add(d);
    }
    return new ControlLaw(n, gains, (q, v, action, g) -> {
      Scalar[] tau = Scalar.zeros(model.nv());
      for (int k = 0; k < n; k++) {
        Joint joint = held.get(k);
        Scalar spring = g[k].times(action[k].minus(q[joint.idxQ()]));
        tau[joint.idxV()] = spring.minus(g[n + k].times(v[joint.idxV()]));
      }
      return tau;
    });
  }

  private static boolean hasAxis(Joint joint) {
    return joint.kind() != JointKind.FREE && joint.kind() != JointKind.SPHERICAL;
  }
}
