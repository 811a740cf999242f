package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointCoupling;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code c = q - r - sum_k c_k (p - s)^k = 0}: joints that follow others, each held by the force that it takes
 * ({@link Constraint}). Couplings that the file switches off do not act.
 */
final class CouplingForces implements ForceTerm {
  private final RobotModel model;
  private final List<JointCoupling> active;

  /**
   * Of a robot.
   *
   * @throws IllegalArgumentException if a joint follows twice, or itself by way of others
   */
  CouplingForces(RobotModel model) {
    this.model = model;
    active = model.couplings().stream().filter(JointCoupling::active).toList();
    Map<Integer, Integer> follows = new HashMap<>();
    for (JointCoupling coupling : active) {
      if (follows.put(coupling.joint(), coupling.follows()) != null) {
        throw refuse(coupling.joint(), "is coupled twice");
      }
    }
    for (int joint : follows.keySet()) {
      int at = follows.get(joint);
      for (int hops = 0; follows.containsKey(at); hops++) {
        if (at == joint || hops > follows.size()) {
          throw refuse(joint, "follows itself by way of others");
        }
        at = follows.get(at);
      }
    }
  }

  private IllegalArgumentException refuse(int joint, String fault) {
    return new IllegalArgumentException("robot '" + model.name() + "' cannot move: joint '"
        + model.joints().get(joint).name() + "' " + fault + "; leave one of its couplings out");
  }

  boolean isEmpty() {
    return active.isEmpty();
  }

  @Override
  public void addTo(Forces forces, Kinematics state) {
    double[] neutral = model.neutral();
    for (JointCoupling coupling : active) {
      Joint joint = model.joints().get(coupling.joint());
      List<Double> c = coupling.coefficients();
      Scalar[] row = Scalar.zeros(model.nv());
      row[joint.idxV()] = Scalar.ONE;
      Scalar violation = state.q()[joint.idxQ()].minus(neutral[joint.idxQ()]).minus(c.get(0));
      Scalar bend = Scalar.ZERO;
      if (coupling.follows() >= 0) {
        Joint leader = model.joints().get(coupling.follows());
        Scalar p = state.q()[leader.idxQ()].minus(neutral[leader.idxQ()]);
        Scalar value = Scalar.ZERO;
        Scalar slope = Scalar.ZERO;
        Scalar half = Scalar.ZERO;
        for (int k = c.size() - 1; k >= 0; k--) {
          half = half.times(p).plus(slope);
          slope = slope.times(p).plus(value);
          value = value.times(p).plus(k == 0 ? 0 : c.get(k));
        }
        violation = violation.minus(value);
        row[leader.idxV()] = row[leader.idxV()].minus(slope);
        bend = half.times(state.v()[leader.idxV()].squared()).times(-2);
      }
      forces.addConstraint(row, violation, bend);
    }
  }
}
