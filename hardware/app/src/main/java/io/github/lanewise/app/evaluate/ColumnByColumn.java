package io.github.lanewise.app.evaluate;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of {@link Evaluation} for long chains: graphs that grow with the number of joints, interpreted, each
 * column of a matrix by itself.
 *
 * <p>M, dID/dq and dID/dv are columns of the pushforward of inverse dynamics; M^-1 and the derivatives of forward
 * dynamics, -M^-1 dID/dq and -M^-1 dID/dv, are solves by the articulated-body algorithm. Memory grows with the number
 * of joints, but for the results; the time of a state with its square.
 */
final class ColumnByColumn {
  /**
   * More products than this in {@code M^-1 dID/dq}, which is most of the graph of all columns at once, are too many:
   * here its kernel takes ten seconds to compile and run once, and more would take memory, too.
   */
  private static final int MOST_PRODUCTS = 12_000;

  /** A function of the state, and under which keys its outputs are kept. */
  private record Algorithm(Graph graph, Interpreter interpreter, Map<String, String> keys) {
    static Algorithm of(Graph graph, Map<String, String> keys) {
      return new Algorithm(graph, new Interpreter(graph), keys);
    }

    void put(Map<String, double[]> state, Map<String, double[]> results) {
      double[][] outputs = interpreter.evaluate(
          graph.inputs().stream().map(port -> state.get(port.name())).toArray(double[][]::new));
      for (int p = 0; p < outputs.length; p++) {
        results.put(keys.get(graph.outputs().get(p).name()), outputs[p]);
      }
    }
  }

  private final int nv;
  private final List<Algorithm> algorithms;
  private final Interpreter pushforward;
  private final Interpreter inverseMassTimes;

  ColumnByColumn(RobotModel model) {
    nv = model.nv();
    algorithms = List.of(
        Algorithm.of(Algorithms.inverseDynamics(model), Map.of("tau", "rnea")),
        Algorithm.of(Algorithms.biasForces(model), Map.of("h", "nle")),
        Algorithm.of(Algorithms.gravityForces(model), Map.of("g", "gravity_torque")),
        Algorithm.of(Algorithms.articulatedBody(model), Map.of("a", "qdd")),
        Algorithm.of(Algorithms.forwardKinematics(model), Map.of("joints", "joint_poses", "frames", "link_poses")),
        Algorithm.of(Algorithms.energy(model), Map.of("kinetic", "kinetic", "potential", "potential", "com", "com")),
        Algorithm.of(Algorithms.articulatedBodyStep(model, Integrator.EXPLICIT_EULER, Evaluation.TIME_STEP),
            Map.of("q_next", "euler_q", "v_next", "euler_v")),
        Algorithm.of(Algorithms.articulatedBodyStep(model, Integrator.PLAIN_RK4, Evaluation.TIME_STEP),
            Map.of("q_next", "rk4_q", "v_next", "rk4_v")));
    pushforward = new Interpreter(Algorithms.inverseDynamicsPushforward(model));
    inverseMassTimes = new Interpreter(Algorithms.inverseMassTimes(model));
  }

  /** Whether a robot's chains are so long that its results are to be computed like this. */
  static boolean isFor(RobotModel model) {
    long related = 0;
    int[] above = new int[model.joints().size()];
    for (int i = 0; i < above.length; i++) {
      Joint joint = model.joints().get(i);
      int rows = joint.kind().nv();
      above[i] = rows + (joint.parent() < 0 ? 0 : above[joint.parent()]);
      related += (long) rows * above[i];
    }
    return related * model.nv() > MOST_PRODUCTS;
  }

  /** Of each state, the rows of each result. */
  List<Map<String, double[]>> at(List<Map<String, double[]>> states) {
    List<Map<String, double[]>> results = new ArrayList<>();
    for (Map<String, double[]> state : states) {
      results.add(at(state));
    }
    return results;
  }

  private Map<String, double[]> at(Map<String, double[]> state) {
    Map<String, double[]> results = new HashMap<>();
    algorithms.forEach(algorithm -> algorithm.put(state, results));
    double[] q = state.get("q");
    double[] v = state.get("v");
    double[] a = state.get("a");
    double[] qdd = results.get("qdd");
    double[] none = new double[nv];
    for (String key : List.of("M", "drnea_dq", "drnea_dv", "dqdd_dq", "dqdd_dv", "dqdd_dtau")) {
      results.put(key, new double[nv * nv]);
    }
    for (int j = 0; j < nv; j++) {
      double[] unit = new double[nv];
      unit[j] = 1;
      put(results, "M", j, 1, pushforward.evaluate(q, v, a, none, none, unit)[0]);
      put(results, "drnea_dq", j, 1, pushforward.evaluate(q, v, a, unit, none, none)[0]);
      put(results, "drnea_dv", j, 1, pushforward.evaluate(q, v, a, none, unit, none)[0]);
      put(results, "dqdd_dq", j, -1, solve(q, pushforward.evaluate(q, v, qdd, unit, none, none)[0]));
      put(results, "dqdd_dv", j, -1, solve(q, pushforward.evaluate(q, v, qdd, none, unit, none)[0]));
      put(results, "dqdd_dtau", j, 1, solve(q, unit));
    }
    return results;
  }

  private double[] solve(double[] q, double[] force) {
    return inverseMassTimes.evaluate(q, force)[0];
  }

  private void put(Map<String, double[]> results, String key, int column, double factor, double[] rows) {
    for (int i = 0; i < nv; i++) {
      results.get(key)[i * nv + column] = factor * rows[i];
    }
  }
}
