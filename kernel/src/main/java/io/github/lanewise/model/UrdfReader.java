package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads URDF, the Unified Robot Description Format of ROS (wiki.ros.org/urdf/XML).
 *
 * <p>Siblings are ordered by the names of their joints. Looks, collision shapes, sensors and simulator settings are
 * left aside; other elements that are not understood are listed in the model's warnings.
 */
final class UrdfReader {
  /** What has no part in the dynamics, or only repeats what is said elsewhere. */
  private static final Set<String> LEFT_ASIDE = Set.of(
      "material", "visual", "collision", "transmission", "gazebo", "sensor", "ros2_control", "safety_controller",
      "calibration");

  private final XmlElement robot;
  private final RobotBuilder builder;
  private final Set<String> unknown = new LinkedHashSet<>();
  private final Set<String> mimics = new LinkedHashSet<>();
  private final Set<String> emptyRanges = new LinkedHashSet<>();
  private final Set<String> zeroLimits = new LinkedHashSet<>();
  private final Set<String> unlimited = new LinkedHashSet<>();

  private UrdfReader(XmlElement robot) {
    this.robot = robot;
    builder = new RobotBuilder(robot.text("name", "robot"), robot.file());
  }

  static RobotModel read(XmlElement robot) {
    return new UrdfReader(robot).read();
  }

  private RobotModel read() {
    note(robot, "link", "joint");
    robot.children("link").forEach(this::link);
    List<JointSpec> joints = robot.children("joint").stream().map(this::joint).toList();
    joints.stream().sorted(Comparator.comparing(joint -> joint.name)).forEach(builder::joint);
    builder.warn("elements that are not understood and left aside", unknown);
    builder.warn("joints that mimic another and move on their own here", mimics);
    builder.warn("joints whose range is empty, taken as unlimited", emptyRanges);
    builder.warn("joints with a limit of 0 on effort or velocity, taken as unlimited there", zeroLimits);
    builder.warn("joints without <limit>, taken as unlimited", unlimited);
    return builder.build();
  }

  private void note(XmlElement element, String... understood) {
    for (XmlElement child : element.children()) {
      if (child.name().startsWith("xacro:")) {
        throw child.refuse("<" + child.name() + "> is a macro; expand the file with the program xacro first");
      }
      if (!LEFT_ASIDE.contains(child.name()) && !List.of(understood).contains(child.name())) {
        unknown.add("<" + child.name() + ">");
      }
    }
  }

  private void link(XmlElement link) {
    note(link, "inertial");
    String name = link.requiredText("name");
    XmlElement inertial = link.child("inertial");
    if (inertial == null) {
      builder.link(name, BodyInertia.NONE, link.line());
      return;
    }
    note(inertial, "origin", "mass", "inertia");
    double mass = inertial.requiredChild("mass").number("value");
    XmlElement inertia = mass == 0 ? inertial.child("inertia") : inertial.requiredChild("inertia");
    BodyInertia body = new BodyInertia(mass, Vec3.ZERO, inertia == null ? Mat3.ZERO : matrix(inertia));
    builder.link(name, body.toParent(origin(inertial)), inertial.line());
  }

  private static Mat3 matrix(XmlElement inertia) {
    double xy = inertia.number("ixy", 0);
    double xz = inertia.number("ixz", 0);
    double yz = inertia.number("iyz", 0);
    return Mat3.of(inertia.number("ixx"), xy, xz, xy, inertia.number("iyy"), yz, xz, yz, inertia.number("izz"));
  }

  private static Transform origin(XmlElement element) {
    XmlElement origin = element.child("origin");
    if (origin == null) {
      return Transform.IDENTITY;
    }
    double[] xyz = origin.numbers("xyz", 3);
    double[] rpy = origin.numbers("rpy", 3);
    return new Transform(
        rpy == null ? Mat3.IDENTITY : Orientation.rpy(rpy[0], rpy[1], rpy[2]),
        xyz == null ? Vec3.ZERO : Vec3.of(xyz[0], xyz[1], xyz[2]));
  }

  private JointSpec joint(XmlElement joint) {
    note(joint, "origin", "parent", "child", "axis", "limit", "dynamics", "mimic");
    String name = joint.requiredText("name");
    String parent = joint.requiredChild("parent").requiredText("link");
    String child = joint.requiredChild("child").requiredText("link");
    String type = joint.requiredText("type");
    JointSpec spec = switch (type) {
      case "revolute" -> JointSpec.revolute(name, parent, child);
      case "continuous" -> JointSpec.continuous(name, parent, child);
      case "prismatic" -> JointSpec.prismatic(name, parent, child);
      case "floating" -> JointSpec.free(name, parent, child);
      case "spherical", "ball" -> JointSpec.spherical(name, parent, child);
      case "fixed" -> JointSpec.fixed(name, parent, child);
      case "planar" -> throw joint.refuse(joint + " is planar; write it as two prismatic joints and a revolute one");
      default -> throw joint.refuse(joint + " has " + joint.shown("type")
          + "; it takes revolute, continuous, prismatic, spherical, floating or fixed");
    };
    spec.line(joint.line()).placement(origin(joint));
    if (spec.kind != null && spec.kind.nv() == 1) {
      XmlElement axis = joint.child("axis");
      double[] xyz = axis == null ? null : axis.numbers("xyz", 3);
      spec.axis(xyz == null ? 1 : xyz[0], xyz == null ? 0 : xyz[1], xyz == null ? 0 : xyz[2]);
    }
    if (spec.kind != null) {
      dynamics(joint, spec);
      limits(joint, spec);
    }
    return spec;
  }

  private void dynamics(XmlElement joint, JointSpec spec) {
    XmlElement dynamics = joint.child("dynamics");
    if (dynamics != null) {
      spec.damping(dynamics.number("damping", 0)).friction(dynamics.number("friction", 0));
    }
    if (joint.child("mimic") != null) {
      mimics.add(spec.name);
    }
  }

  private void limits(XmlElement joint, JointSpec spec) {
    XmlElement limit = joint.child("limit");
    boolean ranged = spec.kind == JointKind.REVOLUTE || spec.kind == JointKind.PRISMATIC;
    if (limit == null) {
      if (ranged) {
        unlimited.add(spec.name);
      }
      return;
    }
    if (ranged) {
      double lower = limit.number("lower", 0);
      double upper = limit.number("upper", 0);
      if (lower == upper) {
        emptyRanges.add(spec.name);
      } else {
        spec.range(lower, upper);
      }
    }
    spec.effortLimit(limitOrNone(limit, "effort", spec.name)).velocityLimit(limitOrNone(limit, "velocity", spec.name));
  }

  /** Exporters write 0 for what they do not know; a joint that may do nothing would have been fixed. */
  private double limitOrNone(XmlElement limit, String attribute, String joint) {
    double value = limit.number(attribute, Double.POSITIVE_INFINITY);
    if (value == 0) {
      zeroLimits.add(joint);
      return Double.POSITIVE_INFINITY;
    }
    return value;
  }
}
