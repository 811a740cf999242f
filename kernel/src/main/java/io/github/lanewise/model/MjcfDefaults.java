package io.github.lanewise.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The classes of an MJCF file's {@code <default>} sections: attributes for the elements that do not give them. */
final class MjcfDefaults {
  /** Kinds of actuators: all are one kind with different shorthands, and share their defaults. */
  static final Set<String> ACTUATORS = Set.of(
      "general", "motor", "position", "velocity", "intvelocity", "damper", "cylinder", "muscle", "adhesion", "dcmotor");
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
        own.computeIfAbsent(kind(element), key -> new LinkedHashMap<>()).putAll(element.attributes());
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
    return element.withDefaults(get(element, name).getOrDefault(kind(element), Map.of()));
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

  private static String kind(XmlElement element) {
    return ACTUATORS.contains(element.name()) ? "actuator" : element.name();
  }
}
