package io.github.lanewise.app.identify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The bodies and joints of an MJCF file by the names that the model read from it has: those of the file, and {@code
 * body3} or {@code joint2} of the third body or second joint where the file gives none.
 */
final class MjcfTree {
  /**
   * A body of the file.
   *
   * @param element where it is
   * @param name as the model has it
   * @param joints elements of its joints, by names of the model
   * @param bodies those on it
   */
  record Body(Element element, String name, Map<String, Element> joints, List<Body> bodies) {}

  private final Path file;
  private final Element mujoco;
  private final Set<String> bodyNames = new HashSet<>();
  private final Set<String> jointNames = new HashSet<>();
  private final List<Element> bodies = new ArrayList<>();
  private final Map<String, Element> joints = new HashMap<>();
  private final Map<String, Body> moved = new HashMap<>();

  /** Of the element {@code <mujoco>}. */
  MjcfTree(Path file, Element mujoco) {
    this.file = file;
    this.mujoco = mujoco;
    List<Element> worlds = RobotXml.children(mujoco, "worldbody");
    worlds.forEach(this::takeNames);
    worlds.forEach(world -> inside(world, new LinkedHashMap<>()));
  }

  private void takeNames(Element element) {
    NodeList all = element.getElementsByTagName("*");
    for (int k = 0; k < all.getLength(); k++) {
      Element each = (Element) all.item(k);
      if (each.hasAttribute("name")) {
        (each.getTagName().equals("body") ? bodyNames : jointNames).add(each.getAttribute("name"));
      }
    }
  }

  /** The joints of an element, through its frames, then the bodies on it. */
  private List<Body> inside(Element parent, Map<String, Element> its) {
    List<Element> below = new ArrayList<>();
    collect(parent, its, below);
    List<Body> on = new ArrayList<>();
    for (Element element : below) {
      bodies.add(element);
      Map<String, Element> moving = new LinkedHashMap<>();
      String name = element.hasAttribute("name") ? element.getAttribute("name")
          : unused("body" + bodies.size(), bodyNames);
      List<Body> children = new ArrayList<>();
      Body body = new Body(element, name, moving, children);
      children.addAll(inside(element, moving));
      if (!moving.isEmpty()) {
        moved.put(List.copyOf(moving.keySet()).getLast(), body);
      }
      on.add(body);
    }
    return on;
  }

  private void collect(Element parent, Map<String, Element> its, List<Element> below) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        switch (element.getTagName()) {
          case "frame" -> collect(element, its, below);
          case "body" -> below.add(element);
          case "joint", "freejoint" -> {
            String name = element.hasAttribute("name") ? element.getAttribute("name")
                : unused("joint" + (joints.size() + 1), jointNames);
            joints.put(name, element);
            its.put(name, element);
          }
          case "replicate", "attach" -> throw new IllegalArgumentException(file + " has a <" + element.getTagName()
              + ">, of which several bodies are made: it cannot be written anew with a number for each; take the"
              + " numbers of --json");
          default -> { }
        }
      }
    }
  }

  private static String unused(String wanted, Set<String> names) {
    String name = wanted;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }

  /** All bodies. */
  List<Element> bodies() {
    return bodies;
  }

  /** A joint's element. */
  Element joint(String name) {
    Element element = joints.get(name);
    if (element == null) {
      throw elsewhere(name);
    }
    return element;
  }

  /** The body of which a joint is the last. */
  Body bodyOf(String joint) {
    Body body = moved.get(joint);
    if (body == null) {
      throw elsewhere(joint);
    }
    return body;
  }

  private IllegalArgumentException elsewhere(String joint) {
    return new IllegalArgumentException("joint '" + joint + "' is not in " + file + " itself, but in a file that it"
        + " includes: name that one as --robot, or take the numbers of --json");
  }

  /** Bodies without joints on a body, and those on them. */
  List<Element> fixedTo(Body body) {
    List<Element> fixed = new ArrayList<>();
    for (Body other : body.bodies()) {
      if (other.joints().isEmpty()) {
        fixed.add(other.element());
        fixed.addAll(fixedTo(other));
      }
    }
    return fixed;
  }

  /** Whether any element has such an attribute. */
  boolean mentions(String attribute) {
    NodeList all = mujoco.getElementsByTagName("*");
    for (int k = 0; k < all.getLength(); k++) {
      if (((Element) all.item(k)).hasAttribute(attribute)) {
        return true;
      }
    }
    return false;
  }
}
