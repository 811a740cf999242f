package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.servo.protocol.Feetech;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bus against servos that keep what they are sent. */
final class FeetechBusTest {
  private static final ServoModel STS = ServoModel.named(ServoProtocol.FEETECH, "STS3215");

  private final FakeServos device = new FakeServos(ServoProtocol.FEETECH, 1, 6);
  private final SimulatedLine line = new SimulatedLine(device);
  private final FeetechBus bus = new FeetechBus(line, line, List.of(Servo.of(1, STS), new Servo(6, STS, 2048, -1)));
  private final ServoState state = new ServoState(2);
  private final ServoCommand command = new ServoCommand(2);

  @Test
  void readsEverythingInSiUnits() {
    device.put(0, StsSeries.PRESENT_POSITION, 3072, 2);
    device.put(0, StsSeries.PRESENT_VELOCITY, 0x8000 | 100, 2);
    device.put(0, StsSeries.PRESENT_CURRENT, 20, 2);
    device.put(0, StsSeries.PRESENT_TEMPERATURE, 41, 1);
    device.put(1, StsSeries.PRESENT_POSITION, 1024, 2);
    device.put(1, StsSeries.PRESENT_CURRENT, 0x8000 | 20, 2);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    assertThat(state.position[0]).isCloseTo(Math.PI / 2, within(1e-12));
    assertThat(state.velocity[0]).isCloseTo(-100 * 2 * Math.PI / 4096, within(1e-12));
    assertThat(state.torque[0]).isCloseTo(20 * 0.0065 * 11 * 0.0980665, within(1e-12));
    assertThat(state.temperature[0]).isEqualTo(41);
    assertThat(state.position[1]).isCloseTo(Math.PI / 2, within(1e-12));
    assertThat(state.torque[1]).isCloseTo(state.torque[0], within(1e-12));
  }

  /** Servos that know no request to all of them are found out, and asked one by one. */
  @Test
  void readsOneByOneWhatCannotBeReadTogether() {
    assertThat(bus.learnToRead(1_000_000)).isEqualTo(BusError.NONE);
    assertThat(bus.readsOneByOne()).isFalse();
    final long together = bus.wireNanos(1_000_000);
    device.knowsSync = false;
    device.put(0, StsSeries.PRESENT_POSITION, 3072, 2);
    device.put(1, StsSeries.PRESENT_POSITION, 1024, 2);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.TIMEOUT);
    device.silent = 1;
    assertThat(bus.learnToRead(1_000_000)).isEqualTo(BusError.TIMEOUT);
    assertThat(bus.errorServo()).isEqualTo(1);
    assertThat(bus.readsOneByOne()).isFalse();
    device.silent = -1;
    assertThat(bus.learnToRead(1_000_000)).isEqualTo(BusError.NONE);
    assertThat(bus.readsOneByOne()).isTrue();
    assertThat(bus.wireNanos(1_000_000)).isEqualTo(together + 10_000 * (2 * 8 - (8 + 2)));
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    assertThat(state.position[0]).isCloseTo(Math.PI / 2, within(1e-12));
    assertThat(state.position[1]).isCloseTo(Math.PI / 2, within(1e-12));
    assertThat(bus.torque(true, soon())).isEqualTo(BusError.NONE);
    device.error(1, 1);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.HARDWARE);
    assertThat(bus.errorServo()).isEqualTo(1);
    device.silent = 0;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.TIMEOUT);
    assertThat(bus.errorServo()).isZero();
  }

  @Test
  void writesGoalPositions() {
    assertThat(bus.mode(ServoCommand.Mode.POSITION, soon())).isEqualTo(BusError.NONE);
    command.target[0] = -Math.PI / 4;
    command.target[1] = 0.1;
    assertThat(bus.write(command, soon())).isEqualTo(BusError.NONE);
    assertThat(PacketBus.int16(device.table(0), StsSeries.GOAL_POSITION)).isEqualTo(1536);
    assertThat(PacketBus.int16(device.table(1), StsSeries.GOAL_POSITION)).isEqualTo(2048 - 65);
    command.target[0] = 3.2;
    assertThat(bus.write(command, soon())).isEqualTo(BusError.RANGE);
  }

  @Test
  void saysWhatTheServosCannotDo() {
    assertThat(bus.supports(ServoCommand.Mode.TORQUE)).isFalse();
    assertThat(bus.mode(ServoCommand.Mode.TORQUE, soon())).isEqualTo(BusError.UNSUPPORTED);
    assertThat(bus.watchdog(100_000_000, soon())).isEqualTo(BusError.UNSUPPORTED);
  }

  @Test
  void switchesModeAndTorque() {
    device.put(1, StsSeries.OPERATING_MODE, 1, 1);
    assertThat(bus.mode(ServoCommand.Mode.POSITION, soon())).isEqualTo(BusError.NONE);
    assertThat(device.table(1)[StsSeries.OPERATING_MODE]).isZero();
    assertThat(bus.torque(true, soon())).isEqualTo(BusError.NONE);
    assertThat(device.table(0)[StsSeries.TORQUE_ENABLE]).isEqualTo((byte) 1);
    assertThat(device.table(1)[StsSeries.TORQUE_ENABLE]).isEqualTo((byte) 1);
  }

  @Test
  void namesTheServoThatFails() {
    device.silent = 1;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.TIMEOUT);
    assertThat(bus.explain(BusError.TIMEOUT)).contains("servo 6");
    device.silent = -1;
    device.error(0, Feetech.TEMPERATURE | Feetech.OVERLOAD);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.HARDWARE);
    assertThat(bus.explain(BusError.HARDWARE)).contains("servo 1").contains("temperature, overload");
    device.fault = answer -> Arrays.copyOf(answer, answer.length - 3);
    device.error(0, 0);
    assertThat(bus.read(state, soon())).as("cut short").isEqualTo(BusError.TIMEOUT);
    device.fault = null;
    assertThat(bus.read(state, soon())).as("what was left over is forgotten").isEqualTo(BusError.NONE);
  }

  /** Request 8 + 2, two answers of 21, goals of 8 + 6 bytes. */
  @Test
  void timeOnTheWire() {
    assertThat(bus.wireNanos(1_000_000)).isEqualTo((10 + 42 + 14) * 10_000L);
    device.put(0, StsSeries.RETURN_DELAY, 50, 1);
    assertThat(bus.readReturnDelay(soon())).isEqualTo(BusError.NONE);
    assertThat(bus.wireNanos(1_000_000)).isEqualTo(660_000 + 2 * 100_000);
  }

  /** 253 parameters less address and length, 3 for each servo: with one servo more, the goals would not be sent. */
  @Test
  void hasAsManyServosAsOneFrameCarries() {
    int[] ids = IntStream.range(0, 83).toArray();
    FakeServos many = new FakeServos(ServoProtocol.FEETECH, ids);
    SimulatedLine wire = new SimulatedLine(many);
    try (FeetechBus full = new FeetechBus(wire, wire, servos(83))) {
      long deadline = wire.nanoTime() + 1_000_000;
      ServoCommand goals = new ServoCommand(83);
      goals.target[82] = 0.1;
      assertThat(full.mode(ServoCommand.Mode.POSITION, deadline)).isEqualTo(BusError.NONE);
      assertThat(full.torque(true, deadline)).isEqualTo(BusError.NONE);
      assertThat(full.write(goals, deadline)).isEqualTo(BusError.NONE);
      assertThat(PacketBus.int16(many.table(82), StsSeries.GOAL_POSITION)).isEqualTo(2048 + 65);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new FeetechBus(wire, wire, servos(84)))
        .withMessageContaining("84 servos").withMessageContaining("at most 83");
  }

  private static List<Servo> servos(int count) {
    return IntStream.range(0, count).mapToObj(id -> Servo.of(id, STS)).toList();
  }

  private long soon() {
    return line.nanoTime() + 1_000_000;
  }
}
