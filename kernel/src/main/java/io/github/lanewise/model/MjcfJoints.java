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
  private final MjcfCompiler compiler;
  private final RobotBuilder builder;
  private final Set<String> names = new HashSet<>();
  private final Set<String> leftAside = new LinkedHashSet<>();
  private int count;

  MjcfJoints(MjcfCompiler compiler, RobotBuilder builder) {
    this.compiler = compiler;
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
  void add(XmlElement joint, String parent, String child, Transform placement) {
    count++;
    String name = joint.has("name") ? joint.requiredText("name") : unused("joint" + count);
    String type = joint.name().equals("freejoint") ? "free" : joint.text("type", "hinge");
    JointSpec spec = switch (type) {
      case "hinge" -> (compiler.limited(joint, "limited", "range")
          ? JointSpec.revolute(name, parent, child) : JointSpec.continuous(name, parent, child)).placement(placement);
      case "slide" -> JointSpec.prismatic(name, parent, child).placement(placement);
      case "ball" -> JointSpec.spherical(name, parent, child).placement(placement);
      case "free" -> freeAt(JointSpec.free(name, parent, child), placement);
      default -> throw joint.refuse(joint + " has " + joint.shown("type") + "; it takes hinge, slide, ball or free");
    };
    spec.line(joint.line()).armature(joint.number("armature", 0)).damping(joint.number("damping", 0))
        .friction(joint.number("frictionloss", 0));
    noteSpringDamper(joint, spec);
    if (spec.kind.nv() == 1) {
      singleAxis(joint, spec, placement);
    } else {
      spec.spring(joint.number("stiffness", 0), 0);
      if (type.equals("ball") && compiler.limited(joint, "limited", "range")) {
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
  private void singleAxis(XmlElement joint, JointSpec spec, Transform placement) {
    boolean hinge = spec.kind != JointKind.PRISMATIC;
    double unit = hinge ? compiler.radiansPerUnit() : 1;
    double[] axis = joint.has("axis") ? joint.numbers("axis", 3) : new double[] {0, 0, 1};
    double ref = joint.number("ref", 0) * unit;
    spec.axis(axis[0], axis[1], axis[2]).neutral(ref)
        .spring(joint.number("stiffness", 0), joint.number("springref", 0) * unit);
    if (ref != 0) {
      Transform back = hinge
          ? new Transform(Orientation.axisAngle(spec.axis, -ref), Vec3.ZERO)
          : new Transform(Mat3.IDENTITY, Orientation.unit(spec.axis).times(Scalar.of(-ref)));
      spec.placement(placement.times(back));
    }
    if (compiler.limited(joint, "limited", "range")) {
      double[] range = joint.numbers("range", 2);
      if (!(range[0] < range[1])) {
        throw joint.refuse(joint + " has " + joint.shown("range") + "; the lower end comes first");
      }
      spec.range(range[0] * unit, range[1] * unit);
    }
    if (compiler.limited(joint, "actuatorfrclimited", "actuatorfrcrange")) {
      double[] range = joint.numbers("actuatorfrcrange", 2);
      if (range[0] == -range[1]) {
        spec.effortLimit(range[1]);
      } else {
        leftAside.add("lopsided actuatorfrcrange of " + spec.name);
      }
    }
  }

  private void noteSpringDamper(XmlElement joint, JointSpec spec) {
    double[] springDamper = joint.numbers("springdamper", 2);
    if (springDamper != null && springDamper[0] != 0 && springDamper[1] != 0) {
      leftAside.add("springdamper of " + spec.name);
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
