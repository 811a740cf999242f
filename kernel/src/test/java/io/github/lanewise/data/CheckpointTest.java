package io.github.lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.network.Activation;
import io.github.lanewise.sobolev.TrainingData;
import io.github.lanewise.sobolev.fitting.Dataset;
import io.github.lanewise.sobolev.fitting.Fit;
import io.github.lanewise.sobolev.fitting.FitSettings;
import io.github.lanewise.sobolev.fitting.Fitting;
import io.github.lanewise.sobolev.fitting.LossKind;
import io.github.lanewise.sobolev.fitting.TrainingLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training that is broken off goes on from its file as if nothing had been, and only that training. */
final class CheckpointTest {
  private static final int EPOCHS = 12;
  private static final int BREAK = 5;

  @TempDir
  private Path folder;

  private static FitSettings settings(ElementType precision, double learningRate) {
    return new FitSettings(new FitSettings.Network(new int[] {8}, Activation.TANH, true, false, 2),
        new FitSettings.Slopes(1, 1, 1), new FitSettings.Optimiser(16, learningRate), precision, 2, 5);
  }

  /** y = x1^2 x2. */
  private static TrainingData samples(int count, double scale) {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = new double[2 * count];
    double[] y = new double[count];
    double[] jacobians = new double[2 * count];
    for (int k = 0; k < count; k++) {
      double a = random.nextDouble(-1, 1);
      double b = scale * random.nextDouble(-1, 1);
      x[2 * k] = a;
      x[2 * k + 1] = b;
      y[k] = a * a * b;
      jacobians[2 * k] = 2 * a * b;
      jacobians[2 * k + 1] = a * a;
    }
    return TrainingData.of(2, 1, x, y, jacobians);
  }

  private static Dataset dataset(double scale) {
    return new Dataset(List.of("a", "b"), List.of("y"), 1, true, 0, samples(50, scale), samples(20, scale));
  }

  private static Fit run(FitSettings settings, Dataset dataset, Checkpoint checkpoint, int epochs) {
    return Fitting.run(settings, LossKind.PROJECTED, dataset, TrainingLimit.ofEpochs(EPOCHS), checkpoint, spent -> {
      if (Math.round(spent * EPOCHS) == epochs) {
        throw new CancellationException();
      }
    });
  }

  private static Fit whole(FitSettings settings, Checkpoint checkpoint) {
    return run(settings, dataset(1), checkpoint, -1);
  }

  private Path broken(FitSettings settings) {
    Path file = folder.resolve("checkpoint.npz");
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run(settings, dataset(1), new Checkpoint(file, 0), BREAK));
    return file;
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void goesOnToTheSameBits(ElementType precision) throws IOException {
    FitSettings settings = settings(precision, 1e-2);
    Fit expected = whole(settings, null);
    Path file = broken(settings);
    assertThat(NpzFile.read(file).array("epochs", "").value()).isEqualTo(BREAK);
    Fit resumed = whole(settings, new Checkpoint(file, 0));
    for (int k = 0; k < 2; k++) {
      assertThat(resumed.models().get(k).weights()).containsExactly(expected.models().get(k).weights());
    }
    assertThat(untimed(resumed)).isEqualTo(untimed(expected));
    // From the file of the end, nothing is trained: all is as it was, the time too.
    Fit again = whole(settings, new Checkpoint(file, 0));
    assertThat(again.curve()).isEqualTo(resumed.curve());
    assertThat(again.models().getFirst().weights()).containsExactly(expected.models().getFirst().weights());
  }

  private static List<Fit.Point> untimed(Fit fit) {
    return fit.curve().stream().map(point -> new Fit.Point(point.epoch(), 0, point.loss(), point.errors())).toList();
  }

  @Test
  void isWrittenAtTheEndIfNotBefore() throws IOException {
    Path file = folder.resolve("checkpoint.npz");
    assertThatExceptionOfType(CancellationException.class).isThrownBy(
        () -> run(settings(ElementType.DOUBLE, 1e-2), dataset(1), new Checkpoint(file, 1e9), EPOCHS - 1));
    assertThat(file).doesNotExist();
    whole(settings(ElementType.DOUBLE, 1e-2), new Checkpoint(file, 1e9));
    assertThat(NpzFile.read(file).array("epochs", "").value()).isEqualTo(EPOCHS);
  }

  @Test
  void isOfOneTrainingAlone() {
    Path file = broken(settings(ElementType.DOUBLE, 1e-2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> whole(settings(ElementType.FLOAT, 2e-2), new Checkpoint(file, 0)))
        .withMessageStartingWith(file + " is a checkpoint of another training: ")
        .withMessageContaining("learning rate is 0.01 there and 0.02 here; precision is double there and float here;");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(settings(ElementType.DOUBLE, 1e-2), dataset(2), new Checkpoint(file, 0), -1))
        .withMessageMatching(".*another training: samples is 50 to train with and 20 held out, 2 inputs, 1 outputs,"
            + " hash [0-9a-f]{8} there and 50 .* here; train as it was trained, or name another file");
  }

  @Test
  void damageIsTold() throws IOException {
    FitSettings settings = settings(ElementType.DOUBLE, 1e-2);
    Path file = broken(settings);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatIllegalArgumentException().isThrownBy(() -> whole(settings, new Checkpoint(file, 0)))
        .withMessageContaining(file + " is no complete .npz archive");
    NpzFile.write(file, Map.of("x", NpyArray.of(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> whole(settings, new Checkpoint(file, 0)))
        .withMessage(file + " is no checkpoint: it has no array 'checkpoint_version'");
    NpzFile.write(file, Map.of("checkpoint_version", NpyArray.of(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> whole(settings, new Checkpoint(file, 0)))
        .withMessage(file + " is a checkpoint of version 2.0, but only version 1 is read");
  }

  @Test
  void aFileThatCannotBeWrittenEndsTraining() {
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> whole(settings(ElementType.DOUBLE, 1e-2),
        new Checkpoint(folder.resolve("nowhere").resolve("checkpoint.npz"), 0)));
  }
}
