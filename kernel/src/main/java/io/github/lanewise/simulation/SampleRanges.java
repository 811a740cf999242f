package io.github.lanewise.simulation;

import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.ActuatorDynamics;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.RowNames;
import io.github.lanewise.model.Tendon;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where samples x = (q, v, w, a) of a robot are drawn, each number uniformly between its ends; quaternions are then
 * normalised. w are the states of actuators that have one.
 *
 * <p>Positions: a joint's range; without one, a whole turn or 1 m either way; any orientation. Velocities: up to the
 * joint's limit; without one {@value #VELOCITY} rad/s or m/s. Actions: an actuator's controls; of a servo without
 * limits, those by which it rests in these positions or at these velocities; of a robot without actuators, and of
 * motors without limits, forces that bring the joint from rest to half its largest velocity in one control step if all
 * others give way, and no more than its effort limit. The state of an actuator: what it may come to; without limits,
 * what its control would be without that state. The control of a filter is in the same range; that of an integral takes
 * its state from end to end in a second.
 *
 * @param names of the numbers with their units
 * @param stateCount how many of them are the state's; the rest are actions
 * @param low lower ends
 * @param high upper ends
 * @param quaternions where the four numbers of each begin
 */
public record SampleRanges(List<String> names, int stateCount, double[] low, double[] high, int[] quaternions) {
  /** For joints without a limit [rad/s or m/s]. */
  public static final double VELOCITY = 5;

  /**
   * Those of a robot.
   *
   * @param model of the robot
   * @param period of a control step [s]
   * @return those of q, v and the actions
   */
  public static SampleRanges of(RobotModel model, double period) {
    Builder builder = new Builder();
    List<RowNames.Row> configuration = RowNames.configuration(model);
    List<RowNames.Row> velocity = RowNames.velocity(model);
    List<RowNames.Row> force = RowNames.force(model);
    for (Joint joint : model.joints()) {
      builder.position(joint, configuration);
    }
    for (Joint joint : model.joints()) {
      for (int row = joint.idxV(); row < joint.idxV() + joint.kind().nv(); row++) {
        builder.add(velocity.get(row).toString(), -speed(joint), speed(joint));
      }
    }
    double[] inertias = ApparentInertia.of(model);
    List<RowNames.Row> activation = RowNames.activation(model);
    for (Actuator actuator : model.actuators()) {
      if (actuator.hasState()) {
        double[] ends = state(model, actuator, inertias, period);
        builder.add(activation.get(builder.names.size() - model.nq() - model.nv()).toString(), ends[0], ends[1]);
      }
    }
    int states = builder.names.size();
    for (Actuator actuator : model.actuators()) {
      double[] ends = control(model, actuator, inertias, period);
      builder.add(actuator.name() + " control", ends[0], ends[1]);
    }
    for (Joint joint : model.actuators().isEmpty() ? model.joints() : List.<Joint>of()) {
      for (int row = 0; row < joint.kind().nv(); row++) {
        double most = force(joint, row, inertias, period);
        builder.add(force.get(joint.idxV() + row).toString(), -most, most);
      }
    }
    return builder.ranges(states);
  }

  /** What an actuator is told. */
  private static double[] control(RobotModel model, Actuator actuator, double[] inertias, double period) {
    double[] ends = state(model, actuator, inertias, period);
    if (actuator.dynamics().kind() == ActuatorDynamics.Kind.INTEGRATOR) {
      ends = new double[] {ends[0] - ends[1], ends[1] - ends[0]};
    }
    return within(actuator.lower(), actuator.upper(), ends);
  }

  /** What drives the force of an actuator: its state if it has one, else its control. */
  private static double[] state(RobotModel model, Actuator actuator, double[] inertias, double period) {
    return within(actuator.lowestDrive(), actuator.highestDrive(), drive(model, actuator, inertias, period));
  }

  /** The ends of a range, where they are finite. */
  private static double[] within(double lower, double upper, double[] others) {
    return new double[] {
      Double.isFinite(lower) ? lower : others[0], Double.isFinite(upper) ? upper : others[1]};
  }

  /** What drives the force of an actuator without limits: what a servo is asked for, or the controls of a motor. */
  private static double[] drive(RobotModel model, Actuator actuator, double[] inertias, double period) {
    List<Tendon.Pull> pulls = actuator.drivesTendon() ? model.tendons().get(actuator.tendon()).pulls()
        : List.of(new Tendon.Pull(actuator.joint(), 1));
    double most = Double.POSITIVE_INFINITY;
    double low = 0;
    double high = 0;
    for (Tendon.Pull pull : pulls) {
      Joint joint = model.joints().get(pull.joint());
      double arm = actuator.gear() * pull.coefficient();
      most = Math.min(most, force(joint, Math.max(0, actuator.row()), inertias, period) / Math.abs(arm));
      if (actuator.bias().perLength() == 0) {
        high += Math.abs(arm) * speed(joint);
        low = -high;
      } else {
        double[] ends = Builder.reach(joint);
        low += Math.min(arm * ends[0], arm * ends[1]);
        high += Math.max(arm * ends[0], arm * ends[1]);
      }
    }
    double gain = actuator.gain().constant();
    double slope = actuator.bias().perLength() == 0 ? actuator.bias().perVelocity() : actuator.bias().perLength();
    if (slope == 0 || gain == 0) {
      return new double[] {-most, most};
    }
    double a = -(actuator.bias().constant() + slope * low) / gain;
    double b = -(actuator.bias().constant() + slope * high) / gain;
    return new double[] {Math.min(a, b), Math.max(a, b)};
  }

  private static double speed(Joint joint) {
    return Double.isFinite(joint.velocityLimit()) ? joint.velocityLimit() : VELOCITY;
  }

  private static double force(Joint joint, int row, double[] inertias, double period) {
    return Math.min(joint.effortLimit(), inertias[joint.idxV() + row] * speed(joint) / 2 / period);
  }

  /** {@return how many are actions} */
  public int actionCount() {
    return names.size() - stateCount;
  }

  /** Samples, row after row. */
  double[] draw(int count, RandomGenerator random) {
    int n = low.length;
    double[] x = new double[count * n];
    for (int e = 0; e < x.length; e++) {
      int j = e % n;
      x[e] = low[j] + (high[j] - low[j]) * random.nextDouble();
    }
    for (int k = 0; k < count; k++) {
      for (int at : quaternions) {
        normalize(x, k * n + at);
      }
    }
    return x;
  }

  private static void normalize(double[] x, int at) {
    double square = 0;
    for (int i = at; i < at + 4; i++) {
      square += x[i] * x[i];
    }
    for (int i = at; i < at + 4; i++) {
      x[i] /= Math.sqrt(square);
    }
  }

  private static final class Builder {
    private final List<String> names = new ArrayList<>();
    private final List<Double> low = new ArrayList<>();
    private final List<Double> high = new ArrayList<>();
    private final List<Integer> quaternions = new ArrayList<>();

    void position(Joint joint, List<RowNames.Row> rows) {
      if (joint.kind().nv() == 1) {
        double[] ends = reach(joint);
        add(rows.get(joint.idxQ()).toString(), ends[0], ends[1]);
        return;
      }
      quaternions.add(joint.idxQ() + joint.kind().nq() - 4);
      for (int row = joint.idxQ(); row < joint.idxQ() + joint.kind().nq(); row++) {
        add(rows.get(row).toString(), -1, 1);
      }
    }

    /** The range of a joint, or what stands for it. */
    static double[] reach(Joint joint) {
      double all = joint.kind() == JointKind.PRISMATIC ? 1 : Math.PI;
      return new double[] {
        Double.isFinite(joint.lower()) ? joint.lower() : -all, Double.isFinite(joint.upper()) ? joint.upper() : all};
    }

    void add(String name, double from, double to) {
      names.add(name);
      low.add(from);
      high.add(to);
    }

    SampleRanges ranges(int states) {
      return new SampleRanges(List.copyOf(names), states, low.stream().mapToDouble(x -> x).toArray(),
          high.stream().mapToDouble(x -> x).toArray(), quaternions.stream().mapToInt(at -> at).toArray());
    }
  }
}
