package io.github.lanewise.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lanewise.app.Run;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a browser: what is computed on paper is projected by the page's camera, and there the picture has the
 * robot's colour.
 */
final class PageInBrowserTest {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 700;
  private static final int MIDDLE = 37;
  /** Of the colours of lanes, as watch.js has them. */
  private static final double[] HUES = {0.57, 0.07};

  @TempDir
  private Path folder;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    Optional<Path> chromium = Browser.find();
    assumeTrue(chromium.isPresent(), "no Chromium on the PATH to look at pages with");
    Path page = folder.resolve("clip.html");
    Run run = Run.of("watch", "--robot", "double_pendulum", "--states", Pendulum.write(folder), "--lanes", "0..1",
        "--out", page);
    assertThat(run.exitCode()).as(run.err()).isZero();
    browser = Browser.start(chromium.orElseThrow(), Files.createDirectory(folder.resolve("browser")), WIDTH, HEIGHT);
    browser.open(page);
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  /** The pixel of a point of the world, by the page's camera: three.js keeps matrices column by column. */
  private int[] pixel(double... point) throws Exception {
    JsonNode camera = browser.evaluate("[watch.camera.matrixWorldInverse.elements,"
        + " watch.camera.projectionMatrix.elements, [innerWidth, innerHeight]]");
    double[] p = {point[0], point[1], point[2], 1};
    for (int k = 0; k < 2; k++) {
      double[] next = new double[4];
      for (int i = 0; i < 16; i++) {
        next[i % 4] += camera.get(k).get(i).asDouble() * p[i / 4];
      }
      p = next;
    }
    return new int[] {(int) ((1 + p[0] / p[3]) / 2 * camera.get(2).get(0).asInt()),
        (int) ((1 - p[1] / p[3]) / 2 * camera.get(2).get(1).asInt())};
  }

  private static float[] colour(BufferedImage picture, int[] at) {
    Color rgb = new Color(picture.getRGB(at[0], at[1]));
    return Color.RGBtoHSB(rgb.getRed(), rgb.getGreen(), rgb.getBlue(), null);
  }

  private static boolean isRobot(BufferedImage picture, int[] at, int lane) {
    float[] hsb = colour(picture, at);
    return hsb[1] > 0.25 && Math.abs(hsb[0] - HUES[lane]) < 0.05;
  }

  private double[] elbow(int lane, int frame, double spacing) {
    double[] p = Pendulum.elbowPlace(lane, 4 * frame);
    p[1] += lane * spacing;
    return p;
  }

  @Test
  void theRobotIsSeenWhereTheNumbersSay() throws Exception {
    double spacing = Page.read(folder.resolve("clip.html")).clip().get("lane_spacing_m").asDouble();
    browser.evaluate("watch.seek(" + MIDDLE * 0.04 + ")");
    BufferedImage picture = browser.picture();
    for (int lane = 0; lane < 2; lane++) {
      double[] elbow = elbow(lane, MIDDLE, spacing);
      double[] between = {elbow[0] / 2, elbow[1], (elbow[2] + 1.2) / 2};
      assertThat(isRobot(picture, pixel(elbow), lane)).as("elbow of lane %d", lane).isTrue();
      assertThat(isRobot(picture, pixel(between), lane)).as("upper rod of lane %d", lane).isTrue();
      elbow[1] += (lane - 0.5) * spacing;
      assertThat(isRobot(picture, pixel(elbow), lane)).as("beside the elbow of lane %d", lane).isFalse();
    }
    browser.evaluate("watch.seek(" + (MIDDLE + 12) * 0.04 + ")");
    BufferedImage later = browser.picture();
    assertThat(isRobot(later, pixel(elbow(0, MIDDLE + 12, spacing)), 0)).as("elbow later").isTrue();
    assertThat(isRobot(later, pixel(elbow(0, MIDDLE, spacing)), 0)).as("where the elbow was").isFalse();
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).isNotEmpty().allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
  }

  private String text(String id) throws Exception {
    return browser.evaluate("document.getElementById('" + id + "').textContent").asText();
  }

  private void press(String key) throws Exception {
    browser.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: '" + key + "', bubbles: true}))");
  }

  @Test
  void controlsDoWhatTheySay() throws Exception {
    browser.evaluate("new Promise(done => { const look = () =>"
        + " Number(document.getElementById('frame').value) > 2 ? done(true) : setTimeout(look, 20); look(); })");
    browser.evaluate("document.getElementById('play').click()");
    String paused = text("time");
    browser.picture();
    assertThat(text("time")).isEqualTo(paused);
    browser.evaluate("(() => { const f = document.getElementById('frame'); f.value = 30;"
        + " f.dispatchEvent(new Event('input')); })()");
    assertThat(text("time")).isEqualTo("1.20 / 2.96 s");
    press("ArrowRight");
    assertThat(text("time")).isEqualTo("1.24 / 2.96 s");
    press("End");
    assertThat(text("time")).isEqualTo("2.96 / 2.96 s");

    double light = background(browser.picture());
    browser.evaluate("document.getElementById('theme').click()");
    double dark = background(browser.picture());
    assertThat(Math.abs(light - dark)).as("light and dark").isGreaterThan(0.5);

    double before = distance();
    browser.evaluate("document.getElementById('view').dispatchEvent(new WheelEvent('wheel', {deltaY: 400}))");
    browser.picture();
    assertThat(distance()).as("zoomed out").isGreaterThan(before * 1.05);
    press("r");
    assertThat(distance()).isEqualTo(before, within(0.02 * before));
    assertThat(browser.complaints()).isEmpty();
  }

  /** Brightness of the sky, beside the heading. */
  private static double background(BufferedImage picture) {
    return colour(picture, new int[] {WIDTH - 30, 30})[2];
  }

  private double distance() throws Exception {
    return browser.evaluate("watch.camera.position.distanceTo(watch.controls.target)").asDouble();
  }
}
