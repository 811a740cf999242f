package io.github.lanewise.sensitivity.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Linear;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** Plans against closed forms and against brute force. */
class ReachPlanTest {
  /** The tip of two unit links. */
  private static final Output TIP = new Output() {
    @Override
    public double[] value(double[] q) {
      return new double[] {Math.cos(q[0]) + Math.cos(q[0] + q[1]), Math.sin(q[0]) + Math.sin(q[0] + q[1])};
    }

    @Override
    public DMatrixRMaj jacobian(double[] q) {
      double s = Math.sin(q[0] + q[1]);
      double c = Math.cos(q[0] + q[1]);
      return new DMatrixRMaj(new double[][] {{-Math.sin(q[0]) - s, -s}, {Math.cos(q[0]) + c, c}});
    }
  };

  private static Sensitivity direct(double... start) {
    return new Sensitivity(1, CommonOps_DDRM.identity(2), new DMatrixRMaj(2, 2), new DMatrixRMaj(2, 1, true, start),
        10, 2);
  }

  /** {@code dW = (D'D + rho I)^-1 D'(x* - x)} over the stacked rows of two via points. */
  @Test
  void solvesTheNormalEquationsWhereNothingIsInTheWay() {
    Random random = new Random(2);
    Sensitivity sensitivity = Linear.random(random, 6, 3, 4);
    double[] goals = random.doubles(4, -1, 1).toArray();
    ReachPlan plan = new ReachPlan(sensitivity, 0.3, 100, 100, 100, 100)
        .through(2, Output.states(0, 2), goals[0], goals[1]).through(5, Output.states(1, 2), goals[2], goals[3]);
    ReachPlan.Plan result = plan.solve();
    int[] rows = {6, 8, 16, 17};
    DMatrixRMaj normal = new DMatrixRMaj(4, 4);
    DMatrixRMaj right = new DMatrixRMaj(4, 1);
    for (int r = 0; r < 4; r++) {
      for (int i = 0; i < 4; i++) {
        double d = sensitivity.derivative().get(rows[r], i);
        right.add(i, 0, d * (goals[r] - sensitivity.nominal().get(rows[r])));
        for (int j = 0; j < 4; j++) {
          normal.add(i, j, d * sensitivity.derivative().get(rows[r], j));
        }
      }
    }
    for (int i = 0; i < 4; i++) {
      normal.add(i, i, 0.3 / 1e4);
    }
    DMatrixRMaj expected = new DMatrixRMaj(4, 1);
    CommonOps_DDRM.solve(normal, right, expected);
    assertThat(result.converged()).isTrue();
    assertThat(result.obstacle()).isNull();
    assertThat(result.change()).containsExactly(expected.data, within(1e-7));
    assertThat(result.trajectory().data).containsExactly(sensitivity.predict(result.change()).data, within(0.0));
    double miss = Math.hypot(result.trajectory().get(6) - goals[0], result.trajectory().get(8) - goals[1]);
    assertThat(result.misses()[0]).isCloseTo(miss, within(1e-12));
    assertThat(plan.misses(sensitivity.nominal())[0]).isGreaterThan(10 * miss);
  }

  @Test
  void reachesPointsOfANonlinearOutput() {
    Random random = new Random(9);
    for (int i = 0; i < 100; i++) {
      double[] q = {random.nextDouble(-1, 1), random.nextDouble(0.6, 2)};
      ReachPlan plan = new ReachPlan(direct(0, 1.2), 1e-10, 1.5, 1.5).through(0, TIP, TIP.value(q));
      ReachPlan.Plan result = plan.solve();
      assertThat(result.converged()).as("target %d", i).isTrue();
      assertThat(result.misses()[0]).as("target %d", i).isLessThan(1e-4);
    }
  }

  @Test
  void staysInTheShakenBoxAndSaysHowFarItMisses() {
    ReachPlan.Plan result = new ReachPlan(direct(0, 0), 1e-9, 0.5, 2).through(0, Output.states(0, 1), 3, 1).solve();
    assertThat(result.change()).containsExactly(new double[] {0.5, 1}, within(1e-6));
    assertThat(result.misses()[0]).isCloseTo(2.5, within(1e-6));
  }

  /** The goal is inside the disc; on its rim the best point, by brute force over the box. */
  @Test
  void keepsClearOfDiscsAndHalfSpaces() {
    double[] goal = {1, 0.2};
    double rho = 0.01;
    ReachPlan.Plan result = new ReachPlan(direct(0, 0), rho, 2, 2).through(0, Output.states(0, 1), goal)
        .clearOf(0, 0, Output.states(0, 1), new double[] {1, 0}, 0.5)
        .within(0, 0, Output.states(0, 1), new double[] {1, 1}, 1.3).solve();
    double best = Double.POSITIVE_INFINITY;
    double[] at = {0, 0};
    for (double x = -2; x <= 2; x += 0.002) {
      for (double y = -2; y <= 2; y += 0.002) {
        double cost = Math.pow(x - goal[0], 2) + Math.pow(y - goal[1], 2) + rho * (x * x + y * y) / 4;
        if (Math.hypot(x - 1, y) >= 0.5 && x + y <= 1.3 && cost < best) {
          best = cost;
          at = new double[] {x, y};
        }
      }
    }
    double[] change = result.change();
    assertThat(result.converged()).isTrue();
    assertThat(Math.hypot(change[0] - 1, change[1])).isGreaterThan(0.5 - 1e-7);
    assertThat(change[0] + change[1]).isLessThan(1.3 + 1e-7);
    assertThat(change).containsExactly(at, within(0.01));
  }

  @Test
  void namesWhatCannotBeMet() {
    ReachPlan.Plan result = new ReachPlan(direct(0, 0), 1e-3, 0.5, 0.5).through(0, Output.states(0), 0.2)
        .within(0, 0, Output.states(0, 1), new double[] {0, 1}, 5)
        .within(0, 0, Output.states(0, 1), new double[] {-1, 0}, -2).solve();
    assertThat(result.converged()).isFalse();
    assertThat(result.obstacle()).contains("half-space 1 at sample 0")
        .contains("upper end of the shaken range of parameter 0");
  }

  @Test
  void saysHowSureItIs() {
    DMatrixRMaj errors = new DMatrixRMaj(new double[][] {{0.1, 0.2}, {0.3, Double.POSITIVE_INFINITY}});
    Sensitivity sensitivity = new Sensitivity(1, CommonOps_DDRM.identity(2), errors, new DMatrixRMaj(2, 1), 10, 2);
    ReachPlan.Plan result = new ReachPlan(sensitivity, 1e-12, 5, 5).through(0, Output.states(0, 1), 3, 0).solve();
    assertThat(result.deviations()[0]).isCloseTo(Math.hypot(0.3, 0.9), within(1e-6));
  }

  @Test
  void refusesGoalsThatDoNotFit() {
    ReachPlan plan = new ReachPlan(direct(0, 0), 1, 1, 1);
    assertThatThrownBy(() -> plan.through(1, TIP, 1, 1)).hasMessageContaining("sample 1")
        .hasMessageContaining("0 to 0");
    assertThatThrownBy(() -> plan.through(0, TIP, 1)).hasMessageContaining("1 numbers for an output of 2");
    assertThatThrownBy(() -> plan.through(0, Output.states(2), 1)).hasMessageContaining("state 2");
    assertThatThrownBy(() -> plan.clearOf(0, 0, TIP, new double[2], 0)).hasMessageContaining("radius");
    assertThatThrownBy(plan::solve).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new ReachPlan(direct(0, 0), 0, 1, 1)).hasMessageContaining("rho");
    assertThatThrownBy(() -> new ReachPlan(direct(0, 0), 1, 1)).hasMessageContaining("reach of 1");
    assertThatThrownBy(() -> plan.misses(new DMatrixRMaj(3, 1))).hasMessageContaining("3 x 1");
  }
}
