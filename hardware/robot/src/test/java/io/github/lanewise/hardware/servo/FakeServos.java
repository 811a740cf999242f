package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.DynamixelParser;
import io.github.lanewise.hardware.servo.protocol.FeetechEncoder;
import io.github.lanewise.hardware.servo.protocol.FeetechParser;
import io.github.lanewise.hardware.servo.protocol.PacketParser;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Servos that keep what is written to them, and do nothing else. The codes of both protocols' instructions agree. */
final class FakeServos implements SimulatedLine.Device {
  private final boolean dynamixel;
  private final PacketParser parser;
  private final int[] ids;
  private final byte[][] tables;
  private final int[] errors;
  private final byte[] answer = new byte[1024];
  private final byte[] data = new byte[1024];
  private final int[] fastErrors;
  private final int[] fastIds;
  private final int[] fastCounts;
  private int end;
  /** Which servo says nothing. */
  int silent = -1;
  /** The id in its answers, if it is another than the one it is asked by. */
  int answersFrom = -1;
  /** Whether a fast sync read is known. */
  boolean knowsFast = true;
  /** Whether a sync read is known. */
  boolean knowsSync = true;
  /** Time until an answer arrives [ns]. */
  long delayNanos = 1000;
  /** What happens to the answers on their way. */
  UnaryOperator<byte[]> fault;

  FakeServos(ServoProtocol protocol, int... ids) {
    dynamixel = protocol == ServoProtocol.DYNAMIXEL;
    parser = dynamixel ? new DynamixelParser() : new FeetechParser();
    this.ids = ids;
    tables = new byte[ids.length][dynamixel ? 1024 : 256];
    errors = new int[ids.length];
    fastErrors = new int[ids.length];
    fastIds = new int[ids.length];
    fastCounts = new int[ids.length];
  }

  /** The control table of servo number {@code index}. */
  byte[] table(int index) {
    return tables[index];
  }

  void put(int index, int address, int value, int count) {
    PacketBus.put(tables[index], address, value, count);
  }

  void error(int index, int error) {
    errors[index] = error;
  }

  @Override
  public void take(byte[] bytes, int count, SimulatedLine line) {
    end = 0;
    int at = 0;
    do {
      at = parser.accept(bytes, at, count);
      if (parser.complete()) {
        obey();
      }
    } while (at < count || parser.complete());
    if (fault != null) {
      byte[] changed = fault.apply(Arrays.copyOf(answer, end));
      line.arrive(changed, changed.length, delayNanos);
    } else {
      line.arrive(answer, end, delayNanos);
    }
  }

  private void obey() {
    int first = dynamixel ? 4 : 2;
    switch (parser.instruction()) {
      case Dynamixel.PING -> forTarget(-1, 0);
      case Dynamixel.READ -> forTarget(number(0), number(dynamixel ? 2 : 1));
      case Dynamixel.WRITE -> {
        int from = dynamixel ? 2 : 1;
        int index = index(parser.id());
        if (index >= 0) {
          parser.copyParameters(from, tables[index], number(0), parser.parameterCount() - from);
        }
        forTarget(0, 0);
      }
      case Dynamixel.SYNC_READ -> {
        for (int i = first; i < parser.parameterCount() && knowsSync; i++) {
          status(index(parser.parameter(i)), number(0), number(first / 2));
        }
      }
      case Dynamixel.FAST_SYNC_READ -> fast();
      case Dynamixel.SYNC_WRITE -> {
        int count = number(first / 2);
        for (int at = first; at < parser.parameterCount(); at += 1 + count) {
          int index = index(parser.parameter(at));
          if (index >= 0) {
            parser.copyParameters(at + 1, tables[index], number(0), count);
          }
        }
      }
      case Dynamixel.REBOOT -> {
        int index = index(parser.id());
        tables[index][XSeries.HARDWARE_ERROR] = 0;
        tables[index][XSeries.TORQUE_ENABLE] = 0;
        errors[index] = 0;
        forTarget(0, 0);
      }
      default -> throw new AssertionError("instruction " + parser.instruction());
    }
  }

  private void forTarget(int address, int count) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == parser.id()) {
        status(i, Math.max(address, 0), address < 0 && dynamixel ? 3 : count);
      }
    }
  }

  private void status(int index, int address, int count) {
    if (index < 0 || index == silent) {
      return;
    }
    int id = answersFrom < 0 ? ids[index] : answersFrom;
    end = dynamixel
        ? DynamixelEncoder.status(answer, end, id, errors[index], tables[index], address, count)
        : FeetechEncoder.status(answer, end, id, errors[index], tables[index], address, count);
  }

  private void fast() {
    if (!knowsFast || silent >= 0) {
      return;
    }
    int count = number(2);
    for (int i = 4; i < parser.parameterCount(); i++) {
      int index = index(parser.parameter(i));
      fastIds[i - 4] = ids[index];
      fastErrors[i - 4] = errors[index];
      System.arraycopy(tables[index], number(0), data, (i - 4) * count, count);
    }
    Arrays.fill(fastCounts, count);
    end = DynamixelEncoder.fastStatus(answer, end, fastIds, fastErrors, data, fastCounts);
  }

  private int number(int at) {
    return dynamixel ? parser.parameter16(at) : parser.parameter(at);
  }

  private int index(int id) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    return -1;
  }
}
