package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Numbers;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.StepJacobian;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exact sensitivity against difference quotients of roll-outs and against the recursion with explicit Jacobians.
 */
class OracleTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");

  private static double relative(DMatrixRMaj a, DMatrixRMaj b) {
    DMatrixRMaj difference = a.copy();
    CommonOps_DDRM.subtractEquals(difference, b);
    return NormOps_DDRM.normF(difference) / NormOps_DDRM.normF(b);
  }

  /** {@code (x_t(W + e_j h s_j) - x_t(W - e_j h s_j)) / (2 h s_j)}, all 2 p roll-outs as lanes. */
  private static DMatrixRMaj differences(PolicySimulation simulation, double[] w, double h) {
    int p = w.length;
    double[] scales = simulation.policy().scales();
    DMatrixRMaj parameters = new DMatrixRMaj(2 * p, p);
    for (int k = 0; k < 2 * p; k++) {
      System.arraycopy(w, 0, parameters.data, k * p, p);
      parameters.add(k, k / 2, (k % 2 == 0 ? h : -h) * scales[k / 2]);
    }
    DMatrixRMaj x = simulation.run(w, parameters).states();
    DMatrixRMaj d = new DMatrixRMaj(x.numRows, p);
    for (int row = 0; row < x.numRows; row++) {
      for (int j = 0; j < p; j++) {
        d.set(row, j, (x.get(row, 2 * j) - x.get(row, 2 * j + 1)) / (2 * h * scales[j]));
      }
    }
    return d;
  }

  @ParameterizedTest
  @CsvSource({"pd, 1", "pd, 3", "targets, 2", "linear, 1", "sine, 1", "sine, 4", "network, 1", "network, 2"})
  void isTheLimitOfDifferenceQuotients(String name, int substeps) {
    Policy policy = Policies.get(FINGER, name);
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(200).substeps(substeps).build()) {
      double[] w = policy.nominal();
      assertThat(relative(differences(simulation, w, 1e-5), simulation.oracle(w))).isLessThan(1e-7);
    }
  }

  /** With one step a period: {@code D <- (A + B pi_x) D + B pi_W} with A, B of {@link Simulation#jacobian}. */
  @ParameterizedTest
  @ValueSource(strings = {"pd", "targets", "linear", "sine", "network"})
  void followsTheRecursion(String name) {
    Policy policy = Policies.get(FINGER, name);
    int steps = 100;
    int n = FINGER.nq() + FINGER.nv();
    int m = FINGER.nv();
    double[] w = policy.nominal();
    try (PolicySimulation closed = PolicySimulation.of(FINGER, policy).steps(steps).threads(2).build();
        Simulation open = Simulation.of(FINGER).build()) {
      Rollouts trajectory = closed.run(w);
      PolicyJacobians pi = closed.policyJacobians(w);
      StepJacobian jacobian = open.jacobian();
      Batch a = jacobian.byState();
      Batch b = jacobian.byAction();
      DMatrixRMaj d = new DMatrixRMaj(n, w.length);
      DMatrixRMaj expected = new DMatrixRMaj(steps * n, w.length);
      double[] x = closed.initial();
      for (int t = 0; t < steps; t++) {
        open.state().setRobot(0, x);
        open.action().setRobot(0, rows(trajectory.actions(), t, m).data);
        jacobian.run();
        d = next(matrix(a, n, n), matrix(b, n, m), rows(pi.byState(), t, m), rows(pi.byParameter(), t, m), d);
        CommonOps_DDRM.insert(d, expected, t * n, 0);
        x = rows(trajectory.states(), t, n).data;
      }
      assertThat(relative(closed.oracle(w), expected)).isLessThan(1e-12);
    }
  }

  /** {@code pi_x, pi_W} of the formula itself, interpreted, at the samples before the actions. */
  @ParameterizedTest
  @ValueSource(strings = {"targets", "linear", "sine", "network"})
  void policyJacobiansAreLimitsOfDifferenceQuotients(String name) {
    Policy policy = Policies.get(FINGER, name);
    double[] w = policy.nominal();
    int n = FINGER.nq() + FINGER.nv();
    int m = FINGER.nv();
    Graph graph = new Graph("policy");
    graph.output("u", policy.act(
        graph.input("q", m), graph.input("v", m), graph.input("time", 1)[0], graph.input("w", w.length)));
    Interpreter formula = new Interpreter(graph);
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(40).substeps(2).build()) {
      PolicyJacobians pi = simulation.policyJacobians(w);
      DMatrixRMaj states = simulation.run(w).states();
      double[] xw = Numbers.join(simulation.initial(), w);
      for (int t = 0; t < 40; t++) {
        for (int j = 0; j < xw.length; j++) {
          double h = 1e-5 * (j < n ? 1 : policy.scales()[j - n]);
          double[] up = actions(formula, xw, j, h, t * simulation.period());
          double[] down = actions(formula, xw, j, -h, t * simulation.period());
          for (int i = 0; i < m; i++) {
            double exact = j < n ? pi.byState().get(t * m + i, j) : pi.byParameter().get(t * m + i, j - n);
            assertThat(exact).as("action %d at %d by %d", i, t, j).isCloseTo((up[i] - down[i]) / (2 * h), within(1e-8));
          }
        }
        System.arraycopy(rows(states, t, n).data, 0, xw, 0, n);
      }
    }
  }

  private static double[] actions(Interpreter formula, double[] xw, int j, double h, double time) {
    double[] moved = xw.clone();
    moved[j] += h;
    int n = FINGER.nq() + FINGER.nv();
    return formula.evaluate(Arrays.copyOf(moved, n / 2), Arrays.copyOfRange(moved, n / 2, n), new double[] {time},
        Arrays.copyOfRange(moved, n, moved.length))[0].clone();
  }

  private static DMatrixRMaj next(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj piX, DMatrixRMaj piW, DMatrixRMaj d) {
    DMatrixRMaj closed = a.copy();
    CommonOps_DDRM.multAdd(b, piX, closed);
    DMatrixRMaj result = new DMatrixRMaj(d.numRows, d.numCols);
    CommonOps_DDRM.mult(closed, d, result);
    CommonOps_DDRM.multAdd(b, piW, result);
    return result;
  }

  private static DMatrixRMaj matrix(Batch batch, int rows, int columns) {
    return new DMatrixRMaj(rows, columns, true, batch.robot(0));
  }

  private static DMatrixRMaj rows(DMatrixRMaj all, int t, int count) {
    return new DMatrixRMaj(
        count, all.numCols, true, Arrays.copyOfRange(all.data, t * count * all.numCols, (t + 1) * count * all.numCols));
  }
}
