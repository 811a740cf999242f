package io.github.lanewise.dynamics.lagrange;

import static io.github.lanewise.dynamics.lagrange.Matrices.unit;
import static io.github.lanewise.dynamics.lagrange.Matrices.zeros;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tree of joints and what hangs on them, filled by the readers. */
final class Robot {
  /** What the joints of a body may do: the number of directions tells the kind. */
  static final Real[][][] BALL = {turn(0), turn(1), turn(2)};
  static final Real[][][] FREE = {shift(0), shift(1), shift(2), turn(0), turn(1), turn(2)};

  /**
   * One joint: {@code pose in the parent's joint frame = placement motion(q)}.
   *
   * @param parent index, -1 for the world
   * @param directions twists, one for each row of v, in the joint frame
   * @param body mass distribution of all that is fixed to the joint frame
   * @param q first row of its configuration
   * @param v first row of its velocity
   */
  record Joint(String name, int parent, Real[][] placement, Real[][][] directions, Real[][] body, Passive passive,
      int q, int v) {
    int nv() {
      return directions.length;
    }

    int nq() {
      return nv() == 1 ? 1 : nv() + 1;
    }

    Joint with(Real[][] otherBody, Passive otherPassive) {
      return new Joint(name, parent, placement, directions, otherBody, otherPassive, q, v);
    }

    boolean hasMass() {
      return !Matrices.dot(body, body).isZero();
    }
  }

  /** Inertia of the rotor, viscous damping, dry friction, spring constant and the spring's reference. */
  record Passive(Real armature, Real damping, Real friction, Real stiffness, Real reference) {
    static final Passive NONE = new Passive(Real.ZERO, Real.ZERO, Real.ZERO, Real.ZERO, Real.ZERO);
  }

  /** A named pose in a joint frame; joint -1 is the world. */
  record Frame(int joint, Real[][] pose) {}

  final List<Joint> joints = new ArrayList<>();
  final Map<String, Frame> frames = new LinkedHashMap<>();
  Real[] gravity = {Real.ZERO, Real.ZERO, Real.of("-9.81")};

  static Real[][] turn(int axis) {
    return turn(unit(3, axis, Real.ONE));
  }

  static Real[][] shift(int axis) {
    return shift(unit(3, axis, Real.ONE));
  }

  static Real[][] turn(Real[] axis) {
    return Rigid.twist(Matrices.direction(axis), zeros(3));
  }

  static Real[][] shift(Real[] axis) {
    return Rigid.twist(zeros(3), Matrices.direction(axis));
  }

  int nq() {
    return joints.stream().mapToInt(Joint::nq).sum();
  }

  int nv() {
    return joints.stream().mapToInt(Joint::nv).sum();
  }

  /** Its index. */
  int add(String name, int parent, Real[][] placement, Real[][][] directions, Passive passive) {
    joints.add(new Joint(name, parent, placement, directions, Matrices.zero(4, 4), passive, nq(), nv()));
    return joints.size() - 1;
  }

  /** Welds a body to a joint, whose pose in the joint frame is given; what is welded to the world does not move. */
  void weld(int joint, Real[][] pose, Real[][] body) {
    if (joint >= 0) {
      Joint old = joints.get(joint);
      joints.set(joint, old.with(Matrices.plus(old.body, Rigid.moved(pose, body)), old.passive));
    }
  }

  /** A copy in which one number of a joint is greater by d; rows as in {@code Parameters} of the library. */
  Robot changed(int joint, int row, Real d) {
    Joint old = joints.get(joint);
    Real[] com = Rigid.com(old.body);
    Real[][] inertia = Rigid.inertia(old.body);
    Real mass = old.body[3][3];
    Passive p = old.passive;
    switch (row) {
      case 0 -> mass = mass.plus(d);
      case 1, 2, 3 -> com[row - 1] = com[row - 1].plus(d);
      case 4, 5, 6, 7, 8, 9 -> {
        int[] r = {0, 0, 0, 1, 1, 2};
        int[] c = {0, 1, 2, 1, 2, 2};
        int i = r[row - 4];
        int j = c[row - 4];
        inertia[i][j] = inertia[i][j].plus(d);
        inertia[j][i] = inertia[i][j];
      }
      case 10 -> p = new Passive(p.armature.plus(d), p.damping, p.friction, p.stiffness, p.reference);
      case 11 -> p = new Passive(p.armature, p.damping.plus(d), p.friction, p.stiffness, p.reference);
      case 12 -> p = new Passive(p.armature, p.damping, p.friction.plus(d), p.stiffness, p.reference);
      case 13 -> p = new Passive(p.armature, p.damping, p.friction, p.stiffness.plus(d), p.reference);
      default -> throw new IllegalArgumentException("row " + row + " of a joint, which has 14");
    }
    Robot copy = new Robot();
    copy.joints.addAll(joints);
    copy.frames.putAll(frames);
    copy.gravity = gravity;
    copy.joints.set(joint, old.with(Rigid.body(mass, com, inertia), p));
    return copy;
  }
}
