package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sum of the forces that act on a robot at one state: {@code tau - D v} and dry friction in its joints, f on its
 * bodies, and constraints. Damping and friction stand apart, because some rules of integration take them at the end of
 * a step.
 */
final class Forces {
  private final Mechanism robot;
  private final Scalar[] inJoints;
  private final Scalar[] friction;
  private final double implicitStep;
  /** D, nv x nv; null while there is none. */
  private Scalar[][] damping;
  /** How forces change with the change of velocity over a step, nv x nv; null while none does. */
  private Scalar[][] resistance;
  private final List<Constraint> constraints = new ArrayList<>();
  /** On each body in its frame, as it turns; null while there is none, so that free bodies cost nothing. */
  private Force[] onBodies;

  /**
   * No forces.
   *
   * @param implicitStep as {@link #implicitStep}
   */
  Forces(Mechanism robot, double implicitStep) {
    this.robot = robot;
    this.implicitStep = implicitStep;
    inJoints = Scalar.zeros(robot.nv());
    friction = Scalar.zeros(robot.nv());
  }

  /** Adds a force [N m or N] in velocity row {@code row}. */
  void addInJoint(int row, Scalar tau) {
    inJoints[row] = inJoints[row].plus(tau);
  }

  /**
   * The step h of a rule that takes at its end what resists its motion [s]; 0 of rules for which resistances do not
   * matter.
   */
  double implicitStep() {
    return implicitStep;
  }

  /**
   * Says how much forces that were added resist the change of a column's velocity over the step: by {@code -d} for each
   * of it. Where the velocity does not change nothing does. The whole is to be symmetric.
   */
  void addResistance(int row, int column, Scalar d) {
    if (resistance == null) {
      resistance = zeros();
    }
    resistance[row][column] = resistance[row][column].plus(d);
  }

  private Scalar[][] zeros() {
    Scalar[][] zeros = new Scalar[robot.nv()][];
    Arrays.setAll(zeros, row -> Scalar.zeros(zeros.length));
    return zeros;
  }

  /** Adds the force {@code -d v_column} in velocity row {@code row}; the whole D is to be symmetric. */
  void addDamping(int row, int column, Scalar d) {
    if (damping == null) {
      damping = zeros();
    }
    damping[row][column] = damping[row][column].plus(d);
  }

  /** Adds dry friction of at most this much [N m or N] against the velocity of a row. */
  void addFriction(int row, Scalar most) {
    friction[row] = friction[row].plus(most);
  }

  /** Adds a force on body i, given in joint frame i of the model: moment about its origin, on its axes. */
  void addOnBody(int i, Force force) {
    addInFrame(i, robot.frame(i).toChild(force));
  }

  /** The same of a force given in the body frame that the algorithms use ({@link Mechanism#frame}), turned by q. */
  void addInFrame(int i, Force force) {
    if (onBodies == null) {
      onBodies = new Force[robot.size()];
      Arrays.fill(onBodies, Force.ZERO);
    }
    onBodies[i] = onBodies[i].plus(force);
  }

  /**
   * Adds a constraint {@code c(q) = 0}.
   *
   * @param row its derivative dc/dq along the velocity rows, nv entries
   * @param violation c
   * @param bend the second derivative of c by time at constant v
   */
  void addConstraint(Scalar[] row, Scalar violation, Scalar bend) {
    constraints.add(new Constraint(row, violation, bend));
  }

  /** What acts at the state itself, dry friction aside. */
  Drive drive(Scalar[] v) {
    Drive drive = Drive.by(damped(v));
    return drive.constrained(rows(), constraints.stream().map(c -> c.acceleration(v)).toArray(Scalar[]::new));
  }

  /** What acts over a step of h that takes damping at its end, dry friction aside. */
  Drive drive(Scalar[] v, double h) {
    Scalar[][] w = damping == null && resistance == null ? new Scalar[0][] : zeros();
    for (Scalar[][] part : new Scalar[][][] {damping, resistance}) {
      for (int i = 0; part != null && i < w.length; i++) {
        for (int j = 0; j < w.length; j++) {
          w[i][j] = w[i][j].plus(part[i][j].times(h));
        }
      }
    }
    Drive drive = Drive.by(damped(v)).implicit(w);
    return drive.constrained(rows(), constraints.stream().map(c -> c.acceleration(v, h)).toArray(Scalar[]::new));
  }

  /** The same drive under the constraints, along which the accelerations are to stay as they are. */
  Drive constrain(Drive drive, Scalar[] a) {
    return drive.constrained(rows(), constraints.stream().map(c -> c.along(a)).toArray(Scalar[]::new));
  }

  private Scalar[][] rows() {
    return constraints.stream().map(Constraint::row).toArray(Scalar[][]::new);
  }

  /** {@code tau - D v}, nv rows. */
  private Scalar[] damped(Scalar[] v) {
    Scalar[] tau = inJoints.clone();
    for (int i = 0; i < tau.length && damping != null; i++) {
      for (int j = 0; j < tau.length; j++) {
        tau[i] = tau[i].minus(damping[i][j].times(v[j]));
      }
    }
    return tau;
  }

  /** The most that dry friction takes, nv rows. */
  Scalar[] friction() {
    return friction;
  }

  /**
   * f, one for each body in the body frames that the algorithms use, which turn with a joint or not; null if there is
   * none.
   */
  Force[] onBodies(Scalar[] q) {
    if (onBodies == null) {
      return null;
    }
    Force[] result = new Force[onBodies.length];
    for (int i = 0; i < result.length; i++) {
      JointMotion joint = robot.joint(i);
      Force f = onBodies[i];
      Vec3 moment = joint.turning() ? f.moment() : joint.turn(q).times(f.moment());
      Vec3 force = joint.turning() ? f.force() : joint.turn(q).times(f.force());
      result[i] = new Force(moment, force);
    }
    return result;
  }
}
