package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.controller.Hold;
import io.github.lanewise.hardware.controller.Pd;
import io.github.lanewise.hardware.controller.Replay;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.RegisterTable;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A robot that its servos hold up when a loop comes: it stays up. */
final class LoopStartTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final double[] UP = {0.1, 0.6, 0.8};

  /** Where the joints went farthest from where the loop found them [rad]. */
  private double farthest;
  private double[] before;

  /** A finger that stays at {@link #UP} because its servos have torque, by position. */
  private Bench held(ServoProtocol protocol) {
    Bench bench = Bench.finger(protocol, Imperfections.typical());
    bench.twin.place(UP);
    ServoBus bus = bench.bus();
    assertThat(bus.mode(ServoCommand.Mode.POSITION, bench.in(0.1))).isEqualTo(BusError.NONE);
    ServoCommand command = new ServoCommand(3);
    System.arraycopy(UP, 0, command.target, 0, 3);
    assertThat(bus.write(command, bench.in(0.1))).isEqualTo(BusError.NONE);
    assertThat(bus.torque(true, bench.in(0.1))).isEqualTo(BusError.NONE);
    // DYNAMIXEL servos take the place where they are as goal when torque comes on.
    assertThat(bus.write(command, bench.in(0.1))).isEqualTo(BusError.NONE);
    bench.pass(1);
    before = bench.twin.position();
    return bench;
  }

  private LoopResult run(Bench bench, Controller controller, Safety safety) {
    return new ControlLoop(bench.bus(), controller, safety).clock(bench).rehearsal(0).ticks(200)
        .listener((tick, time, state, command, error, late) -> {
          double[] now = bench.twin.position();
          for (int i = 0; i < now.length; i++) {
            farthest = Math.max(farthest, Math.abs(now[i] - before[i]));
          }
        }).run();
  }

  @ParameterizedTest
  @EnumSource(names = {"DYNAMIXEL", "FEETECH"})
  void holdDoesNotDropIt(ServoProtocol protocol) {
    Safety safety = Safety.of(FINGER).ending(Safety.Ending.HOLD).build();
    try (Bench bench = held(protocol)) {
      LoopResult result = run(bench, new Hold(safety), safety);
      assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
      assertThat(farthest).isLessThan(0.05);
    }
  }

  /** Soft servos, which the weight bends by 0.025 rad and more: held at what is measured, it would sink each time. */
  @ParameterizedTest
  @EnumSource(names = {"DYNAMIXEL", "FEETECH"})
  void holdingAgainAndAgainDoesNotSinkIt(ServoProtocol protocol) throws IOException {
    Safety safety = Safety.of(FINGER).ending(Safety.Ending.HOLD).build();
    try (Bench bench = held(protocol)) {
      Register gain = RegisterTable.of(bench.twin.servos().getFirst().model()).named("position_p_gain");
      Registers registers = protocol.registers(bench.client, bench);
      for (int id = 1; id <= 3; id++) {
        registers.write(id, gain.address(), gain.size(), gain.initial() / 12, 10_000_000);
      }
      bench.pass(5);
      before = bench.twin.position();
      assertThat(before[1] - UP[1]).as("bent by the weight").isGreaterThan(0.025);
      for (int k = 0; k < 3; k++) {
        assertThat(run(bench, new Hold(safety), safety).holds()).isTrue();
        bench.pass(0.3);
      }
      assertThat(bench.twin.position()).containsExactly(before, within(0.01));
    }
  }

  /** Torque control needs another operating mode, and that needs torque off: for milliseconds, and it is said. */
  @Test
  void anotherOperatingModeDropsItNoFurtherThanAMomentDoes() throws IOException {
    double[] stay = {Double.NaN, Double.NaN, Double.NaN};
    Pd pd = new Pd(new double[] {2, 2, 1}, new double[] {0.05, 0.05, 0.02}, stay).compensating(FINGER);
    try (Bench bench = held(ServoProtocol.DYNAMIXEL)) {
      LoopResult result = run(bench, pd, Safety.of(FINGER).build());
      assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
      assertThat(farthest).isLessThan(0.05);
      assertThat(result.notes()).anyMatch(note -> note.startsWith("operating mode: changed, for which torque was off"));
    }
  }

  /** From 0.6 rad to 1.4: sent at once, it would be reached at all the speed that the servo has. */
  @ParameterizedTest
  @EnumSource(names = {"DYNAMIXEL", "FEETECH"})
  void aReplayThatBeginsElsewhereDoesNotJump(ServoProtocol protocol) {
    DMatrixRMaj actions = new DMatrixRMaj(3 * 50, 1);
    for (int t = 0; t < 50; t++) {
      actions.set(3 * t, 0, 0.1);
      actions.set(3 * t + 1, 0, 1.4);
      actions.set(3 * t + 2, 0, 0.8);
    }
    Rollouts recorded = new Rollouts(new double[1], new DMatrixRMaj(1, 1), new DMatrixRMaj(6 * 50, 1), actions, null,
        50, 1e-3);
    double[] fastest = {0};
    try (Bench bench = held(protocol)) {
      LoopResult result = new ControlLoop(bench.bus(), new Replay(recorded, 0, ServoCommand.Mode.POSITION),
          Safety.of(FINGER).build()).clock(bench).rehearsal(0).ticks(300).listener(
              (tick, time, state, command, error, late) ->
                  fastest[0] = Math.max(fastest[0], Math.abs(bench.twin.velocity()[1]))).run();
      assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
      assertThat(bench.twin.position()[1]).isCloseTo(1.4, within(0.05));
      assertThat(fastest[0]).isLessThan(1.2);
    }
  }

  /** Below the limits in their registers, 9.5 V and 4 V. */
  @ParameterizedTest
  @CsvSource({"DYNAMIXEL,9.1,9.5", "FEETECH,3.9,4"})
  void aServoThatIsFedWithTooLittleIsNamedAndNothingIsSwitched(ServoProtocol protocol, double volts, String limit) {
    Safety safety = Safety.of(FINGER).build();
    try (Bench bench = held(protocol)) {
      bench.twin.voltage(2, volts);
      LoopResult result = run(bench, new Hold(safety), safety);
      assertThat(result.stop().sentence()).isEqualTo("before torque was switched on: joint 'curl' (servo 3): supply "
          + "voltage, which the servo's own registers limit: " + volts + " V, limit " + limit + " V");
      assertThat(result.armed()).isFalse();
      bench.twin.voltage(2, 12);
      // The alert stays, and it is named.
      assertThat(run(bench, new Hold(safety), safety).stop().sentence())
          .contains("hardware error of the servo").endsWith("): supply voltage");
    }
  }

  /** What the registers of two servos take, one of which turns its joint the other way. */
  @ParameterizedTest
  @EnumSource(names = {"DYNAMIXEL", "FEETECH"})
  void aServosOwnRangeIsFoundOut(ServoProtocol protocol) throws IOException {
    ServoModel model = Twin.servos(FINGER, protocol).getFirst().model();
    List<Servo> servos = List.of(Servo.of(1, model), new Servo(2, model, 2048 + 100, -1), Servo.of(3, model));
    try (Bench bench = new Bench(FINGER, servos, Imperfections.ideal())) {
      ServoBus bus = bench.bus();
      assertThat(bus.highest(0)).as("not asked yet").isInfinite();
      RegisterTable table = RegisterTable.of(model);
      Registers registers = protocol.registers(bench.client, bench);
      for (String end : List.of("min", "max")) {
        Register limit = table.named(end + "_position_limit");
        registers.write(1, limit.address(), limit.size(), end.equals("min") ? 2000 : 2200, 10_000_000);
        registers.write(2, limit.address(), limit.size(), end.equals("min") ? 2048 : 2248, 10_000_000);
        registers.write(3, limit.address(), limit.size(), 0, 10_000_000);
      }
      assertThat(bus.readRanges(bench.in(0.1))).isEqualTo(BusError.NONE);
      double count = model.positionUnit();
      assertThat(bus.lowest(0)).isCloseTo(-48 * count, within(1e-12));
      assertThat(bus.highest(0)).isCloseTo(152 * count, within(1e-12));
      assertThat(bus.lowest(1)).isCloseTo(-100 * count, within(1e-12));
      assertThat(bus.highest(1)).isCloseTo(100 * count, within(1e-12));
      assertThat(bus.highest(2)).as("turns without end").isInfinite();
      // A goal that is beyond by its rounding is the last that the servo takes; it would refuse the next one.
      assertThat(bus.mode(ServoCommand.Mode.POSITION, bench.in(0.1))).isEqualTo(BusError.NONE);
      ServoCommand command = new ServoCommand(3);
      command.target[0] = 152.7 * count;
      assertThat(bus.write(command, bench.in(0.1))).isEqualTo(BusError.NONE);
      Register goal = table.named("goal_position");
      assertThat(registers.read(1, goal.address(), goal.size(), 10_000_000)).isEqualTo(2200);
    }
  }

  /**
   * A finger that closes on something: with all its torque the servo is overloaded, and the loop ends; with a part of
   * it, it goes on pushing.
   */
  @Test
  void aGripperThatPushesWithPartOfItsTorqueIsNotOverloaded() throws IOException {
    Safety all = Safety.of(FINGER).range(2, 0, 2.9).torque(2, 3).build();
    Safety part = Safety.of(FINGER).range(2, 0, 2.9).torque(2, 3).torqueShare(2, 0.2).build();
    DMatrixRMaj actions = new DMatrixRMaj(3 * 4000, 1);
    for (int t = 0; t < 4000; t++) {
      actions.set(3 * t + 2, 0, 2.9);
    }
    Rollouts closed = new Rollouts(new double[1], new DMatrixRMaj(1, 1), new DMatrixRMaj(6 * 4000, 1), actions, null,
        4000, 1e-3);
    for (Safety safety : List.of(all, part)) {
      try (Bench bench = Bench.finger(ServoProtocol.FEETECH, Imperfections.ideal())) {
        bench.pass(5);
        Registers registers = ServoProtocol.FEETECH.registers(bench.client, bench);
        registers.write(3, StsSeries.OVERLOAD_TORQUE, 1, 30, 10_000_000);
        registers.write(3, StsSeries.MAX_POSITION_LIMIT, 2, StsSeries.LAST_POSITION, 10_000_000);
        LoopResult result = new ControlLoop(bench.bus(), new Replay(closed, 0, ServoCommand.Mode.POSITION), safety)
            .clock(bench).rehearsal(0).ticks(4000).run();
        boolean limited = safety == part;
        assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(limited ? Stop.Reason.FINISHED
            : Stop.Reason.SERVO_FAULT);
        assertThat(bench.twin.position()[2]).as("against its stop").isCloseTo(1.9, within(0.01));
        assertThat(result.stop().sentence().endsWith("servo 3 (STS3215): overload")).isEqualTo(!limited);
        assertThat(result.notes().contains("torque of joint 'curl': at most 20 % of what its servos have, until their"
            + " power goes off")).isEqualTo(limited);
        assertThat(registers.read(3, StsSeries.TORQUE_LIMIT, 2, 10_000_000)).isEqualTo(limited ? 200 : 1000);
        assertThat(registers.read(1, StsSeries.TORQUE_LIMIT, 2, 10_000_000)).isEqualTo(1000);
        if (!limited) {
          registers.write(3, StsSeries.TORQUE_ENABLE, 1, 1, 10_000_000);
          assertThat(registers.hardwareError(3, 10_000_000)).as("over with its cause").isEmpty();
        }
      }
    }
  }

  @Test
  void aLoopThatIsStoppedInTheRehearsalLeavesItHeld() throws IOException {
    Safety cold = Safety.of(FINGER).temperature(20).build();
    try (Bench bench = held(ServoProtocol.DYNAMIXEL)) {
      LoopResult result = run(bench, new Hold(cold), cold);
      assertThat(result.armed()).isFalse();
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.TEMPERATURE);
      assertThat(result.notes()).containsExactly("torque: left on, as it was found, in 3 of 3 servos");
      bench.pass(1);
      assertThat(bench.twin.position()).containsExactly(before, within(0.01));
      Registers registers = ServoProtocol.DYNAMIXEL.registers(bench.client, bench);
      for (int id = 1; id <= 3; id++) {
        assertThat(registers.read(id, XSeries.TORQUE_ENABLE, 1, 10_000_000)).isOne();
      }
    }
  }
}
