package io.github.lanewise.app.robot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.model.FormatWord;
import io.github.lanewise.model.RobotFormat;
import java.util.ArrayList;
import java.util.List;

/** The names of formats, straight from the tables by which files are read. */
record ElementsReport(List<RobotFormat> formats) {
  private static final int WIDTH = 100;
  private static final int INDENT = 26;

  String toText() {
    TextPage text = new TextPage();
    for (RobotFormat format : formats) {
      text.line("%s", format).line();
      List<FormatWord> words = format.words();
      for (String element : words.stream().map(FormatWord::element).distinct().toList()) {
        text.line("<%s>", element);
        for (boolean attribute : new boolean[] {true, false}) {
          for (FormatWord.Use use : FormatWord.Use.values()) {
            list(text, (attribute ? "attributes " : "elements ") + words(use), words.stream()
                .filter(word -> word.element().equals(element) && word.attribute() == attribute && word.use() == use)
                .map(FormatWord::name).toList());
          }
        }
      }
      text.line();
    }
    return text.toString();
  }

  private static String words(FormatWord.Use use) {
    return Choice.text(use).replace('_', ' ');
  }

  /** Names in lines that are no wider than a terminal. */
  private static void list(TextPage text, String title, List<String> names) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String name : names) {
      if (!line.isEmpty() && INDENT + line.length() + 1 + name.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(name);
    }
    lines.add(line.toString());
    for (int i = 0; i < lines.size() && !names.isEmpty(); i++) {
      text.line("  %-" + (INDENT - 2) + "s%s", i == 0 ? title : "", lines.get(i));
    }
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (RobotFormat format : formats) {
      ArrayNode words = json.putArray(Choice.text(format));
      for (FormatWord word : format.words()) {
        words.addObject().put("element", word.element()).put("name", word.name())
            .put("kind", word.attribute() ? "attribute" : "element").put("use", words(word.use()));
      }
    }
    return json;
  }
}
