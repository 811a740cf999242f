package io.github.lanewise.app.servo;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a register is to be, as people type it: {@code goal_position=0.5}, or {@code 116:4=2048}.
 *
 * @param register by name, or by address and bytes
 * @param value in the register's unit
 */
record RegisterValue(String register, double value) {
  /** For picocli. */
  static final class Converter implements ITypeConverter<RegisterValue> {
    @Override
    public RegisterValue convert(String text) {
      int equals = text.indexOf('=');
      if (equals > 0) {
        try {
          return new RegisterValue(text.substring(0, equals).strip(), Double.parseDouble(text.substring(equals + 1)));
        } catch (NumberFormatException e) {
          throw new TypeConversionException("'" + text.substring(equals + 1) + "' in '" + text + "' is no number");
        }
      }
      throw new TypeConversionException("registers are written as REGISTER=VALUE, such as goal_position=0.5, not '"
          + text + "'");
    }
  }
}
