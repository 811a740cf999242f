package io.github.lanewise.app.shake;

import static io.github.lanewise.app.report.TextPage.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.DrivenText;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.model.Joint;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Improvement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A {@link ShakeResult} as a page to read and as JSON with the same numbers. */
final class ShakeReport {
  private final ShakeResult result;
  private final ShakeSettings settings;
  private final ShakeSettings.Subject subject;
  private final ShakeSettings.Estimation estimation;
  private final ShakeResult.Learned learned;
  private final Sensitivity sensitivity;
  private final Rollouts logs;
  private TextPage text;

  ShakeReport(ShakeResult result) {
    this.result = result;
    settings = result.settings();
    subject = settings.subject();
    estimation = settings.estimation();
    learned = result.learned();
    sensitivity = learned.sensitivity();
    logs = result.data().logs();
  }

  String toText() {
    text = new TextPage();
    ShakeWire wire = subject.wire();
    text.line("%s: %d parameters, %d states, %d samples of %s s",
        subject.data() != null ? subject.data()
        : settings.model().name() + " under " + settings.motion().toText(),
        logs.parameterCount(), logs.stateCount(), logs.stepCount(), logs.timeStep());
    text.line("%d roll-outs%s, %d of them nominal; estimated by %s", logs.count(),
        wire == null ? "" : wire.simulated() ? " of a simulated robot behind a serial line"
        : " of the robot at " + wire.port().text(), logs.nominalRollouts().length, Choice.text(estimation.method()));
    if (subject.data() == null) {
      DrivenJoints driven = DrivenJoints.of(settings.model());
      DrivenText.of(driven).ifPresent(words -> text.line("%s", words));
      DrivenText.free(driven).ifPresent(words -> text.line("%s", words));
    }
    text.line();
    result.remarks().forEach(remark -> text.line("  left out: %s", remark));
    int gaps = logs.count() - ShakeAnalysis.complete(logs).count();
    if (gaps > 0) {
      number("gaps", "%.0f roll-outs", gaps, "have samples that were missed; these count nowhere, the others do");
    }
    double[] delays = result.data().delays();
    if (delays != null) {
      number("delays", "%.2f samples", Arrays.stream(delays).average().orElseThrow(),
          format("on average, %.2f at most, found and taken out; %d at the limit of the search",
              Arrays.stream(delays).max().orElseThrow(), result.data().atLimitCount()));
    }
    double[] spread = result.data().spread();
    if (spread != null) {
      number("noise", "%.2g", Arrays.stream(spread).max().orElseThrow(),
          "largest standard deviation of a state between repeats of the nominal");
    }
    number("rank", "%.0f", sensitivity.rank(), "of " + logs.parameterCount() + (isComplete() ? ""
        : estimation.method().takesFewer() ? ": along the others intervals are as wide as the estimator must suppose"
        : ": the roll-outs do not tell all parameters apart, and what is not known has infinite standard errors"));
    standardError();
    if (learned.oracle() != null) {
      number("error", "%.2g %%", 100 * sensitivity.relativeError(learned.oracle()),
          "of the sensitivity against the exact one, |D - D*| / |D*| over all samples");
      number("coverage", "%.1f %%", 100 * sensitivity.coverage(learned.oracle(), 0.95),
          "of the exact entries are inside their 95 % intervals");
    }
    if (learned.trial() != null) {
      number("prediction error", "%.2g %%", 100 * learned.trial().relativeError(), format("of the motion of %d %s",
          learned.trial().count(), subject.data() == null && wire == null ? "new perturbations"
          : "roll-outs from the others, noise included"));
    } else {
      entry("prediction error", "unknown", "for want of roll-outs without gaps to hold back from the estimate");
    }
    if (estimation.method() == ShakeSettings.Method.RECURSIVE) {
      text.line("  %-18s %s", wire == null ? "shaking could stop" : "shaking stopped", learned.settledAfter() == 0
          ? format("not yet: --tolerance %.2g was not reached as they came in", estimation.tolerance())
          : format("after %d roll-outs, when --tolerance %.2g was reached", learned.settledAfter(),
          estimation.tolerance()));
    }
    gradient();
    improvement();
    reach();
    return text.toString();
  }

  private void gradient() {
    ShakeResult.Gradient gradient = learned.gradient();
    if (gradient == null || gradient.exact() == null) {
      return;
    }
    number("gradient", "%.5f", gradient.cosine(), gradient.exactError() == null
        ? "cosine of its angle to the exact policy gradient"
        : "cosine of its angle to the robot's true one" + (size(gradient.exact()) == 0 ? ""
            : format(", which is known to %.1f %%", 100 * size(gradient.exactError()) / size(gradient.exact()))));
    if (gradient.halfWidths() != null) {
      number("its intervals", "%.1f %%", 100 * gradient.coverage(), format("of the %s numbers are inside them; their"
          + " half widths together are %.0f %% of the gradient", gradient.exactError() == null ? "exact" : "true",
          100 * size(gradient.halfWidths()) / size(gradient.learned())));
    }
  }

  /** In scales of the parameters. */
  private double size(double[] gradient) {
    double squares = 0;
    for (int j = 0; j < gradient.length; j++) {
      squares += Math.pow(gradient[j] * result.names().parameters().get(j).scale(), 2);
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
    return sensitivity.rank() == sensitivity.parameterCount();
  }

  private void improvement() {
    List<Improvement.Visit> visits = result.uses().visits();
    if (visits.isEmpty()) {
      return;
    }
    text.line();
    text.line("Return J = -mean |tip - goal|^2%s, %s to %s m:",
        learned.gradient().task().effort() > 0 ? " - effort" : "", learned.gradient().task().frame(),
        point(learned.gradient().task().goal()));
    text.line("  %9s %15s %15s %15s  %s", "roll-outs", "predicted gain", "measured gain", "return [m^2]", "kept");
    for (Improvement.Visit visit : visits) {
      boolean start = visit == visits.getFirst();
      boolean failed = Double.isInfinite(visit.value());
      text.line("  %,9d %15s %15s %15s  %s", visit.rolloutCount(), start ? "" : format("%.4g", visit.predictedGain()),
          start || failed ? "" : format("%.4g", visit.measuredGain()),
          failed ? "failed" : format("%.4g", visit.value()), visit.accepted() ? "yes" : "no");
    }
  }

  private void reach() {
    ShakeResult.Reach reach = result.uses().reach();
    if (reach == null) {
      return;
    }
    text.line();
    text.line("Reach with %s, one plan, %s:", reach.task().frame(),
        reach.executed() == null ? "not executed" : "executed once");
    for (int v = 0; v < reach.samples().length; v++) {
      double time = (reach.samples()[v] + 1) * result.data().used().timeStep();
      text.line("  %s m at %.4g s: the nominal policy goes to %s and misses by %.3f mm",
          point(settings.goals().reach().get(v).target()), time, point(reach.nominal().points()[v]),
          1e3 * reach.nominal().misses()[v]);
      text.line("    planned to miss by %.3f mm, standard error %.3f mm%s", 1e3 * reach.plan().misses()[v],
          1e3 * reach.plan().deviations()[v],
          reach.executed() == null ? "" : format("; missed by %.3f mm", 1e3 * reach.executed().misses()[v]));
    }
    if (!reach.plan().converged()) {
      text.line("  the plan is not optimal: %s",
          reach.plan().obstacle() == null ? "no end was found" : reach.plan().obstacle());
    }
    double[] nominal = logs.nominal();
    List<PolicyParameter> parameters = result.names().parameters();
    for (int j = 0; j < nominal.length; j++) {
      text.line("    %-14s %12.6g -> %12.6g %s", parameters.get(j).name(), nominal[j],
          nominal[j] + reach.plan().change()[j], parameters.get(j).unit());
    }
  }

  private static String point(double[] target) {
    return Arrays.stream(target).mapToObj(x -> format("%.4g", x)).collect(Collectors.joining(", ", "(", ")"));
  }

  /** A quotient of which nothing is left to divide by, such as the motion where nothing moves, is no number. */
  private void number(String name, String form, double value, String remark) {
    entry(name, Double.isFinite(value) ? format(form, value) : "-",
        Double.isFinite(value) ? remark : remark + ": there is nothing to compare with, it is 0");
  }

  private void entry(String name, String value, String remark) {
    text.line("  %-18s %14s   %s", name, value, remark);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.put("rollouts", logs.count()).put("nominal_rollouts", logs.nominalRollouts().length)
        .put("states", logs.stateCount()).put("samples", logs.stepCount())
        .put("samples_used", result.data().used().stepCount()).put("time_step_s", logs.timeStep());
    ArrayNode parameters = json.putArray("parameters");
    for (PolicyParameter parameter : result.names().parameters()) {
      parameters.addObject().put("name", parameter.name()).put("unit", parameter.unit())
          .put("nominal", parameter.nominal()).put("scale", parameter.scale());
    }
    result.names().states().forEach(json.putArray("state_names")::add);
    if (subject.data() == null) {
      DrivenJoints driven = DrivenJoints.of(settings.model());
      ArrayNode array = json.putArray("driven_joints");
      for (Joint joint : driven.joints()) {
        ObjectNode entry = array.addObject().put("name", joint.name());
        entry.set("lowest_force", JsonFile.number(driven.lowest(joint)));
        entry.set("highest_force", JsonFile.number(driven.highest(joint)));
      }
    }
    result.remarks().forEach(json.putArray("left_out")::add);
    json.put("rollouts_with_gaps", logs.count() - ShakeAnalysis.complete(logs).count());
    json.set("delays_samples", numbers(result.data().delays()));
    json.put("delays_at_limit", result.data().atLimitCount());
    json.set("noise_standard_deviations", numbers(result.data().spread()));
    json.put("rank", sensitivity.rank());
    json.set("degrees_of_freedom", JsonFile.number(sensitivity.degreesOfFreedom()));
    json.set("sensitivity_standard_error_relative", JsonFile.number(result.relativeStandardError()));
    if (learned.oracle() != null) {
      json.set("sensitivity_error_relative", JsonFile.number(sensitivity.relativeError(learned.oracle())));
      json.put("interval_95_coverage", sensitivity.coverage(learned.oracle(), 0.95));
    }
    if (learned.trial() != null) {
      json.put("predicted_trajectories", learned.trial().count());
      json.set("prediction_error_relative", JsonFile.number(learned.trial().relativeError()));
    }
    if (estimation.method() == ShakeSettings.Method.RECURSIVE) {
      json.put("settled_after_rollouts", learned.settledAfter() == 0 ? null : (Integer) learned.settledAfter());
    }
    ShakeResult.Gradient gradient = learned.gradient();
    if (gradient != null) {
      json.set("gradient_learned", JsonFile.numbers(gradient.learned()));
      if (gradient.halfWidths() != null) {
        json.set("gradient_interval_95_half_widths", JsonFile.numbers(gradient.halfWidths()));
      }
      if (gradient.exact() != null) {
        json.set("gradient_exact", JsonFile.numbers(gradient.exact()));
        json.set("gradient_cosine", JsonFile.number(gradient.cosine()));
      }
      if (gradient.exactError() != null) {
        json.set("gradient_exact_standard_error", JsonFile.numbers(gradient.exactError()));
      }
      json.set("goal_m", JsonFile.numbers(gradient.task().goal()));
    }
    if (!result.uses().visits().isEmpty()) {
      json.set("improvement", visits());
    }
    if (result.uses().reach() != null) {
      json.set("reach", reachJson());
    }
    return json;
  }

  private static ArrayNode numbers(double[] values) {
    return values == null ? null : JsonFile.numbers(values);
  }

  private ArrayNode visits() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Improvement.Visit visit : result.uses().visits()) {
      ObjectNode node = array.addObject().put("rollouts_so_far", visit.rolloutCount());
      node.set("return_m2", JsonFile.number(visit.value()));
      node.put("predicted_gain_m2", visit.predictedGain());
      node.set("measured_gain_m2", JsonFile.number(visit.measuredGain()));
      node.put("accepted", visit.accepted()).put("trust_radius", visit.radius())
          .set("parameters", JsonFile.numbers(visit.parameters()));
    }
    return array;
  }

  private ObjectNode reachJson() {
    ShakeResult.Reach reach = result.uses().reach();
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("frame", reach.task().frame());
    json.set("parameter_change", JsonFile.numbers(reach.plan().change()));
    ArrayNode points = json.putArray("nominal_points_m");
    for (double[] place : reach.nominal().points()) {
      points.add(JsonFile.numbers(place));
    }
    json.set("nominal_misses_m", JsonFile.numbers(reach.nominal().misses()));
    json.set("predicted_misses_m", JsonFile.numbers(reach.plan().misses()));
    json.set("predicted_standard_errors_m", JsonFile.numbers(reach.plan().deviations()));
    json.set("executed_misses_m", reach.executed() == null ? null : JsonFile.numbers(reach.executed().misses()));
    json.put("converged", reach.plan().converged());
    json.put("obstacle", reach.plan().obstacle());
    return json;
  }
}
