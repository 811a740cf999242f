package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads an MJCF file's {@code <actuator>} section, as far as an actuator is a plain motor: {@code tau = gear gain
 * clamp(control)}. The others, with dynamics, feedback or a transmission that is no joint, are left out and listed.
 */
final class MjcfActuators {
  private final MjcfCompiler compiler;
  private final MjcfDefaults defaults;
  private final RobotBuilder builder;
  private final List<String> leftOut = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  MjcfActuators(MjcfCompiler compiler, MjcfDefaults defaults, RobotBuilder builder) {
    this.compiler = compiler;
    this.defaults = defaults;
    this.builder = builder;
  }

  void read(XmlElement mujoco) {
    List<XmlElement> all =
        mujoco.children("actuator").stream().flatMap(section -> section.children().stream()).toList();
    all.stream().filter(element -> element.has("name")).forEach(element -> names.add(element.text("name")));
    all.forEach(element -> actuator(defaults.resolve(element, null)));
    builder.warn("actuators that are no plain motors on a joint, left out", leftOut);
  }

  private void actuator(XmlElement element) {
    String joint = element.text("joint", element.text("jointinparent"));
    JointSpec driven = joint == null ? null : builder.joints.get(joint);
    if (joint != null && (driven == null || driven.kind == null)) {
      throw element.refuse(element + " drives the joint '" + joint + "', which does not exist");
    }
    String name = element.has("name") ? element.text("name")
        : joint != null && names.add(joint) ? joint : unused(element.name());
    int row = driven == null ? -1 : row(element, driven);
    if (row < 0 || !plain(element)) {
      leftOut.add(name + " (" + element.name() + ")");
      return;
    }
    double[] gears = element.numbers("gear");
    double gear = gears == null || gears.length == 0 ? 1 : gears[driven.kind.nv() == 1 ? 0 : row];
    double[] gains = element.name().equals("general") ? element.numbers("gainprm") : null;
    double gain = gains == null || gains.length == 0 ? 1 : gains[0];
    double[] control = range(element, "ctrllimited", "ctrlrange");
    double[] force = range(element, "forcelimited", "forcerange");
    double a = gain == 0 ? Double.NEGATIVE_INFINITY : force[0] / gain;
    double b = gain == 0 ? Double.POSITIVE_INFINITY : force[1] / gain;
    double lower = Math.max(control[0], Math.min(a, b));
    double upper = Math.min(control[1], Math.max(a, b));
    builder.motor(new RobotBuilder.Motor(name, joint, row, gear * gain, lower, upper, element.line()));
  }

  private String unused(String kind) {
    int i = 0;
    while (!names.add(kind + i)) {
      i++;
    }
    return kind + i;
  }

  /**
   * The driven row of velocity; -1 if it is none: several rows at once, or forces on world axes, which ours are not.
   */
  private static int row(XmlElement element, JointSpec driven) {
    if (driven.kind.nv() == 1) {
      return 0;
    }
    double[] gears = element.numbers("gear");
    int row = -1;
    for (int i = 0; gears != null && i < gears.length; i++) {
      if (gears[i] != 0) {
        row = row == -1 ? i : 6;
      }
    }
    boolean onBodyAxes = driven.kind == JointKind.FREE ? row >= 3 : !element.has("jointinparent");
    return onBodyAxes && row < driven.kind.nv() ? row : -1;
  }

  private static boolean plain(XmlElement element) {
    return switch (element.name()) {
      case "motor" -> true;
      case "general" -> element.text("dyntype", "none").equals("none")
          && element.text("gaintype", "fixed").equals("fixed")
          && element.text("biastype", "none").equals("none");
      default -> false;
    };
  }

  private double[] range(XmlElement element, String flag, String attribute) {
    return compiler.limited(element, flag, attribute) ? element.numbers(attribute, 2)
        : new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
  }
}
