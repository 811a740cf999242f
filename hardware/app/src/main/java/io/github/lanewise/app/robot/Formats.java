package io.github.lanewise.app.robot;

import io.github.lanewise.app.options.Choice;
import io.github.lanewise.model.RobotFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The format that is named, or all where none is. */
record Formats(List<RobotFormat> list) {
  /** From the word on the command line, empty if there is none. */
  static final class Converter implements ITypeConverter<Formats> {
    @Override
    public Formats convert(String name) {
      Stream<RobotFormat> all = Stream.of(RobotFormat.values());
      if (name.isEmpty()) {
        return new Formats(all.toList());
      }
      return new Formats(List.of(all.filter(format -> Choice.text(format).equals(name.toLowerCase(Locale.ROOT)))
          .findAny().orElseThrow(() -> new TypeConversionException("no format '" + name + "'; there are "
              + Stream.of(RobotFormat.values()).map(Choice::text).collect(Collectors.joining(", "))))));
    }
  }
}
