package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.Parser;

/** A request and its answers on a line on which one side speaks at a time. Allocates nothing after construction. */
final class Exchange {
  private static final int CHUNK = 256;
  /** A line that never falls silent is not waited for: so many chunks are read of it before a request or late. */
  private static final int MAX_CHUNKS = 64;
  private static final long POLL_NANOS = 20_000;
  /**
   * So long after the request the line is polled without giving the processor away, and not longer: the kernel hands on
   * what arrives in a thread of its own, which a loop under real-time scheduling would keep from running.
   */
  private static final long SPIN_NANOS = 200_000;

  private final Line line;
  private final Clock clock;
  private final Parser parser;
  private final byte[] chunk = new byte[CHUNK];
  private int at;
  private int end;
  private long flushedBytes;
  private long heardBytes;
  private long checksumErrorsBefore;
  private long sentNanos;
  private int lateChunks;
  private BusError rejection = BusError.NONE;

  Exchange(Line line, Clock clock, Parser parser) {
    this.line = line;
    this.clock = clock;
    this.parser = parser;
  }

  /** Throws away what has arrived, and sends {@code frame[0..count)}. */
  BusError send(byte[] frame, int count) {
    flushedBytes += end - at;
    parser.reset();
    int read = 1;
    for (int i = 0; i < MAX_CHUNKS && read > 0; i++) {
      read = line.read(chunk);
      flushedBytes += Math.max(read, 0);
    }
    at = 0;
    end = 0;
    heardBytes = 0;
    checksumErrorsBefore = parser.checksumErrors();
    lateChunks = 0;
    rejection = BusError.NONE;
    int written = read < 0 ? -1 : line.write(frame, count);
    sentNanos = clock.nanoTime();
    return written < 0 ? BusError.GONE : written < count ? BusError.SHORT_WRITE : BusError.NONE;
  }

  /**
   * Waits for the next packet, which the parser then holds. What has arrived by the deadline is still looked at; the
   * error that ends the request comes soon after it, however many packets the line goes on to bring.
   */
  BusError receive(long deadlineNanos) {
    while (true) {
      at = parser.accept(chunk, at, end);
      if (parser.complete()) {
        return BusError.NONE;
      }
      long now = clock.nanoTime();
      boolean late = now - deadlineNanos >= 0;
      at = 0;
      end = line.read(chunk);
      if (end < 0) {
        end = 0;
        return BusError.GONE;
      }
      heardBytes += end;
      if (late && (end == 0 || ++lateChunks >= MAX_CHUNKS)) {
        return parser.checksumErrors() > checksumErrorsBefore ? BusError.CHECKSUM
            : rejection != BusError.NONE ? rejection : BusError.TIMEOUT;
      }
      if (end == 0) {
        long next = deadlineNanos - now < POLL_NANOS ? deadlineNanos : now + POLL_NANOS;
        if (now - sentNanos < SPIN_NANOS) {
          clock.sleepUntil(next);
        } else {
          clock.parkUntil(next);
        }
      }
    }
  }

  /** The packet that the parser holds answers another request or is another servo's. */
  void reject() {
    rejection = rejection == BusError.NONE ? BusError.WRONG_ID : rejection;
  }

  /** The packet that the parser holds is of a servo that is asked, but has more or fewer bytes. */
  void rejectLength() {
    rejection = BusError.LENGTH;
  }

  /** Bytes looked at since the request was sent. */
  long heardBytes() {
    return heardBytes - (end - at);
  }

  Clock clock() {
    return clock;
  }

  long now() {
    return clock.nanoTime();
  }

  long checksumErrors() {
    return parser.checksumErrors();
  }

  long skippedBytes() {
    return parser.skippedBytes() + flushedBytes;
  }

  void close() {
    line.close();
  }
}
