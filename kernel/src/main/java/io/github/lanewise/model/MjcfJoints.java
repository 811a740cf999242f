package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads the joints of an MJCF file: hinge, slide, ball and free. */
final class MjcfJoints {
  private final RobotBuilder builder;
  private final Set<String> names = new HashSet<>();
  private final Set<String> leftAside = new LinkedHashSet<>();
  private int count;

  MjcfJoints(RobotBuilder builder) {
    this.builder = builder;
  }

  /** Marks a name as given in the file. */
  void take(String name) {
    names.add(name);
  }

  void warn() {
    builder.warn("settings of joints that are left aside", leftAside);
  }

  static boolean isFree(XmlElement joint) {
    return joint.name().equals("freejoint") || joint.text("type", "hinge").equals("free");
  }

  /**
   * Adds the joint between two links; {@code placement} is where its frame is when the body is where the file puts it.
   */
  void add(MjcfContents.Item item, String parent, String child, Transform placement) {
    count++;
    XmlElement joint = item.resolved();
    MjcfCompiler compiler = item.scope().file().compiler;
    String name = joint.has("name") ? item.scope().name(joint.requiredText("name")) : unused("joint" + count);
    String type = joint.name().equals("freejoint") ? "free" : joint.text("type", "hinge");
    JointSpec spec = switch (type) {
      case "hinge" -> (compiler.limits(joint, "limited", "range") != null
          ? JointSpec.revolute(name, parent, child) : JointSpec.continuous(name, parent, child)).placement(placement);
      case "slide" -> JointSpec.prismatic(name, parent, child).placement(placement);
      case "ball" -> JointSpec.spherical(name, parent, child).placement(placement);
      case "free" -> freeAt(JointSpec.free(name, parent, child), placement);
      default -> throw joint.refuse(joint + " has " + joint.shown("type") + "; it takes hinge, slide, ball or free");
    };
    spec.from(joint).armature(joint.number("armature", 0))
        .damping(joint.padded("damping", 3)[0]).dampingGrowth(joint.growth("damping"))
        .friction(joint.number("frictionloss", 0)).stiffnessGrowth(joint.growth("stiffness"));
    springDamper(joint, spec);
    if (spec.kind.nv() == 1) {
      singleAxis(joint, compiler, spec, item.frame().rotation(), placement);
    } else {
      spec.spring(joint.padded("stiffness", 3)[0], 0);
      double[] cone = type.equals("ball") ? joint.numbers("range", 2) : null;
      if (cone != null && cone[0] < cone[1] && !joint.text("limited", "auto").equals("false")) {
        leftAside.add("range of ball joint " + name);
      }
    }
    builder.joint(spec);
  }

  /** The pose of a free body is its configuration, so the joint frame is the world's. */
  private static JointSpec freeAt(JointSpec spec, Transform pose) {
    Vec3 p = pose.translation();
    double[] q = Orientation.quaternion(pose.rotation());
    return spec.neutral(p.x().value(), p.y().value(), p.z().value(), q[0], q[1], q[2], q[3]);
  }

  /**
   * Hinges and slides. The file shows the body at q = ref, so the joint frame at q = 0 lies one joint motion of -ref
   * away.
   */
  private void singleAxis(
      XmlElement joint, MjcfCompiler compiler, JointSpec spec, Mat3 turn, Transform placement) {
    boolean hinge = spec.kind != JointKind.PRISMATIC;
    double unit = hinge ? compiler.radiansPerUnit() : 1;
    double[] axis = joint.has("axis") ? joint.numbers("axis", 3) : new double[] {0, 0, 1};
    double ref = joint.number("ref", 0) * unit;
    Vec3 turned = turn.times(Vec3.of(axis[0], axis[1], axis[2]));
    spec.axis(turned.x().value(), turned.y().value(), turned.z().value()).neutral(ref)
        .spring(joint.padded("stiffness", 3)[0], joint.number("springref", 0) * unit);
    if (ref != 0) {
      Transform back = hinge
          ? new Transform(Orientation.axisAngle(spec.axis, -ref), Vec3.ZERO)
          : new Transform(Mat3.IDENTITY, Orientation.unit(spec.axis).times(Scalar.of(-ref)));
      spec.placement(placement.times(back));
    }
    double[] range = compiler.limits(joint, "limited", "range");
    if (range != null) {
      spec.range(range[0] * unit, range[1] * unit);
      if (joint.has("solreflimit") || joint.has("solimplimit") || joint.has("margin")) {
        spec.softness(softness(joint));
      }
    }
    double[] effort = compiler.limits(joint, "actuatorfrclimited", "actuatorfrcrange");
    if (effort != null) {
      spec.effortRange(effort[0], effort[1]);
    }
  }

  /** A margin is in radians whatever the unit of angles is. */
  private static LimitSoftness softness(XmlElement joint) {
    double[] solref = MjcfGeom.numbers(joint, "solreflimit", MjcfGeom.array(Material.DEFAULT.solref()));
    double[] solimp = MjcfGeom.numbers(joint, "solimplimit", MjcfGeom.array(Material.DEFAULT.solimp()));
    return joint.make(
        () -> new LimitSoftness(MjcfGeom.list(solref), MjcfGeom.list(solimp), joint.number("margin", 0)));
  }

  private static void springDamper(XmlElement joint, JointSpec spec) {
    double[] springDamper = joint.numbers("springdamper", 2);
    if (springDamper != null && (springDamper[0] != 0 || springDamper[1] != 0)) {
      spec.springDamper(springDamper[0], springDamper[1]);
    }
  }

  private String unused(String wanted) {
    String name = wanted;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }
}
