package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Our own client through a serial port, the robot in a thread and in real time. */
final class TwinPseudoTerminalTest {
  private static final long TIMEOUT = TimeUnit.MILLISECONDS.toNanos(200);

  @TempDir private Path folder;

  @BeforeAll
  static void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
  }

  private static Twin finger(ServoProtocol protocol) throws Exception {
    RobotModel finger = RobotModel.builtIn("finger");
    return Twin.onPseudoTerminal(finger, Twin.servos(finger, protocol), Imperfections.typical());
  }

  private static long soon() {
    return System.nanoTime() + TIMEOUT;
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void aClientMovesItInRealTime(ServoProtocol protocol) throws Exception {
    try (Twin twin = finger(protocol)) {
      twin.link(folder.resolve("robot"));
      try (ServoBus bus = protocol.bus(SerialLine.open(folder.resolve("robot").toString(), 1_000_000), Clock.system(),
          twin.servos())) {
        ServoState state = new ServoState(3);
        ServoCommand command = new ServoCommand(3);
        assertThat(bus.mode(ServoCommand.Mode.POSITION, soon())).isEqualTo(BusError.NONE);
        assertThat(bus.torque(true, soon())).isEqualTo(BusError.NONE);
        command.target[1] = 0.5;
        long start = System.nanoTime();
        for (int tick = 1; tick <= 700; tick++) {
          assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
          assertThat(bus.write(command, soon())).isEqualTo(BusError.NONE);
          Clock.system().sleepUntil(start + tick * TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(state.position[1]).isCloseTo(0.5, within(0.03));
        assertThat(bus.checksumErrors()).isZero();
        assertThat(twin.traffic().lostBytes()).isZero();
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void registersAreReadAndWritten(ServoProtocol protocol) throws Exception {
    boolean dynamixel = protocol == ServoProtocol.DYNAMIXEL;
    try (Twin twin = finger(protocol);
        Registers registers = protocol.registers(SerialLine.open(twin.path(), 1_000_000), Clock.system())) {
      Registers.Found found = registers.ping(2, TIMEOUT);
      assertThat(found.modelName()).isEqualTo(dynamixel ? "XM430-W350" : "STS3215");
      assertThat(found.twice()).isFalse();
      int address = dynamixel ? XSeries.PROFILE_VELOCITY : StsSeries.GOAL_TIME;
      registers.write(2, address, dynamixel ? 4 : 2, 1234, TIMEOUT);
      assertThat(registers.read(2, address, dynamixel ? 4 : 2, TIMEOUT)).isEqualTo(1234);
      assertThat(registers.read(3, address, dynamixel ? 4 : 2, TIMEOUT)).isZero();
    }
  }

  /** The quickest of some, since other programs may have the processor at the moment. */
  @Test
  void aClosedOneIsGoneForItsClientWithinTenMilliseconds() throws Exception {
    long quickest = Long.MAX_VALUE;
    for (int trial = 0; trial < 10 && quickest >= TimeUnit.MILLISECONDS.toNanos(10); trial++) {
      Twin twin = finger(ServoProtocol.DYNAMIXEL);
      try (ServoBus bus = ServoProtocol.DYNAMIXEL.bus(SerialLine.open(twin.path(), 1_000_000), Clock.system(),
          twin.servos())) {
        ServoState state = new ServoState(3);
        assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
        twin.close();
        twin.close();
        long closed = System.nanoTime();
        BusError error = bus.read(state, soon());
        quickest = Math.min(quickest, System.nanoTime() - closed);
        assertThat(error).isEqualTo(BusError.GONE);
      }
    }
    assertThat(quickest).isLessThan(TimeUnit.MILLISECONDS.toNanos(10));
  }

  @Test
  void clientsMayComeAndGo() throws Exception {
    try (Twin twin = finger(ServoProtocol.FEETECH)) {
      for (int client = 0; client < 3; client++) {
        try (Registers registers =
            ServoProtocol.FEETECH.registers(SerialLine.open(twin.path(), 1_000_000), Clock.system())) {
          assertThat(registers.read(1, StsSeries.MODEL_NUMBER, 2, TIMEOUT)).isEqualTo(777);
        }
      }
    }
  }

  @Test
  void itMovesAlsoWhileNobodySpeaks() throws Exception {
    try (Twin twin = finger(ServoProtocol.DYNAMIXEL)) {
      twin.place(0, 0, 0);
      Clock.system().sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300));
      assertThat(twin.position()[1]).as("it falls").isGreaterThan(0.5);
    }
  }
}
