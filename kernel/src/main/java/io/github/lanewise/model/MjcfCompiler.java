package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an MJCF file is to be understood: its {@code <compiler>} section, and poses read by it.
 *
 * @param radiansPerUnit pi/180 unless the file says angle="radian"
 * @param eulerSequence three of xyzXYZ
 * @param autoLimits whether a range alone makes a limit
 * @param inertiaFromGeom true: always from geoms; false: never; null: where there is no {@code <inertial>}
 * @param lowestGroup first geom group that has mass
 * @param highestGroup last geom group that has mass
 * @param totalMass [kg] to which all masses are scaled; not positive if they are not
 * @param boundMass least mass of a body [kg]
 * @param boundInertia least principal moment of a body [kg m^2]
 * @param balanceInertia whether a body whose inertia none can have gets three equal moments, their mean
 * @param alignFree whether a free body without others on it gets the frame of its inertia, unless its joint says so
 * @param fitAround whether what is fitted to a mesh is as large as the box around it; else as the box of its inertia
 * @param meshFolder where the files of meshes are, empty for the folder of the robot's file
 */
record MjcfCompiler(
    double radiansPerUnit,
    String eulerSequence,
    boolean autoLimits,
    Boolean inertiaFromGeom,
    double lowestGroup,
    double highestGroup,
    double totalMass,
    double boundMass,
    double boundInertia,
    boolean balanceInertia,
    boolean alignFree,
    boolean fitAround,
    String meshFolder) {
  private static final List<String> ORIENTATIONS = List.of("quat", "axisangle", "euler", "xyaxes", "zaxis");

  /** Reads all {@code <compiler>} sections; of an attribute given twice the last stands. */
  static MjcfCompiler of(XmlElement mujoco) {
    Map<String, String> attributes = new LinkedHashMap<>();
    XmlElement last = mujoco;
    for (XmlElement section : mujoco.children("compiler")) {
      attributes.putAll(section.attributes());
      last = section;
    }
    XmlElement compiler = new XmlElement(last.file(), last.line(), "compiler").withDefaults(attributes);
    String coordinate = compiler.text("coordinate", "local");
    if (!coordinate.equals("local")) {
      throw compiler.refuse(compiler + " has " + compiler.shown("coordinate") + "; only local coordinates are read");
    }
    String angle = compiler.text("angle", "degree");
    if (!angle.equals("degree") && !angle.equals("radian")) {
      throw compiler.refuse(compiler + " has " + compiler.shown("angle") + "; it takes degree or radian");
    }
    String sequence = compiler.text("eulerseq", "xyz");
    if (!sequence.matches("[xyzXYZ]{3}")) {
      throw compiler.refuse(compiler + " has " + compiler.shown("eulerseq") + "; it takes three of xyzXYZ");
    }
    Boolean autoLimits = compiler.flag("autolimits");
    boolean asked = !compiler.text("inertiafromgeom", "auto").equals("auto");
    double[] groups = compiler.numbers("inertiagrouprange", 2);
    return new MjcfCompiler(
        angle.equals("degree") ? Math.PI / 180 : 1,
        sequence,
        autoLimits == null || autoLimits,
        asked ? compiler.flag("inertiafromgeom") : null,
        groups == null ? 0 : groups[0],
        groups == null ? 5 : groups[1],
        compiler.number("settotalmass", -1),
        compiler.number("boundmass", 0),
        compiler.number("boundinertia", 0),
        Boolean.TRUE.equals(compiler.flag("balanceinertia")),
        Boolean.TRUE.equals(compiler.flag("alignfree")),
        Boolean.TRUE.equals(compiler.flag("fitaabb")),
        compiler.text("meshdir", compiler.text("assetdir", "")));
  }

  /** The path of a mesh: an absolute one as it is, another from the folder of meshes. */
  String meshFile(String file) {
    boolean absolute = file.startsWith("/") || file.startsWith("\\") || file.indexOf(':') == 1;
    return absolute || meshFolder.isEmpty() ? file : meshFolder + (meshFolder.endsWith("/") ? "" : "/") + file;
  }

  /** Whether geoms of a group have mass. */
  boolean weighs(double group) {
    return group >= lowestGroup && group <= highestGroup;
  }

  /** An angle of the file [rad]. */
  double angle(double inFile) {
    return inFile * radiansPerUnit;
  }

  /** The inertia of a body as the file's bounds make it; what is negative stays, to be refused. */
  BodyInertia bounded(BodyInertia body) {
    if (body.mass() < 0 || !PrincipalMoments.of(body.atCom()).semidefinite()) {
      return body;
    }
    Mat3 atCom = boundInertia > 0 ? PrincipalMoments.raised(body.atCom(), boundInertia) : body.atCom();
    if (balanceInertia && !PrincipalMoments.of(atCom).physical()) {
      atCom = Mat3.diagonal(atCom.trace().times(1.0 / 3));
    }
    return new BodyInertia(Math.max(body.mass(), boundMass), body.com(), atCom);
  }

  /** What {@code pos} and the orientation attributes say; the identity if they are absent. */
  Transform pose(XmlElement element) {
    return new Transform(orientation(element), position(element));
  }

  Vec3 position(XmlElement element) {
    double[] pos = element.numbers("pos", 3);
    return pos == null ? Vec3.ZERO : Vec3.of(pos[0], pos[1], pos[2]);
  }

  Mat3 orientation(XmlElement element) {
    List<String> given = ORIENTATIONS.stream().filter(element::has).toList();
    if (given.size() > 1) {
      throw element.refuse(element + " has " + String.join(" and ", given) + "; it takes one orientation");
    }
    if (given.isEmpty()) {
      return Mat3.IDENTITY;
    }
    String kind = given.getFirst();
    Mat3 rotation = switch (kind) {
      case "quat" -> {
        double[] q = element.numbers(kind, 4);
        yield Orientation.quaternion(q[0], q[1], q[2], q[3]);
      }
      case "axisangle" -> {
        double[] a = element.numbers(kind, 4);
        yield Orientation.axisAngle(Vec3.of(a[0], a[1], a[2]), angle(a[3]));
      }
      case "euler" -> {
        double[] e = element.numbers(kind, 3);
        yield euler(e[0], e[1], e[2]);
      }
      case "xyaxes" -> {
        double[] a = element.numbers(kind, 6);
        yield Orientation.xyAxes(Vec3.of(a[0], a[1], a[2]), Vec3.of(a[3], a[4], a[5]));
      }
      default -> {
        double[] z = element.numbers(kind, 3);
        yield Orientation.zAxis(Vec3.of(z[0], z[1], z[2]));
      }
    };
    if (!RobotBuilder.finite(rotation)) {
      throw element.refuse(element + " has " + element.shown(kind) + ", which gives no direction");
    }
    return rotation;
  }

  /** Three turns by angles of the file. */
  Mat3 euler(double a, double b, double c) {
    return Orientation.euler(eulerSequence, new double[] {angle(a), angle(b), angle(c)});
  }

  /**
   * The range that holds, null if none does: {@code limited} may be true, false or auto, which is the default and asks
   * whether there is a range whose ends differ.
   *
   * @param flag name of the attribute, such as ctrllimited
   * @param range name of the attribute with the range
   */
  double[] limits(XmlElement element, String flag, String range) {
    boolean auto = element.text(flag, "auto").equals("auto");
    double[] ends = element.numbers(range, 2);
    if (!(auto ? autoLimits && ends != null && ends[0] != ends[1] : element.flag(flag))) {
      return null;
    }
    if (ends == null) {
      throw element.refuse(element + " has " + flag + " but no " + range);
    }
    if (!(ends[0] < ends[1])) {
      throw element.refuse(element + " has " + element.shown(range) + "; the lower end comes first");
    }
    return ends;
  }
}
