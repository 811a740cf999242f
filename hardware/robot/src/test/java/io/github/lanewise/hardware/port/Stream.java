package io.github.lanewise.hardware.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Checks of what goes in at one end of a line and comes out at the other. */
final class Stream {
  private Stream() {}

  /** More than any buffer holds is written while nobody reads; what was taken, and only that, comes out in order. */
  static void requireShortWriteAndNothingLost(Line from, Line to) {
    byte[] sent = random(1 << 17, 4);
    long start = System.nanoTime();
    int taken = from.write(sent, sent.length);
    long full = from.write(sent, 32);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
    assertThat(taken).isBetween(1024, sent.length - 1);
    assertThat(full).isBetween(0L, 32L);

    byte[] received = new byte[taken + (int) full];
    assertThat(readFully(to, received)).isEqualTo(received.length);
    assertThat(Arrays.copyOf(received, taken)).isEqualTo(Arrays.copyOf(sent, taken));
    assertThat(from.write(sent, 32)).isEqualTo(32);
  }

  /** All bytes are carried, whatever their values and however the other side reads them. */
  static void requireCarried(Line from, Line to, int length, long seed) {
    byte[] sent = random(length, seed);
    byte[] received = new byte[length];
    Random random = new Random(seed);
    int written = 0;
    int read = 0;
    while (read < length) {
      byte[] piece = Arrays.copyOfRange(sent, written, Math.min(length, written + random.nextInt(700)));
      int taken = from.write(piece, piece.length);
      assertThat(taken).isBetween(0, piece.length);
      written += taken;
      byte[] into = new byte[1 + random.nextInt(700)];
      int got = to.read(into);
      assertThat(got).isBetween(0, into.length);
      System.arraycopy(into, 0, received, read, got);
      read += got;
    }
    assertThat(received).isEqualTo(sent);
    assertThat(to.read(new byte[1])).isZero();
  }

  private static int readFully(Line line, byte[] into) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    int done = 0;
    while (done < into.length && System.nanoTime() < deadline) {
      byte[] piece = new byte[into.length - done];
      int got = line.read(piece);
      assertThat(got).isNotNegative();
      System.arraycopy(piece, 0, into, done, got);
      done += got;
    }
    return done;
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
