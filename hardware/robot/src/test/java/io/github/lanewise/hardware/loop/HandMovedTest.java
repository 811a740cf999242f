package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.AllocatedBytes;
import io.github.lanewise.hardware.controller.Follow;
import io.github.lanewise.hardware.controller.Free;
import io.github.lanewise.hardware.controller.MoveTo;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Robots that a hand moves: recorded without torque, followed by another, and sent to a pose. */
final class HandMovedTest {
  private final ManualClock clock = new ManualClock();
  private final FakeBus bus = new FakeBus(clock, 2);
  private final ServoCommand command = new ServoCommand(2);
  private final ServoState state = new ServoState(2);

  private static SafetyBuilder limits() {
    return Safety.of("a", "b").range(0, -1, 1).range(1, -1, 1).velocity(0, 2).velocity(1, 2).torque(0, 1).torque(1, 1);
  }

  /** Torque that is found goes off, nothing is ever commanded, and no limit of the joints ends what a hand does. */
  @Test
  void withoutTorqueAHandMaySwingTheRobotAbout() {
    bus.torqueFound = true;
    bus.position[0] = 1.7;
    bus.velocity[1] = 9;
    List<Double> recorded = new ArrayList<>();
    LoopResult result = new ControlLoop(bus, new Free(limits().build()), limits().build()).clock(clock).rehearsal(0)
        .lettingGo().ticks(20).listener((tick, time, at, told, error, lateness) -> {
          if (tick >= 0) {
            recorded.add(told.target[0]);
            recorded.add(told.target[1]);
            bus.position[1] += 0.3; // More in a tick than commands may change.
          }
        }).run();
    assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(bus.diary).contains("torque off").doesNotContain("torque on", "write", "mode POSITION");
    assertThat(bus.torqueOn).isFalse();
    assertThat(result.notes()).contains("torque: off all the time; what a hand does is recorded");
    assertThat(recorded.subList(0, 6)).as("inside the ranges, for a replay").containsExactly(1., 0., 1., 0.3, 1., 0.6);
    assertThatThrownBy(() -> new ControlLoop(bus, new Free(limits().build()),
        limits().ending(Safety.Ending.HOLD).build())).hasMessageContaining("cannot hold in the end");
  }

  @Test
  void whatServosHoldUpIsNotDroppedUnlessThatIsAllowed() {
    bus.torqueFound = true;
    LoopResult result = new ControlLoop(bus, new Free(limits().build()), limits().build()).clock(clock).rehearsal(0)
        .ticks(20).run();
    assertThat(result.stop().sentence()).isEqualTo("before torque was switched on: joint 'a' (servo 1): the servo has"
        + " torque and holds the robot, which falls if it lets go");
    assertThat(result.armed()).isFalse();
    assertThat(bus.diary).doesNotContain("torque off", "write", "dry");
    bus.torqueFound = false;
    assertThat(new ControlLoop(bus, new Free(limits().build()), limits().build()).clock(clock).rehearsal(0).ticks(20)
        .run().stop().reason()).as("nothing is held").isEqualTo(Stop.Reason.FINISHED);
  }

  @Test
  void aFollowerGoesWhereTheLeaderIsAndBearsSomeSilence() {
    FakeBus leader = new FakeBus(clock, 3);
    leader.position[0] = 0.2;
    leader.position[2] = 1.4;
    Follow follow = new Follow(leader, clock, 1000, new int[] {2, 0}, limits().build());
    follow.control(state, command, 0);
    assertThat(command.target).containsExactly(1, 0.2);
    leader.answers = false;
    for (int i = 0; i < 4; i++) {
      follow.control(state, command, 0);
    }
    assertThat(command.target).containsExactly(1, 0.2);
    assertThatThrownBy(() -> follow.control(state, command, 0)).isInstanceOf(Follow.LeaderSilentException.class)
        .hasMessageContaining("the leader: " + BusError.TIMEOUT.text());
    leader.answers = true;
    follow.control(state, command, 0);
    leader.position[0] = -0.3;
    follow.control(state, command, 0);
    assertThat(command.target).containsExactly(1, -0.3);
    assertThat(leader.diary).containsOnly("read");
    assertThatThrownBy(() -> new Follow(leader, clock, 1, new int[] {3, 0}, limits().build()))
        .hasMessageContaining("joint 3 of a leader that has 3");
    assertThatThrownBy(() -> new Follow(leader, clock, 1, new int[] {0}, limits().build()))
        .hasMessageContaining("1 joints of a leader for 2");
  }

  /** From rest to rest, monotonously, half way at half time, and never faster than it says. */
  @Test
  void aMoveGoesFromWhereTheRobotIsToThePose() {
    MoveTo move = new MoveTo(limits().build(), new double[] {0.5, Double.NaN}, 2);
    state.position[0] = -0.3;
    state.position[1] = 1.02;
    move.start(state);
    double before = -0.3;
    double fastest = 0;
    for (int k = 0; k <= 300; k++) {
      move.control(state, command, k * 0.01);
      fastest = Math.max(fastest, (command.target[0] - before) / 0.01);
      assertThat(command.target[0]).isBetween(before, 0.5 + 1e-12);
      assertThat(command.target[1]).as("at the end of its range").isEqualTo(1);
      before = command.target[0];
      if (k == 100) {
        assertThat(before).isCloseTo(0.1, within(1e-12));
      }
    }
    assertThat(before).isCloseTo(0.5, within(1e-12));
    assertThat(fastest).isCloseTo(move.fastest(state, 0), within(2e-4));
    assertThat(AllocatedBytes.of(() -> move.control(state, command, 1), 500)).isZero();
    assertThatThrownBy(() -> new MoveTo(limits().build(), new double[] {1.5, 0}, 2))
        .hasMessage("joint 'a' cannot go to 1.5: its range ends at 1.0");
    assertThatThrownBy(() -> new MoveTo(limits().build(), new double[1], 2)).hasMessageContaining("a pose of 1");
    assertThatThrownBy(() -> new MoveTo(limits().build(), new double[2], 0)).hasMessageContaining("a way of 0.0 s");
  }
}
