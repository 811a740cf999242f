package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.DynamixelParser;
import io.github.lanewise.hardware.servo.protocol.XSeries;

/**
 * DYNAMIXEL servos that are nothing but their control tables, at the other end of a line without length: the answer is
 * there when the request is written. The answer to a sync read of the state is made once and copied from then on, and
 * sync writes of goal currents are only counted, so that what is measured is the near side.
 */
final class MemoryServos implements Line {
  private static final int INSTRUCTION_AT = 7;
  private static final int ADDRESS_AT = 8;
  private static final int FRAME = 64;

  final byte[][] tables;
  int goalCurrents;

  private final DynamixelParser parser = new DynamixelParser();
  private final byte[] state;
  private int stateBytes;
  private final byte[] answer;
  private int at;
  private int end;

  /** With ids from 1, at the middle of their range. */
  MemoryServos(int servos) {
    tables = new byte[servos][256];
    state = new byte[servos * FRAME];
    answer = new byte[servos * FRAME];
    for (byte[] table : tables) {
      table[XSeries.PRESENT_POSITION + 1] = 8;
      table[XSeries.PRESENT_TEMPERATURE] = 35;
      table[XSeries.TEMPERATURE_LIMIT] = 80;
    }
  }

  @Override
  public int read(byte[] into) {
    int count = Math.min(end - at, into.length);
    System.arraycopy(answer, at, into, 0, count);
    at += count;
    return count;
  }

  @Override
  public int write(byte[] from, int count) {
    int address = from[ADDRESS_AT] & 0xFF;
    int instruction = from[INSTRUCTION_AT] & 0xFF;
    at = 0;
    end = 0;
    if (instruction == Dynamixel.SYNC_WRITE && address == XSeries.GOAL_CURRENT) {
      goalCurrents++;
    } else if (instruction == Dynamixel.SYNC_READ && address == XSeries.PRESENT_CURRENT && stateBytes > 0) {
      System.arraycopy(state, 0, answer, 0, stateBytes);
      end = stateBytes;
    } else {
      parser.accept(from, 0, count);
      answer(instruction, address);
      if (instruction == Dynamixel.SYNC_READ && address == XSeries.PRESENT_CURRENT) {
        stateBytes = end;
        System.arraycopy(answer, 0, state, 0, end);
      }
    }
    return count;
  }

  private void answer(int instruction, int address) {
    int size = parser.parameter16(2);
    switch (instruction) {
      case Dynamixel.READ -> status(parser.id(), address, size);
      case Dynamixel.SYNC_READ -> {
        for (int p = 4; p < parser.parameterCount(); p++) {
          status(parser.parameter(p), address, size);
        }
      }
      case Dynamixel.SYNC_WRITE -> {
        for (int p = 4; p < parser.parameterCount(); p += 1 + size) {
          parser.copyParameters(p + 1, tables[parser.parameter(p) - 1], address, size);
        }
      }
      default -> throw new AssertionError(instruction);
    }
  }

  private void status(int id, int address, int size) {
    end = DynamixelEncoder.status(answer, end, id, 0, tables[id - 1], address, size);
  }

  @Override
  public void close() {}
}
