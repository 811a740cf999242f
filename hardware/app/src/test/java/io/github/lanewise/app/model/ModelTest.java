package io.github.lanewise.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.app.report.Plots;
import io.github.lanewise.data.ModelFile;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.sobolev.DynamicsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lanewise model} from end to end, on a small robot, and its sentences on what is wrong. */
final class ModelTest {
  private static final String[] SMALL = {"model", "--robot", "double_pendulum", "--samples", "200", "--held-out", "100",
      "--threads", "1", "--rollout-steps", "3"};
  private static final String[] TRAINING = {"--hidden", "32", "--batch", "20"};

  @TempDir
  private Path folder;

  private static Run train(Object... more) {
    return Run.of(Stream.of(SMALL, TRAINING, more).flatMap(Arrays::stream).toArray());
  }

  @Test
  void learnsComparesSavesAndComesBack() throws IOException {
    Path json = folder.resolve("model.json");
    Path saved = folder.resolve("model.npz");
    Path report = folder.resolve("report");
    Run run = train("--epochs", 200, "--json", json, "--out", saved, "--report", report);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("sobolev", "value, equal samples", "value, equal time", "after 3 steps");
    JsonNode models = new ObjectMapper().readTree(json.toFile()).get("models");
    assertThat(models).hasSize(3);
    JsonNode sobolev = models.get(0);
    JsonNode value = models.get(1);
    assertThat(sobolev.get("jacobian_error").asDouble()).isLessThan(0.9 * value.get("jacobian_error").asDouble());
    assertThat(sobolev.get("value_error").asDouble()).isLessThan(value.get("value_error").asDouble());
    assertThat(value.get("epochs").asInt()).isEqualTo(200);
    assertThat(models.get(2).get("training_s").asDouble())
        .isGreaterThanOrEqualTo(sobolev.get("training_s").asDouble());

    assertThat(Files.readString(report.resolve("report.html"))).contains("Jacobian error", "control steps");
    assertThat(Files.readString(report.resolve("plots.csv"))).contains("rollout,\"value, equal time\",3.0,");
    double[] curve = Plots.read(report.resolve("plots.npz")).curve("value_by_epoch", "sobolev", "y");
    assertThat(curve[curve.length - 1]).isCloseTo(100 * sobolev.get("value_error").asDouble(), within(1e-9));

    // The same seed draws the same held-out samples, so that the model that was read is as good as the one written.
    Run again = Run.of(Stream.concat(Arrays.stream(SMALL), Stream.of("--load", saved, "--json", json)).toArray());
    assertThat(again.exitCode()).as(again.err()).isZero();
    JsonNode loaded = new ObjectMapper().readTree(json.toFile()).get("models").get(0);
    assertThat(loaded.get("value_error").asDouble()).isEqualTo(sobolev.get("value_error").asDouble());
    assertThat(loaded.get("rollout_errors")).isEqualTo(sobolev.get("rollout_errors"));

    Run shown = Run.of("model", "--load", saved);
    assertThat(shown.out()).contains("6-32-4 silu", "changes of the first 4 inputs", "0.01667 s, 16 substeps");
  }

  @Test
  void variancesLayersEnsemblesAndFloatGoTogether() throws IOException {
    Path saved = folder.resolve("model.npz");
    Run run = train("--epochs", 20, "--out", saved, "--gaussian", "--layer-norm", "--ensemble", 2, "--precision",
        "float", "--loss", "projected", "--projections", 2, "--activation", "gelu");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("6-32-8 gelu with layer normalisation", "ensemble of 2", "variances");
    assertThat(ModelFile.read(saved).models()).hasSize(2).allMatch(model -> model.isGaussian());
  }

  @Test
  void aCheckpointIsGoneOnFromByTheSameTrainingAlone() throws IOException {
    Path checkpoint = folder.resolve("checkpoint.npz");
    Path first = folder.resolve("first.npz");
    Path second = folder.resolve("second.npz");
    Path json = folder.resolve("model.json");
    assertThat(train("--epochs", 20, "--checkpoint", checkpoint, "--out", first, "--json", json).exitCode()).isZero();
    ObjectMapper mapper = new ObjectMapper();
    JsonNode before = mapper.readTree(json.toFile()).get("models").get(0);
    Run again = train("--epochs", 20, "--checkpoint", checkpoint, "--out", second, "--json", json);
    assertThat(again.exitCode()).as(again.err()).isZero();
    // As many seconds to the last bit: what was trained before was not trained again.
    assertThat(mapper.readTree(json.toFile()).get("models").get(0)).isEqualTo(before);
    assertThat(second).hasSameBinaryContentAs(first);
    Run other = train("--epochs", 21, "--checkpoint", checkpoint);
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err()).contains("another training: epochs is 20.0 there and 21.0 here").hasLineCount(1);
  }

  @Test
  void divergenceIsOneSentenceAndTheLastGoodModelIsThere() throws IOException {
    Path saved = folder.resolve("model.npz");
    Path json = folder.resolve("model.json");
    Run run = train("--learning-rate", "1e6", "--out", saved, "--json", json);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("diverged at step 1");
    assertThat(new ObjectMapper().readTree(json.toFile()).get("models").get(0).get("diverged_at_step").asInt())
        .isEqualTo(1);
    assertThat(run.err()).contains("training diverged at step", "the last good model is in " + saved);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(ModelFile.read(saved).models()).hasSize(1);
  }

  /** y = (x1 + x2^2) with x3 always 7. */
  private Path samples(int count, int bad, boolean jacobians) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    double[] x = new double[3 * count];
    double[] y = new double[count];
    double[] slopes = new double[3 * count];
    for (int k = 0; k < count; k++) {
      x[3 * k] = random.nextDouble();
      x[3 * k + 1] = random.nextDouble(-1, 1);
      x[3 * k + 2] = 7;
      y[k] = k < bad ? Double.NaN : x[3 * k] + x[3 * k + 1] * x[3 * k + 1];
      slopes[3 * k] = 1;
      slopes[3 * k + 1] = 2 * x[3 * k + 1];
    }
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("x", new NpyArray(x, count, 3));
    arrays.put("y", new NpyArray(y, count, 1));
    if (jacobians) {
      arrays.put("J", new NpyArray(slopes, count, 1, 3));
    }
    Path file = folder.resolve("samples.npz");
    NpzFile.write(file, arrays);
    return file;
  }

  @Test
  void samplesOfOnesOwnAreLearntWithoutARobot() throws IOException {
    Path json = folder.resolve("model.json");
    Run run = Run.of("model", "--data", samples(100, 3, true), "--drop-bad", "--hidden", 16, "--epochs", 300, "--batch",
        16, "--threads", 1, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("left out: 3 samples", "nothing can be learnt of it: x2\n",
        "78 samples to train with").doesNotContain("steps:");
    JsonNode node = new ObjectMapper().readTree(json.toFile());
    assertThat(node.get("dropped_samples").asInt()).isEqualTo(3);
    assertThat(node.get("models").get(0).get("value_error").asDouble()).isLessThan(0.3);
  }

  @Test
  void valuesAloneNeedNoJacobians() throws IOException {
    Path file = samples(100, 0, false);
    Run refused = Run.of("model", "--data", file, "--hidden", 16, "--epochs", 5);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains(file + " has no Jacobians J, which --loss sobolev needs; --loss value");
    Run run = Run.of("model", "--data", file, "--no-residual", "--loss", "value", "--hidden", 16, "--epochs", 5,
        "--threads", 1);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("unknown", "no states among them");
  }

  /** Another number of outputs than of states is not taken for later states. */
  @Test
  void aLoadedModelKnowsWhetherItGivesChanges() throws IOException {
    Path file = samples(100, 0, true);
    Path saved = folder.resolve("model.npz");
    Path json = folder.resolve("model.json");
    Run run = Run.of("model", "--data", file, "--no-residual", "--hidden", 16, "--epochs", 5, "--threads", 1, "--out",
        saved, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    ObjectMapper mapper = new ObjectMapper();
    JsonNode trained = mapper.readTree(json.toFile());
    assertThat(trained.get("settings").get("epochs").asInt()).isEqualTo(5);
    Run again = Run.of("model", "--data", file, "--load", saved, "--json", json);
    assertThat(again.exitCode()).as(again.err()).isZero();
    JsonNode loaded = mapper.readTree(json.toFile());
    assertThat(loaded.get("models").get(0).get("jacobian_error")).isEqualTo(
        trained.get("models").get(0).get("jacobian_error"));
    // Nothing was trained, and no robot simulated: what that would have been done with is no setting of this run.
    assertThat(loaded.get("settings").fieldNames()).toIterable().contains("residual", "load", "seed")
        .doesNotContain("epochs", "hidden", "loss", "samples", "substeps");
  }

  /** A model of samples of unknown origin has no control step of its own. */
  @Test
  void aModelOfSamplesIsTestedOnARobotWithAnyControlStep() throws IOException {
    Path saved = folder.resolve("model.npz");
    Mlp mlp = Mlp.of(6, 4, Activation.TANH, 5);
    List<DynamicsModel> models = List.of(new DynamicsModel(mlp, mlp.initial(1), 4, true));
    new ModelFile(models, 0, 0).write(saved);
    String[] more = {"--load", saved.toString(), "--rate", "40", "--substeps", "3"};
    Run run = Run.of(Stream.concat(Arrays.stream(SMALL), Arrays.stream(more)).toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("control steps of 0.02500 s, 3 substeps each");
    new ModelFile(models, 0.01, 2).write(saved);
    Run refused = Run.of(Stream.concat(Arrays.stream(SMALL), Arrays.stream(more)).toArray());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--rate is for training; the model that --load names knows its own");
  }

  @Test
  void outputsThatAreNoStatesAreToldApart() throws IOException {
    Path file = folder.resolve("samples.npz");
    NpzFile.write(file, Map.of("x", new NpyArray(new double[10], 10, 1), "y", new NpyArray(new double[20], 10, 2)));
    Run run = Run.of("model", "--data", file, "--loss", "value");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(file + " has 2 outputs, which are no later values of 1 inputs; --no-residual");
  }

  @Test
  void badSamplesAreRefusedUnlessTheyAreToBeDropped() throws IOException {
    Run run = Run.of("model", "--data", samples(100, 3, true));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("samples.npz: 3 of 100 samples have numbers that are not finite;"
        + " --drop-bad leaves them out");
  }

  @Test
  void damageToFilesIsOneSentence() throws IOException {
    Path file = samples(100, 0, true);
    Run foreign = Run.of("model", "--load", file);
    assertThat(foreign.exitCode()).isEqualTo(1);
    assertThat(foreign.err()).contains("is no learnt model").hasLineCount(1);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    Run cut = Run.of("model", "--load", file);
    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.err()).contains("no complete .npz archive").hasLineCount(1);
    NpzFile.write(file, Map.of("x", new NpyArray(new double[6], 2, 3), "y", new NpyArray(new double[3], 3, 1)));
    Run shapes = Run.of("model", "--data", file);
    assertThat(shapes.exitCode()).isEqualTo(1);
    assertThat(shapes.err()).contains("array 'y' has shape (3, 1)", "(2, any)");
  }

  @Test
  void aModelOfAnotherRobotIsRefused() throws IOException {
    Path saved = folder.resolve("model.npz");
    assertThat(train("--epochs", 1, "--loss", "value", "--out", saved).exitCode()).isZero();
    Run run = Run.of("model", "--load", saved, "--robot", "finger", "--held-out", 10, "--samples", 10);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("6 inputs and 4 outputs, but finger has 9 and 6");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--samples 5 | Name a --robot to learn",
    "--robot hopper --data x.npz | give one of them",
    "--robot thumb | no robot of that name",
    "--robot hopper --samples 0 | --samples must be at least 1, but is 0.",
    "--robot hopper --hidden 8,0 | --hidden must be at least 1, but is 0.",
    "--robot hopper --alpha-s -1 | --alpha-s must be finite and not negative",
    "--robot hopper --learning-rate 0 | --learning-rate must be positive",
    "--robot hopper --loss hinge | 'hinge'",
    "--robot hopper --activation relu | 'relu'",
    "--robot hopper --no-residual | is for --data",
    "--data x.npz --substeps 3 | --substeps is for a --robot",
    "--robot hopper --study --samples 63 | which is none of 63",
    "--data x.npz --study | name one",
    "--load x.npz --epochs 3 | --epochs is for training",
    "--load x.npz --precision float | --precision is for training",
    "--load x.npz --data y.npz --no-residual | the model that --load names knows its own",
    "--load x.npz --samples 3 | --samples needs a --robot",
    "--load x.npz --held-out 3 | --held-out needs a --robot or --data",
    "--load x.npz --drop-bad | --drop-bad needs a --robot or --data",
    "--robot hopper --projections 2 | --projections is for --loss projected",
    "--robot hopper --loss value --alpha-a 2 | --alpha-a is for derivatives",
    "--load x.npz --report r | --report needs a --robot or --data"})
  void refusesWhatMakesNoSense(String arguments, String sentence) {
    Run run = Run.of((Object[]) ("model " + arguments).split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
  }

  /** Slopes are worth samples, and the tables have a line for every loss and number of samples. */
  @Test
  void theStudyComparesAllLosses() throws IOException {
    Path json = folder.resolve("study.json");
    Run run = Run.of("model", "--robot", "double_pendulum", "--study", "--samples", 256, "--epochs", 40, "--held-out",
        100, "--hidden", 32, "--batch", 20, "--threads", 1, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("| 4 | value |", "| 256 | sobolev |", "| 64 | projected |");
    JsonNode study = new ObjectMapper().readTree(json.toFile());
    assertThat(study.get("errors").get("rows")).hasSize(12);
    JsonNode most = study.get("comparison").get("rows").get(3);
    assertThat(most.get("samples").asText()).isEqualTo("256");
    JsonNode errors = study.get("errors").get("rows");
    assertThat(most.get("quarter_value_error_ratio").asDouble())
        .isEqualTo(errors.get(6).get("value_error").asDouble() / errors.get(3).get("value_error").asDouble());
    assertThat(most.get("jacobian_error_ratio").asDouble()).isLessThan(1);
  }

  /** Each one sentence that says which option to change, whatever else it does. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--samples 2000000000 | 2,000,000,000 samples with Jacobians of 4 x 6 are more numbers than an array can hold",
    "--held-out 90000000 | 90,000,000 samples with Jacobians of 4 x 6 are more",
    "--rollout-steps 2147483647 | out of memory",
    "--rate 1e-8 | none of 20 samples stays finite for a control step of 1.0E8 s in 16 substeps",
    "--rate 0.625 | more --substeps may keep them finite, --drop-bad leaves them out"})
  void whatIsTooMuchIsOneSentence(String arguments, String sentence) {
    String[] all = ("model --robot double_pendulum --threads 1 " + arguments
        + (arguments.startsWith("--samples") ? "" : " --samples 20")).split(" ");
    Run run = Run.of((Object[]) all);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(sentence).hasLineCount(1);
  }

  @Test
  void learnsRobotsWithFreeJoints(@TempDir Path folder) throws IOException {
    Path robot = folder.resolve("free.xml");
    Files.writeString(robot, """
        <mujoco><worldbody><body name="box"><freejoint/><geom type="box" size=".1 .2 .3"/>
          <body name="arm" pos="0 0 .3"><joint name="hinge" range="-90 90"/><geom type="capsule" size=".05 .2"/></body>
        </body></worldbody></mujoco>
        """);
    Path json = folder.resolve("free.json");
    Run run = Run.of("model", "--robot", robot, "--samples", 512, "--held-out", 100, "--epochs", 100,
        "--hidden", 64, "--threads", 1, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode models = new ObjectMapper().readTree(json.toFile()).get("models");
    assertThat(models.get(0).get("value_error").doubleValue()).isBetween(0.0, 0.9);
    assertThat(models.get(0).get("jacobian_error").doubleValue()).isBetween(0.0, 0.9);
  }
}
