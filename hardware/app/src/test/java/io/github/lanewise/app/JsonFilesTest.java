package io.github.lanewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The contract of {@code --json}: every command has it, and its file says what it is and holds numbers as numbers. */
final class JsonFilesTest {
  private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|NaN|[-+]?Infinity";

  @TempDir
  private Path folder;

  private static List<CommandLine> leaves(CommandLine command) {
    List<CommandLine> leaves = new ArrayList<>();
    command.getSubcommands().values().forEach(sub -> leaves.addAll(leaves(sub)));
    leaves.removeIf(leaf -> leaf.getCommandSpec().helpCommand());
    return leaves.isEmpty() ? List.of(command) : leaves;
  }

  @Test
  void everyCommandTakesAFile() {
    assertThat(leaves(Lanewise.commandLine())).hasSizeGreaterThan(10).allSatisfy(command ->
        assertThat(command.getCommandSpec().findOption("--json")).as(command.getCommandSpec().qualifiedName())
            .isNotNull().satisfies(option -> assertThat(option.type()).isEqualTo(Path.class)));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "simulate --robot double_pendulum --batch 8 --steps 10 --threads 1",
    "dump --robot double_pendulum --algorithm aba --width 256",
    "robot --robot double_pendulum",
    "task --task cartpole --envs 3 --steps 3 --threads 1 --timing 0.01",
    "train --task cartpole --method shac --envs 3 --window 4 --steps 24 --threads 1",
    "robot --elements mjcf",
    "evaluate --robot double_pendulum --states STATES",
    "shake --robot double_pendulum --steps 10 --rollouts 32 --threads 1 --position-noise 1e-3 --improve 1"
        + " --reach 0,0,-1",
    "study --robot double_pendulum --steps 10 --only reach --threads 1",
    "watch --robot double_pendulum --states ARRAYS --out PAGE",
    "model --robot double_pendulum --samples 64 --held-out 20 --epochs 1 --threads 1",
    "model --robot double_pendulum --samples 64 --held-out 20 --epochs 1 --threads 1 --study"})
  void sayWhereTheyComeFromAndHoldNumbersAsNumbers(String line) throws IOException {
    Path states = Files.writeString(folder.resolve("states.json"),
        "{\"states\": [{\"q\": [0.1, 0.2], \"v\": [1, -1], \"a\": [0, 2], \"tau\": [0.5, 0]}]}");
    Path file = folder.resolve("a file.json");
    Path arrays = folder.resolve("states.npz");
    NpzFile.write(arrays, Map.of("q", new NpyArray(new double[2], 1, 2), "time_step_s", NpyArray.of(1)));
    String typed = line.replace("STATES", states.toString()).replace("ARRAYS", arrays.toString())
        .replace("PAGE", folder.resolve("page.html").toString());
    List<Object> arguments = new ArrayList<>(Arrays.asList(typed.split(" ")));
    arguments.addAll(List.of("--json", file));
    Run run = Run.of(arguments.toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.get("command").asText())
        .isEqualTo("lanewise " + typed + " --json '" + file + "'");
    assertThat(json.get("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(Duration.between(Instant.parse(json.get("date").asText()), Instant.now()).toMinutes()).isBetween(0L, 5L);
    assertThat(json.get("machine").get("vector_bits").asInt()).isIn(128, 256, 512);
    assertNumbersAreNumbers("", json);
  }

  private static void assertNumbersAreNumbers(String path, JsonNode node) {
    if (node.isTextual()) {
      assertThat(node.asText()).as(path).doesNotMatch(NUMBER);
    }
    node.properties().forEach(field -> assertNumbersAreNumbers(path + "/" + field.getKey(), field.getValue()));
    if (node.isArray()) {
      node.forEach(element -> assertNumbersAreNumbers(path + "/...", element));
    }
  }
}
