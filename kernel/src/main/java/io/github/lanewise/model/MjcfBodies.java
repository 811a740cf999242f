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

  private final RobotBuilder builder;
  private final MjcfJoints joints;
  private final MjcfContents contents = new MjcfContents();
  private final List<MjcfScope> attached = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> captured = new LinkedHashSet<>();
  private final Set<String> namesakes = new LinkedHashSet<>();
  private final Set<String> shapeless = new LinkedHashSet<>();
  private final Set<String> unread = new LinkedHashSet<>();
  private final Set<String> fixed = new HashSet<>(Set.of(WORLD));
  private int bodies;

  MjcfBodies(RobotBuilder builder) {
    this.builder = builder;
    joints = new MjcfJoints(builder);
  }

  void read(MjcfFile file) {
    builder.hiddenLink(WORLD, file.mujoco);
    List<XmlElement> worlds = file.mujoco.children("worldbody");
    worlds.forEach(this::collectNames);
    for (XmlElement world : worlds) {
      List<MjcfContents.Item> items = contents.of(world, MjcfScope.of(file));
      addShapes(geoms(items), WORLD);
      inside(items, WORLD);
    }
    builder.warn("mocap bodies, which stay where the file puts them", captured);
    builder.warn("sites with the name of a body, left out of the frames", namesakes);
    builder.warn("geoms whose mesh cannot be read or which a plugin makes, left out of the geometries", shapeless);
    builder.warn("bodies fixed to the world of which some geoms have no mass because it cannot be read", unread);
    joints.warn();
  }

  /** The files of which parts were attached, each as often as that. */
  List<MjcfScope> attached() {
    return attached;
  }

  /** Names of the geoms that are no geometries. */
  Set<String> shapeless() {
    return shapeless;
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

  /** The bodies and sites of a body or of the world, whose link is known. */
  private void inside(List<MjcfContents.Item> items, String link) {
    for (MjcfContents.Item item : items) {
      XmlElement element = item.element();
      switch (element.name()) {
        case "body" -> body(item, link);
        case "attach" -> attach(item, link);
        case "site" -> site(item, link);
        case "joint", "freejoint", "inertial" -> {
          if (link.equals(WORLD)) {
            throw element.refuse(element + " is in the world, which does not move; it belongs into a <body>");
          }
        }
        default -> { }
      }
    }
  }

  /** The body of another file, with the names in it prefixed. */
  private void attach(MjcfContents.Item item, String link) {
    XmlElement attach = item.element();
    MjcfFile file = item.scope().file().attached(attach);
    MjcfVocabulary.NAMES.check(file.mujoco, " in " + file.mujoco.file(), builder);
    String wanted = attach.requiredText("body");
    MjcfScope scope = item.scope().attached(file, attach.text("prefix", ""));
    attached.add(scope);
    for (XmlElement world : file.mujoco.children("worldbody")) {
      for (XmlElement body : world.descendants("body")) {
        if (body.text("name", "").equals(wanted)) {
          body(new MjcfContents.Item(body, item.frame(), scope), link);
          return;
        }
      }
    }
    throw attach.refuse(attach + " has " + attach.shown("body") + ", which is no body of " + file.mujoco.file());
  }

  private void body(MjcfContents.Item item, String parent) {
    XmlElement body = item.element();
    MjcfScope scope = item.scope().inside(body);
    MjcfCompiler compiler = scope.file().compiler;
    bodies++;
    String name = body.has("name") ? scope.name(body.requiredText("name")) : unused("body" + bodies);
    names.add(name);
    if (body.number("gravcomp", 0) != 0) {
      builder.lift(name, body.number("gravcomp"), body);
    }
    List<MjcfContents.Item> written = contents.of(body, scope);
    List<MjcfContents.Item> items = written;
    List<MjcfContents.Item> moves = written.stream().filter(in -> in.is("joint") || in.is("freejoint")).toList();
    if (moves.isEmpty() && fixed.contains(parent)) {
      fixed.add(name);
    }
    if (Boolean.TRUE.equals(body.flag("mocap"))) {
      if (!moves.isEmpty() || !parent.equals(WORLD)) {
        throw body.refuse(body + " has mocap; such a body stands in the world and has no joint");
      }
      captured.add(name);
    }
    List<MjcfGeom> geoms = geoms(items);
    MjcfInertia inertia = inertia(body, name, compiler, geoms);
    BodyInertia weighs = inertia.body();
    Transform pose = item.frame().times(compiler.pose(body));
    if (moves.stream().anyMatch(move -> isAligned(move.resolved(), compiler, written))) {
      items = written.stream().map(in -> in.seenFrom(inertia.frame())).toList();
      geoms = geoms(items);
      pose = pose.times(inertia.frame());
      weighs = inertia.aligned();
    }
    String link = parent;
    for (int i = 0; i < moves.size(); i++) {
      XmlElement move = moves.get(i).resolved();
      boolean free = MjcfJoints.isFree(move);
      if (free && !(moves.size() == 1 && parent.equals(WORLD))) {
        throw move.refuse(move + " is free; it must be the only joint of a body of the world");
      }
      Vec3 position = free ? Vec3.ZERO : moves.get(i).frame().times(compiler.position(move));
      boolean last = i == moves.size() - 1 && position.equals(Vec3.ZERO);
      String child = last ? name : name + " after its joint " + (i + 1);
      if (!last) {
        builder.hiddenLink(child, body);
      }
      joints.add(moves.get(i), link, child, pose.times(new Transform(Mat3.IDENTITY, position)));
      pose = new Transform(Mat3.IDENTITY, position.negate());
      link = child;
    }
    addShapes(geoms, name);
    builder.link(name, weighs, body);
    if (!link.equals(name)) {
      builder.joint(JointSpec.fixed("weld of " + name, link, name).from(body).placement(pose));
    }
    inside(items, name);
  }

  /** A free body that carries no other may have the frame of its inertia. */
  private static boolean isAligned(XmlElement move, MjcfCompiler compiler, List<MjcfContents.Item> items) {
    boolean asked = MjcfJoints.isFree(move)
        && (move.text("align", "auto").equals("auto") ? compiler.alignFree() : move.flag("align"));
    return asked && items.stream().noneMatch(item -> item.is("body") || item.is("attach"));
  }

  private String unused(String wanted) {
    String name = wanted;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }

  private static List<MjcfGeom> geoms(List<MjcfContents.Item> items) {
    return items.stream().filter(item -> item.is("geom")).map(MjcfGeom::read).toList();
  }

  /** The geoms of a body or of the world become geometries of its link. */
  private void addShapes(List<MjcfGeom> geoms, String link) {
    for (MjcfGeom geom : geoms) {
      if (geom.shape() == null) {
        shapeless.add(geom.name().isEmpty() ? "unnamed" : geom.name());
      } else {
        geom.addTo(builder, link);
      }
    }
  }

  private MjcfInertia inertia(XmlElement body, String name, MjcfCompiler compiler, List<MjcfGeom> geoms) {
    XmlElement inertial = body.child("inertial");
    boolean fromGeoms = compiler.inertiaFromGeom() == null ? inertial == null : compiler.inertiaFromGeom();
    if (!fromGeoms) {
      return inertial == null ? MjcfInertia.of(List.of(), compiler) : MjcfInertia.of(inertial, compiler);
    }
    return MjcfInertia.of(geoms.stream().filter(geom -> compiler.weighs(geom.element().number("group", 0))
        && (!fixed.contains(name) || isRead(geom, name))).toList(), compiler);
  }

  /** What is fixed to the world has no part in the dynamics, so its meshes may be missing. */
  private boolean isRead(MjcfGeom geom, String name) {
    if (geom.shape() != null && !(geom.shape() instanceof Shape.Mesh)) {
      return true;
    }
    try {
      geom.inertia();
      return true;
    } catch (RobotFormatException e) {
      unread.add(name);
      return false;
    }
  }

  private void site(MjcfContents.Item item, String link) {
    XmlElement site = item.resolved();
    if (!site.has("name")) {
      return;
    }
    String name = item.scope().name(site.text("name"));
    if (names.contains(name)) {
      namesakes.add(name);
      return;
    }
    double[] ends = site.numbers("fromto", 6);
    Transform pose = item.scope().file().compiler.pose(site);
    if (ends != null) {
      Vec3 from = Vec3.of(ends[0], ends[1], ends[2]);
      Vec3 half = from.minus(Vec3.of(ends[3], ends[4], ends[5])).times(Scalar.of(0.5));
      pose = new Transform(Orientation.zAxis(half), from.minus(half));
    }
    builder.frame(name, link, item.frame().times(pose), site);
  }
}
