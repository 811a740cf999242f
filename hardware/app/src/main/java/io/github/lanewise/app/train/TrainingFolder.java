package io.github.lanewise.app.train;

import io.github.lanewise.app.options.PolicyPlace;
import io.github.lanewise.data.PolicyFile;
import io.github.lanewise.data.TrainingCheckpoint;
import io.github.lanewise.data.WholeFile;
import io.github.lanewise.learning.GaussianPolicy;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder that {@code --checkpoint} names: {@code arguments.txt}, the options of the training, a line each; {@code
 * checkpoint.npz}, from which it goes on, and the one before it; {@code policy.npz}, the latest policy, and {@code
 * best.npz}, the best. Of several seeds each has a folder in it.
 */
final class TrainingFolder {
  private static final String CHECKPOINT = "checkpoint.npz";
  private static final String ARGUMENTS = "arguments.txt";

  private final Path folder;
  private final TrainingCheckpoint checkpoint;
  private final Map<String, String> training;
  private final Map<String, String> origin;
  private final double interval;
  private long written = System.nanoTime();

  /**
   * Of a training.
   *
   * @param interval between checkpoints [s]
   * @param number of the training, from 0
   * @param origin of policies: command, version, date
   */
  TrainingFolder(Path all, double interval, TrainSettings settings, int number, Map<String, String> origin) {
    folder = settings.seeds() == 1 ? all : all.resolve("seed-" + settings.training(number).seed());
    checkpoint = new TrainingCheckpoint(folder.resolve(CHECKPOINT));
    training = settings.named(number);
    this.origin = origin(settings, number, origin);
    this.interval = interval;
  }

  /** What is said of a policy's origin. */
  static Map<String, String> origin(TrainSettings settings, int number, Map<String, String> command) {
    Map<String, String> origin = new LinkedHashMap<>(command);
    origin.putAll(settings.named(number));
    return origin;
  }

  /** Whether there is a training to go on with. */
  boolean exists() {
    return checkpoint.exists();
  }

  Path folder() {
    return folder;
  }

  /** Keeps the options with which trainings began, a line each, in the folder of all. */
  static void keep(List<String> arguments, Path all) throws IOException {
    Files.write(all.resolve(ARGUMENTS), arguments);
  }

  /**
   * The options with which the trainings of a folder began.
   *
   * @throws IllegalArgumentException if they are not there
   */
  static List<String> arguments(Path all) throws IOException {
    Path file = all.resolve(ARGUMENTS);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no " + file + " with the options of a training: give them again"
          + " beside --resume, or name the folder that --checkpoint named");
    }
    return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
  }

  /**
   * Makes the folder.
   *
   * @throws IOException if nothing can be written there
   */
  void make() throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new IllegalArgumentException("cannot keep a training in " + folder + ": no folder can be made there", e);
    }
    WholeFile.requireWritable(folder.resolve(CHECKPOINT));
  }

  /**
   * Goes on with what is kept here.
   *
   * @return the file it was kept in
   * @throws IllegalArgumentException if it is another training, with what differs
   */
  Path resume(Learning learning) throws IOException {
    TrainingCheckpoint.Kept kept = checkpoint.read(training);
    boolean known = !Double.isNaN(kept.snapshot().get("best.return_mean", 1)[0]);
    GaussianPolicy best = known ? PolicyFile.read(folder.resolve(PolicyPlace.BEST)).policy() : null;
    learning.resume(kept.snapshot(), best);
    return kept.file();
  }

  /** Whether it is time to write. */
  boolean isDue() {
    return 1e-9 * (System.nanoTime() - written) >= interval;
  }

  /** Writes the policies, and then, unless the training has diverged, what it goes on from. */
  void write(Learning learning) throws IOException {
    if (learning.hasBest()) {
      write(PolicyPlace.BEST, learning.best());
    }
    write(PolicyPlace.LATEST, learning.trainer().policy());
    if (learning.failure() == null) {
      checkpoint.write(training, learning.save());
    }
    written = System.nanoTime();
  }

  private void write(String name, GaussianPolicy policy) throws IOException {
    new PolicyFile(policy, origin).write(folder.resolve(name));
  }
}
