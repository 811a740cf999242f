package io.github.lanewise.data;

import io.github.lanewise.lanes.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An {@code .npz} file with a {@link Snapshot} of a training, from which it goes on to the same bits, and beside it the
 * one that was written before.
 *
 * <p>Arrays: {@code training_checkpoint_version} (1), {@code training} (codes of the letters of what is trained, a line
 * for each setting), and those of the snapshot under their own names. A file is there whole or not at all; where it is
 * not, the one before it, {@code <name>.before}, is read, so that neither a full disk nor a killed process loses more
 * than what came after the last that was written. One thread at a time.
 */
public final class TrainingCheckpoint {
  private static final int VERSION = 1;
  private static final String VERSION_NAME = "training_checkpoint_version";
  private static final String TRAINING = "training";

  private final Path file;
  private final Path before;

  /**
   * What was read.
   *
   * @param file of the two the one that it is from
   * @param snapshot from which a training goes on
   */
  public record Kept(Path file, Snapshot snapshot) {}

  /**
   * A file that may be there already.
   *
   * @param file where it is written
   */
  public TrainingCheckpoint(Path file) {
    this.file = file;
    before = file.resolveSibling(file.getFileName() + ".before");
  }

  /** {@return whether there is one to go on from} */
  public boolean exists() {
    return Files.exists(file) || Files.exists(before);
  }

  /**
   * Writes the file when all of it is there; the one that was there becomes the one before it, if it is whole.
   *
   * @param training all settings by name
   * @param snapshot of its state
   * @throws IOException if the file cannot be written; one of those that were there still is
   */
  public void write(Map<String, String> training, Snapshot snapshot) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put(VERSION_NAME, NpyArray.of(VERSION));
    arrays.put(TRAINING, Checkpoint.text(training));
    snapshot.arrays().forEach((name, values) -> arrays.put(name, new NpyArray(values, values.length)));
    if (isWhole()) {
      Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
    }
    NpzFile.write(file, arrays);
  }

  private boolean isWhole() throws IOException {
    try {
      return Files.exists(file) && NpzFile.read(file).has(VERSION_NAME);
    } catch (IllegalArgumentException torn) {
      return false;
    }
  }

  /**
   * Reads the file, or the one before it if the file is not there or torn.
   *
   * @param training all settings by name
   * @return the state of that training
   * @throws IOException if there is none, or it cannot be read
   * @throws IllegalArgumentException if both are torn, or it is of another version or training, with what differs
   */
  public Kept read(Map<String, String> training) throws IOException {
    if (!Files.exists(before)) {
      return read(file, NpzFile.read(file), training);
    }
    NpzFile npz;
    try {
      npz = NpzFile.read(file);
    } catch (IllegalArgumentException | NoSuchFileException torn) {
      return read(before, NpzFile.read(before), training);
    }
    return read(file, npz, training);
  }

  private static Kept read(Path from, NpzFile npz, Map<String, String> training) {
    if (!npz.has(VERSION_NAME)) {
      throw new IllegalArgumentException(from + " is no checkpoint of a policy's training: it has no array '"
          + VERSION_NAME + "'");
    }
    double version = npz.array(VERSION_NAME, "").value();
    if (version != VERSION) {
      throw new IllegalArgumentException(from + " is a checkpoint of version " + NetworkArrays.text(version)
          + ", but only version " + VERSION + " is read");
    }
    Checkpoint.requireSame(from, npz.array(TRAINING, "letters", -1), training);
    Map<String, double[]> arrays = new LinkedHashMap<>();
    for (String name : npz.names()) {
      if (!name.equals(VERSION_NAME) && !name.equals(TRAINING)) {
        arrays.put(name, npz.array(name, "numbers", -1).values());
      }
    }
    return new Kept(from, new Snapshot(arrays));
  }
}
