package io.github.lanewise.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compiled kernels against the results that an independent library has for the same robot files and states: 1e-10
 * relative.
 */
class ReferenceDynamicsTest {
  private static final Path SHARED = Path.of("../../shared");
  private static final double TOLERANCE = 1e-10;

  private RobotModel model;
  private JsonNode states;

  @ParameterizedTest
  @CsvSource({"double_pendulum", "ur5", "iiwa14", "trifingerpro", "hyq_ff"})
  void agrees(String name) throws IOException {
    load(name);
    check(Algorithms.inverseDynamics(model), Map.of("tau", "rnea"));
    check(Algorithms.biasForces(model), Map.of("h", "nle"));
    check(Algorithms.gravityForces(model), Map.of("g", "gravity_torque"));
    check(Algorithms.massMatrix(model), Map.of("M", "M"));
    check(Algorithms.articulatedBody(model), Map.of("a", "qdd"));
    check(Algorithms.forwardDynamicsDerivatives(model),
        Map.of("a", "qdd", "da_dq", "dqdd_dq", "da_dv", "dqdd_dv", "da_dtau", "dqdd_dtau"));
    check(Algorithms.inverseDynamicsDerivatives(model), Map.of("dtau_dq", "drnea_dq", "dtau_dv", "drnea_dv"));
    check(Algorithms.energy(model), Map.of("kinetic", "kinetic", "potential", "potential", "com", "com"));
    check(Algorithms.torqueStep(model, Integrator.EXPLICIT_EULER, 1e-3),
        Map.of("q_next", "euler_q", "v_next", "euler_v"));
    check(Algorithms.torqueStep(model, Integrator.PLAIN_RK4, 1e-3), Map.of("q_next", "rk4_q", "v_next", "rk4_v"));
    check(Algorithms.forwardKinematics(model), Map.of("joints", "joint_poses", "frames", "link_poses"));
  }

  private void load(String name) throws IOException {
    Path reference = SHARED.resolve("reference").resolve(name + ".json");
    assumeTrue(Files.exists(reference), "no reference results at " + reference);
    JsonNode root = new ObjectMapper().readTree(reference.toFile());
    Path robot = SHARED.resolve("robots").resolve(Path.of(root.get("urdf").asText()).getFileName());
    model = RobotModel.load(robot);
    if (root.get("freeflyer").asBoolean()) {
      model = model.withFreeBase();
    }
    states = root.get("states");
  }

  private void check(Graph graph, Map<String, String> outputs) {
    Kernel kernel = Kernel.compile(graph, Lanes.widest(ElementType.DOUBLE));
    List<Batch> ports = new ArrayList<>();
    Map<String, Batch> byName = new HashMap<>();
    for (Graph.Port port : graph.inputs()) {
      Batch batch = new Batch(ElementType.DOUBLE, port.size(), states.size());
      for (int k = 0; k < states.size(); k++) {
        batch.setRobot(k, flat(states.get(k).get(port.name())));
      }
      ports.add(batch);
    }
    for (Graph.Port port : graph.outputs()) {
      Batch batch = new Batch(ElementType.DOUBLE, port.size(), states.size());
      ports.add(batch);
      byName.put(port.name(), batch);
    }
    Binding binding = kernel.bind(ports.toArray(Batch[]::new));
    Workspace workspace = new Workspace(ElementType.DOUBLE);
    binding.prepare(workspace);
    binding.run(workspace);
    outputs.forEach((port, key) -> {
      for (int k = 0; k < states.size(); k++) {
        double[] expected = flat(states.get(k).get(key));
        double[] actual = byName.get(port).robot(k);
        if (key.equals("M")) {
          actual = full(actual, model.nv());
        } else if (key.endsWith("_poses")) {
          expected = matrices(expected);
        } else if (key.startsWith("drnea")) {
          zeroBetweenBranches(expected);
        }
        assertThat(relativeError(actual, expected)).as("%s of %s, state %d", key, model.name(), k)
            .isLessThan(TOLERANCE);
      }
    });
  }

  private static double relativeError(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(actual[i] - expected[i]));
    }
    return error / Math.max(scale, 1e-3);
  }

  private static double[] flat(JsonNode node) {
    List<Double> numbers = new ArrayList<>();
    collect(node, numbers);
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> numbers) {
    if (node.isNumber()) {
      numbers.add(node.asDouble());
    } else {
      node.forEach(child -> collect(child, numbers));
    }
  }

  private static double[] full(double[] lower, int n) {
    double[] m = new double[n * n];
    int k = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        m[i * n + j] = lower[k];
        m[j * n + i] = lower[k++];
      }
    }
    return m;
  }

  /** Position and quaternion (x, y, z, w), 7 numbers, to rotation matrix and position, 12 numbers. */
  private static double[] matrices(double[] poses) {
    double[] result = new double[poses.length / 7 * 12];
    for (int k = 0; k < poses.length / 7; k++) {
      double x = poses[7 * k + 3];
      double y = poses[7 * k + 4];
      double z = poses[7 * k + 5];
      double w = poses[7 * k + 6];
      double[] r = {
        1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
        2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
        2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)};
      System.arraycopy(r, 0, result, 12 * k, 9);
      System.arraycopy(poses, 7 * k, result, 12 * k + 9, 3);
    }
    return result;
  }

  /**
   * With the accelerations given, a joint's torque does not depend on joints of other branches. The reference leaves
   * numbers of earlier computations in those entries of the quadruped's matrices; a difference quotient there is
   * exactly 0.
   */
  private void zeroBetweenBranches(double[] matrix) {
    int nv = model.nv();
    for (int i = 0; i < nv; i++) {
      for (int j = 0; j < nv; j++) {
        if (!isAncestor(jointOfRow(i), jointOfRow(j)) && !isAncestor(jointOfRow(j), jointOfRow(i))) {
          matrix[i * nv + j] = 0;
        }
      }
    }
  }

  private int jointOfRow(int row) {
    int joint = 0;
    while (model.joints().get(joint).idxV() + model.joints().get(joint).kind().nv() <= row) {
      joint++;
    }
    return joint;
  }

  private boolean isAncestor(int ancestor, int joint) {
    while (joint > ancestor) {
      joint = model.joints().get(joint).parent();
    }
    return joint == ancestor;
  }
}
