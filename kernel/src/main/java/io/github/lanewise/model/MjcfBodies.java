package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the tree of bodies of an MJCF file. A body with several joints becomes a chain with massless links between
 * them, which is what MuJoCo computes: {@code X = pose T(p1) J1 T(-p1) T(p2) J2 T(-p2) ...} with p the joints'
 * positions in the body.
 */
final class MjcfBodies {
  private static final String WORLD = "(world)";
  private static final Set<String> LEFT_ASIDE = Set.of("camera", "light", "plugin");
  private static final Set<String> BUILDING =
      Set.of("include", "frame", "replicate", "attach", "composite", "flexcomp");

  private final MjcfCompiler compiler;
  private final MjcfDefaults defaults;
  private final RobotBuilder builder;
  private final MjcfJoints joints;
  private final Set<String> names = new HashSet<>();
  private final Set<String> unknown = new LinkedHashSet<>();
  private final Set<String> compensated = new LinkedHashSet<>();
  private final Set<String> namesakes = new LinkedHashSet<>();
  private int bodies;

  MjcfBodies(MjcfCompiler compiler, MjcfDefaults defaults, RobotBuilder builder) {
    this.compiler = compiler;
    this.defaults = defaults;
    this.builder = builder;
    joints = new MjcfJoints(compiler, builder);
  }

  void read(XmlElement mujoco) {
    builder.hiddenLink(WORLD, mujoco.line());
    List<XmlElement> worlds = mujoco.children("worldbody");
    worlds.forEach(this::collectNames);
    List<String> scenery = new ArrayList<>();
    for (XmlElement world : worlds) {
      inside(world, WORLD, null);
      world.children("geom").forEach(geom -> scenery.add(geom.text("name", "unnamed")));
    }
    builder.warn("geoms of the world, which are left aside", scenery);
    builder.warn("elements that are not understood and left aside", unknown);
    builder.warn("bodies whose gravcomp or mocap is left aside", compensated);
    builder.warn("sites with the name of a body, left out of the frames", namesakes);
    joints.warn();
  }

  /** Names given in the file come before names that we make up. */
  private void collectNames(XmlElement element) {
    for (XmlElement child : element.children()) {
      if (child.has("name") && child.name().equals("body")) {
        names.add(child.text("name"));
      } else if (child.has("name") && child.name().endsWith("joint")) {
        joints.take(child.text("name"));
      }
      collectNames(child);
    }
  }

  /** The bodies and sites of a body or of the world, whose link and class are known. */
  private void inside(XmlElement element, String link, String childClass) {
    for (XmlElement child : element.children()) {
      switch (child.name()) {
        case "body" -> body(child, link, childClass);
        case "site" -> site(defaults.resolve(child, childClass), link);
        case "joint", "freejoint", "inertial" -> {
          if (link.equals(WORLD)) {
            throw child.refuse(child + " is in the world, which does not move; it belongs into a <body>");
          }
        }
        case "geom" -> { }
        default -> {
          if (BUILDING.contains(child.name())) {
            throw child.refuse("<" + child.name() + "> is not read; write the bodies out");
          } else if (!LEFT_ASIDE.contains(child.name())) {
            unknown.add("<" + child.name() + ">");
          }
        }
      }
    }
  }

  private void body(XmlElement body, String parent, String inheritedClass) {
    String childClass = defaults.childClass(body, inheritedClass);
    bodies++;
    String name = body.has("name") ? body.requiredText("name") : unused("body" + bodies);
    if (body.number("gravcomp", 0) != 0 || body.text("mocap", "false").equals("true")) {
      compensated.add(name);
    }
    List<XmlElement> moves = body.children().stream()
        .filter(child -> child.name().equals("joint") || child.name().equals("freejoint"))
        .map(child -> defaults.resolve(child, childClass)).toList();
    Transform pose = compiler.pose(body);
    String link = parent;
    for (int i = 0; i < moves.size(); i++) {
      XmlElement move = moves.get(i);
      boolean free = MjcfJoints.isFree(move);
      if (free && (moves.size() > 1 || !parent.equals(WORLD))) {
        throw move.refuse(move + " is free; it must be the only joint of a body of the world");
      }
      Vec3 position = free ? Vec3.ZERO : compiler.position(move);
      boolean last = i == moves.size() - 1 && position.equals(Vec3.ZERO);
      String child = last ? name : name + " after its joint " + (i + 1);
      if (!last) {
        builder.hiddenLink(child, body.line());
      }
      joints.add(move, link, child, pose.times(new Transform(Mat3.IDENTITY, position)));
      pose = new Transform(Mat3.IDENTITY, position.negate());
      link = child;
    }
    builder.link(name, inertia(body, childClass), body.line());
    if (!link.equals(name)) {
      builder.joint(JointSpec.fixed("weld of " + name, link, name).line(body.line()).placement(pose));
    }
    inside(body, name, childClass);
  }

  private String unused(String wanted) {
    String name = wanted;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }

  private BodyInertia inertia(XmlElement body, String childClass) {
    XmlElement inertial = body.child("inertial");
    boolean fromGeoms = compiler.inertiaFromGeom() == null ? inertial == null : compiler.inertiaFromGeom();
    if (!fromGeoms) {
      return inertial == null ? BodyInertia.NONE : inertia(inertial);
    }
    List<BodyInertia> parts = new ArrayList<>();
    for (XmlElement child : body.children("geom")) {
      XmlElement geom = defaults.resolve(child, childClass);
      double group = geom.number("group", 0);
      if (group >= compiler.lowestGroup() && group <= compiler.highestGroup()) {
        parts.add(MjcfGeom.inertia(geom, compiler));
      }
    }
    return BodyInertia.weld(parts);
  }

  private BodyInertia inertia(XmlElement inertial) {
    double[] diagonal = inertial.numbers("diaginertia", 3);
    double[] full = inertial.numbers("fullinertia", 6);
    if (diagonal == null == (full == null)) {
      throw inertial.refuse("<inertial> takes either diaginertia or fullinertia");
    }
    Mat3 moments = diagonal != null ? Mat3.of(diagonal[0], 0, 0, 0, diagonal[1], 0, 0, 0, diagonal[2])
        : Mat3.of(full[0], full[3], full[4], full[3], full[1], full[5], full[4], full[5], full[2]);
    return new BodyInertia(inertial.number("mass"), Vec3.ZERO, moments).toParent(compiler.pose(inertial));
  }

  private void site(XmlElement site, String link) {
    if (!site.has("name")) {
      return;
    }
    if (names.contains(site.text("name"))) {
      namesakes.add(site.text("name"));
      return;
    }
    double[] ends = site.numbers("fromto", 6);
    Transform pose = compiler.pose(site);
    if (ends != null) {
      Vec3 from = Vec3.of(ends[0], ends[1], ends[2]);
      Vec3 half = from.minus(Vec3.of(ends[3], ends[4], ends[5])).times(Scalar.of(0.5));
      pose = new Transform(Orientation.zAxis(half), from.minus(half));
    }
    builder.frame(site.text("name"), link, pose, site.line());
  }
}
