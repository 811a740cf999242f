package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.hardware.AllocatedBytes;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A dry bus takes and refuses the commands that its bus would, and the bus's line sees none of it. */
final class DryBusTest {
  /** A line that must not be used. */
  private static final class Untouched implements Line {
    @Override
    public int read(byte[] into) {
      throw new AssertionError("read");
    }

    @Override
    public int write(byte[] from, int count) {
      throw new AssertionError("written");
    }

    @Override
    public void close() {}
  }

  static Stream<ServoBus> buses() {
    DynamixelBus dynamixel = new DynamixelBus(new Untouched(), Clock.system(),
        servos(50, ServoModel.named(ServoProtocol.DYNAMIXEL, "XM430-W350")));
    FeetechBus feetech = new FeetechBus(new Untouched(), Clock.system(),
        servos(50, ServoModel.named(ServoProtocol.FEETECH, "STS3215")));
    MoteusBus moteus = new MoteusBus(new Untouched(), Clock.system(), servos(100, ServoModel.MOTEUS));
    return Stream.of(dynamixel, feetech, moteus);
  }

  private static List<Servo> servos(int count, ServoModel model) {
    return IntStream.rangeClosed(1, count).mapToObj(id -> Servo.of(id, model)).toList();
  }

  @ParameterizedTest
  @MethodSource("buses")
  void takesAndRefusesWhatTheBusWould(ServoBus bus) {
    ServoBus dry = bus.dry(ServoCommand.Mode.POSITION);
    ServoCommand command = new ServoCommand(bus.servos().size());
    long deadline = System.nanoTime() + 1_000_000_000L;
    assertThat(dry.write(command, deadline)).isEqualTo(BusError.NONE);
    command.target[3] = Double.NaN;
    assertThat(dry.write(command, deadline)).isEqualTo(BusError.RANGE);
    assertThat(dry.errorServo()).isEqualTo(3);
    command.mode = ServoCommand.Mode.TORQUE;
    assertThat(dry.write(command, deadline)).isEqualTo(BusError.UNSUPPORTED);
  }

  @ParameterizedTest
  @MethodSource("buses")
  void allocatesNothing(ServoBus bus) {
    ServoBus dry = bus.dry(ServoCommand.Mode.POSITION);
    ServoCommand command = new ServoCommand(bus.servos().size());
    assertThat(AllocatedBytes.of(() -> dry.write(command, Long.MAX_VALUE), 500)).isZero();
  }
}
