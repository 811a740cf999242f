package io.github.lanewise.hardware.recording;

import io.github.lanewise.data.NpzFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what {@link NpzRecording} wrote. */
final class NpzRecordingReader {
  private static final Set<String> ABOUT = Set.of(NpzRecording.PARAMETERS, NpzRecording.NOMINAL, NpzRecording.NUMBERS,
      NpzRecording.TIME_STEP, NpzRecording.START);

  private NpzRecordingReader() {}

  static Recording read(Path file, NpzFile npz) {
    int count = npz.array(RecordingHeader.TICK, "ticks", -1).shape()[0];
    List<RecordedField> fields = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (String name : npz.names()) {
      if (!ABOUT.contains(name) && !name.startsWith(NpzRecording.ORIGIN)) {
        int size = npz.dimensions(name) == 1 ? 0 : npz.array(name, "ticks x numbers", count, -1).shape()[1];
        fields.add(new RecordedField(name, size, ""));
      }
    }
    double[] nominal = npz.has(NpzRecording.NOMINAL) ? npz.array(NpzRecording.NOMINAL, "parameters", -1).values()
        : new double[0];
    RecordingHeader header = header(file, npz, fields, nominal);
    for (int i = 0; i < count; i++) {
      rows.add(new double[header.width()]);
    }
    for (RecordedField field : fields) {
      double[] values = field.size() == 0 ? npz.array(field.name(), "ticks", count).values()
          : npz.array(field.name(), "ticks x numbers", count, field.size()).values();
      int place = header.place(field.name());
      for (int i = 0; i < count; i++) {
        System.arraycopy(values, i * field.width(), rows.get(i), place, field.width());
      }
    }
    return new Recording(header, rows, parameters(npz, nominal.length), null);
  }

  private static RecordingHeader header(Path file, NpzFile npz, List<RecordedField> fields, double[] nominal) {
    double start = npz.has(NpzRecording.START) ? npz.array(NpzRecording.START, "").value() : 0;
    try {
      return new RecordingHeader(fields, npz.array(NpzRecording.TIME_STEP, "").value(), Math.round(1e9 * start),
          nominal, origin(npz));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static RecordingOrigin origin(NpzFile npz) {
    Map<String, String> texts = new HashMap<>();
    for (String name : npz.names()) {
      if (name.startsWith(NpzRecording.ORIGIN)) {
        texts.put(name.substring(NpzRecording.ORIGIN.length()), String.join("\n", npz.texts(name)));
      }
    }
    return RecordingOrigin.of(texts);
  }

  private static SortedMap<Integer, double[]> parameters(NpzFile npz, int p) {
    SortedMap<Integer, double[]> parameters = new TreeMap<>();
    if (p > 0) {
      double[] numbers = npz.array(NpzRecording.NUMBERS, "roll-outs", -1).values();
      double[] values = npz.array(NpzRecording.PARAMETERS, "roll-outs x parameters", numbers.length, p).values();
      for (int k = 0; k < numbers.length; k++) {
        parameters.put((int) numbers[k], Arrays.copyOfRange(values, k * p, (k + 1) * p));
      }
    }
    return parameters;
  }
}
