package io.github.lanewise.hardware.recording;

import io.github.lanewise.data.NpzFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * A recording that has been read.
 *
 * @param header what a row has
 * @param rows one for each recorded tick
 * @param parameters those of each roll-out, by its number
 * @param cutOff where and in what the file ends too early; null for a whole one
 */
public record Recording(RecordingHeader header, List<double[]> rows, SortedMap<Integer, double[]> parameters,
    String cutOff) {
  /**
   * Reads what {@link RecordingWriter} wrote, in whole or up to where it is cut off. In place of an {@code .npz} that
   * was never finished its journal is read.
   *
   * @param file its name says in which format
   * @return the recording
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is damaged or no recording; the message names the file
   */
  public static Recording read(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".mcap")) {
      return new McapRecordingReader(file).read();
    }
    if (name.endsWith(".csv")) {
      return new CsvRecordingReader(file).read();
    }
    if (!name.endsWith(".npz")) {
      throw new IllegalArgumentException(file + ": recordings are files with names that end in .mcap, .csv or .npz");
    }
    if (isUnfinished(file)) {
      return read(NpzRecording.journal(file));
    }
    return NpzRecordingReader.read(file, NpzFile.read(file));
  }

  /**
   * Whether a file is one that {@link #read} reads, rather than one of roll-outs alone.
   *
   * @param file its name says in which format
   * @return whether it is a recording
   * @throws IOException if it cannot be read
   */
  public static boolean isOne(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".mcap") || name.endsWith(".csv") && isCsv(file)
        || name.endsWith(".npz") && (isUnfinished(file) || NpzFile.read(file).has(RecordingHeader.TICK));
  }

  /** Whether an {@code .npz} is missing, but its journal is there. */
  static boolean isUnfinished(Path npz) {
    return !Files.exists(npz) && Files.exists(NpzRecording.journal(npz));
  }

  /** Whether the first line of a {@code .csv} is that of a recording. */
  static boolean isCsv(Path csv) throws IOException {
    try (var lines = Files.newInputStream(csv)) {
      byte[] start = lines.readNBytes(RecordingHeader.TICK.length() + 1);
      return new String(start, StandardCharsets.US_ASCII).equals(RecordingHeader.TICK + ",");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * A field of a row that is a single number.
   *
   * @param row from 0
   * @param field its name
   * @return the number
   */
  public double number(int row, String field) {
    return rows.get(row)[header.place(field)];
  }
}
