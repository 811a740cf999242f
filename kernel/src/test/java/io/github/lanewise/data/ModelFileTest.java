package io.github.lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.ModelEvaluator;
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

/** Models come back to the bit, their arrays mean what is written of them, and damage is told. */
final class ModelFileTest {
  private static final double[] X = {0.3, -0.2, 0.9};

  @TempDir
  private Path folder;
  private Path file;
  private List<DynamicsModel> models;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("model.npz");
    Mlp mlp = Mlp.of(3, 4, Activation.TANH, 5, 6).withLayerNorm();
    models = List.of(new DynamicsModel(mlp, mlp.initial(1), 2, true), new DynamicsModel(mlp, mlp.initial(2), 2, true));
    new ModelFile(models, 0.02, 4).write(file);
  }

  @Test
  void comesBackToTheBit() throws IOException {
    ModelFile read = ModelFile.read(file);
    assertThat(read.controlStep()).isEqualTo(0.02);
    assertThat(read.substeps()).isEqualTo(4);
    assertThat(read.models()).hasSize(2);
    for (int k = 0; k < 2; k++) {
      DynamicsModel model = read.models().get(k);
      assertThat(model.weights()).containsExactly(models.get(k).weights());
      assertThat(model.mlp()).hasToString(models.get(k).mlp().toString());
      assertThat(model.isGaussian()).isTrue();
      assertThat(model.givesChanges()).isTrue();
      assertThat(outputs(model)).containsExactly(outputs(models.get(k)));
    }
  }

  private static double[] outputs(DynamicsModel model) {
    double[] y = new double[model.outputCount()];
    new ModelEvaluator(model, 1).forward(1, X, y);
    return y;
  }

  /** The network of the second member, by nothing but the arrays and what the README says of them. */
  @Test
  void arraysAreEnoughToEvaluateIt() throws IOException {
    NpzFile npz = NpzFile.read(file);
    double[] a = X;
    for (int l = 1; l <= 3; l++) {
      NpyArray w = npz.array("W" + l, "", 2, -1, a.length);
      int rows = w.shape()[1];
      double[] z = new double[rows];
      for (int i = 0; i < rows; i++) {
        z[i] = npz.array("b" + l, "", 2, rows).values()[rows + i];
        for (int j = 0; j < a.length; j++) {
          z[i] += w.values()[(rows + i) * a.length + j] * a[j];
        }
      }
      a = l == 3 ? z : normalized(z, npz.array("g" + l, "", 2, rows), npz.array("h" + l, "", 2, rows));
    }
    double[] expected = outputs(models.get(1));
    assertThat(X[0] + a[0]).isCloseTo(expected[0], within(1e-12));
    assertThat(X[1] + a[1]).isCloseTo(expected[1], within(1e-12));
  }

  private static double[] normalized(double[] z, NpyArray g, NpyArray h) {
    double[] a = Arrays.stream(z).map(Math::tanh).toArray();
    double mean = Arrays.stream(a).average().orElseThrow();
    double variance = Arrays.stream(a).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] result = new double[a.length];
    Arrays.setAll(result, i -> g.values()[a.length + i] * (a[i] - mean) / Math.sqrt(variance + 1e-5)
        + h.values()[a.length + i]);
    return result;
  }

  @Test
  void tellsATruncatedFile() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatIllegalArgumentException().isThrownBy(() -> ModelFile.read(file))
        .withMessageContaining(file.toString()).withMessageContaining("no complete .npz archive");
  }

  @Test
  void tellsFilesThatAreNoModels() throws IOException {
    NpzFile.write(file, Map.of("x", NpyArray.of(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> ModelFile.read(file))
        .withMessageContaining(file + " is no learnt model");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "format_version | 2         | is a model of format version 2, but only version 1 is read",
    "format_version | 1.5       | is a model of format version 1.5",
    "outputs        | 3         | 3 outputs of a network of 4",
    "outputs        | NaN       | 'outputs' has NaN, which is no whole number",
    "layer_norm     | 2         | 'layer_norm' is 2",
    "layer_norm     |           | no array 'layer_norm'",
    "widths         | 3 5 4     | array 'W2' has shape (2, 6, 5)",
    "widths         | 3         | 'widths' has 1 numbers",
    "widths         | 3 -5 4    | each is at least 1",
    "widths         | 3 1e5 1e5 4 | has more weights than an array can hold",
    "activation     | 65 66     | no activation 'AB'",
    "b1             | 1 2 3     | array 'b1' has shape (3,)",
    "W2             |           | no array 'W2'",
    "substeps       | 0.5       | 'substeps' has 0.5",
    "substeps       | 0         | a control step of 0.02 s in 0 substeps",
    "substeps       | -3        | a control step of 0.02 s in -3 substeps",
    "control_step_s | 0         | a control step of 0.0 s in 4 substeps",
    "control_step_s | -1        | a control step of -1.0 s in 4 substeps",
    "control_step_s | NaN       | a control step of NaN s in 4 substeps"})
  void tellsWhatIsWrongInside(String name, String values, String sentence) throws IOException {
    change(name, values);
    assertThatIllegalArgumentException().isThrownBy(() -> ModelFile.read(file))
        .withMessageContaining(file.toString()).withMessageContaining(sentence);
  }

  @Test
  void tellsNumbersThatAreNone() throws IOException {
    NpyArray bias = NpzFile.read(file).array("b2", "", 2, 6);
    bias.values()[3] = Double.NaN;
    Map<String, NpyArray> arrays = arrays();
    arrays.put("b2", bias);
    NpzFile.write(file, arrays);
    assertThatIllegalArgumentException().isThrownBy(() -> ModelFile.read(file))
        .withMessageContaining(file + ": array 'b2' has the number NaN");
  }

  private void change(String name, String values) throws IOException {
    Map<String, NpyArray> arrays = arrays();
    if (values == null) {
      arrays.remove(name);
    } else {
      double[] numbers = Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
      boolean scalar = numbers.length == 1 && !name.equals("widths");
      arrays.put(name, scalar ? NpyArray.of(numbers[0]) : new NpyArray(numbers, numbers.length));
    }
    NpzFile.write(file, arrays);
  }

  private Map<String, NpyArray> arrays() throws IOException {
    NpzFile npz = NpzFile.read(file);
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (String name : npz.names()) {
      int[] any = new int[npz.dimensions(name)];
      Arrays.fill(any, -1);
      arrays.put(name, npz.array(name, "", any));
    }
    return arrays;
  }
}
