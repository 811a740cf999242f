package io.github.lanewise.dynamics.lagrange;

import static io.github.lanewise.dynamics.lagrange.Matrices.times;
import static io.github.lanewise.dynamics.lagrange.Xml.child;
import static io.github.lanewise.dynamics.lagrange.Xml.number;
import static io.github.lanewise.dynamics.lagrange.Xml.numbers;

import java.util.Comparator;
import java.util.List;
import org.w3c.dom.Element;

/** Links and joints of a URDF file (wiki.ros.org/urdf/XML); siblings in the order of their joints' names. */
final class PlainUrdf {
  private final Element file;
  private final Robot robot = new Robot();

  private PlainUrdf(Element file) {
    this.file = file;
  }

  /** The robot with its root link on the world, or on a free joint named root_joint. */
  static Robot read(Element file, boolean freeBase) {
    PlainUrdf reader = new PlainUrdf(file);
    List<Element> joints = Xml.children(file, "joint");
    Element root = Xml.children(file, "link").stream()
        .filter(link -> joints.stream().noneMatch(joint -> linkOf(joint, "child").equals(link.getAttribute("name"))))
        .findFirst().orElseThrow();
    int base = freeBase
        ? reader.robot.add("root_joint", -1, Matrices.identity(4), Robot.FREE, Robot.Passive.NONE) : -1;
    reader.walk(root, base, Matrices.identity(4));
    return reader.robot;
  }

  private static String linkOf(Element joint, String end) {
    return child(joint, end).getAttribute("link");
  }

  /** Adds a link that has the given pose in the frame of a joint, and all that hangs on it. */
  private void walk(Element link, int joint, Real[][] pose) {
    String name = link.getAttribute("name");
    Element inertial = child(link, "inertial");
    if (inertial != null) {
      Real mass = number(child(inertial, "mass"), "value");
      Element i = child(inertial, "inertia");
      Real[][] inertia = {
        {number(i, "ixx"), number(i, "ixy"), number(i, "ixz")},
        {number(i, "ixy"), number(i, "iyy"), number(i, "iyz")},
        {number(i, "ixz"), number(i, "iyz"), number(i, "izz")}};
      robot.weld(joint, times(pose, origin(inertial)), Rigid.body(mass, Matrices.zeros(3), inertia));
    }
    robot.frames.put(name, new Robot.Frame(joint, pose));
    Xml.children(file, "joint").stream().filter(next -> linkOf(next, "parent").equals(name))
        .sorted(Comparator.comparing(next -> next.getAttribute("name"))).forEach(next -> {
          Element child = Xml.children(file, "link").stream()
              .filter(other -> other.getAttribute("name").equals(linkOf(next, "child"))).findFirst().orElseThrow();
          Real[][] place = times(pose, origin(next));
          if (next.getAttribute("type").equals("fixed")) {
            walk(child, joint, place);
          } else {
            Element dynamics = child(next, "dynamics");
            Robot.Passive passive = new Robot.Passive(
                Real.ZERO, number(dynamics, "damping"), number(dynamics, "friction"), Real.ZERO, Real.ZERO);
            int moved = robot.add(next.getAttribute("name"), joint, place, directions(next), passive);
            walk(child, moved, Matrices.identity(4));
          }
        });
  }

  private static Real[][][] directions(Element joint) {
    Real[] axis = numbers(child(joint, "axis"), "xyz", "1 0 0");
    String type = joint.getAttribute("type");
    return switch (type) {
      case "revolute", "continuous" -> new Real[][][] {Robot.turn(axis)};
      case "prismatic" -> new Real[][][] {Robot.shift(axis)};
      case "spherical" -> Robot.BALL;
      case "floating" -> Robot.FREE;
      default -> throw new IllegalArgumentException("joint of type " + type);
    };
  }

  /** {@code [Rz(yaw) Ry(pitch) Rx(roll), xyz; 0, 1]}. */
  private static Real[][] origin(Element element) {
    Element origin = child(element, "origin");
    Real[][] pose = Rigid.translation(numbers(origin, "xyz", "0 0 0"));
    Real[] rpy = numbers(origin, "rpy", "0 0 0");
    for (int axis = 2; axis >= 0; axis--) {
      pose = times(pose, Rigid.rotation(Matrices.unit(3, axis, Real.ONE), rpy[axis]));
    }
    return pose;
  }
}
