package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.AllocatedBytes;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.DynamixelBus;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own client and the simulated robot on a cable in memory, in the time of a clock that is stepped. */
final class TwinTest {
  private static final double TIMEOUT = 0.01;

  /** A client that has switched the torque on. */
  private static ServoBus ready(Bench bench, ServoCommand.Mode mode) {
    ServoBus bus = bench.bus();
    assertThat(bus.mode(mode, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
    assertThat(bus.torque(true, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
    return bus;
  }

  /** A flywheel on one DYNAMIXEL servo. */
  private static Bench wheel() {
    RobotModel wheel = Bench.wheel(5e-3);
    return new Bench(wheel, Twin.servos(wheel, ServoProtocol.DYNAMIXEL), Imperfections.ideal());
  }

  @ParameterizedTest
  @EnumSource(ServoProtocol.class)
  void positionsAreReachedAndReported(ServoProtocol protocol) {
    try (Bench bench = Bench.finger(protocol, Imperfections.typical())) {
      ServoBus bus = ready(bench, ServoCommand.Mode.POSITION);
      ServoState state = new ServoState(3);
      ServoCommand command = new ServoCommand(3);
      double[] goal = {0.3, 0.8, 1.2};
      System.arraycopy(goal, 0, command.target, 0, 3);
      for (int tick = 0; tick < 1000; tick++) {
        assertThat(bus.read(state, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
        assertThat(bus.write(command, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
        bench.pass(1e-3);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(state.position[i]).isCloseTo(goal[i], within(0.03));
        assertThat(bench.twin.position()[i]).isCloseTo(state.position[i], within(0.01));
        assertThat(state.velocity[i]).isCloseTo(0, within(0.2));
      }
      assertThat(state.torque[1]).as("the bend holds the finger up").isCloseTo(-0.05, within(0.05)).isNegative();
    }
  }

  @ParameterizedTest
  @EnumSource(ServoProtocol.class)
  void aSteppedTwinIsReproducible(ServoProtocol protocol) {
    double[][] logs = new double[2][];
    for (int run = 0; run < 2; run++) {
      try (Bench bench = Bench.finger(protocol, Imperfections.typical())) {
        ServoBus bus = ready(bench, ServoCommand.Mode.POSITION);
        ServoState state = new ServoState(3);
        ServoCommand command = new ServoCommand(3);
        double[] log = new double[600];
        for (int tick = 0; tick < 100; tick++) {
          bus.read(state, bench.in(TIMEOUT));
          System.arraycopy(state.position, 0, log, 6 * tick, 3);
          System.arraycopy(state.velocity, 0, log, 6 * tick + 3, 3);
          command.target[0] = 0.3 * Math.sin(0.1 * tick);
          bus.write(command, bench.in(TIMEOUT));
          bench.pass(2e-3);
        }
        logs[run] = log;
      }
    }
    assertThat(logs[0]).isEqualTo(logs[1]);
    assertThat(Arrays.stream(logs[0]).distinct().count()).isGreaterThan(100);
  }

  @Test
  void torquesAreThoseOfTheTorqueConstant() {
    try (Bench bench = wheel()) {
      ServoBus bus = ready(bench, ServoCommand.Mode.TORQUE);
      ServoCommand command = new ServoCommand(1);
      command.mode = ServoCommand.Mode.TORQUE;
      double unit = bench.twin.servos().getFirst().model().torqueUnit();
      command.target[0] = 10 * unit;
      bus.write(command, bench.in(TIMEOUT));
      bench.pass(0.2);
      assertThat(bench.twin.velocity()[0]).isCloseTo(10 * unit / 5e-3 * 0.2, within(1e-9));
      ServoState state = new ServoState(1);
      assertThat(bus.read(state, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
      assertThat(state.torque[0]).isEqualTo(10 * unit);
    }
  }

  @Test
  void currentBasedPositionPushesWithTheGoalCurrentAndNoMore() throws Exception {
    try (Bench bench = wheel()) {
      Registers registers = bench.protocol.registers(bench.client, bench);
      registers.write(1, XSeries.OPERATING_MODE, 1, XSeries.CURRENT_BASED_POSITION_MODE, 10_000_000);
      registers.write(1, XSeries.TORQUE_ENABLE, 1, 1, 10_000_000);
      registers.write(1, XSeries.GOAL_CURRENT, 2, 5, 10_000_000);
      registers.write(1, XSeries.GOAL_POSITION, 4, 4000, 10_000_000);
      bench.pass(0.05);
      assertThat((short) registers.read(1, XSeries.PRESENT_CURRENT, 2, 10_000_000)).isEqualTo((short) 5);
      registers.write(1, XSeries.GOAL_CURRENT, 2, 500, 10_000_000);
      bench.pass(4);
      assertThat(registers.read(1, XSeries.PRESENT_POSITION, 4, 10_000_000)).isBetween(3998L, 4002L);
    }
  }

  @Test
  void silenceMakesTheWatchdogTakeTheTorqueAwayAndGoalsAreRefusedUntilItIsReset() throws Exception {
    try (Bench bench = wheel()) {
      ServoBus bus = bench.bus();
      assertThat(bus.mode(ServoCommand.Mode.TORQUE, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
      assertThat(bus.watchdog(40_000_000, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
      assertThat(bus.torque(true, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
      ServoCommand command = new ServoCommand(1);
      command.mode = ServoCommand.Mode.TORQUE;
      command.target[0] = 0.05;
      for (int tick = 0; tick < 20; tick++) {
        bus.write(command, bench.in(TIMEOUT));
        bench.pass(0.01);
      }
      double before = bench.twin.velocity()[0];
      bench.pass(0.029);
      bench.pass(0.001);
      double speed = bench.twin.velocity()[0];
      assertThat(speed).as("not yet").isGreaterThan(before + 0.2);
      bench.pass(0.005);
      double coasting = bench.twin.velocity()[0];
      bench.pass(0.1);
      assertThat(bench.twin.velocity()[0]).as("no torque any more").isEqualTo(coasting);
      Registers registers = bench.protocol.registers(bench.client, bench);
      assertThat(registers.read(1, XSeries.BUS_WATCHDOG, 1, 10_000_000)).isEqualTo(255);
      assertThat(registers.read(1, XSeries.GOAL_CURRENT, 2, 10_000_000)).isZero();
      assertThatThrownBy(() -> registers.write(1, XSeries.GOAL_CURRENT, 2, 9, 10_000_000))
          .hasMessageContaining("out of the register's range");
      assertThat(bus.watchdog(0, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
      registers.write(1, XSeries.GOAL_CURRENT, 2, 9, 10_000_000);
      bench.pass(0.1);
      assertThat(bench.twin.velocity()[0]).isGreaterThan(coasting);
    }
  }

  @Test
  void inPositionModeTheWatchdogHoldsWhereItIs() throws Exception {
    try (Bench bench = Bench.finger(ServoProtocol.DYNAMIXEL, Imperfections.ideal())) {
      ServoBus bus = bench.bus();
      bus.mode(ServoCommand.Mode.POSITION, bench.in(TIMEOUT));
      Registers registers = bench.protocol.registers(bench.client, bench);
      for (int id = 1; id <= 3; id++) {
        registers.write(id, XSeries.PROFILE_VELOCITY, 4, 20, 10_000_000); // 0.48 rad/s
      }
      bus.watchdog(100_000_000, bench.in(TIMEOUT));
      bus.torque(true, bench.in(TIMEOUT));
      ServoCommand command = new ServoCommand(3);
      command.target[1] = 1.5;
      bus.write(command, bench.in(TIMEOUT));
      for (int k = 0; k < 100; k++) {
        bench.pass(0.02);
      }
      assertThat(bench.twin.position()[1]).isBetween(0.02, 0.2);
      assertThat(bench.twin.velocity()[1]).isCloseTo(0, within(1e-3));
    }
  }

  @Test
  void hardwareErrorsReachTheClient() {
    try (Bench bench = Bench.finger(ServoProtocol.DYNAMIXEL, Imperfections.ideal())) {
      ServoBus bus = ready(bench, ServoCommand.Mode.POSITION);
      bench.twin.hardwareError(2, 32);
      assertThat(bus.read(new ServoState(3), bench.in(TIMEOUT))).isEqualTo(BusError.HARDWARE);
      assertThat(bus.errorServo()).isEqualTo(2);
      assertThat(bus.torque(true, bench.in(TIMEOUT))).isEqualTo(BusError.HARDWARE);
    }
  }

  @Test
  void scansAndFastReads() throws Exception {
    try (Bench bench = Bench.finger(ServoProtocol.DYNAMIXEL, Imperfections.ideal())) {
      assertThat(bench.protocol.registers(bench.client, bench).scan(0, 20, 5_000_000))
          .extracting(Registers.Found::id, Registers.Found::modelName, Registers.Found::twice)
          .containsExactly(tuple(1, "XM430-W350", false),
              tuple(2, "XM430-W350", false),
              tuple(3, "XM430-W350", false));
      DynamixelBus bus = (DynamixelBus) bench.bus();
      bench.twin.place(0.2, 0.4, 0.6);
      ServoState slow = new ServoState(3);
      ServoState fast = new ServoState(3);
      assertThat(bus.read(slow, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
      bench.twin.place(0.2, 0.4, 0.6);
      assertThat(bus.tryFastRead(bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
      bench.twin.place(0.2, 0.4, 0.6);
      assertThat(bus.read(fast, bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
      assertThat(fast.position).containsExactly(slow.position, within(1e-3));
    }
  }

  @ParameterizedTest
  @EnumSource(ServoProtocol.class)
  void nothingIsAllocatedByAnExchange(ServoProtocol protocol) {
    try (Bench bench = Bench.finger(protocol, Imperfections.typical())) {
      ServoBus bus = ready(bench, ServoCommand.Mode.POSITION);
      ServoState state = new ServoState(3);
      ServoCommand command = new ServoCommand(3);
      if (bus instanceof DynamixelBus dynamixel) {
        assertThat(dynamixel.tryFastRead(bench.in(TIMEOUT))).isEqualTo(BusError.NONE);
      }
      assertThat(AllocatedBytes.of(() -> {
        bus.read(state, bench.in(TIMEOUT));
        bus.write(command, bench.in(TIMEOUT));
        bench.pass(1e-3);
      }, 1000)).isZero();
      assertThat(bench.twin.traffic().lostBytes()).isZero();
    }
  }

  @Test
  void whoDoesNotReadLosesAnswersAndStopsNobody() {
    try (Bench bench = Bench.finger(ServoProtocol.DYNAMIXEL, Imperfections.ideal())) {
      byte[] pings = new byte[1000];
      int count = 0;
      while (count < 900) {
        count = DynamixelEncoder.ping(pings, count, 1);
      }
      for (int k = 0; k < 100; k++) {
        bench.client.write(pings, count);
        bench.twin.serve();
      }
      assertThat(bench.twin.traffic().lostBytes()).isPositive();
    }
  }

  @Test
  void badInputIsSaid() {
    RobotModel finger = RobotModel.builtIn("finger");
    MemoryLine line = MemoryLine.cable();
    Bench bench = Bench.finger(ServoProtocol.DYNAMIXEL, Imperfections.ideal());
    List<Servo> servos = Twin.servos(finger, ServoProtocol.DYNAMIXEL);
    assertThatThrownBy(() -> Twin.on(line, bench, finger, servos.subList(0, 2), Imperfections.ideal()))
        .hasMessage("robot 'finger' has 3 joints, but there are 2 servos");
    RobotModel quadruped = RobotModel.builtIn("quadruped").withFreeBase();
    assertThatThrownBy(() -> Twin.on(line, bench, quadruped, Twin.servos(quadruped, ServoProtocol.DYNAMIXEL),
        Imperfections.ideal())).hasMessageContaining("a free or a spherical joint");
    Servo other = Servo.of(3, ServoModel.named(ServoProtocol.FEETECH, "STS3215"));
    assertThatThrownBy(() -> Twin.on(line, bench, finger, List.of(servos.get(0), servos.get(1), other),
        Imperfections.ideal())).hasMessage("servo 3 speaks Feetech, but servo 1 on the same line DYNAMIXEL");
    Servo far = new Servo(3, servos.get(2).model(), 9000, 1);
    assertThatThrownBy(() -> Twin.on(line, bench, finger, List.of(servos.get(0), servos.get(1), far),
        Imperfections.ideal())).hasMessageStartingWith("servo 3 cannot reach the range of joint 'curl'");
    assertThatThrownBy(() -> bench.twin.place(0, 0))
        .hasMessage("2 joint angles for robot 'finger', which has 3 joints");
    assertThatThrownBy(() -> bench.twin.place(0, 0, 2))
        .hasMessageContaining("'curl' of robot 'finger' cannot be put to");
    assertThatThrownBy(() -> Imperfections.ideal().withDelays(2, 0)).hasMessageContaining("delay of commands of 2.0 s");
    assertThatThrownBy(() -> Imperfections.ideal().withFriction(-1)).hasMessageContaining("friction of -1.0");
    assertThatThrownBy(() -> bench.twin.temperature(0, 256)).hasMessageStartingWith("256 degrees Celsius: must be");
    assertThatThrownBy(() -> bench.twin.hardwareError(0, -1)).hasMessageStartingWith("-1 bits of hardware error: must");
    assertThatThrownBy(bench.twin::path).hasMessage("this simulated robot is on no pseudo-terminal");
    bench.close();
  }
}
