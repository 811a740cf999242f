package io.github.lanewise.data;

import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;

/** The arrays of roll-outs in an {@code .npz} file; {@link RolloutFile} says which. */
final class RolloutNpz {
  private static final List<String> NAMES = List.of("W", "W_nominal", "x", "u", "weights", "time_step_s",
      "state_names", "state_units", "parameter_names", "parameter_units", "origin");

  private RolloutNpz() {}

  static RolloutFile read(Path file) throws IOException {
    NpzFile npz = NpzFile.read(file);
    NpyArray parameters = npz.array("W", "roll-outs x parameters", -1, -1);
    int count = parameters.shape()[0];
    int p = parameters.shape()[1];
    double[] nominal = npz.array("W_nominal", "parameters", p).values();
    NpyArray states = npz.array("x", "roll-outs x samples x states", count, -1, -1);
    if (states.values().length == 0) {
      throw new IllegalArgumentException(file + ": array 'x' of shape " + NpyArray.text(states.shape())
          + " has no numbers");
    }
    int samples = states.shape()[1];
    NpyArray actions = npz.has("u") ? npz.array("u", "roll-outs x samples x actions", count, samples, -1)
        : new NpyArray(new double[0], count, samples, 0);
    double[] weights = new double[count * samples];
    Arrays.fill(weights, 1);
    if (npz.has("weights")) {
      weights = npz.array("weights", "roll-outs x samples", count, samples).values();
    }
    double timeStep = npz.array("time_step_s", "").value();
    if (!(timeStep > 0) || Double.isInfinite(timeStep)) {
      throw new IllegalArgumentException(file + ": time_step_s is " + timeStep + ", but must be positive and finite");
    }
    List<RecordedRollout> rollouts = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      rollouts.add(new RecordedRollout(Integer.toString(k), part(parameters.values(), k, count),
          part(states.values(), k, count), part(actions.values(), k, count), part(weights, k, count)));
    }
    return new RolloutFile(file, nominal, timeStep, rollouts,
        npz.names().stream().filter(name -> !NAMES.contains(name)).toList(), List.of());
  }

  private static double[] part(double[] values, int k, int count) {
    int size = values.length / count;
    return Arrays.copyOfRange(values, k * size, (k + 1) * size);
  }

  static void write(Path file, Rollouts rollouts, Map<String, NpyArray> names) throws IOException {
    int count = rollouts.count();
    int samples = rollouts.stepCount();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("W", new NpyArray(rollouts.parameters().data, count, rollouts.parameterCount()));
    arrays.put("W_nominal", new NpyArray(rollouts.nominal(), rollouts.parameterCount()));
    arrays.put("x", new NpyArray(byRollout(rollouts.states()), count, samples, rollouts.stateCount()));
    if (rollouts.actions() != null) {
      arrays.put("u", new NpyArray(byRollout(rollouts.actions()), count, samples, rollouts.actionCount()));
    }
    if (rollouts.weights() != null) {
      arrays.put("weights", new NpyArray(byRollout(rollouts.weights()), count, samples));
    }
    arrays.put("time_step_s", NpyArray.of(rollouts.timeStep()));
    arrays.putAll(names);
    NpzFile.write(file, arrays);
  }

  private static double[] byRollout(DMatrixRMaj matrix) {
    double[] values = new double[matrix.numRows * matrix.numCols];
    for (int row = 0; row < matrix.numRows; row++) {
      for (int k = 0; k < matrix.numCols; k++) {
        values[k * matrix.numRows + row] = matrix.data[row * matrix.numCols + k];
      }
    }
    return values;
  }
}
