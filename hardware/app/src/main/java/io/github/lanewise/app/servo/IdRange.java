package io.github.lanewise.app.servo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ids from the first to the last, as people type them: {@code 3}, or {@code 1-20}. */
record IdRange(int first, int last) {
  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<IdRange> {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");

    @Override
    public IdRange convert(String value) {
      Matcher matcher = RANGE.matcher(value);
      if (matcher.matches()) {
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (first <= last) {
          return new IdRange(first, last);
        }
      }
      throw new TypeConversionException("ids are FIRST-LAST, such as 1-20, or a single one, not '" + value + "'");
    }
  }
}
