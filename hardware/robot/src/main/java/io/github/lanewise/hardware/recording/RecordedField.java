package io.github.lanewise.hardware.recording;

import java.util.regex.Pattern;

/**
 * Something that a recording has in every row: one number or a list of them.
 *
 * @param name lower-case letters and underscores
 * @param size the numbers in the list; 0 for a single number
 * @param description what it is, with the unit
 */
public record RecordedField(String name, int size, String description) {
  private static final Pattern NAME = Pattern.compile("[a-z_]+");

  /** Refuses other names, because columns are numbered behind them. */
  public RecordedField {
    if (!NAME.matcher(name).matches() || size < 0) {
      throw new IllegalArgumentException("has a field '" + name + "' of " + size + " numbers, but names are made of"
          + " lower-case letters and underscores, and a size is not negative");
    }
  }

  /** {@return the numbers it takes in a row} */
  public int width() {
    return Math.max(1, size);
  }

  /** The name of one of its columns: the name, followed by the place if it is a list. */
  String column(int place) {
    return size == 0 ? name : name + place;
  }
}
