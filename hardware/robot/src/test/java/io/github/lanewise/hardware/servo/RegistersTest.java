package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person asks of servos that keep what they are sent. */
final class RegistersTest {
  private static final long TIMEOUT = 5_000_000;

  private final FakeServos device = new FakeServos(ServoProtocol.DYNAMIXEL, 3, 7);
  private final SimulatedLine line = new SimulatedLine(device);
  private final Registers registers = ServoProtocol.DYNAMIXEL.registers(line, line);

  @Test
  void scansAndNamesModels() throws IOException {
    device.put(0, XSeries.MODEL_NUMBER, 1120, 2);
    device.put(0, XSeries.FIRMWARE, 45, 1);
    device.put(1, XSeries.MODEL_NUMBER, 4242, 2);
    assertThat(registers.scan(0, 20, TIMEOUT)).containsExactly(
        new Registers.Found(3, 1120, "XM540-W270", "45", false),
        new Registers.Found(7, 4242, "unknown model", "0", false));
  }

  @Test
  void scansFeetech() throws IOException {
    FakeServos feetech = new FakeServos(ServoProtocol.FEETECH, 6);
    feetech.put(0, StsSeries.MODEL_NUMBER, 777, 2);
    feetech.put(0, StsSeries.FIRMWARE, 3 | 10 << 8, 2);
    SimulatedLine other = new SimulatedLine(feetech);
    assertThat(ServoProtocol.FEETECH.registers(other, other).scan(1, 8, TIMEOUT))
        .containsExactly(new Registers.Found(6, 777, "STS3215", "3.10", false));
  }

  @Test
  void scansMoteus() throws IOException {
    FakeControllers controllers = new FakeControllers(4);
    controllers.registers(0)[Moteus.MODEL_NUMBER] = 5;
    controllers.registers(0)[Moteus.FIRMWARE] = 0x00010203;
    SimulatedLine other = new SimulatedLine(controllers);
    Registers moteus = ServoProtocol.MOTEUS.registers(other, other);
    assertThat(moteus.scan(1, 8, TIMEOUT)).containsExactly(new Registers.Found(4, 5, "moteus", "1.2.3", false));
    moteus.write(4, Moteus.MODE, 1, Moteus.POSITION_MODE, TIMEOUT);
    assertThat(moteus.read(4, Moteus.MODE, 1, TIMEOUT)).isEqualTo(Moteus.POSITION_MODE);
    assertThat(controllers.registers(0)[Moteus.COMMAND_POSITION]).as("where it is, not 0").isNaN();
    assertThatThrownBy(() -> moteus.read(4, 0, 3, TIMEOUT)).hasMessageContaining("3 bytes");
    assertThatThrownBy(() -> moteus.ping(5, TIMEOUT)).isInstanceOf(BusException.class)
        .hasMessageContaining("controller 5 does not answer within 5 ms");
    other.gone = true;
    assertThatThrownBy(() -> moteus.ping(4, TIMEOUT)).hasMessage("controller 4: line is gone");
  }

  @Test
  void readsAndWritesRegisters() throws IOException {
    registers.write(7, XSeries.GOAL_POSITION, 4, 2048, TIMEOUT);
    assertThat(PacketBus.int32(device.table(1), XSeries.GOAL_POSITION)).isEqualTo(2048);
    assertThat(registers.read(7, XSeries.GOAL_POSITION, 4, TIMEOUT)).isEqualTo(2048);
    registers.write(7, XSeries.GOAL_CURRENT, 2, -3, TIMEOUT);
    assertThat(registers.read(7, XSeries.GOAL_CURRENT, 2, TIMEOUT)).isEqualTo(65533);
    assertThatThrownBy(() -> registers.write(7, XSeries.LED, 1, 256, TIMEOUT)).hasMessageContaining("256")
        .hasMessageContaining("1 bytes");
  }

  @Test
  void namesHardwareErrorsAndRestarts() throws IOException {
    device.error(1, Dynamixel.ALERT);
    device.put(1, XSeries.HARDWARE_ERROR, 0b100100, 1);
    device.put(1, XSeries.TORQUE_ENABLE, 1, 1);
    assertThat(registers.hardwareError(3, TIMEOUT)).isEmpty();
    assertThat(registers.hardwareError(7, TIMEOUT)).isEqualTo("temperature, overload");
    registers.reboot(7, TIMEOUT);
    assertThat(registers.hardwareError(7, TIMEOUT)).isEmpty();
    assertThat(registers.read(7, XSeries.TORQUE_ENABLE, 1, TIMEOUT)).isZero();
  }

  @Test
  void namesTheFaultOfAControllerAndEndsIt() throws IOException {
    FakeControllers controllers = new FakeControllers(4);
    controllers.registers(0)[Moteus.FAULT_CODE] = 40;
    SimulatedLine other = new SimulatedLine(controllers);
    Registers moteus = ServoProtocol.MOTEUS.registers(other, other);
    assertThat(moteus.hardwareError(4, TIMEOUT)).as("not in the mode of a fault").isEmpty();
    controllers.registers(0)[Moteus.MODE] = Moteus.FAULT;
    assertThat(moteus.hardwareError(4, TIMEOUT)).isEqualTo("fault code 40: under voltage");
    moteus.reboot(4, TIMEOUT);
    assertThat(controllers.registers(0)[Moteus.MODE]).isEqualTo(Moteus.STOPPED);
  }

  /** It is there, and says something: that is no silence. */
  @Test
  void tooFewBytesAreNotNoAnswer() throws IOException {
    byte[] shorter = new byte[64];
    int length = DynamixelEncoder.status(shorter, 0, 3, 0, new byte[1], 0, 1);
    device.fault = answer -> Arrays.copyOf(shorter, length);
    assertThatThrownBy(() -> registers.read(3, XSeries.GOAL_POSITION, 4, TIMEOUT))
        .hasMessageStartingWith("servo 3 answers with 1 bytes of data where 4 were asked for: ")
        .isInstanceOfSatisfying(BusException.class, e -> assertThat(e.error()).isEqualTo(BusError.LENGTH));
    device.fault = answer -> answer.length == 14 ? answer : Arrays.copyOf(shorter, length); // a ping's answer is whole
    assertThat(registers.scan(3, 3, TIMEOUT)).singleElement().satisfies(found -> {
      assertThat(found.modelNumber()).isEqualTo(-1);
      assertThat(found.twice()).isFalse();
    });
  }

  /** Some servos answer from the old id, others from the new one, and from a third one nobody. */
  @Test
  void aNewIdIsAcknowledgedFromEitherId() throws IOException {
    device.answersFrom = 12;
    registers.write(7, XSeries.ID, 1, 12, TIMEOUT);
    assertThat(device.table(1)[XSeries.ID]).isEqualTo((byte) 12);
    assertThatThrownBy(() -> registers.write(7, XSeries.ID, 1, 13, TIMEOUT))
        .hasMessage("servo 7 does not answer, but another servo does");
    assertThatThrownBy(() -> registers.write(7, XSeries.LED, 1, 12, TIMEOUT)).isInstanceOf(BusException.class);
    device.answersFrom = -1;
    registers.write(7, XSeries.ID, 1, 13, TIMEOUT);
  }

  @Test
  void saysWhyNothingCame() {
    assertThatThrownBy(() -> registers.ping(9, TIMEOUT)).isInstanceOf(BusException.class)
        .hasMessageContaining("servo 9 does not answer within 5 ms");
    device.error(0, Dynamixel.ACCESS);
    assertThatThrownBy(() -> registers.read(3, 0, 2, TIMEOUT)).hasMessageContaining("servo 3 cannot access");
    line.gone = true;
    assertThatThrownBy(() -> registers.scan(0, 252, TIMEOUT)).hasMessageContaining("line is gone");
  }

  /** Two servos with one id that answer at different times are heard twice; at the same time, garbled. */
  @Test
  void noticesTwoServosWithOneId() throws IOException {
    SimulatedLine both = new SimulatedLine(new FakeServos(ServoProtocol.DYNAMIXEL, 3, 3));
    Registers other = ServoProtocol.DYNAMIXEL.registers(both, both);
    assertThat(other.ping(3, TIMEOUT).twice()).isTrue();
    device.fault = answer -> {
      for (int i = 5; i < answer.length; i += 3) {
        answer[i] &= 0x35;
      }
      return answer;
    };
    assertThatThrownBy(() -> registers.ping(3, TIMEOUT)).hasMessageContaining("two servos have this id")
        .hasMessageContaining("baud rate");
    List<Registers.Found> found = registers.scan(2, 4, TIMEOUT);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).id()).isEqualTo(3);
    assertThat(found.get(0).twice()).isTrue();
  }

  @Test
  void aRestAfterTheAnswerIsASecondServoToo() throws IOException {
    device.fault = answer -> {
      byte[] longer = Arrays.copyOf(answer, answer.length + 4);
      longer[answer.length] = 0x55;
      return longer;
    };
    assertThat(registers.ping(3, TIMEOUT).twice()).isTrue();
  }
}
