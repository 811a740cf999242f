package io.github.lanewise.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import org.junit.jupiter.api.Test;

/** The reward of places, and the gradient of a step's reward by its action. */
class RopeRewardTest {
  @Test
  void isOneInPlaceAndFallsByTheMeanDistance() {
    Batch state = new Batch(ElementType.DOUBLE, 7, 2);
    RopeReward reward = new RopeReward(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    state.setRobot(1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 9);
    assertThat(reward.at(state, 1)).isEqualTo(1);
    state.set(3, 1, 0.4 + 0.03); // 0.05 away, 0.025 on the mean
    state.set(4, 1, 0.5 - 0.04);
    assertThat(reward.at(state, 1)).isCloseTo(Math.exp(-0.25 / Math.sqrt(3)), within(1e-14));
    Batch bar = new Batch(ElementType.DOUBLE, 7, 2);
    reward.pullBack(state, 1, 2, bar);
    double h = 1e-6;
    for (int row = 3; row < 6; row++) {
      double at = state.get(row, 1);
      state.set(row, 1, at + h);
      double above = reward.at(state, 1);
      state.set(row, 1, at - h);
      assertThat(bar.get(row, 1)).isCloseTo((above - reward.at(state, 1)) / h, within(1e-8));
      state.set(row, 1, at);
    }
    assertThat(bar.get(0, 1)).isZero();
    assertThat(bar.get(6, 1)).isZero();
    assertThat(bar.get(3, 1)).isNegative();
    assertThatThrownBy(() -> new RopeReward(1, 2)).hasMessageContaining("2 numbers");
  }

  /** A few steps along the gradient of the reward by the action bring the rope nearer to where it ought to be. */
  @Test
  void leadsToItsGoal() {
    Rope rope = Rope.whip().withShape(new Rope.Lattice(1, 1, 9, 1.0 / 176, 2.0 / 176));
    try (RopeSimulation simulation = new RopeSimulation(rope, new Whip(), ElementType.DOUBLE, 1, 1)) {
      double[] start = simulation.state().robot(0);
      start[24 * 9 + 2] = 0.46;
      double[] goal = new double[27];
      System.arraycopy(start, 0, goal, 0, 27);
      for (int p = 0; p < 9; p++) {
        goal[3 * p + 1] += 0.012;
        goal[3 * p] += 0.006;
      }
      RopeReward reward = new RopeReward(goal);
      RopePullback pullback = simulation.pullback();
      double[] action = new double[6];
      double first = 0;
      double last = 0;
      for (int k = 0; k < 15; k++) {
        simulation.state().setRobot(0, start);
        simulation.action().setRobot(0, action);
        simulation.step();
        last = reward.at(simulation.state(), 0);
        first = k == 0 ? last : first;
        reward.pullBack(simulation.state(), 0, 1, pullback.nextBar());
        simulation.state().setRobot(0, start);
        pullback.run();
        for (int row = 0; row < 3; row++) {
          action[row] += 2 * pullback.actionBar().get(row, 0);
        }
      }
      assertThat(last).isGreaterThan(first + 0.03);
      assertThat(action[0]).isGreaterThan(0.05);
      assertThat(action[1]).isGreaterThan(0.1);
    }
  }
}
