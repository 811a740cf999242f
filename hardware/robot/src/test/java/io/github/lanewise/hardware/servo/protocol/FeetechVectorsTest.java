package io.github.lanewise.hardware.servo.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Packets of the vendor's library, byte for byte, written and read back. */
final class FeetechVectorsTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final byte[] into = new byte[64];

  @Test
  void ping() {
    FeetechParser packet = agrees(FeetechEncoder.ping(into, 0, 1), "FF FF 01 02 01 FB");
    assertThat(packet.id()).isEqualTo(1);
    assertThat(packet.instruction()).isEqualTo(Feetech.PING);
    assertThat(packet.parameterCount()).isZero();
  }

  @Test
  void read() {
    FeetechParser packet = agrees(FeetechEncoder.read(into, 0, 1, StsSeries.PRESENT_POSITION, 15),
        "FF FF 01 04 02 38 0F B1");
    assertThat(packet.parameter(0)).isEqualTo(56);
    assertThat(packet.parameter(1)).isEqualTo(15);
  }

  /** The vendor's WritePosEx(1, 2048, speed 1000, acceleration 50). */
  @Test
  void write() {
    FeetechParser packet = agrees(FeetechEncoder.write(into, 0, 1, StsSeries.ACCELERATION, goal(50, 2048, 1000), 0, 7),
        "FF FF 01 0A 03 29 32 00 08 00 00 E8 03 A3");
    assertThat(packet.parameter16(2)).isEqualTo(2048);
    assertThat(packet.parameter16(6)).isEqualTo(1000);
  }

  /** The vendor's SyncWritePosEx of servo 1 to 1000 and servo 2 to 3000, speed 1500, acceleration 50. */
  @Test
  void syncWrite() {
    byte[] goals = new byte[14];
    System.arraycopy(goal(50, 1000, 1500), 0, goals, 0, 7);
    System.arraycopy(goal(50, 3000, 1500), 0, goals, 7, 7);
    agrees(FeetechEncoder.syncWrite(into, 0, StsSeries.ACCELERATION, 7, new int[] {1, 2}, goals),
        "FF FF FE 14 83 29 07 01 32 E8 03 00 00 DC 05 02 32 B8 0B 00 00 DC 05 63");
  }

  /** By the rule: the sum FE + 06 + 82 + 38 + 08 + 01 + 02 is 1C9, its complement's low byte 36. */
  @Test
  void syncRead() {
    agrees(FeetechEncoder.syncRead(into, 0, StsSeries.PRESENT_POSITION, 8, new int[] {1, 2}),
        "FF FF FE 06 82 38 08 01 02 36");
  }

  @Test
  void status() {
    byte[] data = {0x00, 0x08};
    FeetechParser packet = agrees(FeetechEncoder.status(into, 0, 3, Feetech.OVERLOAD, data, 0, 2),
        "FF FF 03 04 20 00 08 D0");
    assertThat(packet.error()).isEqualTo(Feetech.OVERLOAD);
    assertThat(packet.parameter16(0)).isEqualTo(2048);
    assertThat(Feetech.describe(packet.error())).contains("overload").doesNotContain("voltage");
  }

  @Test
  void negativeNumbersAreAMagnitudeAndASignBit() {
    assertThat(Feetech.signed(0x8005, Feetech.SIGN)).isEqualTo(-5);
    assertThat(Feetech.signed(0x0005, Feetech.SIGN)).isEqualTo(5);
    assertThat(Feetech.signed(0x0405, Feetech.LOAD_SIGN)).isEqualTo(-5);
    for (int value = -32767; value <= 32767; value++) {
      assertThat(Feetech.signed(Feetech.unsigned(value, Feetech.SIGN), Feetech.SIGN)).isEqualTo(value);
    }
    assertThatThrownBy(() -> Feetech.unsigned(1024, Feetech.LOAD_SIGN)).hasMessageContaining("1024");
    assertThatThrownBy(() -> Feetech.unsigned(Integer.MIN_VALUE, Feetech.SIGN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatAPacketCannotSay() {
    assertThatThrownBy(() -> FeetechEncoder.ping(into, 0, 255)).hasMessageContaining("255");
    assertThatThrownBy(() -> FeetechEncoder.read(into, 0, 1, 256, 1)).hasMessageContaining("256");
    assertThatThrownBy(() -> FeetechEncoder.write(new byte[8], 0, 1, 40, new byte[4], 0, 4))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("11").hasMessageContaining("8");
    assertThatThrownBy(() -> FeetechEncoder.status(new byte[600], 0, 1, 0, new byte[300], 0, 254))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("254").hasMessageContaining("253");
  }

  private static byte[] goal(int acceleration, int position, int speed) {
    return new byte[] {(byte) acceleration, (byte) position, (byte) (position >> 8), 0, 0, (byte) speed,
        (byte) (speed >> 8)};
  }

  private FeetechParser agrees(int length, String expected) {
    assertThat(HEX.formatHex(into, 0, length)).isEqualTo(expected);
    FeetechParser parser = new FeetechParser();
    assertThat(parser.accept(HEX.parseHex(expected), 0, length)).isEqualTo(length);
    assertThat(parser.complete()).isTrue();
    assertThat(parser.skippedBytes()).isZero();
    return parser;
  }
}
