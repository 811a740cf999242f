package io.github.lanewise.hardware.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Interpreter;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Torques against the formula written out, and gravity against potential energy. */
final class PdTest {
  private static final double[] P = {3, 5, 7};
  private static final double[] D = {0.3, 0.2, 0.1};

  private final Random random = new Random(3);
  private final ServoCommand command = new ServoCommand(3);
  private final ServoState state = new ServoState(3);

  private void anywhere() {
    for (int i = 0; i < 3; i++) {
      state.position[i] = random.nextGaussian();
      state.velocity[i] = random.nextGaussian();
    }
  }

  @Test
  void isTheFormula() {
    Pd pd = new Pd(P, D, new double[] {1, -1, 0.5}).approach(2);
    anywhere();
    double[] start = state.position.clone();
    pd.start(state);
    double[] goal = {1, -1, 0.5};
    for (double time : new double[] {0, 0.5, 2, 7}) {
      anywhere();
      pd.control(state, command, time);
      for (int i = 0; i < 3; i++) {
        double way = time >= 2 ? 1 : time / 2;
        double reference = (1 - way) * start[i] + way * goal[i];
        assertThat(command.target[i])
            .isCloseTo(P[i] * (reference - state.position[i]) - D[i] * state.velocity[i], within(1e-12));
      }
    }
    assertThat(pd.cut()).isZero();
  }

  /** A joint that has 3 rad to go at 0.5 rad/s takes 6 s, and all others take as long. */
  @Test
  void aBoundOfSpeedMakesTheApproachLonger() {
    Pd pd = new Pd(new double[] {1, 1, 1}, new double[3], new double[] {3, -1, Double.NaN}).approach(2)
        .approachSpeed(0.5);
    ServoState still = new ServoState(3);
    pd.start(still);
    for (double time : new double[] {0, 1.5, 6, 9}) {
      pd.control(still, command, time);
      double way = Math.min(time / 6, 1);
      assertThat(command.target).containsExactly(new double[] {3 * way, -way, 0}, within(1e-12));
    }
  }

  @Test
  void withoutAGoalItStays() {
    Pd pd = new Pd(P, D, new double[] {Double.NaN, 0, Double.NaN});
    state.position[0] = 0.4;
    state.position[1] = 0.4;
    pd.start(state);
    state.position[0] = 0.5;
    pd.control(state, command, 1);
    assertThat(command.target[0]).isCloseTo(-0.3, within(1e-12));
    assertThat(command.target[1]).isCloseTo(-2, within(1e-12));
  }

  @Test
  void cutsOffWhereAskedForAndCounts() {
    Pd pd = new Pd(P, D, new double[] {1, -1, 0.5}).saturating(2, 10, 0.5);
    pd.start(state);
    pd.control(state, command, 1);
    assertThat(command.target).containsExactly(2, -5, 0.5);
    assertThat(pd.cut()).isEqualTo(2);
  }

  @Test
  void gravityIsTheSlopeOfPotentialEnergy() {
    RobotModel finger = RobotModel.builtIn("finger");
    Pd pd = new Pd(new double[3], new double[3], new double[3]).compensating(finger);
    Interpreter energy = new Interpreter(Algorithms.energy(finger));
    for (int sample = 0; sample < 20; sample++) {
      anywhere();
      pd.start(new ServoState(3));
      pd.control(state, command, 0);
      for (int i = 0; i < 3; i++) {
        double h = 1e-5;
        double[] q = state.position.clone();
        q[i] += h;
        double above = potential(energy, q);
        q[i] -= 2 * h;
        assertThat(command.target[i]).isCloseTo((above - potential(energy, q)) / (2 * h), within(1e-8));
      }
    }
    assertThat(Math.abs(command.target[1])).isGreaterThan(1e-3);
  }

  private static double potential(Interpreter energy, double[] q) {
    return energy.evaluate(q, new double[q.length])[1][0];
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new Pd(P, new double[2], new double[3]))
        .hasMessage("P of 3 joints, D of 2, and a goal of 3");
    assertThatThrownBy(() -> new Pd(new double[] {1, -1, 1}, D, new double[3]))
        .hasMessage("P of joint 1 is -1.0, but gains are at least 0");
    assertThatThrownBy(() -> new Pd(P, D, new double[3]).compensating(RobotModel.builtIn("arm7")))
        .hasMessage("robot 'arm7' has 7 joints, and the goal 3");
  }
}
