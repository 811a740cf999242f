package io.github.lanewise.app.servo;

import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.RegisterTable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which register a person means: {@code goal_position} by name, or {@code 116:4} by address and number of bytes. */
final class RegisterChoice {
  private static final Pattern ADDRESS = Pattern.compile("(\\d{1,5}|0[xX][0-9a-fA-F]{1,4}):([124])");
  private static final Pattern ADDRESS_ALONE = Pattern.compile("\\d+|0[xX][0-9a-fA-F]+");

  private RegisterChoice() {}

  /**
   * The register of a model; bytes at an address are a number without unit, which may be written where the table has
   * nothing that may not.
   *
   * @param table the model's; null if it is not known, and then there are addresses alone
   * @throws IllegalArgumentException if the text is neither a name nor an address
   */
  static Register of(String text, RegisterTable table) {
    Matcher matcher = ADDRESS.matcher(text);
    if (matcher.matches()) {
      return bytes(Integer.decode(matcher.group(1).replaceFirst("^0+(?=\\d)", "")),
          Integer.parseInt(matcher.group(2)), table);
    }
    if (ADDRESS_ALONE.matcher(text).matches()) {
      throw new IllegalArgumentException("an address needs a number of bytes, 1, 2 or 4, as in " + text + ":2");
    }
    if (table == null) {
      throw new IllegalArgumentException("the registers of a servo of unknown model have no names: say where '" + text
          + "' is, as ADDRESS:BYTES");
    }
    return table.named(text);
  }

  private static Register bytes(int address, int size, RegisterTable table) {
    Register.Kind kind = Register.Kind.RAM;
    for (int at = address; table != null && at < address + size; at++) {
      if (table.holding(at).map(register -> !register.writable()).orElse(false)) {
        kind = Register.Kind.READ_ONLY;
      }
    }
    return new Register(address + ":" + size, address, size, kind, Register.Coding.UNSIGNED, 0, 0, 0,
        Register.Unit.NONE);
  }
}
