package io.github.lanewise.hardware.servo.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Ten million bytes of noise through each parser: no exception, no byte beyond the piece, which has an array of its
 * own; and a good packet after noise is found.
 */
final class ParserNoiseTest {
  private static final long BYTES = 10_000_000;
  private static final int MARK = 0x5A;

  private final byte[] into = new byte[512];

  @Test
  void dynamixel() {
    DynamixelParser parser = new DynamixelParser();
    byte[] mark = packet(DynamixelEncoder.write(into, 0, 77, 600, new byte[] {MARK, -1, -1, -3, 0}, 0, 5));
    Noise noise = new Noise(1, new byte[] {-1, -1, -1, -3, -3, 0, 1, 7, 0x55, -2}, mark,
        packet(DynamixelEncoder.ping(into, 0, 3)),
        packet(DynamixelEncoder.status(into, 0, 3, 0, new byte[] {1, 2, 3, 4}, 0, 4)),
        packet(DynamixelEncoder.fastStatus(into, 0, new int[] {1, 2}, new int[2], new byte[8], new int[] {4, 4})));
    int found = run(parser, noise, mark, () -> parser.id() == 77 && parser.parameterCount() == 7
        && parser.parameter(2) == MARK && parser.parameter(5) == 0xFD);
    assertThat(found).as("a header always begins a packet").isEqualTo(1);
    assertThat(parser.checksumErrors()).isPositive();
  }

  /** While an unstuffed answer is waited for, a false one hides at most what would have been its length. */
  @Test
  void dynamixelWaitingForAFastAnswer() {
    DynamixelParser parser = new DynamixelParser();
    parser.expectFast(2, 4);
    byte[] mark = packet(DynamixelEncoder.fastStatus(into, 0, new int[] {1, 2}, new int[] {MARK, 0}, new byte[8],
        new int[] {4, 4}));
    Noise noise = new Noise(2, new byte[] {-1, -1, -1, -3, -3, 0, 17, 0, 0x55, -2}, mark);
    int found = run(parser, noise, mark, () -> parser.id() == 254 && parser.parameter(0) == MARK);
    assertThat(found).isLessThanOrEqualTo(3);
  }

  @Test
  void feetech() {
    FeetechParser parser = new FeetechParser();
    byte[] mark = packet(FeetechEncoder.write(into, 0, 77, 40, new byte[] {MARK, -1, -1, 1, 2}, 0, 5));
    Noise noise = new Noise(3, new byte[] {-1, -1, -1, 1, 2, 3, 4, 5, 20}, mark,
        packet(FeetechEncoder.ping(into, 0, 3)),
        packet(FeetechEncoder.status(into, 0, 3, 0, new byte[15], 0, 15)));
    // A false header hides what follows until its length has come, and one in 256 false checksums is right.
    int found = run(parser, noise, mark, () -> parser.id() == 77 && parser.parameterCount() == 6
        && parser.parameter(1) == MARK);
    assertThat(found).isLessThanOrEqualTo(2 * (FeetechParser.MAX_PARAMETERS + 6) / mark.length);
    assertThat(parser.checksumErrors()).isPositive();
  }

  @Test
  void moteus() {
    MoteusParser parser = new MoteusParser();
    MoteusSubframes subframes = new MoteusSubframes();
    MoteusFrame frame = new MoteusFrame().query();
    byte[] mark = "\nrcv 4d00 5a50 E B F\n".getBytes(StandardCharsets.US_ASCII);
    Noise noise = new Noise(4, "rcv 0123456789abcdefABCDEF\n\r OK can send".getBytes(StandardCharsets.US_ASCII), mark,
        packet(MoteusEncoder.send(into, 0, 0, 1, true, frame)), "OK\n".getBytes(StandardCharsets.US_ASCII));
    int found = run(parser, noise, mark, () -> {
      subframes.of(parser);
      while (subframes.next()) {
        for (int i = 0; subframes.kind() == MoteusSubframes.Kind.ANSWER && i < subframes.count(); i++) {
          subframes.value(i);
        }
      }
      return parser.source() == 0x4D && parser.dataCount() == 2 && parser.data(0) == MARK;
    });
    assertThat(found).as("a line feed always ends a line").isEqualTo(1);
    assertThat(parser.checksumErrors()).isPositive();
  }

  /** The most copies of a good packet that had to be sent after noise until one of them was found. */
  private static int run(Parser parser, Noise noise, byte[] mark, BooleanSupplier recogniser) {
    int most = 0;
    long good = 0;
    for (long taken = 0; taken < BYTES;) {
      byte[] chunk = noise.next();
      taken += chunk.length;
      feed(parser, chunk, recogniser);
      int copies = 0;
      int found = 0;
      while (found == 0 && copies < 100) {
        copies++;
        found = feed(parser, mark, recogniser);
      }
      most = Math.max(most, copies);
      good += (long) copies * mark.length;
      assertThat(parser.skippedBytes()).isBetween(0L, taken + good);
    }
    return most;
  }

  private static int feed(Parser parser, byte[] bytes, BooleanSupplier recogniser) {
    int found = 0;
    int at = 0;
    do {
      at = parser.accept(bytes, at, bytes.length);
      found += parser.complete() && recogniser.getAsBoolean() ? 1 : 0;
    } while (at < bytes.length || parser.complete());
    return found;
  }

  private byte[] packet(int length) {
    return Arrays.copyOf(into, length);
  }
}
