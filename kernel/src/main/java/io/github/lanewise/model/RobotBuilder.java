package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A robot written in Java: links, the joints between them, frames, geometries and motors, in any order.
 *
 * <p>{@link #build()} finds the root, orders the joints depth first (siblings as they were added), welds what fixed
 * joints hold, and refuses what cannot be simulated with a {@link RobotFormatException}. The readers of files end here
 * too. Mutable, for one thread.
 */
public final class RobotBuilder {
  /** Most links of one robot. */
  static final int MAX_LINKS = 10_000;
  private static final int WARNED = 12;

  /**
   * A rigid part, before anything is welded; {@code shown} links become frames. Here and below, {@code at} is where the
   * file says so, null where it was said in Java.
   */
  record Link(String name, BodyInertia body, XmlElement at, boolean shown) {}

  /** A place on a link. */
  record Site(String name, String link, Transform placement, XmlElement at) {}

  /**
   * An actuator on a named joint or, if that is null, on a named tendon; its numbers are those of {@link Actuator},
   * but where the damping is a ratio, {@code -bias.perVelocity} is that ratio.
   */
  record Drive(String name, String joint, int row, String tendon, double gear, double lower, double upper,
      Affine gain, Affine bias, boolean dampingRatio, double lowestForce, double highestForce,
      ActuatorDynamics dynamics, XmlElement at) {
    static Drive motor(String name, String joint, int row, double gear, double lower, double upper) {
      return new Drive(name, joint, row, null, gear, lower, upper, Affine.ONE, Affine.ZERO, false,
          Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, ActuatorDynamics.NONE, null);
    }
  }

  /** A shape on a link. */
  record Shaped(String name, String link, Transform placement, Shape shape, Geometry.Purpose purpose,
      Material material, XmlElement at) {}

  /** A joint that follows another, or that stays where it is if {@code leader} is null. */
  record Coupled(String name, String follower, String leader, List<Double> coefficients, boolean active,
      XmlElement at) {}

  final String name;
  final String file;
  final Map<String, Link> links = new LinkedHashMap<>();
  final Map<String, JointSpec> joints = new LinkedHashMap<>();
  final Map<String, Site> sites = new LinkedHashMap<>();
  final Map<String, Drive> drives = new LinkedHashMap<>();
  final Map<String, TendonSpec> tendons = new LinkedHashMap<>();
  /** What part of the weight of links is carried. */
  final Map<String, Double> lifts = new LinkedHashMap<>();
  final List<Shaped> shapes = new ArrayList<>();
  /** What reads the triangles of shapes. */
  final Map<Shape.Mesh, Supplier<MeshFile>> meshes = new HashMap<>();
  final List<ContactPair> pairs = new ArrayList<>();
  final List<ContactExclusion> exclusions = new ArrayList<>();
  final List<Coupled> couplings = new ArrayList<>();
  final Set<String> warnings = new LinkedHashSet<>();
  OptionalDouble timeStep = OptionalDouble.empty();
  String integrator = "";
  Vec3 gravity = Vec3.of(0, 0, -9.81);
  /** Whether joints may move what has no inertia, so that there are kinematics but no accelerations. */
  boolean weightless;
  boolean springs = true;
  boolean dampers = true;
  boolean dryFriction = true;

  RobotBuilder(String name, String file) {
    this.name = name;
    this.file = file;
  }

  /**
   * Starts an empty robot.
   *
   * @param name name of the robot
   * @return a builder without links
   */
  public static RobotBuilder named(String name) {
    return new RobotBuilder(name, null);
  }

  /**
   * Acceleration of free fall in the world [m/s^2]; (0, 0, -9.81) unless given.
   *
   * @param x along x [m/s^2]
   * @param y along y [m/s^2]
   * @param z along z [m/s^2]
   * @return this builder
   */
  public RobotBuilder gravity(double x, double y, double z) {
    gravity = Vec3.of(x, y, z);
    return this;
  }

  /**
   * A link without mass.
   *
   * @param link name of the link
   * @return this builder
   */
  public RobotBuilder link(String link) {
    return link(link, BodyInertia.NONE);
  }

  /**
   * A link with its inertia in the link's frame, which is the frame of the joint that carries it.
   *
   * @param link name of the link
   * @param body mass, centre of mass and inertia
   * @return this builder
   */
  public RobotBuilder link(String link, BodyInertia body) {
    return link(link, body, null);
  }

  RobotBuilder link(String link, BodyInertia body, XmlElement at) {
    return add(new Link(link, body, at, true));
  }

  /** A link that is nobody's business outside, such as the one between two joints at the same place. */
  RobotBuilder hiddenLink(String link, XmlElement at) {
    return add(new Link(link, BodyInertia.NONE, at, false));
  }

  private RobotBuilder add(Link link) {
    checkName("link", link.name, link.at, links);
    if (links.size() == MAX_LINKS) {
      throw refuse(link.at, "more than " + MAX_LINKS + " links");
    }
    double mass = link.body.mass();
    if (!Double.isFinite(mass) || !finite(link.body.com()) || !finite(link.body.atCom())) {
      throw refuse(link.at, "link '" + link.name + "' has an inertia that is not finite");
    }
    if (mass < 0) {
      throw refuse(link.at, "link '" + link.name + "' has mass " + mass + " kg; a mass cannot be negative");
    }
    Mat3 inertia = link.body.atCom();
    if (!symmetric(inertia)) {
      throw refuse(link.at, "link '" + link.name + "' has an inertia matrix that is not symmetric");
    }
    PrincipalMoments moments = PrincipalMoments.of(inertia);
    if (!moments.semidefinite()) {
      throw refuse(link.at, "link '" + link.name
          + "' has an inertia that is not positive definite: its principal moments are "
          + moments.smallest() + ", " + moments.middle() + " and " + moments.largest() + " kg m^2");
    }
    links.put(link.name, link);
    return this;
  }

  /**
   * A joint between two links.
   *
   * @param joint what is between two links
   * @return this builder
   */
  public RobotBuilder joint(JointSpec joint) {
    checkName("joint", joint.name, joint.at, joints);
    if (joint.axis.x().is(0) && joint.axis.y().is(0) && joint.axis.z().is(0)) {
      throw refuse(joint.at, joint + " has the axis (0, 0, 0), which has no direction");
    }
    if (!finite(joint.position) || !finite(joint.rotation) || !finite(joint.axis)) {
      throw refuse(joint.at, joint + " has a placement or axis that is not finite");
    }
    if (!orthonormal(joint.rotation)) {
      throw refuse(joint.at, joint + " has a placement whose matrix is not a rotation");
    }
    if (Double.isNaN(joint.lower) || Double.isNaN(joint.upper) || joint.lower > joint.upper) {
      throw refuse(joint.at,
          joint + " has the range [" + joint.lower + ", " + joint.upper + "]; the lower end comes first");
    }
    checkNotNegative(joint, "velocity limit", joint.velocityLimit);
    if (joint.lowestEffort == -joint.highestEffort) {
      checkNotNegative(joint, "effort limit", joint.highestEffort);
    } else if (!(joint.lowestEffort <= joint.highestEffort)) {
      throw refuse(joint.at, joint + " has the range of effort [" + joint.lowestEffort + ", " + joint.highestEffort
          + "]; the lower end comes first");
    }
    checkNotNegative(joint, "armature", joint.armature);
    checkNotNegative(joint, "damping", joint.damping);
    checkNotNegative(joint, "friction", joint.friction);
    checkNotNegative(joint, "stiffness", joint.stiffness);
    double[] springDamper = joint.springDamper;
    if (springDamper != null && !(springDamper[0] > 0 && springDamper[1] > 0)) {
      throw refuse(joint.at, joint + " has a spring and damper of the time constant " + springDamper[0]
          + " s and the damping ratio " + springDamper[1] + "; they are positive");
    }
    if (!finite(joint.armature, joint.damping, joint.friction, joint.stiffness, joint.springReference)
        || !finite(joint.dampingGrowth) || !finite(joint.stiffnessGrowth) || !finite(joint.neutral)) {
      throw refuse(joint.at, joint + " has a number that is not finite");
    }
    int nq = joint.kind == null ? 0 : joint.kind.nq();
    if (joint.neutral.length != nq) {
      throw refuse(joint.at, joint + " takes " + nq + " numbers for its configuration, not " + joint.neutral.length);
    }
    joints.put(joint.name, joint);
    return this;
  }

  /**
   * A named place on a link; links are frames already.
   *
   * @param frame name of the place
   * @param link the link that carries it
   * @param placement its pose in the link's frame, constants
   * @return this builder
   */
  public RobotBuilder frame(String frame, String link, Transform placement) {
    return frame(frame, link, placement, null);
  }

  RobotBuilder frame(String frame, String link, Transform placement, XmlElement at) {
    checkName("frame", frame, at, sites);
    checkPlacement("frame '" + frame + "'", placement, at);
    sites.put(frame, new Site(frame, link, placement, at));
    return this;
  }

  /**
   * A shape on a link, to be seen and to touch others, of {@link Material#DEFAULT}. It gives the link no mass.
   *
   * @param link the link that carries it
   * @param shape its form
   * @param placement its pose in the link's frame, constants
   * @return this builder
   * @throws RobotFormatException if the placement is not finite or not a rotation
   */
  public RobotBuilder geometry(String link, Shape shape, Transform placement) {
    return geometry("", link, shape, placement, Geometry.Purpose.BOTH, Material.DEFAULT);
  }

  /**
   * A shape on a link. It gives the link no mass.
   *
   * @param geometry name of the shape, empty for none
   * @param link the link that carries it
   * @param shape its form
   * @param placement its pose in the link's frame, constants
   * @param purpose what it is there for
   * @param material how it behaves in contact
   * @return this builder
   * @throws RobotFormatException if the placement is not finite or not a rotation
   */
  public RobotBuilder geometry(String geometry, String link, Shape shape, Transform placement,
      Geometry.Purpose purpose, Material material) {
    return geometry(new Shaped(geometry, link, placement, shape, purpose, material, null));
  }

  RobotBuilder geometry(Shaped shaped) {
    checkPlacement("geometry '" + shaped.name + "' of link '" + shaped.link + "'", shaped.placement, shaped.at);
    shapes.add(shaped);
    return this;
  }

  /**
   * A motor: {@code tau = gear * clamp(control, lower, upper)} on a revolute, continuous or prismatic joint.
   *
   * @param motor name of the motor
   * @param joint name of the driven joint
   * @param gear [N m or N per unit of control]
   * @param lower lowest control, -infinity if unlimited
   * @param upper highest control, infinity if unlimited
   * @return this builder
   */
  public RobotBuilder motor(String motor, String joint, double gear, double lower, double upper) {
    return drive(Drive.motor(motor, joint, 0, gear, lower, upper));
  }

  RobotBuilder drive(Drive drive) {
    checkName("actuator", drive.name, drive.at, drives);
    if (!Double.isFinite(drive.gear) || !(drive.lower <= drive.upper)) {
      throw refuse(drive.at, "actuator '" + drive.name + "' has gear " + drive.gear + " and the control range ["
          + drive.lower + ", " + drive.upper + "]; it takes a finite gear, and the lower end comes first");
    }
    drives.put(drive.name, drive);
    return this;
  }

  RobotBuilder tendon(TendonSpec tendon) {
    checkName("tendon", tendon.name, tendon.at, tendons);
    if (!(tendon.armature >= 0 && tendon.stiffness >= 0 && tendon.damping >= 0)) {
      throw refuse(tendon.at, tendon + " has the armature " + tendon.armature + ", the stiffness " + tendon.stiffness
          + " and the damping " + tendon.damping + "; it takes 0 or more");
    }
    tendons.put(tendon.name, tendon);
    return this;
  }

  /**
   * Carries a part of a link's weight: a constant force on its centre of mass against gravity.
   *
   * @param link name of the link
   * @param share 1 for all of its weight, 0 for none
   * @return this builder
   */
  public RobotBuilder lift(String link, double share) {
    return lift(link, share, null);
  }

  RobotBuilder lift(String link, double share, XmlElement at) {
    if (!Double.isFinite(share)) {
      throw refuse(at, "link '" + link + "' has a carried share of its weight that is not finite");
    }
    lifts.put(link, share);
    return this;
  }

  RobotBuilder couple(Coupled coupled) {
    if (coupled.follower.equals(coupled.leader)) {
      throw refuse(coupled.at, "joint '" + coupled.follower + "' follows itself; it follows another joint");
    }
    couplings.add(coupled);
    return this;
  }

  /** Multiplies all masses and inertias so that the links together weigh {@code totalMass}. */
  void scaleTo(double totalMass) {
    double now = links.values().stream().mapToDouble(link -> link.body.mass()).sum();
    if (now > 0) {
      links.replaceAll((key, link) -> new Link(key, link.body.scaled(totalMass / now), link.at, link.shown));
    }
  }

  /** Adds the warning {@code what: names} unless there are none; of many only the first are named. */
  void warn(String what, Collection<String> names) {
    if (!names.isEmpty()) {
      String first = names.stream().limit(WARNED).collect(Collectors.joining(", "));
      warnings.add(what + ": " + first + (names.size() > WARNED ? " and " + (names.size() - WARNED) + " more" : ""));
    }
  }

  /**
   * {@return the finished model}
   *
   * @throws RobotFormatException if the links do not form one tree, or a joint moves nothing that has mass
   */
  public RobotModel build() {
    warn("inertias that no body can have, one principal moment exceeding the sum of the others", links.values().stream()
        .filter(link -> !PrincipalMoments.of(link.body.atCom()).physical()).map(Link::name).toList());
    return new Assembly(this).model();
  }

  RobotFormatException refuse(XmlElement at, String reason) {
    return at == null ? new RobotFormatException(file, 0, reason) : at.refuse(reason);
  }

  private void checkName(String kind, String name, XmlElement at, Map<String, ?> taken) {
    if (name == null || name.isBlank()) {
      throw refuse(at, kind + " without a name");
    }
    if (taken.containsKey(name)) {
      throw refuse(at, "two " + kind + "s are named '" + name + "'; names are unique");
    }
  }

  private void checkPlacement(String what, Transform placement, XmlElement at) {
    if (!finite(placement.translation()) || !finite(placement.rotation()) || !orthonormal(placement.rotation())) {
      throw refuse(at, what + " has a placement that is not finite or not a rotation");
    }
  }

  private void checkNotNegative(JointSpec joint, String what, double value) {
    if (!(value >= 0)) {
      throw refuse(joint.at, joint + " has the " + what + " " + value + "; it takes 0 or more");
    }
  }

  private static boolean finite(double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean finite(Growth growth) {
    return finite(growth.linear(), growth.quadratic());
  }

  static boolean finite(Vec3 v) {
    return finite(v.x().value(), v.y().value(), v.z().value());
  }

  static boolean finite(Mat3 m) {
    return finite(m.rowX()) && finite(m.rowY()) && finite(m.rowZ());
  }

  private static boolean symmetric(Mat3 m) {
    return m.xy().value() == m.yx().value() && m.xz().value() == m.zx().value() && m.yz().value() == m.zy().value();
  }

  private static boolean orthonormal(Mat3 r) {
    Mat3 error = r.transposeTimes(r).minus(Mat3.IDENTITY);
    Vec3 errors =
        Vec3.of(Orientation.norm(error.rowX()), Orientation.norm(error.rowY()), Orientation.norm(error.rowZ()));
    return Orientation.norm(errors) < 1e-9 && r.rowX().cross(r.rowY()).dot(r.rowZ()).value() > 0;
  }
}
