package io.github.lanewise.app.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.data.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --task FILE.java}, by the file and the commands that the README shows, and by files that will not do. */
final class TaskFileTest {
  private static final Path README = Path.of("../../README.md");

  /** As wide as there are words in quotation marks: a task by way of one of the library. */
  private static final String OTHER = """
      import io.github.lanewise.model.RobotModel;
      import io.github.lanewise.simulation.SimulationBuilder;
      import io.github.lanewise.task.Task;
      import io.github.lanewise.task.TaskVariant;
      import io.github.lanewise.task.Tasks;
      import io.github.lanewise.trace.Scalar;
      import java.util.List;
      import java.util.random.RandomGenerator;

      public class Other implements Task {
        private final Task pole = Tasks.named("cartpole", TaskVariant.PUBLISHED);

        public Other() {}

        public String name() {
          return "other";
        }

        public RobotModel robot() {
          return pole.robot();
        }

        public SimulationBuilder simulation() {
          return pole.simulation();
        }

        public int episodeLength() {
          return 240;
        }

        public List<String> observationNames() {
          return pole.observationNames();
        }

        public Scalar[] observation(Scalar[] q, Scalar[] v, Scalar[] last) {
          return pole.observation(q, v, last);
        }

        public Scalar reward(Scalar[] q, Scalar[] v, Scalar[] u) {
          return pole.reward(q, v, u);
        }

        public void start(RandomGenerator random, double[] x) {
          pole.start(random, x);
        }
      }
      """;

  @TempDir
  private Path folder;

  private Path other(String from, String to) throws IOException {
    assertThat(OTHER).contains(from);
    return Files.writeString(folder.resolve("Other.java"), OTHER.replace(from, to));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out.json").toFile());
  }

  private Run train(Object... more) {
    Object[] arguments = {"train", "--method", "shac", "--threads", 1, "--envs", 6, "--window", 120, "--json",
      folder.resolve("out.json")};
    Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Run.of(all);
  }

  /** The README's commands in its order, with fewer steps. */
  @Test
  void theCommandsOfTheReadmeTrainScoreAndShowItsTask() throws IOException {
    String section = Files.readString(README).split("### A task of your own\n")[1].split("\n## ")[0];
    String[] blocks = section.split("```(java)?\n");
    Files.writeString(folder.resolve("Run.java"), blocks[1]);
    List<String> commands = blocks[3].strip().lines().toList();
    assertThat(commands).hasSize(3);
    for (String command : commands) {
      String[] words = Arrays.stream(command.replace("./lanewise ", "").replace("1000000", "4096").split(" "))
          .map(word -> word.matches("Run.java|running|clip.html") ? folder.resolve(word).toString() : word)
          .toArray(String[]::new);
      Run run = Run.of((Object[]) words);
      assertThat(run.exitCode()).as(command + run.err()).isZero();
      assertThat(run.out()).contains(words[0].equals("watch") ? "robot 'hopper'" : "run of " + folder);
    }
    PolicyFile policy = PolicyFile.read(folder.resolve("running/policy.npz"));
    assertThat(policy.policy().task()).isEqualTo("run");
    assertThat(policy.origin()).containsEntry("task file", folder.resolve("Run.java").toString());
    Run unnamed = Run.of("watch", "--policy", folder.resolve("running"), "--out", folder.resolve("clip.html"));
    assertThat(unnamed.exitCode()).isEqualTo(2);
    assertThat(unnamed.err()).contains("no task 'run'", "one of your own from its Java source file");
  }

  /** The same numbers under another name; then on and on; then another file. */
  @Test
  void aFileLearnsAsTheTaskOfTheLibraryAndGoesOnWhileItIsTheSame() throws IOException {
    Path file = Files.writeString(folder.resolve("Other.java"), OTHER);
    Path kept = folder.resolve("kept");
    assertThat(Run.of("task", "--task", "cartpole", "--envs", 3, "--steps", 300, "--timing", 0, "--json",
        folder.resolve("out.json")).exitCode()).isZero();
    double expected = json().get("return_mean").asDouble();
    Run score = Run.of("task", "--task", file, "--envs", 3, "--steps", 300, "--timing", 0, "--json",
        folder.resolve("out.json"));
    assertThat(score.exitCode()).as(score.err()).isZero();
    assertThat(json().get("return_mean").asDouble()).isCloseTo(expected, within(0.0));

    assertThat(train("--task", file, "--steps", 2160, "--checkpoint", folder.resolve("whole")).exitCode()).isZero();
    Run run = train("--task", file, "--steps", 2160, "--checkpoint", kept, "--checkpoint-every", 0);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("other of " + file + ", learned by shac");
    Files.delete(kept.resolve("checkpoint.npz"));
    Run on = Run.of("train", "--resume", kept);
    assertThat(on.exitCode()).as(on.err()).isZero();
    assertThat(on.err()).contains("going on from " + kept.resolve("checkpoint.npz.before"));
    assertThat(PolicyFile.read(kept.resolve("policy.npz")).policy())
        .isEqualTo(PolicyFile.read(folder.resolve("whole").resolve("policy.npz")).policy());
    other("return 240", "return 239");
    Run refused = Run.of("train", "--resume", kept);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).containsPattern(
        "checkpoint of another training: SHA-256 of the task file is [0-9a-f]{64} there and [0-9a-f]{64} here")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "return 240;       | return 240                                   | :28: ';' expected",
    "return pole.robot(); | return pole.model();                         | :20: cannot find symbol",
    "public class Other | class Other                                  | has no public class that implements",
    "public Other() {} | public Other(int size) {}                    | class Other has no public constructor",
    "public Other() {} | public static class Two extends Other {}     | Task: Other, Two; leave one public",
    "public Other() {} | public Other() { robot().joints().get(9); }  | :13: the constructor of Other throws",
    "public Other() {} | static Integer n = Integer.valueOf(\"x\");    | :13: the constructor of Other throws",
    "\"other\"         | \"tip\"                                      | has the name 'tip', as one of the",
    "\"other\"         | null                                         | has the name 'null': give it a word"})
  void aFileThatWillNotDoIsRefusedWithItsLine(String from, String to, String sentence) throws IOException {
    Path file = other(from, to);
    Run run = Run.of("train", "--task", file, "--method", "shac");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(file.toString(), sentence,
        "Try 'lanewise train --help'.");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void optionsOfOtherTasksAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("Other.java"), OTHER);
    for (Run run : List.of(train("--task", file, "--randomize", "20%"), train("--task", file, "--substeps", 2),
        Run.of("task", "--task", file, "--study"))) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).containsPattern("is for (--task tip|the tasks of DiffRL)\\.");
    }
    Run missing = train("--task", folder.resolve("None.java"));
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("there is no file " + folder.resolve("None.java"));
  }
}
