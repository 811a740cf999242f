package io.github.lanewise.task.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.deformable.Push;
import io.github.lanewise.deformable.ToolLaw;
import io.github.lanewise.lanes.RandomStream;
import org.junit.jupiter.api.Test;

/** The rope tasks that come with the library: sizes, goals and starts. */
class RopeTasksTest {
  @Test
  void sizesAreThePublishedOnes() {
    RopeTask whip = RopeTasks.named("whip", RopeVariant.PHYSICAL);
    assertThat(whip.observationNames()).hasSize(612).doesNotHaveDuplicates();
    assertThat(whip.actions()).hasSize(6);
    assertThat(whip.episodeLength()).isEqualTo(70);
    assertThat(whip.forLearning()).as("no extra of whip").isSameAs(whip);
    assertThat(whip.rope()).as("a box that holds is the same").isEqualTo(
        RopeTasks.named("whip", RopeVariant.AS_PUBLISHED).rope());
    RopeTask push = RopeTasks.named("push", RopeVariant.PHYSICAL);
    assertThat(push.observationNames()).hasSize(3891);
    assertThat(push.episodeLength()).isEqualTo(6);
    assertThat(push.forLearning()).isNotSameAs(push);
    assertThat(push.rope().tool().law()).isEqualTo(ToolLaw.SOFT);
    RopeTask hard = RopeTasks.named("push-hard", RopeVariant.CLIPPED);
    assertThat(hard.episodeLength()).isEqualTo(20);
    assertThat(hard.isTamed()).isTrue();
    assertThat(hard.rope().tool().law()).isEqualTo(ToolLaw.SOFT_OUTSIDE);
    assertThatThrownBy(() -> RopeTasks.named("pull", RopeVariant.PHYSICAL)).hasMessage(
        "no task 'pull'; there are: whip, push, push-hard");
  }

  /** The whole rope lies within the extents of the published goal, and the straight one does not. */
  @Test
  void ropeIsSwungToThePublishedSpot() {
    double[][] extents = {{0.335, 0.403}, {0.049, 0.151}, {0.453, 0.596}};
    double[] goal = RopeTasks.named("whip", RopeVariant.PHYSICAL).goal();
    assertThat(goal).hasSize(3 * 67);
    for (int row = 0; row < goal.length; row++) {
      assertThat(goal[row]).isBetween(extents[row % 3][0], extents[row % 3][1]);
    }
    double length = 0;
    for (int row = 3; row < goal.length; row++) {
      length += row % 3 == 0 ? Math.hypot(Math.hypot(goal[row] - goal[row - 3], goal[row + 1] - goal[row - 2]),
          goal[row + 2] - goal[row - 1]) : 0;
    }
    assertThat(length).as("as long as it was, but for what it stretches").isBetween(0.33, 0.42);
  }

  @Test
  void straightRopeIsTheGoalOfPush() {
    RopeTask push = RopeTasks.named("push", RopeVariant.PHYSICAL);
    double[] goal = push.goal();
    double[] low = {1, 1, 1};
    double[] high = new double[3];
    for (int row = 0; row < goal.length; row++) {
      low[row % 3] = Math.min(low[row % 3], goal[row]);
      high[row % 3] = Math.max(high[row % 3], goal[row]);
    }
    assertThat(low).containsExactly(new double[] {0.375, 0.0078, 0.4974}, within(1e-4));
    assertThat(high).containsExactly(new double[] {0.625, 0.0104, 0.5026}, within(1e-4));
  }

  /** Rope and box together, with the wanted deviation. */
  @Test
  void whipStartsShifted() {
    RopeTask whip = RopeTasks.named("whip", RopeVariant.PHYSICAL);
    double[] nominal = new double[24 * 67 + 5];
    whip.start(null, nominal);
    assertThat(nominal[24 * 67 + 2]).isEqualTo(0.3);
    RandomStream random = RandomStream.of(3);
    double[] x = nominal.clone();
    double[] squares = new double[3];
    for (int k = 0; k < 400; k++) {
      whip.start(random, x);
      for (int c = 0; c < 3; c++) {
        double shift = x[c] - nominal[c];
        assertThat(x[99 + c] - nominal[99 + c]).isEqualTo(shift, within(1e-15));
        assertThat(x[24 * 67 + c] - nominal[24 * 67 + c]).isEqualTo(shift, within(1e-15));
        squares[c] += shift * shift / 400;
      }
    }
    assertThat(Math.sqrt(squares[0])).isEqualTo(0.02, within(0.0024));
    assertThat(squares[1]).isZero();
    assertThat(Math.sqrt(squares[2])).isEqualTo(0.02, within(0.0024));
  }

  /** On a short rope; each push moves it, from the stream alone, and the box ends 5 cm behind where it met it. */
  @Test
  void pushStartsBent() {
    RopeTask once = RopeTasks.push("once", RopeVariant.PHYSICAL, new Push(6, 66), 1, 6, SmallRopes.PUSHED);
    RopeTask twice = RopeTasks.push("twice", RopeVariant.PHYSICAL, new Push(6, 66), 2, 6, SmallRopes.PUSHED);
    int n = once.pointCount();
    double[] x = new double[24 * n + 5];
    double[] again = x.clone();
    once.start(RandomStream.of(8), x);
    once.start(RandomStream.of(8), again);
    assertThat(again).as("from the stream alone").isEqualTo(x);
    once.start(RandomStream.of(9), again);
    assertThat(again).isNotEqualTo(x);
    assertThat(once.distance(x)).isGreaterThan(0.003);
    twice.start(RandomStream.of(8), again);
    assertThat(again).isNotEqualTo(x);
    double nearest = 1;
    for (int p = 0; p < n; p++) {
      double away = Math.hypot(once.goal()[3 * p] - x[24 * n], once.goal()[3 * p + 2] - x[24 * n + 2]);
      nearest = Math.min(nearest, Math.abs(away - 0.05));
    }
    assertThat(nearest).as("from one of the particles").isLessThan(1e-5);
    once.start(null, x);
    once.start(null, again);
    assertThat(again).as("the start without noise").isEqualTo(x);
  }
}
