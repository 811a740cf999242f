package io.github.lanewise.hardware.twin;

import java.util.List;
import java.util.function.Predicate;

/** The registers of one servo. Addresses between them read as 0. */
final class ControlTable {
  private final List<Register> registers;
  private final Register[] starting;
  private final byte[] bytes;

  ControlTable(List<Register> registers, int size) {
    this.registers = registers;
    starting = new Register[size];
    bytes = new byte[size];
    for (Register register : registers) {
      starting[register.address()] = register;
    }
    reset(register -> true);
  }

  /** Gives registers their initial values. */
  void reset(Predicate<Register> which) {
    for (Register register : registers) {
      if (which.test(register)) {
        register.encode((int) register.initial(), bytes, register.address());
      }
    }
  }

  /** The register that starts at an address; null if none does. */
  Register at(int address) {
    return address >= 0 && address < starting.length ? starting[address] : null;
  }

  boolean contains(int address, int count) {
    return address >= 0 && count > 0 && address + count <= bytes.length;
  }

  int get(int address) {
    return starting[address].decode(bytes, address);
  }

  void set(int address, int value) {
    starting[address].encode(value, bytes, address);
  }

  /** Copies {@code count} bytes from an address on. */
  void read(int address, int count, byte[] into, int at) {
    System.arraycopy(bytes, address, into, at, count);
  }

  /** Copies {@code count} bytes to an address on. */
  void write(int address, byte[] from, int at, int count) {
    System.arraycopy(from, at, bytes, address, count);
  }
}
