package io.github.lanewise.hardware.recording;

import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes a recording row by row, so that what has been flushed can be read even if the process is killed.
 *
 * <p>For one thread. After an exception only {@link #close} may be called.
 */
public interface RecordingWriter extends AutoCloseable {
  /**
   * Says which parameters a roll-out has, before its first row.
   *
   * @param number of the roll-out
   * @param parameters W
   * @throws IOException if the file cannot be written
   */
  void rollout(int number, double[] parameters) throws IOException;

  /**
   * Appends a row; the numbers are not kept.
   *
   * @param numbers as many as the header says
   * @throws IOException if the file cannot be written
   */
  void row(double[] numbers) throws IOException;

  /**
   * Hands all rows to the operating system.
   *
   * @throws IOException if the file cannot be written
   */
  void flush() throws IOException;

  /** Flushes and finishes the file. */
  @Override
  void close() throws IOException;

  /**
   * What to throw when a recording ends without all of its rows: says so, and why.
   *
   * @param cause why
   * @return an exception that says so
   */
  static IOException incomplete(Exception cause) {
    return new IOException("the recording could not be written in whole: " + cause.getMessage(), cause);
  }

  /**
   * Begins a file, whose name says in which format: {@code .mcap}, {@code .csv} or {@code .npz}. A file of this name is
   * replaced.
   *
   * <p>An {@code .npz} cannot be read before it is whole. Until it is closed the recording is in an MCAP file beside
   * it, {@link NpzRecording#journal}.
   *
   * @param file its name says in which format
   * @param header what a row has
   * @return the open file
   * @throws IllegalArgumentException if the name ends otherwise, or the journal of an unfinished recording is there
   * @throws java.io.FileNotFoundException if no file can be written there, saying why
   */
  static RecordingWriter open(Path file, RecordingHeader header) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".mcap") && !name.endsWith(".csv") && !name.endsWith(".npz")) {
      throw new IllegalArgumentException(
          file + ": recordings are files with names that end in .mcap, .csv or .npz");
    }
    WholeFile.requireWritable(file);
    return name.endsWith(".mcap") ? new McapRecording(file, header, true)
        : name.endsWith(".csv") ? new CsvRecording(file, header) : new NpzRecording(file, header);
  }
}
