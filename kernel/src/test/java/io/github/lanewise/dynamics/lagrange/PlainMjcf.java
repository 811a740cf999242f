package io.github.lanewise.dynamics.lagrange;

import static io.github.lanewise.dynamics.lagrange.Matrices.identity;
import static io.github.lanewise.dynamics.lagrange.Matrices.minus;
import static io.github.lanewise.dynamics.lagrange.Matrices.plus;
import static io.github.lanewise.dynamics.lagrange.Matrices.times;
import static io.github.lanewise.dynamics.lagrange.Xml.numbers;

import org.w3c.dom.Element;

/**
 * Bodies, joints and sites of an MJCF file (mujoco.readthedocs.io, XML reference), as far as the robots here go: no
 * meshes, no ranges, no motors.
 */
final class PlainMjcf {
  private final Element mujoco;
  private final Element compiler;
  private final Robot robot = new Robot();
  private final Robot sites = new Robot();

  private PlainMjcf(Element mujoco) {
    this.mujoco = mujoco;
    compiler = Xml.child(mujoco, "compiler");
  }

  static Robot read(Element mujoco) {
    PlainMjcf reader = new PlainMjcf(mujoco);
    reader.robot.gravity = numbers(Xml.child(mujoco, "option"), "gravity", "0 0 -9.81");
    for (Element body : Xml.children(Xml.child(mujoco, "worldbody"), "body")) {
      reader.body(body, -1, identity(4));
    }
    reader.robot.frames.putAll(reader.sites.frames);
    return reader.robot;
  }

  /** An attribute of the element, else of its class, else of the classes around that one, else the given text. */
  private String attribute(Element element, String name, String otherwise) {
    if (element.hasAttribute(name)) {
      return element.getAttribute(name);
    }
    for (Element section = section(element); section.getTagName().equals("default");
        section = (Element) section.getParentNode()) {
      Element given = Xml.child(section, element.getTagName());
      if (given != null && given.hasAttribute(name)) {
        return given.getAttribute(name);
      }
    }
    return otherwise;
  }

  /** The section of the element's class, else of the nearest childclass above it, else the outermost; maybe none. */
  private Element section(Element element) {
    Element outermost = Xml.child(mujoco, "default");
    String wanted = element.getAttribute("class");
    Element above = (Element) element.getParentNode();
    while (wanted.isEmpty() && above != mujoco) {
      wanted = above.getAttribute("childclass");
      above = (Element) above.getParentNode();
    }
    return outermost == null ? mujoco : wanted.isEmpty() ? outermost : find(outermost, wanted);
  }

  private static Element find(Element section, String name) {
    if (section.getAttribute("class").equals(name)) {
      return section;
    }
    return Xml.children(section, "default").stream().map(nested -> find(nested, name))
        .filter(found -> found != null).findFirst().orElse(null);
  }

  private Real[] values(Element element, String name, String otherwise) {
    return numbers(attribute(element, name, otherwise));
  }

  private Real number(Element element, String name) {
    return values(element, name, "0")[0];
  }

  private Real radians(Real angle) {
    boolean degrees = compiler == null || !compiler.getAttribute("angle").equals("radian");
    return degrees ? angle.times(Real.PI).over(180) : angle;
  }

  /** {@code pose = (pose of the body) T(p1) J1 T(-p1) T(p2) J2 T(-p2) ...}, p the places of its joints. */
  private void body(Element body, int parent, Real[][] parentPose) {
    int joint = parent;
    Real[][] pose = times(parentPose, pose(body));
    for (Element move : Xml.children(body, "*")) {
      if (move.getTagName().equals("freejoint") || attribute(move, "type", "hinge").equals("free")) {
        joint = robot.add(move.getAttribute("name"), -1, identity(4), Robot.FREE, passive(move, false));
        pose = identity(4);
      } else if (move.getTagName().equals("joint")) {
        Real[] place = values(move, "pos", "0 0 0");
        joint = joint(move, joint, times(pose, Rigid.translation(place)));
        pose = Rigid.translation(minus(Matrices.zeros(3), place));
      }
    }
    Element inertial = Xml.child(body, "inertial");
    if (inertial != null) {
      robot.weld(joint, times(pose, pose(inertial)), inertial(inertial));
    } else {
      for (Element geom : Xml.children(body, "geom")) {
        robot.weld(joint, pose, geom(geom));
      }
    }
    robot.frames.put(body.getAttribute("name"), new Robot.Frame(joint, pose));
    for (Element site : Xml.children(body, "site")) {
      sites.frames.put(site.getAttribute("name"), new Robot.Frame(joint, times(pose, pose(site))));
    }
    for (Element child : Xml.children(body, "body")) {
      body(child, joint, pose);
    }
  }

  /** The file shows the body where its joint is at {@code ref}. */
  private int joint(Element move, int parent, Real[][] placement) {
    String name = move.getAttribute("name");
    String type = attribute(move, "type", "hinge");
    if (type.equals("ball")) {
      return robot.add(name, parent, placement, Robot.BALL, passive(move, false));
    }
    Real[] axis = values(move, "axis", "0 0 1");
    boolean hinge = type.equals("hinge");
    Real[][] direction = hinge ? Robot.turn(axis) : Robot.shift(axis);
    Real ref = hinge ? radians(number(move, "ref")) : number(move, "ref");
    Real[][] back = Matrices.exponential(times(direction, ref.negate()));
    return robot.add(name, parent, times(placement, back), new Real[][][] {direction}, passive(move, hinge));
  }

  private Robot.Passive passive(Element joint, boolean hinge) {
    Real reference = number(joint, "springref");
    return new Robot.Passive(number(joint, "armature"), number(joint, "damping"), number(joint, "frictionloss"),
        number(joint, "stiffness"), hinge ? radians(reference) : reference);
  }

  private Real[][] inertial(Element inertial) {
    Real[] i = inertial.hasAttribute("fullinertia") ? numbers(inertial, "fullinertia", "")
        : Matrices.join(numbers(inertial, "diaginertia", ""), Matrices.zeros(3));
    Real[][] inertia = {{i[0], i[3], i[4]}, {i[3], i[1], i[5]}, {i[4], i[5], i[2]}};
    return Rigid.body(number(inertial, "mass"), Matrices.zeros(3), inertia);
  }

  /** A homogeneous solid, by its second moments on its own axes. */
  private Real[][] geom(Element geom) {
    String type = attribute(geom, "type", "sphere");
    Real[] size = values(geom, "size", "");
    Real[][] pose = pose(geom);
    String ends = attribute(geom, "fromto", null);
    if (ends != null) {
      Real[] e = numbers(ends);
      Real[] from = {e[0], e[1], e[2]};
      Real[] to = {e[3], e[4], e[5]};
      Real[] along = minus(from, to);
      size = new Real[] {size[0], Matrices.dot(along, along).sqrt().half(1)};
      pose = times(Rigid.translation(times(plus(from, to), Real.HALF)), zAxis(along));
    }
    return Rigid.moved(pose, switch (type) {
      case "sphere" -> ellipsoid(geom, size[0], size[0], size[0]);
      case "ellipsoid" -> ellipsoid(geom, size[0], size[1], size[2]);
      case "box" -> solid(geom, size[0].times(size[1]).times(size[2]).times(Real.of(8)),
          square(size[0]).over(3), square(size[1]).over(3), square(size[2]).over(3));
      case "cylinder" -> {
        Real across = square(size[0]).over(4);
        yield solid(geom, tube(size[0], size[1]), across, across, square(size[1]).over(3));
      }
      case "capsule" -> capsule(geom, size[0], size[1]);
      default -> throw new IllegalArgumentException("geom of type " + type);
    });
  }

  private Real[][] ellipsoid(Element geom, Real a, Real b, Real c) {
    Real volume = Real.PI.times(a).times(b).times(c).times(Real.of(4)).over(3);
    return solid(geom, volume, square(a).over(5), square(b).over(5), square(c).over(5));
  }

  /** A tube of half length h and two half balls, whose centres of mass lie 3r/8 outside of its ends. */
  private Real[][] capsule(Element geom, Real r, Real h) {
    Real tube = tube(r, h);
    Real balls = Real.PI.times(square(r)).times(r).times(Real.of(4)).over(3);
    Real volume = tube.plus(balls);
    Real across = tube.times(square(r)).over(4).plus(balls.times(square(r)).over(5)).over(volume);
    Real ends = square(h).plus(h.times(r).times(Real.of(3)).over(4)).plus(square(r).over(5));
    Real along = tube.times(square(h)).over(3).plus(balls.times(ends)).over(volume);
    return solid(geom, volume, across, across, along);
  }

  private static Real tube(Real r, Real h) {
    return Real.PI.times(square(r)).times(h).times(Real.of(2));
  }

  /** Second moments are of 1 kg. */
  private Real[][] solid(Element geom, Real volume, Real xx, Real yy, Real zz) {
    String given = attribute(geom, "mass", null);
    Real mass = given != null ? Real.of(given) : volume.times(values(geom, "density", "1000")[0]);
    Real[][] second = {times(Matrices.unit(3, 0, xx), mass), times(Matrices.unit(3, 1, yy), mass),
      times(Matrices.unit(3, 2, zz), mass)};
    return Rigid.bodyOf(mass, Matrices.zeros(3), second);
  }

  private static Real square(Real x) {
    return x.times(x);
  }

  /** A pose whose z axis lies along z; how far it is turned about it does not matter to capsules and cylinders. */
  private static Real[][] zAxis(Real[] z) {
    Real[] u = Matrices.direction(z);
    Real[] other = Matrices.unit(3, u[0].abs().isLess(Real.HALF) ? 0 : 1, Real.ONE);
    return axes(u, 2, other, 0);
  }

  /** Column i along {@code first}, the next one, j, along {@code second} made perpendicular to it. */
  private static Real[][] axes(Real[] first, int i, Real[] second, int j) {
    Real[] u = Matrices.direction(first);
    Real[] v = Matrices.direction(minus(second, times(u, Matrices.dot(u, second))));
    Real[] product = times(Rigid.twist(u, Matrices.zeros(3)), Matrices.join(v, Matrices.zeros(1)));
    Real[][] pose = identity(4);
    for (int row = 0; row < 3; row++) {
      pose[row][i] = u[row];
      pose[row][j] = v[row];
      pose[row][3 - i - j] = product[row];
    }
    return pose;
  }

  private Real[][] pose(Element element) {
    Real[][] place = Rigid.translation(values(element, "pos", "0 0 0"));
    String quaternion = attribute(element, "quat", null);
    String axisAngle = attribute(element, "axisangle", null);
    String euler = attribute(element, "euler", null);
    String xyAxes = attribute(element, "xyaxes", null);
    if (quaternion != null) {
      Real[] q = numbers(quaternion);
      return times(place, Rigid.rotation(new Real[] {q[1], q[2], q[3], q[0]}));
    } else if (axisAngle != null) {
      Real[] a = numbers(axisAngle);
      return times(place, Rigid.rotation(new Real[] {a[0], a[1], a[2]}, radians(a[3])));
    } else if (euler != null) {
      return times(place, euler(numbers(euler)));
    } else if (xyAxes != null) {
      Real[] a = numbers(xyAxes);
      return times(place, axes(new Real[] {a[0], a[1], a[2]}, 0, new Real[] {a[3], a[4], a[5]}, 1));
    }
    return place;
  }

  /** Turns about the axes carried along (small letters) or standing still (capitals), one after the other. */
  private Real[][] euler(Real[] angles) {
    String sequence = compiler.hasAttribute("eulerseq") ? compiler.getAttribute("eulerseq") : "xyz";
    Real[][] pose = identity(4);
    for (int i = 0; i < 3; i++) {
      char letter = sequence.charAt(i);
      Real[] axis = Matrices.unit(3, Character.toLowerCase(letter) - 'x', Real.ONE);
      Real[][] turn = Rigid.rotation(axis, radians(angles[i]));
      pose = Character.isLowerCase(letter) ? times(pose, turn) : times(turn, pose);
    }
    return pose;
  }
}
