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
 * <p>Siblings are ordered by the names of their joints. Colours, sensors and simulator settings are left aside and
 * named in the model's warnings; what is unknown is refused.
 */
final class UrdfReader {
  /** A link that need not be described. */
  private static final String WORLD = "world";

  private final XmlElement robot;
  private final RobotBuilder builder;
  private final UrdfShapes shapes;
  private final Set<String> fixedMimics = new LinkedHashSet<>();
  private final Set<String> planarLimits = new LinkedHashSet<>();
  private final Set<String> emptyRanges = new LinkedHashSet<>();
  private final Set<String> zeroLimits = new LinkedHashSet<>();
  private final Set<String> unlimited = new LinkedHashSet<>();
  private final Set<String> rotors = new LinkedHashSet<>();

  private UrdfReader(XmlElement robot, RobotFolder folder) {
    this.robot = robot;
    builder = new RobotBuilder(robot.text("name", "robot"), robot.file());
    builder.weightless = true;
    shapes = new UrdfShapes(robot, builder, folder);
  }

  static RobotModel read(XmlElement robot, RobotFolder folder) {
    return new UrdfReader(robot, folder).read();
  }

  private RobotModel read() {
    UrdfVocabulary.NAMES.check(robot, "", builder);
    robot.children("link").forEach(this::link);
    List<JointSpec> joints = robot.children("joint").stream().flatMap(joint -> joints(joint).stream()).toList();
    robot.children("transmission").forEach(transmission -> rotors(transmission, joints));
    joints.stream().sorted(Comparator.comparing(joint -> joint.name)).forEach(builder::joint);
    if (!builder.links.containsKey(WORLD) && joints.stream().anyMatch(joint -> joint.parent.equals(WORLD))) {
      builder.link(WORLD);
      builder.warn("links that are not described, taken as the world", Set.of(WORLD));
    }
    builder.warn("joints with the reflected inertia of the rotors that Drake's elements give", rotors);
    builder.warn("fixed joints whose <mimic> is left aside", fixedMimics);
    builder.warn("planar joints whose <limit> is left aside", planarLimits);
    builder.warn("joints whose range is empty or reversed, taken as unlimited", emptyRanges);
    builder.warn(
        "joints with a limit of 0 on effort or of 0 or less on velocity, taken as unlimited there", zeroLimits);
    builder.warn("joints without <limit>, taken as unlimited", unlimited);
    shapes.warn();
    return builder.build();
  }

  private void link(XmlElement link) {
    String name = link.requiredText("name");
    shapes.add(link);
    XmlElement inertial = link.child("inertial");
    if (inertial == null) {
      builder.link(name, BodyInertia.NONE, link);
      return;
    }
    double mass = inertial.requiredChild("mass").number("value");
    XmlElement inertia = mass == 0 ? inertial.child("inertia") : inertial.requiredChild("inertia");
    BodyInertia body = new BodyInertia(mass, Vec3.ZERO, inertia == null ? Mat3.ZERO : matrix(inertia));
    builder.link(name, body.toParent(origin(inertial)), inertial);
  }

  private static Mat3 matrix(XmlElement inertia) {
    double xy = inertia.number("ixy", 0);
    double xz = inertia.number("ixz", 0);
    double yz = inertia.number("iyz", 0);
    return Mat3.of(inertia.number("ixx"), xy, xz, xy, inertia.number("iyy"), yz, xz, yz, inertia.number("izz"));
  }

  static Transform origin(XmlElement element) {
    XmlElement origin = element.child("origin");
    if (origin == null) {
      return Transform.IDENTITY;
    }
    double[] xyz = origin.numbers("xyz", 3);
    double[] rpy = origin.numbers("rpy", 3);
    double[] q = origin.numbers("quat_xyzw", 4);
    if (rpy != null && q != null) {
      throw origin.refuse(origin + " has rpy and quat_xyzw; it takes one orientation");
    }
    if (q != null && q[0] == 0 && q[1] == 0 && q[2] == 0 && q[3] == 0) {
      throw origin.refuse(origin + " has " + origin.shown("quat_xyzw") + ", which gives no direction");
    }
    return new Transform(
        rpy != null ? Orientation.rpy(rpy[0], rpy[1], rpy[2])
            : q != null ? Orientation.quaternion(q[3], q[0], q[1], q[2]) : Mat3.IDENTITY,
        xyz == null ? Vec3.ZERO : Vec3.of(xyz[0], xyz[1], xyz[2]));
  }

  /** What a joint is made of: a planar one of two slides and a hinge, named as MuJoCo names them. */
  private List<JointSpec> joints(XmlElement joint) {
    if (!joint.text("type", "").equals("planar")) {
      return List.of(joint(joint));
    }
    String name = joint.requiredText("name");
    String parent = joint.requiredChild("parent").requiredText("link");
    String child = joint.requiredChild("child").requiredText("link");
    Vec3 normal = axis(joint);
    if (normal.x().is(0) && normal.y().is(0) && normal.z().is(0)) {
      throw joint.refuse("joint '" + name + "' has the axis (0, 0, 0), which has no direction");
    }
    Mat3 plane = Orientation.zAxis(normal);
    String x = name + " after x";
    String y = name + " after y";
    builder.hiddenLink(x, joint).hiddenLink(y, joint);
    List<JointSpec> parts = List.of(
        along(JointSpec.prismatic(name + "_TX", parent, x), plane.columnX()).placement(origin(joint)),
        along(JointSpec.prismatic(name + "_TY", x, y), plane.columnY()),
        along(JointSpec.continuous(name + "_RZ", y, child), normal));
    parts.forEach(part -> dynamics(joint, part.from(joint)));
    if (joint.child("limit") != null) {
      planarLimits.add(name);
    }
    return parts;
  }

  private static JointSpec along(JointSpec spec, Vec3 axis) {
    return spec.axis(axis.x().value(), axis.y().value(), axis.z().value());
  }

  private static Vec3 axis(XmlElement joint) {
    XmlElement axis = joint.child("axis");
    double[] xyz = axis == null ? null : axis.numbers("xyz", 3);
    return xyz == null ? Vec3.of(1, 0, 0) : Vec3.of(xyz[0], xyz[1], xyz[2]);
  }

  private JointSpec joint(XmlElement joint) {
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
      default -> throw joint.refuse(joint + " has " + joint.shown("type")
          + "; it takes revolute, continuous, prismatic, planar, spherical, floating or fixed");
    };
    spec.from(joint).placement(origin(joint));
    if (spec.kind != null && spec.kind.nv() == 1) {
      along(spec, axis(joint));
    }
    if (spec.kind != null) {
      dynamics(joint, spec);
      limits(joint, spec);
    }
    XmlElement mimic = joint.child("mimic");
    if (mimic != null && spec.kind == null) {
      fixedMimics.add(name);
    } else if (mimic != null) {
      builder.couple(new RobotBuilder.Coupled("", name, mimic.requiredText("joint"), List.of(
          mimic.number("offset", 0), mimic.number("multiplier", 1), 0.0, 0.0, 0.0), true, mimic));
    }
    return spec;
  }

  private void dynamics(XmlElement joint, JointSpec spec) {
    XmlElement dynamics = joint.child("dynamics");
    if (dynamics != null) {
      spec.damping(dynamics.number("damping", 0)).friction(dynamics.number("friction", 0));
    }
  }

  /** {@code gear_ratio^2 rotor_inertia} at the joint: what Drake's elements in a transmission mean, MuJoCo ignores. */
  private void rotors(XmlElement transmission, List<JointSpec> joints) {
    for (XmlElement actuator : transmission.children("actuator")) {
      XmlElement rotor = actuator.child("drake:rotor_inertia");
      if (rotor == null) {
        continue;
      }
      XmlElement ratio = actuator.child("drake:gear_ratio");
      double gear = ratio == null ? 1 : ratio.number("value");
      double reflected = gear * gear * rotor.number("value");
      String name = transmission.requiredChild("joint").requiredText("name");
      JointSpec driven = joints.stream().filter(joint -> joint.name.equals(name)).findFirst().orElse(null);
      if (driven == null || driven.kind == null || driven.kind.nv() > 1) {
        throw rotor.refuse(rotor + " is of the joint '" + name + "', which "
            + (driven == null ? "does not exist" : "is no joint with one axis"));
      }
      driven.armature(driven.armature + reflected);
      rotors.add(name);
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
      if (lower >= upper) {
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
    if (value == 0 || value < 0 && attribute.equals("velocity")) {
      zeroLimits.add(joint);
      return Double.POSITIVE_INFINITY;
    }
    return value;
  }
}
