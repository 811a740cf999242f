package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.DynamixelParser;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.SplittableRandom;

/** A bad line to good servos, and the moment at which they were first told to be safe. */
final class FaultyLine implements Line {
  /** What happens to a byte. */
  enum ToBytes { DROPPED, DUPLICATED, REORDERED, CORRUPTED, TRUNCATED }

  /** What happens to the line. */
  enum ToLine { SILENT_SERVO, WRONG_ID, UNPLUGGED, STALLED, LATE, FAR, FAST, STRONG, HOT }

  private static final int CHUNK = 2048;
  private static final int FOREIGN_ID = 9;
  private static final int INSTRUCTION_AT = 7;
  private static final int ADDRESS_AT = 8;
  private static final int VALUE_AT = 13;
  private static final long LATE_NANOS = 3_000_000;
  private static final int STATE_BYTES = 10;
  /** Where a state has the high bytes of torque, velocity and position, and what makes each too large. */
  private static final int TORQUE_AT = 1;
  private static final int VELOCITY_AT = 3;
  private static final int POSITION_AT = 7;
  private static final byte TOO_MUCH = 0x20;
  private static final byte TOO_HOT = 99;

  private final Line line;
  private final Clock clock;
  private final SplittableRandom random;
  private final DynamixelParser parser = new DynamixelParser();
  private final byte[] chunk = new byte[CHUNK];
  private final byte[] data = new byte[CHUNK];
  private final byte[] scratch = new byte[4 * CHUNK];
  private ToBytes toBytes;
  private double rate;
  private ToLine toLine;
  private boolean watching;
  private boolean gone;
  /** What is still to be read of {@link #scratch}. */
  private int at;
  private int end;
  private long heardNanos;
  /** Are told when torque is switched on, and when the robot is first told to be safe. */
  Runnable onTorque = () -> { };
  Runnable onSafe = () -> { };
  long safeNanos = Long.MIN_VALUE;
  long goneNanos = Long.MIN_VALUE;

  FaultyLine(Line line, Clock clock, long seed) {
    this.line = line;
    this.clock = clock;
    random = new SplittableRandom(seed);
  }

  /** From now on, look for a command that makes the robot safe. */
  void watch() {
    watching = true;
  }

  /** This kind at so many of all bytes, both ways. */
  void on(ToBytes kind, double ofAll) {
    toBytes = kind;
    rate = ofAll;
  }

  void on(ToLine kind) {
    toLine = kind;
  }

  void off() {
    toBytes = null;
    toLine = null;
  }

  @Override
  public int read(byte[] into) {
    if (gone) {
      return -1;
    }
    if (at == end) {
      int count = line.read(chunk);
      if (count <= 0) {
        return count;
      }
      at = 0;
      heardNanos = clock.nanoTime();
      if (toBytes != null) {
        end = spoilt(chunk, count);
      } else if (toLine == null || toLine == ToLine.LATE) {
        end = copied(chunk, count);
      } else {
        end = answered(count);
      }
    }
    if (toLine == ToLine.LATE && clock.nanoTime() - heardNanos < LATE_NANOS) {
      return 0;
    }
    int count = Math.min(end - at, into.length);
    System.arraycopy(scratch, at, into, 0, count);
    at += count;
    return count;
  }

  private int copied(byte[] bytes, int count) {
    System.arraycopy(bytes, 0, scratch, 0, count);
    return count;
  }

  @Override
  public int write(byte[] from, int count) {
    // Torque off; or the watchdog is disarmed, which comes behind the position to hold.
    boolean safe = from[INSTRUCTION_AT] == (byte) Dynamixel.SYNC_WRITE && from[VALUE_AT] == 0
        && (from[ADDRESS_AT] == XSeries.TORQUE_ENABLE || from[ADDRESS_AT] == XSeries.BUS_WATCHDOG);
    if (from[INSTRUCTION_AT] == (byte) Dynamixel.SYNC_WRITE && from[VALUE_AT] == 1
        && from[ADDRESS_AT] == XSeries.TORQUE_ENABLE) {
      onTorque.run();
    }
    if (watching && safe && safeNanos == Long.MIN_VALUE) {
      safeNanos = clock.nanoTime();
      onSafe.run();
    }
    if (gone) {
      return -1;
    }
    if (toLine == ToLine.STALLED) {
      return 0;
    }
    if (toLine == ToLine.LATE) {
      return line.write(from, count); // What is still to come is not lost.
    }
    at = 0;
    end = 0; // A request flushes what was not read.
    line.write(scratch, toBytes != null ? spoilt(from, count) : copied(from, count));
    if (toLine == ToLine.UNPLUGGED) { // between the request and the answer
      gone = true;
      goneNanos = clock.nanoTime();
    }
    return count;
  }

  /** Into {@link #scratch}; how many. */
  private int spoilt(byte[] bytes, int count) {
    int length = 0;
    for (int i = 0; i < count; i++) {
      boolean hit = random.nextDouble() < rate;
      switch (hit ? toBytes : null) {
        case null -> scratch[length++] = bytes[i];
        case DROPPED -> { }
        case DUPLICATED -> {
          scratch[length++] = bytes[i];
          scratch[length++] = bytes[i];
        }
        case REORDERED -> {
          scratch[length++] = bytes[Math.min(i + 1, count - 1)];
          if (i + 1 < count) {
            scratch[length++] = bytes[i++];
          }
        }
        case CORRUPTED -> scratch[length++] = (byte) (bytes[i] ^ 1 << random.nextInt(8));
        case TRUNCATED -> i = count;
      }
    }
    return length;
  }

  /** What the second servo says, silenced, under an id that no servo has, or untrue. */
  private int answered(int count) {
    int length = 0;
    int start = 0;
    parser.reset();
    for (int read = 0; read < count;) {
      read = parser.accept(chunk, read, count);
      if (parser.complete() && parser.id() == 2) {
        parser.copyParameters(0, data, 0, parser.parameterCount());
        lie(parser.parameterCount());
        int id = toLine == ToLine.WRONG_ID ? FOREIGN_ID : parser.id();
        length = toLine == ToLine.SILENT_SERVO ? length
            : DynamixelEncoder.status(scratch, length, id, parser.error(), data, 0, parser.parameterCount());
      } else {
        System.arraycopy(chunk, start, scratch, length, read - start);
        length += read - start;
      }
      start = read;
    }
    return length;
  }

  private void lie(int count) {
    if (toLine == ToLine.HOT && count == 1) {
      data[0] = TOO_HOT;
    } else if (count == STATE_BYTES) {
      switch (toLine) {
        case FAR -> data[POSITION_AT] = TOO_MUCH;
        case FAST -> data[VELOCITY_AT] = TOO_MUCH;
        case STRONG -> data[TORQUE_AT] = TOO_MUCH;
        default -> { }
      }
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
