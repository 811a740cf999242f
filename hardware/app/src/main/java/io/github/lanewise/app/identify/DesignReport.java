package io.github.lanewise.app.identify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.identification.Identified;
import io.github.lanewise.identification.ShakingDesign.Designed;
import io.github.lanewise.identification.Trial;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * A shaking that was designed, in words and as JSON, and the roll-out to replay.
 *
 * @param robot as it was named
 * @param designed what was found
 * @param timeStep between commands [s]
 * @param commanded what the commands are
 * @param file where the roll-out is
 */
record DesignReport(String robot, Designed designed, double timeStep, Commanded commanded, Path file) {
  /** The roll-out: states after each step, and the commands that led there. */
  void write() throws IOException {
    Trial trial = designed.shaking().trial();
    int n = trial.states()[0].length;
    int m = trial.commands()[0].length;
    DMatrixRMaj states = new DMatrixRMaj(n * trial.stepCount(), 1);
    DMatrixRMaj actions = new DMatrixRMaj(m * trial.stepCount(), 1);
    for (int t = 0; t < trial.stepCount(); t++) {
      System.arraycopy(trial.states()[t + 1], 0, states.data, t * n, n);
      System.arraycopy(trial.commands()[t], 0, actions.data, t * m, m);
    }
    RolloutFile.write(file,
        new Rollouts(new double[1], new DMatrixRMaj(1, 1), states, actions, null, trial.stepCount(), timeStep));
  }

  private static long shown(double[] errors, double[] before) {
    return IntStream.range(0, errors.length)
        .filter(k -> errors[k] < Identified.SHOWN * before[k]).count();
  }

  String toText() {
    StringBuilder text = new StringBuilder();
    Trial trial = designed.shaking().trial();
    double[] start = Arrays.copyOf(trial.states()[0], trial.states()[0].length / 2);
    text.append(String.format(Locale.ROOT, "robot '%s', %d commands of %.4g s, from %s%n%n", robot, trial.stepCount(),
        timeStep, Arrays.toString(start)));
    text.append(String.format("%-36s %13s %13s %13s%n", "standard errors that are expected", "beforehand", "of sines",
        "of shaking"));
    for (int k = 0; k < designed.names().size(); k++) {
      text.append(String.format(Locale.ROOT, "%-36s %13.2g %13.2g %13.2g%n", designed.names().get(k),
          designed.priorErrors()[k], designed.sines().standardErrors()[k], designed.shaking().standardErrors()[k]));
    }
    text.append(String.format(Locale.ROOT, "%nlog det of the information   sines %8.2f   shaking %8.2f%n",
        designed.sines().information(), designed.shaking().information()));
    text.append(String.format(Locale.ROOT, "numbers shown, of %-10d   sines %8d   shaking %8d%n",
        designed.names().size(), shown(designed.sines().standardErrors(), designed.priorErrors()),
        shown(designed.shaking().standardErrors(), designed.priorErrors())));
    return text.toString();
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("robot", robot).put("commands", designed.shaking().trial().stepCount()).put("time_step_s", timeStep)
        .put("commanded", commanded.name().toLowerCase(Locale.ROOT)).put("file", file.toString());
    json.set("log_det_information_sines", JsonFile.number(designed.sines().information()));
    json.set("log_det_information_shaking", JsonFile.number(designed.shaking().information()));
    ArrayNode numbers = json.putArray("numbers");
    for (int k = 0; k < designed.names().size(); k++) {
      ObjectNode number = IdentifyReport.named(numbers.addObject(), designed.names().get(k));
      number.set("standard_deviation_before", JsonFile.number(designed.priorErrors()[k]));
      number.set("standard_error_sines", JsonFile.number(designed.sines().standardErrors()[k]));
      number.set("standard_error_shaking", JsonFile.number(designed.shaking().standardErrors()[k]));
    }
    return json;
  }
}
