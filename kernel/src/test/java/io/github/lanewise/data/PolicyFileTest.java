package io.github.lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies come back to the bit, and damage is told. */
final class PolicyFileTest {
  private static final Mlp MLP = Mlp.of(2, 1, Activation.ELU, 4, 3).withLayerNorm();
  private static final GaussianPolicy POLICY = new GaussianPolicy("swing", List.of("angle", "angular velocity"),
      List.of("motor"), new double[] {-2}, new double[] {3}, MLP, MLP.uniform(7), new double[] {-1.1},
      Normalizer.of(new double[] {0.1, 1 / 3.0}, new double[] {Math.PI, 1e-3}));

  @TempDir
  private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("policy.npz");
    new PolicyFile(POLICY, Map.of("command", "train: now")).write(file);
  }

  @Test
  void comesBackToTheBit() throws IOException {
    PolicyFile read = PolicyFile.read(file);
    assertThat(read.policy()).isEqualTo(POLICY);
    assertThat(read.origin()).containsExactly(Map.entry("command", "train: now"));
    double[] expected = new double[1];
    double[] action = new double[1];
    POLICY.actor().act(new double[] {0.3, -2}, expected);
    read.policy().actor().act(new double[] {0.3, -2}, action);
    assertThat(action).containsExactly(expected);
  }

  @Test
  void logDeviationsOfTheStateAreOutputsOfTheNetwork() throws IOException {
    Mlp mlp = MLP.withOutputs(2);
    GaussianPolicy policy = new GaussianPolicy("swing", POLICY.observationNames(), POLICY.actionNames(), POLICY.low(),
        POLICY.high(), mlp, mlp.uniform(7), new double[0], POLICY.normalizer());
    new PolicyFile(policy, Map.of()).write(file);
    assertThat(PolicyFile.read(file).policy()).isEqualTo(policy).isNotEqualTo(POLICY);
    double[] action = new double[1];
    PolicyFile.read(file).policy().actor().act(new double[] {0.3, -2}, action);
    assertThat(action[0]).isBetween(-2.0, 3.0);
  }

  /** {@code equals} sees each of the numbers, else the test above would say nothing. */
  @ParameterizedTest
  @CsvSource({"W1", "b2", "g1", "h2", "action_low", "action_high", "log_deviations", "observation_mean",
      "observation_deviation"})
  void eachNumberMatters(String name) throws IOException {
    Map<String, NpyArray> arrays = arrays();
    double[] values = arrays.get(name).values();
    values[values.length - 1] = Math.nextUp(values[values.length - 1]);
    NpzFile.write(file, arrays);
    assertThat(PolicyFile.read(file).policy()).isNotEqualTo(POLICY);
  }

  @Test
  void tellsFilesThatAreTornOrNoPolicies() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatIllegalArgumentException().isThrownBy(() -> PolicyFile.read(file))
        .withMessageContaining(file + " is no complete .npz archive");
    NpzFile.write(file, Map.of("x", NpyArray.of(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> PolicyFile.read(file))
        .withMessage(file + " is no policy: it has no array 'policy_version'");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "policy_version        | 2     | is a policy of version 2, but only version 1 is read",
    "log_deviations        |       | no array 'log_deviations', and a network of 1 outputs",
    "log_deviations        | 1 2   | array 'log_deviations' has shape (2,), but one of shape (1,), actions is needed",
    "observation_mean      | 1     | array 'observation_mean' has shape (1,), but one of shape (2,), observations",
    "observation_mean      | 1 NaN | array 'observation_mean' has the number NaN",
    "observation_deviation | 1 0   | column 1 has mean 0.3333333333333333 and deviation 0.0",
    "observation_names     |       | a policy with 2 inputs of the network and 0 observations",
    "task                  |       | 'task' has 0 texts",
    "W2                    |       | no array 'W2'"})
  void tellsWhatIsWrongInside(String name, String values, String sentence) throws IOException {
    Map<String, NpyArray> arrays = arrays();
    arrays.remove(name);
    if (values != null) {
      double[] numbers = Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
      arrays.put(name, name.endsWith("version") ? NpyArray.of(numbers[0]) : new NpyArray(numbers, numbers.length));
    }
    NpzFile.write(file, arrays);
    assertThatIllegalArgumentException().isThrownBy(() -> PolicyFile.read(file))
        .withMessageContaining(file.toString()).withMessageContaining(sentence);
  }

  @Test
  void anotherTaskIsRefusedWithBothSides() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POLICY.requireFor(Tasks.named("cartpole", TaskVariant.PUBLISHED)))
        .withMessage("the policy is not for task 'cartpole': it is for task swing, not cartpole");
  }

  private Map<String, NpyArray> arrays() throws IOException {
    NpzFile npz = NpzFile.read(file);
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (String name : npz.names()) {
      List<String> texts = npz.texts(name);
      int[] any = new int[npz.dimensions(name)];
      Arrays.fill(any, -1);
      arrays.put(name, texts.isEmpty() ? npz.array(name, "", any) : NpyArray.ofTexts(texts));
    }
    return arrays;
  }
}
