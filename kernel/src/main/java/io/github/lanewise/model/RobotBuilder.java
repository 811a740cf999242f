package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A robot written in Java: links, the joints between them, frames and motors, in any order.
 *
 * <p>{@link #build()} finds the root, orders the joints depth first (siblings as they were added), welds what fixed
 * joints hold, and refuses what cannot be simulated with a {@link RobotFormatException}. The readers of files end here
 * too. Mutable, for one thread.
 */
public final class RobotBuilder {
  /** Most links of one robot. */
  static final int MAX_LINKS = 10_000;
  private static final int WARNED = 12;

  /** A rigid part, before anything is welded; {@code shown} links become frames. */
  record Link(String name, BodyInertia body, int line, boolean shown) {}

  /** A place on a link. */
  record Site(String name, String link, Transform placement, int line) {}

  /** A motor on a named joint. */
  record Motor(String name, String joint, int row, double gear, double lower, double upper, int line) {}

  final String name;
  final String file;
  final Map<String, Link> links = new LinkedHashMap<>();
  final Map<String, JointSpec> joints = new LinkedHashMap<>();
  final Map<String, Site> sites = new LinkedHashMap<>();
  final Map<String, Motor> motors = new LinkedHashMap<>();
  final Set<String> warnings = new LinkedHashSet<>();
  Vec3 gravity = Vec3.of(0, 0, -9.81);

  RobotBuilder(String name, String file) {
    this.name = name;
    this.file = file;
  }

  /** Starts an empty robot. */
  public static RobotBuilder named(String name) {
    return new RobotBuilder(name, null);
  }

  /** Acceleration of free fall in the world [m/s^2]; (0, 0, -9.81) unless given. */
  public RobotBuilder gravity(double x, double y, double z) {
    gravity = Vec3.of(x, y, z);
    return this;
  }

  /** A link without mass. */
  public RobotBuilder link(String link) {
    return link(link, BodyInertia.NONE);
  }

  /** A link with its inertia in the link's frame, which is the frame of the joint that carries it. */
  public RobotBuilder link(String link, BodyInertia body) {
    return link(link, body, 0);
  }

  RobotBuilder link(String link, BodyInertia body, int line) {
    return add(new Link(link, body, line, true));
  }

  /** A link that is nobody's business outside, such as the one between two joints at the same place. */
  RobotBuilder hiddenLink(String link, int line) {
    return add(new Link(link, BodyInertia.NONE, line, false));
  }

  private RobotBuilder add(Link link) {
    checkName("link", link.name, link.line, links);
    if (links.size() == MAX_LINKS) {
      throw refuse(link.line, "more than " + MAX_LINKS + " links");
    }
    double mass = link.body.mass();
    if (!Double.isFinite(mass) || !finite(link.body.com()) || !finite(link.body.atCom())) {
      throw refuse(link.line, "link '" + link.name + "' has an inertia that is not finite");
    }
    if (mass < 0) {
      throw refuse(link.line, "link '" + link.name + "' has mass " + mass + " kg; a mass cannot be negative");
    }
    Mat3 inertia = link.body.atCom();
    if (!symmetric(inertia)) {
      throw refuse(link.line, "link '" + link.name + "' has an inertia matrix that is not symmetric");
    }
    PrincipalMoments moments = PrincipalMoments.of(inertia);
    if (!moments.semidefinite()) {
      throw refuse(link.line, "link '" + link.name
          + "' has an inertia that is not positive definite: its principal moments are "
          + moments.smallest() + ", " + moments.middle() + " and " + moments.largest() + " kg m^2");
    }
    links.put(link.name, link);
    return this;
  }

  /** A joint between two links. */
  public RobotBuilder joint(JointSpec joint) {
    checkName("joint", joint.name, joint.line, joints);
    if (joint.axis.x().is(0) && joint.axis.y().is(0) && joint.axis.z().is(0)) {
      throw refuse(joint.line, joint + " has the axis (0, 0, 0), which has no direction");
    }
    if (!finite(joint.position) || !finite(joint.rotation) || !finite(joint.axis)) {
      throw refuse(joint.line, joint + " has a placement or axis that is not finite");
    }
    if (!orthonormal(joint.rotation)) {
      throw refuse(joint.line, joint + " has a placement whose matrix is not a rotation");
    }
    if (Double.isNaN(joint.lower) || Double.isNaN(joint.upper) || joint.lower > joint.upper) {
      throw refuse(joint.line,
          joint + " has the range [" + joint.lower + ", " + joint.upper + "]; the lower end comes first");
    }
    checkNotNegative(joint, "velocity limit", joint.velocityLimit);
    checkNotNegative(joint, "effort limit", joint.effortLimit);
    checkNotNegative(joint, "armature", joint.armature);
    checkNotNegative(joint, "damping", joint.damping);
    checkNotNegative(joint, "friction", joint.friction);
    checkNotNegative(joint, "stiffness", joint.stiffness);
    if (!finite(joint.armature, joint.damping, joint.friction, joint.stiffness, joint.springReference)
        || !finite(joint.neutral)) {
      throw refuse(joint.line, joint + " has a number that is not finite");
    }
    int nq = joint.kind == null ? 0 : joint.kind.nq();
    if (joint.neutral.length != nq) {
      throw refuse(joint.line, joint + " takes " + nq + " numbers for its configuration, not " + joint.neutral.length);
    }
    joints.put(joint.name, joint);
    return this;
  }

  /** A named place on a link; links are frames already. */
  public RobotBuilder frame(String frame, String link, Transform placement) {
    return frame(frame, link, placement, 0);
  }

  RobotBuilder frame(String frame, String link, Transform placement, int line) {
    checkName("frame", frame, line, sites);
    if (!finite(placement.translation()) || !finite(placement.rotation()) || !orthonormal(placement.rotation())) {
      throw refuse(line, "frame '" + frame + "' has a placement that is not finite or not a rotation");
    }
    sites.put(frame, new Site(frame, link, placement, line));
    return this;
  }

  /** A motor: {@code tau = gear * clamp(control, lower, upper)} on a revolute, continuous or prismatic joint. */
  public RobotBuilder motor(String motor, String joint, double gear, double lower, double upper) {
    return motor(new Motor(motor, joint, 0, gear, lower, upper, 0));
  }

  RobotBuilder motor(Motor motor) {
    checkName("motor", motor.name, motor.line, motors);
    if (!Double.isFinite(motor.gear) || !(motor.lower <= motor.upper)) {
      throw refuse(motor.line, "motor '" + motor.name + "' has gear " + motor.gear + " and the control range ["
          + motor.lower + ", " + motor.upper + "]; it takes a finite gear, and the lower end comes first");
    }
    motors.put(motor.name, motor);
    return this;
  }

  /** Multiplies all masses and inertias so that the links together weigh {@code totalMass}. */
  void scaleTo(double totalMass) {
    double now = links.values().stream().mapToDouble(link -> link.body.mass()).sum();
    if (now > 0) {
      links.replaceAll((key, link) -> new Link(key, link.body.scaled(totalMass / now), link.line, link.shown));
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
   * The finished model.
   *
   * @throws RobotFormatException if the links do not form one tree, or a joint moves nothing that has mass
   */
  public RobotModel build() {
    warn("inertias that no body can have, one principal moment exceeding the sum of the others", links.values().stream()
        .filter(link -> !PrincipalMoments.of(link.body.atCom()).physical()).map(Link::name).toList());
    return new Assembly(this).model();
  }

  RobotFormatException refuse(int line, String reason) {
    return new RobotFormatException(file, line, reason);
  }

  private void checkName(String kind, String name, int line, Map<String, ?> taken) {
    if (name == null || name.isBlank()) {
      throw refuse(line, kind + " without a name");
    }
    if (taken.containsKey(name)) {
      throw refuse(line, "two " + kind + "s are named '" + name + "'; names are unique");
    }
  }

  private void checkNotNegative(JointSpec joint, String what, double value) {
    if (!(value >= 0)) {
      throw refuse(joint.line, joint + " has the " + what + " " + value + "; it takes 0 or more");
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
