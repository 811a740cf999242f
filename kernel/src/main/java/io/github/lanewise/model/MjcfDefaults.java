package io.github.lanewise.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The classes of an MJCF file's {@code <default>} sections: attributes for the elements that do not give them. */
final class MjcfDefaults {
  /** Kinds of actuators: all are one kind with different shorthands, and share their defaults. */
  static final Set<String> ACTUATORS = Set.of(
      "general", "motor", "position", "velocity", "intvelocity", "damper", "cylinder", "muscle", "adhesion", "dcmotor",
      "orientation", "pid");
  private static final String MAIN = "main";

  /** Class, then element, then attribute. */
  private final Map<String, Map<String, Map<String, String>>> classes = new HashMap<>();

  MjcfDefaults(XmlElement mujoco) {
    classes.put(MAIN, new HashMap<>());
    for (XmlElement section : mujoco.children("default")) {
      read(section, MAIN, classes.get(MAIN));
    }
    for (XmlElement section : mujoco.children("default")) {
      classes.putIfAbsent(section.text("class", MAIN), classes.get(MAIN));
    }
  }

  private void read(XmlElement section, String name, Map<String, Map<String, String>> inherited) {
    Map<String, Map<String, String>> own = new HashMap<>();
    inherited.forEach((element, attributes) -> own.put(element, new LinkedHashMap<>(attributes)));
    for (XmlElement element : section.children()) {
      if (!element.name().equals("default")) {
        Map<String, String> attributes = own.computeIfAbsent(kind(element), key -> new LinkedHashMap<>());
        attributes.putAll(meant(element, attributes).attributes());
      }
    }
    classes.put(name, own);
    for (XmlElement nested : section.children("default")) {
      String nestedName = nested.requiredText("class");
      if (classes.containsKey(nestedName)) {
        throw nested.refuse("two classes are named '" + nestedName + "'; names are unique");
      }
      read(nested, nestedName, own);
    }
  }

  /**
   * The element with what it inherits: from its own class, else from {@code childClass}, else from the outermost class.
   */
  XmlElement resolve(XmlElement element, String childClass) {
    String name = element.text("class", childClass);
    Map<String, String> inherited = get(element, name).getOrDefault(kind(element), Map.of());
    return meant(element, inherited).withDefaults(inherited);
  }

  /** What the class of an element says of a kind of elements, where that is not the element's name. */
  Map<String, String> of(String kind, XmlElement element, String childClass) {
    return get(element, element.text("class", childClass)).getOrDefault(kind, Map.of());
  }

  /** The class for the elements inside a body that names none itself. */
  String childClass(XmlElement body, String inherited) {
    String name = body.text("childclass", inherited);
    get(body, name);
    return name;
  }

  private Map<String, Map<String, String>> get(XmlElement element, String name) {
    Map<String, Map<String, String>> found = classes.get(name == null ? MAIN : name);
    if (found == null) {
      throw element.refuse(element + " is of the class '" + name + "', which no <default> defines");
    }
    return found;
  }

  /** An actuator as the general one that its shorthand stands for; any other element as it is. */
  private static XmlElement meant(XmlElement element, Map<String, String> inherited) {
    return ACTUATORS.contains(element.name()) ? MjcfShorthands.general(element, inherited) : element;
  }

  private static String kind(XmlElement element) {
    return switch (element.name()) {
      case "fixed", "spatial" -> "tendon";
      default -> ACTUATORS.contains(element.name()) ? "actuator" : element.name();
    };
  }
}
