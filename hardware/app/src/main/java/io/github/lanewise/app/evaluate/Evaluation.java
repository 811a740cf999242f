package io.github.lanewise.app.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.Pose;
import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Every algorithm of the library at given states, in double.
 *
 * <p>Rotor inertias count in the mass matrix and so in accelerations; damping, friction, springs and limits do not
 * count.
 */
final class Evaluation {
  /** Of a single step [s]. */
  static final double TIME_STEP = 1e-3;

  private final RobotModel model;
  private final List<Map<String, double[]>> states;
  private final List<Map<String, double[]>> results;

  Evaluation(RobotModel model, List<Map<String, double[]>> states) {
    ApparentInertia.requirePositive(model);
    this.model = model;
    this.states = states;
    results = ColumnByColumn.isFor(model)
        ? new ColumnByColumn(model).at(states) : new WholeKernels(model, states).results();
  }

  /** How many states have a result that is infinite or not a number. */
  int nonFinite() {
    return (int) results.stream().filter(result ->
        !result.values().stream().allMatch(rows -> Arrays.stream(rows).allMatch(Double::isFinite))).count();
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
    json.set("M", matrix(rows("M", k), nv));
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
    return results.get(k).getOrDefault(key, new double[0]);
  }

  private static ArrayNode matrix(double[] rowByRow, int columns) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (int first = 0; first < rowByRow.length; first += columns) {
      rows.add(JsonFile.numbers(Arrays.copyOfRange(rowByRow, first, first + columns)));
    }
    return rows;
  }
}
