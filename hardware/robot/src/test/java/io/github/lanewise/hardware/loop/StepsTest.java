package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Position commands go from where the robot is to where the controller begins, and never far at once. */
final class StepsTest {
  private static final double PERIOD = 1e-2;

  private final ManualClock clock = new ManualClock();
  private final List<double[]> sent = new ArrayList<>();
  private final List<Double> times = new ArrayList<>();
  private final FakeBus bus = new FakeBus(clock, 2) {
    @Override
    public BusError write(ServoCommand command, long deadlineNanos) {
      sent.add(command.target.clone());
      System.arraycopy(command.target, 0, position, 0, 2);
      return super.write(command, deadlineNanos);
    }
  };

  private static SafetyBuilder limits() {
    return Safety.of("a", "b").range(0, -2, 2).range(1, -2, 2).velocity(0, 5).velocity(1, 5).torque(0, 2).torque(1, 2);
  }

  private LoopResult run(Safety safety, Controller.Law law, int ticks) {
    return new ControlLoop(bus, Controller.of(ServoCommand.Mode.POSITION, (observation, command, time) -> {
      if (bus.torqueOn) {
        times.add(time);
      }
      law.control(observation, command, time);
    }), safety).clock(clock).rate(1 / PERIOD).rehearsal(0).ticks(ticks).run();
  }

  /** 1.7 rad at 0.5 rad/s are 3.4 s, and the other joint goes its 0.34 rad in the same time. */
  @Test
  void theFirstTargetsAreApproachedInAStraightLineAtABoundedSpeed() {
    bus.position[0] = -0.5;
    bus.position[1] = 0.34;
    LoopResult result = run(limits().build(), (observation, command, time) -> {
      command.target[0] = 1.2 + 0.1 * time;
      command.target[1] = 0;
    }, 20);
    assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(sent.getFirst()).as("a command that moves nothing").containsExactly(-0.5, 0.34);
    int approach = 340;
    for (int t = 1; t <= approach; t++) {
      assertThat(sent.get(t)[0]).isCloseTo(-0.5 + 1.7 * t / approach, within(1e-9));
      assertThat(sent.get(t)[1]).isCloseTo(0.34 - 0.34 * t / approach, within(1e-9));
    }
    // The first target is reached at time 0, from where time goes on for as many ticks as were asked for.
    assertThat(times.subList(0, approach)).containsOnly(0.);
    assertThat(times.get(approach)).isEqualTo(PERIOD);
    assertThat(times).hasSize(approach - 1 + 20);
    assertThat(result.ticks()).isEqualTo(approach - 1 + 20);
    assertThat(result.notes()).contains("approach: 339 ticks to the controller's first positions");
  }

  @Test
  void withoutABoundTheApproachTakesTheLargestStep() {
    LoopResult result = run(limits().approachSpeed(Double.POSITIVE_INFINITY).maxStep(0.3).build(),
        (observation, command, time) -> command.target[0] = 1.7, 5);
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(sent.stream().limit(8).map(target -> Math.round(1e6 * target[0])))
        .containsExactly(0L, 300_000L, 600_000L, 900_000L, 1_200_000L, 1_500_000L, 1_700_000L, 1_700_000L);
  }

  @Test
  void aLaterStepThatIsTooLargeIsNotSentAndStopsTheLoop() {
    LoopResult result = run(limits().build(),
        (observation, command, time) -> command.target[1] = time < 5.5 * PERIOD ? 0.09 : -0.02, 20);
    assertThat(result.stop().sentence())
        .isEqualTo("tick 23: joint 'b' (servo 2): step of the commanded position 0.11 rad, limit 0.1 rad");
    assertThat(sent.getLast()).containsExactly(0, 0.09);
    assertThat(bus.diary).endsWith("torque off", "watchdog 0");
    bus.torqueOn = false;
    result = run(limits().maxStep(Double.POSITIVE_INFINITY).build(),
        (observation, command, time) -> command.target[1] = time < 5.5 * PERIOD ? 0.09 : -0.02, 20);
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.FINISHED);
  }

  /** What a servo was not told does not count: the next command is compared with the last that went out. */
  @Test
  void stepsAreCountedFromTheLastCommandThatWasSent() {
    bus.armedWrite = count -> count == 3 ? BusError.SHORT_WRITE : BusError.NONE;
    LoopResult result = run(limits().maxStep(0.1).build(),
        (observation, command, time) -> command.target[0] = 6 * time, 20);
    assertThat(result.stop().reason()).isEqualTo(Stop.Reason.COMMANDED_STEP);
    assertThat(result.stop().value()).isCloseTo(0.12, within(1e-9));
  }
}
