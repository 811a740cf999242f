package io.github.lanewise.app.identify;

import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code u = c round(u/c)}: torques as servos were told them, whose registers have whole counts c. A recording has
 * torques as the controller wanted them, and measured ones, which are multiples of the same counts.
 */
final class TorqueCounts {
  /** Measured torques of a joint that must differ before what they are multiples of is believed. */
  private static final int ENOUGH = 10;
  /** Of a count, that a multiple may be off. */
  private static final double TOLERANCE = 1e-3;

  /** Of each joint [N m]; 0 for none. */
  private final double[] counts;

  private TorqueCounts(double[] counts) {
    this.counts = counts;
  }

  /** No joint has counts. */
  static TorqueCounts none() {
    return new TorqueCounts(new double[0]);
  }

  /** Those of measured torques; none of a joint whose measured torques are no multiples of one number. */
  static TorqueCounts of(Recording recording) {
    RecordingHeader header = recording.header();
    int joints = header.width(RecordingHeader.TARGET);
    if (header.width(RecordingHeader.TORQUE) != joints) {
      return none();
    }
    int place = header.place(RecordingHeader.TORQUE);
    double[] counts = new double[joints];
    for (int j = 0; j < joints; j++) {
      int at = place + j;
      counts[j] = count(recording.rows().stream().mapToDouble(row -> Math.abs(row[at])).filter(Double::isFinite)
          .sorted().distinct().toArray());
    }
    return new TorqueCounts(counts);
  }

  private static double count(double[] sizes) {
    double least = Double.POSITIVE_INFINITY;
    for (int k = 1; k < sizes.length; k++) {
      least = Math.min(least, sizes[k] - sizes[k - 1]);
    }
    double count = least;
    boolean whole = Arrays.stream(sizes).allMatch(size -> Math.abs(size / count - Math.rint(size / count)) < TOLERANCE);
    return sizes.length >= ENOUGH && whole ? count : 0;
  }

  /** The torques that servos were told for those of a controller. */
  double[] told(double[] wanted) {
    double[] told = wanted.clone();
    for (int j = 0; j < counts.length; j++) {
      told[j] = counts[j] > 0 ? counts[j] * Math.rint(wanted[j] / counts[j]) : wanted[j];
    }
    return told;
  }

  /** A sentence for a report; empty where no joint has counts. */
  String sentence() {
    return Arrays.stream(counts).noneMatch(count -> count > 0) ? ""
        : "torques are rounded to counts of " + Arrays.stream(counts).mapToObj(count -> count > 0
            ? String.format(Locale.ROOT, "%.3g", count) : "none").distinct().collect(Collectors.joining(", "))
            + " N m, of which the measured ones are multiples";
  }
}
