package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.controller.Hold;
import io.github.lanewise.hardware.controller.Pd;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Simulated moteus controllers, by the lines of their adapter, the bus, and the loop. */
final class MoteusTwinTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final long TIMEOUT = 5_000_000;

  private static Bench finger() {
    return Bench.finger(ServoProtocol.MOTEUS, Imperfections.ideal());
  }

  private static String say(Bench bench, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
    bench.client.write(bytes, bytes.length);
    bench.twin.serve();
    byte[] answer = new byte[4096];
    return new String(answer, 0, bench.client.read(answer), StandardCharsets.US_ASCII);
  }

  /** The line of mjbots' documentation: position 0.5, velocity 0.25, and a query. */
  @Test
  void theDocumentedLine() {
    try (Bench bench = finger()) {
      String answer = say(bench, "can send 8001 01000a0e200000003f0000803e11001f01130d50");
      assertThat(answer).startsWith("OK\nrcv 100 21000a").endsWith(" E B F\n").contains("230d301e00");
      assertThat(bench.twin.traffic().instructions()).isEqualTo(1);
      assertThat(say(bench, "can send 8009 1100")).as("nobody").isEqualTo("OK\n");
      assertThat(say(bench, "can send 0001 1100")).as("no answer wanted").isEqualTo("OK\n");
      assertThat(say(bench, "nonsense")).isEmpty();
      assertThat(bench.twin.traffic().checksumErrors()).isEqualTo(1);
    }
  }

  @Test
  void theWatchdogBrakesAndOnlyAStopEndsIt() throws IOException {
    try (Bench bench = finger(); ServoBus bus = bench.bus()) {
      ServoState state = new ServoState(3);
      assertThat(bus.mode(ServoCommand.Mode.POSITION, bench.in(0.01))).isEqualTo(BusError.NONE);
      assertThat(bus.torque(true, bench.in(0.01))).isEqualTo(BusError.NONE);
      double[] before = bench.twin.position();
      bench.pass(0.09);
      assertThat(bus.read(state, bench.in(0.01))).isEqualTo(BusError.NONE);
      assertThat(bench.twin.position()).as("held where it was").containsExactly(before, within(0.1));
      bench.pass(0.1);
      assertThat(bus.read(state, bench.in(0.01))).isEqualTo(BusError.DEVICE);
      assertThat(bus.torque(true, bench.in(0.01))).isEqualTo(BusError.DEVICE);
      assertThat(bus.explain(BusError.DEVICE)).contains("mode 11, because no command came in time: it brakes")
          .contains("servo reboot");
      Registers registers = bench.protocol.registers(bench.client, bench);
      for (int id = 1; id <= 3; id++) {
        registers.reboot(id, TIMEOUT);
      }
      assertThat(bus.torque(true, bench.in(0.01))).isEqualTo(BusError.NONE);
      assertThat(bus.torque(false, bench.in(0.01))).isEqualTo(BusError.NONE);
      assertThat(registers.read(2, Moteus.MODE, 1, TIMEOUT)).isEqualTo(Moteus.STOPPED);
    }
  }

  /** A command that says no position is one of position 0, so that one must be said. */
  @Test
  void theModeAloneHoldsTheJointWhereItIs() throws IOException {
    try (Bench bench = finger()) {
      bench.twin.place(0.2, 1.2, 0.9);
      assertThat(say(bench, "can send 0002 01000a")).isEqualTo("OK\n");
      bench.pass(0.05);
      assertThat(bench.twin.position()[1]).as("goes to 0").isLessThan(0.9);
      bench.twin.place(0.2, 1.2, 0.9);
      Registers registers = bench.protocol.registers(bench.client, bench);
      registers.write(2, Moteus.MODE, 1, Moteus.STOPPED, TIMEOUT);
      registers.write(2, Moteus.MODE, 1, Moteus.POSITION_MODE, TIMEOUT);
      bench.pass(0.05);
      assertThat(bench.twin.position()[1]).isCloseTo(1.2, within(0.05));
      assertThat(registers.read(2, Moteus.MODE, 1, TIMEOUT)).isEqualTo(Moteus.POSITION_MODE);
    }
  }

  @Test
  void aVelocityCarriesTheJointToTheStopPosition() {
    RobotModel wheel = Bench.wheel(0.01);
    try (Bench bench = new Bench(wheel, List.of(new Servo(4, ServoModel.MOTEUS, 0.25, -1)), Imperfections.ideal())) {
      // mode 10; position NaN and velocity 0.5 as floats; stop position 0.375 and no watchdog
      say(bench, "can send 0004 01000a0e200000c07f0000003f0e260000c03e0000c07f");
      bench.pass(0.1);
      assertThat(bench.twin.velocity()[0]).isCloseTo(-Math.PI, within(0.1));
      bench.pass(1);
      assertThat(bench.twin.position()[0]).isCloseTo(-2 * Math.PI * 0.125, within(1e-3));
      assertThat(bench.twin.velocity()[0]).isCloseTo(0, within(1e-3));
      // feed-forward torque alone: both gains 0
      say(bench, "can send 0004 01000a0c05200000c07f000000000000003e00000000000000000d270000c07f");
      bench.pass(0.1);
      assertThat(bench.twin.velocity()[0]).isCloseTo(-0.125 / 0.01 * 0.1, within(0.02));
    }
  }

  @Test
  void faultsStopIt() throws IOException {
    try (Bench bench = finger(); ServoBus bus = bench.bus()) {
      ServoState state = new ServoState(3);
      bus.mode(ServoCommand.Mode.POSITION, bench.in(0.01));
      bench.twin.temperature(1, 90);
      assertThat(bus.read(state, bench.in(0.01))).isEqualTo(BusError.HARDWARE);
      assertThat(bus.explain(BusError.HARDWARE)).contains("controller 2").contains("over temperature");
      assertThat(bus.torque(true, bench.in(0.01))).isEqualTo(BusError.HARDWARE);
      bench.twin.temperature(1, 30);
      bench.protocol.registers(bench.client, bench).reboot(2, TIMEOUT);
      assertThat(bus.torque(true, bench.in(0.01))).isEqualTo(BusError.NONE);
      bench.twin.voltage(0, 5);
      assertThat(bus.hardwareErrors(bench.in(0.01))).contains("fault code 40: under voltage");
    }
  }

  /** By torques, then by positions with the hold in the end that outlasts the watchdog. */
  @Test
  void theLoopBringsItToItsGoalAndItHolds() {
    double[] goal = {0.2, 0.7, 1.0};
    try (Bench bench = Bench.finger(ServoProtocol.MOTEUS, Imperfections.typical())) {
      bench.pass(3);
      Pd pd = new Pd(new double[] {2, 2, 1}, new double[] {0.05, 0.05, 0.02}, goal).approach(0.5).compensating(FINGER);
      LoopResult result =
          new ControlLoop(bench.bus(), pd, Safety.of(FINGER).build()).clock(bench).ticks(3_000).rehearsal(0).run();
      assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
      assertThat(result.ending()).isEqualTo(BusError.NONE);
      assertThat(bench.twin.position()).containsExactly(goal, within(0.05));

      Safety holding = Safety.of(FINGER).ending(Safety.Ending.HOLD).build();
      result = new ControlLoop(bench.bus(), new Hold(holding), holding).clock(bench).ticks(200).rehearsal(0).run();
      assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
      assertThat(result.holds()).isTrue();
      double[] held = bench.twin.position();
      bench.pass(5);
      assertThat(bench.twin.position()).containsExactly(held, within(0.02));
    }
  }
}
