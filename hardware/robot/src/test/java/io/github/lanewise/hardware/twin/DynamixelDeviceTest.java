package io.github.lanewise.hardware.twin;

import static io.github.lanewise.hardware.twin.Bench.dynamixel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.model.RobotModel;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What DYNAMIXEL servos answer, byte for byte, against packets with a checksum of our own. Instructions in hex are
 * those that the vendor's library produces.
 */
final class DynamixelDeviceTest {
  private static final int STATUS = 0x55;
  private static final int ALL = 0xFE;
  private final Bench bench = Bench.finger(ServoProtocol.DYNAMIXEL, Imperfections.ideal());

  @AfterEach
  void close() {
    bench.close();
  }

  private static String ok(int id, int... data) {
    return refused(id, 0, data);
  }

  private static String refused(int id, int error, int... data) {
    int[] packet = new int[data.length + 2];
    packet[0] = STATUS;
    packet[1] = error;
    System.arraycopy(data, 0, packet, 2, data.length);
    return dynamixel(id, packet);
  }

  private String ask(int id, int... instruction) {
    return bench.answer(dynamixel(id, instruction));
  }

  private String write(int id, int address, int... data) {
    return ask(id, with(3, address, data));
  }

  private static int[] with(int code, int address, int... data) {
    int[] packet = new int[data.length + 3];
    packet[0] = code;
    packet[1] = address & 0xFF;
    packet[2] = address >> 8;
    System.arraycopy(data, 0, packet, 3, data.length);
    return packet;
  }

  private String read(int id, int address, int count) {
    return ask(id, 2, address & 0xFF, address >> 8, count, 0);
  }

  @Test
  void vendorsPackets() {
    assertThat(bench.answer("FF FF FD 00 01 06 00 03 40 00 01 DB 66")).isEqualTo(ok(1));
    assertThat(read(1, 64, 1)).isEqualTo(ok(1, 1));
    assertThat(bench.answer("FF FF FD 00 01 07 00 02 84 00 04 00 1D 15")).isEqualTo(ok(1, 0, 8, 0, 0));
    assertThat(bench.answer("FF FF FD 00 FE 09 00 82 84 00 04 00 01 02 CE FA"))
        .isEqualTo(ok(1, 0, 8, 0, 0) + " " + ok(2, 0, 8, 0, 0));
    assertThat(bench.answer("FF FF FD 00 FE 0D 00 92 01 90 00 02 00 02 92 00 01 00 1A 05"))
        .isEqualTo(ok(1, 120, 0) + " " + ok(2, 30));
    assertThat(bench.answer("FF FF FD 00 01 03 00 08 2F 4E")).isEqualTo(ok(1));
    assertThat(read(1, 64, 1)).isEqualTo(ok(1, 0));
    // Positions 150 and 170 are beyond the joints' ranges, and a sync write has no answer that could say it.
    assertThat(bench.answer("FF FF FD 00 FE 11 00 83 74 00 04 00 01 96 00 00 00 02 AA 00 00 00 82 87")).isEmpty();
    assertThat(read(1, 116, 4)).isEqualTo(ok(1, 0, 0, 0, 0));
    assertThat(bench.answer("FF FF FD 00 01 0A 00 03 74 00 FF FF FD FD 00 21 E7")).isEqualTo(refused(1, 4));
  }

  @Test
  void fastSyncReadHasOneAnswerWithARunningChecksum() {
    String blocks = dynamixel(ALL, STATUS, 0, 1, 0, 8, 0, 0);
    String answer = bench.answer("FF FF FD 00 FE 09 00 8A 84 00 04 00 01 02 4D 72");
    byte[] expected = new byte[64];
    int end = DynamixelEncoder.fastStatus(expected, 0, new int[] {1, 2}, new int[2],
        new byte[] {0, 8, 0, 0, 0, 8, 0, 0}, new int[] {4, 4});
    assertThat(answer).isEqualTo(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(expected, 0, end))
        .startsWith("FF FF FD 00 FE 11 00 55 00 01 00 08 00 00 ").contains(" 00 02 00 08 00 00 ");
    // One servo alone: the packet is that of any status whose data are error, id and registers.
    assertThat(ask(ALL, 0x8A, 132, 0, 4, 0, 1)).isEqualTo(blocks);
  }

  @Test
  void fastSyncReadEndsBeforeAServoThatIsNotThere() {
    String whole = ask(ALL, 0x8A, 132, 0, 4, 0, 1, 2, 3);
    assertThat(ask(ALL, 0x8A, 132, 0, 4, 0, 1, 9, 3)).isEqualTo(whole.substring(0, (8 + 8) * 3 - 1));
    assertThat(ask(ALL, 0x8A, 132, 0, 4, 0, 9, 1)).isEmpty();
  }

  /** Case of a client that polls registers of several sizes: three servos, position, velocity and temperature. */
  @Test
  void fastBulkReadHasOneAnswerWithARunningChecksum() {
    String answer = bench.answer("FF FF FD 00 FE 12 00 9A 01 84 00 04 00 02 80 00 04 00 03 92 00 01 00 13 60");
    byte[] expected = new byte[64];
    int end = DynamixelEncoder.fastStatus(expected, 0, new int[] {1, 2, 3}, new int[3],
        new byte[] {0, 8, 0, 0, 0, 0, 0, 0, 30}, new int[] {4, 4, 1});
    assertThat(answer).isEqualTo(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(expected, 0, end))
        .startsWith("FF FF FD 00 FE 16 00 55 00 01 00 08 00 00 ").contains(" 00 02 00 00 00 00 ", " 00 03 1E ");
    assertThat(ask(ALL, 0x9A, 1, 132, 0, 4, 0, 9, 132, 0, 4, 0)).as("up to one that is not there")
        .isEqualTo(ask(ALL, 0x8A, 132, 0, 4, 0, 1, 9));
  }

  @Test
  void indirectDataStandForTheirRegisters() {
    assertThat(bench.answer("FF FF FD 00 01 07 00 03 42 02 84 00 66 ED")).as("29, where ROBOTIS' driver reads")
        .isEqualTo("FF FF FD 00 01 04 00 55 00 A1 0C");
    assertThat(bench.answer("FF FF FD 00 01 07 00 03 A8 00 84 00 63 65")).as("the first").isEqualTo(ok(1));
    assertThat(read(1, 168, 2)).isEqualTo(ok(1, 132, 0));
    assertThat(read(1, 170, 2)).as("itself, until told").isEqualTo(ok(1, 225, 0));
    // Position and temperature, one behind the other in indirect data 29 to 33.
    write(1, 578, 132, 0, 133, 0, 134, 0, 135, 0, 146, 0);
    assertThat(read(1, 634, 5)).isEqualTo(ok(1, 0, 8, 0, 0, 30));
    // Profile velocity and goal position by one write; as from their own place, goals beyond limits are refused whole.
    write(1, 168, 112, 0, 113, 0, 114, 0, 115, 0, 116, 0, 117, 0, 118, 0, 119, 0);
    assertThat(write(1, 224, 50, 0, 0, 0, 0, 9, 0, 0)).isEqualTo(ok(1));
    assertThat(read(1, 112, 8)).isEqualTo(ok(1, 50, 0, 0, 0, 0, 9, 0, 0));
    assertThat(write(1, 224, 60, 0, 0, 0, 0xFF, 15, 0, 0)).isEqualTo(refused(1, 6));
    assertThat(read(1, 112, 8)).isEqualTo(ok(1, 50, 0, 0, 0, 0, 9, 0, 0));
    assertThat(write(1, 224, 60)).as("part of a register").isEqualTo(refused(1, 5));
    assertThat(write(1, 240, 7)).as("a byte that stands for itself").isEqualTo(ok(1));
    assertThat(read(1, 240, 1)).isEqualTo(ok(1, 7));
    assertThat(write(1, 168, 5, 0)).as("registers of the EEPROM are none of these").isEqualTo(refused(1, 4));
  }

  /** Half the voltage drives a free wheel at half the speed that it has without load, 5 rad/s, either way. */
  @Test
  void pwmIsPartOfTheVoltage() {
    RobotModel wheel = Bench.wheel(1e-3);
    try (Bench free = new Bench(wheel, Twin.servos(wheel, ServoProtocol.DYNAMIXEL), Imperfections.ideal())) {
      assertThat(free.answer("FF FF FD 00 01 06 00 03 0B 00 10 21 63")).as("operating mode 16").isEqualTo(ok(1));
      free.answer(dynamixel(1, 3, 64, 0, 1));
      free.pass(1);
      assertThat(free.twin.velocity()[0]).as("no goal yet").isZero();
      free.answer(dynamixel(1, 3, 100, 0, 443 & 0xFF, 443 >> 8));
      free.pass(2);
      assertThat(free.twin.velocity()[0]).isCloseTo(5.0 * 443 / 885, within(1e-3));
      free.answer(dynamixel(1, 3, 100, 0, -443 & 0xFF, -443 >> 8 & 0xFF));
      free.pass(2);
      assertThat(free.twin.velocity()[0]).isCloseTo(-5.0 * 443 / 885, within(1e-3));
    }
  }

  @Test
  void pings() {
    assertThat(ask(2, 1)).isEqualTo(ok(2, 1020 & 0xFF, 1020 >> 8, 48));
    assertThat(ask(9, 1)).isEmpty();
    write(1, 7, 77);
    assertThat(ask(ALL, 1)).as("all, in the order of their ids").isEqualTo(String.join(" ",
        ok(2, 0xFC, 3, 48), ok(3, 0xFC, 3, 48), ok(77, 0xFC, 3, 48)));
  }

  @Test
  void twoServosWithOneIdBothAnswer() {
    assertThat(write(2, 7, 1)).isEqualTo(ok(2));
    assertThat(ask(1, 1)).isEqualTo(ok(1, 0xFC, 3, 48) + " " + ok(1, 0xFC, 3, 48));
  }

  @Test
  void errors() {
    assertThat(ask(1, 0x77)).as("no such instruction").isEqualTo(refused(1, 2));
    assertThat(ask(1, 5)).as("action without reg write").isEqualTo(refused(1, 2));
    assertThat(bench.answer("FF FF FD 00 01 06 00 03 40 00 01 DB 67")).as("checksum").isEqualTo(refused(1, 3));
    assertThat(read(1, 64, 1)).as("what came with a wrong checksum is not done").isEqualTo(ok(1, 0));
    assertThat(write(1, 64, 2)).as("beyond the register's range").isEqualTo(refused(1, 4));
    assertThat(write(1, 116, 0, 8)).as("half a register").isEqualTo(refused(1, 5));
    assertThat(write(1, 116, 0xFF, 0x0F, 0, 0)).as("beyond the position limit").isEqualTo(refused(1, 6));
    assertThat(write(1, 132, 0, 0, 0, 0)).as("read-only").isEqualTo(refused(1, 7));
    assertThat(write(1, 117, 0)).as("in the middle of a register").isEqualTo(refused(1, 7));
    assertThat(read(1, 655, 20)).as("beyond the table").isEqualTo(refused(1, 7));
    write(1, 64, 1);
    assertThat(write(1, 11, 0)).as("EEPROM while torque is on").isEqualTo(refused(1, 7));
    write(1, 64, 0);
    assertThat(write(1, 11, 0)).isEqualTo(ok(1));
    assertThat(write(1, 11, 2)).as("no such mode").isEqualTo(refused(1, 4));
    assertThat(write(1, 102, 0xAA, 0x04)).as("beyond the current limit of 1193").isEqualTo(refused(1, 6));
    assertThat(write(1, 102, 0x57, 0xFB)).isEqualTo(ok(1));
    assertThat(read(1, 102, 2)).isEqualTo(ok(1, 0x57, 0xFB));
  }

  @Test
  void aWriteIsDoneWholeOrNotAtAll() {
    assertThat(write(1, 64, 0, 1, 0)).as("the third is no register").isEqualTo(refused(1, 7));
    assertThat(read(1, 65, 1)).isEqualTo(ok(1, 0));
    assertThat(write(1, 64, 1, 1)).isEqualTo(ok(1));
    assertThat(read(1, 64, 2)).isEqualTo(ok(1, 1, 1));
  }

  @Test
  void registeredWritesWaitForTheAction() {
    assertThat(ask(1, with(4, 65, 1))).isEqualTo(ok(1));
    assertThat(ask(2, with(4, 65, 1))).isEqualTo(ok(2));
    assertThat(ask(3, with(4, 65, 7))).as("refused when it is registered").isEqualTo(refused(3, 4));
    assertThat(read(1, 65, 5)).isEqualTo(ok(1, 0, 0, 0, 2, 1));
    assertThat(ask(ALL, 5)).isEmpty();
    assertThat(read(1, 65, 5)).isEqualTo(ok(1, 1, 0, 0, 2, 0));
    assertThat(read(2, 65, 1)).isEqualTo(ok(2, 1));
    assertThat(read(3, 65, 1)).isEqualTo(ok(3, 0));
  }

  @Test
  void writesToManyAtOnce() {
    assertThat(ask(ALL, 0x83, 65, 0, 1, 0, 1, 1, 3, 1)).isEmpty();
    assertThat(ask(ALL, 0x82, 65, 0, 1, 0, 3, 2, 1)).as("in the order asked for")
        .isEqualTo(String.join(" ", ok(3, 1), ok(2, 0), ok(1, 1)));
    assertThat(ask(ALL, 0x93, 1, 65, 0, 1, 0, 0, 2, 112, 0, 4, 0, 9, 0, 0, 0)).isEmpty();
    assertThat(ask(ALL, 0x92, 1, 65, 0, 1, 0, 2, 112, 0, 4, 0)).isEqualTo(ok(1, 0) + " " + ok(2, 9, 0, 0, 0));
    assertThat(ask(ALL, with(3, 65, 1))).isEmpty();
    assertThat(ask(ALL, 0x82, 65, 0, 1, 0, 1, 2, 3)).isEqualTo(String.join(" ", ok(1, 1), ok(2, 1), ok(3, 1)));
  }

  @Test
  void returnLevels() {
    assertThat(write(1, 68, 1)).isEqualTo(ok(1));
    assertThat(write(1, 65, 1)).isEmpty();
    assertThat(read(1, 65, 1)).isEqualTo(ok(1, 1));
    assertThat(write(1, 68, 0)).isEmpty();
    assertThat(read(1, 65, 1)).isEmpty();
    assertThat(ask(1, 1)).isEqualTo(ok(1, 0xFC, 3, 48));
  }

  @Test
  void rebootKeepsTheEepromAlone() {
    write(1, 11, 0);
    write(1, 65, 1);
    assertThat(ask(1, 8)).isEqualTo(ok(1));
    assertThat(read(1, 11, 1)).isEqualTo(ok(1, 0));
    assertThat(read(1, 65, 1)).isEqualTo(ok(1, 0));
  }

  @Test
  void factoryResetKeepsWhatItIsToldTo() {
    write(1, 7, 5);
    write(5, 8, 4);
    write(5, 11, 0);
    assertThat(ask(5, 6, 2)).isEqualTo(ok(5));
    assertThat(read(5, 8, 4)).isEqualTo(ok(5, 4, 0, 0, 3));
    assertThat(ask(5, 6, 1)).isEqualTo(ok(5));
    assertThat(read(5, 8, 1)).isEqualTo(ok(5, 3));
    assertThat(ask(ALL, 6, 0xFF)).isEmpty();
    assertThat(ask(5, 6, 0xFF)).isEqualTo(ok(5));
    assertThat(ask(1, 1)).isEqualTo(ok(1, 0xFC, 3, 48));
  }

  /** The vendor's packet, on a servo that has turned three times and holds where it is. */
  @Test
  void clearingTakesWholeTurnsOffAndTheServoStays() {
    String clear = "FF FF FD 00 01 08 00 10 01 44 58 4C 22 B1 DC";
    RobotModel wheel = Bench.wheel(1e-3);
    try (Bench own = new Bench(wheel, Twin.servos(wheel, ServoProtocol.DYNAMIXEL), Imperfections.ideal())) {
      double angle = 3 * 2 * Math.PI + 0.5 * Math.PI;
      own.twin.place(angle);
      own.answer(dynamixel(1, 3, 11, 0, 4));
      own.answer(dynamixel(1, 3, 20, 0, 7, 0, 0, 0));
      own.answer(dynamixel(1, 3, 64, 0, 1));
      String present = dynamixel(1, 2, 132, 0, 4, 0);
      assertThat(own.answer(present)).isEqualTo(ok(1, 0x07, 0x3C, 0, 0)); // 2048 + 3.25 * 4096 + 7
      assertThat(own.answer(dynamixel(1, 0x10, 1, 0x44, 0x58, 0x4C))).isEqualTo(refused(1, 5));
      assertThat(own.answer(dynamixel(1, 0x10, 2, 0x44, 0x58, 0x4C, 0x22))).isEqualTo(refused(1, 4));
      assertThat(own.answer(present)).as("not cleared").isEqualTo(ok(1, 0x07, 0x3C, 0, 0));
      assertThat(own.answer(clear)).isEqualTo(ok(1));
      assertThat(own.answer(present)).isEqualTo(ok(1, 0x07, 0x0C, 0, 0));
      assertThat(own.answer(dynamixel(1, 2, 116, 0, 4, 0))).as("goal").isEqualTo(ok(1, 0x07, 0x0C, 0, 0));
      own.answer(dynamixel(1, 3, 65, 0, 1)); // Any write passes the goal to the motor again.
      own.pass(0.5);
      assertThat(own.twin.position()[0]).isCloseTo(angle, within(1e-9));
      own.answer(dynamixel(1, 3, 116, 0, 0x07, 0x08, 0, 0));
      own.pass(0.02);
      assertThat(own.answer(clear)).as("while it moves").isEqualTo(refused(1, 1));
      own.pass(2);
      assertThat(own.twin.position()[0]).as("a quarter turn back").isCloseTo(3 * 2 * Math.PI, within(1e-3));
      own.twin.place(-0.75 * 2 * Math.PI);
      assertThat(own.answer(clear)).isEqualTo(ok(1));
      assertThat(own.answer(present)).as("backwards, too").isEqualTo(ok(1, 0x07, 0x0C, 0, 0));
    }
  }

  @Test
  void hardwareErrorsAlertAndSwitchTheTorqueOff() {
    write(1, 64, 1);
    bench.twin.hardwareError(0, 1);
    assertThat(read(1, 64, 1)).as("a voltage error, not in the shutdown register").isEqualTo(refused(1, 0x80, 1));
    bench.twin.hardwareError(0, 32);
    assertThat(read(1, 64, 7)).isEqualTo(refused(1, 0x80, 0, 0, 0, 0, 2, 0, 33));
    assertThat(write(1, 64, 1)).isEqualTo(refused(1, 0x81));
    assertThat(ask(2, 1)).as("the others are well").isEqualTo(ok(2, 0xFC, 3, 48));
    ask(1, 8);
    assertThat(write(1, 64, 1)).isEqualTo(ok(1));
  }

  @Test
  void anOverheatedServoStaysSoUntilItHasCooled() {
    bench.twin.temperature(1, 81);
    assertThat(read(2, 146, 1)).isEqualTo(refused(2, 0x80, 81));
    ask(2, 8);
    assertThat(read(2, 70, 1)).isEqualTo(refused(2, 0x80, 4));
    bench.twin.temperature(1, 60);
    ask(2, 8);
    assertThat(read(2, 70, 1)).isEqualTo(ok(2, 0));
  }

  @Test
  void homingOffsetAndDirection() {
    RobotModel wheel = Bench.wheel(1e-3);
    Servo turned = new Servo(4, ServoModel.named(ServoProtocol.DYNAMIXEL, "XM430-W350"), 1000, -1);
    try (Bench own = new Bench(wheel, List.of(turned), Imperfections.ideal())) {
      own.twin.place(Math.PI / 2);
      assertThat(own.answer(dynamixel(4, 2, 132, 0, 4, 0))).isEqualTo(ok(4, 0xE8, 0xFF, 0xFF, 0xFF)); // 1000 - 1024
      assertThat(own.answer(dynamixel(4, 3, 20, 0, 0x18, 0, 0, 0))).isEqualTo(ok(4));
      assertThat(own.answer(dynamixel(4, 2, 132, 0, 4, 0))).isEqualTo(ok(4, 0, 0, 0, 0));
    }
  }

  @Test
  void garbageAndHalfPacketsAreNotAnswered() {
    assertThat(bench.answer("12 FF FF FD 00 01 03 00")).isEmpty();
    assertThat(bench.answer("01 19 4E 55")).as("the rest of a ping").isEqualTo(ok(1, 0xFC, 3, 48));
    assertThat(bench.answer(ok(1))).as("another servo's answer").isEmpty();
  }
}
