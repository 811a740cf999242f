package io.github.lanewise.app.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good and bad calls of {@code lanewise task}: returns and gradients that an independent program in double precision
 * gave, files that say the same as the page, and one sentence for each mistake.
 */
final class TaskToolTest {
  @TempDir
  private Path folder;

  private static Task task(String name) {
    return Tasks.named(name, TaskVariant.PUBLISHED);
  }

  private Run run(String task, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("task", "--task", task, "--threads", 1, "--timing", 0));
    arguments.addAll(Arrays.asList(more));
    return Run.of(arguments.toArray());
  }

  /** {@code a_i(t) = .5 sin(.7 i + .3 t)} in one lane. */
  private Path actions(String task, int steps) throws IOException {
    int m = task(task).robot().actuators().size();
    double[] values = new double[steps * m];
    for (int k = 0; k < values.length; k++) {
      values[k] = 0.5 * Math.sin(0.7 * (k % m) + 0.3 * (k / m));
    }
    Path file = folder.resolve("actions " + steps + ".npz");
    NpzFile.write(file, Map.of("action", new NpyArray(values, 1, steps, m)));
    return file;
  }

  private Path start(String task) throws IOException {
    double[] x = new double[task(task).stateNames().size()];
    task(task).start(null, x);
    if (task.equals("cartpole")) {
      x[1] = -3;
    }
    Path file = folder.resolve("start.npz");
    NpzFile.write(file, Map.of("x", new NpyArray(task(task).reported(x), 1, x.length)));
    return file;
  }

  private static double sum(NpzFile file, String name) {
    NpyArray array = file.array(name, "", -1, -1);
    return Arrays.stream(array.values()).sum() / array.shape()[0];
  }

  /** Sums have 6 decimals, gradients 8, and half a unit of the last is theirs. */
  @ParameterizedTest
  @CsvSource({
    "cartpole, as-used, -263.553146, -71.757845106, 1.0184861, 1.0184861, -.03393579, -.11842335",
    "hopper, physical, 39.182659, 10.611727004, -.41103629, .68942386, -.46624629, -.21496442",
    "cheetah, as-used, 1.653006, .365114495, .11102230, .03316338, .31587629, .30192194",
    "ant, as-used, 50.967293, 13.673914378, .21729479, .15970904, .15569877, .06154683",
    "ant, physical, 50.589483, NaN, NaN, NaN, NaN, NaN"})
  void returnsAndGradientsAreThoseOfAnIndependentProgram(String name, String inertia, double thirty, double eight,
      double first, double last, double fifth, double eighth) throws IOException {
    Path out = folder.resolve("out.npz");
    Run run = run(name, "--inertia", inertia, "--start", start(name), "--actions", actions(name, 30), "--envs", 3,
        "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(sum(NpzFile.read(out), "reward")).isCloseTo(thirty, within(1e-7 * Math.abs(thirty) + 5e-7));
    assertThat(NpzFile.read(out).has("d_return_d_action")).isFalse();
    if (Double.isNaN(eight)) {
      return;
    }
    Run gradient = run(name, "--inertia", inertia, "--start", start(name), "--actions", actions(name, 8), "--envs", 2,
        "--gradient", "--out", out);
    assertThat(gradient.exitCode()).as(gradient.err()).isZero();
    NpzFile file = NpzFile.read(out);
    assertThat(sum(file, "reward")).isCloseTo(eight, within(1e-7 * Math.abs(eight)));
    int m = task(name).robot().actuators().size();
    double[] bars = file.array("d_return_d_action", "", 2, 8, m).values();
    for (int lane = 0; lane < 2; lane++) {
      int at = lane * 8 * m;
      assertThat(bars[at]).isCloseTo(first, within(1e-6 * Math.abs(first) + 1e-8));
      assertThat(bars[at + m - 1]).isCloseTo(last, within(1e-6 * Math.abs(last) + 1e-8));
      assertThat(bars[at + 4 * m]).isCloseTo(fifth, within(1e-6 * Math.abs(fifth) + 1e-8));
      assertThat(bars[at + 7 * m]).isCloseTo(eighth, within(1e-6 * Math.abs(eighth) + 1e-8));
    }
  }

  /** In windows of 32 steps and in one window with its gradient, on one thread and on two: the same episodes. */
  @Test
  void theFileThePageAndTheNumbersSayTheSame() throws IOException {
    Path out = folder.resolve("out.npz");
    Path json = folder.resolve("out.json");
    Run run = run("hopper", "--steps", 150, "--envs", 9, "--out", out, "--json", json, "--seed", 3);
    assertThat(run.exitCode()).as(run.err()).isZero();
    NpzFile file = NpzFile.read(out);
    double[] reward = file.array("reward", "", 9, 150).values();
    double[] done = file.array("done", "", 9, 150).values();
    double[] action = file.array("action", "", 9, 150, 3).values();
    assertThat(Arrays.stream(action).map(Math::abs).max().orElseThrow()).isBetween(0.99, 1.0);
    List<Double> returns = new ArrayList<>();
    double[] lanes = new double[9];
    for (int lane = 0; lane < 9; lane++) {
      double episode = 0;
      for (int t = 0; t < 150; t++) {
        lanes[lane] += reward[lane * 150 + t];
        episode += reward[lane * 150 + t];
        if (done[lane * 150 + t] != 0) {
          returns.add(episode);
          episode = 0;
        }
      }
    }
    assertThat(returns).as("episodes that ended").hasSizeGreaterThan(4);
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("finished_episodes").asInt()).isEqualTo(returns.size());
    assertThat(report.get("failed_episodes").asInt()).isEqualTo(returns.size());
    assertThat(report.get("blown_up_episodes").asInt()).isZero();
    double mean = returns.stream().mapToDouble(r -> r).average().orElseThrow();
    assertThat(report.get("return_mean").asDouble()).isCloseTo(mean, within(1e-10 * Math.abs(mean)));
    assertThat(run.out()).contains(returns.size() + " failed, 0 at the time limit, 0 blown up");
    assertThat(report.get("environment_steps_per_second").isNull()).isTrue();
    for (int lane = 0; lane < 9; lane++) {
      assertThat(report.get("lane_returns").get(lane).asDouble()).isCloseTo(lanes[lane], within(1e-9));
    }
    // What is observed is the state but for the distance run.
    double[] q = file.array("q", "", 9, 150, 6).values();
    double[] observation = file.array("observation", "", 9, 150, 11).values();
    assertThat(file.texts("q_names").get(1)).isEqualTo(file.texts("observation_names").get(0));
    for (int sample = 0; sample < 9 * 150; sample++) {
      assertThat(observation[sample * 11]).isEqualTo(q[sample * 6 + 1]);
    }
    for (String names : List.of("q_names", "qd_names", "observation_names", "action_names", "done_names")) {
      assertThat(file.texts(names)).as(names).isNotEmpty().doesNotHaveDuplicates();
    }
    Path again = folder.resolve("again.npz");
    Run other = Run.of("task", "--task", "hopper", "--timing", 0, "--threads", 2, "--steps", 150, "--envs", 9,
        "--gradient", "--out", again, "--seed", 3);
    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(other.out()).containsPattern("non-finite gradients +0 +lanes, of 9");
    NpzFile second = NpzFile.read(again);
    for (String name : List.of("q", "qd", "observation", "action")) {
      assertThat(second.array(name, "", -1, -1, -1).values()).as(name)
          .isEqualTo(file.array(name, "", -1, -1, -1).values());
    }
    assertThat(second.array("reward", "", 9, 150).values()).isEqualTo(reward);
    // A file of the command starts and moves the same task again, up to the first end of each lane.
    Path third = folder.resolve("third.npz");
    Run replay = run("hopper", "--start", out, "--actions", out, "--out", third);
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    double[] replayed = NpzFile.read(third).array("q", "", 9, 150, 6).values();
    for (int lane = 0; lane < 9; lane++) {
      int end = 0;
      while (end < 150 && done[lane * 150 + end] == 0) {
        end++;
      }
      assertThat(Arrays.copyOfRange(replayed, lane * 900, lane * 900 + Math.min(150, end + 1) * 6))
          .isEqualTo(Arrays.copyOfRange(q, lane * 900, lane * 900 + Math.min(150, end + 1) * 6));
    }
  }

  /** Cart-poles of 240 steps an episode: two in 500 steps, and the third under way. */
  @Test
  void episodesEndAtTheTimeLimitAndStartAgainWhereTheyStarted() throws IOException {
    Path out = folder.resolve("out.npz");
    Path json = folder.resolve("out.json");
    Run run = run("cartpole", "--policy", "zero", "--start", "nominal", "--steps", 500, "--envs", 2, "--precision",
        "float", "--out", out, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("time_limit_episodes").asInt()).isEqualTo(4);
    assertThat(report.get("return_standard_error").asDouble()).isZero();
    double[] q = NpzFile.read(out).array("q", "", 2, 500, 2).values();
    assertThat(Arrays.copyOfRange(q, 0, 480)).isEqualTo(Arrays.copyOfRange(q, 480, 960));
    double[] done = NpzFile.read(out).array("done", "", 2, 500).values();
    assertThat(done[239]).isEqualTo(2);
    assertThat(Arrays.stream(done).sum()).isEqualTo(8);
  }

  /** A cart-pole is smooth: few time steps give the gradients of many, damped with the step by the implicit rule. */
  @Test
  void aStudyComparesRulesAndNumbersOfTimeSteps() throws IOException {
    Path json = folder.resolve("out.json");
    Run run = Run.of("task", "--task", "cartpole", "--study", "--envs", 4, "--threads", 1, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
    assertThat(rows).hasSize(5);
    for (int k = 0; k < 4; k++) {
      JsonNode row = rows.get(k);
      assertThat(row.get("integrator").asText()).isEqualTo(k < 2 ? "explicit" : "implicit");
      assertThat(row.get("time_steps").asInt()).isEqualTo(k % 2 == 0 ? 2 : 4);
      assertThat(row.get("cosine").asDouble()).isBetween(0.9999, 1 - 1e-9);
      assertThat(row.get("non_finite_lanes").asInt()).isZero();
    }
    assertThat(rows.get(1).get("norm_ratio").asDouble()).isCloseTo(1, within(1e-3));
    double two = 1 - rows.get(2).get("norm_ratio").asDouble();
    double four = 1 - rows.get(3).get("norm_ratio").asDouble();
    assertThat(four / two).as("what drag at the end of a step damps too much, halved").isBetween(0.4, 0.6);
    assertThat(rows.get(4).get("mass_matrix_every").asInt()).isEqualTo(4);
    assertThat(run.out()).contains("against the explicit rule with 256 time steps", "| implicit | 4 | 1 |");
  }

  /** Twice the time steps move a cart-pole a little otherwise; page, numbers and file say that it is another task. */
  @Test
  void anotherTaskIsCalledAnother() throws IOException {
    Path out = folder.resolve("out.npz");
    Path json = folder.resolve("out.json");
    double[] ends = new double[2];
    for (int k = 0; k < 2; k++) {
      List<Object> options = new ArrayList<>(List.of("--policy", "zero", "--start", start("cartpole"), "--steps", 30,
          "--envs", 1, "--out", out, "--json", json));
      options.addAll(k == 0 ? List.of() : List.of("--substeps", 8, "--integrator", "implicit"));
      Run run = run("cartpole", options.toArray());
      assertThat(run.exitCode()).as(run.err()).isZero();
      ends[k] = NpzFile.read(out).array("q", "", 1, 30, 2).values()[59];
      assertThat(run.out().contains("another task by 8 time steps, the implicit rule: ")).isEqualTo(k == 1);
    }
    assertThat(ends[1]).isNotEqualTo(ends[0]).isCloseTo(ends[0], within(0.1));
    assertThat(NpzFile.read(out).texts("changes")).containsExactly("8 time steps, the implicit rule");
    JsonNode settings = new ObjectMapper().readTree(json.toFile()).get("settings");
    assertThat(settings.get("substeps").asInt()).isEqualTo(8);
    assertThat(settings.get("integrator").asText()).isEqualTo("implicit");
  }

  @Test
  void speedsAreMeasuredAndMarkedIfTheyHaveNotSettled() throws IOException {
    Path json = folder.resolve("out.json");
    Run run = Run.of("task", "--task", "cartpole", "--envs", 8, "--steps", 1, "--threads", 1, "--timing", 0.1,
        "--gradient", "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    for (String key : List.of("environment_steps_per_second", "environment_steps_with_gradient_per_second")) {
      assertThat(report.get(key).asDouble()).as(key).isPositive();
      assertThat(report.get(key + "_quartiles").get(0).asDouble()).isLessThanOrEqualTo(report.get(key).asDouble());
      assertThat(report.get(key + "_quartiles").get(1).asDouble()).isGreaterThanOrEqualTo(report.get(key).asDouble());
    }
    assertThat(report.get("warm_up_s").isNull()).isEqualTo(!report.get("warmed_up").asBoolean());
    assertThat(run.out()).contains("env steps per second", "with gradient");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "cartpole; --task=polevault; no task 'polevault'; there are: cartpole, hopper, cheetah, ant, humanoid",
    "cartpole; --envs=0; --envs must be at least 1, but is 0.",
    "cartpole; --steps=-3; --steps must be at least 1, but is -3.",
    "cartpole; --out=a.csv; --out must be an .npz file, but is a.csv.",
    "cartpole; --out=a.npz --json=a.npz; --out and --json name the same file, a.npz.",
    "cartpole; --contact-damping=5; task 'cartpole' touches nothing",
    "cartpole; --substeps=0; --substeps must be at least 1, but is 0.",
    "cartpole; --integrator=best; EXPLICIT",
    "cartpole; --study --steps=5; --steps has no meaning with --study.",
    "cartpole; --study --substeps=5; --substeps has no meaning with --study.",
    "cartpole; --mass-matrix-every=0; --mass-matrix-every must be at least 1, but is 0.",
    "cartpole; --policy=zero --stochastic; --stochastic is for a --policy from a file",
    "cartpole; --policy=best --gradient; --gradient is by given actions",
    "cartpole; --inertia=none; AS_USED"})
  void wrongArgumentsAreNamed(String task, String option, String message) {
    List<String> words = new ArrayList<>(List.of(("task " + option).split(" ")));
    if (!option.startsWith("--task")) {
      words.addAll(List.of("--task", task));
    }
    Run run = Run.of(words.toArray());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message).endsWith("Try 'lanewise task --help'." + System.lineSeparator());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void filesThatDoNotFitAreRefusedWithBothSizes() throws IOException {
    Path actions = actions("hopper", 5);
    assertFailure(run("ant", "--actions", actions), "has shape (1, 5, 3), but one of shape (any, any, 8), lanes x"
        + " steps x actions of task 'ant' is needed");
    assertFailure(run("hopper", "--actions", actions, "--steps", 7), "has 5 steps, but --steps is 7");
    Path start = start("hopper");
    assertFailure(run("ant", "--start", start), "has shape (1, 12), but one of shape (any, 29), lanes x rows of q and"
        + " qd of task 'ant' is needed");
    NpzFile.write(start, Map.of("q", new NpyArray(new double[18], 3, 6), "qd", new NpyArray(new double[18], 3, 6)));
    assertFailure(run("hopper", "--start", start, "--envs", 4), "has 3 lanes, but --envs is 4");
    NpzFile.write(actions, Map.of("action", new NpyArray(new double[12], 2, 2, 3)));
    assertFailure(run("hopper", "--start", start, "--actions", actions), "has 2 lanes, but " + start + " has 3");
    double[] values = new double[12];
    values[10] = Double.NaN;
    NpzFile.write(actions, Map.of("action", new NpyArray(values, 2, 2, 3)));
    assertFailure(run("hopper", "--actions", actions), "lane 1, step 1, row 1 of 'action' ('");
    values = new double[18];
    values[13] = Double.POSITIVE_INFINITY;
    NpzFile.write(start, Map.of("q", new NpyArray(new double[18], 3, 6), "qd", new NpyArray(values, 3, 6)));
    assertFailure(run("hopper", "--start", start), "lane 2, row 1 of 'qd' ('", "is Infinity");
    NpzFile.write(start, Map.of("x", new NpyArray(new double[29], 1, 29)));
    assertFailure(run("ant", "--start", start), "lane 0 is where no robot can be", "quaternion of length 0.0");
    assertThat(Run.of("task", "--task", "hopper", "--policy", "zero", "--actions", actions).err())
        .contains("--policy has no meaning with --actions");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileOfAnotherKindIsNotReplaced(boolean npz) throws IOException {
    Path out = folder.resolve("mine.npz");
    if (npz) {
      NpzFile.write(out, Map.of("W", NpyArray.of(1)));
    } else {
      Files.writeString(out, "notes");
    }
    byte[] before = Files.readAllBytes(out);
    assertFailure(run("cartpole", "--steps", 1, "--out", out), "no .npz file that 'lanewise task' wrote");
    assertThat(Files.readAllBytes(out)).isEqualTo(before);
  }

  private static void assertFailure(Run run, String... messages) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: ").contains(messages).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpSaysWhatComparesAndNamesAllArrays() throws IOException {
    Path out = folder.resolve("out.npz");
    assertThat(run("cartpole", "--steps", 2, "--envs", 1, "--gradient", "--out", out).exitCode()).isZero();
    assertThat(Run.of("task", "--help").out().replaceAll("\\s+", " "))
        .contains("Published returns are returns of such robots, and compare with nothing else")
        .contains(NpzFile.read(out).names());
  }
}
