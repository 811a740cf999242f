package io.github.lanewise.dynamics;

import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Affine;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Tendon;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;

/**
 * {@code tau = clamp(sum s gear c clamp(gain(l, l') clamp(u) + bias(l, l')))}: motors, servos and dampers, each within
 * its range of control and of force, and of joints with one axis all together within the range of the joint. Of
 * actuators with a state that is in the place of clamp(u).
 *
 * <p>Forces that oppose the velocity of their actuator go into the damping of the robot, so that a stiff servo may be
 * taken at the end of a step; where a range ends, a force does not change with the velocity and damps nothing.
 *
 * @param model the robot
 * @param controls u, one for each actuator
 * @param activations how the states go on
 * @param w the states, one for each actuator that has one
 * @param strengths s, one for each actuator
 */
record ActuatorForces(RobotModel model, Scalar[] controls, Activations activations, Scalar[] w, Scalar[] strengths)
    implements ForceTerm {
  private static final double[] UNTURNED = {0, 0, 0, 1};

  /** A velocity row that an actuator drives, and how much longer it gets per unit of it. */
  private record Arm(int row, double length) {}

  /** The sum of what acts, for one state. */
  private final class Sum {
    final Scalar[] v;
    final Scalar[] tau = Scalar.zeros(model.nv());
    /** D, row by row; null for rows without any. */
    final Scalar[][] damping = new Scalar[model.nv()][];
    /** {@code tau + D v}, shorter than that sum where no force has a range. */
    final Scalar[] undamped = Scalar.zeros(model.nv());
    /** 1 for rows whose joint leaves tau as it is, 0 for others. */
    final Scalar[] inside = new Scalar[model.nv()];

    Sum(Scalar[] v) {
      this.v = v;
      Arrays.fill(inside, Scalar.ONE);
    }

    /** Adds {@code force = undampedForce - d l'}. */
    void add(List<Arm> arms, Scalar force, Scalar undampedForce, Scalar d) {
      for (Arm a : arms) {
        tau[a.row] = tau[a.row].plus(force.times(a.length));
        undamped[a.row] = undamped[a.row].plus(undampedForce.times(a.length));
        for (Arm b : d.is(0) ? List.<Arm>of() : arms) {
          if (damping[a.row] == null) {
            damping[a.row] = Scalar.zeros(v.length);
          }
          damping[a.row][b.row] = damping[a.row][b.row].plus(d.times(a.length * b.length));
        }
      }
    }

    /** Keeps a row in the range of its joint. */
    void clamp(Joint joint) {
      int row = joint.idxV();
      inside[row] = within(tau[row], joint.lowestEffort(), joint.highestEffort());
      tau[row] = limited(tau[row], joint.lowestEffort(), joint.highestEffort());
    }

    void addTo(Forces forces) {
      for (int row = 0; row < tau.length; row++) {
        boolean clamped = !inside[row].is(1);
        Scalar rest = tau[row];
        for (int column = 0; damping[row] != null && column < tau.length; column++) {
          Scalar d = damping[row][column].times(inside[row].times(inside[column]));
          if (!d.is(0)) {
            clamped |= !inside[column].is(1);
            forces.addDamping(row, column, d);
            rest = rest.plus(d.times(v[column]));
          }
        }
        forces.addInJoint(row, clamped ? rest : undamped[row]);
      }
    }
  }

  @Override
  public ForceTerm at(Scalar[] states) {
    return new ActuatorForces(model, controls, activations, states, strengths);
  }

  @Override
  public void addTo(Forces forces, Kinematics state) {
    sum(state.q(), state.v()).addTo(forces);
  }

  /** tau, nv rows. */
  Scalar[] torques(Scalar[] q, Scalar[] v) {
    return sum(q, v).tau;
  }

  private Sum sum(Scalar[] q, Scalar[] v) {
    Sum sum = new Sum(v);
    Scalar[] driving = activations.driving(w);
    int states = 0;
    for (int k = 0; k < model.actuators().size(); k++) {
      Actuator actuator = model.actuators().get(k);
      Scalar control = actuator.hasState() ? driving[states++]
          : limited(controls[k], actuator.lower(), actuator.upper());
      List<Arm> arms = arms(actuator);
      if (actuator.isMotor()) {
        Scalar force = control.times(actuator.gain().constant()).plus(actuator.bias().constant());
        Scalar limited = limited(force, actuator.lowestForce(), actuator.highestForce());
        sum.add(arms, limited.times(strengths[k]), limited.times(strengths[k]), Scalar.ZERO);
      } else {
        servo(sum, actuator, control, arms, length(actuator, q), strengths[k]);
      }
    }
    model.joints().stream().filter(joint -> joint.kind().nv() == 1).forEach(sum::clamp);
    return sum;
  }

  private static void servo(Sum sum, Actuator actuator, Scalar control, List<Arm> arms, Scalar length,
      Scalar strength) {
    Scalar speed = Scalar.ZERO;
    for (Arm arm : arms) {
      speed = speed.plus(sum.v[arm.row].times(arm.length));
    }
    Affine gain = actuator.gain();
    Affine bias = actuator.bias();
    Scalar slope = control.times(gain.perVelocity()).plus(bias.perVelocity());
    Scalar still = control.times(length.times(gain.perLength()).plus(gain.constant()))
        .plus(length.times(bias.perLength())).plus(bias.constant());
    Scalar force = still.plus(slope.times(speed));
    Scalar limited = limited(force, actuator.lowestForce(), actuator.highestForce());
    Scalar inside = within(force, actuator.lowestForce(), actuator.highestForce());
    Scalar d = slope.negate().max(0).times(inside);
    Scalar undamped = inside.is(1) ? still.plus(slope.max(0).times(speed)) : limited.plus(d.times(speed));
    sum.add(arms, limited.times(strength), undamped.times(strength), d.times(strength));
  }

  private List<Arm> arms(Actuator actuator) {
    if (!actuator.drivesTendon()) {
      return List.of(new Arm(model.joints().get(actuator.joint()).idxV() + actuator.row(), actuator.gear()));
    }
    return model.tendons().get(actuator.tendon()).pulls().stream()
        .map(pull -> new Arm(model.joints().get(pull.joint()).idxV(), actuator.gear() * pull.coefficient())).toList();
  }

  private Scalar length(Actuator actuator, Scalar[] q) {
    if (actuator.drivesTendon()) {
      Tendon tendon = model.tendons().get(actuator.tendon());
      return TendonForces.sum(model, tendon, q, true).times(actuator.gear());
    }
    Joint joint = model.joints().get(actuator.joint());
    return switch (joint.kind()) {
      case REVOLUTE, CONTINUOUS, PRISMATIC -> q[joint.idxQ()].times(actuator.gear());
      case SPHERICAL -> turn(q, joint.idxQ())[actuator.row()].times(actuator.gear());
      case FREE -> Scalar.ZERO;
    };
  }

  private static Scalar[] turn(Scalar[] q, int i) {
    return Configuration.turnFrom(UNTURNED, Arrays.copyOfRange(q, i, i + 4), 0).toArray();
  }

  /** x in a range, of which either end may be infinite. */
  static Scalar limited(Scalar x, double lowest, double highest) {
    Scalar raised = lowest == Double.NEGATIVE_INFINITY ? x : x.max(lowest);
    return highest == Double.POSITIVE_INFINITY ? raised : raised.min(highest);
  }

  /** 1 where a range leaves x as it is, 0 elsewhere. */
  private static Scalar within(Scalar x, double lowest, double highest) {
    Scalar inside = lowest == Double.NEGATIVE_INFINITY ? Scalar.ONE : x.ifLess(lowest, Scalar.ZERO, Scalar.ONE);
    return highest == Double.POSITIVE_INFINITY ? inside : x.ifLess(highest, inside, Scalar.ZERO);
  }
}
