package io.github.lanewise.app.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Lanes side by side.
 *
 * @param first from 0
 * @param last at least the first
 */
record LaneRange(int first, int last) {
  /** Reads {@code N} or {@code A..B}. */
  static final class Converter implements ITypeConverter<LaneRange> {
    @Override
    public LaneRange convert(String text) {
      String[] ends = text.split("\\.\\.", -1);
      try {
        LaneRange range = new LaneRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        if (ends.length <= 2 && range.first >= 0 && range.last >= range.first) {
          return range;
        }
      } catch (NumberFormatException e) {
        // Refused below, with the same sentence.
      }
      throw new TypeConversionException("the lanes '" + text + "' are no lane or range such as 0 or 0..3");
    }
  }

  /**
   * Their numbers, in a file that has so many.
   *
   * @throws IllegalArgumentException if it has not all of them
   */
  List<Integer> of(int count, Path file) {
    if (last >= count) {
      throw new IllegalArgumentException(file + " has no lane " + Math.max(first, count) + ": "
          + (count == 0 ? "it has none" : count == 1 ? "it has lane 0 alone" : "it has 0 to " + (count - 1)));
    }
    return IntStream.rangeClosed(first, last).boxed().toList();
  }
}
