package io.github.lanewise.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page of text and charts in one file that needs no other and runs no script. */
public final class HtmlPage {
  private static final String STYLE = """
      :root { color-scheme: light dark; --paper: #fff; --ink: #222; --faint: #555; --grid: #e8e8e8; --link: #0b57a4;
        --c0: #0072B2; --c1: #D55E00; --c2: #009E73; --c3: #CC79A7; --c4: #E69F00; --c5: #56B4E9; --c6: #000000 }
      @media (prefers-color-scheme: dark) { :root { --paper: #15171a; --ink: #ddd; --faint: #aaa; --grid: #33373d;
        --link: #8ab8f0; --c0: #4aa8e0; --c1: #f08a4b; --c2: #2fc79b; --c6: #eeeeee } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
      body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem } a { color: var(--link) }
      h1 { font-size: 1.6rem; margin-bottom: 0; overflow-wrap: anywhere } h2 { font-size: 1.2rem; margin-top: 2.2rem }
      pre { font: 13px/1.5 ui-monospace, monospace; overflow-x: auto }
      .charts { display: flex; flex-wrap: wrap; gap: .8rem } svg { max-width: 100%; height: auto }
      .wide { overflow-x: auto } @media (max-width: 560px) { .wide svg { max-width: none; width: 560px } }
      .grid { stroke: var(--grid); fill: none } .axis { stroke: var(--faint); fill: none }
      .curve { fill: none; stroke-width: 1.8 } .hit { fill: transparent }
      .hit:hover { fill: var(--faint); opacity: .5 }
      .band { opacity: .22; stroke: none } .bar { stroke-width: 1.2 }
      .interval { stroke: var(--ink); stroke-width: 1.4 }
      .tick { font-size: 11px; fill: var(--faint) }
      .label { font-size: 12px; fill: var(--ink) } .title { font-size: 13px; font-weight: 600; fill: var(--ink) }
      """;
  private static final int WIDE = 640;
  private static final int HIGH = 320;
  private static final int WIDE_OF_PLANE = 480;
  private static final int HIGH_OF_PLANE = 420;
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
    if (chart.scale() == Chart.Scale.EQUAL) { // A picture is seen as a whole, if smaller, where a page is narrow.
      body.append(SvgChart.render(chart, WIDE_OF_PLANE, HIGH_OF_PLANE, true));
      return this;
    }
    body.append("<div class='wide'>\n")
        .append(chart.categories().isEmpty() ? SvgChart.render(chart, WIDE, HIGH, true) : SvgBars.render(chart))
        .append("</div>\n");
    return this;
  }

  /** Adds small charts side by side, all with the curves of the first, under one legend. */
  public HtmlPage charts(List<Chart> small) {
    charts.addAll(small);
    body.append(SvgChart.legend(small.getFirst(), NARROW)).append("<div class='charts'>\n");
    small.forEach(chart -> body.append(SvgChart.render(chart, NARROW, LOW, false)));
    body.append("</div>\n");
    return this;
  }

  /** Adds links to files in the folder of the page, with a word about each. */
  HtmlPage files(Map<String, String> files) {
    body.append("<ul>\n");
    files.forEach((name, what) -> body.append("<li><a href='").append(escape(name)).append("'>").append(escape(name))
        .append("</a>: ").append(escape(what)).append("</li>\n"));
    body.append("</ul>\n");
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
