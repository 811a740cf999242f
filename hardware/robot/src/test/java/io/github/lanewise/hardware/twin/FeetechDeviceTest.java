package io.github.lanewise.hardware.twin;

import static io.github.lanewise.hardware.twin.Bench.feetech;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.model.RobotModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Feetech servos answer, byte for byte. Instructions in hex are those that the vendor's library produces. */
final class FeetechDeviceTest {
  private static final int ALL = 0xFE;
  private final Bench bench = Bench.finger(ServoProtocol.FEETECH, Imperfections.ideal());

  @AfterEach
  void close() {
    bench.close();
  }

  private static String ok(int id, int... data) {
    return failing(id, 0, data);
  }

  private static String failing(int id, int error, int... data) {
    int[] packet = new int[data.length + 1];
    packet[0] = error;
    System.arraycopy(data, 0, packet, 1, data.length);
    return feetech(id, packet);
  }

  private String ask(int id, int... instruction) {
    return bench.answer(feetech(id, instruction));
  }

  @Test
  void vendorsPackets() {
    assertThat(bench.answer("FF FF 01 02 01 FB")).isEqualTo("FF FF 01 02 00 FC");
    assertThat(bench.answer("FF FF 01 04 02 38 0F B1"))
        .isEqualTo(ok(1, 0, 8, 0, 0, 0, 0, 120, 30, 0, 0, 0, 0, 0, 0, 0));
    assertThat(bench.answer("FF FF 01 0A 03 29 32 00 08 00 00 E8 03 A3")).isEqualTo(ok(1));
    assertThat(ask(1, 2, 40, 8)).as("torque is on, and the goal is there").isEqualTo(
        ok(1, 1, 0x32, 0, 8, 0, 0, 0xE8, 3));
    assertThat(bench.answer("FF FF FE 14 83 29 07 01 32 E8 03 00 00 DC 05 02 32 B8 0B 00 00 DC 05 63")).isEmpty();
    assertThat(ask(2, 2, 40, 8)).isEqualTo(ok(2, 1, 0x32, 0xB8, 0x0B, 0, 0, 0xDC, 5));
  }

  @Test
  void theVendorsWriteMovesTheServoAtItsVelocity() {
    bench.twin.place(0.4, 0, 0);
    bench.answer("FF FF 01 0A 03 29 32 00 08 00 00 E8 03 A3"); // to 2048, 1000 counts/s, 5000 counts/s^2
    bench.pass(0.15);
    // Half of a trapezoid: 0.2 s of acceleration would be needed for the velocity.
    assertThat(bench.twin.velocity()[0]).isBetween(-1000 * Math.PI / 2048, -0.5);
    bench.pass(2);
    assertThat(bench.twin.position()[0]).isBetween(-2e-3, 2e-3);
  }

  @Test
  void manyAtOnce() {
    assertThat(ask(ALL, 0x82, 5, 1, 3, 1, 9, 2)).isEqualTo(String.join(" ", ok(3, 3), ok(1, 1), ok(2, 2)));
    assertThat(ask(ALL, 1)).isEqualTo(String.join(" ", ok(1), ok(2), ok(3)));
    assertThat(ask(ALL, 3, 41, 7)).isEmpty();
    assertThat(ask(ALL, 0x82, 41, 1, 1, 2, 3)).isEqualTo(String.join(" ", ok(1, 7), ok(2, 7), ok(3, 7)));
  }

  @Test
  void registeredWritesWaitForTheAction() {
    assertThat(ask(1, 4, 41, 9)).isEqualTo(ok(1));
    assertThat(ask(1, 2, 41, 1)).isEqualTo(ok(1, 0));
    assertThat(ask(1, 2, 64, 1)).isEqualTo(ok(1, 1));
    assertThat(ask(ALL, 5)).isEmpty();
    assertThat(ask(1, 2, 41, 1)).isEqualTo(ok(1, 9));
    assertThat(ask(1, 2, 64, 1)).isEqualTo(ok(1, 0));
  }

  @Test
  void idsReturnLevelsAndWhatCannotBeWritten() {
    assertThat(ask(1, 3, 5, 17)).as("from the new id").isEqualTo(ok(17));
    assertThat(ask(17, 2, 3, 2)).isEqualTo(ok(17, 9, 3));
    assertThat(ask(17, 3, 3, 1)).as("the model number stays").isEqualTo(ok(17));
    assertThat(ask(17, 2, 3, 2)).isEqualTo(ok(17, 9, 3));
    assertThat(ask(17, 3, 8, 0)).as("the last to be answered").isEqualTo(ok(17));
    assertThat(ask(17, 3, 41, 1)).isEmpty();
    assertThat(ask(17, 2, 41, 1)).isEqualTo(ok(17, 1));
    assertThat(ask(17, 1)).isEqualTo(ok(17));
    assertThat(bench.answer("FF FF 11 02 01 FA")).as("wrong checksum").isEmpty();
  }

  /** A free wheel: by part of the voltage, by steps, and to a position over several turns. */
  @Test
  void modesBesidesPositionAndVelocity() {
    RobotModel wheel = Bench.wheel(1e-3);
    try (Bench free = new Bench(wheel, Twin.servos(wheel, ServoProtocol.FEETECH), Imperfections.ideal())) {
      free.answer(feetech(1, 3, 33, 2));
      free.answer(feetech(1, 3, 44, 500 & 0xFF, 500 >> 8));
      free.pass(2);
      assertThat(free.twin.velocity()[0]).as("half the voltage, half of 5 rad/s").isCloseTo(2.5, within(1e-3));
      int back = 500 | 1 << 10;
      free.answer(feetech(1, 3, 44, back & 0xFF, back >> 8));
      free.pass(2);
      assertThat(free.twin.velocity()[0]).isCloseTo(-2.5, within(1e-3));
      free.answer(feetech(1, 3, 40, 0));
      free.twin.place(0);
      free.answer(feetech(1, 3, 33, 3));
      double count = Math.PI / 2048;
      int[] steps = {3000, 3000, 500 | 1 << 15};
      int[] sums = {3000, 6000, 5500};
      for (int k = 0; k < steps.length; k++) {
        free.answer(feetech(1, 3, 42, steps[k] & 0xFF, steps[k] >> 8));
        free.pass(4);
        assertThat(free.twin.position()[0]).isCloseTo(sums[k] * count, within(1e-3));
      }
      free.answer(feetech(1, 3, 40, 0));
      free.twin.place(0);
      free.answer(feetech(1, 3, 33, 0));
      free.answer(feetech(1, 3, 42, 10_000 & 0xFF, 10_000 >> 8));
      free.pass(4);
      assertThat(free.twin.position()[0]).as("within a turn").isCloseTo(2047 * count, within(1e-3));
      free.answer(feetech(1, 3, 9, 0, 0, 0, 0));
      free.answer(feetech(1, 3, 42, 10_000 & 0xFF, 10_000 >> 8));
      free.pass(8);
      assertThat(free.twin.position()[0]).isCloseTo((10_000 - 2048) * count, within(1e-3));
    }
  }

  @Test
  void calibrationMakesTheMiddleOfWhereItIs() {
    bench.twin.place(0.3, 0, 0);
    assertThat(ask(1, 2, 56, 2)).isEqualTo(ok(1, 0xC4, 8)); // 2048 + 195.6
    assertThat(ask(1, 3, 40, 128)).isEqualTo(ok(1));
    assertThat(ask(1, 2, 56, 2)).isEqualTo(ok(1, 0, 8));
    assertThat(ask(1, 2, 31, 2)).isEqualTo(ok(1, 196, 0));
  }

  @Test
  void negativeNumbersHaveASignBit() {
    bench.twin.place(0.4, 0, 0);
    ask(1, 3, 42, 0, 8);
    bench.pass(0.02);
    String[] bytes = ask(1, 2, 58, 2).split(" ");
    int raw = Integer.parseInt(bytes[5], 16) | Integer.parseInt(bytes[6], 16) << 8;
    assertThat(raw >> 15).isEqualTo(1);
    assertThat((raw & 0x7FFF) * Math.PI / 2048).isCloseTo(-bench.twin.velocity()[0],
        within(0.002));
  }

  @Test
  void hardwareErrorsShowInEveryAnswerAndSwitchTheTorqueOff() {
    ask(1, 3, 40, 1);
    bench.twin.temperature(0, 71);
    assertThat(ask(1, 2, 40, 1)).isEqualTo(failing(1, 4, 0));
    ask(1, 3, 40, 1);
    ask(1, 3, 42, 0, 8);
    assertThat(ask(1, 2, 40, 1)).isEqualTo(failing(1, 4, 0));
    bench.twin.temperature(0, 50);
    ask(1, 3, 40, 1);
    assertThat(ask(1, 2, 40, 1)).isEqualTo(ok(1, 1));
  }
}
