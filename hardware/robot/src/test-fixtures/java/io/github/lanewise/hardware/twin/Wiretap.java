package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelParser;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.ArrayList;
import java.util.List;

/** The device side of a line, which notes when servos are told to switch torque, and when anything came last. */
public final class Wiretap implements Line {
  /** Torque was switched on or off at this moment [ns]. */
  public record Switch(boolean on, long timeNanos) {}

  private final Line line;
  private final DynamixelParser parser = new DynamixelParser();
  private final List<Switch> switches = new ArrayList<>();
  private long lastNanos = Long.MIN_VALUE;

  public Wiretap(Line line) {
    this.line = line;
  }

  public synchronized List<Switch> switches() {
    return List.copyOf(switches);
  }

  /** When bytes arrived last [ns]. */
  synchronized long lastNanos() {
    return lastNanos;
  }

  @Override
  public synchronized int read(byte[] into) {
    int count = line.read(into);
    for (int at = 0; at < count;) {
      lastNanos = System.nanoTime();
      at = parser.accept(into, at, count);
      boolean torque = parser.complete() && parser.instruction() == Dynamixel.SYNC_WRITE
          && parser.parameter16(0) == XSeries.TORQUE_ENABLE;
      if (torque) {
        switches.add(new Switch(parser.parameter(5) == 1, lastNanos));
      }
    }
    return count;
  }

  @Override
  public int write(byte[] from, int count) {
    return line.write(from, count);
  }

  @Override
  public void close() {
    line.close();
  }
}
