package io.github.lanewise.app.report;

import java.util.ArrayList;
import java.util.List;

/** A page of text and charts in one file that needs no other and runs no script. */
public final class HtmlPage {
  private static final String STYLE = """
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; background: #fff }
      body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
      h1 { font-size: 1.6rem; margin-bottom: 0 } h2 { font-size: 1.2rem; margin-top: 2.2rem }
      pre { font: 13px/1.5 ui-monospace, monospace; overflow-x: auto }
      .charts { display: flex; flex-wrap: wrap; gap: .8rem } svg { max-width: 100% }
      .grid { stroke: #e8e8e8; fill: none } .axis { stroke: #555; fill: none } .curve { fill: none; stroke-width: 1.8 }
      .band { opacity: .22; stroke: none } .bar { stroke-width: 1.2 } .tick { font-size: 11px; fill: #555 }
      .label { font-size: 12px; fill: #222 } .title { font-size: 13px; font-weight: 600; fill: #222 }
      """;
  private static final int WIDE = 640;
  private static final int HIGH = 320;
  private static final int NARROW = 340;
  private static final int LOW = 210;

  private final String title;
  private final StringBuilder body = new StringBuilder();
  private final List<Chart> charts = new ArrayList<>();

  /** An empty page under a title. */
  public HtmlPage(String title) {
    this.title = title;
  }

  /** Starts a section. */
  public HtmlPage heading(String text) {
    body.append("<h2>").append(escape(text)).append("</h2>\n");
    return this;
  }

  /** Adds a paragraph. */
  public HtmlPage paragraph(String text) {
    body.append("<p>").append(escape(text)).append("</p>\n");
    return this;
  }

  /** Adds text as it stands, line by line. */
  public HtmlPage text(String lines) {
    body.append("<pre>").append(escape(lines)).append("</pre>\n");
    return this;
  }

  /** Adds a large chart with its legend. */
  public HtmlPage chart(Chart chart) {
    charts.add(chart);
    body.append(SvgChart.render(chart, WIDE, HIGH, true));
    return this;
  }

  /** Adds small charts side by side, all with the curves of the first, under one legend. */
  public HtmlPage charts(List<Chart> small) {
    charts.addAll(small);
    body.append(SvgChart.legend(small.getFirst())).append("<div class='charts'>\n");
    small.forEach(chart -> body.append(SvgChart.render(chart, NARROW, LOW, false)));
    body.append("</div>\n");
    return this;
  }

  /** All charts so far. */
  List<Chart> charts() {
    return List.copyOf(charts);
  }

  /** The file's text. */
  String toHtml() {
    return document(title, "", STYLE, "<h1>" + escape(title) + "</h1>\n" + body);
  }

  /**
   * The text of a file that is a page.
   *
   * @param title as it is read
   * @param head elements of the head before the title, which may be none
   * @param style as CSS
   * @param body what is seen, and scripts
   */
  public static String document(String title, String head, String style, String body) {
    return "<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n" + head + "<meta name='viewport'"
        + " content='width=device-width'>\n<title>" + escape(title) + "</title>\n<style>\n" + style
        + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
  }

  /** Text as HTML has it, in elements and in attributes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
        .replace("\"", "&quot;");
  }
}
