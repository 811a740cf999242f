package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.DynamixelParser;
import io.github.lanewise.hardware.servo.protocol.FeetechEncoder;
import io.github.lanewise.hardware.servo.protocol.FeetechParser;
import io.github.lanewise.hardware.servo.protocol.PacketParser;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every instruction of the client's encoders: what the simulated servos answer, as the client's parsers hear it, and
 * what the instruction has done, as reads show it.
 */
final class InstructionsTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private final byte[] frame = new byte[512];
  private Bench bench;
  private PacketParser parser;

  private void plugIn(ServoProtocol protocol) {
    bench = Bench.finger(protocol, Imperfections.ideal());
    parser = protocol == ServoProtocol.DYNAMIXEL ? new DynamixelParser() : new FeetechParser();
  }

  @AfterEach
  void unplug() {
    bench.close();
  }

  /** The answers to the frame: id, error and data of each. */
  private List<String> ask(int count) {
    bench.client.write(frame, count);
    bench.twin.serve();
    byte[] heard = new byte[1024];
    int end = bench.client.read(heard);
    List<String> answers = new ArrayList<>();
    for (int at = parser.accept(heard, 0, end); parser.complete(); at = parser.accept(heard, at, end)) {
      assertThat(parser.status()).isTrue();
      byte[] data = new byte[parser.parameterCount()];
      parser.copyParameters(0, data, 0, data.length);
      answers.add((parser.id() + "/" + parser.error() + " " + HEX.formatHex(data)).strip());
    }
    assertThat(parser.checksumErrors() + parser.skippedBytes()).isZero();
    return answers;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private List<String> read(int id, int address, int count) {
    return ask(DynamixelEncoder.read(frame, 0, id, address, count));
  }

  @Test
  void dynamixelOneServo() {
    plugIn(ServoProtocol.DYNAMIXEL);
    assertThat(ask(DynamixelEncoder.ping(frame, 0, 2))).containsExactly("2/0 fc 03 30");
    assertThat(ask(DynamixelEncoder.ping(frame, 0, 9))).isEmpty();
    assertThat(ask(DynamixelEncoder.ping(frame, 0, Dynamixel.BROADCAST)))
        .containsExactly("1/0 fc 03 30", "2/0 fc 03 30", "3/0 fc 03 30");
    assertThat(ask(DynamixelEncoder.write(frame, 0, 1, XSeries.LED, bytes(1), 0, 1))).containsExactly("1/0");
    assertThat(read(1, XSeries.LED, 1)).containsExactly("1/0 01");
    assertThat(ask(DynamixelEncoder.write(frame, 0, 1, XSeries.LED, bytes(9), 0, 1)))
        .containsExactly("1/" + Dynamixel.DATA_RANGE);
    assertThat(ask(DynamixelEncoder.action(frame, 0, 1))).containsExactly("1/" + Dynamixel.INSTRUCTION_ERROR);
    assertThat(ask(DynamixelEncoder.regWrite(frame, 0, 1, XSeries.LED, bytes(0), 0, 1))).containsExactly("1/0");
    assertThat(read(1, XSeries.LED, 1)).containsExactly("1/0 01");
    assertThat(ask(DynamixelEncoder.action(frame, 0, 1))).containsExactly("1/0");
    assertThat(read(1, XSeries.LED, 1)).containsExactly("1/0 00");
    ask(DynamixelEncoder.write(frame, 0, 1, XSeries.LED, bytes(1), 0, 1));
    assertThat(ask(DynamixelEncoder.reboot(frame, 0, 1))).containsExactly("1/0");
    assertThat(read(1, XSeries.LED, 1)).containsExactly("1/0 00");
  }

  /** Goal position -131073 of many turns is FF FF FD FF, which is stuffed on the way there and on the way back. */
  @Test
  void dynamixelStuffing() {
    plugIn(ServoProtocol.DYNAMIXEL);
    byte[] header = bytes(0xFF, 0xFF, 0xFD, 0xFF);
    ask(DynamixelEncoder.write(frame, 0, 3, XSeries.OPERATING_MODE, bytes(XSeries.EXTENDED_POSITION_MODE), 0, 1));
    int count = DynamixelEncoder.write(frame, 0, 3, XSeries.GOAL_POSITION, header, 0, 4);
    assertThat(count).isEqualTo(10 + 2 + 4 + 1);
    assertThat(ask(count)).containsExactly("3/0");
    assertThat(read(3, XSeries.GOAL_POSITION, 4)).containsExactly("3/0 ff ff fd ff");
    assertThat(ask(DynamixelEncoder.syncRead(frame, 0, XSeries.GOAL_POSITION, 4, new int[] {2, 3})))
        .containsExactly("2/0 00 00 00 00", "3/0 ff ff fd ff");
  }

  @Test
  void dynamixelManyServos() {
    plugIn(ServoProtocol.DYNAMIXEL);
    int[] ids = {3, 1};
    assertThat(ask(DynamixelEncoder.syncWrite(frame, 0, XSeries.PROFILE_VELOCITY, 4, ids,
        bytes(1, 2, 0, 0, 3, 4, 0, 0)))).isEmpty();
    assertThat(ask(DynamixelEncoder.syncRead(frame, 0, XSeries.PROFILE_VELOCITY, 4, new int[] {1, 2, 3})))
        .containsExactly("1/0 03 04 00 00", "2/0 00 00 00 00", "3/0 01 02 00 00");
    int[] addresses = {XSeries.LED, XSeries.POSITION_P_GAIN};
    int[] counts = {1, 2};
    assertThat(ask(DynamixelEncoder.bulkWrite(frame, 0, ids, addresses, counts, bytes(1, 0x34, 0x12)))).isEmpty();
    assertThat(ask(DynamixelEncoder.bulkRead(frame, 0, ids, addresses, counts)))
        .containsExactly("3/0 01", "1/0 34 12");
    assertThat(read(1, XSeries.LED, 1)).as("untouched").containsExactly("1/0 00");

    DynamixelParser fast = (DynamixelParser) parser;
    int count = DynamixelEncoder.fastSyncRead(frame, 0, XSeries.PROFILE_VELOCITY, 4, ids);
    fast.expectFast(ids.length, 4);
    List<String> answers = ask(count);
    assertThat(answers).hasSize(1);
    // The first block's error and id, its data, its checksum, and so on.
    assertThat(answers.getFirst()).matches("254/\\d+ 00 03 01 02 00 00 .. .. 00 01 03 04 00 00( .. ..)?");
  }

  @Test
  void feetech() {
    plugIn(ServoProtocol.FEETECH);
    assertThat(ask(FeetechEncoder.ping(frame, 0, 2))).containsExactly("2/0");
    assertThat(ask(FeetechEncoder.ping(frame, 0, 9))).isEmpty();
    assertThat(ask(FeetechEncoder.write(frame, 0, 1, StsSeries.ACCELERATION, bytes(50), 0, 1))).containsExactly("1/0");
    assertThat(ask(FeetechEncoder.read(frame, 0, 1, StsSeries.ACCELERATION, 1))).containsExactly("1/0 32");
    int[] ids = {3, 1};
    assertThat(ask(FeetechEncoder.syncWrite(frame, 0, StsSeries.GOAL_TIME, 2, ids, bytes(1, 2, 3, 4)))).isEmpty();
    assertThat(ask(FeetechEncoder.syncRead(frame, 0, StsSeries.GOAL_TIME, 2, new int[] {1, 2, 3})))
        .containsExactly("1/0 03 04", "2/0 00 00", "3/0 01 02");
  }
}
