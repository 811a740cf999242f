package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.controller.Hold;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.MoteusEncoder;
import io.github.lanewise.hardware.servo.protocol.MoteusFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bus against controllers that keep what they are sent. */
final class MoteusBusTest {
  private final FakeControllers device = new FakeControllers(1, 2);
  private final SimulatedLine line = new SimulatedLine(device);
  private final MoteusBus bus =
      new MoteusBus(line, line, List.of(Servo.of(1, ServoModel.MOTEUS), new Servo(2, ServoModel.MOTEUS, 0.25, -1)));
  private final ServoState state = new ServoState(2);
  private final ServoCommand command = new ServoCommand(2);

  @Test
  void readsTelemetryInSiUnits() {
    double[] registers = device.registers(1);
    registers[Moteus.MODE] = Moteus.POSITION_MODE;
    registers[Moteus.POSITION] = 0.5;
    registers[Moteus.VELOCITY] = -0.125;
    registers[Moteus.TORQUE] = 0.75;
    registers[Moteus.TEMPERATURE] = 33;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    assertThat(state.position[1]).isCloseTo(-Math.PI / 2, within(1e-12));
    assertThat(state.velocity[1]).isCloseTo(Math.PI / 4, within(1e-12));
    assertThat(state.torque[1]).isEqualTo(-0.75);
    assertThat(state.temperature[1]).isEqualTo(33);
    assertThat(state.timeNanos).isEqualTo(line.nanoTime());
  }

  @Test
  void commandsTorqueAndPositionWithAWatchdog() {
    assertThat(bus.mode(ServoCommand.Mode.TORQUE, soon())).isEqualTo(BusError.NONE);
    assertThat(bus.watchdog(250_000_000, soon())).isEqualTo(BusError.NONE);
    command.mode = ServoCommand.Mode.TORQUE;
    command.target[0] = 0.5;
    command.target[1] = 0.5;
    assertThat(bus.write(command, soon())).isEqualTo(BusError.NONE);
    assertThat(device.registers(0)[Moteus.FEEDFORWARD_TORQUE]).isEqualTo(0.5);
    assertThat(device.registers(1)[Moteus.FEEDFORWARD_TORQUE]).isEqualTo(-0.5);
    assertThat(device.registers(0)[Moteus.WATCHDOG]).isEqualTo(0.25);
    assertThat(device.registers(0)[Moteus.MODE]).isEqualTo(Moteus.POSITION_MODE);

    bus.mode(ServoCommand.Mode.POSITION, soon());
    command.mode = ServoCommand.Mode.POSITION;
    command.target[1] = Math.PI;
    assertThat(bus.write(command, soon())).isEqualTo(BusError.NONE);
    assertThat(device.registers(1)[Moteus.COMMAND_POSITION]).isCloseTo(0.25 - 0.5, within(1e-7));
    command.target[0] = Double.POSITIVE_INFINITY;
    assertThat(bus.write(command, soon())).isEqualTo(BusError.RANGE);
    command.mode = ServoCommand.Mode.TORQUE;
    assertThat(bus.write(command, soon())).isEqualTo(BusError.UNSUPPORTED);
  }

  /** They are learned from the first answer, which refuses a request without one. */
  @Test
  void controllersOnAUartGetChecksums() throws IOException {
    device.checksums = true;
    device.registers(1)[Moteus.POSITION] = 0.25;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    assertThat(device.refused).isEqualTo(2);
    command.mode = ServoCommand.Mode.TORQUE;
    assertThat(bus.mode(command.mode, soon())).isEqualTo(BusError.NONE);
    assertThat(bus.write(command, soon())).isEqualTo(BusError.NONE);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    assertThat(device.refused).isEqualTo(2);
    MoteusRegisters registers = new MoteusRegisters(line, line);
    assertThatThrownBy(() -> registers.read(2, Moteus.MODE, 1, 1_000_000)).isInstanceOf(BusException.class)
        .hasMessageContaining("garbled answer");
    assertThat(registers.read(2, Moteus.MODE, 1, 1_000_000)).isEqualTo(Moteus.POSITION_MODE);
  }

  @Test
  void torqueIsSwitchedAndChecked() {
    device.registers(0)[Moteus.FEEDFORWARD_TORQUE] = 9;
    assertThat(bus.torque(true, soon())).isEqualTo(BusError.NONE);
    assertThat(device.registers(1)[Moteus.MODE]).isEqualTo(Moteus.POSITION_MODE);
    assertThat(device.registers(0)[Moteus.FEEDFORWARD_TORQUE]).isZero();
    device.registers(1)[Moteus.MODE] = Moteus.TIMED_OUT;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.DEVICE);
    assertThat(bus.explain(BusError.DEVICE)).contains("controller 2").contains("mode 11");
    assertThat(bus.torque(false, soon())).isEqualTo(BusError.NONE);
    assertThat(device.registers(1)[Moteus.MODE]).isEqualTo(Moteus.STOPPED);
  }

  private LoopResult heldInTheEnd() {
    Safety safety = Safety.of("a", "b").range(0, -9, 9).range(1, -9, 9).velocity(0, 9).velocity(1, 9).torque(0, 9)
        .torque(1, 9).ending(Safety.Ending.HOLD).build();
    return new ControlLoop(bus, new Hold(safety), safety).clock(line).rehearsal(0).ticks(100).run();
  }

  /** The watchdog travels with commands: the last one has none, or the controllers time out when the loop is gone. */
  @Test
  void holdsInTheEndForLongerThanTheWatchdog() {
    device.registers(0)[Moteus.POSITION] = 0.2;
    LoopResult result = heldInTheEnd();
    assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(result.notes()).contains("bus watchdog: armed, 50 ms");
    assertThat(result.holds()).isTrue();
    line.sleepUntil(line.nanoTime() + 5_000_000_000L);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    for (int i = 0; i < 2; i++) {
      assertThat(device.registers(i)[Moteus.MODE]).isEqualTo(Moteus.POSITION_MODE);
      assertThat(device.registers(i)[Moteus.WATCHDOG]).isNaN();
    }
    assertThat(device.registers(0)[Moteus.COMMAND_POSITION]).isCloseTo(0.2, within(1e-6));
  }

  @Test
  void controllersThatTimeOutAllTheSameAreNotSaidToHold() {
    device.ownWatchdog = 0.03;
    LoopResult result = heldInTheEnd();
    assertThat(result.holds()).isFalse();
    assertThat(result.ending()).isEqualTo(BusError.NONE);
    assertThat(device.registers(0)[Moteus.MODE]).isEqualTo(Moteus.STOPPED);
  }

  /** In the mode of positions, controllers that hold the robot up do not let go when the loop comes. */
  @Test
  void torqueOnHoldsThePlaceWhereCommandsArePositions() {
    bus.mode(ServoCommand.Mode.POSITION, soon());
    assertThat(bus.torque(true, soon())).isEqualTo(BusError.NONE);
    assertThat(device.registers(0)[Moteus.COMMAND_POSITION]).isNaN();
    assertThat(device.registers(0)[Moteus.KP_SCALE]).as("never written").isZero();
    boolean[] on = new boolean[2];
    assertThat(bus.readTorque(on, soon())).isEqualTo(BusError.NONE);
    assertThat(on).containsOnly(true);
    device.registers(1)[Moteus.MODE] = Moteus.TIMED_OUT;
    assertThat(bus.readTorque(on, soon())).isEqualTo(BusError.NONE);
    assertThat(on).containsExactly(true, false);
  }

  @Test
  void reportsFaultsAndSilence() {
    device.registers(0)[Moteus.MODE] = Moteus.FAULT;
    device.registers(0)[Moteus.FAULT_CODE] = 38;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.HARDWARE);
    assertThat(bus.explain(BusError.HARDWARE)).contains("controller 1")
        .contains("fault code 38: over temperature");
    assertThat(bus.hardwareErrors(soon())).isEqualTo("controller 1 (moteus): fault code 38: over temperature");
    assertThat(state.status).containsExactly(38, 0);
    device.silent = 1;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.TIMEOUT);
    assertThat(bus.errorServo()).isEqualTo(1);
    device.acknowledges = false;
    bus.mode(ServoCommand.Mode.POSITION, soon());
    assertThat(bus.write(command, soon())).as("the adapter does not take it").isEqualTo(BusError.TIMEOUT);
    line.gone = true;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.GONE);
  }

  @Test
  void refusesWhatTheAdapterRefuses() {
    SimulatedLine refusing =
        new SimulatedLine((bytes, count, to) -> to.arrive("ERR no bus\n".getBytes(), 11, 1000));
    try (MoteusBus other = new MoteusBus(refusing, refusing, bus.servos())) {
      assertThat(other.read(state, refusing.nanoTime() + 1_000_000)).isEqualTo(BusError.DEVICE);
      assertThat(other.explain(BusError.DEVICE)).isEqualTo("refused by the adapter");
    }
  }

  /** Lines that never end must not keep a request beyond its deadline, whatever they say. */
  @ParameterizedTest
  @Timeout(10)
  @ValueSource(strings = {"OK\n", "rcv 500 2400 E B F\n", "rcv 100 2400 E B F\n", "?\n"})
  void aBabblingAdapterDoesNotHoldTheLoop(String text) {
    SimulatedLine babbling = SimulatedLine.babbling(text.getBytes(StandardCharsets.US_ASCII));
    MoteusBus misled = new MoteusBus(babbling, babbling, bus.servos());
    misled.mode(ServoCommand.Mode.POSITION, 0);
    Registers registers = ServoProtocol.MOTEUS.registers(babbling, babbling);
    BusError garbled = text.startsWith("?") ? BusError.CHECKSUM : BusError.TIMEOUT;
    long deadline = babbling.nanoTime() + 1_000_000;
    assertThat(misled.read(state, deadline)).isEqualTo(text.startsWith("rcv") ? BusError.WRONG_ID : garbled);
    assertThat(babbling.nanoTime() - deadline).isBetween(0L, 100_000L);
    deadline = babbling.nanoTime() + 1_000_000;
    assertThat(misled.write(command, deadline)).isEqualTo(text.startsWith("OK") ? BusError.NONE : garbled);
    assertThat(babbling.nanoTime() - deadline).isLessThan(100_000);
    deadline = babbling.nanoTime() + 1_000_000;
    assertThatThrownBy(() -> registers.ping(2, 1_000_000)).isInstanceOf(BusException.class);
    assertThat(babbling.nanoTime() - deadline).isBetween(0L, 200_000L);
  }

  /** One that speaks without being asked, and so never leaves the line to a second one. */
  @Test
  @Timeout(10)
  void aBabblingControllerIsFound() throws IOException {
    MoteusFrame frame = new MoteusFrame().answer(Moteus.Type.INT32, Moteus.MODEL_NUMBER, 2)
        .raw(Moteus.Type.INT32, 5).raw(Moteus.Type.INT32, 0x00010203);
    frame.answer(Moteus.Type.INT32, Moteus.FIRMWARE, 1).raw(Moteus.Type.INT32, 0x00010203);
    byte[] into = new byte[MoteusEncoder.MAX_LINE];
    SimulatedLine babbling = SimulatedLine.babbling(Arrays.copyOf(into, MoteusEncoder.received(into, 0, 5, 0, frame)));
    long before = babbling.nanoTime();
    assertThat(ServoProtocol.MOTEUS.registers(babbling, babbling).ping(5, 1_000_000))
        .isEqualTo(new Registers.Found(5, 5, "moteus", "1.2.3", true));
    assertThat(babbling.nanoTime() - before).isLessThan(1_500_000);
  }

  /** At least the data bits at 5 Mbit/s: 12 of the query, 24 of the answer, 48 of the command. */
  @Test
  void timeOnTheWire() {
    long dataBits = 8 * (12 + 24 + 48);
    assertThat(bus.wireNanos(115_200)).isBetween(2 * dataBits * 200, 2 * (dataBits * 300 + 3 * 80_000));
    assertThatThrownBy(() -> bus.requireRate(2000, 115_200)).hasMessageContaining("2 servos");
    bus.requireRate(1000, 115_200);
  }

  private long soon() {
    return line.nanoTime() + 1_000_000;
  }
}
