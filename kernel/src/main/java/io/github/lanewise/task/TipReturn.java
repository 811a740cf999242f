package io.github.lanewise.task;

import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.GaussNewton;
import io.github.lanewise.sensitivity.planning.Output;
import io.github.lanewise.sensitivity.planning.PolicyGradient;
import io.github.lanewise.sensitivity.planning.Proposal;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code J = -1/T sum_t (|y(q_t) - y*|^2 + rho |u_t|^2)}: the tip y is to come to the goal y* and stay there, at little
 * effort [m^2]. Actions count only where rho is positive.
 */
public final class TipReturn {
  private final FramePosition tip;
  private final double[] goal;
  private final Vec3 place;
  private final double effort;
  private final TrajectoryReturn sum;

  /**
   * For the last named frame of the last body.
   *
   * @param model of the robot
   * @param goal y* [m]; null for the tip's place in {@link Posture#bent}
   * @param effort rho [m^2/(N m)^2]
   */
  public TipReturn(RobotModel model, double[] goal, double effort) {
    tip = FramePosition.tip(model);
    this.goal = goal != null ? goal.clone()
        : tip.value(Arrays.copyOf(Posture.bent(model), model.nq() + model.nv()));
    this.effort = effort;
    place = Vec3.of(this.goal[0], this.goal[1], this.goal[2]);
    sum = new TrajectoryReturn(model.nq() + model.nv(), effort > 0 ? model.nv() : 0,
        (x, u, time) -> reward(Arrays.copyOf(x, model.nq()), u));
  }

  /**
   * {@code r = -|y(q) - y*|^2 - rho |u|^2}, of which J is the mean.
   *
   * @param q configuration that a control step led to, nq expressions
   * @param u forces in it [N m or N]
   * @return r [m^2]
   */
  public Scalar reward(Scalar[] q, Scalar[] u) {
    Scalar cost = away(q).squaredNorm();
    for (Scalar force : u) {
      cost = cost.plus(force.squared().times(effort));
    }
    return cost.negate();
  }

  /**
   * {@return {@code y(q) - y*}, on world axes [m]}
   *
   * @param q configuration, nq expressions
   */
  public Vec3 away(Scalar[] q) {
    return tip.at(q).minus(place);
  }

  /** {@return the name of the tip} */
  public String frame() {
    return tip.frame();
  }

  /** {@return y*, a copy [m]} */
  public double[] goal() {
    return goal.clone();
  }

  /** {@return rho [m^2/(N m)^2]} */
  public double effort() {
    return effort;
  }

  /** {@return T J} */
  public TrajectoryReturn sum() {
    return sum;
  }

  /** {@return position of the tip, as plans take it} */
  public Output output() {
    return tip;
  }

  /**
   * J of each roll-out.
   *
   * @param rollouts roll-outs with their actions
   * @return K numbers
   */
  public double[] returns(Rollouts rollouts) {
    return Arrays.stream(sum.of(rollouts)).map(value -> value / rollouts.stepCount()).toArray();
  }

  /**
   * dJ/dW by the learned sensitivity; that of the actions is learned from the same roll-outs.
   *
   * @param rollouts roll-outs with their actions
   * @param states learned sensitivity of the states
   * @param estimator of the sensitivity of actions
   * @return p numbers
   */
  public double[] gradient(Rollouts rollouts, Sensitivity states, Estimator estimator) {
    double[] gradient;
    if (effort > 0) {
      Sensitivity actions = ofActions(rollouts, estimator);
      TrajectoryReturn.Gradient by = sum.gradient(states.nominal(), actions.nominal(), rollouts.timeStep());
      gradient = PolicyGradient.of(states, actions.derivative(), by.byState(), by.byAction());
    } else {
      gradient = PolicyGradient.of(states, sum.gradient(states.nominal(), null, rollouts.timeStep()).byState());
    }
    return Arrays.stream(gradient).map(value -> value / rollouts.stepCount()).toArray();
  }

  /**
   * For Gauss-Newton steps: J is minus the sum of squares of the residuals {@code (y_t - y*) / sqrt T} and
   * {@code sqrt(rho / T) u_t}.
   *
   * @param rollouts roll-outs with their actions
   * @param states learned sensitivity of the states
   * @param estimator of the sensitivity of actions
   * @return the model of the return
   */
  public Proposal.Model gaussNewton(Rollouts rollouts, Sensitivity states, Estimator estimator) {
    int steps = states.stepCount();
    int n = states.stateCount();
    int p = states.parameterCount();
    Sensitivity actions = effort > 0 ? ofActions(rollouts, estimator) : null;
    int rowsOfActions = actions == null ? 0 : actions.nominal().numRows;
    double[] r = new double[3 * steps + rowsOfActions];
    double[] derivative = new double[r.length * p];
    for (int t = 0; t < steps; t++) {
      double[] state = Arrays.copyOfRange(states.nominal().data, t * n, (t + 1) * n);
      double[] y = tip.value(state);
      for (int i = 0; i < 3; i++) {
        r[3 * t + i] = y[i] - goal[i];
      }
      DoubleGemm.addTimes(3, p, n, tip.jacobian(state).data, 0, n, states.derivative().data, t * n * p, p,
          derivative, 3 * t * p, p);
    }
    for (int row = 0; row < rowsOfActions; row++) {
      r[3 * steps + row] = Math.sqrt(effort) * actions.nominal().data[row];
      for (int j = 0; j < p; j++) {
        derivative[(3 * steps + row) * p + j] = Math.sqrt(effort) * actions.derivative().get(row, j);
      }
    }
    double share = 1 / Math.sqrt(steps);
    DMatrixRMaj residuals = new DMatrixRMaj(r.length, 1, true, Arrays.stream(r).map(e -> share * e).toArray());
    DMatrixRMaj byParameter =
        new DMatrixRMaj(r.length, p, true, Arrays.stream(derivative).map(e -> share * e).toArray());
    return region -> GaussNewton.step(residuals, byParameter, region);
  }

  private static Sensitivity ofActions(Rollouts rollouts, Estimator estimator) {
    return estimator.estimate(new Rollouts(rollouts.nominal(), rollouts.parameters(), rollouts.actions(), null,
        rollouts.weights(), rollouts.stepCount(), rollouts.timeStep()));
  }

  /**
   * The tip at each sample, 3 x T: rows x, y, z [m].
   *
   * @param trajectory T n x 1, state after state
   * @param states n, numbers of a state
   * @return three rows of T numbers [m]
   */
  public double[][] path(DMatrixRMaj trajectory, int states) {
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
