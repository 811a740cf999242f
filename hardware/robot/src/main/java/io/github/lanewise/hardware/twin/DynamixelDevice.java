package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.DynamixelParser;
import io.github.lanewise.hardware.servo.protocol.PacketParser;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * DYNAMIXEL servos on a line, protocol 2.0. Source: Robotis e-Manual, "DYNAMIXEL Protocol 2.0".
 *
 * <p>Each servo does every instruction that is for it or for all. Two with one id both answer, one after the other.
 */
final class DynamixelDevice extends Device<DynamixelServo> {
  private static final int ALL = 0xFF;
  private static final int ALL_BUT_ID = 1;
  private static final int ALL_BUT_ID_AND_BAUD = 2;
  private static final int FAST_HEADER_BYTES = 8;
  private static final int FAST_BLOCK_BYTES = 4;
  private static final int PINGED_BYTES = 3;
  /** Of each servo in a bulk read: id, address, number of bytes. */
  private static final int BULK_BYTES = 5;
  private static final int[] TURNS = {1, 0x44, 0x58, 0x4C, 0x22};

  private final PacketParser parser;
  private final byte[] data = new byte[Reply.CAPACITY];
  // The encoder takes the number of servos from the length of the arrays.
  private final int[][] idsOf = new int[Dynamixel.MAX_ID + 2][];
  private final int[][] errorsOf = new int[Dynamixel.MAX_ID + 2][];
  private final int[][] countsOf = new int[Dynamixel.MAX_ID + 2][];

  DynamixelDevice(List<Servo> servos, TwinRobot robot, Reply reply) {
    DynamixelParser own = new DynamixelParser();
    super(own, IntStream.range(0, servos.size())
        .mapToObj(i -> new DynamixelServo(servos.get(i), robot.driven(i), robot))
        .toArray(DynamixelServo[]::new), reply);
    parser = own;
  }

  /** Byte by byte, because after a wrong checksum the parser still has the id that the packet was for. */
  @Override
  void take(byte[] bytes, int count, long nanoTime) {
    for (int i = 0; i < count; i++) {
      long before = parser.checksumErrors();
      parser.accept(bytes, i, i + 1);
      if (parser.complete() && !parser.status()) {
        instructions++;
        for (DynamixelServo servo : servos) {
          servo.heard(nanoTime);
        }
        instruction();
      } else if (parser.checksumErrors() > before && !parser.status()) {
        for (DynamixelServo servo : servos) {
          if (servo.id() == parser.id() && servo.returnLevel() == 2) {
            status(servo, servo.id(), Dynamixel.CRC_ERROR, 0);
          }
        }
      }
    }
  }

  private void instruction() {
    switch (parser.instruction()) {
      case Dynamixel.PING -> ping();
      case Dynamixel.SYNC_READ -> syncRead();
      case Dynamixel.FAST_SYNC_READ -> fastRead(4, 1);
      case Dynamixel.FAST_BULK_READ -> fastRead(0, BULK_BYTES);
      case Dynamixel.SYNC_WRITE -> syncWrite();
      case Dynamixel.BULK_READ -> bulkRead();
      case Dynamixel.BULK_WRITE -> bulkWrite();
      default -> {
        boolean all = parser.id() == Dynamixel.BROADCAST;
        for (DynamixelServo servo : servos) {
          if (all || servo.id() == parser.id()) {
            single(servo, all);
          }
        }
      }
    }
  }

  /** An instruction for one servo; also for all, but then none answers. */
  private void single(DynamixelServo servo, boolean all) {
    if (parser.instruction() == Dynamixel.READ) {
      if (!all && parser.parameterCount() == 4) {
        answerRead(servo, parser.parameter16(0), parser.parameter16(2));
      } else if (!all) {
        answer(servo, Dynamixel.DATA_LENGTH, 0);
      }
      return;
    }
    int idBefore = servo.id();
    int levelBefore = servo.returnLevel();
    int error = switch (parser.instruction()) {
      case Dynamixel.WRITE -> write(servo, false);
      case Dynamixel.REG_WRITE -> write(servo, true);
      case Dynamixel.ACTION -> servo.hasRegistered() ? servo.action() : Dynamixel.INSTRUCTION_ERROR;
      case Dynamixel.REBOOT -> {
        servo.reboot();
        yield 0;
      }
      case Dynamixel.FACTORY_RESET -> factoryReset(servo, all);
      case Dynamixel.CLEAR -> clear(servo);
      default -> Dynamixel.INSTRUCTION_ERROR;
    };
    if (!all && Math.max(levelBefore, servo.returnLevel()) == 2) {
      status(servo, idBefore, error, 0);
    }
  }

  private int write(DynamixelServo servo, boolean later) {
    int count = parser.parameterCount() - 2;
    if (count < 1) {
      return Dynamixel.DATA_LENGTH;
    }
    int address = parser.parameter16(0);
    parser.copyParameters(2, data, 0, count);
    if (!later) {
      return servo.write(address, data, count);
    }
    int error = servo.check(address, data, count);
    if (error == 0) {
      servo.register(address, data, count);
    }
    return error;
  }

  private int factoryReset(DynamixelServo servo, boolean all) {
    int what = parser.parameterCount() == 1 ? parser.parameter(0) : 0;
    // All servos of a line with one id could not be told apart any more.
    if (what == ALL && all || what != ALL && what != ALL_BUT_ID && what != ALL_BUT_ID_AND_BAUD) {
      return Dynamixel.DATA_RANGE;
    }
    servo.factoryReset(what != ALL, what == ALL_BUT_ID_AND_BAUD);
    return 0;
  }

  private int clear(DynamixelServo servo) {
    if (parser.parameterCount() != TURNS.length) {
      return Dynamixel.DATA_LENGTH;
    }
    for (int k = 0; k < TURNS.length; k++) {
      if (parser.parameter(k) != TURNS[k]) {
        return Dynamixel.DATA_RANGE;
      }
    }
    return servo.clearTurns();
  }

  private void ping() {
    boolean all = parser.id() == Dynamixel.BROADCAST;
    for (int id = all ? 0 : parser.id(); id <= (all ? Dynamixel.MAX_ID : parser.id()); id++) {
      for (DynamixelServo servo : servos) {
        if (servo.id() == id) {
          data[0] = (byte) servo.modelNumber();
          data[1] = (byte) (servo.modelNumber() >> 8);
          data[2] = (byte) servo.firmware();
          status(servo, id, 0, PINGED_BYTES);
        }
      }
    }
  }

  private void syncRead() {
    for (int k = 4; k < parser.parameterCount(); k++) {
      readOf(parser.parameter(k), parser.parameter16(0), parser.parameter16(2));
    }
  }

  private void bulkRead() {
    for (int k = 0; k + BULK_BYTES <= parser.parameterCount(); k += BULK_BYTES) {
      readOf(parser.parameter(k), parser.parameter16(k + 1), parser.parameter16(k + 3));
    }
  }

  private void readOf(int id, int address, int count) {
    for (DynamixelServo servo : servos) {
      if (servo.id() == id) {
        answerRead(servo, address, count);
      }
    }
  }

  /**
   * The common packet ends before the first servo that is not there: who comes after it waits for its turn. Ids come
   * from a parameter on, so many parameters from each other, with their own addresses in a bulk read.
   */
  private void fastRead(int from, int step) {
    int count = (parser.parameterCount() - from) / step;
    if (count < 1 || count >= idsOf.length) {
      return;
    }
    if (idsOf[count] == null) {
      idsOf[count] = new int[count];
      errorsOf[count] = new int[count];
      countsOf[count] = new int[count];
    }
    int[] counts = countsOf[count];
    int bytes = FAST_BLOCK_BYTES * count;
    for (int k = 0; k < count; k++) {
      counts[k] = parser.parameter16(step == 1 ? 2 : step * k + 3);
      bytes += counts[k];
    }
    if (DynamixelEncoder.maxLength(bytes) <= Reply.CAPACITY) {
      fastRead(from, step, count, bytes);
    }
  }

  private void fastRead(int from, int step, int count, int bytes) {
    int[] ids = idsOf[count];
    int[] errors = errorsOf[count];
    int[] counts = countsOf[count];
    int present = 0;
    int at = 0;
    int end = FAST_HEADER_BYTES;
    for (int k = 0; k < count; k++) {
      int id = parser.parameter(from + step * k);
      ids[k] = Math.min(id, Dynamixel.MAX_ID);
      DynamixelServo servo = first(id);
      if (servo != null && servo.returnLevel() > 0 && present == k) {
        Arrays.fill(data, at, at + counts[k], (byte) 0);
        errors[k] = servo.read(parser.parameter16(step == 1 ? 0 : step * k + 1), counts[k], data, at) | servo.alert();
        end += counts[k] + FAST_BLOCK_BYTES;
        present = k + 1;
      }
      at += counts[k];
    }
    if (present > 0) {
      byte[] into = reply.room(DynamixelEncoder.maxLength(bytes));
      DynamixelEncoder.fastStatus(into, reply.at(), ids, errors, data, counts);
      reply.end(reply.at() + end);
    }
  }

  private DynamixelServo first(int id) {
    for (DynamixelServo servo : servos) {
      if (servo.id() == id) {
        return servo;
      }
    }
    return null;
  }

  private void syncWrite() {
    int count = parser.parameterCount() < 4 ? 0 : parser.parameter16(2);
    for (int k = 4; count > 0 && k + 1 + count <= parser.parameterCount(); k += 1 + count) {
      writeTo(parser.parameter(k), parser.parameter16(0), k + 1, count);
    }
  }

  private void bulkWrite() {
    int k = 0;
    while (k + 5 <= parser.parameterCount()) {
      int count = parser.parameter16(k + 3);
      if (k + 5 + count > parser.parameterCount()) {
        return;
      }
      writeTo(parser.parameter(k), parser.parameter16(k + 1), k + 5, count);
      k += 5 + count;
    }
  }

  private void writeTo(int id, int address, int from, int count) {
    parser.copyParameters(from, data, 0, count);
    for (DynamixelServo servo : servos) {
      if (servo.id() == id) {
        servo.write(address, data, count);
      }
    }
  }

  private void answerRead(DynamixelServo servo, int address, int count) {
    int error = servo.read(address, count, data, 0);
    answer(servo, error, error == 0 ? count : 0);
  }

  private void answer(DynamixelServo servo, int error, int count) {
    if (servo.returnLevel() > 0) {
      status(servo, servo.id(), error, count);
    }
  }

  /** A status packet with the first bytes of {@link #data}. */
  private void status(DynamixelServo servo, int id, int error, int count) {
    byte[] into = reply.room(DynamixelEncoder.maxLength(count + 1));
    reply.end(DynamixelEncoder.status(into, reply.at(), id, error | servo.alert(), data, 0, count));
  }
}
