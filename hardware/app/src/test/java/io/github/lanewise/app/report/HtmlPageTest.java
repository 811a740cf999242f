package io.github.lanewise.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.app.report.Series.Style;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page as a browser would parse it: well formed, alone in its file, with curves where the numbers say. */
final class HtmlPageTest {
  private static final double[] TIME = {0, 1, 2, 3};
  private static final double[] VALUES = {0, 10, 5, 20};

  @TempDir
  private Path folder;

  private static Chart chart(String id) {
    return new Chart(id, "a < b & 'c'", "time [s]", "angle [rad]", List.of(
        new Series("learned, 95 %", Style.LINE, TIME, VALUES, new double[] {-1, 9, Double.NEGATIVE_INFINITY, 19},
            new double[] {1, 11, Double.POSITIVE_INFINITY, 21}),
        Series.of("true", Style.DASHED, TIME, new double[] {0, Double.NaN, 5, 21}),
        new Series("points", Style.POINTS, TIME, VALUES, VALUES, VALUES)));
  }

  private static Document parse(String html) throws Exception {
    String body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
    return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
        .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
    String html = new HtmlPage("T & <T>").heading("<h>").paragraph("p & p")
        .text("a < b\n  c").chart(chart("one")).charts(List.of(chart("two"), chart("three"))).toHtml();
    Document page = parse(html);
    assertThat(page.getElementsByTagName("h1").item(0).getTextContent()).isEqualTo("T & <T>");
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(4);
    assertThat(page.getElementsByTagName("pre").item(0).getTextContent()).isEqualTo("a < b\n  c");
    assertThat(html).doesNotContain("http", "<script", "src=", "href", "url(", "NaN", "Infinity");
  }

  @Test
  void curvesGoThroughTheirPointsAndBreakWhereThereIsNone() throws Exception {
    Document page = parse(new HtmlPage("t").chart(chart("one")).toHtml());
    List<Element> curves = withClass(page, "curve").subList(0, 2);
    Axis x = Axis.over(DoubleStream.of(TIME), false, 11, 62, 626);
    Axis y = Axis.over(DoubleStream.of(-1, 21), true, 7, 280, 26);
    String[] points = curves.get(0).getAttribute("d").split("[ML]");
    assertThat(points).hasSize(5);
    for (int k = 0; k < 4; k++) {
      String[] xy = points[k + 1].split(" ");
      assertThat(Double.parseDouble(xy[0])).isCloseTo(x.place(TIME[k]), within(0.051));
      assertThat(Double.parseDouble(xy[1])).isCloseTo(y.place(VALUES[k]), within(0.051));
    }
    assertThat(curves.get(1).getAttribute("d").replaceAll("[^ML]", "")).isEqualTo("MML");
    assertThat(curves.get(1).getAttribute("stroke")).isNotEqualTo(curves.get(0).getAttribute("stroke"));
    assertThat(withClass(page, "bar")).as("one a point, and one in the legend").hasSize(4 + 1);
    List<Element> bands = withClass(page, "band").subList(0, 2);
    assertThat(bands.get(0).getAttribute("d").replaceAll("[^MLZ]", "")).isEqualTo("MLLLZ");
    assertThat(bands.get(1).getAttribute("d").replaceAll("[^MLZ]", "")).isEqualTo("MLZ");
    assertThat(withClass(page, "label").stream().map(Element::getTextContent))
        .contains("time [s]", "angle [rad]", "learned, 95 %", "true", "points");
  }

  /** Names beside bars from 0 to the values, with intervals; what has no value has a cross; on a scale of powers. */
  @Test
  void barsHaveNamesAndIntervals() throws Exception {
    double[] number = {0, 1, 2};
    double[] values = {0.5, -1, Double.NaN};
    Chart bars = Chart.ofBars("g", "gradient", "parameter", "m", List.of("P_a", "D_b", "q*_c"), List.of(
        new Series("learned", Style.POINTS, number, values, new double[] {0.25, -2, 0}, new double[] {0.75, 0, 0}),
        Series.of("true", Style.POINTS, number, new double[] {1, 1, 1})));
    Document page = parse(new HtmlPage("t").chart(bars).toHtml());
    assertThat(withClass(page, "tick").stream().map(Element::getTextContent)).contains("P_a", "D_b", "q*_c");
    NodeList rects = page.getElementsByTagName("rect");
    assertThat(rects.getLength()).as("five bars, two in the legend").isEqualTo(5 + 2);
    double half = Double.parseDouble(((Element) rects.item(0)).getAttribute("width"));
    double one = Double.parseDouble(((Element) rects.item(1)).getAttribute("width"));
    assertThat(half).isCloseTo(one / 2, within(0.11));
    assertThat(withClass(page, "interval")).hasSize(2);
    assertThat(rects.item(1).getTextContent()).isEqualTo("learned, D_b: -1, -2 to 0, m");
  }

  @Test
  void whatFailedIsACrossAndAScaleOfPowersOfTenHasEqualSteps() throws Exception {
    Chart failed = new Chart("r", "return", "roll-outs", "m", List.of(Series.of("best", Style.LINE, TIME, VALUES),
        Series.of("failed", Style.CROSSES, new double[] {2}, new double[] {Double.NaN})));
    Document page = parse(new HtmlPage("t").chart(failed).toHtml());
    assertThat(withClass(page, "curve").stream().filter(curve -> curve.getAttribute("d").endsWith("l8 8m0 -8l-8 8")))
        .as("one in the chart, one in the legend").hasSize(2);
    Chart powers = new Chart("p", "error", "epoch", "%", List.of(
        Series.of("a", Style.LINE, TIME, new double[] {800, 80, 8, Double.NaN}))).overPowersOfTen();
    String[] points = withClass(parse(new HtmlPage("t").chart(powers).toHtml()), "curve").getFirst().getAttribute("d")
        .split("[ML]");
    assertThat(withClass(parse(new HtmlPage("t").chart(powers).toHtml()), "tick").stream()
        .map(Element::getTextContent)).contains("10", "20", "50", "100", "200", "500");
    double[] high = IntStream.range(1, 4).mapToDouble(k -> Double.parseDouble(points[k].split(" ")[1])).toArray();
    assertThat(high[1] - high[0]).isCloseTo(high[2] - high[1], within(0.11)).isPositive();
  }

  /** A square of 2 m, wider than high on the page only if a metre is not a metre; then a smaller one, less faint. */
  @Test
  void aSquareInAPlaneIsOneOnThePageAndATrailFadesTowardsItsBeginning() throws Exception {
    Chart plane = new Chart("s", "squares", "x [m]", "z [m]", List.of(Series.of("square", Style.TRAIL,
        new double[] {-1, 1, 1, -1, Double.NaN, 0, 1}, new double[] {5, 5, 7, 7, Double.NaN, 5, 6}))).inPlane();
    Document page = parse(new HtmlPage("t").chart(plane).toHtml());
    List<Element> lines = withClass(page, "curve");
    assertThat(lines).as("two in the chart, one in the legend").hasSize(3);
    String[] square = lines.getFirst().getAttribute("d").split("[ML ]");
    double side = Double.parseDouble(square[3]) - Double.parseDouble(square[1]);
    assertThat(side).as("pixels, as high as the chart has room for").isBetween(300.0, 354.0);
    assertThat(Double.parseDouble(square[4]) - Double.parseDouble(square[6])).isCloseTo(side, within(0.11));
    assertThat(lines.subList(0, 2)).extracting(line -> ((Element) line.getParentNode()).getAttribute("opacity"))
        .containsExactly("0.25", "1.00");
    assertThat(lines.get(1).getAttribute("d").split("[ML]")).as("nothing, and two points").hasSize(3);
    assertThat(page.getElementsByTagName("circle").getLength()).isEqualTo(6);
  }

  private static List<Element> withClass(Document page, String name) {
    NodeList all = page.getElementsByTagName("*");
    return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i))
        .filter(element -> element.getAttribute("class").equals(name)).toList();
  }

  @Test
  void everythingPlottedIsInTheFiles() throws Exception {
    HtmlPage page = new HtmlPage("t").chart(chart("one")).charts(List.of(chart("two")));
    PlottedData.writeNpz(folder.resolve("p.npz"), page.charts(), List.of("command  lanewise"));
    PlottedData.writeCsv(folder.resolve("p.csv"), page.charts());
    Plots plots = Plots.read(folder.resolve("p.npz"));
    assertThat(plots.file().names()).containsExactlyInAnyOrder("points", "point_columns", "curve", "chart_names",
        "series_names", "axes", "origin");
    assertThat(plots.file().texts("chart_names")).containsExactly("one", "one", "one", "two", "two", "two");
    assertThat(plots.file().texts("axes")).containsOnly("angle [rad] over time [s]");
    assertThat(plots.file().texts("origin")).containsExactly("command  lanewise");
    assertThat(plots.curve("two", "points", "y")).isEqualTo(VALUES);
    assertThat(plots.curve("one", "learned, 95 %", "low")).containsExactly(-1, 9, Double.NEGATIVE_INFINITY, 19);
    assertThat(plots.curve("two", "true", "high")).containsOnly(Double.NaN).hasSize(4);
    List<String> lines = Files.readAllLines(folder.resolve("p.csv"));
    assertThat(lines).hasSize(1 + 24).startsWith("chart,series,x,y,low,high", "one,\"learned, 95 %\",0.0,0.0,-1.0,1.0");
    assertThat(lines).contains("two,true,1.0,NaN,,");
    assertThatIllegalArgumentException().isThrownBy(
        () -> PlottedData.writeNpz(folder.resolve("q.npz"), List.of(chart("same"), chart("same")),
            List.of()))
            .withMessageContaining("same");
  }
}
