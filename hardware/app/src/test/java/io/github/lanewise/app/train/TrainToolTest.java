package io.github.lanewise.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.app.report.Plots;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.data.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good and bad calls of {@code lanewise train}, and of {@code task} and {@code watch} with what it wrote, on cart-poles
 * of a few windows.
 */
final class TrainToolTest {
  /** Two windows are an episode of 240 steps. */
  private static final List<Object> SMALL = List.of("train", "--task", "cartpole", "--threads", 1, "--envs", 6,
      "--window", 120);

  @TempDir
  private Path folder;

  private static Run train(Object... more) {
    List<Object> arguments = new ArrayList<>(SMALL);
    arguments.addAll(Arrays.asList(more));
    return Run.of(arguments.toArray());
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out.json").toFile());
  }

  /** Four windows at once; and one window; and three and then a fourth from their file. */
  @Test
  void aTrainingThatGoesOnEndsWhereOneWithoutABreakDoes() throws IOException {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    Path json = folder.resolve("out.json");
    Run once = train("--method", "mix", "--steps", 2880, "--checkpoint", whole, "--json", json);
    assertThat(once.exitCode()).as(once.err()).isZero();
    JsonNode numbers = json();
    assertThat(numbers.get("curve")).hasSize(4);
    // The time is over after the first window; the rates fall as published, over more windows than were done.
    Run first = train("--method", "mix", "--minutes", 1e-9, "--checkpoint", broken, "--json", json);
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(json().get("curve").get(0).get("environment_steps").asInt()).isEqualTo(720);
    Run refused = train("--method", "mix", "--steps", 2880, "--resume", broken);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("checkpoint of another training: windows is 500 there and 4 here")
        .hasLineCount(1);
    Run again = train("--method", "mix", "--minutes", 1e-9, "--checkpoint", broken);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("there is a training in " + broken + ": go on with it by --resume");

    // As if killed while it wrote after the last window: there is the checkpoint of the third.
    Path half = folder.resolve("half");
    Run killed = train("--method", "mix", "--steps", 2880, "--checkpoint", half, "--checkpoint-every", 0);
    assertThat(killed.exitCode()).isZero();
    Files.delete(half.resolve("checkpoint.npz"));
    assertThat(half.resolve("arguments.txt")).hasContent(
        "--task=cartpole\n--threads=1\n--envs=6\n--window=120\n--method=mix\n--steps=2880\n--checkpoint-every=0\n");
    Run resumed = Run.of("train", "--resume", half, "--threads", 2, "--json", json);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err())
        .contains("going on from " + half.resolve("checkpoint.npz.before") + ", after 2,160 environment steps");
    for (String name : List.of("policy.npz", "best.npz")) {
      assertThat(PolicyFile.read(half.resolve(name)).policy()).as(name)
          .isEqualTo(PolicyFile.read(whole.resolve(name)).policy());
    }
    JsonNode there = json();
    for (int k = 0; k < 4; k++) {
      for (String name : List.of("environment_steps", "return_mean")) {
        assertThat(there.get("curve").get(k).get(name)).as(name + " " + k).isEqualTo(
            numbers.get("curve").get(k).get(name));
      }
    }
    assertThat(there.get("final_return_mean")).isEqualTo(numbers.get("final_return_mean"));
  }

  @Test
  void seedsThePageAndTheNumbersSayTheSame() throws IOException {
    Path report = folder.resolve("report");
    Path json = folder.resolve("out.json");
    Run run = train("--method", "shac", "--steps", 2880, "--seeds", 2, "--seed", 7, "--report", report, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode numbers = json();
    JsonNode seeds = numbers.get("seeds");
    assertThat(seeds).hasSize(2);
    double sum = 0;
    for (int k = 0; k < 2; k++) {
      JsonNode seed = seeds.get(k);
      assertThat(seed.get("seed").asInt()).isEqualTo(7 + k);
      assertThat(seed.get("environment_steps").asInt()).isEqualTo(2880);
      assertThat(seed.get("episodes").asInt()).isEqualTo(12);
      assertThat(seed.get("final_return_mean").asDouble()).isBetween(-5000.0, 0.0);
      assertThat(seed.get("best_return_mean").asDouble())
          .isGreaterThanOrEqualTo(seed.get("final_return_mean").asDouble());
      assertThat(seed.get("curve").get(0).get("return_mean").isNull()).as("before an episode has ended").isTrue();
      assertThat(seed.get("curve").get(3).get("return_mean")).isEqualTo(seed.get("final_return_mean"));
      assertThat(seed.get("curve").get(3).get("seconds").asDouble()).isPositive();
      sum += seed.get("final_return_mean").asDouble();
      PolicyFile policy = PolicyFile.read(report.resolve("policy-seed-" + (7 + k) + ".npz"));
      assertThat(policy.origin()).containsEntry("seed", Integer.toString(7 + k)).containsEntry("method", "shac")
          .containsKeys("command", "version", "date");
    }
    assertThat(seeds.get(0).get("final_return_mean")).isNotEqualTo(seeds.get(1).get("final_return_mean"));
    assertThat(numbers.get("final_return_mean").asDouble()).isCloseTo(sum / 2, within(1e-9));
    assertThat(numbers.get("curve").get(3).get("return_mean").asDouble()).isCloseTo(sum / 2, within(1e-9));
    assertThat(numbers.get("environment_steps_per_second").asDouble()).isPositive();
    assertThat(numbers.get("settings").get("window_steps").asInt()).isEqualTo(120);
    assertThat(run.out()).contains("return of 2 seeds: mean ", "Report: " + report.resolve("report.html"));
    double[] plotted = Plots.read(report.resolve("plots.npz")).curve("return_by_steps", "seed 7", "y");
    assertThat(plotted[plotted.length - 1]).isEqualTo(seeds.get(0).get("final_return_mean").asDouble());
  }

  /** Of one folder, by {@code task} and by {@code watch}; bptt has no values to learn. */
  @Test
  void whatWasLearnedIsScoredAndWatched() throws IOException {
    Path kept = folder.resolve("kept");
    Path json = folder.resolve("out.json");
    assertThat(train("--method", "bptt", "--steps", 2160, "--checkpoint", kept, "--json", json).exitCode()).isZero();
    assertThat(json().get("settings").get("values_learning_rate").isNull()).isTrue();
    Run score = Run.of("task", "--task", "cartpole", "--policy", kept, "--threads", 1, "--envs", 5, "--start",
        "nominal", "--json", json);
    assertThat(score.exitCode()).as(score.err()).isZero();
    JsonNode quiet = json();
    assertThat(quiet.get("finished_episodes").asInt()).isEqualTo(5);
    assertThat(quiet.get("return_standard_error").asDouble()).as("the same without noise").isCloseTo(0, within(1e-9));
    assertThat(score.out()).contains("without noise", "interquartile mean, 95 % interval");
    Run loud = Run.of("task", "--task", "cartpole", "--policy", kept.resolve("best.npz"), "--stochastic", "--threads",
        1, "--envs", 5, "--start", "nominal", "--json", json);
    assertThat(loud.exitCode()).as(loud.err()).isZero();
    JsonNode interval = json().get("return_interquartile_mean_95_percent_interval");
    double mean = json().get("return_interquartile_mean").asDouble();
    assertThat(mean).isBetween(interval.get(0).asDouble(), interval.get(1).asDouble());
    assertThat(json().get("return_standard_error").asDouble()).isPositive();

    Path page = folder.resolve("clip.html");
    Run watched = Run.of("watch", "--checkpoint", kept, "--out", page, "--json", json);
    assertThat(watched.exitCode()).as(watched.err()).isZero();
    assertThat(json().get("steps").asInt()).isEqualTo(241);
    // The return of the episode that is shown is that of the score: the same start, the same robot.
    String note = json().get("notes").get(0).asText();
    double shown = Double.parseDouble(note.replaceAll(".*a return of (\\S+), and.*", "$1"));
    assertThat(shown).isCloseTo(quiet.get("return_mean").asDouble(), within(1e-5 * Math.abs(shown)));
    assertThat(Run.of("watch", "--task", "cartpole", "--policy", kept, "--seed", 3, "--out", page).exitCode()).isZero();
    assertFailure(Run.of("watch", "--task", "hopper", "--policy", kept, "--out", page), "best.npz: the policy is not"
        + " for task 'hopper': it is for task cartpole, not hopper");
    assertFailure(Run.of("task", "--task", "ant", "--policy", kept), "the policy is not for task 'ant'");
    assertFailure(Run.of("task", "--task", "ant", "--policy", folder), "no policy in " + folder, "its folders: kept");
    assertFailure(Run.of("task", "--task", "ant", "--policy", "best"), "there is no file best");
  }

  /** Three windows: the model is used from the twenty-first on, but learned and kept from the first. */
  @Test
  void aModelIsKeptWithTheTraining() throws IOException {
    Path kept = folder.resolve("kept");
    Run run = train("--method", "mbmix", "--steps", 2160, "--forward", "env", "--backward", "model",
        "--model-jacobians", 0.5, "--checkpoint", kept, "--json", folder.resolve("out.json"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode model = json().get("settings").get("model");
    assertThat(model.get("share").asDouble()).isZero();
    assertThat(model.get("gradient_in_robots").asText()).isEqualTo("model");
    assertThat(model.get("jacobian_weight").asDouble()).isEqualTo(0.5);
    double[] states = NpzFile.read(kept.resolve("checkpoint.npz")).array("replay.state", "", -1).values();
    assertThat(states).as("8 steps of 3 windows of 6 robots, 4 rows").hasSize(8 * 3 * 6 * 4);
    assertFailure(train("--resume", kept, "--method", "mbmix", "--steps", 2160), "derivatives");
    Run study = Run.of("train", "--resume", kept, "--agreement", "--study-windows", 2, "--json",
        folder.resolve("out.json"));
    assertThat(study.exitCode()).as(study.err()).isZero();
    assertThat(json().get("relative_errors")).hasSize(120);
    assertThat(study.out()).contains("after 2,160 environment steps");
  }

  @Test
  void gradientsSpreadAtTheWeightsThatWereKept() throws IOException {
    Path kept = folder.resolve("kept");
    Path json = folder.resolve("out.json");
    assertThat(train("--method", "shac", "--steps", 1440, "--checkpoint", kept).exitCode()).isZero();
    byte[] before = Files.readAllBytes(kept.resolve("checkpoint.npz"));
    Run run = Run.of("train", "--resume", kept, "--spread", "0,0.9,1", "--study-windows", 5, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode spread = json().get("spread");
    assertThat(spread).hasSize(4);
    assertThat(spread.get(3).get("deviation").asDouble()).as("lambda 1 is the longest window")
        .isEqualTo(spread.get(0).get("deviation").asDouble());
    assertThat(spread.get(1).get("bias_norm").asDouble()).isPositive();
    assertThat(run.out()).contains("after 1,440 environment steps, gradients of 5 windows");
    assertThat(Files.readAllBytes(kept.resolve("checkpoint.npz"))).isEqualTo(before);
  }

  /** Twice as many outputs as actions, and the same commands. */
  @Test
  void softActorCriticIsKeptScoredAndWatched() throws IOException {
    Path kept = folder.resolve("kept");
    Run run = Run.of("train", "--task", "cartpole", "--method", "sac", "--threads", 1, "--envs", 6, "--steps", 1440,
        "--checkpoint", kept);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("learned by sac", "windows of 8 steps");
    assertThat(PolicyFile.read(kept.resolve("best.npz")).policy().mlp().outputCount()).isEqualTo(2);
    Run score = Run.of("task", "--task", "cartpole", "--policy", kept, "--stochastic", "--threads", 1, "--envs", 5);
    assertThat(score.exitCode()).as(score.err()).isZero();
    Path page = folder.resolve("clip.html");
    assertThat(Run.of("watch", "--task", "cartpole", "--policy", kept, "--out", page).exitCode()).isZero();
    assertThat(Run.of("train", "--resume", kept).exitCode()).isZero();
  }

  /** Whoever learns without a model; then the policy is shown on the robot as its file has it. */
  @ParameterizedTest
  @ValueSource(strings = {"shac", "mix", "ahac", "bptt", "ppo", "sac"})
  void robotsThatVaryAreLearnedOnByAllMethodsWithoutAModel(String method) throws IOException {
    Path kept = folder.resolve("kept");
    Path json = folder.resolve("out.json");
    Run run = Run.of("train", "--task", "tip", "--robot", "finger", "--randomize", "10%", "--position-noise", 0.001,
        "--velocity-noise", 0.03, "--goal", "0.05,0.01,-0.1", "--method", method, "--threads", 1, "--envs", 6,
        "--window", 150, "--steps", 3600, "--checkpoint", kept, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("to (0.05000, 0.01000, -0.1000) m", "robots with masses, friction and torques off by"
        + " up to 10 %, actions late by up to 1 control step, sensors with errors of 0.001 rad and 0.03 rad/s, learned"
        + " by " + method);
    assertThat(json().get("seeds").get(0).get("episodes").asInt()).isEqualTo(12);
    NpzFile checkpoint = NpzFile.read(kept.resolve("checkpoint.npz"));
    double[] parameters = checkpoint.array("robots.parameters", "", -1).values();
    int rows = parameters.length / 6;
    assertThat(IntStream.range(0, 6).mapToObj(lane -> parameters[(lane + 1) * rows - 1])).as("delays of six robots")
        .allMatch(delay -> delay > 0 && delay < 1).doesNotHaveDuplicates();
    assertFailure(Run.of("train", "--task", "tip", "--randomize", "10%", "--action-delay", "0.5",
        "--goal", "0.05,0.01,-0.1", "--position-noise", 0.001, "--velocity-noise", 0.03, "--method", method,
        "--envs", 6, "--window", 150, "--steps", 3600, "--resume", kept),
        "actions late by up to control steps is 1.0 there and 0.5 here");
    for (List<String> source : List.of(List.of("--task", "tip", "--policy"), List.of("--checkpoint"))) {
      List<Object> words = new ArrayList<>(List.of("watch", "--out", folder.resolve("clip.html"), "--json", json));
      words.addAll(source);
      words.add(kept);
      Run watched = Run.of(words.toArray());
      assertThat(watched.exitCode()).as(watched.err()).isZero();
      assertThat(json().get("steps").asInt()).isEqualTo(301);
    }
    String note = json().get("notes").get(0).asText();
    double shown = Double.parseDouble(note.replaceAll(".*a return of (\\S+), and.*", "$1"));
    assertThat(Run.of("task", "--task", "tip", "--policy", kept, "--start", "nominal", "--envs", 1, "--json", json)
        .exitCode()).isZero();
    assertThat(json().get("return_mean").asDouble()).isCloseTo(shown, within(1e-5 * Math.abs(shown)));
  }

  /** A rate that throws the weights out of the finite numbers at once. */
  @Test
  void divergenceIsOneSentenceAndThePolicyIsKept() throws IOException {
    Path kept = folder.resolve("kept");
    Path json = folder.resolve("out.json");
    Run run = Run.of("train", "--task", "cartpole", "--threads", 1, "--envs", 2, "--window", 8, "--method", "shac",
        "--learning-rate", "1e300", "--checkpoint", kept, "--json", json);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("seed 1: the policy's gradient was not finite", "(--window, --learning-rate)",
        "the best policy is in " + kept).hasLineCount(1);
    assertThat(run.out()).contains("diverged");
    assertThat(json().get("seeds").get(0).get("diverged").asBoolean()).isTrue();
    assertThat(kept.resolve("policy.npz")).exists();
  }

  @Test
  void foldersOfOthersAreLeftAlone() throws IOException {
    Path report = Files.createDirectory(folder.resolve("report"));
    Files.writeString(report.resolve("report.html"), "<pre>command  lanewise model --robot hopper</pre>");
    assertFailure(train("--method", "shac", "--report", report), "has a report that 'lanewise train' did not write");
    assertFailure(train("--method", "shac", "--resume", report), "there is no training in " + report);
    Path kept = Files.createDirectory(folder.resolve("kept"));
    NpzFile.write(kept.resolve("checkpoint.npz"), Map.of("checkpoint_version", NpyArray.of(1)));
    assertFailure(train("--method", "shac", "--checkpoint", kept), "there is a training in " + kept);
    assertFailure(train("--method", "shac", "--resume", kept), "is no checkpoint of a policy's training");
    assertFailure(train("--method", "shac", "--checkpoint", Files.writeString(folder.resolve("file"), "")),
        "cannot keep a training in ");
  }

  private static void assertFailure(Run run, String... messages) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: ").contains(messages).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--method shac --task polevault     | no task 'polevault'; there are: cartpole",
    "--task cartpole --method cem       | 'cem'",
    "--task cartpole                    | --method is missing: name both a task and a method",
    "--method shac                      | --task is missing",
    "--task cartpole --method shac --lambda 0.9 | --lambda is for --method mix and mbmix.",
    "--task cartpole --method bptt --renormalize | --renormalize is for --method mix and mbmix.",
    "--task cartpole --method ppo --entropy -1 | --entropy has no meaning for --method ppo.",
    "--task cartpole --method mix --entropy 0.7 | an entropy of 0.7: finite and below log 2",
    "--task cartpole --method mix --lambda 1.5 | a lambda of 1.5: must be in [0, 1]",
    "--task cartpole --method mix --blend -1 | a blend of -1.0: must be in [0, 1]",
    "--task cartpole --method mix --steps 0 | --steps must be at least 1, but is 0.",
    "--task cartpole --method mix --minutes 0 | --minutes must be positive and finite",
    "--task cartpole --method mix --steps 9 --minutes 1 | --steps and --minutes both say how long",
    "--task cartpole --method mix --window 2 | 4 parts of a window of 2 steps: at most as many",
    "--task cartpole --method mix --envs 0 | --envs must be at least 1, but is 0.",
    "--task cartpole --method mix --seeds 0 | --seeds must be at least 1, but is 0.",
    "--task cartpole --method mix --learning-rate 0 | --learning-rate must be positive",
    "--task cartpole --method mix --contact-damping 5 | task 'cartpole' touches nothing",
    "--task cartpole --method mix --checkpoint-every 5 | --checkpoint-every needs a --checkpoint.",
    "--task cartpole --method shac --forward env | --forward is for --method mbmix.",
    "--task cartpole --method mbmix --forward env --model-share 0.3 | --forward leaves one",
    "--task cartpole --method mbmix --model-share 2 | a share of 2.0 of windows in the model: in [0, 1]",
    "--task tip --method mbmix --randomize 20% | --randomize is for --method shac, mix, ahac, bptt, ppo and sac",
    "--task tip --method mbmix --action-delay 0.5 | --action-delay is for --method shac, mix, ahac, bptt, ppo and sac",
    "--task tip --method shac --goal 1,2 | '''1,2'' is no point x,y,z in metres, such as 0.1,0,0.05'",
    "--task tip --method shac --action-delay 2 | actions that are late by up to 2.0 control steps: from 0 to 1",
    "--task tip --method shac --position-noise -0.1 | --position-noise must be finite and not negative, but is -0.1",
    "--task cartpole --method shac --velocity-noise 1 | --velocity-noise is for --task tip.",
    "--task cartpole --method ppo --adaptive | --adaptive is for --method mbmix, mix and shac",
    "--task cartpole --method shac --spread 0.5 | name its folder by --resume",
    "--task cartpole --method mbmix --agreement | name its folder by --resume",
    "--task cartpole --method mix --checkpoint a --resume a | leave --checkpoint out"})
  void refusesWhatMakesNoSense(String arguments, String sentence) {
    Run run = Run.of((Object[]) ("train " + arguments).split(" +"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--policy p --robot hopper     | --robot has no meaning for a policy",
    "--policy p --lanes 0..3       | --lanes has no meaning for a policy",
    "--states s.npz                | name it by --robot",
    "--robot hopper --states s.npz --seed 1 | --seed is for the task of a --policy.",
    "--policy p --checkpoint c     | exclude each other"})
  void watchRefusesWhatMakesNoSense(String arguments, String sentence) {
    Run run = Run.of((Object[]) ("watch --out clip.html " + arguments).split(" +"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
  }
}
