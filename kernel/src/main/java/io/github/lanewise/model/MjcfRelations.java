package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Reads what an MJCF file says between its bodies: {@code <contact>}, and of {@code <equality>} the couplings of
 * joints. Of an attached file that holds whose names were attached.
 */
final class MjcfRelations {
  /** MuJoCo's name for the world, in which no link of ours is. */
  private static final String WORLD = "world";

  private final RobotBuilder builder;
  private final Set<String> shapeless;
  private final Map<String, Integer> geometries = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> lopsided = new ArrayList<>();
  private final Set<String> others = new LinkedHashSet<>();

  /**
   * For the robot that a builder makes, whose bodies and geoms are known.
   *
   * @param shapeless names of geoms that are no geometries of it
   */
  MjcfRelations(RobotBuilder builder, Set<String> shapeless) {
    this.builder = builder;
    this.shapeless = shapeless;
    for (int i = 0; i < builder.shapes.size(); i++) {
      geometries.putIfAbsent(builder.shapes.get(i).name(), i);
    }
  }

  /** Those of the attached files as far as what they name was attached, then all of the main file. */
  void read(List<MjcfScope> attached, MjcfScope main) {
    attached.forEach(scope -> read(scope, true));
    read(main, false);
    builder.warn("contact pairs with a geom that is left out, left out too", missing);
    builder.warn("contact pairs whose friction differs by direction, of which the first is taken", lopsided);
    builder.warn("constraints that act on the robot and are left aside", others);
  }

  private void read(MjcfScope scope, boolean part) {
    XmlElement mujoco = scope.file().mujoco;
    for (XmlElement section : mujoco.children("contact")) {
      section.children("pair").stream().map(scope::resolve)
          .filter(pair -> !part || known(pair, scope, geometries.keySet(), "geom1", "geom2"))
          .forEach(pair -> pair(pair, scope));
      section.children("exclude").stream()
          .filter(exclude -> !part || known(exclude, scope, builder.links.keySet(), "body1", "body2"))
          .forEach(exclude -> exclude(exclude, scope));
    }
    for (XmlElement section : mujoco.children("equality")) {
      for (XmlElement constraint : section.children()) {
        if (!constraint.name().equals("joint")) {
          others.add("<" + constraint.name() + ">");
        } else if (!part || known(constraint, scope, builder.joints.keySet(), "joint1", "joint2")) {
          coupling(constraint, scope);
        }
      }
    }
  }

  private static boolean known(XmlElement element, MjcfScope scope, Set<String> names, String one, String other) {
    return List.of(one, other).stream().filter(element::has)
        .allMatch(which -> names.contains(scope.name(element.text(which))));
  }

  private static String name(XmlElement element, MjcfScope scope) {
    return element.has("name") ? scope.name(element.text("name")) : "";
  }

  private void pair(XmlElement pair, MjcfScope scope) {
    List<Integer> ends = new ArrayList<>();
    for (String which : List.of("geom1", "geom2")) {
      String geom = scope.name(pair.requiredText(which));
      if (shapeless.contains(geom)) {
        missing.add(geom);
        return;
      }
      if (!geometries.containsKey(geom)) {
        throw pair.refuse(pair + " has " + pair.shown(which) + ", which does not exist");
      }
      ends.add(geometries.get(geom));
    }
    double[] f = {1, 1, 0.005, 0.0001, 0.0001};
    double[] given = MjcfGeom.numbers(pair, "friction", f);
    if (given[0] != given[1] || given[3] != given[4]) {
      lopsided.add(pair.text("geom1") + " and " + pair.text("geom2"));
    }
    String friction = given[0] + " " + given[2] + " " + given[3];
    Material material = MjcfGeom.material(pair.with(Map.of("friction", friction)));
    builder.pairs.add(new ContactPair(name(pair, scope), ends.get(0), ends.get(1), material));
  }

  private void exclude(XmlElement exclude, MjcfScope scope) {
    builder.exclusions.add(new ContactExclusion(
        name(exclude, scope), body(exclude, "body1", scope), body(exclude, "body2", scope)));
  }

  private String body(XmlElement exclude, String which, MjcfScope scope) {
    String body = exclude.requiredText(which);
    if (body.equals(WORLD)) {
      return "";
    }
    RobotBuilder.Link link = builder.links.get(scope.name(body));
    if (link == null || !link.shown()) {
      throw exclude.refuse(exclude + " has " + exclude.shown(which) + ", which does not exist");
    }
    return link.name();
  }

  private void coupling(XmlElement element, MjcfScope scope) {
    XmlElement joint = element.withDefaults(scope.file().defaults.of("equality", element, scope.childClass()));
    String follower = scope.name(joint.requiredText("joint1"));
    String leader = joint.has("joint2") ? scope.name(joint.text("joint2")) : null;
    double[] c = MjcfGeom.numbers(joint, "polycoef", 0, 1, 0, 0, 0);
    if (leader == null) {
      c = Arrays.copyOf(new double[] {c[0]}, c.length);
    }
    boolean active = !Boolean.FALSE.equals(joint.flag("active"));
    builder.couple(new RobotBuilder.Coupled(name(joint, scope), follower, leader,
        DoubleStream.of(c).boxed().toList(), active, joint));
  }
}
