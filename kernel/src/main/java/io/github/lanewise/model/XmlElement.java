package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
  private final StringBuilder content;

  XmlElement(String file, int line, String name) {
    this(file, line, name, new LinkedHashMap<>(), new ArrayList<>(), new StringBuilder());
  }

  private XmlElement(String file, int line, String name, Map<String, String> attributes, List<XmlElement> children,
      StringBuilder content) {
    this.file = file;
    this.line = line;
    this.name = name;
    this.attributes = attributes;
    this.children = children;
    this.content = content;
  }

  void add(XmlElement child) {
    children.add(child);
  }

  void put(String attribute, String value) {
    attributes.put(attribute, value);
  }

  void append(String text) {
    content.append(text);
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

  /** All elements of that name below this one, parents before children. */
  List<XmlElement> descendants(String wanted) {
    List<XmlElement> found = new ArrayList<>();
    for (XmlElement child : children) {
      if (child.name.equals(wanted)) {
        found.add(child);
      }
      found.addAll(child.descendants(wanted));
    }
    return found;
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
    return new XmlElement(file, line, name, all, children, content);
  }

  /** This element, with the given attributes in place of its own. */
  XmlElement with(Map<String, String> others) {
    Map<String, String> all = new LinkedHashMap<>(attributes);
    all.putAll(others);
    return new XmlElement(file, line, name, all, children, content);
  }

  /** This element with other children. */
  XmlElement withChildren(List<XmlElement> others) {
    return new XmlElement(file, line, name, attributes, others, content);
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

  /** A whole number of 32 bits. */
  int integer(String attribute, int otherwise) {
    double value = number(attribute, otherwise);
    if (value != (int) value) {
      throw refuse(this + " has " + shown(attribute) + "; it takes a whole number");
    }
    return (int) value;
  }

  /** Exactly {@code count} numbers, null if the attribute is absent. */
  double[] numbers(String attribute, int count) {
    double[] values = numbers(attribute);
    if (values != null && values.length != count) {
      throw refuse(this + " has " + shown(attribute) + " with " + values.length + " numbers; it takes " + count);
    }
    return values;
  }

  /** At most {@code count} numbers; zeros for those that are not given. */
  double[] padded(String attribute, int count) {
    double[] values = numbers(attribute);
    if (values != null && values.length > count) {
      throw refuse(
          this + " has " + shown(attribute) + " with " + values.length + " numbers; it takes at most " + count);
    }
    return values == null ? new double[count] : Arrays.copyOf(values, count);
  }

  /** How the first of the up to three coefficients of an attribute grows. */
  Growth growth(String attribute) {
    double[] coefficients = padded(attribute, 3);
    return new Growth(coefficients[1], coefficients[2]);
  }

  /** Exactly {@code count} numbers of an attribute that must be there. */
  double[] requiredNumbers(String attribute, int count) {
    requiredText(attribute);
    return numbers(attribute, count);
  }

  /** All numbers of the attribute, null if it is absent. */
  double[] numbers(String attribute) {
    String value = attributes.get(attribute);
    return value == null ? null : numbers(value, shown(attribute));
  }

  /** The number that the element's text is. */
  double contentNumber() {
    double[] numbers = numbers(content.toString(), "the text");
    if (numbers.length != 1) {
      throw refuse(this + " has a text of " + numbers.length + " numbers; it takes 1");
    }
    return numbers[0];
  }

  private double[] numbers(String text, String where) {
    String[] words = text.isBlank() ? new String[0] : SPACE.split(text.strip());
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = NUMBER.matcher(words[i]).matches() ? Double.parseDouble(words[i]) : Double.NaN;
      if (!Double.isFinite(numbers[i])) {
        throw refuse(this + " has " + where + ", where '" + cut(words[i]) + "' is not a finite number");
      }
    }
    return numbers;
  }

  /** What is made of the element's numbers; what is wrong with them is refused here. */
  <T> T make(Supplier<T> made) {
    try {
      return made.get();
    } catch (RobotFormatException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw refuse(this + " has " + e.getMessage());
    }
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

  static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** For messages: the tag, and the name where there is one. */
  @Override
  public String toString() {
    return "<" + name + ">" + (has("name") ? " '" + cut(text("name")) + "'" : "");
  }
}
