package io.github.lanewise.app.shake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.app.report.Plots;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.hardware.recording.RecordedRollouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code lanewise shake}: accuracy against the exact sensitivity, the same from a file as from the simulator, and every
 * mistake named.
 */
final class ShakeTest {
  @TempDir
  private Path folder;

  private Run shake(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("shake"));
    all.addAll(List.of(arguments));
    if (!all.contains("--data")) {
      all.addAll(List.of("--threads", 1));
    }
    return Run.of(all.toArray());
  }

  private JsonNode report(Object... arguments) throws IOException {
    Path json = folder.resolve("report.json");
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--json", json));
    Run run = shake(all.toArray());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return new ObjectMapper().readTree(json.toFile());
  }

  /** Pairs cancel curvature, so the error falls with the square of sigma, until it is that of rounding. */
  @ParameterizedTest
  @CsvSource({"pd, gaussian", "linear, grid", "sine, sobol", "network, uniform", "reach, gaussian"})
  void smallPerturbationsInPairsGiveTheExactSensitivity(String controller, String design) throws IOException {
    JsonNode report = report("--robot", "finger", "--controller", controller, "--sampling", design, "--antithetic",
        "--sigma", 1e-3, "--rollouts", 162, "--nominals", 2, "--steps", 200);
    assertThat(report.get("sensitivity_error_relative").asDouble()).isBetween(1e-12, 1e-4);
    assertThat(report.get("gradient_cosine").asDouble()).isGreaterThan(0.99999);
    assertThat(report.get("rank").asInt()).isEqualTo(report.get("parameters").size());
    assertThat(report.get("samples").asInt()).isEqualTo(200);
    assertThat(report.at("/settings/sampling").asText()).isEqualTo(design);
  }

  /** Error and coverage are means of five shakes: between shakes coverage scatters by 0.045. */
  @ParameterizedTest
  @CsvSource({"quadratic", "gp", "network", "recursive"})
  void estimatorsFindTheSensitivityInNoise(String estimator) throws IOException {
    double error = 0;
    double coverage = 0;
    for (int seed = 1; seed <= 5; seed++) {
      JsonNode report = report("--robot", "finger", "--estimator", estimator, "--position-noise", "1e-4",
          "--velocity-noise", "1e-3", "--rollouts", 128, "--steps", 100, "--seed", seed);
      error += report.get("sensitivity_error_relative").asDouble() / 5;
      coverage += report.get("interval_95_coverage").asDouble() / 5;
      if (estimator.equals("recursive")) {
        assertThat(report.get("settled_after_rollouts").asInt()).isBetween(11, 128);
      }
    }
    assertThat(error).isBetween(1e-6, 0.05);
    assertThat(coverage).isBetween(0.85, 1.0);
  }

  /** 30 roll-outs of the 51 parameters of a network: no interval is infinite, and what they say of themselves holds. */
  @ParameterizedTest
  @CsvSource({"bayes", "directions"})
  void fewerRolloutsThanParameters(String estimator) throws IOException {
    Object[] shaken = {"--robot", "finger", "--controller", "network", "--rollouts", 30, "--nominals", 4,
        "--sigma", 0.01, "--steps", 60, "--position-noise", "1e-4",
        "--velocity-noise", "1e-3", "--estimator", estimator};
    JsonNode report = report(shaken);
    int p = report.get("parameters").size();
    assertThat(p).isEqualTo(51);
    assertThat(report.get("rank").asInt()).isEqualTo(estimator.equals("bayes") ? 26 : 24);
    assertThat(report.get("interval_95_coverage").asDouble()).isBetween(0.9, 1.0);
    assertThat(report.get("sensitivity_standard_error_relative").asDouble()).isFinite();
    assertThat(report.get("gradient_cosine").asDouble()).isGreaterThan(0.3);
    assertThat(report.has("gradient_interval_95_half_widths")).isEqualTo(estimator.equals("directions"));
    shaken[shaken.length - 1] = "ridge";
    Run refused = shake(shaken);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("30 roll-outs of " + p + " parameters: --estimator ridge takes at least "
        + (p + 1) + "; bayes and directions take fewer");
  }

  @Test
  void alignmentTakesOutMostOfTheDelay() throws IOException {
    Object[] delayed = {"--robot", "finger", "--position-noise", "1e-4", "--velocity-noise", "1e-3", "--log-delay", 5,
        "--antithetic", "--steps", 300};
    JsonNode aligned = report(delayed);
    assertThat(aligned.get("delays_samples")).hasSize(256);
    assertThat(aligned.get("samples_used").asInt()).isBetween(294, 296);
    List<Object> not = new ArrayList<>(List.of(delayed));
    not.add("--no-align");
    JsonNode raw = report(not.toArray());
    assertThat(raw.get("delays_samples").isNull()).isTrue();
    assertThat(aligned.get("sensitivity_error_relative").asDouble())
        .isLessThan(0.2 * raw.get("sensitivity_error_relative").asDouble());
  }

  @Test
  void improvementRaisesTheReturnAndReachingComesNearer() throws IOException {
    Path pages = folder.resolve("pages");
    Path json = folder.resolve("report.json");
    Run run = shake("--robot", "finger", "--antithetic", "--improve", 3, "--goal", "0.06,0,-0.09", "--reach",
        "0.07,0.006,-0.11@0.4", "--steps", 250, "--report", pages, "--json", json);
    assertThat(run.err()).isEmpty();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    JsonNode visits = report.get("improvement");
    assertThat(report.at("/goal_m/2").asDouble()).isEqualTo(-0.09);
    JsonNode last = visits.get(visits.size() - 1);
    assertThat(last.get("rollouts_so_far").asInt()).as("three shakes, and 8 for each trial")
        .isEqualTo(3 * 256 + 8 * visits.size());
    double start = visits.get(0).get("return_m2").asDouble();
    double best = Double.NEGATIVE_INFINITY;
    for (JsonNode visit : visits) {
      best = visit.get("accepted").asBoolean() ? visit.get("return_m2").asDouble() : best;
    }
    assertThat(start).isBetween(-0.02, -1e-4);
    assertThat(best).isGreaterThan(0.5 * start);
    double nothing = report.at("/reach/nominal_misses_m/0").asDouble();
    double executed = report.at("/reach/executed_misses_m/0").asDouble();
    assertThat(nothing).isGreaterThan(2e-3);
    assertThat(executed).isLessThan(0.2 * nothing);
    assertThat(run.out()).contains(String.format(Locale.ROOT, "missed by %.3f mm", 1e3 * executed))
        .contains(String.format(Locale.ROOT, "%.4g", start)).contains("P_spread");
    assertThat(pages.toFile().list())
        .containsExactlyInAnyOrder("report.html", "plots.csv", "plots.npz", "sensitivity.npz", "rollouts.npz");
    assertThat(Files.readString(pages.resolve("report.html")))
        .contains("<h2>Return against roll-outs</h2>", "missed by", "command  lanewise shake --robot finger",
            "robot    finger", "seed     1").doesNotContain("<script", "src=")
        .containsOnlyOnce("95 % intervals");
    Plots plots = Plots.read(pages.resolve("plots.npz"));
    assertThat(plots.curve("robot", "path of its tip, before learning", "x")).as("as the chart of x has it")
        .containsExactly(plots.curve("reach_x", "nominal", "y"), within(1e-12));
    double[] after = plots.curve("robot", "path of its tip, after the last policy step", "y");
    assertThat(after).hasSize(250);
    assertThat(after[249]).as("z at the end, mm elsewhere")
        .isNotCloseTo(plots.curve("reach_z", "nominal", "y")[249], within(1e-3));
    double[] d = plots.curve("sensitivity_x1_w4", "exact", "y");
    NpzFile sensitivity = NpzFile.read(pages.resolve("sensitivity.npz"));
    double[] all = sensitivity.array("D_exact", "", 250, 6, 9).values();
    assertThat(sensitivity.texts("parameter_names")).hasSize(9).startsWith("P_spread");
    assertThat(sensitivity.texts("state_names")).hasSize(6);
    for (String file : List.of("sensitivity.npz", "rollouts.npz", "plots.npz")) {
      assertThat(NpzFile.read(pages.resolve(file)).texts("origin")).as(file).contains("robot    finger", "seed     1")
          .anyMatch(line -> line.startsWith("command  lanewise shake --robot finger"));
    }
    assertFailure(shake("--robot", "finger", "--steps", 10, "--report", pages), "did not write, so it is not replaced");
    assertThat(d[100]).isEqualTo(all[(100 * 6 + 1) * 9 + 4]).isNotZero();
  }

  /**
   * The file holds the same numbers, so everything that does not need a simulator comes out the same, to the rounding
   * of sums.
   */
  @ParameterizedTest
  @CsvSource({"npz", "csv"})
  void recordedDataGiveWhatTheSimulatorGave(String format) throws IOException {
    Path pages = folder.resolve("pages");
    Object[] shaken = {"--robot", "finger", "--position-noise", "1e-3", "--velocity-noise", "1e-2", "--rollouts", 60,
        "--steps", 50, "--report", pages};
    JsonNode simulated = report(shaken);
    double[] d = NpzFile.read(pages.resolve("sensitivity.npz")).array("D", "", 50, 6, 9).values();
    Path data = folder.resolve("data." + format);
    RolloutFile.write(data, RecordedRollouts.read(pages.resolve("rollouts.npz"), false).rollouts());
    Path others = folder.resolve("others");
    JsonNode recorded = report("--data", data, "--report", others);
    double[] again = NpzFile.read(others.resolve("sensitivity.npz")).array("D", "", 50, 6, 9).values();
    double norm = Math.sqrt(Arrays.stream(d).map(x -> x * x).sum());
    double difference = Math.sqrt(IntStream.range(0, d.length).mapToDouble(e -> (d[e] - again[e]) * (d[e] - again[e]))
        .sum());
    assertThat(difference / norm).isLessThan(1e-12);
    assertThat(recorded.get("sensitivity_standard_error_relative").asDouble())
        .isCloseTo(simulated.get("sensitivity_standard_error_relative").asDouble(), within(1e-12));
    assertThat(recorded.has("sensitivity_error_relative")).isFalse();
    assertThat(recorded.get("predicted_trajectories").asInt()).isEqualTo(6);
    assertThat(recorded.at("/state_names/0").asText()).isEqualTo("x0");
    assertThat(report("--data", data, "--robot", "finger", "--reach", "0.2,0.02,0").at("/reach/executed_misses_m")
        .isNull()).isTrue();
  }

  @Test
  void badRolloutsOfAFileAreNamedOrDropped() throws IOException {
    Path data = folder.resolve("data.npz");
    NpzFile.write(data, line(0.5, 7, Double.NaN));
    assertFailure(shake("--data", data), "roll-out 7: state 0 at sample 1 is NaN");
    Run run = shake("--data", data, "--drop-bad");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("left out: roll-out 7: state 0 at sample 1 is NaN", "19 roll-outs");
    NpzFile.write(data, line(0, 7, 1));
    assertFailure(shake("--data", data), "parameter 0");
    Files.write(data, Arrays.copyOf(Files.readAllBytes(data), 500));
    assertFailure(shake("--data", data), "no complete .npz archive");
    assertFailure(shake("--data", Files.writeString(folder.resolve("d.csv"), "a,b\n")), "d.csv:1: the header must be");
    assertFailure(shake("--data", folder.resolve("none.csv")), "there is no file", "none.csv");
    assertFailure(shake("--robot", "finger", "--rollouts", 9, "--nominals", 2), "9", "parameters");
  }

  /** x_t = t w with 20 roll-outs of one parameter and two samples; one number is another. */
  private static Map<String, NpyArray> line(double sigma, int rollout, double x1) {
    double[] w = new double[20];
    double[] x = new double[40];
    for (int k = 0; k < 20; k++) {
      w[k] = sigma * (k - 9.5);
      x[2 * k] = w[k];
      x[2 * k + 1] = k == rollout ? x1 : 2 * w[k];
    }
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("W", new NpyArray(w, 20, 1));
    arrays.put("W_nominal", new NpyArray(new double[1], 1));
    arrays.put("x", new NpyArray(x, 20, 2, 1));
    arrays.put("time_step_s", NpyArray.of(0.1));
    return arrays;
  }

  @Test
  void robotsThatFlyApartAreNamedOrDropped() {
    Object[] wild = {"--robot", "finger", "--sigma", 2, "--rollouts", 64, "--steps", 400, "--seed", 3};
    assertFailure(shake(wild), "left the finite numbers", "--drop-bad");
    List<Object> dropping = new ArrayList<>(List.of(wild));
    dropping.add("--drop-bad");
    Run run = shake(dropping.toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("left out: roll-out", "of visit 0: left the finite numbers");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
    "--rollouts; 0; --rollouts must be at least 1, but is 0.",
    "--nominals; 256; less than --rollouts, which is 256, but is 256.",
    "--sigma; 0; --sigma must be positive and finite, but is 0.0.",
    "--sigma; NaN; --sigma must be positive and finite, but is NaN.",
    "--torque-noise; -1; --torque-noise must be finite and not negative, but is -1.0.",
    "--position-noise; -1; --position-noise must be finite and not negative, but is -1.0.",
    "--log-delay; -1; --log-delay must be finite and not negative",
    "--reach; 1,2; '1,2' is no point x,y,z",
    "--reach; 1,2,3@4@5; is no point",
    "--reach; 1,2,nan; is no point",
    "--goal; here; is no point",
    "--estimator; magic; QUADRATIC",
    "--controller; none; NETWORK",
    "--sampling; none; SOBOL",
    "--improve; -1; --improve must not be negative, but is -1.",
    "--threads; 0; --threads must be from 1 to 1024, but is 0.",
    "--steps; 0; --steps must be at least 1, but is 0.",
    "--rate; inf; is not a double"})
  void wrongArgumentsAreNamed(String option, String value, String message) {
    Run run = Run.of("shake", "--robot", "finger", option, value);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("Usage:")
        .endsWith("Try 'lanewise shake --help'." + System.lineSeparator());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void argumentsThatDoNotGoTogetherAreNamed() {
    assertUsage(Run.of("shake"), "Name a --robot to shake, or a file with --data.");
    assertUsage(shake("--robot", "finger", "--align"), "--align needs to know the largest delay");
    assertUsage(shake("--robot", "finger", "--voxels", 2, "--nominals", 1), "--nominals must be at least 2");
    assertUsage(shake("--robot", "finger", "--antithetic", "--nominals", 7), "is odd");
    assertUsage(shake("--robot", "finger", "--improve", 1, "--nominals", 0), "--nominals must be at least 1");
    assertUsage(Run.of("shake", "--data", "x.npz", "--threads", 1), "--threads is for a simulated robot");
    assertUsage(Run.of("shake", "--data", "x.npz", "--position-noise", 1), "--position-noise is for a simulated robot");
    assertUsage(shake("--robot", "finger", "--goal", "0,0,0@1"),
        "'--goal': '0,0,0@1' is no point x,y,z in metres, such as 0.1,0,0.05");
    assertUsage(Run.of("shake", "--data", "x.npz", "--reach", "0,0,0"), "--reach needs a --robot");
    assertUsage(shake("--robot", "finger9"), "'finger9'");
    assertFailure(shake("--robot", "finger", "--steps", 20, "--reach", "0,0,0@9"), "--reach at 9.0 s");
    assertFailure(shake("--robot", "finger", "--rollouts", 2_000_000_000), "out of memory");
    assertFailure(shake("--robot", "finger", "--json", folder.resolve("none/x.json")), "there is no folder");
  }

  @Test
  void placesWhereNothingCanBeWrittenAreRefusedBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertFailure(shake("--robot", "finger", "--report", file), "cannot write a report into " + file, "it is a file");
    assertFailure(shake("--robot", "finger", "--report", file.resolve("x")), "no folder can be made there");
    assertFailure(shake("--robot", "finger", "--json", file.resolve("x.json")), file + " is no folder");
    assertFailure(shake("--robot", "finger", "--json", folder), "it is a folder");
    assertThat(file).hasContent("mine");
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void whatTooFewRolloutsDoNotTellIsCalledUnknown() throws IOException {
    Path data = folder.resolve("data.npz");
    double[] w = {-1, 1};
    NpzFile.write(data, Map.of("W", new NpyArray(w, 2, 1), "W_nominal", new NpyArray(new double[1], 1),
        "x", new NpyArray(w, 2, 1, 1), "time_step_s", NpyArray.of(0.1)));
    Run run = shake("--data", data);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("standard error +unknown +for want of roll-outs")
        .containsPattern("prediction error +unknown").doesNotContain("Infinity", "NaN");
  }

  private static void assertUsage(Run run, String message) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  private static void assertFailure(Run run, String... messages) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: ").contains(messages).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  /** By the rows of the state, a quaternion's among them: what the exact sensitivity and gradient are by, too. */
  @Test
  void learnsFromARobotWhoseBaseIsFree() throws IOException {
    Path robot = folder.resolve("free.xml");
    Files.writeString(robot, """
        <mujoco><worldbody><body name="box"><freejoint/><geom type="box" size=".1 .2 .3"/>
          <body name="arm" pos="0 0 .3"><joint name="hinge" range="-90 90"/><geom type="capsule" size=".05 .2"/></body>
        </body></worldbody></mujoco>
        """);
    Path json = folder.resolve("free.json");
    Run run = shake("--robot", robot, "--steps", 60, "--rollouts", 64, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode errors = new ObjectMapper().readTree(json.toFile());
    assertThat(errors.findValue("sensitivity_error_relative").doubleValue()).isBetween(1e-6, 0.05);
    assertThat(errors.findValue("gradient_cosine").doubleValue()).isGreaterThan(0.999);
  }

  @Test
  void ofAFileWithMotorsTheseJointsAreDrivenAndTheReportSaysSo() throws IOException {
    Path json = folder.resolve("out.json");
    Run run = shake("--robot", "hopper", "--rollouts", 32, "--steps", 20, "--rate", 2000, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("9 parameters", "driven: hip within 150 N m, knee within 120 N m, ankle within 60",
        "swing freely: root_x, root_z, root_pitch");
    JsonNode driven = new ObjectMapper().readTree(json.toFile()).get("driven_joints");
    assertThat(driven).hasSize(3);
    assertThat(driven.get(1).get("name").asText()).isEqualTo("knee");
    assertThat(driven.get(1).get("highest_force").asDouble()).isEqualTo(120);
    Run free = shake("--robot", "finger", "--rollouts", 32, "--steps", 20, "--json", json);
    assertThat(free.out()).doesNotContain("driven:", "swing freely");
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/driven_joints/0/highest_force").isNull()).isTrue();
    assertFailure(Run.of("shake", "--twin", "--robot", "hopper", "--rollouts", 20), "nothing drives root_x");
  }

  @Test
  void whereNothingMovesThereIsNothingToCompareWith() throws IOException {
    StringBuilder lines = new StringBuilder("rollout,time_s,w0,x0\nnominal,,1,\n");
    for (int k = 0; k < 8; k++) {
      lines.append(k).append(",0.01,").append(k < 2 ? 1 : k).append(",0\n");
      lines.append(k).append(",0.02,").append(k < 2 ? 1 : k).append(",0\n");
    }
    Path json = folder.resolve("out.json");
    Run run = shake("--data", Files.writeString(folder.resolve("still.csv"), lines), "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("NaN", "Infinity").containsPattern("standard error +- .*nothing to compare");
    assertThat(Files.readString(json)).doesNotContain("NaN", "Infinity");
  }
}
