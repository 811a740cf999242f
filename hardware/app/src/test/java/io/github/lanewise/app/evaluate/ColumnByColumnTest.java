package io.github.lanewise.app.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.JointSpec;
import io.github.lanewise.model.RobotBuilder;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Vec3;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of long chains against those of the whole kernels, and against themselves where these are too large. */
final class ColumnByColumnTest {
  private static RobotModel robot(String name) {
    if (name.startsWith("chain")) {
      return chain(Integer.parseInt(name.substring("chain".length())));
    }
    RobotModel model = RobotModel.builtIn(name);
    return name.equals("quadruped") ? model.withFreeBase() : model;
  }

  private static RobotModel chain(int links) {
    RobotBuilder robot = RobotBuilder.named("chain" + links).link("link0");
    for (int i = 1; i <= links; i++) {
      robot.link("link" + i, BodyInertia.of(1, Vec3.of(0.02, 0.01, -0.1), 0.01, 0.011, 0.009));
      robot.joint(JointSpec.continuous("joint" + i, "link" + (i - 1), "link" + i).at(0, 0, -0.2)
          .axis(i % 3 == 0 ? 1 : 0, i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0));
    }
    return robot.build();
  }

  private static Map<String, double[]> state(RobotModel model, long seed) {
    Random random = new Random(seed);
    double[] q = model.neutral();
    model.joints().stream().filter(joint -> joint.kind().nq() == 1)
        .forEach(joint -> q[joint.idxQ()] += random.nextDouble(-1, 1));
    return Map.of("q", q, "v", uniform(random, model.nv()), "a", uniform(random, model.nv()),
        "tau", uniform(random, model.nv()));
  }

  private static double[] uniform(Random random, int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chain12", "quadruped", "hopper", "double_pendulum"})
  void theyAreThoseOfTheWholeKernels(String name) {
    RobotModel model = robot(name);
    List<Map<String, double[]>> states = List.of(state(model, 1), state(model, 2));
    List<Map<String, double[]>> expected = new WholeKernels(model, states).results();
    List<Map<String, double[]>> actual = new ColumnByColumn(model).at(states);
    for (int k = 0; k < states.size(); k++) {
      assertThat(actual.get(k)).containsOnlyKeys(expected.get(k).keySet());
      for (String key : expected.get(k).keySet()) {
        assertThat(error(actual.get(k).get(key), expected.get(k).get(key))).as(key).isLessThan(1e-10);
      }
    }
  }

  private static double error(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale = Arrays.stream(expected).map(Math::abs).reduce(1e-3, Math::max);
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      error = Math.max(error, Math.abs(actual[i] - expected[i]) / scale);
    }
    return error;
  }

  /** {@code M dqdd_dtau = 1, dID/dv = -M dqdd_dv} at a = qdd: solves by one recursion, products by another. */
  @Test
  void aHundredJointsInARowAgreeWithThemselves() {
    RobotModel model = chain(100);
    assertThat(ColumnByColumn.isFor(model)).isTrue();
    Map<String, double[]> free = state(model, 3);
    double[] qdd = new ColumnByColumn(model).at(List.of(free)).getFirst().get("qdd");
    Map<String, double[]> state = Map.of("q", free.get("q"), "v", free.get("v"), "a", qdd, "tau", free.get("tau"));
    Map<String, double[]> results = new ColumnByColumn(model).at(List.of(state)).getFirst();
    int n = model.nv();
    assertThat(error(results.get("rnea"), state.get("tau"))).isLessThan(1e-9);
    double[] unit = new double[n * n];
    for (int i = 0; i < n; i++) {
      unit[i * n + i] = 1;
    }
    assertThat(error(product(results.get("M"), results.get("dqdd_dtau"), n), unit)).isLessThan(1e-9);
    double[] minus = Arrays.stream(results.get("drnea_dv")).map(x -> -x).toArray();
    assertThat(error(product(results.get("M"), results.get("dqdd_dv"), n), minus)).isLessThan(1e-9);
  }

  private static double[] product(double[] a, double[] b, int n) {
    double[] c = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          c[i * n + j] += a[i * n + k] * b[k * n + j];
        }
      }
    }
    return c;
  }

  @ParameterizedTest
  @ValueSource(strings = {"double_pendulum", "finger", "arm7", "hopper", "quadruped", "humanoid", "chain20"})
  void robotsOfTheUsualSizeRunOnTheKernelsOfASimulation(String name) {
    assertThat(ColumnByColumn.isFor(robot(name))).isFalse();
  }
}
