package io.github.lanewise.hardware.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measured numbers in rows and columns, to be read by people (Markdown) and programs (JSON).
 *
 * @param title one sentence: what was measured
 * @param settings names of the leading columns, which say what was set
 * @param measures names of the other columns, with units, as JSON keys
 * @param rows filled by {@link #add}
 */
record Table(String title, List<String> settings, List<String> measures, List<Row> rows) {
  /** What was set, and what came of it; NaN where nothing was measured. */
  record Row(List<String> settings, double[] measures) {}

  Table(String title, List<String> settings, List<String> measures) {
    this(title, settings, measures, new ArrayList<>());
  }

  void add(List<String> setting, double... measured) {
    rows.add(new Row(setting, measured));
  }

  String toMarkdown() {
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

  private static String format(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "" : Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    return value == 0 || Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5
        ? rounded.toPlainString() : String.format(Locale.ROOT, "%.1e", value);
  }

  ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("title", title);
    var list = node.putArray("rows");
    for (Row row : rows) {
      ObjectNode entry = list.addObject();
      for (int c = 0; c < settings.size(); c++) {
        entry.put(settings.get(c), row.settings.get(c));
      }
      for (int c = 0; c < measures.size(); c++) {
        if (Double.isFinite(row.measures[c])) {
          entry.put(measures.get(c), row.measures[c]);
        } else {
          entry.putNull(measures.get(c));
        }
      }
    }
    return node;
  }
}
