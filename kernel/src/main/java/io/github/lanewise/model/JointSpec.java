package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;

/**
 * A joint as it is asked for: two links and what is between them. Made by one of the static methods, refined by the
 * others, given to {@link RobotBuilder#joint}, which checks it. Mutable, for one thread.
 *
 * <p>Angles in rad, lengths in m; for a prismatic joint read N for N m.
 */
public final class JointSpec {
  final String name;
  /** Null for a fixed joint. */
  final JointKind kind;
  final String parent;
  final String child;
  int line;
  Mat3 rotation = Mat3.IDENTITY;
  Vec3 position = Vec3.ZERO;
  Vec3 axis = Vec3.of(0, 0, 1);
  double lower = Double.NEGATIVE_INFINITY;
  double upper = Double.POSITIVE_INFINITY;
  double velocityLimit = Double.POSITIVE_INFINITY;
  double effortLimit = Double.POSITIVE_INFINITY;
  double armature;
  double damping;
  double friction;
  double stiffness;
  double springReference;
  double[] neutral;

  JointSpec(String name, JointKind kind, String parent, String child) {
    this.name = name;
    this.kind = kind;
    this.parent = parent;
    this.child = child;
    neutral = kind == null ? new double[0] : new double[kind.nq()];
    if (kind == JointKind.SPHERICAL || kind == JointKind.FREE) {
      neutral[kind.nq() - 1] = 1;
    }
  }

  /** A hinge; limits are given with {@link #range}. */
  public static JointSpec revolute(String name, String parent, String child) {
    return new JointSpec(name, JointKind.REVOLUTE, parent, child);
  }

  /** A hinge without end. */
  public static JointSpec continuous(String name, String parent, String child) {
    return new JointSpec(name, JointKind.CONTINUOUS, parent, child);
  }

  /** A slide. */
  public static JointSpec prismatic(String name, String parent, String child) {
    return new JointSpec(name, JointKind.PRISMATIC, parent, child);
  }

  /** A ball joint. */
  public static JointSpec spherical(String name, String parent, String child) {
    return new JointSpec(name, JointKind.SPHERICAL, parent, child);
  }

  /** Six degrees of freedom. */
  public static JointSpec free(String name, String parent, String child) {
    return new JointSpec(name, JointKind.FREE, parent, child);
  }

  /** A weld: the child becomes part of the parent's body, and a frame on it. */
  public static JointSpec fixed(String name, String parent, String child) {
    return new JointSpec(name, null, parent, child);
  }

  /** Origin of the joint frame in the parent link's frame [m]; (0, 0, 0) unless given. */
  public JointSpec at(double x, double y, double z) {
    position = Vec3.of(x, y, z);
    return this;
  }

  /**
   * Axes of the joint frame in the parent link's frame: {@code Rz(yaw) Ry(pitch) Rx(roll)} [rad]; parallel unless
   * given.
   */
  public JointSpec rpy(double roll, double pitch, double yaw) {
    rotation = Orientation.rpy(roll, pitch, yaw);
    return this;
  }

  /** Pose of the joint frame in the parent link's frame, constants. */
  public JointSpec placement(Transform placement) {
    rotation = placement.rotation();
    position = placement.translation();
    return this;
  }

  /** Axis in the joint frame, of any length but zero; z unless given. */
  public JointSpec axis(double x, double y, double z) {
    axis = Vec3.of(x, y, z);
    return this;
  }

  /** Ends of the range [rad or m]; none unless given. */
  public JointSpec range(double lower, double upper) {
    this.lower = lower;
    this.upper = upper;
    return this;
  }

  /** Highest speed [rad/s or m/s]; none unless given. */
  public JointSpec velocityLimit(double limit) {
    velocityLimit = limit;
    return this;
  }

  /** Highest torque or force [N m or N]; none unless given. */
  public JointSpec effortLimit(double limit) {
    effortLimit = limit;
    return this;
  }

  /** Rotor inertia seen at the joint [kg m^2 or kg]. */
  public JointSpec armature(double inertia) {
    armature = inertia;
    return this;
  }

  /** Viscous friction [N m s/rad or N s/m]. */
  public JointSpec damping(double coefficient) {
    damping = coefficient;
    return this;
  }

  /** Dry friction [N m or N]. */
  public JointSpec friction(double effort) {
    friction = effort;
    return this;
  }

  /** A spring towards {@code reference} [N m/rad or N/m, rad or m]. */
  public JointSpec spring(double stiffness, double reference) {
    this.stiffness = stiffness;
    springReference = reference;
    return this;
  }

  /**
   * The configuration {@link RobotModel#neutral()} gives this joint, nq numbers; zeros and the unit quaternion unless
   * given.
   */
  public JointSpec neutral(double... q) {
    neutral = q.clone();
    return this;
  }

  /** For messages. */
  @Override
  public String toString() {
    return "joint '" + name + "'";
  }

  JointSpec line(int line) {
    this.line = line;
    return this;
  }
}
