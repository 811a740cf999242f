package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bus against servos that keep what they are sent, on a line that may fail in every way. */
final class DynamixelBusTest {
  private static final long MILLISECOND = 1_000_000;
  private static final ServoModel XM430 = ServoModel.of(ServoProtocol.DYNAMIXEL, 1020);

  private final FakeServos device = new FakeServos(ServoProtocol.DYNAMIXEL, 1, 2, 5);
  private final SimulatedLine line = new SimulatedLine(device);
  private final List<Servo> servos =
      List.of(Servo.of(1, XM430), Servo.of(2, XM430), new Servo(5, XM430, 1000, -1));
  private final DynamixelBus bus = new DynamixelBus(line, line, servos);
  private final ServoState state = new ServoState(3);
  private final ServoCommand command = new ServoCommand(3);

  @Test
  void readsPositionVelocityAndTorqueInSiUnits() {
    present(0, 100, -7, 3072);
    present(2, -100, 10, 0);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    checkPresent();
    assertThat(state.timeNanos).isEqualTo(line.nanoTime());
    assertThat(state.temperature).containsOnly(Double.NaN);
  }

  @Test
  void fastReadGivesTheSame() {
    present(0, 100, -7, 3072);
    present(2, -100, 10, 0);
    long slow = bus.wireNanos(1_000_000);
    assertThat(bus.tryFastRead(soon())).isEqualTo(BusError.NONE);
    assertThat(bus.fastRead()).isTrue();
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    checkPresent();
    assertThat(slow - bus.wireNanos(1_000_000)).as("three answers of 21 bytes against one of 50").isEqualTo(130_000);
  }

  @Test
  void fastReadIsLeftWhereServosDoNotKnowIt() {
    device.knowsFast = false;
    assertThat(bus.tryFastRead(soon())).isEqualTo(BusError.TIMEOUT);
    assertThat(bus.fastRead()).isFalse();
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
  }

  /** Velocity -1 and position 253 make FF FF FD 00, which an ordinary answer stuffs and a fast one does not. */
  @Test
  void aHeaderInsideTheData() {
    for (int i = 0; i < 3; i++) {
      present(i, -1, -1, 253);
    }
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    assertThat(bus.tryFastRead(soon())).isEqualTo(BusError.NONE);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    assertThat(state.position[0]).isCloseTo((253 - 2048) * 2 * Math.PI / 4096, within(1e-12));
  }

  private void present(int index, int current, int velocity, int position) {
    device.put(index, XSeries.PRESENT_CURRENT, current, 2);
    device.put(index, XSeries.PRESENT_VELOCITY, velocity, 4);
    device.put(index, XSeries.PRESENT_POSITION, position, 4);
  }

  /** 1024 counts above the middle are a quarter turn; the third servo turns the other way from 1000 counts. */
  private void checkPresent() {
    assertThat(state.position[0]).isCloseTo(Math.PI / 2, within(1e-12));
    assertThat(state.velocity[0]).isCloseTo(-7 * 0.229 * 2 * Math.PI / 60, within(1e-12));
    assertThat(state.torque[0]).isCloseTo(100 * 0.00269 * 4.1 / 2.3, within(1e-12));
    assertThat(state.position[2]).isCloseTo(1000 * 2 * Math.PI / 4096, within(1e-12));
    assertThat(state.velocity[2]).isCloseTo(-10 * 0.229 * 2 * Math.PI / 60, within(1e-12));
    assertThat(state.torque[2]).isCloseTo(100 * 0.00269 * 4.1 / 2.3, within(1e-12));
  }

  @Test
  void writesGoalPositions() {
    device.put(0, XSeries.OPERATING_MODE, XSeries.POSITION_MODE, 1);
    assertThat(bus.mode(ServoCommand.Mode.POSITION, soon())).isEqualTo(BusError.NONE);
    command.target[0] = Math.PI / 2;
    command.target[2] = 0.1;
    assertThat(bus.write(command, soon())).isEqualTo(BusError.NONE);
    assertThat(PacketBus.int32(device.table(0), XSeries.GOAL_POSITION)).isEqualTo(3072);
    assertThat(PacketBus.int32(device.table(1), XSeries.GOAL_POSITION)).isEqualTo(2048);
    assertThat(PacketBus.int32(device.table(2), XSeries.GOAL_POSITION)).isEqualTo(1000 - 65);
    assertThat(device.table(1)[XSeries.OPERATING_MODE]).isEqualTo((byte) XSeries.POSITION_MODE);
  }

  @Test
  void writesGoalCurrents() {
    for (int i = 0; i < 3; i++) {
      device.put(i, XSeries.OPERATING_MODE, XSeries.POSITION_MODE, 1);
    }
    assertThat(bus.mode(ServoCommand.Mode.TORQUE, soon())).isEqualTo(BusError.NONE);
    command.mode = ServoCommand.Mode.TORQUE;
    command.target[1] = 0.5;
    command.target[2] = 0.5;
    assertThat(bus.write(command, soon())).isEqualTo(BusError.NONE);
    int expected = (int) Math.rint(0.5 / (0.00269 * 4.1 / 2.3));
    assertThat(PacketBus.int16(device.table(1), XSeries.GOAL_CURRENT)).isEqualTo(expected);
    assertThat(PacketBus.int16(device.table(2), XSeries.GOAL_CURRENT)).isEqualTo(-expected);
  }

  @Test
  void refusesCommandsThatDoNotFit() {
    command.target[1] = 4;
    assertThat(bus.write(command, soon())).as("no mode yet").isEqualTo(BusError.UNSUPPORTED);
    bus.mode(ServoCommand.Mode.POSITION, soon());
    line.written = 0;
    assertThat(bus.write(command, soon())).as("beyond a turn").isEqualTo(BusError.RANGE);
    assertThat(bus.errorServo()).isEqualTo(1);
    command.target[1] = Double.NaN;
    assertThat(bus.write(command, soon())).isEqualTo(BusError.RANGE);
    command.mode = ServoCommand.Mode.TORQUE;
    assertThat(bus.write(command, soon())).as("another mode").isEqualTo(BusError.UNSUPPORTED);
    assertThat(line.written).as("nothing was sent").isZero();
  }

  @Test
  void modelsWithoutCurrentControlTakeNoTorque() {
    Servo servo = Servo.of(1, ServoModel.named(ServoProtocol.DYNAMIXEL, "xl430-w250"));
    try (DynamixelBus weak = new DynamixelBus(line, line, List.of(servo))) {
      assertThat(weak.supports(ServoCommand.Mode.TORQUE)).isFalse();
      assertThat(weak.mode(ServoCommand.Mode.TORQUE, soon())).isEqualTo(BusError.UNSUPPORTED);
      assertThat(weak.supports(ServoCommand.Mode.POSITION)).isTrue();
    }
  }

  @Test
  void torqueIsSwitchedAndChecked() {
    assertThat(bus.torque(true, soon())).isEqualTo(BusError.NONE);
    assertThat(device.table(0)[XSeries.TORQUE_ENABLE]).isEqualTo((byte) 1);
    device.silent = 1;
    assertThat(bus.torque(false, soon())).isEqualTo(BusError.TIMEOUT);
    assertThat(bus.errorServo()).isEqualTo(1);
    assertThat(device.table(2)[XSeries.TORQUE_ENABLE]).as("the others are off all the same").isZero();
  }

  @Test
  void watchdogIsRoundedUpToItsUnit() {
    assertThat(bus.watchdog(50 * MILLISECOND, soon())).isEqualTo(BusError.NONE);
    assertThat(device.table(1)[XSeries.BUS_WATCHDOG]).isEqualTo((byte) 3);
    assertThat(bus.watchdog(2541 * MILLISECOND, soon())).isEqualTo(BusError.RANGE);
    assertThat(bus.watchdog(-1, soon())).isEqualTo(BusError.RANGE);
    assertThat(device.table(1)[XSeries.BUS_WATCHDOG]).as("still armed").isEqualTo((byte) 3);
    assertThat(bus.watchdog(0, soon())).isEqualTo(BusError.NONE);
    assertThat(device.table(1)[XSeries.BUS_WATCHDOG]).isZero();
  }

  @Test
  void readsTemperatureOfOneServo() {
    device.put(1, XSeries.PRESENT_TEMPERATURE, 47, 1);
    assertThat(bus.readTemperature(state, 1, soon())).isEqualTo(BusError.NONE);
    assertThat(state.temperature[1]).isEqualTo(47);
    device.silent = 1;
    assertThat(bus.readTemperature(state, 1, soon())).isEqualTo(BusError.TIMEOUT);
  }

  @Test
  void aSilentServoIsNamedAndTheOthersAreNotLost() {
    device.silent = 1;
    long deadline = soon();
    assertThat(bus.read(state, deadline)).isEqualTo(BusError.TIMEOUT);
    assertThat(line.nanoTime()).isEqualTo(deadline);
    assertThat(bus.errorServo()).isEqualTo(1);
    assertThat(bus.explain(BusError.TIMEOUT)).contains("servo 2").contains("XM430-W350").contains("no answer");
    assertThat(state.timeNanos).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void aGarbledAnswerIsAChecksumError() {
    device.fault = answer -> flip(answer, 30);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.CHECKSUM);
    assertThat(bus.errorServo()).isEqualTo(1);
    assertThat(bus.checksumErrors()).isEqualTo(1);
    device.fault = null;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
  }

  @Test
  void anotherServosAnswerIsNotTaken() {
    byte[] wrong = new byte[64];
    int length = DynamixelEncoder.status(wrong, 0, 9, 0, new byte[10], 0, 10);
    device.silent = 1;
    device.fault = answer -> join(answer, Arrays.copyOf(wrong, length));
    assertThat(bus.read(state, soon())).isEqualTo(BusError.WRONG_ID);
    device.silent = -1;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
  }

  @Test
  void aDoubledAnswerDoesNotStandForAMissingOne() {
    device.silent = 1;
    device.fault = answer -> join(answer, Arrays.copyOf(answer, 21));
    assertThat(bus.read(state, soon())).isEqualTo(BusError.WRONG_ID);
    assertThat(bus.errorServo()).isEqualTo(1);
  }

  @Test
  void anAlertIsReportedWithTheData() {
    present(1, 0, 0, 3072);
    device.error(1, Dynamixel.ALERT);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.HARDWARE);
    assertThat(bus.errorServo()).isEqualTo(1);
    assertThat(bus.explain(BusError.HARDWARE)).contains("servo 2").contains("register 70");
    assertThat(state.position[1]).isCloseTo(Math.PI / 2, within(1e-12));
    assertThat(state.status).containsExactly(0, Dynamixel.ALERT, 0);
    assertThat(state.timeNanos).isEqualTo(line.nanoTime());
    assertThat(bus.tryFastRead(soon())).isEqualTo(BusError.HARDWARE);
    assertThat(bus.fastRead()).isTrue();
  }

  @Test
  void hardwareErrorsAreNamed() {
    device.error(1, Dynamixel.ALERT);
    device.error(2, Dynamixel.ALERT);
    device.put(1, XSeries.HARDWARE_ERROR, 1, 1);
    device.put(2, XSeries.HARDWARE_ERROR, 0b11000, 1);
    assertThat(bus.hardwareErrors(soon())).isEqualTo("servo 2 (XM430-W350): supply voltage; servo 5 (XM430-W350): "
        + "motor encoder, electric shock or too little power");
    device.silent = 0;
    assertThat(bus.hardwareErrors(soon())).isEmpty();
  }

  /** The second servo answers, with 4 of 10 bytes. */
  @Test
  void anAnswerThatIsTooShortIsNotSilence() {
    byte[] shorter = new byte[64];
    int length = DynamixelEncoder.status(shorter, 0, 2, 0, new byte[4], 0, 4);
    device.silent = 1;
    device.fault = answer -> join(answer, Arrays.copyOf(shorter, length));
    assertThat(bus.read(state, soon())).isEqualTo(BusError.LENGTH);
    assertThat(bus.errorServo()).isEqualTo(1);
    assertThat(bus.explain(BusError.LENGTH)).contains("servo 2").contains("more or fewer bytes than asked for");
  }

  @Test
  void aRefusalIsReported() {
    device.error(2, Dynamixel.ACCESS);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.DEVICE);
    assertThat(bus.explain(BusError.DEVICE)).contains("servo 5").contains("cannot access");
  }

  /** The answer to the first request arrives after its deadline and before the second; it has other data. */
  @Test
  void aLateAnswerIsNotTakenForTheNext() {
    present(0, 0, 0, 1000);
    device.delayNanos = 3 * MILLISECOND;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.TIMEOUT);
    line.sleepUntil(line.nanoTime() + 5 * MILLISECOND);
    present(0, 0, 0, 3072);
    device.delayNanos = 1000;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    assertThat(state.position[0]).isCloseTo(Math.PI / 2, within(1e-12));
    assertThat(bus.skippedBytes()).isEqualTo(3 * 21);
  }

  /** The late answer comes while the next one is waited for: another length tells them apart. */
  @Test
  void aLateAnswerOfAnotherLengthIsNotTaken() {
    device.put(0, XSeries.TORQUE_ENABLE, 1, 1);
    device.delayNanos = 2 * MILLISECOND;
    assertThat(bus.torque(true, soon())).isEqualTo(BusError.TIMEOUT);
    present(0, 0, 0, 3072);
    assertThat(bus.read(state, line.nanoTime() + 4 * MILLISECOND)).isEqualTo(BusError.NONE);
    assertThat(state.position[0]).isCloseTo(Math.PI / 2, within(1e-12));
  }

  @Test
  void aPeerThatDoesNotReadAndALineThatIsGone() {
    line.room = 5;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.SHORT_WRITE);
    line.gone = true;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.GONE);
    assertThat(bus.write(command, soon())).isEqualTo(BusError.UNSUPPORTED);
    bus.close();
    assertThat(line.closed).isTrue();
  }

  /** Garbage that never ends must not keep a request beyond its deadline. */
  @Test
  void aBabblingLineDoesNotHoldTheLoop() {
    SimulatedLine babbling = SimulatedLine.babbling(new byte[] {-1});
    try (DynamixelBus deaf = new DynamixelBus(babbling, babbling, servos)) {
      long deadline = babbling.nanoTime() + MILLISECOND;
      assertThat(deaf.read(state, deadline)).isEqualTo(BusError.TIMEOUT);
      assertThat(babbling.nanoTime() - deadline).isLessThan(MILLISECOND / 5);
    }
  }

  /** Neither must answers that never end, and that no servo of the bus was asked for. */
  @Test
  void aBabblingServoDoesNotHoldTheLoop() {
    byte[] into = new byte[64];
    SimulatedLine babbling =
        SimulatedLine.babbling(Arrays.copyOf(into, DynamixelEncoder.status(into, 0, 9, 0, new byte[10], 0, 10)));
    try (DynamixelBus misled = new DynamixelBus(babbling, babbling, servos)) {
      for (int request = 0; request < 3; request++) {
        long deadline = babbling.nanoTime() + MILLISECOND;
        assertThat(request == 0 ? misled.read(state, deadline)
            : request == 1 ? misled.readTemperature(state, 0, deadline)
            : misled.tryFastRead(deadline)).isEqualTo(BusError.WRONG_ID);
        assertThat(babbling.nanoTime() - deadline).isBetween(0L, MILLISECOND / 5);
      }
    }
  }

  @Test
  void anotherServosTemperatureIsNotTaken() {
    byte[] wrong = new byte[64];
    int length = DynamixelEncoder.status(wrong, 0, 9, 0, new byte[1], 0, 1);
    device.fault = answer -> Arrays.copyOf(wrong, length);
    assertThat(bus.readTemperature(state, 1, soon())).isEqualTo(BusError.WRONG_ID);
    assertThat(state.temperature[1]).isNaN();
  }

  /** Another servo's answer, and then nothing more, because the adapter was pulled out. */
  @Test
  void aLineLostDuringAFastReadIsGone() {
    byte[] wrong = new byte[64];
    int length = DynamixelEncoder.status(wrong, 0, 9, 0, new byte[1], 0, 1);
    SimulatedLine pulled = new SimulatedLine((bytes, count, to) -> to.arrive(wrong, length, 1000)) {
      @Override
      public int read(byte[] into) {
        gone = nanoTime() >= 2 * MILLISECOND;
        return super.read(into);
      }
    };
    try (DynamixelBus lost = new DynamixelBus(pulled, pulled, servos)) {
      assertThat(lost.tryFastRead(2 * MILLISECOND)).isEqualTo(BusError.GONE);
    }
  }

  /** Request 7 + 10 bytes, three answers of 21, goal positions of 14 + 15 bytes: 109 bytes of 10 bits. */
  @Test
  void timeOnTheWire() {
    assertThat(bus.wireNanos(1_000_000)).isEqualTo(1_090_000);
    assertThat(bus.wireNanos(57_600)).isEqualTo(Math.ceilDiv(109L * 10_000_000_000L, 57_600));
    device.put(1, XSeries.RETURN_DELAY, 250, 1);
    assertThat(bus.readReturnDelay(soon())).isEqualTo(BusError.NONE);
    assertThat(bus.wireNanos(1_000_000)).isEqualTo(1_090_000 + 3 * 500_000);
    device.put(0, XSeries.RETURN_DELAY, 251, 1);
    device.error(2, Dynamixel.ALERT);
    assertThat(bus.readReturnDelay(soon())).as("with an alert").isEqualTo(BusError.HARDWARE);
    assertThat(bus.returnDelayNanos()).isEqualTo(502_000);
    device.put(0, XSeries.RETURN_DELAY, 0, 1);
    device.error(2, 0);
    assertThat(bus.readReturnDelay(soon())).isEqualTo(BusError.NONE);
    assertThat(bus.returnDelayNanos()).as("of the last reading").isEqualTo(500_000);
    bus.requireRate(386, 1_000_000);
    assertThatThrownBy(() -> bus.requireRate(1000, 1_000_000)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000 us").hasMessageContaining("3 servos").hasMessageContaining("2590 us")
        .hasMessageContaining("1000000 baud").hasMessageContaining("386");
    assertThatThrownBy(() -> bus.requireRate(Double.NaN, 1_000_000)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Registers of the P series are elsewhere, 0 is in the middle of the range, and a current counts 1 mA. */
  @Test
  void theSeriesWithOtherAddresses() {
    ServoModel strong = ServoModel.named(ServoProtocol.DYNAMIXEL, "PH54-200-S500");
    ServoModel weak = ServoModel.of(ServoProtocol.DYNAMIXEL, 2000);
    FakeServos device = new FakeServos(ServoProtocol.DYNAMIXEL, 1, 2);
    SimulatedLine wire = new SimulatedLine(device);
    DynamixelBus series = new DynamixelBus(wire, wire, List.of(Servo.of(1, strong), Servo.of(2, weak)));
    device.put(0, 580, -100_000, 4);
    device.put(0, 576, -250, 4);
    device.put(0, 574, 2000, 2);
    device.put(1, 580, 151_875, 4);
    device.put(1, 594, 41, 1);
    device.put(0, 52, -501_433, 4);
    device.put(0, 48, 501_433, 4);
    ServoState state = new ServoState(2);
    assertThat(series.read(state, wire.nanoTime() + 10 * MILLISECOND)).isEqualTo(BusError.NONE);
    assertThat(state.position).containsExactly(new double[] {-100_000 * 2 * Math.PI / 1_003_846, Math.PI / 2},
        within(1e-12));
    assertThat(state.velocity[0]).isCloseTo(-2.5 * 2 * Math.PI / 60, within(1e-12));
    assertThat(state.torque[0]).isCloseTo(2 * 44.7 / 9.3, within(1e-12));
    assertThat(series.readTemperature(state, 1, wire.nanoTime() + 10 * MILLISECOND)).isEqualTo(BusError.NONE);
    assertThat(state.temperature[1]).isEqualTo(41);
    assertThat(series.readRanges(wire.nanoTime() + 10 * MILLISECOND)).isEqualTo(BusError.NONE);
    assertThat(series.lowest(0)).isCloseTo(-501_433 * 2 * Math.PI / 1_003_846, within(1e-12));
    device.put(0, 11, 3, 1);
    device.put(1, 11, 3, 1);
    assertThat(series.mode(ServoCommand.Mode.POSITION, wire.nanoTime() + 10 * MILLISECOND)).isEqualTo(BusError.NONE);
    ServoCommand command = new ServoCommand(2);
    command.target[0] = -Math.PI / 2;
    command.target[1] = 3.1;
    assertThat(series.write(command, wire.nanoTime() + 10 * MILLISECOND)).isEqualTo(BusError.NONE);
    assertThat(series.torque(true, wire.nanoTime() + 10 * MILLISECOND)).isEqualTo(BusError.NONE);
    assertThat(series.watchdog(60_000_000, wire.nanoTime() + 10 * MILLISECOND)).isEqualTo(BusError.NONE);
    assertThat(PacketBus.int32(device.table(0), 564)).isEqualTo(-250_962);
    assertThat(device.table(1)[512]).isOne();
    assertThat(device.table(1)[546]).isEqualTo((byte) 3);
    command.target[1] = 3.2;
    assertThat(series.write(command, wire.nanoTime() + 10 * MILLISECOND)).as("beyond half a turn")
        .isEqualTo(BusError.RANGE);
    assertThatThrownBy(() -> new DynamixelBus(wire, wire, List.of(Servo.of(1, strong), Servo.of(2, XM430))))
        .hasMessageStartingWith("servo 2 (XM430-W350) has its registers at other addresses than servo 1");
  }

  @Test
  void refusesServosThatCannotBe() {
    assertThatThrownBy(() -> new DynamixelBus(line, line, List.of(servos.get(0), servos.get(0))))
        .hasMessageContaining("both have id 1");
    assertThatThrownBy(() -> new DynamixelBus(line, line, List.of(Servo.of(253, XM430)))).hasMessageContaining("253");
    assertThatThrownBy(() -> new DynamixelBus(line, line, List.of(Servo.of(1, ServoModel.MOTEUS))))
        .hasMessageContaining("moteus").hasMessageContaining("DYNAMIXEL");
  }

  private long soon() {
    return line.nanoTime() + MILLISECOND;
  }

  private static byte[] flip(byte[] answer, int at) {
    answer[at] ^= 0x10;
    return answer;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
