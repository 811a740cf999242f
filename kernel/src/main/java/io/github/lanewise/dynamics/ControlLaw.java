package io.github.lanewise.dynamics;

import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code tau = law(q, v, action, gains)}: how actions become joint forces. Traced, so a user's own law is compiled and
 * differentiated with the robot.
 *
 * <p>A law may have a state w of its own, {@link #stateCount()} rows, which goes on with the robot's; that of a robot's
 * {@link #actuators} has one for each actuator that has a state, one that is {@link #delayed} one for each action,
 * others have none.
 *
 * @param actionCount number of action rows
 * @param gains numbers of the law, which with per-lane parameters become rows that each lane may set
 * @param law the law, on scalars
 */
public record ControlLaw(int actionCount, List<Double> gains, Law law) {
  /** Joint forces as expressions. */
  @FunctionalInterface
  public interface Law {
    /**
     * {@return one scalar per velocity row; sizes of the arguments: nq, nv, actions, gains}
     *
     * @param q configuration, nq rows
     * @param v velocity, nv rows
     * @param action one number for each action
     * @param gains the numbers of the law
     */
    Scalar[] torques(Scalar[] q, Scalar[] v, Scalar[] action, Scalar[] gains);
  }

  /** Refuses a negative number of actions. */
  public ControlLaw {
    if (actionCount < 0) {
      throw new IllegalArgumentException(actionCount + " actions");
    }
    gains = List.copyOf(gains);
  }

  /**
   * What a robot's actions do as its file says: its {@link #actuators}; where it has none, {@link #torque}.
   *
   * @param model of the robot
   * @return the law
   */
  public static ControlLaw of(RobotModel model) {
    return model.actuators().isEmpty() ? torque(model) : actuators(model);
  }

  /**
   * {@return {@code tau = action}: the actions are the joint forces, nv rows [N m or N; free joints: body-frame force,
   * then moment]}
   *
   * @param model the robot
   */
  public static ControlLaw torque(RobotModel model) {
    return new ControlLaw(model.nv(), List.of(), (q, v, action, gains) -> action);
  }

  /**
   * {@return the forces of the model's motors, servos and dampers ({@link Actuator}), one action each, in their order;
   * other joints are free}
   *
   * <p>The forces of all actuators of a joint with one axis are together kept in {@link Joint#lowestEffort} to {@link
   * Joint#highestEffort}. Only the actions are held over a step: the actuators are in the robot and feel its state at
   * every stage of the integrator. Those with a state ({@link io.github.lanewise.model.ActuatorDynamics}) are driven by
   * it, the rows w of {@link io.github.lanewise.model.RowNames#activation}.
   *
   * @param model the robot
   */
  public static ControlLaw actuators(RobotModel model) {
    return new ControlLaw(model.actuators().size(), List.of(), new OfActuators(model, false));
  }

  /**
   * {@return {@code tau = s action}: {@link #torque} that is not quite what it is told, by gains s, one for each row of
   * velocity and 1 by default}
   *
   * @param model the robot
   */
  public static ControlLaw scaledTorque(RobotModel model) {
    return new ControlLaw(model.nv(), Collections.nCopies(model.nv(), 1.0), (q, v, action, gains) -> {
      Scalar[] tau = new Scalar[model.nv()];
      Arrays.setAll(tau, row -> action[row].times(gains[row]));
      return tau;
    });
  }

  /**
   * {@return {@link #actuators} of which each gives s times what the file says, springs and dampers of servos and
   * ranges of force included, by gains s, one for each and 1 by default}
   *
   * @param model the robot
   */
  public static ControlLaw scaledActuators(RobotModel model) {
    int count = model.actuators().size();
    return new ControlLaw(count, Collections.nCopies(count, 1.0), new OfActuators(model, true));
  }

  /**
   * {@return {@code tau = law(q, v, (1 - d) action + d before)}: the same, late by a share d of a time step}
   *
   * <p>d is one more gain, the last one, from 0 to 1, and 0 by default. The actions of the time step before are the
   * state of the law; at rest they are 0.
   *
   * @throws IllegalArgumentException if this law has a state already
   */
  public ControlLaw delayed() {
    if (stateCount() > 0) {
      throw new IllegalArgumentException("a law that has a state already, of " + stateCount()
          + " rows, cannot be late");
    }
    return new ControlLaw(actionCount, Stream.concat(gains.stream(), Stream.of(0.0)).toList(), new Delayed(this));
  }

  /**
   * What a law does over one step.
   *
   * @param forces to be put {@link ForceTerm#at} the law's own state
   * @param state how that goes on
   */
  record Over(ForceTerm forces, LawState state) {}

  /** A law that may have a state of its own, and forces that change within a step. */
  private interface OwnLaw extends Law {
    int stateCount();

    /** As {@link ControlLaw#over}. */
    Over over(RobotModel model, Scalar[] q, Scalar[] v, Scalar[] w, Scalar[] action, Scalar[] numbers, double h);
  }

  /** What the actuators of a model do. */
  private record OfActuators(RobotModel model, boolean scaled) implements OwnLaw {
    @Override
    public Scalar[] torques(Scalar[] q, Scalar[] v, Scalar[] action, Scalar[] numbers) {
      if (model.activationCount() > 0) {
        throw new IllegalArgumentException("the joint forces of robot '" + model.name() + "' do not follow from q, v"
            + " and the actions alone: " + model.activationCount() + " of its actuators have a state of their own,"
            + " which a step takes along");
      }
      return new ActuatorForces(model, action, Activations.NONE, new Scalar[0], strengths(numbers)).torques(q, v);
    }

    @Override
    public int stateCount() {
      return model.activationCount();
    }

    @Override
    public Over over(RobotModel robot, Scalar[] q, Scalar[] v, Scalar[] w, Scalar[] action, Scalar[] numbers,
        double h) {
      checkRows(robot, model.nv());
      Activations activations = Activations.of(model, action, h);
      return new Over(new ActuatorForces(model, action, activations, new Scalar[0], strengths(numbers)), activations);
    }

    private Scalar[] strengths(Scalar[] numbers) {
      Scalar[] strengths = new Scalar[model.actuators().size()];
      Arrays.setAll(strengths, k -> scaled ? numbers[k] : Scalar.ONE);
      return strengths;
    }
  }

  /** What a law does late; w is the actions of the time step before. */
  private record Delayed(ControlLaw law) implements OwnLaw {
    @Override
    public Scalar[] torques(Scalar[] q, Scalar[] v, Scalar[] action, Scalar[] numbers) {
      throw new IllegalArgumentException("the joint forces of a law that acts late do not follow from q, v and the"
          + " actions alone, but from those before, too");
    }

    @Override
    public int stateCount() {
      return law.actionCount;
    }

    @Override
    public Over over(RobotModel model, Scalar[] q, Scalar[] v, Scalar[] w, Scalar[] action, Scalar[] numbers,
        double h) {
      int own = numbers.length - 1;
      Scalar[] acting = new Scalar[action.length];
      for (int i = 0; i < acting.length; i++) {
        acting[i] = action[i].plus(w[i].minus(action[i]).times(numbers[own]));
      }
      return new Over(law.over(model, q, v, new Scalar[0], acting, Arrays.copyOf(numbers, own), h).forces,
          new Held(action, h));
    }
  }

  /** w is the actions at the end of a step. */
  private record Held(Scalar[] action, double h) implements LawState {
    @Override
    public Scalar[] rates(Scalar[] w) {
      Scalar[] rates = new Scalar[w.length];
      Arrays.setAll(rates, i -> action[i].minus(w[i]).times(1 / h));
      return rates;
    }

    @Override
    public Scalar[] next(Scalar[] w, Scalar[] rates) {
      return action;
    }
  }

  /** {@return rows of the state w that the law itself has; 0 for laws without} */
  public int stateCount() {
    return law instanceof OwnLaw own ? own.stateCount() : 0;
  }

  /** What the law does over one step of h seconds that begins at (q, v, w). */
  Over over(RobotModel model, Scalar[] q, Scalar[] v, Scalar[] w, Scalar[] action, Scalar[] numbers, double h) {
    if (law instanceof OwnLaw own) {
      return own.over(model, q, v, w, action, numbers, h);
    }
    Scalar[] control = law.torques(q, v, action, numbers);
    checkRows(model, control.length);
    return new Over(ForceTerm.held(control), Activations.NONE);
  }

  /**
   * {@return {@code tau_j = kp_j (action_j - q_j) - kd_j v_j} for the joints with one axis, in their order; free and
   * spherical joints are free}
   *
   * @param model the robot
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

  private static void checkRows(RobotModel model, int rows) {
    if (rows != model.nv()) {
      throw new IllegalArgumentException("the control law gives " + rows + " joint forces for robot '"
          + model.name() + "', which has " + model.nv() + " velocity rows");
    }
  }

  private static boolean hasAxis(Joint joint) {
    return joint.kind() != JointKind.FREE && joint.kind() != JointKind.SPHERICAL;
  }
}
