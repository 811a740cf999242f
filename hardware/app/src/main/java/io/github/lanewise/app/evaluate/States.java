package io.github.lanewise.app.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.dynamics.StateCheck;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * States of a robot from a file {@code {"states": [{"q": [...], "v": [...], "a": [...], "tau": [...]}, ...]}}; other
 * keys are ignored.
 *
 * <p>Every number must be there and finite, every quaternion of length 1 within {@link StateCheck#UNIT_TOLERANCE},
 * every angle one that double resolves, so that nothing is computed from a slip.
 */
final class States {
  /** What is closer to 1 stays as it is, to the bit. */
  private static final double ROUNDING = 1e-15;

  private final Path file;
  private final RobotModel model;

  private States(Path file, RobotModel model) {
    this.file = file;
    this.model = model;
  }

  /**
   * The states in a file, each with the rows of q, v, a and tau.
   *
   * @throws IllegalArgumentException if one does not fit the robot; the message names the state and both sizes
   */
  static List<Map<String, double[]>> read(Path file, RobotModel model) throws IOException {
    return new States(file, model).read(JsonFile.read(file).path("states"));
  }

  private List<Map<String, double[]>> read(JsonNode states) {
    if (!states.isArray() || states.isEmpty()) {
      throw new IllegalArgumentException(file + " has no states: it must hold"
          + " {\"states\": [{\"q\": [...], \"v\": [...], \"a\": [...], \"tau\": [...]}, ...]}");
    }
    List<Map<String, double[]>> result = new ArrayList<>();
    for (int k = 0; k < states.size(); k++) {
      double[] q = rows(states.get(k), k, "q", model.nq());
      normalise(q, k);
      result.add(Map.of(
          "q", q,
          "v", rows(states.get(k), k, "v", model.nv()),
          "a", rows(states.get(k), k, "a", model.nv()),
          "tau", rows(states.get(k), k, "tau", model.nv())));
    }
    return result;
  }

  private double[] rows(JsonNode state, int k, String key, int size) {
    JsonNode node = state.path(key);
    if (!node.isArray()) {
      throw refuse(k, "has no array '" + key + "'");
    }
    if (node.size() != size) {
      throw refuse(k, "has " + node.size() + " numbers in '" + key + "', but robot '" + model.name() + "' has " + size
          + " rows there");
    }
    double[] rows = new double[size];
    for (int i = 0; i < size; i++) {
      JsonNode number = node.get(i);
      if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
        throw refuse(k, "has " + number.asText() + " as " + key + "[" + i + "], which is not a finite number");
      }
      rows[i] = number.doubleValue();
    }
    return rows;
  }

  /** Refuses a configuration that cannot be; quaternions as good as of length 1 get it exactly. */
  private void normalise(double[] q, int k) {
    Batch alone = new Batch(ElementType.DOUBLE, model.nq(), 1);
    alone.setRobot(0, q);
    String fault = StateCheck.fault(model, alone, 0);
    if (fault != null) {
      throw refuse(k, "is one that no robot can be in: " + fault);
    }
    for (Joint joint : model.joints()) {
      int end = joint.idxQ() + joint.kind().nq();
      if (joint.kind() == JointKind.FREE || joint.kind() == JointKind.SPHERICAL) {
        double length = Math.sqrt(Arrays.stream(q, end - 4, end).map(part -> part * part).sum());
        for (int i = end - 4; Math.abs(length - 1) > ROUNDING && i < end; i++) {
          q[i] /= length;
        }
      }
    }
  }

  private IllegalArgumentException refuse(int state, String reason) {
    return new IllegalArgumentException(file + ": state " + state + " " + reason);
  }
}
