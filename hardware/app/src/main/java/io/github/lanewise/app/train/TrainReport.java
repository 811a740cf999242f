package io.github.lanewise.app.train;

import static io.github.lanewise.app.report.TextPage.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Machine;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.learning.MixedReturn;
import io.github.lanewise.learning.TrainingSettings;
import io.github.lanewise.task.Returns;

/** A {@link TrainResult} as a page to read and as JSON with the same numbers. */
final class TrainReport {
  private final TrainResult result;
  private final TrainSettings settings;

  TrainReport(TrainResult result) {
    this.result = result;
    settings = result.settings();
  }

  /** A page to read. */
  String toText() {
    TextPage text = new TextPage();
    TrainingSettings training = settings.training();
    text.line("%s, learned by %s%s", settings.chosen().text(), Choice.text(settings.method()),
        settings.method() == Method.MIX || settings.method() == Method.MBMIX ? mixing(training.objective()) : "");
    text.line("%,d robots, windows of %s steps, learning rate %s %s over %,d windows, %s in %d-bit vectors, %s",
        training.robots(), window(training), TextPage.number(training.actor().rate()),
        settings.method() == Method.PPO ? "at first, the critic's to " + TextPage.number(TrainingSettings.LAST_RATE)
            : "to " + TextPage.number(TrainingSettings.LAST_RATE), training.windows(),
        Choice.text(settings.computing().precision()),
        Lanes.widest(settings.computing().precision()).bits(),
        settings.computing().threads() == 1 ? "1 thread" : settings.computing().threads() + " threads");
    text.line("%s", Machine.cpu()).line();
    text.line("  %6s %18s %10s %12s %12s %10s %10s %8s %8s", "seed", "environment steps", "time [s]", "return",
        "best return", "steps/s", "blown up", "cut", "skipped");
    for (Trained one : result.trained()) {
      text.line("  %6d %,18d %,10.1f %12s %12s %,10.0f %,10d %,8d %,8d%s", one.seed(), one.end().environmentSteps(),
          one.end().seconds(), number(one.finalReturn()), number(one.bestReturn()), one.speed(),
          one.losses().blownUp(), one.losses().cut(), one.losses().skipped(),
          one.failure() == null ? "" : "  diverged");
    }
    Returns returns = result.finalReturns();
    if (returns.count() > 1) {
      text.line();
      text.line("  return of %d seeds: mean %s, standard error %s, interquartile mean %s, from %s to %s",
          returns.count(), number(returns.mean()), number(returns.standardError()), number(returns.interquartileMean()),
          number(returns.lowest()), number(returns.highest()));
    }
    text.line();
    text.line("  return: mean of the last 100 episodes, of the policy with its noise; best return: the highest one");
    text.line("  blown up: episodes whose state left the finite numbers; cut: derivatives of a robot at a step that did"
        + " so");
    text.line("  skipped: steps of an optimiser without a finite gradient");
    return text.toString();
  }

  private static String window(TrainingSettings training) {
    return training.adaptive() == null ? format("%,d", training.window())
        : format("%,d to %,d", training.adaptive().shortest(), training.adaptive().longest());
  }

  private static String mixing(MixedReturn objective) {
    return format(" (lambda %s, blend %s%s)", TextPage.number(objective.lambda()), TextPage.number(objective.blend()),
        objective.reading() == MixedReturn.Reading.TAIL ? "" : ", renormalized");
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : TextPage.number(value);
  }

  /** Keys with their units; null where nothing was measured. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.set("jvm", Machine.jvm());
    json.put("stopped_by_signal", result.stopped());
    ArrayNode curve = json.putArray("curve");
    boolean several = result.trained().size() > 1;
    for (TrainResult.Spread at : result.spread()) {
      ObjectNode point = curve.addObject();
      put(point, new Learning.Point(at.environmentSteps(), at.seconds(), at.returns().mean()));
      if (several) {
        point.set("return_lowest", JsonFile.number(at.returns().lowest()));
        point.set("return_highest", JsonFile.number(at.returns().highest()));
      }
    }
    Returns returns = result.finalReturns();
    json.set("final_return_mean", JsonFile.number(returns.mean()));
    json.set("final_return_interquartile_mean", JsonFile.number(returns.interquartileMean()));
    json.set("final_return_standard_error", JsonFile.number(returns.standardError()));
    json.set("best_return_mean", JsonFile.number(result.of(Trained::bestReturn).mean()));
    json.set("environment_steps_per_second", JsonFile.number(result.of(Trained::speed).mean()));
    json.put("blown_up_episodes", result.trained().stream().mapToLong(one -> one.losses().blownUp()).sum());
    json.put("cut_derivatives", result.trained().stream().mapToLong(one -> one.losses().cut()).sum());
    json.put("skipped_optimiser_steps", result.trained().stream().mapToLong(one -> one.losses().skipped()).sum());
    ArrayNode seeds = json.putArray("seeds");
    result.trained().forEach(one -> seeds.add(json(one)));
    return json;
  }

  private static ObjectNode json(Trained one) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("seed", one.seed())
        .put("environment_steps", one.end().environmentSteps()).put("seconds", one.end().seconds())
        .put("episodes", one.episodes());
    json.set("final_return_mean", JsonFile.number(one.finalReturn()));
    json.set("best_return_mean", JsonFile.number(one.bestReturn()));
    json.put("environment_steps_per_second", one.speed())
        .put("blown_up_episodes", one.losses().blownUp())
        .put("cut_derivatives", one.losses().cut())
        .put("skipped_optimiser_steps", one.losses().skipped())
        .put("diverged", one.failure() != null);
    ArrayNode curve = json.putArray("curve");
    one.curve().forEach(point -> put(curve.addObject(), point));
    return json;
  }

  private static void put(ObjectNode json, Learning.Point point) {
    json.put("environment_steps", point.environmentSteps()).put("seconds", point.seconds());
    json.set("return_mean", JsonFile.number(point.returnMean()));
  }
}
