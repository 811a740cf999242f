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
  /** Where the file says so, null where it was said in Java. */
  XmlElement at;
  Mat3 rotation = Mat3.IDENTITY;
  Vec3 position = Vec3.ZERO;
  Vec3 axis = Vec3.of(0, 0, 1);
  double lower = Double.NEGATIVE_INFINITY;
  double upper = Double.POSITIVE_INFINITY;
  double velocityLimit = Double.POSITIVE_INFINITY;
  double lowestEffort = Double.NEGATIVE_INFINITY;
  double highestEffort = Double.POSITIVE_INFINITY;
  double armature;
  double damping;
  Growth dampingGrowth = Growth.NONE;
  double friction;
  double stiffness;
  Growth stiffnessGrowth = Growth.NONE;
  /** Time constant [s] and damping ratio that make the spring and the damper; null if they are given as they are. */
  double[] springDamper;
  double springReference;
  LimitSoftness softness;
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

  /**
   * {@return a hinge; limits are given with {@link #range}}
   *
   * @param name name of the joint
   * @param parent the link that it is mounted on
   * @param child the link that it carries
   */
  public static JointSpec revolute(String name, String parent, String child) {
    return new JointSpec(name, JointKind.REVOLUTE, parent, child);
  }

  /**
   * {@return a hinge without end}
   *
   * @param name name of the joint
   * @param parent the link that it is mounted on
   * @param child the link that it carries
   */
  public static JointSpec continuous(String name, String parent, String child) {
    return new JointSpec(name, JointKind.CONTINUOUS, parent, child);
  }

  /**
   * {@return a slide}
   *
   * @param name name of the joint
   * @param parent the link that it is mounted on
   * @param child the link that it carries
   */
  public static JointSpec prismatic(String name, String parent, String child) {
    return new JointSpec(name, JointKind.PRISMATIC, parent, child);
  }

  /**
   * {@return a ball joint}
   *
   * @param name name of the joint
   * @param parent the link that it is mounted on
   * @param child the link that it carries
   */
  public static JointSpec spherical(String name, String parent, String child) {
    return new JointSpec(name, JointKind.SPHERICAL, parent, child);
  }

  /**
   * {@return six degrees of freedom}
   *
   * @param name name of the joint
   * @param parent the link that it is mounted on
   * @param child the link that it carries
   */
  public static JointSpec free(String name, String parent, String child) {
    return new JointSpec(name, JointKind.FREE, parent, child);
  }

  /**
   * {@return a weld: the child becomes part of the parent's body, and a frame on it}
   *
   * @param name name of the joint
   * @param parent the link that it is mounted on
   * @param child the link that it carries
   */
  public static JointSpec fixed(String name, String parent, String child) {
    return new JointSpec(name, null, parent, child);
  }

  /**
   * Origin of the joint frame in the parent link's frame [m]; (0, 0, 0) unless given.
   *
   * @param x [m]
   * @param y [m]
   * @param z [m]
   * @return this joint
   */
  public JointSpec at(double x, double y, double z) {
    position = Vec3.of(x, y, z);
    return this;
  }

  /**
   * Axes of the joint frame in the parent link's frame: {@code Rz(yaw) Ry(pitch) Rx(roll)} [rad]; parallel unless
   * given.
   *
   * @param roll about x [rad]
   * @param pitch about y [rad]
   * @param yaw about z [rad]
   * @return this joint
   */
  public JointSpec rpy(double roll, double pitch, double yaw) {
    rotation = Orientation.rpy(roll, pitch, yaw);
    return this;
  }

  /**
   * Pose of the joint frame in the parent link's frame, constants.
   *
   * @param placement rotation and translation [m]
   * @return this joint
   */
  public JointSpec placement(Transform placement) {
    rotation = placement.rotation();
    position = placement.translation();
    return this;
  }

  /**
   * Axis in the joint frame, of any length but zero; z unless given.
   *
   * @param x component along x
   * @param y component along y
   * @param z component along z
   * @return this joint
   */
  public JointSpec axis(double x, double y, double z) {
    axis = Vec3.of(x, y, z);
    return this;
  }

  /**
   * Ends of the range [rad or m]; none unless given.
   *
   * @param lower [rad or m]
   * @param upper [rad or m], not below lower
   * @return this joint
   */
  public JointSpec range(double lower, double upper) {
    this.lower = lower;
    this.upper = upper;
    return this;
  }

  /**
   * Highest speed [rad/s or m/s]; none unless given.
   *
   * @param limit [rad/s or m/s]
   * @return this joint
   */
  public JointSpec velocityLimit(double limit) {
    velocityLimit = limit;
    return this;
  }

  /**
   * Highest torque or force either way [N m or N]; none unless given.
   *
   * @param limit [N m or N], 0 or more
   * @return this joint
   */
  public JointSpec effortLimit(double limit) {
    return effortRange(-limit, limit);
  }

  /**
   * Ends of the range of torque or force that its actuators together may have [N m or N]; none unless given.
   *
   * @param lowest [N m or N]
   * @param highest [N m or N], not below lowest
   * @return this joint
   */
  public JointSpec effortRange(double lowest, double highest) {
    lowestEffort = lowest;
    highestEffort = highest;
    return this;
  }

  /**
   * Rotor inertia seen at the joint [kg m^2 or kg].
   *
   * @param inertia [kg m^2 or kg]
   * @return this joint
   */
  public JointSpec armature(double inertia) {
    armature = inertia;
    return this;
  }

  /**
   * Viscous friction [N m s/rad or N s/m].
   *
   * @param coefficient [N m s/rad or N s/m]
   * @return this joint
   */
  public JointSpec damping(double coefficient) {
    damping = coefficient;
    return this;
  }

  /**
   * How the viscous friction grows with the speed; it does not unless given.
   *
   * @param growth of the coefficient of {@link #damping}
   * @return this joint
   */
  public JointSpec dampingGrowth(Growth growth) {
    dampingGrowth = growth;
    return this;
  }

  /**
   * Dry friction [N m or N].
   *
   * @param effort [N m or N]
   * @return this joint
   */
  public JointSpec friction(double effort) {
    friction = effort;
    return this;
  }

  /**
   * A spring towards {@code reference} [N m/rad or N/m, rad or m]; that of a spherical or free joint pulls towards its
   * {@link #neutral} configuration instead.
   *
   * @param stiffness [N m/rad or N/m]
   * @param reference where it is at rest [rad or m]
   * @return this joint
   */
  public JointSpec spring(double stiffness, double reference) {
    this.stiffness = stiffness;
    springReference = reference;
    return this;
  }

  /**
   * How the stiffness grows with the stretch; it does not unless given.
   *
   * @param growth of the coefficient of {@link #spring}
   * @return this joint
   */
  public JointSpec stiffnessGrowth(Growth growth) {
    stiffnessGrowth = growth;
    return this;
  }

  /**
   * How hard the ends of its range are; for whoever simulates it to say unless given.
   *
   * @param ofEnds in MuJoCo's terms
   * @return this joint
   */
  public JointSpec softness(LimitSoftness ofEnds) {
    softness = ofEnds;
    return this;
  }

  /**
   * A spring and a damper that the inertia in the neutral configuration makes, {@code I = 1 / (M^-1)_jj}: stiffness
   * {@code I / (T zeta)^2}, damping {@code 2 I / T}. They take the place of {@link #damping} and of the stiffness of
   * {@link #spring}. Of joints with several rows the mean over the rows counts.
   *
   * @param timeConstant T [s], positive
   * @param dampingRatio zeta, positive
   * @return this joint
   */
  public JointSpec springDamper(double timeConstant, double dampingRatio) {
    springDamper = new double[] {timeConstant, dampingRatio};
    return this;
  }

  /**
   * The configuration {@link RobotModel#neutral()} gives this joint, nq numbers; zeros and the unit quaternion unless
   * given.
   *
   * @param q nq numbers
   * @return this joint
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

  JointSpec from(XmlElement element) {
    at = element;
    return this;
  }
}
