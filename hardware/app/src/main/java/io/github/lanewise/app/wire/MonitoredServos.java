package io.github.lanewise.app.wire;

import io.github.lanewise.hardware.servo.Servo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines of {@code servo monitor}: what servos of one port have shown, read after read.
 *
 * @param file where it is from
 * @param ids of the servos
 * @param times of the reads in which all answered [s]
 * @param positions of the servos at each, from the middle of their range [rad]
 */
public record MonitoredServos(Path file, List<Integer> ids, List<Double> times, List<double[]> positions) {
  private static final String START = "time_s,error,position_";
  private static final Pattern POSITION = Pattern.compile("position_(\\d+)_rad");

  /** The first line of such a file. */
  public static String header(List<Servo> servos) {
    return servos.stream().map(servo -> String.format(Locale.ROOT,
        ",position_%1$d_rad,velocity_%1$d_rad_per_s,torque_%1$d_n_m,temperature_%1$d_degc", servo.id()))
        .collect(Collectors.joining("", "time_s,error", ""));
  }

  /** Whether a file begins so. */
  public static boolean isOne(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(START.length()), StandardCharsets.US_ASCII).equals(START);
    }
  }

  /**
   * Reads one; a last line without its line break is left out, and so are reads in which a servo did not answer.
   *
   * @throws IllegalArgumentException if a line has another number of cells or one that is no number, with the line
   */
  public static MonitoredServos read(Path file) throws IOException {
    String text = Files.readString(file);
    List<String> lines = text.lines().toList();
    List<String> whole = text.endsWith("\n") ? lines : lines.subList(0, lines.size() - 1);
    String[] columns = lines.getFirst().split(",", -1);
    List<Integer> ids = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      Matcher position = POSITION.matcher(columns[i].strip());
      if (position.matches()) {
        ids.add(Integer.parseInt(position.group(1)));
        places.add(i);
      }
    }
    List<Double> times = new ArrayList<>();
    List<double[]> positions = new ArrayList<>();
    for (int n = 1; n < whole.size(); n++) {
      String[] cells = whole.get(n).split(",", -1);
      String place = file + ":" + (n + 1) + ": ";
      if (cells.length != columns.length) {
        throw new IllegalArgumentException(place + "has " + cells.length + " cells, but the header has "
            + columns.length);
      }
      if (places.stream().noneMatch(at -> cells[at].isBlank())) {
        times.add(number(place, cells[0]));
        positions.add(places.stream().mapToDouble(at -> number(place, cells[at])).toArray());
      }
    }
    return new MonitoredServos(file, ids, times, positions);
  }

  private static double number(String place, String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(place + "'" + cell + "' is no number", e);
    }
  }
}
