package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Register;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The registers of one servo. Addresses between them read as 0. */
final class ControlTable {
  private final List<Register> registers;
  private final Register[] starting;
  private final byte[] bytes;

  /** Of these registers, with some initial values of its own, by address. */
  ControlTable(List<Register> all, Map<Integer, Integer> initial, int size) {
    registers = all.stream()
        .map(register -> initial.containsKey(register.address())
            ? register.withInitial(initial.get(register.address())) : register)
        .toList();
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
        encode(register, (int) register.initial(), bytes, register.address());
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
    return decode(starting[address], bytes, address);
  }

  void set(int address, int value) {
    encode(starting[address], value, bytes, address);
  }

  /** Copies {@code count} bytes from an address on. */
  void read(int address, int count, byte[] into, int at) {
    System.arraycopy(bytes, address, into, at, count);
  }

  /** Copies {@code count} bytes to an address on. */
  void write(int address, byte[] from, int at, int count) {
    System.arraycopy(from, at, bytes, address, count);
  }

  /** The number that the bytes of a register stand for; with a sign if they are two's complement. */
  static int decode(Register register, byte[] bytes, int at) {
    int value = 0;
    for (int k = 0; k < register.size(); k++) {
      value |= (bytes[at + k] & 0xFF) << 8 * k;
    }
    int unused = Integer.SIZE - Byte.SIZE * register.size();
    return register.coding() == Register.Coding.SIGNED ? value << unused >> unused : value;
  }

  private static void encode(Register register, int value, byte[] bytes, int at) {
    for (int k = 0; k < register.size(); k++) {
      bytes[at + k] = (byte) (value >> 8 * k);
    }
  }
}
