package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.MoteusEncoder;
import io.github.lanewise.hardware.servo.protocol.MoteusFrame;
import io.github.lanewise.hardware.servo.protocol.MoteusParser;
import io.github.lanewise.hardware.servo.protocol.MoteusSubframes;

/** moteus controllers behind an adapter that keep what is written to them, and do nothing else. */
final class FakeControllers implements SimulatedLine.Device {
  private static final int REGISTERS = 0x200;

  private final MoteusParser parser = new MoteusParser();
  private final MoteusSubframes subframes = new MoteusSubframes();
  private final MoteusFrame reply = new MoteusFrame();
  private final byte[] answer = new byte[4096];
  private final int[] ids;
  private final double[][] registers;
  private int end;
  /** Which controller says nothing. */
  int silent = -1;
  /** Whether the adapter acknowledges lines. */
  boolean acknowledges = true;
  /** Whether they are on a UART: their lines have checksums, and so must all that they hear. */
  boolean checksums;
  /** Lines without one. */
  int refused;
  long delayNanos = 1000;
  /** Watchdog of their own [s], whatever commands say; NaN for none. */
  double ownWatchdog = Double.NaN;
  /** When each was commanded. */
  private final long[] heardNanos;

  FakeControllers(int... ids) {
    this.ids = ids;
    registers = new double[ids.length][REGISTERS];
    heardNanos = new long[ids.length];
  }

  double[] registers(int index) {
    return registers[index];
  }

  @Override
  public void take(byte[] bytes, int count, SimulatedLine line) {
    end = 0;
    int at = 0;
    watch(line.nanoTime());
    do {
      at = parser.accept(bytes, at, count);
      if (parser.complete() && checksums && bytes[at - 4] != '*') {
        refused++;
        end = checked(end, MoteusEncoder.refused(answer, end));
      } else if (parser.complete()) {
        obey(line.nanoTime());
      }
    } while (at < count || parser.complete());
    line.arrive(answer, end, delayNanos);
  }

  /** Those that were commanded too long ago have timed out. */
  private void watch(long nanoTime) {
    for (int i = 0; i < ids.length; i++) {
      double seconds = Double.isNaN(ownWatchdog) ? registers[i][Moteus.WATCHDOG] : ownWatchdog;
      if (registers[i][Moteus.MODE] == Moteus.POSITION_MODE && seconds > 0
          && (nanoTime - heardNanos[i]) * 1e-9 > seconds) {
        registers[i][Moteus.MODE] = Moteus.TIMED_OUT;
      }
    }
  }

  private void obey(long nanoTime) {
    if (acknowledges) {
      end = checked(end, MoteusEncoder.ok(answer, end));
    }
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == parser.destination() && i != silent) {
        obey(i, nanoTime);
      }
    }
  }

  private void obey(int index, long nanoTime) {
    reply.clear();
    subframes.of(parser);
    while (subframes.next()) {
      for (int i = 0; i < subframes.count() && subframes.kind() == MoteusSubframes.Kind.WRITE; i++) {
        registers[index][subframes.register() + i] = subframes.value(i);
        heardNanos[index] = nanoTime;
      }
      if (subframes.kind() == MoteusSubframes.Kind.READ) {
        reply.answer(subframes.type(), subframes.register(), subframes.count());
        for (int i = 0; i < subframes.count(); i++) {
          int register = subframes.register() + i;
          reply.value(subframes.type(), register, registers[index][register]);
        }
      }
    }
    if (parser.answerWanted()) {
      end = checked(end, MoteusEncoder.received(answer, end, ids[index], parser.source(), reply.pad()));
    }
  }

  private int checked(int from, int to) {
    return checksums ? MoteusEncoder.withChecksum(answer, from, to) : to;
  }
}
