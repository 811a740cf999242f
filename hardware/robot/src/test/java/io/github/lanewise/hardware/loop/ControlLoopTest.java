package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.hardware.controller.Hold;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The order of what happens and the arithmetic of ticks, on a clock that the test moves. */
final class ControlLoopTest {
  private static final long PERIOD = 1_000_000;

  private final ManualClock clock = new ManualClock();
  private final FakeBus bus = new FakeBus(clock, 2);
  private final List<Long> told = new ArrayList<>();
  private double[] firstWritten;

  private static SafetyBuilder limits() {
    return Safety.of("a", "b").range(0, -1, 1).range(1, -1, 1).velocity(0, 5).velocity(1, 5).torque(0, 2).torque(1, 2);
  }

  private ControlLoop loop(Controller controller, Safety safety) {
    return new ControlLoop(bus, controller, safety).clock(clock).rehearsal(0)
        .listener((tick, time, state, command, error, late) -> {
          if (tick >= 0) {
            told.add(tick);
          }
        });
  }

  private static Controller zero(ServoCommand.Mode mode) {
    return Controller.of(mode, (observation, command, time) -> Arrays.fill(command.target, 0));
  }

  @Test
  void torqueComesAfterTheRehearsalTheWatchdogAndACommandThatMovesNothing() {
    LoopResult result = loop(zero(ServoCommand.Mode.TORQUE), limits().build()).ticks(10).run();
    assertThat(bus.summary()).isEqualTo("in TORQUE?, torque?, read, temperature 0, temperature 1, dry, rehearsal, "
        + "watchdog 50000000, write, torque on, ticks, torque off, watchdog 0, ");
    assertThat(bus.diary.stream().filter("dry write"::equals)).hasSize(600);
    assertThat(result.armed()).isTrue();
    assertThat(result.ticks()).isEqualTo(10);
    assertThat(result.missed()).isZero();
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(result.ending()).isEqualTo(BusError.NONE);
    assertThat(result.notes()).containsExactly("bus watchdog: armed, 50 ms");
    assertThat(told).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void servosAreLeftAsTheyWereFoundUntilTheRehearsalIsOver() {
    bus.torqueFound = true;
    bus.position[0] = 1.06;
    LoopResult result = loop(zero(ServoCommand.Mode.POSITION), limits().build()).ticks(10).run();
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.POSITION);
    assertThat(bus.diary).doesNotContain("torque off", "mode POSITION", "write", "watchdog 0");
    assertThat(result.notes()).containsExactly("torque: left on, as it was found, in 2 of 2 servos");
  }

  /** Servos refuse another operating mode while their torque is on. */
  @Test
  void torqueGoesOffForAnotherOperatingModeWhenAllElseIsDone() {
    bus.torqueFound = true;
    bus.inMode = false;
    LoopResult result = loop(zero(ServoCommand.Mode.TORQUE), limits().build()).ticks(10).run();
    assertThat(bus.summary()).isEqualTo("in TORQUE?, torque?, read, temperature 0, temperature 1, dry, rehearsal, "
        + "watchdog 50000000, torque off, mode TORQUE, ticks, torque on, ticks, torque off, watchdog 0, ");
    assertThat(result.notes().getLast()).startsWith("operating mode: changed, for which torque was off for ");
  }

  /** The first late tick with torque on is not the first one ever, for which compiled code would be thrown away. */
  @Test
  void lateTicksAreRehearsedAndNotCounted() {
    List<Long> late = new ArrayList<>();
    LoopResult result = loop(zero(ServoCommand.Mode.TORQUE), limits().build()).rehearsal(80)
        .listener((tick, time, state, command, error, latenessNanos) -> {
          if (latenessNanos >= 2_000_000) {
            late.add(tick);
          }
        }).ticks(10).run();
    assertThat(late).containsExactlyElementsOf(LongStream.range(0, 10).mapToObj(n -> 8 * n - 80).toList());
    assertThat(result.missed()).isZero();
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.FINISHED);
  }

  @Test
  void theFirstCommandIsThePresentPositionOrNoTorque() {
    bus.position[1] = 0.7;
    bus.armedRead = count -> {
      firstWritten = firstWritten == null ? bus.lastTarget : firstWritten;
      return BusError.NONE;
    };
    loop(zero(ServoCommand.Mode.POSITION), limits().build()).ticks(1).run();
    assertThat(firstWritten).containsExactly(0, 0.7);
    firstWritten = null;
    bus.torqueOn = false;
    loop(Controller.of(ServoCommand.Mode.TORQUE, (o, command, time) -> Arrays.fill(command.target, 1)),
        limits().build()).ticks(1).run();
    assertThat(firstWritten).containsExactly(0, 0);
  }

  @Test
  void holdStaysWhereTheRobotWasWhenTorqueWasSwitchedOn() {
    bus.position[0] = 0.4;
    bus.armedRead = count -> {
      bus.position[0] = 0.4 - 0.01 * count;
      return BusError.NONE;
    };
    loop(new Hold(limits().build()), limits().build()).ticks(20).run();
    assertThat(bus.lastTarget).containsExactly(0.4, 0);
  }

  @Test
  void holdAtAStopCommandsTheNearestPointInsideTheRange() {
    bus.position[0] = 1.04;
    bus.position[1] = -1.001;
    LoopResult result = loop(new Hold(limits().build()), limits().build()).ticks(20).run();
    assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(bus.lastTarget).containsExactly(1, -1);
  }

  @Test
  void holdOfARobotFarOutsideItsRangeMovesNothing() {
    bus.position[0] = 1.06;
    LoopResult result = loop(new Hold(limits().build()), limits().build()).ticks(20).run();
    assertThat(result.armed()).isFalse();
    assertThat(result.stop().sentence())
        .isEqualTo("before torque was switched on: joint 'a' (servo 1): measured position 1.06 rad, limit 1.05 rad");
    assertThat(bus.diary).doesNotContain("torque on");
  }

  /** Servos that take 15 ms to answer so many reads, from the first of the rehearsal or the first with torque on. */
  private LoopResult runWithSlowReads(int count, boolean withTorque) {
    FakeBus slow = new FakeBus(clock, 2) {
      private int left = count;

      @Override
      public BusError read(ServoState state, long deadlineNanos) {
        if (torqueOn != withTorque || left == 0) {
          return super.read(state, deadlineNanos);
        }
        left--;
        long answer = clock.nanoTime() + 15 * PERIOD;
        if (answer > deadlineNanos) {
          clock.sleepUntil(deadlineNanos);
          return BusError.TIMEOUT;
        }
        clock.sleepUntil(answer);
        return super.read(state, deadlineNanos);
      }
    };
    return new ControlLoop(slow, zero(ServoCommand.Mode.TORQUE), limits().build()).clock(clock).rehearsal(0).ticks(20)
        .run();
  }

  @Test
  void servosThatAreLateAreWaitedForInTheRehearsalButNotInEarnest() {
    LoopResult patient = runWithSlowReads(12, false);
    assertThat(patient.stop().reason()).as(patient.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(patient.busErrors()).isEmpty();
    LoopResult strict = runWithSlowReads(12, true);
    assertThat(strict.stop().reason()).isEqualTo(Stop.Reason.BUS_ERRORS);
    assertThat(strict.busErrors()).containsOnlyKeys(BusError.TIMEOUT);
  }

  @Test
  void missedTicksAreCountedAndSkippedAndNeverCaughtUp() {
    Random random = new Random(1);
    List<Long> expected = new ArrayList<>();
    long missed = 0;
    long[] late = random.longs(1_000, 0, PERIOD * 3).map(x -> random.nextInt(10) == 0 ? x : x / 1_000).toArray();
    long begun = -1;
    // The slow twin: walks over every moment, and takes the first that has not passed when the tick before was begun.
    for (long moment = 0; moment < late.length; moment++) {
      if (moment * PERIOD <= begun) {
        missed++;
        continue;
      }
      expected.add(moment);
      begun = moment * PERIOD + late[(int) moment];
    }
    long[] start = {Long.MIN_VALUE};
    clock.lateness = moment -> {
      if (!bus.torqueOn) {
        return 0;
      }
      start[0] = start[0] == Long.MIN_VALUE ? moment : start[0];
      return late[(int) ((moment - start[0]) / PERIOD)];
    };
    LoopResult result = loop(zero(ServoCommand.Mode.POSITION), limits().build()).ticks(late.length).run();
    assertThat(told).isEqualTo(expected);
    // What the last tick missed lies beyond the end.
    long beyond = told.getLast() + late[told.getLast().intValue()] / PERIOD - (late.length - 1);
    assertThat(result.missed()).isEqualTo(missed + Math.max(0, beyond));
    assertThat(result.missed()).isGreaterThan(50);
    assertThat(result.ticks()).isEqualTo(expected.size());
  }

  @Test
  void theTimeOfATickIsItsNumberTimesThePeriod() {
    List<Double> times = new ArrayList<>();
    clock.lateness = moment -> bus.torqueOn && bus.armedReads == 2 ? 2 * PERIOD : 0;
    loop(Controller.of(ServoCommand.Mode.POSITION, (observation, command, time) -> {
      if (bus.torqueOn) {
        times.add(time);
      } else {
        assertThat(time).isZero();
      }
    }), limits().build()).ticks(6).run();
    assertThat(times).containsExactly(0., 1e-3, 2e-3, 5e-3);
  }

  @Test
  void aTickThatTakesTooLongMakesLaterOnesMissed() {
    bus.armedRead = count -> {
      clock.now += count == 1 ? 2 * PERIOD + PERIOD / 2 : 0;
      return BusError.NONE;
    };
    LoopResult result = loop(zero(ServoCommand.Mode.POSITION), limits().build()).ticks(6).run();
    // Tick 1 ends at 3.5, so that tick 2 begins at once, 1.5 late, and 3 is missed.
    assertThat(told).containsExactly(0L, 1L, 2L, 4L, 5L);
    assertThat(result.missed()).isEqualTo(1);
    assertThat(result.cost().max()).isBetween(2_499., 2_503.);
    assertThat(result.lateness().max()).isBetween(1_499., 1_502.);
  }

  @Test
  void afterALostAnswerTheControllerIsNotAskedAndTheLoopGoesOn() {
    bus.armedRead = count -> count == 3 ? BusError.CHECKSUM : BusError.NONE;
    bus.armedWrite = count -> count == 6 ? BusError.SHORT_WRITE : BusError.NONE;
    LoopResult result = loop(zero(ServoCommand.Mode.POSITION), limits().build()).ticks(10).run();
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(result.busErrors()).isEqualTo(Map.of(BusError.CHECKSUM, 1L, BusError.SHORT_WRITE, 1L));
    assertThat(bus.armedReads).isEqualTo(10);
    assertThat(bus.armedWrites).isEqualTo(9);
  }

  @Test
  void holdsInTheEndWithoutAWatchdog() {
    bus.position[0] = 0.3;
    Safety safety = limits().ending(Safety.Ending.HOLD).build();
    LoopResult result = loop(zero(ServoCommand.Mode.POSITION), safety).ticks(3).run();
    assertThat(bus.summary()).endsWith("torque on, ticks, write, watchdog 0, write, torque?, ");
    assertThat(bus.lastTarget).as("what was commanded last, not what was measured").containsExactly(0, 0);
    assertThat(result.ending()).isEqualTo(BusError.NONE);
    assertThat(result.holds()).isTrue();
  }

  @Test
  void servosThatDoNotSayThatTheyHoldAreSwitchedOff() {
    bus.torqueLost = true;
    LoopResult result =
        loop(zero(ServoCommand.Mode.POSITION), limits().ending(Safety.Ending.HOLD).build()).ticks(3).run();
    assertThat(bus.summary()).endsWith("watchdog 0, write, torque?, torque off, watchdog 0, ");
    assertThat(result.holds()).isFalse();
    assertThat(result.ending()).isEqualTo(BusError.NONE);
  }

  @Test
  void switchesOffWhatCannotHold() {
    bus.armedWrite = count -> count == 3 ? BusError.RANGE : BusError.NONE;
    loop(zero(ServoCommand.Mode.POSITION), limits().ending(Safety.Ending.HOLD).build()).ticks(3).run();
    assertThat(bus.summary()).endsWith("ticks, write, torque off, watchdog 0, ");
    assertThatThrownBy(() -> loop(zero(ServoCommand.Mode.TORQUE), limits().ending(Safety.Ending.HOLD).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("servos that are commanded by torque cannot hold in the end: switch it off");
  }

  @Test
  void torqueOffIsRepeatedUntilItIsConfirmed() {
    bus.torqueOff = count -> count >= 0 && count < 3 ? BusError.TIMEOUT : BusError.NONE;
    LoopResult result = loop(zero(ServoCommand.Mode.POSITION), limits().build()).ticks(3).run();
    assertThat(bus.summary()).endsWith("ticks, torque off, torque off, torque off, torque off, watchdog 0, ");
    assertThat(result.ending()).isEqualTo(BusError.NONE);
  }

  @Test
  void theWatchdogStaysArmedWhereTorqueOffIsNotConfirmed() {
    bus.torqueOff = count -> count >= 0 ? BusError.TIMEOUT : BusError.NONE;
    LoopResult result = loop(zero(ServoCommand.Mode.POSITION), limits().build()).ticks(3).run();
    assertThat(bus.summary()).endsWith("torque off, ").doesNotContain("watchdog 0");
    assertThat(result.ending()).isEqualTo(BusError.TIMEOUT);
  }

  @Test
  void servosWithoutAWatchdogAreSaidToHaveNone() {
    bus.watchdog = BusError.UNSUPPORTED;
    LoopResult result = loop(zero(ServoCommand.Mode.POSITION), limits().build()).ticks(3).run();
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(result.notes()).containsExactly(
        "bus watchdog: the servos have none; if this process is killed, they go on with the last command");
  }

  @Test
  void nothingIsArmedWithoutAnswers() {
    bus.answers = false;
    LoopResult result = loop(zero(ServoCommand.Mode.POSITION), limits().build()).ticks(3).run();
    assertThat(result.armed()).isFalse();
    assertThat(bus.diary).doesNotContain("torque on", "write");
    assertThat(result.stop().sentence()).isEqualTo("before torque was switched on: joint 'a' (servo 1): "
        + "the servos could not be made ready (first state): no answer in time");
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingIsSent() {
    Safety safety = Safety.of("a").range(0, -1, 1).velocity(0, 1).torque(0, 1).build();
    assertThatThrownBy(() -> loop(zero(ServoCommand.Mode.POSITION), safety))
        .hasMessage("limits for 1 joints, but 2 servos on the bus");
    ControlLoop loop = loop(zero(ServoCommand.Mode.POSITION), limits().build());
    assertThatThrownBy(() -> loop.rate(0)).hasMessage("a rate of 0.0 ticks/s: must be 0.1 to 100,000");
    assertThatThrownBy(() -> loop.watchdog(10_000_000).run()).hasMessage("the servos' watchdog of 10 ms would strike"
        + " before a tick that is 20 ms late stops the loop: make it longer, or tolerate less lateness");
    assertThat(bus.diary).isEmpty();
  }
}
