package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.AllocatedBytes;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/**
 * Five joints on two lines: shoulder by servos 1 and 2, which are mounted face to face; pitch and roll by 3 and 4 (a
 * differential, both pitch, one rolls each way); a finger that does half of what pitch does; and a wheel that nothing
 * moves.
 */
final class JointBusTest {
  private static final ServoModel XM430 = ServoModel.named(ServoProtocol.DYNAMIXEL, "XM430-W350");
  private static final DMatrixRMaj SERVO_OF_JOINT = new DMatrixRMaj(new double[][] {
      {1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {0, 1, 1, 0, 0}, {0, 1, -1, 0, 0}});
  private static final DMatrixRMaj FOLLOWS = new DMatrixRMaj(new double[][] {
      {1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}, {0, 0.5, 0, 0, 0}, {0, 0, 0, 0, 1}});
  private static final double[] REST = {0, 0, 0, 0.1, 0.7};
  private static final Transmission TRANSMISSION = new Transmission(SERVO_OF_JOINT, FOLLOWS, REST);

  private final FakeServos first = new FakeServos(ServoProtocol.DYNAMIXEL, 1, 2);
  private final FakeServos second = new FakeServos(ServoProtocol.DYNAMIXEL, 3, 4);
  private final SimulatedLine firstLine = new SimulatedLine(first);
  private final SimulatedLine secondLine = new SimulatedLine(second);
  private final JointBus bus = new JointBus(List.of(
      new DynamixelBus(firstLine, firstLine, List.of(Servo.of(1, XM430), new Servo(2, XM430, 2048, -1))),
      new DynamixelBus(secondLine, secondLine, List.of(Servo.of(3, XM430), Servo.of(4, XM430)))), TRANSMISSION);
  private final ServoState state = new ServoState(5);
  private final ServoCommand command = new ServoCommand(5);

  private static int counts(double angle) {
    return (int) Math.rint(2048 + angle / XM430.positionUnit());
  }

  private long soon() {
    return Math.max(firstLine.nanoTime(), secondLine.nanoTime()) + 1_000_000;
  }

  private void show(FakeServos servos, int index, double angle, int velocity, int current) {
    servos.put(index, XSeries.PRESENT_POSITION, counts(angle), 4);
    servos.put(index, XSeries.PRESENT_VELOCITY, velocity, 4);
    servos.put(index, XSeries.PRESENT_CURRENT, current, 2);
  }

  @Test
  void jointsAreWhereTheServosTellThatTheyAre() {
    show(first, 0, 0.41, 10, 30);
    show(first, 1, -0.39, -12, -10);
    show(second, 0, 0.3 + 0.2, 20, 50);
    show(second, 1, 0.3 - 0.2, 20, 20);
    assertThat(bus.read(state, soon())).isEqualTo(BusError.NONE);
    assertThat(state.position).containsExactly(new double[] {0.4, 0.3, 0.2, 0.1 + 0.15, 0.7}, within(1e-3));
    assertThat(state.velocity).containsExactly(new double[] {11 * XM430.velocityUnit(), 20 * XM430.velocityUnit(), 0,
        10 * XM430.velocityUnit(), 0}, within(1e-12));
    assertThat(state.torque).containsExactly(new double[] {40 * XM430.torqueUnit(), 70 * XM430.torqueUnit(),
        30 * XM430.torqueUnit(), 0, 0}, within(1e-12));
    assertThat(state.timeNanos).isEqualTo(Math.min(firstLine.nanoTime(), secondLine.nanoTime()));
  }

  @Test
  void targetsReachTheServosOfTheirJoints() {
    command.mode = ServoCommand.Mode.POSITION;
    assertThat(bus.mode(command.mode, soon())).isEqualTo(BusError.NONE);
    double[] q = {0.4, 0.3, 0.2, 9, 9};
    System.arraycopy(q, 0, command.target, 0, 5);
    assertThat(bus.write(command, soon())).isEqualTo(BusError.NONE);
    assertThat(goal(first, 0)).isEqualTo(counts(0.4));
    assertThat(goal(first, 1)).isEqualTo(counts(-0.4));
    assertThat(goal(second, 0)).isEqualTo(counts(0.5));
    assertThat(goal(second, 1)).isEqualTo(counts(0.1));
  }

  private static int goal(FakeServos servos, int index) {
    return PacketBus.int32(servos.table(index), XSeries.GOAL_POSITION);
  }

  /** Torques do the same work on servos as on joints, whatever moves: {@code tau_q . v = tau_s . s'}. */
  @Test
  void commandedTorquesDoTheSameWork() {
    command.mode = ServoCommand.Mode.TORQUE;
    double[] torque = {0.7, -0.3, 0.2, 0.5, 3};
    System.arraycopy(torque, 0, command.target, 0, 5);
    double[] ofServos = new double[4];
    TRANSMISSION.command(command, ofServos);
    double[] speeds = {0.3, 0.3, 0.9, -0.4};
    double[] v = new double[5];
    TRANSMISSION.velocities(speeds, v);
    double work = 0;
    double given = 0;
    for (int i = 0; i < 4; i++) {
      work += ofServos[i] * speeds[i];
    }
    for (int j = 0; j < 4; j++) { // The wheel does not move.
      given += torque[j] * v[j];
    }
    assertThat(work).isCloseTo(given, within(1e-14));
    assertThat(ofServos[0]).isCloseTo(0.35, within(1e-14)).isEqualTo(ofServos[1]);
  }

  @Test
  void trouble() {
    second.silent = 1;
    assertThat(bus.read(state, soon())).isEqualTo(BusError.TIMEOUT);
    assertThat(bus.errorServo()).as("the joint that servo 4 moves").isEqualTo(1);
    assertThat(bus.servosOf(1)).isEqualTo("servos 3 and 4");
    assertThat(bus.servosOf(4)).isEqualTo("no servo");
    assertThat(bus.explain(BusError.TIMEOUT)).contains("servo 4 (XM430-W350)");
    assertThat(state.timeNanos).as("nothing is new").isEqualTo(Long.MIN_VALUE);
    second.silent = -1;
    boolean[] on = new boolean[5];
    assertThat(bus.torque(true, soon())).isEqualTo(BusError.NONE);
    first.table(1)[XSeries.TORQUE_ENABLE] = 0;
    assertThat(bus.readTorque(on, soon())).isEqualTo(BusError.NONE);
    assertThat(on).containsExactly(false, true, true, false, false);
    assertThat(bus.mostTorque(0)).isEqualTo(2 * XM430.mostTorque());
    assertThat(bus.mostVelocity(2)).isEqualTo(XM430.mostVelocity());
    assertThat(bus.mostVelocity(4)).isInfinite();
  }

  @Test
  void aJointIsAsHotAsItsHottestServo() {
    for (int i = 0; i < 2; i++) {
      first.table(i)[XSeries.PRESENT_TEMPERATURE] = (byte) (30 + 10 * i);
      second.table(i)[XSeries.PRESENT_TEMPERATURE] = (byte) (50 - i);
    }
    for (int j = 0; j < 5; j++) {
      assertThat(bus.readTemperature(state, j, soon())).isEqualTo(BusError.NONE);
    }
    assertThat(state.temperature).containsExactly(40, 50, 50, 50, 50);
  }

  @Test
  void couplingsThatDoNotTellJointsApartAreRefused() {
    DMatrixRMaj same = new DMatrixRMaj(new double[][] {{1, 2}, {0.5, 1}});
    DMatrixRMaj identity = new DMatrixRMaj(new double[][] {{1, 0}, {0, 1}});
    assertThatThrownBy(() -> new Transmission(same, identity, new double[2])).hasMessageContaining("depend on each");
    assertThatThrownBy(() -> new Transmission(same, identity, new double[3])).hasMessageContaining("3 rest");
    assertThatThrownBy(() -> new JointBus(List.of(new DynamixelBus(firstLine, firstLine, List.of(Servo.of(1, XM430)))),
        TRANSMISSION)).hasMessageContaining("4 servos, but there are 1");
  }

  @Test
  void aTickAllocatesNothing() {
    command.mode = ServoCommand.Mode.POSITION;
    assertThat(bus.mode(command.mode, soon())).isEqualTo(BusError.NONE);
    assertThat(AllocatedBytes.of(() -> {
      bus.read(state, soon());
      bus.write(command, soon());
      bus.readTemperature(state, 1, soon());
    }, 2000)).isZero();
  }
}
