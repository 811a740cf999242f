package io.github.lanewise.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page holds, against formulas; and what is refused. */
final class WatchTest {
  /** A component of a quaternion is kept to half of 1/32767. */
  private static final double TURN = 1.6e-5;

  @TempDir
  private Path folder;

  private Run watch(Path states, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("watch", "--robot", "double_pendulum", "--states", states,
        "--out", page()));
    arguments.addAll(Arrays.asList(more));
    return Run.of(arguments.toArray());
  }

  private Path page() {
    return folder.resolve("clip.html");
  }

  private Path write(Map<String, NpyArray> arrays) throws IOException {
    Path file = folder.resolve("other.npz");
    NpzFile.write(file, arrays);
    return file;
  }

  @Test
  void bodiesAreWhereTheFormulasSay() throws IOException {
    Run run = watch(Pendulum.write(folder), "--lanes", "1..2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    Page page = Page.read(page());
    assertThat(page.clip().get("frames").asInt()).isEqualTo(75);
    assertThat(page.clip().get("frame_step_s").asDouble()).isEqualTo(0.04, within(1e-12));
    for (int lane = 0; lane < 2; lane++) {
      for (int frame = 0; frame < 75; frame++) {
        double first = Pendulum.shoulder(1 + lane, 4 * frame);
        assertThat(page.position(lane, frame, 0)).containsExactly(new double[] {0, 0, 1.2}, within(1e-6));
        assertThat(page.position(lane, frame, 1))
            .containsExactly(Pendulum.elbowPlace(1 + lane, 4 * frame), within(1e-6));
        assertTurn(page.quaternion(lane, frame, 0), first);
        assertTurn(page.quaternion(lane, frame, 1), first + Pendulum.elbow(1 + lane, 4 * frame));
      }
    }
  }

  /** A turn about y. */
  private static void assertTurn(double[] quaternion, double angle) {
    double sign = Math.cos(angle / 2) < 0 ? -1 : 1;
    assertThat(quaternion).containsExactly(
        new double[] {0, sign * Math.sin(angle / 2), 0, sign * Math.cos(angle / 2)}, within(TURN));
  }

  @Test
  void aFreeBodyIsWhereItsConfigurationSays() throws IOException {
    Path robot = Files.writeString(folder.resolve("free.xml"), """
        <mujoco><worldbody><geom type="plane" pos="0 0 -3" size="5 5 1"/>
        <body pos="1 2 3"><freejoint/><geom type="box" size="0.1 0.2 0.3" pos="0.5 0 0"/></body></worldbody></mujoco>
        """);
    SplittableRandom random = new SplittableRandom(3);
    double[] q = random.doubles(7 * 20, -1, 1).toArray();
    for (int step = 0; step < 20; step++) {
      int at = 7 * step + 3;
      double norm = Math.sqrt(q[at] * q[at] + q[at + 1] * q[at + 1] + q[at + 2] * q[at + 2] + q[at + 3] * q[at + 3]);
      for (int i = at; i < at + 4; i++) {
        q[i] /= norm;
      }
    }
    Path states = write(Map.of("q", new NpyArray(q, 20, 7)));
    Run run = Run.of("watch", "--robot", robot, "--states", states, "--time-step", 0.05, "--out", page());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Page page = Page.read(page());
    for (int step = 0; step < 20; step++) {
      double sign = q[7 * step + 6] < 0 ? -1 : 1;
      double[] turn = Arrays.stream(q, 7 * step + 3, 7 * step + 7).map(x -> sign * x).toArray();
      double[] place = Arrays.copyOfRange(q, 7 * step, 7 * step + 3);
      assertThat(page.position(0, step, 0)).containsExactly(place, within(1e-6));
      assertThat(page.quaternion(0, step, 0)).containsExactly(turn, within(TURN));
    }
    assertThat(page.clip().get("ground_m").asDouble()).isEqualTo(-3);
    assertThat(page.clip().get("shapes")).singleElement().satisfies(shape -> {
      assertThat(shape.get("kind").asText()).isEqualTo("box");
      assertThat(shape.get("sizes").toString()).isEqualTo("[0.1,0.2,0.3]");
      assertThat(shape.get("pose").toString()).isEqualTo("[0.5,0.0,0.0,0.0,0.0,0.0,1.0]");
    });
  }

  @Test
  void otherNamesOfArraysMakeTheSamePoses() throws IOException {
    NpyArray q = new NpyArray(Pendulum.configurations(), Pendulum.LANES, Pendulum.STEPS, 2);
    assertThat(watch(Pendulum.write(folder)).exitCode()).isZero();
    JsonNode wanted = Page.read(page()).clip().get("positions_float32");
    Map<String, NpyArray> roll = Map.of("x", Pendulum.arrays().get("states"), "time_step_s", NpyArray.of(0.01));
    Map<String, NpyArray> bare = Map.of("q", q, "qd", q, "time_step_s", NpyArray.of(0.01));
    for (Map<String, NpyArray> arrays : List.of(roll, bare)) {
      Run run = watch(write(arrays));
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(Page.read(page()).clip().get("positions_float32")).isEqualTo(wanted);
    }
  }

  @Test
  void contactsAreInThePageFrameByFrame() throws IOException {
    Map<String, NpyArray> arrays = Pendulum.arrays();
    int size = Pendulum.LANES * Pendulum.STEPS * 2 * 3;
    double[] points = new double[size];
    double[] forces = new double[size];
    Arrays.setAll(points, i -> i / 1000.0);
    Arrays.setAll(forces, i -> i % 11 - 5);
    arrays.put("contact_points", new NpyArray(points, Pendulum.LANES, Pendulum.STEPS, 2, 3));
    arrays.put("contact_forces", new NpyArray(forces, Pendulum.LANES, Pendulum.STEPS, 2, 3));
    assertThat(watch(write(arrays), "--lanes", 1).exitCode()).isZero();
    Page page = Page.read(page());
    assertThat(page.clip().at("/contacts/count").asInt()).isEqualTo(2);
    for (int i = 0; i < 75 * 6; i++) {
      int inFile = (Pendulum.STEPS + i / 6 * 4) * 6 + i % 6;
      assertThat(page.contact("points", i)).isEqualTo(points[inFile], within(1e-6));
      assertThat(page.contact("forces", i)).isEqualTo(forces[inFile]);
    }
    arrays.remove("contact_forces");
    assertThat(watch(write(arrays)).err()).contains("contact_points", "contact_forces");
  }

  @Test
  void thePageSaysWhereItComesFromAndNeedsNothingElse() throws IOException {
    Path states = Pendulum.write(folder);
    Path json = folder.resolve("watch.json");
    Run run = watch(states, "--json", json);
    assertThat(run.err()).contains("One of 4 steps is shown, 75 of 300");
    JsonNode clip = Page.read(page()).clip();
    assertThat(clip.get("robot").asText()).isEqualTo("double_pendulum");
    assertThat(clip.get("command").asText()).startsWith("lanewise watch --robot double_pendulum --states ");
    assertThat(clip.get("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(clip.get("date").asText()).endsWith("Z");
    assertThat(clip.get("seed").asInt()).isEqualTo(42);
    String html = Page.read(page()).html();
    assertThat(html).contains("three.js authors", "Permission is hereby granted")
        .doesNotContain("src=", "href=", "@import", "url(");
    JsonNode written = new ObjectMapper().readTree(json.toFile());
    assertThat(written.get("frames").asInt()).isEqualTo(75);
    assertThat(written.get("lanes").toString()).isEqualTo("[0]");
    assertThat(written.get("duration_s").asDouble()).isEqualTo(2.96, within(1e-9));
    assertThat(written.get("shapes").asInt()).isEqualTo(clip.get("shapes").size());
    assertThat(written.get("bytes").asLong()).isEqualTo(Files.size(page()));
  }

  @Test
  void aNameThatIsMarkupStaysAName() throws IOException {
    String name = "</script><b>&amp;'x";
    Path robot = Files.writeString(folder.resolve("odd.xml"), """
        <mujoco model="&lt;/script&gt;&lt;b&gt;&amp;amp;'x"><worldbody><body><joint/>
        <geom type="sphere" size="0.1"/></body></worldbody></mujoco>
        """);
    Path states = write(Map.of("q", new NpyArray(new double[5], 5, 1)));
    Run run = Run.of("watch", "--robot", robot, "--states", states, "--time-step", 0.1, "--out", page());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Page page = Page.read(page());
    assertThat(page.clip().get("robot").asText()).isEqualTo(name);
    assertThat(page.html()).doesNotContain(name).contains("<title>&lt;/script&gt;&lt;b&gt;&amp;amp;&#39;x");
  }

  @Test
  void onlyPagesOfThisCommandAreReplaced() throws IOException {
    Path states = Pendulum.write(folder);
    assertThat(watch(states).exitCode()).isZero();
    assertThat(watch(states, "--lanes", 2).exitCode()).as("its own page").isZero();
    assertThat(Page.read(page()).clip().get("lanes").toString()).isEqualTo("[2]");
    Files.writeString(page(), "<!DOCTYPE html><html><p>a letter</p></html>");
    Run run = watch(states);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("clip.html", "no page that 'lanewise watch' wrote", "--out");
    assertThat(Files.readString(page())).contains("a letter");
    assertThat(Run.of("watch", "--robot", "finger", "--states", states, "--out", states).exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--robot arm7              | 1 | array 'states' has 4 numbers a step, but robot 'arm7' has nq + nv = 14",
    "--lanes 3                 | 1 | no lane 3: it has 0 to 2",
    "--lanes 1..5              | 1 | no lane 3: it has 0 to 2",
    "--lanes -1                | 2 | the lanes '-1' are no lane or range such as 0 or 0..3",
    "--lanes 2..1              | 2 | the lanes '2..1' are no lane or range such as 0 or 0..3",
    "--lanes 0 --lanes 0..1    | 2 | should be specified only once",
    "--time-step 0.1           | 1 | has time_step_s 0.01, but --time-step is 0.1",
    "--time-step 0             | 2 | --time-step must be positive",
    "--out clip.npz            | 2 | must end in .html, but is clip.npz",
    "--out a.html --json a.html | 2 | --out and --json name the same file, a.html",
    "--out nowhere/clip.html   | 1 | there is no folder"})
  void whatDoesNotFitIsRefused(String options, int exitCode, String message) throws IOException {
    Path states = Pendulum.write(folder);
    List<Object> line = new ArrayList<>(List.of("watch", "--states", states));
    line.addAll(options.contains("--robot") ? List.of() : List.of("--robot", "double_pendulum"));
    line.addAll(options.contains("--out") ? List.of() : List.of("--out", page()));
    line.addAll(Arrays.asList(options.split(" ")));
    Run run = Run.of(line.toArray());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message);
    assertThat(page()).doesNotExist();
  }

  @Test
  void whatIsNotFiniteIsNamedByLaneStepAndRow() throws IOException {
    double[] states = Pendulum.states();
    states[4 * (Pendulum.STEPS + 17) + 1] = Double.NaN;
    Path file = write(Map.of("states", new NpyArray(states, Pendulum.LANES, Pendulum.STEPS, 4),
        "time_step_s", NpyArray.of(0.01)));
    assertThat(watch(file, "--lanes", "0..2").err()).contains("lane 1, step 17: q has NaN in row 1");
    assertThat(watch(file, "--lanes", 2).exitCode()).as("another lane").isZero();
    Path turned = write(Map.of("q", new NpyArray(new double[] {0, 0, 0, 0, 0, 0, 0.9}, 1, 7)));
    Path robot = Files.writeString(folder.resolve("free.xml"), """
        <mujoco><worldbody><body><freejoint name="root"/><geom type="sphere" size="0.1"/></body></worldbody></mujoco>
        """);
    Run run = Run.of("watch", "--robot", robot, "--states", turned, "--time-step", 0.1, "--out", page());
    assertThat(run.err()).contains("lane 0, step 0", "quaternion of length 0.9 in rows 3 to 6", "joint 'root'");
  }

  @Test
  void aFileWithoutStatesIsToldWhatIsRead() throws IOException {
    Run run = watch(write(Map.of("pose", NpyArray.of(1))));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("states or x (lanes x steps x (nq + nv))", "v or qd", "it has pose");
    assertThat(watch(write(Map.of("q", new NpyArray(new double[4], 1, 2, 2)))).err()).contains("give --time-step");
    assertThat(watch(folder.resolve("missing.npz")).err()).contains("missing.npz");
  }
}
