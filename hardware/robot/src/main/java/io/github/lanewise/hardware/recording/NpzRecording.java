package io.github.lanewise.hardware.recording;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recording as an {@code .npz} file: one array for each field, with a row for each tick; W, W_nominal and W_rollout,
 * the numbers of the roll-outs, if there are any; time_step_s and start_s; and, as texts, whose ticks they are, origin_
 * before each name.
 *
 * <p>An archive is useless until it is whole. So the rows go into an MCAP file beside it, its journal, which becomes
 * the archive when the recording is closed. If it never is, because the process was killed, the journal stays.
 */
public final class NpzRecording implements RecordingWriter {
  static final String PARAMETERS = "W";
  static final String NOMINAL = "W_nominal";
  static final String NUMBERS = "W_rollout";
  static final String TIME_STEP = "time_step_s";
  static final String START = "start_s";
  static final String ORIGIN = "origin_";

  private final Path file;
  private final McapRecording journal;

  NpzRecording(Path file, RecordingHeader header) throws IOException {
    this.file = file;
    if (Files.exists(journal(file))) {
      throw new IllegalArgumentException(journal(file) + " has a recording that was never finished: rename it to keep"
          + " it, for it can be read as it is, or delete it");
    }
    journal = new McapRecording(journal(file), header, false);
  }

  /**
   * The file that has the recording until its {@code .npz} is written: the same name with {@code .mcap} behind it.
   *
   * @param npz the file
   * @return its journal
   */
  public static Path journal(Path npz) {
    return npz.resolveSibling(npz.getFileName() + ".mcap");
  }

  @Override
  public void rollout(int number, double[] parameters) throws IOException {
    journal.rollout(number, parameters);
  }

  @Override
  public void row(double[] numbers) throws IOException {
    journal.row(numbers);
  }

  @Override
  public void flush() throws IOException {
    journal.flush();
  }

  @Override
  public void close() throws IOException {
    journal.close();
    finish(file);
  }

  /**
   * Makes the {@code .npz} of its journal, which is deleted then; also after the process that recorded was killed.
   *
   * @param npz the file that is to be
   * @throws IOException if the journal cannot be read or the file not written
   * @throws IllegalArgumentException if the journal is damaged
   */
  public static void finish(Path npz) throws IOException {
    Recording recording = Recording.read(journal(npz));
    NpzFile.write(npz, arrays(recording));
    Files.delete(journal(npz));
  }

  private static Map<String, NpyArray> arrays(Recording recording) {
    RecordingHeader header = recording.header();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (RecordedField field : header.fields()) {
      arrays.put(field.name(), array(recording.rows(), header.place(field.name()), field.size()));
    }
    if (header.nominal().length > 0) {
      List<double[]> parameters = new ArrayList<>(recording.parameters().values());
      double[] numbers = recording.parameters().keySet().stream().mapToDouble(Integer::intValue).toArray();
      arrays.put(PARAMETERS, array(parameters, 0, header.nominal().length));
      arrays.put(NUMBERS, new NpyArray(numbers, numbers.length));
      arrays.put(NOMINAL, new NpyArray(header.nominal(), header.nominal().length));
    }
    arrays.put(TIME_STEP, NpyArray.of(header.timeStep()));
    arrays.put(START, NpyArray.of(header.startNanos() / 1e9));
    header.origin().toTexts().forEach((key, text) ->
        arrays.put(ORIGIN + key, NpyArray.ofTexts(List.of(text.split("\n", -1)))));
    return arrays;
  }

  private static NpyArray array(List<double[]> rows, int place, int size) {
    int width = Math.max(1, size);
    double[] values = new double[Math.multiplyExact(rows.size(), width)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), place, values, i * width, width);
    }
    return size == 0 ? new NpyArray(values, rows.size()) : new NpyArray(values, rows.size(), width);
  }
}
