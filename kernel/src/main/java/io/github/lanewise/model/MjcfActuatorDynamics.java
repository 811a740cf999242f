package io.github.lanewise.model;

import java.util.List;

/** Reads what an actuator of an MJCF file has between its control and its force: dyntype and what belongs to it. */
final class MjcfActuatorDynamics {
  private final XmlElement element;
  private final String type;

  /** Of an actuator with what its shorthand stands for. */
  MjcfActuatorDynamics(XmlElement element) {
    this.element = element;
    type = element.text("dyntype", "none");
  }

  /** Whether its state is the sum of its controls. */
  boolean integrates() {
    return type.equals("integrator");
  }

  /** Why these dynamics are none of ours; null if they are. */
  String strange() {
    return switch (type) {
      case "none", "integrator" -> null;
      case "filter", "filterexact" -> timeConstant() > 0 ? null
          : "with a state, dyntype " + type + " of the time constant " + timeConstant();
      default -> "with a state, dyntype " + XmlElement.cut(type);
    };
  }

  /** How many numbers MuJoCo has for it in act of a keyframe; -1 if that is not known here. */
  int count() {
    if (element.has("plugin") || List.of("plugin", "dcmotor", "orientation", "pid").contains(element.name())) {
      return -1;
    }
    return element.name().equals("muscle") ? 1 : switch (type) {
      case "none" -> 0;
      case "integrator", "filter", "filterexact", "muscle" -> 1;
      case "user" -> Math.max(1, element.integer("actdim", 1));
      default -> -1;
    };
  }

  /**
   * The dynamics, which are not {@link #strange}.
   *
   * @param inherited the range that the actuator has from its joint, null if it has none
   */
  ActuatorDynamics read(MjcfCompiler compiler, double[] inherited) {
    double[] range = compiler.limits(element, "actlimited", "actrange");
    if (type.equals("none")) {
      if (range != null) {
        throw element.refuse(element + " has " + element.shown("actrange") + " but no state; it takes an actrange with"
            + " a dyntype");
      }
      return ActuatorDynamics.NONE;
    }
    if (element.integer("actdim", 1) > 1) {
      throw element.refuse(element + " has " + element.shown("actdim") + "; the dyntype " + type + " has one number");
    }
    if (inherited != null && type.equals("filter")) {
      throw element.refuse(element + " has inheritrange and the dyntype filter; it takes one with none, integrator or"
          + " filterexact");
    }
    if (inherited != null && integrates()) {
      if (element.has("actrange")) {
        throw element.refuse(element + " has actrange and inheritrange; it takes one of them");
      }
      range = inherited;
    }
    ActuatorDynamics.Kind kind = integrates() ? ActuatorDynamics.Kind.INTEGRATOR
        : type.equals("filter") ? ActuatorDynamics.Kind.FILTER : ActuatorDynamics.Kind.EXACT_FILTER;
    return new ActuatorDynamics(kind, integrates() ? 0 : timeConstant(),
        range == null ? Double.NEGATIVE_INFINITY : range[0], range == null ? Double.POSITIVE_INFINITY : range[1],
        Boolean.TRUE.equals(element.flag("actearly")));
  }

  private double timeConstant() {
    return MjcfShorthands.three(element, "dynprm", 1)[0];
  }
}
