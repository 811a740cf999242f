package io.github.lanewise.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.app.report.Series.Style;
import io.github.lanewise.data.NpzFile;
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

  private static List<Element> withClass(Document page, String name) {
    NodeList all = page.getElementsByTagName("*");
    return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i))
        .filter(element -> element.getAttribute("class").equals(name)).toList();
  }

  @Test
  void everythingPlottedIsInTheFiles() throws Exception {
    HtmlPage page = new HtmlPage("t").chart(chart("one")).charts(List.of(chart("two")));
    PlottedData.writeNpz(folder.resolve("p.npz"), page.charts());
    PlottedData.writeCsv(folder.resolve("p.csv"), page.charts());
    NpzFile npz = NpzFile.read(folder.resolve("p.npz"));
    assertThat(npz.names()).hasSize(20).contains("one.learned_95_.low", "two.true.y");
    assertThat(npz.array("two.points.y", "", 4).values()).isEqualTo(VALUES);
    List<String> lines = Files.readAllLines(folder.resolve("p.csv"));
    assertThat(lines).hasSize(1 + 24).startsWith("chart,series,x,y,low,high", "one,\"learned, 95 %\",0.0,0.0,-1.0,1.0");
    assertThat(lines).contains("two,true,1.0,NaN,,");
    assertThatIllegalArgumentException().isThrownBy(
        () -> PlottedData.writeNpz(folder.resolve("q.npz"), List.of(chart("same"), chart("same"))))
            .withMessageContaining("same");
  }
}
