package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every algorithm of the library at given states, in double, by the same kernels that a simulation runs.
 *
 * <p>Rotor inertias count in the mass matrix and so in accelerations; damping, friction, springs and limits do not
 * count.
 */
final class Evaluation {
  private static final double TIME_STEP = 1e-3;

  private final RobotModel model;
  private final List<Map<String, double[]>> states;
  private final Map<String, Batch> results = new HashMap<>();

  Evaluation(RobotModel model, List<Map<String, double[]>> states) {
    this.model = model;
    this.states = states;
    run(Algorithms.inverseDynamics(model), Map.of("tau", "rnea"));
    run(Algorithms.biasForces(model), Map.of("h", "nle"));
    run(Algorithms.gravityForces(model), Map.of("g", "gravity_torque"));
    run(Algorithms.massMatrix(model), Map.of("M", "M"));
    run(Algorithms.articulatedBody(model), Map.of("a", "qdd"));
    run(Algorithms.forwardDynamicsDerivatives(model),
        Map.of("da_dq", "dqdd_dq", "da_dv", "dqdd_dv", "da_dtau", "dqdd_dtau"));
    run(Algorithms.inverseDynamicsDerivatives(model), Map.of("dtau_dq", "drnea_dq", "dtau_dv", "drnea_dv"));
    run(Algorithms.forwardKinematics(model), Map.of("joints", "joint_poses", "frames", "link_poses"));
    run(Algorithms.energy(model), Map.of("kinetic", "kinetic", "potential", "potential", "com", "com"));
    run(Algorithms.torqueStep(model, Integrator.SEMI_IMPLICIT_EULER, TIME_STEP),
        Map.of("q_next", "euler_q", "v_next", "euler_v"));
    run(Algorithms.torqueStep(model, Integrator.RK4, TIME_STEP), Map.of("q_next", "rk4_q", "v_next", "rk4_v"));
  }

  /** Runs an algorithm on all states; inputs have the names of the states' keys, outputs are kept under those given. */
  private void run(Graph graph, Map<String, String> keys) {
    List<Batch> ports = new ArrayList<>();
    for (Graph.Port port : graph.inputs()) {
      Batch batch = new Batch(ElementType.DOUBLE, port.size(), states.size());
      for (int k = 0; k < states.size(); k++) {
        batch.setRobot(k, states.get(k).get(port.name()));
      }
      ports.add(batch);
    }
    for (Graph.Port port : graph.outputs()) {
      Batch batch = new Batch(ElementType.DOUBLE, port.size(), states.size());
      ports.add(batch);
      if (keys.containsKey(port.name())) {
        results.put(keys.get(port.name()), batch);
      }
    }
    Binding binding = Kernel.compile(graph, Lanes.widest(ElementType.DOUBLE)).bind(ports.toArray(Batch[]::new));
    Workspace workspace = new Workspace(ElementType.DOUBLE);
    binding.prepare(workspace);
    binding.run(workspace);
  }

  /** How many states have a result that is infinite or not a number. */
  int nonFinite() {
    int count = 0;
    for (int k = 0; k < states.size(); k++) {
      int state = k;
      boolean finite = results.values().stream()
          .allMatch(result -> Arrays.stream(result.robot(state)).allMatch(Double::isFinite));
      count += finite ? 0 : 1;
    }
    return count;
  }

  /** One object per state; numbers are written so that reading them gives the same bits. */
  ArrayNode toJson() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(states.size());
    for (int k = 0; k < states.size(); k++) {
      array.add(state(k));
    }
    return array;
  }

  private ObjectNode state(int k) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (String key : List.of("q", "v", "a", "tau")) {
      json.set(key, JsonFile.numbers(states.get(k).get(key)));
    }
    int nv = model.nv();
    for (String key : List.of("rnea", "nle", "gravity_torque")) {
      json.set(key, JsonFile.numbers(rows(key, k)));
    }
    json.set("M", matrix(symmetric(rows("M", k), nv), nv));
    json.set("qdd", JsonFile.numbers(rows("qdd", k)));
    for (String key : List.of("dqdd_dq", "dqdd_dv", "dqdd_dtau", "drnea_dq", "drnea_dv")) {
      json.set(key, matrix(rows(key, k), nv));
    }
    for (String key : List.of("joint_poses", "link_poses")) {
      json.set(key, matrix(Pose.of(rows(key, k)), 7));
    }
    double kinetic = rows("kinetic", k)[0];
    double potential = rows("potential", k)[0];
    json.set("kinetic", JsonFile.number(kinetic));
    json.set("potential", JsonFile.number(potential));
    json.set("energy", JsonFile.number(kinetic + potential));
    for (String key : List.of("com", "euler_q", "euler_v", "rk4_q", "rk4_v")) {
      json.set(key, JsonFile.numbers(rows(key, k)));
    }
    return json;
  }

  /** A model without frames has no such output. */
  private double[] rows(String key, int k) {
    return results.containsKey(key) ? results.get(key).robot(k) : new double[0];
  }

  private static double[] symmetric(double[] lowerTriangle, int n) {
    double[] m = new double[n * n];
    int k = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        m[i * n + j] = lowerTriangle[k];
        m[j * n + i] = lowerTriangle[k++];
      }
    }
    return m;
  }

  private static ArrayNode matrix(double[] rowByRow, int columns) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (int first = 0; first < rowByRow.length; first += columns) {
      rows.add(JsonFile.numbers(Arrays.copyOfRange(rowByRow, first, first + columns)));
    }
    return rows;
  }
}
