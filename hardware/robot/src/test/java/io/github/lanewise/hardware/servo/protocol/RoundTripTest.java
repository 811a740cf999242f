package io.github.lanewise.hardware.servo.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every kind of packet, with random contents, comes out of the parser as it went into the encoder, however split. */
final class RoundTripTest {
  private static final int ROUNDS = 20_000;
  /** Most bytes are of these, so that headers occur inside packets. */
  private static final byte[] FAVOURITES = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFD, (byte) 0xFD, 0, 1};

  private final Random random = new Random(4);
  private final byte[] into = new byte[2048];

  @Test
  void dynamixel() {
    DynamixelParser parser = new DynamixelParser();
    for (int round = 0; round < ROUNDS; round++) {
      int servos = 1 + random.nextInt(5);
      int count = random.nextInt(12);
      int id = random.nextInt(253);
      int address = random.nextInt(65536);
      int[] ids = random.ints(servos, 0, 253).toArray();
      byte[] one = data(count);
      byte[] all = data(servos * count);
      byte[] store = join(low(address), one);
      byte[] readOf = join(low(address), low(count));
      byte[] idBytes = bytes(ids);
      check(parser, DynamixelEncoder.ping(into, 0, id), id, Dynamixel.PING);
      check(parser, DynamixelEncoder.action(into, 0, id), id, Dynamixel.ACTION);
      check(parser, DynamixelEncoder.reboot(into, 0, id), id, Dynamixel.REBOOT);
      check(parser, DynamixelEncoder.read(into, 0, id, address, count), id, Dynamixel.READ, readOf);
      check(parser, DynamixelEncoder.write(into, 0, id, address, one, 0, count), id, Dynamixel.WRITE, store);
      check(parser, DynamixelEncoder.regWrite(into, 0, id, address, one, 0, count), id, Dynamixel.REG_WRITE, store);
      check(parser, DynamixelEncoder.syncRead(into, 0, address, count, ids), 254, Dynamixel.SYNC_READ, readOf, idBytes);
      check(parser, DynamixelEncoder.fastSyncRead(into, 0, address, count, ids), 254, Dynamixel.FAST_SYNC_READ, readOf,
          idBytes);
      check(parser, DynamixelEncoder.syncWrite(into, 0, address, count, ids, all), 254, Dynamixel.SYNC_WRITE, readOf,
          interleaved(idBytes, all, count));
      check(parser, DynamixelEncoder.status(into, 0, id, 0x85, one, 0, count), id, Dynamixel.STATUS, one);
      assertThat(parser.error()).isEqualTo(0x85);
    }
    assertThat(parser.skippedBytes()).isZero();
    assertThat(parser.checksumErrors()).isZero();
  }

  @Test
  void dynamixelBulk() {
    DynamixelParser parser = new DynamixelParser();
    for (int round = 0; round < ROUNDS; round++) {
      int servos = 1 + random.nextInt(5);
      int[] ids = random.ints(servos, 0, 253).toArray();
      int[] addresses = random.ints(servos, 0, 65536).toArray();
      int[] counts = random.ints(servos, 0, 10).toArray();
      byte[] data = data(Arrays.stream(counts).sum());
      byte[] asked = {};
      byte[] written = {};
      int from = 0;
      for (int i = 0; i < servos; i++) {
        byte[] head = join(new byte[] {(byte) ids[i]}, low(addresses[i]), low(counts[i]));
        asked = join(asked, head);
        written = join(written, head, Arrays.copyOfRange(data, from, from + counts[i]));
        from += counts[i];
      }
      check(parser, DynamixelEncoder.bulkRead(into, 0, ids, addresses, counts), 254, Dynamixel.BULK_READ, asked);
      check(parser, DynamixelEncoder.bulkWrite(into, 0, ids, addresses, counts, data), 254, Dynamixel.BULK_WRITE,
          written);
    }
    assertThat(parser.skippedBytes()).isZero();
  }

  @Test
  void dynamixelFastStatus() {
    DynamixelParser parser = new DynamixelParser();
    for (int round = 0; round < ROUNDS; round++) {
      int servos = 1 + random.nextInt(5);
      int count = 1 + random.nextInt(12);
      int[] ids = random.ints(servos, 0, 253).toArray();
      int[] errors = random.ints(servos, 0, 256).toArray();
      byte[] data = data(servos * count);
      parser.expectFast(servos, count);
      take(parser, DynamixelEncoder.fastStatus(into, 0, ids, errors, data,
          IntStream.generate(() -> count).limit(servos).toArray()));
      for (int i = 0; i < servos; i++) {
        int at = i * (count + 4);
        byte[] block = new byte[count];
        parser.copyParameters(at + 2, block, 0, count);
        assertThat(parser.parameter(at)).isEqualTo(errors[i]);
        assertThat(parser.parameter(at + 1)).isEqualTo(ids[i]);
        assertThat(block).isEqualTo(Arrays.copyOfRange(data, i * count, (i + 1) * count));
      }
    }
    assertThat(parser.skippedBytes()).isZero();
  }

  @Test
  void feetech() {
    FeetechParser parser = new FeetechParser();
    for (int round = 0; round < ROUNDS; round++) {
      int servos = 1 + random.nextInt(5);
      int count = random.nextInt(12);
      int id = random.nextInt(254);
      int address = random.nextInt(256);
      int[] ids = random.ints(servos, 0, 254).toArray();
      byte[] one = data(count);
      byte[] all = data(servos * count);
      byte[] readOf = {(byte) address, (byte) count};
      byte[] idBytes = bytes(ids);
      check(parser, FeetechEncoder.ping(into, 0, id), id, Feetech.PING);
      check(parser, FeetechEncoder.read(into, 0, id, address, count), id, Feetech.READ, readOf);
      check(parser, FeetechEncoder.write(into, 0, id, address, one, 0, count), id, Feetech.WRITE,
          new byte[] {(byte) address}, one);
      check(parser, FeetechEncoder.syncRead(into, 0, address, count, ids), 254, Feetech.SYNC_READ, readOf, idBytes);
      check(parser, FeetechEncoder.syncWrite(into, 0, address, count, ids, all), 254, Feetech.SYNC_WRITE, readOf,
          interleaved(idBytes, all, count));
      check(parser, FeetechEncoder.status(into, 0, id, 0x20, one, 0, count), id, 0x20, one);
      assertThat(parser.error()).isEqualTo(0x20);
    }
    assertThat(parser.skippedBytes()).isZero();
    assertThat(parser.checksumErrors()).isZero();
  }

  @Test
  void moteus() {
    MoteusParser parser = new MoteusParser();
    MoteusFrame frame = new MoteusFrame();
    for (int round = 0; round < ROUNDS; round++) {
      frame.clear();
      for (int i = random.nextInt(16); i > 0; i--) {
        frame.raw(Moteus.Type.INT32, random.nextInt());
      }
      int source = random.nextInt(128);
      int destination = random.nextInt(128);
      boolean answer = random.nextBoolean();
      take(parser, MoteusEncoder.send(into, 0, source, destination, answer, frame));
      assertThat(parser.kind()).isEqualTo(MoteusParser.Kind.SEND);
      assertThat(parser.answerWanted()).isEqualTo(answer);
      same(parser, frame, source, destination);
      take(parser, MoteusEncoder.received(into, 0, source, destination, frame));
      assertThat(parser.kind()).isEqualTo(MoteusParser.Kind.RECEIVED);
      same(parser, frame, source, destination);
    }
    assertThat(parser.skippedBytes()).isZero();
  }

  private static void same(MoteusParser parser, MoteusFrame frame, int source, int destination) {
    assertThat(parser.source()).isEqualTo(source);
    assertThat(parser.destination()).isEqualTo(destination);
    assertThat(parser.dataCount()).isEqualTo(frame.size());
    for (int i = 0; i < frame.size(); i++) {
      assertThat(parser.data(i)).isEqualTo(frame.at(i));
    }
  }

  private void check(PacketParser parser, int length, int id, int instruction, byte[]... parameters) {
    take(parser, length);
    byte[] expected = join(parameters);
    byte[] actual = new byte[parser.parameterCount()];
    parser.copyParameters(0, actual, 0, actual.length);
    assertThat(actual).isEqualTo(expected);
    assertThat(parser.id()).isEqualTo(id);
    assertThat(parser.instruction()).isEqualTo(instruction);
  }

  /** Feeds what the encoder wrote in pieces, the last of which must complete the packet. */
  private void take(Parser parser, int length) {
    int at = 0;
    while (at < length) {
      int end = Math.min(length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : length));
      byte[] piece = Arrays.copyOfRange(into, at, end);
      assertThat(parser.accept(piece, 0, piece.length)).isEqualTo(piece.length);
      at = end;
      assertThat(parser.complete()).isEqualTo(at == length);
    }
  }

  private byte[] data(int count) {
    byte[] data = new byte[count];
    for (int i = 0; i < count; i++) {
      data[i] = random.nextInt(4) == 0 ? (byte) random.nextInt() : FAVOURITES[random.nextInt(FAVOURITES.length)];
    }
    return data;
  }

  private static byte[] interleaved(byte[] ids, byte[] data, int count) {
    byte[] joined = {};
    for (int i = 0; i < ids.length; i++) {
      joined = join(joined, new byte[] {ids[i]}, Arrays.copyOfRange(data, i * count, (i + 1) * count));
    }
    return joined;
  }

  private static byte[] low(int value) {
    return new byte[] {(byte) value, (byte) (value >> 8)};
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    byte[] joined = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
