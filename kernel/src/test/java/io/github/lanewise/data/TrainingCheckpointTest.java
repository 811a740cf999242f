package io.github.lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.learning.MixedReturn;
import io.github.lanewise.learning.SacTrainer;
import io.github.lanewise.learning.Trainer;
import io.github.lanewise.learning.TrainingSettings;
import io.github.lanewise.learning.WindowTrainer;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy's training that is broken off goes on from its file as if nothing had been, and only that training. */
final class TrainingCheckpointTest {
  private static final Map<String, String> TRAINING = Map.of("task", "cartpole", "lambda", "0.95");

  @TempDir
  private Path folder;

  private Path file() {
    return folder.resolve("checkpoint.npz");
  }

  private static Snapshot snapshot(double number) {
    Snapshot snapshot = new Snapshot();
    snapshot.put("numbers", number, Double.NaN, -0.0);
    snapshot.putWhole("counts", Long.MIN_VALUE + 1, -1);
    snapshot.put("nothing");
    return snapshot;
  }

  /** Two windows, a file, and two windows of another trainer are four windows, in every number that is kept. */
  @ParameterizedTest
  @CsvSource({"mix, FLOAT", "bptt, DOUBLE", "sac, FLOAT"})
  void trainingGoesOnToTheSameBits(String method, ElementType precision) throws IOException {
    Task task = Tasks.named("cartpole", TaskVariant.PUBLISHED);
    TrainingSettings usual = method.equals("sac") ? TrainingSettings.soft("cartpole")
        : TrainingSettings.published("cartpole").withObjective(new MixedReturn(0.99, 0.9, 0.5,
            MixedReturn.Reading.TAIL));
    TrainingSettings chosen = usual.withRobots(20).withWindow(61).withSeed(5);
    TrainingSettings settings = method.equals("bptt") ? chosen.withoutCritic() : chosen;
    try (Simulation simulation = Trainer.simulation(task, settings, precision).threads(2).build()) {
      Trainer whole = trainer(method, task, simulation, settings);
      for (int k = 0; k < 4; k++) {
        whole.window();
      }
      assertThat(whole.episodes().count()).as("episodes that ended on the way").isEqualTo(20);
      Trainer first = trainer(method, task, simulation.withRobots(20), settings);
      first.window();
      first.window();
      Snapshot kept = new Snapshot();
      first.save(kept);
      new TrainingCheckpoint(file()).write(settings.named(), kept);
      first.window(); // Which is lost.

      Trainer second = trainer(method, task, simulation.withRobots(20), settings);
      second.resume(new TrainingCheckpoint(file()).read(settings.named()).snapshot());
      second.window();
      second.window();
      assertSame(second, whole);
    }
  }

  private static Trainer trainer(String method, Task task, Simulation simulation, TrainingSettings settings) {
    return method.equals("sac") ? new SacTrainer(task, simulation, settings)
        : new WindowTrainer(task, simulation, settings);
  }

  private static void assertSame(Trainer trainer, Trainer expected) {
    Snapshot there = new Snapshot();
    expected.save(there);
    Snapshot here = new Snapshot();
    trainer.save(here);
    assertThat(here.arrays().keySet()).isEqualTo(there.arrays().keySet());
    there.arrays().forEach((name, numbers) -> assertThat(here.arrays().get(name)).as(name).containsExactly(numbers));
    assertThat(trainer.policy()).isEqualTo(expected.policy());
    assertThat(trainer.stepCount()).isEqualTo(expected.stepCount());
  }

  @Test
  void whatIsWrittenIsReadAndTheOneBeforeIsKept() throws IOException {
    TrainingCheckpoint checkpoint = new TrainingCheckpoint(file());
    assertThat(checkpoint.exists()).isFalse();
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> checkpoint.read(TRAINING));
    checkpoint.write(TRAINING, snapshot(1));
    checkpoint.write(TRAINING, snapshot(2));
    TrainingCheckpoint.Kept kept = new TrainingCheckpoint(file()).read(TRAINING);
    assertThat(kept.file()).isEqualTo(file());
    assertThat(kept.snapshot().get("numbers", 3)).containsExactly(2, Double.NaN, -0.0);
    assertThat(kept.snapshot().getWhole("counts", 2)).containsExactly(Long.MIN_VALUE + 1, -1);
    assertThat(kept.snapshot().get("nothing", 0)).isEmpty();
    // The process ended between the two: nothing is lost but what came after the first.
    Files.delete(file());
    assertThat(checkpoint.exists()).isTrue();
    assertThat(checkpoint.read(TRAINING).snapshot().get("numbers", 3)[0]).isEqualTo(1);
  }

  @Test
  void aTornFileGivesWayToTheOneBeforeAndDoesNotReplaceIt() throws IOException {
    TrainingCheckpoint checkpoint = new TrainingCheckpoint(file());
    checkpoint.write(TRAINING, snapshot(1));
    checkpoint.write(TRAINING, snapshot(2));
    tear();
    TrainingCheckpoint.Kept kept = checkpoint.read(TRAINING);
    assertThat(kept.snapshot().get("numbers", 3)[0]).isEqualTo(1);
    assertThat(kept.file()).isNotEqualTo(file());
    checkpoint.write(TRAINING, snapshot(3));
    tear();
    assertThat(checkpoint.read(TRAINING).snapshot().get("numbers", 3)[0]).isEqualTo(1);
    Files.delete(kept.file());
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoint.read(TRAINING))
        .withMessageContaining(file() + " is no complete .npz archive");
  }

  private void tear() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2));
  }

  @Test
  void anotherTrainingIsRefusedWithWhatDiffers() throws IOException {
    TrainingCheckpoint checkpoint = new TrainingCheckpoint(file());
    checkpoint.write(TRAINING, snapshot(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoint.read(Map.of("task", "cartpole", "lambda", "0.9")))
        .withMessage(file() + " is a checkpoint of another training: lambda is 0.95 there and 0.9 here; train as it was"
            + " trained, or name another file");
    NpzFile.write(file(), Map.of("training_checkpoint_version", NpyArray.of(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoint.read(TRAINING))
        .withMessage(file() + " is a checkpoint of version 2, but only version 1 is read");
    NpzFile.write(file(), Map.of("checkpoint_version", NpyArray.of(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoint.read(TRAINING))
        .withMessageContaining(file() + " is no checkpoint of a policy's training");
  }
}
