package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.Register.Coding;
import io.github.lanewise.hardware.servo.Register.Kind;
import io.github.lanewise.hardware.servo.ServoModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in the control table of a DYNAMIXEL servo that stand for others, each for the one that its indirect address
 * names; in the beginning for itself. Source: Robotis e-Manual, "Indirect Address, Indirect Data" of each model.
 */
final class IndirectData {
  /** Registers of the EEPROM are before it. */
  private static final int FIRST_TARGET = 64;

  private final List<Block> blocks;

  /** So many addresses of two bytes each, and the bytes that they are for. */
  private record Block(int addresses, int data, int count) {}

  IndirectData(ServoModel model) {
    blocks = model.name().contains("330-") ? List.of(new Block(168, 208, 20))
        : List.of(new Block(168, 224, 28), new Block(578, 634, 28));
  }

  /** Where the control table ends that has them. */
  int tableBytes() {
    return blocks.getLast().data + blocks.getLast().count;
  }

  /** The registers that they are. */
  List<Register> registers() {
    List<Register> registers = new ArrayList<>();
    int number = 1;
    for (Block block : blocks) {
      for (int i = 0; i < block.count; i++, number++) {
        registers.add(new Register("indirect_address_" + number, block.addresses + 2 * i, 2, Kind.RAM, Coding.UNSIGNED,
            FIRST_TARGET, tableBytes() - 1, block.data + i, Register.Unit.NONE));
        registers.add(new Register("indirect_data_" + number, block.data + i, 1, Kind.RAM, Coding.UNSIGNED, 0, 255, 0,
            Register.Unit.NONE));
      }
    }
    return registers;
  }

  /** The address of the byte that is meant by one at an address. */
  int target(ControlTable table, int address) {
    for (int b = 0; b < blocks.size(); b++) {
      Block block = blocks.get(b);
      if (address >= block.data && address < block.data + block.count) {
        return table.get(block.addresses + 2 * (address - block.data));
      }
    }
    return address;
  }
}
