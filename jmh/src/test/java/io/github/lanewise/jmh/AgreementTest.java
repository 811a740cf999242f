package io.github.lanewise.jmh;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every benchmark compares in its set-up, once; and that the comparison can fail. */
class AgreementTest {
  private static final List<Supplier<Step.StepState>> STEPS = List.of(
      Step.Euler::new, Step.EulerVjp::new, Step.EulerJacobian::new, Step.Rk4::new, Step.Rk4Vjp::new);

  @ParameterizedTest
  @CsvSource({"DOUBLE, widest", "DOUBLE, 128", "DOUBLE, scalar", "FLOAT, widest", "FLOAT, scalar"})
  void kernelsAgreeWithTheInterpreter(ElementType type, String lanes) {
    for (Algorithm algorithm : Algorithm.values()) {
      Dynamics.Lanewise state = new Dynamics.Lanewise();
      state.algorithm = algorithm;
      state.robot = "arm7";
      check(state, type, lanes);
    }
  }

  @ParameterizedTest
  @CsvSource({"arm7, DOUBLE, widest", "arm7, DOUBLE, scalar", "arm7, FLOAT, widest", "humanoid, DOUBLE, widest",
    "humanoid, FLOAT, widest"})
  void stepsAgreeWithTheInterpreter(String robot, ElementType type, String lanes) {
    for (Supplier<Step.StepState> step : STEPS) {
      Step.StepState state = step.get();
      state.robot = robot;
      check(state, type, lanes);
    }
  }

  private static void check(KernelState state, ElementType type, String lanes) {
    state.type = type;
    state.lanes = lanes;
    assertThatCode(state::prepare).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"arm7", "double_pendulum", "finger", "free:quadruped"})
  void mecanoAgreesWithTheInterpreter(String robot) {
    for (Algorithm algorithm : List.of(Algorithm.RNEA, Algorithm.CRBA, Algorithm.ABA)) {
      assertThatCode(mecano(algorithm, robot)::prepare).doesNotThrowAnyException();
    }
  }

  private static MecanoState mecano(Algorithm algorithm, String robot) {
    MecanoState state = new MecanoState();
    state.algorithm = algorithm;
    state.robot = robot;
    return state;
  }

  @Test
  void mecanoRefusesWhatItDoesNotModel() {
    assertThatThrownBy(mecano(Algorithm.ABA, "humanoid")::prepare)
        .rootCause().hasMessageContaining("rotor inertia");
    assertThatThrownBy(mecano(Algorithm.FORWARD_DYNAMICS, "arm7")::prepare)
        .rootCause().hasMessageContaining("RNEA, CRBA and ABA, not on FORWARD_DYNAMICS");
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void twoThreadsAgreeWithOne(ElementType type) {
    Threads benchmark = new Threads();
    benchmark.robot = "arm7";
    benchmark.type = type;
    benchmark.threads = 2;
    assertThatCode(benchmark::prepare).doesNotThrowAnyException();
    benchmark.close();
  }

  @Test
  void wrongResultsAreRefused() {
    assertThatCode(() -> checkWith(a -> a)).doesNotThrowAnyException();
    assertThatThrownBy(() -> checkWith(a -> a * (1 + 1e-8)))
        .hasMessageContaining("a peer disagrees on 'tau' of inverse dynamics of arm7");
    assertThatThrownBy(() -> checkWith(a -> Double.NaN)).isInstanceOf(IllegalStateException.class);
  }

  /** The interpreter's own results, all of them changed. */
  private static void checkWith(DoubleUnaryOperator change) {
    RobotModel model = RobotModel.builtIn("arm7");
    Graph graph = Algorithms.inverseDynamics(model);
    Batch[] inputs = States.random(model, graph.inputs(), ElementType.DOUBLE);
    Interpreter interpreter = new Interpreter(graph);
    Agreement.check("a peer", graph, inputs, k -> {
      double[] tau = interpreter.evaluate(inputs[0].robot(k), inputs[1].robot(k), inputs[2].robot(k))[0];
      return new double[][] {Arrays.stream(tau).map(change).toArray()};
    }, Agreement.tolerance(ElementType.DOUBLE));
  }
}
