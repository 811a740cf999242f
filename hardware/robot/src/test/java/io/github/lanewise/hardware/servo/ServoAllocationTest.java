package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.hardware.controller.Follow;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.SafetyBuilder;
import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A tick allocates nothing, whether servos answer, are silent, or report an error; neither do encoders and parsers of
 * either side, which the fake servos use.
 */
final class ServoAllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int ROUNDS = 5;
  private static final int TICKS = 2_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ServoState state = new ServoState(3);
  private final ServoCommand command = new ServoCommand(3);

  @Test
  void dynamixel() {
    FakeServos device = new FakeServos(ServoProtocol.DYNAMIXEL, 1, 2, 3);
    SimulatedLine line = new SimulatedLine(device);
    DynamixelBus bus = new DynamixelBus(line, line, servos(ServoModel.of(ServoProtocol.DYNAMIXEL, 1020)));
    device.put(0, XSeries.PRESENT_VELOCITY, -1, 4);
    device.put(0, XSeries.PRESENT_POSITION, 253, 4);
    check(bus, line, () -> device.silent = 1, () -> device.error(0, Dynamixel.ALERT));
    device.silent = -1;
    assertThat(bus.tryFastRead(line.nanoTime() + 1_000_000)).isEqualTo(BusError.HARDWARE);
    device.error(0, 0);
    check(bus, line, () -> device.silent = 1, () -> device.error(0, Dynamixel.ALERT));
  }

  @Test
  void feetech() {
    FakeServos device = new FakeServos(ServoProtocol.FEETECH, 1, 2, 3);
    SimulatedLine line = new SimulatedLine(device);
    device.put(0, StsSeries.PRESENT_VELOCITY, 0xFFFF, 2);
    check(new FeetechBus(line, line, servos(ServoModel.of(ServoProtocol.FEETECH, 777))), line,
        () -> device.silent = 1, () -> device.error(0, 1));
  }

  @Test
  void feetechOneByOne() {
    FakeServos device = new FakeServos(ServoProtocol.FEETECH, 1, 2, 3);
    SimulatedLine line = new SimulatedLine(device);
    FeetechBus bus = new FeetechBus(line, line, servos(ServoModel.of(ServoProtocol.FEETECH, 777)));
    device.knowsSync = false;
    assertThat(bus.learnToRead(1_000_000)).isEqualTo(BusError.NONE);
    check(bus, line, () -> device.silent = 1, () -> device.error(0, 1));
  }

  @Test
  void moteus() {
    FakeControllers device = new FakeControllers(1, 2, 3);
    SimulatedLine line = new SimulatedLine(device);
    check(new MoteusBus(line, line, servos(ServoModel.MOTEUS)), line, () -> device.silent = 1,
        () -> device.registers(0)[0] = 1);
  }

  /** Two buses in one tick: where the leader is, there the follower is sent; and so on where the leader is silent. */
  @Test
  void anArmThatFollowsAnother() {
    FakeServos leaders = new FakeServos(ServoProtocol.FEETECH, 1, 2, 3);
    SimulatedLine leaderLine = new SimulatedLine(leaders);
    FakeServos followers = new FakeServos(ServoProtocol.FEETECH, 1, 2, 3);
    SimulatedLine line = new SimulatedLine(followers);
    ServoModel sts = ServoModel.of(ServoProtocol.FEETECH, 777);
    FeetechBus leader = new FeetechBus(leaderLine, leaderLine, servos(sts));
    FeetechBus follower = new FeetechBus(line, line, servos(sts));
    for (int i = 0; i < 3; i++) {
      leaders.put(i, StsSeries.PRESENT_POSITION, 2048 + 100 * (i + 1), 2);
    }
    SafetyBuilder builder = Safety.of("a", "b", "c").busErrors(Integer.MAX_VALUE);
    for (int j = 0; j < 3; j++) {
      builder.range(j, -2, 2).velocity(j, 10).torque(j, 10);
    }
    Safety limits = builder.build();
    Follow follow = new Follow(leader, leaderLine, 1_000_000, new int[] {2, 0, 1}, limits);
    assertThat(follower.mode(ServoCommand.Mode.POSITION, line.nanoTime() + 1_000_000)).isEqualTo(BusError.NONE);
    command.mode = ServoCommand.Mode.POSITION;
    Runnable ticks = () -> {
      for (int i = 0; i < TICKS; i++) {
        follower.read(state, line.nanoTime() + 100_000);
        follow.control(state, command, i * 1e-3);
        follower.write(command, line.nanoTime() + 100_000);
      }
    };
    assertThat(allocated(ticks)).as("answered").isZero();
    int[] sent = {300, 100, 200};
    for (int i = 0; i < 3; i++) {
      assertThat(command.target[i]).isCloseTo(sent[i] * sts.positionUnit(), within(1e-12));
    }
    leaders.silent = 1;
    assertThat(allocated(ticks)).as("silent").isZero();
    assertThat(command.target[0]).as("what was said last").isCloseTo(300 * sts.positionUnit(), within(1e-12));
  }

  private long allocated(Runnable ticks) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS + WARM_UP / TICKS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      ticks.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private static List<Servo> servos(ServoModel model) {
    return List.of(Servo.of(1, model), Servo.of(2, model), Servo.of(3, model));
  }

  private void check(ServoBus bus, SimulatedLine line, Runnable silence, Runnable error) {
    command.mode = bus.supports(ServoCommand.Mode.TORQUE) ? ServoCommand.Mode.TORQUE : ServoCommand.Mode.POSITION;
    assertThat(bus.mode(command.mode, line.nanoTime() + 1_000_000)).isEqualTo(BusError.NONE);
    assertThat(allocated(bus, line)).as("answered").isZero();
    error.run();
    assertThat(allocated(bus, line)).as("with an error").isZero();
    silence.run();
    assertThat(allocated(bus, line)).as("silent").isZero();
  }

  /** The least of some rounds, because the virtual machine allocates now and then when it compiles anew. */
  private long allocated(ServoBus bus, SimulatedLine line) {
    ticks(bus, line, WARM_UP);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      ticks(bus, line, TICKS);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private void ticks(ServoBus bus, SimulatedLine line, int count) {
    for (int i = 0; i < count; i++) {
      bus.read(state, line.nanoTime() + 100_000);
      bus.write(command, line.nanoTime() + 100_000);
      bus.readTemperature(state, i % 3, line.nanoTime() + 100_000);
    }
  }
}
