package io.github.lanewise.hardware.app;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.FramePosition;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.TrajectoryReturn;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Output;
import io.github.lanewise.sensitivity.planning.PolicyGradient;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code J = -1/T sum_t (|y(q_t) - y*|^2 + rho |u_t|^2)}: the tip y is to come to the goal y* and stay there, at little
 * effort [m^2]. Actions count only where rho is positive.
 */
final class TipTask {
  private final FramePosition tip;
  private final double[] goal;
  private final boolean acting;
  private final TrajectoryReturn sum;

  /**
   * For the last named frame of the last body.
   *
   * @param goal y* [m]; null for the tip's place in {@link PdPolicy#posture}
   * @param effort rho [m^2/(N m)^2]
   */
  TipTask(RobotModel model, double[] goal, double effort) {
    tip = FramePosition.tip(model);
    this.goal = goal != null ? goal.clone()
        : tip.value(Arrays.copyOf(PdPolicy.posture(model), model.nq() + model.nv()));
    acting = effort > 0;
    Vec3 place = Vec3.of(this.goal[0], this.goal[1], this.goal[2]);
    sum = new TrajectoryReturn(model.nq() + model.nv(), acting ? model.nv() : 0, (x, u, time) -> {
      Scalar cost = tip.at(Arrays.copyOf(x, model.nq())).minus(place).squaredNorm();
      for (Scalar force : u) {
        cost = cost.plus(force.squared().times(effort));
      }
      return cost.negate();
    });
  }

  String frame() {
    return tip.frame();
  }

  double[] goal() {
    return goal.clone();
  }

  TrajectoryReturn sum() {
    return sum;
  }

  /** Position of the tip, as plans take it. */
  Output output() {
    return tip;
  }

  /** J of each roll-out. */
  double[] returns(Rollouts rollouts) {
    return Arrays.stream(sum.of(rollouts)).map(value -> value / rollouts.steps()).toArray();
  }

  /** dJ/dW by the learned sensitivity; that of the actions is learned from the same roll-outs. */
  double[] gradient(Rollouts rollouts, Sensitivity states, Estimator estimator) {
    double[] gradient;
    if (acting) {
      Sensitivity actions = estimator.estimate(new Rollouts(rollouts.nominal(), rollouts.parameters(),
          rollouts.actions(), null, rollouts.weights(), rollouts.steps(), rollouts.timeStep()));
      TrajectoryReturn.Gradient by = sum.gradient(states.nominal(), actions.nominal(), rollouts.timeStep());
      gradient = PolicyGradient.of(states, actions.derivative(), by.byState(), by.byAction());
    } else {
      gradient = PolicyGradient.of(states, sum.gradient(states.nominal(), null, rollouts.timeStep()).byState());
    }
    return Arrays.stream(gradient).map(value -> value / rollouts.steps()).toArray();
  }

  /** The tip at each sample, 3 x T: rows x, y, z [m]. */
  double[][] path(DMatrixRMaj trajectory, int states) {
    int steps = trajectory.numRows / states;
    double[][] path = new double[3][steps];
    for (int t = 0; t < steps; t++) {
      double[] y = tip.value(Arrays.copyOfRange(trajectory.data, t * states, (t + 1) * states));
      for (int i = 0; i < 3; i++) {
        path[i][t] = y[i];
      }
    }
    return path;
  }
}
