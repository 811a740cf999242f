package io.github.lanewise.hardware.servo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The registers of a kind of servo. Immutable. */
public final class RegisterTable {
  private final ServoModel model;
  private final List<Register> registers;

  private RegisterTable(ServoModel model, List<Register> registers) {
    this.model = model;
    this.registers = registers;
  }

  /**
   * The table of a model: the vendor's, with the model's units.
   *
   * @param model what it speaks says which table
   * @return the vendor's table
   */
  public static RegisterTable of(ServoModel model) {
    return new RegisterTable(model, switch (model.protocol()) {
      case DYNAMIXEL -> PSeriesTable.has(model) ? PSeriesTable.of(model) : XSeriesTable.of(model);
      case FEETECH -> StsSeriesTable.of(model);
      case MOTEUS -> MoteusTable.registers();
    });
  }

  /** {@return all of them, by address} */
  public List<Register> registers() {
    return registers;
  }

  /**
   * The register with this name, in any case, with underscores, hyphens or spaces.
   *
   * @param name of the register
   * @return the register
   * @throws IllegalArgumentException if there is none, with those there are
   */
  public Register named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    return registers.stream().filter(register -> register.name().equals(wanted)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(model.name() + " has no register '" + name + "'; it has "
            + registers.stream().map(Register::name).collect(Collectors.joining(", "))));
  }

  /**
   * The register that holds the byte at an address.
   *
   * @param address of the byte
   * @return the register; empty if none holds it
   */
  public Optional<Register> holding(int address) {
    return registers.stream()
        .filter(register -> address >= register.address() && address < register.address() + register.size())
        .findFirst();
  }
}
