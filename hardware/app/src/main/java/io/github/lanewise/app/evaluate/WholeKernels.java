package io.github.lanewise.app.evaluate;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of {@link Evaluation} by the same kernels that a simulation runs, all states and all columns of a
 * Jacobian at once: what a user computes with the library is what is looked at.
 */
final class WholeKernels {
  private final List<Map<String, double[]>> states;
  private final List<Map<String, double[]>> results = new ArrayList<>();

  WholeKernels(RobotModel model, List<Map<String, double[]>> states) {
    this.states = states;
    states.forEach(state -> results.add(new HashMap<>()));
    run(Algorithms.inverseDynamics(model), Map.of("tau", "rnea"));
    run(Algorithms.biasForces(model), Map.of("h", "nle"));
    run(Algorithms.gravityForces(model), Map.of("g", "gravity_torque"));
    run(Algorithms.massMatrix(model), Map.of("M", "M"));
    results.forEach(result -> result.compute("M", (key, triangle) -> symmetric(triangle, model.nv())));
    run(Algorithms.articulatedBody(model), Map.of("a", "qdd"));
    run(Algorithms.forwardDynamicsDerivatives(model),
        Map.of("da_dq", "dqdd_dq", "da_dv", "dqdd_dv", "da_dtau", "dqdd_dtau"));
    run(Algorithms.inverseDynamicsDerivatives(model), Map.of("dtau_dq", "drnea_dq", "dtau_dv", "drnea_dv"));
    run(Algorithms.forwardKinematics(model), Map.of("joints", "joint_poses", "frames", "link_poses"));
    run(Algorithms.energy(model), Map.of("kinetic", "kinetic", "potential", "potential", "com", "com"));
    run(Algorithms.torqueStep(model, Integrator.EXPLICIT_EULER, Evaluation.TIME_STEP),
        Map.of("q_next", "euler_q", "v_next", "euler_v"));
    run(Algorithms.torqueStep(model, Integrator.PLAIN_RK4, Evaluation.TIME_STEP),
        Map.of("q_next", "rk4_q", "v_next", "rk4_v"));
  }

  /** Of each state, the rows of each result; M with both triangles. */
  List<Map<String, double[]>> results() {
    return results;
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
    Map<String, Batch> outputs = new HashMap<>();
    for (Graph.Port port : graph.outputs()) {
      Batch batch = new Batch(ElementType.DOUBLE, port.size(), states.size());
      ports.add(batch);
      if (keys.containsKey(port.name())) {
        outputs.put(keys.get(port.name()), batch);
      }
    }
    Binding binding = Kernel.compile(graph, Lanes.widest(ElementType.DOUBLE)).bind(ports.toArray(Batch[]::new));
    Workspace workspace = new Workspace(ElementType.DOUBLE);
    binding.prepare(workspace);
    binding.run(workspace);
    for (int k = 0; k < states.size(); k++) {
      int state = k;
      outputs.forEach((key, batch) -> results.get(state).put(key, batch.robot(state)));
    }
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
}
