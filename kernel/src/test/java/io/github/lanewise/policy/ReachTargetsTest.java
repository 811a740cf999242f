package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import org.junit.jupiter.api.Test;

final class ReachTargetsTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final double SECONDS = 0.6;
  private static final ReachTargets POLICY = new ReachTargets(FINGER, SECONDS);

  private static double[] targets(double[] q, double[] v, double time, double[] w) {
    Graph graph = new Graph("targets");
    Scalar[] position = graph.input("q", 3);
    Scalar[] velocity = graph.input("v", 3);
    Scalar[] t = graph.input("t", 1);
    graph.output("u", POLICY.act(position, velocity, t[0], graph.input("w", 9)));
    return new Interpreter(graph).evaluate(q, v, new double[] {time}, w)[0];
  }

  /** By itself it is the way, wherever the robot is: from its start, at rest, to the goal, half way at half time. */
  @Test
  void nominallyTheServosAreSentAlongTheWayAlone() {
    double[] w = POLICY.nominal();
    double[] q = {0.1, -0.2, 0.3};
    double[] v = {1, 2, 3};
    double h = 1e-4;
    for (int i = 0; i < 3; i++) {
      double goal = w[6 + i];
      assertThat(targets(q, v, 0, w)[i]).isCloseTo(0, within(1e-14));
      assertThat(targets(q, v, SECONDS / 2, w)[i]).isCloseTo(goal / 2, within(1e-12));
      assertThat(targets(q, v, SECONDS, w)[i]).isCloseTo(goal, within(1e-12));
      assertThat(targets(q, v, 2 * SECONDS, w)[i]).isCloseTo(goal, within(1e-12));
      assertThat(targets(q, v, h, w)[i] / h).as("from rest").isCloseTo(0, within(1e-4));
      assertThat(goal).isEqualTo(new ReachPolicy(FINGER, SECONDS).nominal()[6 + i]);
    }
  }

  /** P adds a part of the distance, D the time that the servo is behind; the rate of the way by differences. */
  @Test
  void gainsActOnTheTargets() {
    double[] w = POLICY.nominal();
    double time = 0.2;
    double h = 1e-5;
    double[] zero = new double[3];
    double[] way = targets(zero, zero, time, w);
    double[] later = targets(zero, zero, time + h, w);
    double[] earlier = targets(zero, zero, time - h, w);
    double[] q = {0.1, -0.2, 0.3};
    double[] v = {1, 2, 3};
    double[] gained = w.clone();
    for (int i = 0; i < 3; i++) {
      gained[i] = 0.4 + 0.1 * i;
      gained[3 + i] = 0.02 + 0.01 * i;
    }
    double[] u = targets(q, v, time, gained);
    for (int i = 0; i < 3; i++) {
      double rate = (later[i] - earlier[i]) / (2 * h);
      assertThat(u[i]).isCloseTo(way[i] + gained[i] * (way[i] - q[i]) + gained[3 + i] * (rate - v[i]), within(1e-8));
    }
  }

  @Test
  void commandsPositionsOfRobotsWithOneAxisAJoint() {
    assertThat(POLICY.commandsPositions()).isTrue();
    assertThat(new ReachPolicy(FINGER, 1).commandsPositions()).isFalse();
    assertThat(POLICY.parameters()).extracting(PolicyParameter::name)
        .containsExactly("P_spread", "P_bend", "P_curl", "D_spread", "D_bend", "D_curl", "q*_spread", "q*_bend",
            "q*_curl");
    assertThatThrownBy(() -> new ReachTargets(FINGER, -1)).hasMessageContaining("a way of -1.0 s");
    assertThatThrownBy(() -> new ReachTargets(RobotModel.builtIn("humanoid"), 1)).hasMessageContaining("one axis");
  }
}
