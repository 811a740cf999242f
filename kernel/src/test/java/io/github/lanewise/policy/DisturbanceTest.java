package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.task.Posture;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs with noise and delay against the clean logs of the same roll-outs. */
class DisturbanceTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final Policy POLICY = Policies.get(FINGER, "pd");
  private static final int STEPS = 200;
  private static final int N = 6;
  private static final int M = 3;
  private static final PolicySimulation SIMULATION = PolicySimulation.of(FINGER, POLICY).steps(STEPS)
      .initial(.1, .2, .3, 0, 1, 0).build();

  @AfterAll
  static void close() {
    SIMULATION.close();
  }

  /** Roll-out k has gains k per cent above the nominal ones. */
  private static DMatrixRMaj parameters(int count) {
    double[] w = POLICY.nominal();
    DMatrixRMaj parameters = new DMatrixRMaj(count, w.length);
    for (int k = 0; k < count; k++) {
      for (int j = 0; j < w.length; j++) {
        parameters.set(k, j, w[j] * (1 + 0.01 * k));
      }
    }
    return parameters;
  }

  private static Rollouts run(int count, Disturbance disturbance) {
    return SIMULATION.run(POLICY.nominal(), parameters(count), disturbance);
  }

  @Test
  void wholeDelaysShiftTheLogExactly() {
    Disturbance late = new Disturbance(0, 0, 0, 5, true, 42);
    Rollouts clean = run(40, Disturbance.NONE);
    Rollouts log = run(40, late);
    double[] initial = SIMULATION.initial();
    for (int k = 0; k < 40; k++) {
      int d = (int) late.delay(k);
      for (int t = 0; t < STEPS; t++) {
        for (int i = 0; i < N; i++) {
          double expected = t < d ? initial[i] : clean.states().get((t - d) * N + i, k);
          assertThat(log.states().get(t * N + i, k)).isEqualTo(expected);
        }
        for (int i = 0; i < M; i++) {
          assertThat(log.actions().get(t * M + i, k)).isEqualTo(clean.actions().get(Math.max(0, t - d) * M + i, k));
        }
      }
    }
  }

  @Test
  void fractionsOfASampleAreInterpolated() {
    Disturbance late = new Disturbance(0, 0, 0, 3, false, 42);
    Rollouts clean = run(10, Disturbance.NONE);
    Rollouts log = run(10, late);
    double[] initial = SIMULATION.initial();
    for (int k = 0; k < 10; k++) {
      double delay = late.delay(k);
      for (int t = 0; t < STEPS; t++) {
        double when = t - delay;
        int before = (int) Math.floor(when);
        double share = when - before;
        for (int i = 0; i < N; i++) {
          double left = before < 0 ? initial[i] : clean.states().get(before * N + i, k);
          double right = before + 1 < 0 ? initial[i] : clean.states().get((before + 1) * N + i, k);
          assertThat(log.states().get(t * N + i, k)).isCloseTo((1 - share) * left + share * right, within(1e-12));
        }
      }
    }
  }

  /** Of 10,000 delays in 0 to 5, and in [0, 5]: five standard errors. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void delaysAreUniform(boolean whole) {
    Disturbance late = new Disturbance(0, 0, 0, 5, whole, 1);
    double[] delays = IntStream.range(0, 10_000).mapToDouble(late::delay).toArray();
    int[] bins = new int[6];
    for (double d : delays) {
      assertThat(d).isBetween(0.0, 5.0);
      bins[(int) d]++;
    }
    int used = whole ? 6 : 5;
    double expected = 10_000.0 / used;
    for (int b = 0; b < used; b++) {
      assertThat((double) bins[b]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
    }
    assertThat(Arrays.stream(delays).allMatch(d -> d == Math.rint(d))).isEqualTo(whole);
  }

  @Test
  void sensorNoiseHasItsDeviationsAndIsWhite() {
    double[] deviation = {0.01, 0.2};
    Rollouts clean = run(64, Disturbance.NONE);
    Rollouts log = run(64, new Disturbance(deviation[0], deviation[1], 0, 0, false, 5));
    double[] squares = new double[2];
    double[] neighbours = new double[2];
    double[] lanes = new double[2];
    for (int k = 0; k < 64; k++) {
      for (int row = 0; row < STEPS * N; row++) {
        int kind = row % N < M ? 0 : 1;
        double e = error(log, clean, row, k);
        squares[kind] += e * e;
        neighbours[kind] += row + N < STEPS * N ? e * error(log, clean, row + N, k) : 0;
        lanes[kind] += k < 63 ? e * error(log, clean, row, k + 1) : 0;
      }
    }
    int count = 64 * STEPS * M;
    for (int kind = 0; kind < 2; kind++) {
      double variance = deviation[kind] * deviation[kind];
      assertThat(squares[kind] / count).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / count)));
      assertThat(neighbours[kind] / count).isCloseTo(0, within(5 * variance / Math.sqrt(count)));
      assertThat(lanes[kind] / count).isCloseTo(0, within(5 * variance / Math.sqrt(count)));
    }
    assertThat(log.actions().data).as("the policy sees the true state").containsExactly(clean.actions().data);
  }

  private static double error(Rollouts log, Rollouts clean, int row, int k) {
    return log.states().get(row, k) - clean.states().get(row, k);
  }

  /**
   * The recorded action is what moved the robot, so what it differs by from the policy's at the recorded state is the
   * noise.
   */
  @Test
  void torqueNoiseMovesTheRobotAndIsRecorded() {
    double deviation = 0.02;
    Rollouts log = run(64, new Disturbance(0, 0, deviation, 0, false, 5));
    double[] target = Posture.bent(FINGER);
    double squares = 0;
    for (int k = 0; k < 64; k++) {
      double[] x = SIMULATION.initial();
      for (int t = 0; t < STEPS; t++) {
        for (int i = 0; i < M; i++) {
          double p = log.parameters().get(k, i);
          double d = log.parameters().get(k, M + i);
          double e = log.actions().get(t * M + i, k) - (p * (target[i] - x[i]) - d * x[M + i]);
          squares += e * e;
        }
        for (int i = 0; i < N; i++) {
          x[i] = log.states().get(t * N + i, k);
        }
      }
    }
    int count = 64 * STEPS * M;
    double variance = deviation * deviation;
    assertThat(squares / count).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / count)));
  }

  /**
   * What roll-out k shows follows from its parameters, the seed and k: not from the others, the threads or the call.
   */
  @Test
  void sameSeedSameBits() {
    Disturbance all = new Disturbance(0.01, 0.1, 0.02, 4, false, 9);
    Rollouts many = run(70, all);
    Rollouts few = run(33, all);
    try (PolicySimulation threads = PolicySimulation.of(FINGER, POLICY).steps(STEPS).initial(SIMULATION.initial())
        .threads(2).build()) {
      assertThat(threads.run(POLICY.nominal(), parameters(70), all).states().data).containsExactly(many.states().data);
    }
    for (int row = 0; row < STEPS * N; row++) {
      for (int k = 0; k < 33; k++) {
        assertThat(few.states().get(row, k)).isEqualTo(many.states().get(row, k));
      }
    }
    assertThat(run(33, all.withSeed(10)).states().data).isNotEqualTo(few.states().data);
  }

  /** No two roll-outs share their noise, or repeats of the nominal could not measure it. */
  @Test
  void rolloutsHaveNoiseOfTheirOwn() {
    Disturbance noise = new Disturbance(0.01, 0, 0.02, 0, false, 3);
    assertThat(IntStream.range(0, 1000).mapToObj(k -> noise.sensors(k).nextLong()).distinct()).hasSize(1000);
    DMatrixRMaj equal = new DMatrixRMaj(40, 6);
    for (int k = 0; k < 40; k++) {
      System.arraycopy(POLICY.nominal(), 0, equal.data, 6 * k, 6);
    }
    Rollouts log = SIMULATION.run(POLICY.nominal(), equal, noise);
    for (int row : new int[] {0, M}) {
      assertThat(IntStream.range(0, 40).mapToObj(k -> log.states().get(row, k)).distinct()).hasSize(40);
    }
  }

  @Test
  void refusesWhatIsNoDisturbance() {
    assertThatThrownBy(() -> new Disturbance(-0.1, 0, 0, 0, false, 0))
        .hasMessage("a noise on positions of -0.1: must be 0 or more and finite");
    assertThatThrownBy(() -> new Disturbance(0, 0, 0, Double.NaN, false, 0))
        .hasMessage("a delay of NaN: must be 0 or more and finite");
    assertThatThrownBy(() -> new Disturbance(0, 0, 0, 2.5, true, 0))
        .hasMessage("delays in whole samples, but at most 2.5");
  }
}
