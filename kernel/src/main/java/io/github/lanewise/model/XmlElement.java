package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An element of a robot file with its line, so that every refusal can say where. Attributes are read as what they
 * should be.
 */
final class XmlElement {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?+(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");
  private static final int SHOWN = 40;

  private final String file;
  private final int line;
  private final String name;
  private final Map<String, String> attributes;
  private final List<XmlElement> children;

  XmlElement(String file, int line, String name) {
    this(file, line, name, new LinkedHashMap<>(), new ArrayList<>());
  }

  private XmlElement(String file, int line, String name, Map<String, String> attributes, List<XmlElement> children) {
    this.file = file;
    this.line = line;
    this.name = name;
    this.attributes = attributes;
    this.children = children;
  }

  void add(XmlElement child) {
    children.add(child);
  }

  void put(String attribute, String value) {
    attributes.put(attribute, value);
  }

  String file() {
    return file;
  }

  int line() {
    return line;
  }

  String name() {
    return name;
  }

  Map<String, String> attributes() {
    return attributes;
  }

  List<XmlElement> children() {
    return children;
  }

  List<XmlElement> children(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).toList();
  }

  /** The child of that name, null if there is none; two are refused. */
  XmlElement child(String wanted) {
    List<XmlElement> found = children(wanted);
    if (found.size() > 1) {
      throw found.get(1).refuse("a second <" + wanted + "> in " + this + "; there may be one");
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The child of that name; its absence is refused. */
  XmlElement requiredChild(String wanted) {
    XmlElement child = child(wanted);
    if (child == null) {
      throw refuse(this + " has no <" + wanted + ">");
    }
    return child;
  }

  /** This element, with the given attributes where it has none of its own. */
  XmlElement withDefaults(Map<String, String> defaults) {
    Map<String, String> all = new LinkedHashMap<>(defaults);
    all.putAll(attributes);
    return new XmlElement(file, line, name, all, children);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** The attribute as it stands, null if it is absent. */
  String text(String attribute) {
    return attributes.get(attribute);
  }

  String text(String attribute, String otherwise) {
    return attributes.getOrDefault(attribute, otherwise);
  }

  String requiredText(String attribute) {
    String value = attributes.get(attribute);
    if (value == null || value.isBlank()) {
      throw refuse(this + " has no " + attribute);
    }
    return value;
  }

  double number(String attribute, double otherwise) {
    return has(attribute) ? number(attribute) : otherwise;
  }

  double number(String attribute) {
    requiredText(attribute);
    return numbers(attribute, 1)[0];
  }

  /** Exactly {@code count} numbers, null if the attribute is absent. */
  double[] numbers(String attribute, int count) {
    double[] values = numbers(attribute);
    if (values != null && values.length != count) {
      throw refuse(this + " has " + shown(attribute) + " with " + values.length + " numbers; it takes " + count);
    }
    return values;
  }

  /** All numbers of the attribute, null if it is absent. */
  double[] numbers(String attribute) {
    String value = attributes.get(attribute);
    if (value == null) {
      return null;
    }
    String[] words = value.isBlank() ? new String[0] : SPACE.split(value.strip());
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = NUMBER.matcher(words[i]).matches() ? Double.parseDouble(words[i]) : Double.NaN;
      if (!Double.isFinite(numbers[i])) {
        throw refuse(this + " has " + shown(attribute) + ", where '" + cut(words[i]) + "' is not a finite number");
      }
    }
    return numbers;
  }

  /** True or false, null if the attribute is absent; anything else is refused. */
  Boolean flag(String attribute) {
    return switch (attributes.get(attribute)) {
      case null -> null;
      case "true" -> true;
      case "false" -> false;
      default -> throw refuse(this + " has " + shown(attribute) + "; it takes true or false");
    };
  }

  /** For messages: {@code type="box"}. */
  String shown(String attribute) {
    return attribute + "=\"" + cut(attributes.get(attribute)) + "\"";
  }

  RobotFormatException refuse(String reason) {
    return new RobotFormatException(file, line, reason);
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** For messages: the tag, and the name where there is one. */
  @Override
  public String toString() {
    return "<" + name + ">" + (has("name") ? " '" + cut(text("name")) + "'" : "");
  }
}
