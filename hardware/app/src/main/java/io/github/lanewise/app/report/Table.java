package io.github.lanewise.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measured numbers in rows and columns, to be read by people (Markdown, plain text) and programs (JSON).
 *
 * @param title one sentence: what was measured
 * @param settings names of the leading columns, which say what was set
 * @param measures names of the other columns, with units, as JSON keys
 * @param rows filled by {@link #add}
 */
public record Table(String title, List<String> settings, List<String> measures, List<Row> rows) {
  /** What was set, in integers, doubles or words, and what came of it; NaN where nothing was measured. */
  public record Row(List<Object> settings, double[] measures) {}

  /** A table without rows. */
  public Table(String title, List<String> settings, List<String> measures) {
    this(title, settings, measures, new ArrayList<>());
  }

  /** Adds a row: integers, doubles or words for the leading columns, and a number for each of the others. */
  public void add(List<?> set, double... measured) {
    rows.add(new Row(List.copyOf(set), measured));
  }

  /** The title, and the table under it. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder(title).append("\n\n|");
    settings.forEach(name -> text.append(' ').append(name).append(" |"));
    measures.forEach(name -> text.append(' ').append(name.replace('_', ' ')).append(" |"));
    text.append("\n|").append("---|".repeat(settings.size() + measures.size())).append('\n');
    for (Row row : rows) {
      text.append('|');
      row.settings.forEach(value -> text.append(' ').append(value).append(" |"));
      for (double value : row.measures) {
        text.append(' ').append(format(value)).append(" |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** The title, and the table under it in columns, six digits; what is infinite or was not measured is a dash. */
  public String toText() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(Stream.concat(settings.stream(), measures.stream()).map(name -> name.replace('_', ' ')).toList());
    for (Row row : rows) {
      List<String> line = new ArrayList<>();
      row.settings.forEach(value -> line.add(value.toString()));
      Arrays.stream(row.measures).forEach(value -> line.add(Double.isFinite(value) ? TextPage.number(value) : "-"));
      lines.add(line);
    }
    StringBuilder text = new StringBuilder(title).append(System.lineSeparator());
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int c = 0; c < line.size(); c++) {
        int column = c;
        int width = lines.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
        String gap = " ".repeat(width - line.get(c).length());
        padded.append("  ").append(c < settings.size() ? line.get(c) + gap : gap + line.get(c));
      }
      text.append(padded.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String format(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "" : Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    return value == 0 || Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5
        ? rounded.toPlainString() : String.format(Locale.ROOT, "%.1e", value);
  }

  /** The title, and an object for each row; null where nothing was measured. */
  public ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("title", title);
    ArrayNode list = node.putArray("rows");
    for (Row row : rows) {
      ObjectNode entry = list.addObject();
      for (int c = 0; c < settings.size(); c++) {
        entry.set(settings.get(c), json(row.settings.get(c)));
      }
      for (int c = 0; c < measures.size(); c++) {
        entry.set(measures.get(c), JsonFile.number(row.measures[c]));
      }
    }
    return node;
  }

  private static JsonNode json(Object set) {
    return switch (set) {
      case Integer count -> JsonNodeFactory.instance.numberNode(count);
      case Double number -> JsonFile.number(number);
      default -> JsonNodeFactory.instance.textNode(set.toString());
    };
  }
}
