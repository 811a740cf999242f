package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.hardware.controller.Hold;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.model.RobotModel;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that must stop a loop, and what is said of it; torque is off within two ticks. */
final class SafetyTest {
  private static final long PERIOD = 1_000_000;
  /** What goes wrong does so in this tick. */
  private static final int BAD = 7;

  private final ManualClock clock = new ManualClock();
  private final FakeBus bus = new FakeBus(clock, 2);
  private Runnable inController = () -> { };
  private BusError readError = BusError.NONE;
  private double commanded;
  private long badNanos;

  /** One thing that goes wrong at tick {@link #BAD}. */
  private record Fault(String name, ServoCommand.Mode mode, Consumer<SafetyTest> what, String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Fault fault(String name, Consumer<SafetyTest> what, String said) {
    return new Fault(name, ServoCommand.Mode.TORQUE, what, said);
  }

  static Stream<Fault> faults() {
    String a = "tick 7: joint 'a' (servo 1): ";
    String b = "tick 7: joint 'b' (servo 2): ";
    return Stream.of(
        fault("too far", t -> t.bus.position[1] = 1.06, b + "measured position 1.06 rad, limit 1.05 rad"),
        fault("too far below", t -> t.bus.position[0] = -1.5, a + "measured position -1.5 rad, limit -1.05 rad"),
        fault("position NaN", t -> t.bus.position[0] = Double.NaN, a + "measured position NaN rad, limit 1.05 rad"),
        fault("too fast", t -> t.bus.velocity[0] = -5.5, a + "measured velocity -5.5 rad/s, limit 5 rad/s"),
        fault("velocity NaN", t -> t.bus.velocity[1] = Double.NaN, b + "measured velocity NaN rad/s, limit 5 rad/s"),
        fault("too strong", t -> t.bus.torque[1] = 2.25, b + "measured torque 2.25 N m, limit 2.2 N m"),
        fault("command too strong", t -> t.commanded = -2.01, a + "commanded torque -2.01 N m, limit 2 N m"),
        fault("command NaN", t -> t.commanded = Double.NaN, a + "commanded torque NaN N m, limit 2 N m"),
        fault("command infinite", t -> t.commanded = Double.POSITIVE_INFINITY,
            a + "commanded torque Infinity N m, limit 2 N m"),
        new Fault("command too far", ServoCommand.Mode.POSITION, t -> t.commanded = 1.01,
            a + "commanded position 1.01 rad, limit 1 rad"),
        new Fault("position command NaN", ServoCommand.Mode.POSITION, t -> t.commanded = Double.NaN,
            a + "commanded position NaN rad, limit 1 rad"),
        fault("controller throws", t -> t.inController = () -> {
          throw new IllegalStateException("no idea");
        }, "tick 7: the controller failed: java.lang.IllegalStateException: no idea"),
        fault("controller errs", t -> t.inController = () -> {
          throw new StackOverflowError();
        }, "tick 7: the controller failed: java.lang.StackOverflowError"),
        fault("controller takes 5 ms", t -> t.inController = () -> t.clock.now += 5 * PERIOD,
            "tick 7: time that the controller took 5 ms, limit 4 ms"),
        fault("hardware error", t -> t.readError = BusError.HARDWARE,
            a + "a servo reports a fault: hardware error of the servo, status 32"),
        fault("unplugged", t -> t.readError = BusError.GONE,
            "tick 7: the line is gone: line is gone"),
        fault("refused command", t -> t.bus.armedWrite = count -> BusError.RANGE,
            "tick 7: the bus refused the command: value out of range"));
  }

  private LoopResult run(ServoCommand.Mode mode, Safety safety, Consumer<SafetyTest> fault) {
    Controller controller = Controller.of(mode, (observation, command, time) -> {
      command.target[0] = commanded;
      command.target[1] = 0;
      inController.run();
    });
    bus.armedRead = count -> {
      if (count == BAD) {
        badNanos = clock.now;
        fault.accept(this);
      }
      return readError;
    };
    return new ControlLoop(bus, controller, safety).clock(clock).rehearsal(0).ticks(50).run();
  }

  private static SafetyBuilder limits() {
    return Safety.of("a", "b").range(0, -1, 1).range(1, -1, 1).velocity(0, 5).velocity(1, 5).torque(0, 2).torque(1, 2);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void stopsWithinTwoTicksAndSaysWhy(Fault fault) {
    LoopResult result = run(fault.mode, limits().build(), fault.what);
    assertThat(result.stop().sentence()).isEqualTo(fault.said);
    assertThat(result.stop().tick()).isEqualTo(BAD);
    assertThat(bus.summary()).endsWith("torque off, watchdog 0, ");
    long late = fault.name.equals("controller takes 5 ms") ? 5 * PERIOD : 0;
    assertThat(bus.offNanos - badNanos - late).isBetween(0L, 2 * PERIOD);
    // Nothing was commanded because of what was wrong.
    assertThat(bus.armedWrites).isEqualTo(fault.name.equals("refused command") ? BAD + 1 : BAD);
  }

  static Stream<Fault> faultsOfTheRobotAndTheController() {
    return faults().filter(fault -> fault.mode == ServoCommand.Mode.TORQUE && !fault.name.startsWith("command")
        && !fault.name.equals("position NaN") && !fault.name.equals("refused command"));
  }

  @ParameterizedTest
  @MethodSource("faultsOfTheRobotAndTheController")
  void holdsWithinTwoTicksWhereThatIsAskedFor(Fault fault) {
    LoopResult result =
        run(ServoCommand.Mode.POSITION, limits().ending(Safety.Ending.HOLD).build(), fault.what);
    assertThat(result.stop().tick()).isEqualTo(BAD);
    assertThat(bus.diary).endsWith("write", "watchdog 0", "write", "torque?").doesNotContain("torque off");
    assertThat(bus.armedWrites).isEqualTo(BAD + 2);
    assertThat(result.holds()).isTrue();
    assertThat(bus.lastTarget).isEqualTo(fault.name.equals("unplugged") ? new double[2] : bus.position);
  }

  @Test
  void aHotServoIsFoundWhenItIsAsked() {
    bus.temperature[1] = 69;
    LoopResult result = run(ServoCommand.Mode.TORQUE, limits().build(), t -> { });
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.FINISHED);
    bus.torqueOn = false;
    bus.temperature[1] = 71;
    result = run(ServoCommand.Mode.TORQUE, limits().build(), t -> { });
    assertThat(result.stop().sentence())
        .isEqualTo("before torque was switched on: joint 'b' (servo 2): temperature 71 deg C, limit 70 deg C");
    assertThat(result.armed()).isFalse();
  }

  @Test
  void aServoThatHeatsUpIsFoundWithinATurnOfAllServos() {
    LoopResult result = new ControlLoop(bus, new Hold(limits().build()), limits().build()).clock(clock).rehearsal(0)
        .ticks(1_000)
        .listener((tick, time, state, command, error, late) -> bus.temperature[0] = tick >= 0 ? 99 : 30).run();
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.TEMPERATURE);
    assertThat(result.stop().joint()).isZero();
    assertThat(result.stop().tick()).isBetween(1L, 200L);
  }

  @Test
  void temperaturesThatCannotBeReadAreBusErrorsInARow() {
    bus.armedTemperature = BusError.TIMEOUT;
    LoopResult result =
        new ControlLoop(bus, new Hold(limits().build()), limits().build()).clock(clock).rehearsal(0).ticks(1_000).run();
    assertThat(result.stop().sentence())
        .endsWith("ticks in a row with a bus error 5, limit 5: no answer in time");
    assertThat(result.busErrors()).containsEntry(BusError.TIMEOUT, 5L);
    assertThat(result.stop().tick()).isBetween(400L, 500L);
  }

  @Test
  void aServoThatDoesNotSayHowHotItIsNeedsALimitOfInfinity() {
    bus.temperature[0] = Double.NaN;
    assertThat(run(ServoCommand.Mode.TORQUE, limits().build(), t -> { }).stop().sentence())
        .endsWith("joint 'a' (servo 1): temperature NaN deg C, limit 70 deg C");
    bus.torqueOn = false;
    assertThat(run(ServoCommand.Mode.TORQUE, limits().temperature(Double.POSITIVE_INFINITY).build(), t -> { })
        .stop().reason()).isEqualTo(Stop.Reason.FINISHED);
  }

  @Test
  void fewBusErrorsInARowAreToleratedAndNoMore() {
    boolean[] wrong = {false, true, true, false, true, true, false, false, true, true, true, true};
    bus.armedRead = count -> wrong[Math.min(count, wrong.length - 1)] ? BusError.WRONG_ID : BusError.NONE;
    LoopResult result =
        new ControlLoop(bus, new Hold(limits().build()), limits().busErrors(3).build()).clock(clock).rehearsal(0).run();
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.BUS_ERRORS);
    assertThat(bus.armedReads).isEqualTo(11);
    assertThat(result.stop().sentence()).endsWith(
        "ticks in a row with a bus error 3, limit 3: answer of another servo or to another request");
    assertThat(result.busErrors()).containsEntry(BusError.WRONG_ID, 7L);
  }

  @Test
  void aSilentServoIsGivenUpWithinAsManyTicksAsErrorsAreTolerated() {
    LoopResult result = run(ServoCommand.Mode.TORQUE, limits().build(), t -> t.readError = BusError.TIMEOUT);
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.BUS_ERRORS);
    assertThat(bus.offNanos - badNanos).isLessThanOrEqualTo((5 + 2) * PERIOD);
  }

  @Test
  void writeErrorsCountAsWell() {
    LoopResult result = run(ServoCommand.Mode.TORQUE, limits().build(),
        t -> t.bus.armedWrite = count -> BusError.SHORT_WRITE);
    assertThat(result.stop().sentence()).isEqualTo(
        "tick 11: ticks in a row with a bus error 5, limit 5: line does not take what is sent");
  }

  @Test
  void aStateThatIsOldIsNotActedUpon() {
    FakeBus frozen = new FakeBus(clock, 2) {
      @Override
      public BusError read(ServoState state, long deadlineNanos) {
        return torqueOn ? BusError.NONE : super.read(state, deadlineNanos);
      }
    };
    Safety safety = limits().staleTicks(10).build();
    LoopResult result = new ControlLoop(frozen, new Hold(limits().build()), safety).clock(clock).rehearsal(0).run();
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.STALE);
    assertThat(result.stop().tick()).isEqualTo(11);
    assertThat(result.stop().sentence()).isEqualTo("tick 11: age of the state 11 ms, limit 10 ms");
  }

  @Test
  void aTickThatBeginsTooLateIsTheLast() {
    clock.lateness = moment -> bus.armedReads == BAD ? 21 * PERIOD : 0;
    LoopResult result = run(ServoCommand.Mode.TORQUE, limits().build(), t -> { });
    assertThat(result.stop().sentence()).isEqualTo("tick 7: lateness 21 ms, limit 20 ms");
    assertThat(bus.armedReads).isEqualTo(BAD);
    bus.torqueOn = false;
    bus.armedReads = 0;
    clock.lateness = moment -> bus.armedReads == BAD ? 20 * PERIOD : 0;
    assertThat(run(ServoCommand.Mode.TORQUE, limits().build(), t -> { }).stop().reason())
        .isEqualTo(Stop.Reason.FINISHED);
  }

  @Test
  void aStopAnInterruptAndAListenerThatFails() {
    ControlLoop[] loop = new ControlLoop[1];
    TickListener stops = (tick, time, state, command, error, late) -> {
      if (tick == BAD) {
        loop[0].stop();
      }
    };
    loop[0] = new ControlLoop(bus, new Hold(limits().build()), limits().build()).clock(clock).rehearsal(0)
        .listener(stops);
    assertThat(loop[0].run().stop().toString()).isEqualTo("tick 8: a stop was asked for");
    bus.torqueOn = false;
    TickListener interrupts = (tick, time, state, command, error, late) -> {
      if (tick == BAD) {
        Thread.currentThread().interrupt();
      }
    };
    assertThat(new ControlLoop(bus, new Hold(limits().build()), limits().build()).clock(clock).rehearsal(0)
        .listener(interrupts).run()
        .stop().toString()).isEqualTo("tick 8: the loop's thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
    bus.torqueOn = false;
    TickListener fails = (tick, time, state, command, error, late) -> {
      if (tick == BAD) {
        throw new NoSuchElementException("disk");
      }
    };
    LoopResult result =
        new ControlLoop(bus, new Hold(limits().build()), limits().build()).clock(clock).rehearsal(0).listener(fails)
        .run();
    assertThat(result.stop().toString())
        .isEqualTo("tick 7: the listener failed: java.util.NoSuchElementException: disk");
    assertThat(result.stop().cause()).hasMessage("disk");
    assertThat(bus.summary()).endsWith("torque off, watchdog 0, ");
  }

  @Test
  void whatIsWrongInTheRehearsalIsFoundBeforeTorqueIsOn() {
    bus.position[0] = 2;
    LoopResult result = run(ServoCommand.Mode.TORQUE, limits().build(), t -> { });
    assertThat(result.stop().sentence()).isEqualTo("before torque was switched on: joint 'a' (servo 1): "
        + "measured position 2 rad, limit 1.05 rad");
    assertThat(result.armed()).isFalse();
    assertThat(bus.diary).doesNotContain("write", "torque on");
  }

  @Test
  void limitsComeFromTheRobotsFile() {
    RobotModel finger = RobotModel.builtIn("finger");
    Safety safety = Safety.of(finger).build();
    assertThat(safety.joints).containsExactly("spread", "bend", "curl");
    assertThat(safety.lower).containsExactly(-0.5, -0.3, 0);
    assertThat(safety.upper).containsExactly(0.5, 1.7, 1.9);
    assertThat(safety.velocity).containsExactly(8, 8, 8);
    assertThat(safety.torque).containsExactly(1.5, 1.5, 1);
    assertThatThrownBy(() -> Safety.of(RobotModel.builtIn("humanoid"))).hasMessageContaining("a servo turns one axis");
  }

  private FakeBus bus(List<Servo> servos) {
    return new FakeBus(clock, servos.size()) {
      @Override
      public List<Servo> servos() {
        return servos;
      }
    };
  }

  /** What a file allows and no STS3215 does: 10 N m and 10 rad/s. */
  @Test
  void theSmallerOfTheFilesAndTheServosLimitsCounts() {
    RobotModel robot = RobotModel.parse("""
        <robot name="r"><link name="l0"/><link name="l1"><inertial><mass value="1"/>
        <inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <link name="l2"><inertial><mass value="1"/>
        <inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <joint name="a" type="revolute"><parent link="l0"/><child link="l1"/>
        <limit lower="-1" upper="1" effort="10" velocity="10"/></joint>
        <joint name="b" type="revolute"><parent link="l1"/><child link="l2"/>
        <limit lower="-1" upper="1" effort="2" velocity="10"/></joint></robot>""");
    ServoModel sts = ServoModel.named(ServoProtocol.FEETECH, "STS3215");
    List<Servo> servos = List.of(Servo.of(3, sts), Servo.of(4, sts));
    Safety safety = Safety.of(robot).temperature(50).ending(Safety.Ending.HOLD).build().within(bus(servos));
    assertThat(safety.torque).containsExactly(sts.mostTorque(), 2);
    assertThat(safety.velocity).containsExactly(sts.mostVelocity(), sts.mostVelocity());
    assertThat(safety.remarks()).containsExactly(
        "limit of joint 'a': 5.027 rad/s, which is the most that servo 3 does; the robot's file has 10.00 "
            + "rad/s",
        "limit of joint 'a': 2.913 N m, which is the most that servo 3 does; the robot's file has 10.00 N m",
        "limit of joint 'b': 5.027 rad/s, which is the most that servo 4 does; the robot's file has 10.00 "
            + "rad/s");
    assertThat(safety.temperature).isEqualTo(50);
    assertThat(safety.holdsInTheEnd()).isTrue();
    Safety given = Safety.of(robot).velocity(0, 9).torque(0, Double.POSITIVE_INFINITY).build().within(bus(servos));
    assertThat(given.velocity).as("given, not the file's").containsExactly(9, sts.mostVelocity());
    assertThat(given.torque).containsExactly(Double.POSITIVE_INFINITY, 2);
    ServoModel unknown = ServoModel.named(ServoProtocol.FEETECH, "STS3250");
    assertThatThrownBy(() -> safety.within(bus(List.of(Servo.of(3, sts), Servo.of(4, unknown)))))
        .hasMessageStartingWith("what torque servo 4 has is not known: no source gives the torque constant of the"
            + " STS3250; give it by --torque-constant");
    List<Servo> others = List.of(Servo.of(1, ServoModel.MOTEUS), Servo.of(2, ServoModel.MOTEUS));
    assertThat(Safety.of(robot).build().within(bus(others)).remarks()).isEmpty();
  }

  /** Of three servos one takes less of the range, one more, and one less by the rounding of a goal. */
  @Test
  void theSmallerOfTheRobotsAndTheServosRangesCounts() {
    double[] low = {-0.4, -1.5, -1};
    double[] high = {0.9, 1.5, 0.9994};
    FakeBus narrow = new FakeBus(clock, 3) {
      @Override
      public double lowest(int joint) {
        return low[joint];
      }

      @Override
      public double highest(int joint) {
        return high[joint];
      }

      @Override
      public double resolution(int joint) {
        return 1e-3;
      }
    };
    SafetyBuilder builder = Safety.of("a", "b", "c").range(0, -1, 1).range(1, -1, 1).range(2, -1, 1);
    for (int i = 0; i < 3; i++) {
      builder.velocity(i, 1).torque(i, 1);
    }
    Safety safety = builder.build().within(narrow);
    assertThat(safety.lower).containsExactly(-0.4, -1, -1);
    assertThat(safety.upper).containsExactly(0.9, 1, 1);
    assertThat(safety.remarks()).containsExactly("range of joint 'a': -0.4000 to 0.9000 rad; the registers of servo 1"
        + " take -0.4000 to 0.9000 rad, the robot's is -1.000 to 1.000 rad");
    low[1] = 1.2;
    Safety given = builder.build();
    assertThatThrownBy(() -> given.within(narrow)).hasMessage("joint 'b' has no range: the registers of servo 2 take"
        + " 1.200 to 1.500 rad, the robot's is -1.000 to 1.000 rad; is the servo's zero right?");
  }

  @Test
  void aServoThatIsFedWithTooLittleOrTooHotForItselfIsNotSwitchedOn() {
    bus.supply = supply -> {
      supply.voltage[1] = 6.1;
      supply.least[1] = 9.5;
      supply.most[1] = 16;
    };
    LoopResult result = run(ServoCommand.Mode.TORQUE, limits().build(), t -> { });
    assertThat(result.stop().sentence()).isEqualTo("before torque was switched on: joint 'b' (servo 2): supply voltage,"
        + " which the servo's own registers limit: 6.1 V, limit 9.5 V");
    assertThat(result.armed()).isFalse();
    bus.supply = supply -> supply.hottest[0] = 25;
    result = run(ServoCommand.Mode.TORQUE, limits().build(), t -> { });
    assertThat(result.stop().sentence())
        .isEqualTo("before torque was switched on: joint 'a' (servo 1): temperature 30 deg C, limit 25 deg C");
    assertThat(bus.diary).doesNotContain("torque on");
  }

  @Test
  void limitsThatNobodyKnowsAreRefusedByName() {
    RobotModel robot = RobotModel.parse("""
        <robot name="r"><link name="l0"/><link name="l1"><inertial><mass value="1"/>
        <inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <link name="l2"><inertial><mass value="1"/>
        <inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <joint name="turn" type="continuous"><parent link="l0"/><child link="l1"/><limit effort="3"/></joint>
        <joint name="reach" type="revolute"><parent link="l1"/><child link="l2"/></joint></robot>""");
    SafetyBuilder builder = Safety.of(robot);
    assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no limits are known for: velocity of joint 'turn', range of joint 'reach', velocity of joint "
            + "'reach', torque of joint 'reach'; put them into the <limit> of the URDF, or give them, infinite if "
            + "there is none on purpose");
    Safety safety = builder.velocity(0, 1).range(1, -1, 1).velocity(1, Double.POSITIVE_INFINITY).torque(1, 2).build();
    assertThat(safety.torque).containsExactly(3, 2);
    assertThat(safety.upper[0]).isInfinite();
  }
}
