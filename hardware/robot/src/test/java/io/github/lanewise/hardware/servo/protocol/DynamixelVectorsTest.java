package io.github.lanewise.hardware.servo.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Packets of the vendor's library and manual, byte for byte, written and read back. */
final class DynamixelVectorsTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final byte[] into = new byte[64];

  @Test
  void write() {
    DynamixelParser packet = agrees(DynamixelEncoder.write(into, 0, 1, XSeries.TORQUE_ENABLE, new byte[] {1}, 0, 1),
        "FF FF FD 00 01 06 00 03 40 00 01 DB 66");
    assertThat(packet.id()).isEqualTo(1);
    assertThat(packet.instruction()).isEqualTo(Dynamixel.WRITE);
    assertThat(packet.parameter16(0)).isEqualTo(64);
    assertThat(packet.parameter(2)).isEqualTo(1);
    assertThat(packet.parameterCount()).isEqualTo(3);
    assertThat(packet.status()).isFalse();
  }

  @Test
  void read() {
    DynamixelParser packet = agrees(DynamixelEncoder.read(into, 0, 1, XSeries.PRESENT_POSITION, 4),
        "FF FF FD 00 01 07 00 02 84 00 04 00 1D 15");
    assertThat(packet.instruction()).isEqualTo(Dynamixel.READ);
    assertThat(packet.parameter16(0)).isEqualTo(132);
    assertThat(packet.parameter16(2)).isEqualTo(4);
  }

  @Test
  void syncWrite() {
    byte[] goals = {(byte) 150, 0, 0, 0, (byte) 170, 0, 0, 0};
    DynamixelParser packet = agrees(
        DynamixelEncoder.syncWrite(into, 0, XSeries.GOAL_POSITION, 4, new int[] {1, 2}, goals),
        "FF FF FD 00 FE 11 00 83 74 00 04 00 01 96 00 00 00 02 AA 00 00 00 82 87");
    assertThat(packet.id()).isEqualTo(Dynamixel.BROADCAST);
    assertThat(packet.parameter(9)).isEqualTo(2);
    assertThat(packet.parameter(10)).isEqualTo(170);
  }

  @Test
  void syncRead() {
    agrees(DynamixelEncoder.syncRead(into, 0, XSeries.PRESENT_POSITION, 4, new int[] {1, 2}),
        "FF FF FD 00 FE 09 00 82 84 00 04 00 01 02 CE FA");
  }

  @Test
  void fastSyncRead() {
    agrees(DynamixelEncoder.fastSyncRead(into, 0, XSeries.PRESENT_POSITION, 4, new int[] {1, 2}),
        "FF FF FD 00 FE 09 00 8A 84 00 04 00 01 02 4D 72");
  }

  @Test
  void bulkRead() {
    agrees(DynamixelEncoder.bulkRead(into, 0, new int[] {1, 2}, new int[] {144, 146}, new int[] {2, 1}),
        "FF FF FD 00 FE 0D 00 92 01 90 00 02 00 02 92 00 01 00 1A 05");
  }

  @Test
  void bulkWrite() {
    agrees(DynamixelEncoder.bulkWrite(into, 0, new int[] {1, 2}, new int[] {32, 31}, new int[] {2, 1},
        new byte[] {(byte) 160, 0, 80}), "FF FF FD 00 FE 10 00 93 01 20 00 02 00 A0 00 02 1F 00 01 00 50 B7 68");
  }

  @Test
  void stuffing() {
    byte[] header = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFD, 0};
    DynamixelParser packet = agrees(DynamixelEncoder.write(into, 0, 1, XSeries.GOAL_POSITION, header, 0, 4),
        "FF FF FD 00 01 0A 00 03 74 00 FF FF FD FD 00 21 E7");
    byte[] read = new byte[4];
    packet.copyParameters(2, read, 0, 4);
    assertThat(read).isEqualTo(header);
    assertThat(packet.parameterCount()).isEqualTo(6);
  }

  @Test
  void instructionsWithoutParameters() {
    agrees(DynamixelEncoder.reboot(into, 0, 1), "FF FF FD 00 01 03 00 08 2F 4E");
    agrees(DynamixelEncoder.ping(into, 0, 1), "FF FF FD 00 01 03 00 01 19 4E");
    agrees(DynamixelEncoder.ping(into, 0, Dynamixel.BROADCAST), "FF FF FD 00 FE 03 00 01 31 42");
    agrees(DynamixelEncoder.action(into, 0, 1), "FF FF FD 00 01 03 00 05 02 CE");
  }

  @Test
  void regWrite() {
    agrees(DynamixelEncoder.regWrite(into, 0, 1, XSeries.GOAL_VELOCITY, new byte[] {(byte) 200, 0, 0, 0}, 0, 4),
        "FF FF FD 00 01 09 00 04 68 00 C8 00 00 00 AE 8E");
  }

  @Test
  void status() {
    DynamixelParser packet = agrees(DynamixelEncoder.status(into, 0, 1, 0, new byte[] {6, 4, 38}, 0, 3),
        "FF FF FD 00 01 07 00 55 00 06 04 26 65 5D");
    assertThat(packet.status()).isTrue();
    assertThat(packet.error()).isZero();
    assertThat(packet.parameterCount()).isEqualTo(3);
    assertThat(packet.parameter16(0)).isEqualTo(1030);
    agrees(DynamixelEncoder.status(into, 0, 1, 0, new byte[] {(byte) 0xA6, 0, 0, 0}, 0, 4),
        "FF FF FD 00 01 08 00 55 00 A6 00 00 00 8C C0");
    agrees(DynamixelEncoder.status(into, 0, 2, 0, new byte[] {0x1F, 8, 0, 0}, 0, 4),
        "FF FF FD 00 02 08 00 55 00 1F 08 00 00 BA BE");
    agrees(DynamixelEncoder.status(into, 0, 1, 0, new byte[0], 0, 0), "FF FF FD 00 01 04 00 55 00 A1 0C");
  }

  @Test
  void statusCarriesItsErrorByte() {
    DynamixelParser parser = new DynamixelParser();
    int alertAndLimit = Dynamixel.ALERT | Dynamixel.DATA_LIMIT;
    parser.accept(into, 0, DynamixelEncoder.status(into, 0, 7, alertAndLimit, new byte[0], 0, 0));
    assertThat(parser.complete()).isTrue();
    assertThat(parser.error()).isEqualTo(alertAndLimit);
    assertThat(Dynamixel.describe(parser.error())).contains("beyond its limits").contains("hardware error");
  }

  /** Each block ends with the checksum of everything before, so that a shorter list of servos gives a prefix. */
  @Test
  void fastStatusIsAPacketWhoseBlocksCarryRunningChecksumsAndNoStuffing() {
    byte[] data = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFD, 0, 1, 2, 3, 4};
    int end = DynamixelEncoder.fastStatus(into, 0, new int[] {5, 6}, new int[] {0, 0x80}, data, new int[] {4, 4});
    assertThat(end).isEqualTo(8 + 2 * 8);
    assertThat(into[5] | into[6] << 8).isEqualTo(1 + 2 * 8);
    assertThat(Arrays.copyOfRange(into, 8, 14)).containsExactly(0, 5, 0xFF, 0xFF, 0xFD, 0);
    assertThat(into[14] & 0xFF | (into[15] & 0xFF) << 8).isEqualTo(Crc16.of(into, 0, 14));
    assertThat(into[22] & 0xFF | (into[23] & 0xFF) << 8).isEqualTo(Crc16.of(into, 0, 22));

    DynamixelParser parser = new DynamixelParser();
    parser.accept(into, 0, end);
    assertThat(parser.complete()).as("not expected").isFalse();
    parser.reset();
    parser.expectFast(2, 4);
    assertThat(parser.accept(into, 0, end)).isEqualTo(end);
    assertThat(parser.complete()).isTrue();
    assertThat(parser.parameter(1)).isEqualTo(5);
    assertThat(parser.parameter(4)).isEqualTo(0xFD);
    assertThat(parser.parameter(8)).isEqualTo(0x80);
    assertThat(parser.parameter(9)).isEqualTo(6);
    assertThat(parser.parameter(13)).isEqualTo(4);
    assertThat(parser.parameterCount()).isEqualTo(2 * 8 - 2);
  }

  @Test
  void refusesWhatAPacketCannotSay() {
    byte[] data = new byte[4];
    assertThatThrownBy(() -> DynamixelEncoder.ping(into, 0, 253)).hasMessageContaining("253")
        .hasMessageContaining("252");
    assertThatThrownBy(() -> DynamixelEncoder.read(into, 0, 1, 65536, 4)).hasMessageContaining("65536");
    assertThatThrownBy(() -> DynamixelEncoder.syncRead(into, 0, 132, 4, new int[] {254})).hasMessageContaining("254");
    assertThatThrownBy(() -> DynamixelEncoder.write(new byte[12], 0, 1, 64, data, 0, 4))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("18").hasMessageContaining("12");
  }

  @Test
  void nothingOutsideThePacketCanBeRead() {
    DynamixelParser packet = agrees(DynamixelEncoder.read(into, 0, 1, XSeries.PRESENT_POSITION, 4),
        "FF FF FD 00 01 07 00 02 84 00 04 00 1D 15");
    assertThatThrownBy(() -> packet.parameter(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> packet.parameter(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> packet.parameter16(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> packet.copyParameters(2, new byte[8], 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private DynamixelParser agrees(int length, String expected) {
    assertThat(HEX.formatHex(into, 0, length)).isEqualTo(expected);
    DynamixelParser parser = new DynamixelParser();
    assertThat(parser.accept(HEX.parseHex(expected), 0, length)).isEqualTo(length);
    assertThat(parser.complete()).isTrue();
    assertThat(parser.skippedBytes()).isZero();
    return parser;
  }
}
