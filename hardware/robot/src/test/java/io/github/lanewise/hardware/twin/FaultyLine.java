package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.DynamixelParser;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A bad line to good servos, and the moment at which they were first told to be safe. */
final class FaultyLine implements Line {
  /** What happens to a byte. */
  enum ToBytes { DROPPED, DUPLICATED, REORDERED, CORRUPTED, TRUNCATED }

  /** What happens to the line. */
  enum ToLine { SILENT_SERVO, WRONG_ID, UNPLUGGED, STALLED }

  private static final int FOREIGN_ID = 9;
  private static final int INSTRUCTION_AT = 7;
  private static final int ADDRESS_AT = 8;
  private static final int VALUE_AT = 13;

  private final Line line;
  private final Clock clock;
  private final SplittableRandom random;
  private final byte[] scratch = new byte[8192];
  private ToBytes toBytes;
  private double rate;
  private ToLine toLine;
  private boolean watching;
  private boolean gone;
  private byte[] waiting = {};
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
    if (waiting.length == 0) {
      byte[] chunk = new byte[into.length / 4];
      int count = line.read(chunk);
      if (count <= 0) {
        return count;
      }
      waiting = toBytes != null ? spoilt(chunk, count) : toLine == ToLine.SILENT_SERVO || toLine == ToLine.WRONG_ID
          ? readdressed(chunk, count) : Arrays.copyOf(chunk, count);
    }
    int count = Math.min(waiting.length, into.length);
    System.arraycopy(waiting, 0, into, 0, count);
    waiting = Arrays.copyOfRange(waiting, count, waiting.length);
    return count;
  }

  @Override
  public int write(byte[] from, int count) {
    // Torque off; or the watchdog is disarmed, which comes behind the position to hold.
    boolean safe = from[INSTRUCTION_AT] == (byte) Dynamixel.SYNC_WRITE && from[VALUE_AT] == 0
        && (from[ADDRESS_AT] == XSeries.TORQUE_ENABLE || from[ADDRESS_AT] == XSeries.BUS_WATCHDOG);
    if (watching && safe && safeNanos == Long.MIN_VALUE) {
      safeNanos = clock.nanoTime();
    }
    if (gone) {
      return -1;
    }
    if (toLine == ToLine.STALLED) {
      return 0;
    }
    byte[] sent = toBytes != null ? spoilt(from, count) : Arrays.copyOf(from, count);
    line.write(sent, sent.length);
    if (toLine == ToLine.UNPLUGGED) { // between the request and the answer
      gone = true;
      goneNanos = clock.nanoTime();
    }
    return count;
  }

  private byte[] spoilt(byte[] bytes, int count) {
    int end = 0;
    for (int i = 0; i < count; i++) {
      boolean hit = random.nextDouble() < rate;
      switch (hit ? toBytes : null) {
        case null -> scratch[end++] = bytes[i];
        case DROPPED -> { }
        case DUPLICATED -> {
          scratch[end++] = bytes[i];
          scratch[end++] = bytes[i];
        }
        case REORDERED -> {
          scratch[end++] = bytes[Math.min(i + 1, count - 1)];
          if (i + 1 < count) {
            scratch[end++] = bytes[i++];
          }
        }
        case CORRUPTED -> scratch[end++] = (byte) (bytes[i] ^ 1 << random.nextInt(8));
        case TRUNCATED -> i = count;
      }
    }
    return Arrays.copyOf(scratch, end);
  }

  /** Answers of the second servo, silenced or under an id that no servo has. */
  private byte[] readdressed(byte[] bytes, int count) {
    DynamixelParser parser = new DynamixelParser();
    int end = 0;
    int start = 0;
    for (int at = 0; at < count;) {
      at = parser.accept(bytes, at, count);
      if (parser.complete() && parser.id() == 2) {
        byte[] data = new byte[parser.parameterCount()];
        parser.copyParameters(0, data, 0, data.length);
        end = toLine == ToLine.SILENT_SERVO ? end
            : DynamixelEncoder.status(scratch, end, FOREIGN_ID, parser.error(), data, 0, data.length);
      } else {
        System.arraycopy(bytes, start, scratch, end, at - start);
        end += at - start;
      }
      start = at;
    }
    return Arrays.copyOf(scratch, end);
  }

  @Override
  public void close() {
    line.close();
  }
}
