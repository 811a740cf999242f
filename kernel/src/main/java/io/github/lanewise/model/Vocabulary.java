package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of a format: what stands in an element, read here or left aside. Names that are neither are refused, as a
 * slip of the pen would otherwise change the robot without a word; what is left aside is named once, with its count.
 *
 * <p>A table has a line for an element: names that are read, then behind a bar those that are left aside, then behind
 * another those that are left aside too and of which a warning of its own tells. A star among those that are left aside
 * stands for all others. The element is a name or, where a name has two meanings, a path such as {@code
 * equality/joint}. Elements without a line are not looked into. Names with a colon belong to others than the format:
 * they are left aside, {@code xmlns} without a word.
 */
final class Vocabulary {
  private static final String ALL = "*";

  /** A line of a table. */
  private record Names(List<String> read, List<String> aside, List<String> toldOf) {
    private static final Names NONE = of("");

    static Names of(String line) {
      String[] parts = line.split("\\|", -1);
      return new Names(words(parts, 0), words(parts, 1), words(parts, 2));
    }

    private static List<String> words(String[] parts, int i) {
      return i >= parts.length || parts[i].isBlank() ? List.of() : List.of(parts[i].strip().split("\\s+"));
    }

    boolean isAside(String name) {
      return aside.contains(name)
          || !read.contains(name) && !toldOf.contains(name) && (name.contains(":") || aside.contains(ALL));
    }

    boolean knows(String name) {
      return read.contains(name) || toldOf.contains(name) || isAside(name);
    }

    Stream<String> all() {
      return Stream.of(read, aside, toldOf).flatMap(List::stream);
    }

    /** What begins alike, else what takes the fewest letters to change. */
    String nearest(String name) {
      return all().min(Comparator.comparingInt(known -> known.startsWith(name) ? 0 : distance(known, name)))
          .orElse("none");
    }
  }

  private final Map<String, Names> attributes;
  private final Map<String, Names> children;
  private final Map<String, String> refused;

  /**
   * From tables by element.
   *
   * @param refused of known elements that are refused, or of what they begin with if that ends with a star, what is
   *     said of them
   */
  Vocabulary(Map<String, String> attributes, Map<String, String> children, Map<String, String> refused) {
    this.attributes = table(attributes);
    this.children = table(children);
    this.refused = Map.copyOf(refused);
  }

  private static Map<String, Names> table(Map<String, String> lines) {
    Map<String, Names> table = new HashMap<>();
    lines.forEach((name, line) -> table.put(name, Names.of(line)));
    return table;
  }

  /**
   * Refuses what is unknown in a file, and warns of what is left aside.
   *
   * @param where for the warning, such as " in hand.xml"
   */
  void check(XmlElement root, String where, RobotBuilder builder) {
    Map<String, Integer> aside = new LinkedHashMap<>();
    visit(root, root.name(), aside);
    if (!aside.isEmpty()) {
      builder.warnings.add("left aside" + where + ": " + aside.entrySet().stream()
          .map(entry -> entry.getKey() + " (" + entry.getValue() + ")").collect(Collectors.joining(", ")));
    }
  }

  /** An element whose names are found under {@code key}: its own name or, where that has two meanings, a path. */
  private void visit(XmlElement element, String key, Map<String, Integer> aside) {
    if (!attributes.containsKey(key)) {
      return;
    }
    Names known = attributes.get(key);
    for (String attribute : element.attributes().keySet()) {
      if (attribute.equals("xmlns") || attribute.startsWith("xmlns:")) {
        continue;
      }
      if (!known.knows(attribute)) {
        throw element.refuse(element + " has the attribute '" + XmlElement.cut(attribute)
            + "', which is unknown; the nearest known one is '" + known.nearest(attribute) + "'");
      }
      if (known.isAside(attribute)) {
        aside.merge(attribute + " of <" + element.name() + ">", 1, Integer::sum);
      }
    }
    Names inside = children.getOrDefault(key, Names.NONE);
    for (XmlElement child : element.children()) {
      String refusal = refusal(child.name());
      if (refusal != null) {
        throw child.refuse("<" + XmlElement.cut(child.name()) + "> " + refusal);
      }
      if (!inside.knows(child.name())) {
        throw child.refuse("<" + XmlElement.cut(child.name()) + "> in " + element + " is unknown; the nearest known one"
            + " is <" + inside.nearest(child.name()) + ">");
      }
      if (inside.isAside(child.name())) {
        String of = inside.aside.contains(ALL) ? " of <" + element.name() + ">" : "";
        aside.merge("<" + child.name() + ">" + of, 1, Integer::sum);
      } else {
        String path = element.name() + "/" + child.name();
        visit(child, attributes.containsKey(path) ? path : child.name(), aside);
      }
    }
  }

  private String refusal(String name) {
    for (Map.Entry<String, String> entry : refused.entrySet()) {
      String start = entry.getKey();
      if (start.equals(name) || start.endsWith(ALL) && name.startsWith(start.substring(0, start.length() - 1))) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** All of it, by element. */
  List<FormatWord> words() {
    List<FormatWord> words = new ArrayList<>();
    for (String element : new TreeSet<>(attributes.keySet())) {
      attributes.get(element).all()
          .forEach(name -> words.add(new FormatWord(element, name, true, use(attributes.get(element), name))));
      Names inside = children.getOrDefault(element, Names.NONE);
      inside.all().forEach(name -> words.add(
          new FormatWord(element, name, false, refusal(name) != null ? FormatWord.Use.REFUSED : use(inside, name))));
    }
    return words;
  }

  private static FormatWord.Use use(Names names, String name) {
    return names.read.contains(name) ? FormatWord.Use.READ : FormatWord.Use.LEFT_ASIDE;
  }

  /** How many letters to change, add or take away (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
