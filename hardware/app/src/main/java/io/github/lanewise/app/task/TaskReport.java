package io.github.lanewise.app.task;

import static io.github.lanewise.app.report.TextPage.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Machine;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.app.timing.Pace;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.task.Returns;
import io.github.lanewise.task.TaskRollout.End;
import io.github.lanewise.task.deformable.DeformableTask;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a run was like, for people and for programs: the same numbers.
 *
 * @param controlPeriod length of a control step [s]
 * @param substeps time steps of a control step
 * @param lostGradients lanes whose gradient is not finite; -1 without gradients
 * @param forward pace of windows of {@value TaskRun#WINDOW} control steps of all lanes; null if not measured
 * @param withGradient the same with the gradient of their return; null if not measured
 */
record TaskReport(TaskSettings settings, double controlPeriod, int substeps, FinishedEpisodes episodes,
    int lostGradients, Pace forward, Pace withGradient) {
  /** More lanes than these are summed up for people. */
  private static final int LANES_TO_READ = 8;

  private double speed(double windows) {
    return windows * TaskRun.WINDOW * settings.size().lanes();
  }

  /** Keys with their units; null where nothing was measured, a run was too short to tell, or a number is not finite. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.set("jvm", Machine.jvm());
    json.put("time_step_s", controlPeriod);
    Returns returns = episodes.returns();
    json.put("finished_episodes", returns.count());
    json.put("failed_episodes", episodes.count(End.FAILED));
    json.put("time_limit_episodes", episodes.count(End.TIME_LIMIT));
    json.put("blown_up_episodes", episodes.count(End.BLOWN_UP));
    json.put("non_finite_gradient_lanes", lostGradients < 0 ? null : lostGradients);
    json.set("return_mean", JsonFile.number(returns.mean()));
    json.set("return_median", JsonFile.number(returns.median()));
    json.set("return_interquartile_mean", JsonFile.number(returns.interquartileMean()));
    json.set("return_interquartile_mean_95_percent_interval", JsonFile.numbers(interval()));
    json.set("return_standard_error", JsonFile.number(returns.standardError()));
    json.set("goal_distance_mean_m", JsonFile.number(Returns.of(episodes.distances()).mean()));
    json.set("success_rate", JsonFile.number(successRate()));
    json.set("lane_returns", JsonFile.numbers(episodes.laneReturns()));
    put(json, "", "", forward);
    put(json, "_with_gradient", "gradient_", withGradient);
    return json;
  }

  /** Share of the episodes that ended near the goal; not a number for tasks without one. */
  private double successRate() {
    return settings.task() instanceof DeformableTask soft
        ? Arrays.stream(episodes.distances()).map(d -> d <= soft.tolerance() ? 1 : 0).average().orElse(Double.NaN)
        : Double.NaN;
  }

  private void put(ObjectNode json, String suffix, String prefix, Pace pace) {
    boolean settled = pace != null && pace.settled();
    json.set("environment_steps" + suffix + "_per_second", number(pace != null, pace == null ? 0
        : speed(pace.perSecond())));
    json.set("environment_steps" + suffix + "_per_second_quartiles", pace == null ? null
        : JsonFile.numbers(new double[] {speed(pace.perSecond(0.25)), speed(pace.perSecond(0.75))}));
    json.put(prefix + "speed_windows", pace == null ? null : pace.warmWindowCount());
    json.put(prefix + "warmed_up", pace == null ? null : settled);
    json.set(prefix + "warm_up_s", number(settled, settled ? pace.warmUpSeconds() : 0));
    json.set("allocated_bytes_per_control_step" + suffix,
        number(settled, settled ? pace.lateBytesPerRepetition() / TaskRun.WINDOW : 0));
  }

  /** Ends of the interval that covers the interquartile mean 95 times of 100. */
  private double[] interval() {
    return episodes.returns().interquartileMeanInterval(0.95, settings.computing().seed());
  }

  private static JsonNode number(boolean known, double value) {
    return JsonFile.number(known ? value : Double.NaN);
  }

  /** A page to read. */
  String toText() {
    TextPage text = new TextPage();
    int lanes = settings.size().lanes();
    TaskSettings.Computing computing = settings.computing();
    text.line("%s: %d observations, %d actions, episodes of at most %,d control steps of %.4g s (%d time"
        + " steps)", settings.chosen().text(), settings.observationCount(), settings.actionCount(),
        settings.task().episodeLength(), controlPeriod, substeps);
    text.line("%,d lanes, %,d control steps, actions: %s%s, start: %s, seed %d, %s in %d-bit vectors, %s", lanes,
        settings.size().steps(), settings.actions().name(), settings.learned() == null ? ""
            : settings.learned().stochastic() ? " with its noise" : " without noise", settings.start().name(),
        computing.seed(),
        Choice.text(computing.precision()), Lanes.widest(computing.precision()).bits(),
        computing.threads() == 1 ? "1 thread" : computing.threads() + " threads");
    if (!settings.changes().isEmpty()) {
      text.line("another task by %s: its returns do not compare with the published", settings.changes());
    }
    text.line("%s", Machine.cpu()).line();
    Returns returns = episodes.returns();
    line(text, "finished episodes", format("%,d", returns.count()),
        format((settings.learned() == null ? "" : "the first of each lane: ")
            + "%,d failed, %,d at the time limit, %,d blown up", episodes.count(End.FAILED),
            episodes.count(End.TIME_LIMIT), episodes.count(End.BLOWN_UP)));
    if (returns.count() > 0) {
      line(text, "return of an episode", TextPage.number(returns.mean()), "mean, standard error "
          + (returns.count() < 2 ? "-" : TextPage.number(returns.standardError())));
      line(text, "", TextPage.number(returns.median()), "median");
      line(text, "", TextPage.number(returns.interquartileMean()), "interquartile mean, 95 % interval "
          + (returns.count() < 2 ? "-" : TextPage.number(interval()[0]) + " to " + TextPage.number(interval()[1])));
    }
    if (settings.task() instanceof DeformableTask soft && episodes.distances().length > 0) {
      line(text, "success rate", format("%.1f %%", 100 * successRate()),
          format("of the episodes: those that ended within a %s of %s m of the goal", soft.distanceWords(),
              soft.tolerance()));
      line(text, "distance to the goal", TextPage.number(Returns.of(episodes.distances()).mean()),
          format("m, %s at the end, on average", soft.distanceWords()));
    }
    lanes(text);
    line(text, "non-finite lanes", format("%,d", episodes.count(End.BLOWN_UP)),
        "episodes whose state left the finite numbers or 1e6; their last step is worth 0");
    if (lostGradients >= 0) {
      line(text, "non-finite gradients", format("%,d", lostGradients), format("lanes, of %,d", lanes));
    }
    speed(text, "env steps per second", forward);
    speed(text, "  with gradient", withGradient);
    return text.toString();
  }

  private void lanes(TextPage text) {
    double[] returns = episodes.laneReturns();
    Returns sorted = Returns.of(returns);
    line(text, "return of a lane", TextPage.number(sorted.median()), returns.length <= LANES_TO_READ
        ? "median, all rewards of the run; by lane: " + Arrays.stream(returns).mapToObj(TextPage::number)
            .collect(Collectors.joining(", "))
        : format("median, all rewards of the run; from %s to %s", TextPage.number(sorted.lowest()),
            TextPage.number(sorted.highest())));
  }

  private void speed(TextPage text, String name, Pace pace) {
    if (pace == null) {
      return;
    }
    line(text, name, format("%,.0f", speed(pace.perSecond())), pace.settled()
        ? format("median, quartiles %,.0f and %,.0f, of %,d windows of %d steps or several, after warm-up",
            speed(pace.perSecond(0.25)), speed(pace.perSecond(0.75)), pace.warmWindowCount(), TaskRun.WINDOW)
        : "still warming up");
    if (pace.settled()) {
      line(text, "  warm-up", format("%.2f s", pace.warmUpSeconds()),
          "until a window reached 90 % of the settled speed");
      line(text, "  allocated after it", format("%,.0f B", pace.lateBytesPerRepetition() / TaskRun.WINDOW),
          "each control step, for all lanes and threads");
    } else {
      line(text, "  warm-up", "not over",
          format("ended after %.2f s, before the speed had settled: take a longer --timing", pace.seconds()));
    }
  }

  private static void line(TextPage text, String name, String value, String remark) {
    text.line("  %-22s %15s   %s", name, value, remark);
  }
}
