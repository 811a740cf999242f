package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.planning.Improvement;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link ShakeResult} as a page to read and as JSON with the same numbers. */
final class ShakeReport {
  private final ShakeResult result;
  private final ShakeSettings settings;
  private final StringBuilder text = new StringBuilder();

  ShakeReport(ShakeResult result) {
    this.result = result;
    settings = result.settings();
  }

  String toText() {
    text.setLength(0);
    Rollouts logs = result.logs();
    line("%s: %d parameters, %d states, %d samples of %s s",
        settings.data() != null ? settings.data() : settings.model().name() + " under "
        + ShakeSettings.name(settings.controller()),
        logs.parameterCount(), logs.stateRows(), logs.steps(), logs.timeStep());
    line("%d roll-outs%s, %d of them nominal; estimated by %s", logs.count(),
        settings.wire() == null ? "" : settings.wire().simulated() ? " of a simulated robot behind a serial line"
        : " of the robot at " + settings.wire().port().text(), logs.nominalRollouts().length,
        ShakeSettings.name(settings.estimator()));
    line("");
    result.remarks().forEach(remark -> line("  left out: %s", remark));
    int gaps = logs.count() - ShakeAnalysis.complete(logs).count();
    if (gaps > 0) {
      number("gaps", "%.0f roll-outs", gaps, "have samples that were missed; these count nowhere, the others do");
    }
    if (result.delays() != null) {
      number("delays", "%.2f samples", Arrays.stream(result.delays()).average().orElseThrow(),
          format("on average, %.2f at most, found and taken out; %d at the limit of the search",
              Arrays.stream(result.delays()).max().orElseThrow(), result.delaysAtLimit()));
    }
    if (result.spread() != null) {
      number("noise", "%.2g", Arrays.stream(result.spread()).max().orElseThrow(),
          "largest standard deviation of a state between repeats of the nominal");
    }
    number("rank", "%.0f", result.sensitivity().rank(), "of " + logs.parameterCount() + (isComplete() ? ""
        : ": the roll-outs do not tell all parameters apart, and what is not known has infinite standard errors"));
    standardError();
    if (result.oracle() != null) {
      number("error", "%.2g %%", 100 * result.sensitivity().relativeError(result.oracle()),
          "of the sensitivity against the exact one, |D - D*| / |D*| over all samples");
      number("coverage", "%.1f %%", 100 * result.sensitivity()
          .coverage(result.oracle(), 0.95), "of the exact entries are inside their 95 % intervals");
    }
    if (result.trial() != null) {
      number("prediction error", "%.2g %%", 100 * result.trial().relativeError(), format("of the motion of %d %s",
          result.trial().count(), settings.data() == null && settings.wire() == null ? "new perturbations"
          : "roll-outs from the others, noise included"));
    } else {
      entry("prediction error", "unknown", "for want of roll-outs without gaps to hold back from the estimate");
    }
    if (settings.estimator() == ShakeSettings.Method.RECURSIVE) {
      line("  %-18s %s", settings.wire() == null ? "shaking could stop" : "shaking stopped", result.settledAfter() == 0
          ? format("not yet: the standard error is above %.2g %%", 100 * settings.tolerance())
          : format("after %d roll-outs, at a standard error of %.2g %%", result.settledAfter(),
          100 * settings.tolerance()));
    }
    gradient();
    improvement();
    reach();
    return text.toString();
  }

  private void gradient() {
    ShakeResult.Gradient gradient = result.gradient();
    if (gradient == null || gradient.exact() == null) {
      return;
    }
    number("gradient", "%.5f", gradient.cosine(), gradient.exactError() == null
        ? "cosine of its angle to the exact policy gradient"
        : format("cosine of its angle to the robot's true one, which is known to %.1f %%",
            100 * size(gradient.exactError()) / size(gradient.exact())));
  }

  /** In scales of the parameters. */
  private double size(double[] gradient) {
    double squares = 0;
    for (int j = 0; j < gradient.length; j++) {
      squares += Math.pow(gradient[j] * result.parameters().get(j).scale(), 2);
    }
    return Math.sqrt(squares);
  }

  private void standardError() {
    double error = result.relativeStandardError();
    if (Double.isInfinite(error)) {
      entry("standard error", "unknown", isComplete()
          ? "for want of roll-outs: there are no more than numbers to estimate" : "of what is not known");
    } else {
      number("standard error", "%.2g %%", 100 * error,
          "of the motion that the parameters make, as the estimator expects");
    }
  }

  private boolean isComplete() {
    return result.sensitivity().rank() == result.sensitivity().parameterCount();
  }

  private void improvement() {
    if (result.visits().isEmpty()) {
      return;
    }
    line("");
    line("Return J = -mean |tip - goal|^2 - effort, %s to %s m:", result.gradient().task().frame(),
        point(result.gradient().task().goal()));
    line("  %9s %15s %15s %15s  %s", "roll-outs", "predicted gain", "measured gain", "return [m^2]", "kept");
    for (Improvement.Visit visit : result.visits()) {
      boolean start = visit == result.visits().getFirst();
      boolean failed = Double.isInfinite(visit.value());
      line("  %,9d %15s %15s %15s  %s", visit.rollouts(), start ? "" : format("%.4g", visit.predictedGain()),
          start || failed ? "" : format("%.4g", visit.measuredGain()),
          failed ? "failed" : format("%.4g", visit.value()), visit.accepted() ? "yes" : "no");
    }
  }

  private void reach() {
    if (result.reach() == null) {
      return;
    }
    ShakeResult.Reach reach = result.reach();
    line("");
    line("Reach with %s, one plan, %s:", reach.task().frame(),
        reach.executed() == null ? "not executed" : "executed once");
    for (int v = 0; v < reach.samples().length; v++) {
      double time = (reach.samples()[v] + 1) * result.used().timeStep();
      double[] still = reach.nominalPoints()[v];
      line("  %s m at %.4g s: the nominal policy goes to %s and misses by %.3f mm",
          point(settings.reach().get(v).target()), time, point(still), 1e3 * reach.nominalMisses()[v]);
      line("    planned to miss by %.3f mm, standard error %.3f mm%s", 1e3 * reach.plan().misses()[v],
          1e3 * reach.plan().deviations()[v],
          reach.executed() == null ? "" : format("; missed by %.3f mm", 1e3 * reach.executedMisses()[v]));
    }
    if (!reach.plan().converged()) {
      line("  the plan is not optimal: %s",
          reach.plan().obstacle() == null ? "no end was found" : reach.plan().obstacle());
    }
    double[] nominal = result.logs().nominal();
    List<PolicyParameter> parameters = result.parameters();
    for (int j = 0; j < nominal.length; j++) {
      line("    %-14s %12.6g -> %12.6g %s", parameters.get(j).name(), nominal[j], nominal[j] + reach.plan().change()[j],
          parameters.get(j).unit());
    }
  }

  private static String point(double[] target) {
    return Arrays.stream(target).mapToObj(x -> format("%.4g", x)).collect(Collectors.joining(", ", "(", ")"));
  }

  private void number(String name, String form, double value, String remark) {
    entry(name, format(form, value), remark);
  }

  private void entry(String name, String value, String remark) {
    line("  %-18s %14s   %s", name, value, remark);
  }

  private void line(String form, Object... values) {
    text.append(format(form, values)).append(System.lineSeparator());
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  ObjectNode toJson() throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.set("machine", Machine.toJson());
    json.put("version", Version.number());
    Rollouts logs = result.logs();
    json.put("rollouts", logs.count()).put("nominal_rollouts", logs.nominalRollouts().length)
        .put("states", logs.stateRows()).put("samples", logs.steps()).put("samples_used", result.used().steps())
        .put("time_step_seconds", logs.timeStep());
    ArrayNode parameters = json.putArray("parameters");
    for (PolicyParameter parameter : result.parameters()) {
      parameters.addObject().put("name", parameter.name()).put("unit", parameter.unit())
          .put("nominal", parameter.nominal()).put("scale", parameter.scale());
    }
    ArrayNode states = json.putArray("state_names");
    result.stateNames().forEach(states::add);
    ArrayNode remarks = json.putArray("left_out");
    result.remarks().forEach(remarks::add);
    json.put("rollouts_with_gaps", logs.count() - ShakeAnalysis.complete(logs).count());
    json.set("delays_samples", result.delays() == null ? null : JsonFile.numbers(result.delays()));
    json.put("delays_at_limit", result.delaysAtLimit());
    json.set("noise_standard_deviations", result.spread() == null ? null : JsonFile.numbers(result.spread()));
    json.put("rank", result.sensitivity().rank());
    json.set("degrees_of_freedom", JsonFile.number(result.sensitivity().degreesOfFreedom()));
    json.set("sensitivity_standard_error_relative", JsonFile.number(result.relativeStandardError()));
    if (result.oracle() != null) {
      json.set("sensitivity_error_relative", JsonFile.number(result.sensitivity().relativeError(result.oracle())));
      json.put("interval_95_coverage", result.sensitivity().coverage(result.oracle(), 0.95));
    }
    if (result.trial() != null) {
      json.put("predicted_trajectories", result.trial().count());
      json.set("prediction_error_relative", JsonFile.number(result.trial().relativeError()));
    }
    if (settings.estimator() == ShakeSettings.Method.RECURSIVE) {
      json.put("settled_after_rollouts", result.settledAfter() == 0 ? null : (Integer) result.settledAfter());
    }
    if (result.gradient() != null) {
      json.set("gradient_learned", JsonFile.numbers(result.gradient().learned()));
      if (result.gradient().exact() != null) {
        json.set("gradient_exact", JsonFile.numbers(result.gradient().exact()));
        json.set("gradient_cosine", JsonFile.number(result.gradient().cosine()));
      }
      if (result.gradient().exactError() != null) {
        json.set("gradient_exact_standard_error", JsonFile.numbers(result.gradient().exactError()));
      }
      json.set("goal_metres", JsonFile.numbers(result.gradient().task().goal()));
    }
    if (!result.visits().isEmpty()) {
      json.set("improvement", visits());
    }
    if (result.reach() != null) {
      json.set("reach", reachJson());
    }
    return json;
  }

  private ArrayNode visits() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Improvement.Visit visit : result.visits()) {
      ObjectNode node = array.addObject().put("rollouts_so_far", visit.rollouts());
      node.set("return_square_metres", JsonFile.number(visit.value()));
      node.put("predicted_gain_square_metres", visit.predictedGain());
      node.set("measured_gain_square_metres", JsonFile.number(visit.measuredGain()));
      node.put("accepted", visit.accepted()).put("trust_radius", visit.radius())
          .set("parameters", JsonFile.numbers(visit.parameters()));
    }
    return array;
  }

  private ObjectNode reachJson() {
    ShakeResult.Reach reach = result.reach();
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("frame", reach.task().frame());
    json.set("parameter_change", JsonFile.numbers(reach.plan().change()));
    ArrayNode points = json.putArray("nominal_points_metres");
    for (double[] place : reach.nominalPoints()) {
      points.add(JsonFile.numbers(place));
    }
    json.set("nominal_misses_metres", JsonFile.numbers(reach.nominalMisses()));
    json.set("predicted_misses_metres", JsonFile.numbers(reach.plan().misses()));
    json.set("predicted_standard_errors_metres", JsonFile.numbers(reach.plan().deviations()));
    json.set("executed_misses_metres", reach.executed() == null ? null : JsonFile.numbers(reach.executedMisses()));
    json.put("converged", reach.plan().converged());
    json.put("obstacle", reach.plan().obstacle());
    return json;
  }
}
