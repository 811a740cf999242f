package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the {@code <tendon>} section of an MJCF file, as far as a tendon is fixed: a weighted sum of joints. */
final class MjcfTendons {
  private final RobotBuilder builder;
  private final Set<String> names = new HashSet<>();
  private final List<String> spatial = new ArrayList<>();
  private final List<String> rough = new ArrayList<>();
  private int count;

  MjcfTendons(RobotBuilder builder) {
    this.builder = builder;
  }

  /** Those of the attached files whose joints were attached, then all of the main file. */
  void read(List<MjcfScope> attached, MjcfScope main) {
    all(main).forEach(element -> take(element, main));
    for (MjcfScope scope : attached) {
      all(scope).forEach(element -> take(element, scope));
      all(scope).stream().filter(element -> isAttached(element, scope)).forEach(element -> tendon(element, scope));
    }
    all(main).forEach(element -> tendon(element, main));
    builder.warn("spatial tendons, left out", spatial);
    builder.warn("tendons whose frictionloss is left aside", rough);
  }

  private static List<XmlElement> all(MjcfScope scope) {
    return scope.file().mujoco.children("tendon").stream()
        .flatMap(section -> section.children().stream()).map(scope::resolve).toList();
  }

  private void take(XmlElement element, MjcfScope scope) {
    if (element.has("name")) {
      names.add(scope.name(element.text("name")));
    }
  }

  private boolean isAttached(XmlElement element, MjcfScope scope) {
    return element.name().equals("spatial") || element.children("joint").stream()
        .allMatch(pull -> builder.joints.containsKey(scope.name(pull.requiredText("joint"))));
  }

  private void tendon(XmlElement element, MjcfScope scope) {
    String name = element.has("name") ? scope.name(element.requiredText("name")) : unused();
    if (!element.name().equals("fixed")) {
      spatial.add(name);
      return;
    }
    TendonSpec spec = new TendonSpec(name, element);
    for (XmlElement pull : element.children("joint")) {
      spec.pulls.merge(scope.name(pull.requiredText("joint")), pull.number("coef"), Double::sum);
    }
    if (spec.pulls.isEmpty()) {
      throw element.refuse(element + " couples no joints; it takes <joint> elements");
    }
    spec.stiffness = element.padded("stiffness", 3)[0];
    spec.stiffnessGrowth = element.growth("stiffness");
    spec.damping = element.padded("damping", 3)[0];
    spec.dampingGrowth = element.growth("damping");
    if (element.number("frictionloss", 0) != 0) {
      rough.add(name);
    }
    spec.armature = element.number("armature", 0);
    rest(element, spec);
    builder.tendon(spec);
  }

  /** Where the spring is at rest: -1, or nothing, means the length at which the springs of the joints are. */
  private void rest(XmlElement element, TendonSpec spec) {
    double[] given = element.numbers("springlength");
    double[] ends = given == null || given.length == 0 ? new double[] {-1} : given;
    spec.lowestRest = ends[0];
    spec.highestRest = ends[ends.length - 1];
    if (ends.length > 2 || spec.lowestRest > spec.highestRest) {
      throw element.refuse(element + " has " + element.shown("springlength")
          + "; it takes one length or two, the lower first");
    }
    if (spec.lowestRest == -1 && spec.highestRest == -1) {
      double length = 0;
      for (String name : spec.pulls.keySet()) {
        JointSpec joint = builder.joints.get(name);
        length += joint == null ? 0 : joint.springReference * spec.pulls.get(name);
      }
      spec.lowestRest = length;
      spec.highestRest = length;
    }
  }

  private String unused() {
    while (!names.add("tendon" + count)) {
      count++;
    }
    return "tendon" + count;
  }
}
