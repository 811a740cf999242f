package io.github.lanewise.app.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.ChosenTask;
import io.github.lanewise.app.options.VariantOptions;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.learning.TrainingSettings;
import io.github.lanewise.task.LaneTask;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code lanewise train} was asked to do.
 *
 * @param training settings of the first seed
 * @param minutes after which a training ends [min]; null where it ends after its windows
 * @param seeds trainings, one after the other
 */
record TrainSettings(ChosenTask chosen, Method method, TrainingSettings training,
    Double minutes, int seeds, Computing computing) {
  /** Points of a curve, about. */
  private static final int POINTS = 200;

  /** How it is computed. */
  record Computing(ElementType precision, int threads) {}

  LaneTask task() {
    return chosen.task().forLearning();
  }

  /** The settings of a training by its number, from 0. */
  TrainingSettings training(int number) {
    return training.withSeed(training.seed() + number);
  }

  /** Environment steps of a window of all robots. */
  long stepsOfWindow() {
    return (long) training.robots() * training.window();
  }

  /** From one point of a curve to the next. */
  long windowsOfPoint() {
    return Math.max(1, training.windows() / POINTS);
  }

  /** How far a training is, 0 to 1. */
  double share(long environmentSteps, double seconds) {
    return Math.min(1, minutes == null ? (double) environmentSteps / (training.windows() * stepsOfWindow())
        : seconds / (60 * minutes));
  }

  /** All that decides how a training goes, by name; neither how long nor on how many threads. */
  Map<String, String> named(int number) {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("task", task().name());
    named.putAll(chosen.facts());
    named.put("inertia", VariantOptions.inertia(chosen.variant()));
    named.put("changes of the task", VariantOptions.changes(chosen.variant()));
    named.put("method", Choice.text(method));
    named.put("precision", Choice.text(computing.precision));
    named.put("vector bits", Integer.toString(Lanes.widest(computing.precision).bits()));
    named.putAll(training(number).named());
    return named;
  }

  /** The settings under their options' names, with units where they have one. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("task", task().name())
        .put("method", Choice.text(method))
        .put("lambda", training.objective().lambda())
        .put("blend", training.objective().blend())
        .put("longer_windows", Choice.text(training.objective().reading()))
        .put("discount", training.objective().discount())
        .put("envs", training.robots())
        .put("window_steps", training.window())
        .put("windows", training.windows())
        .put("adaptive", training.adaptive() != null);
    putModel(json.putObject("model"), training.model());
    json.set("minutes", JsonFile.number(minutes == null ? Double.NaN : minutes));
    json.set("entropy_of_action", JsonFile.number(training.actor().entropy()));
    json.set("longest_derivative", JsonFile.number(training.actor().longest()));
    json.put("learning_rate", training.actor().rate())
        .put("values_learning_rate", training.critic() == null ? null : training.critic().rate())
        .put("seed", training.seed())
        .put("seeds", seeds)
        .put("precision", Choice.text(computing.precision))
        .put("threads", computing.threads);
    VariantOptions.put(json, chosen.variant());
    chosen.facts().forEach((name, value) -> json.put(name.replace(' ', '_'), value));
    return json;
  }

  private static void putModel(ObjectNode json, TrainingSettings.Model model) {
    if (model != null) {
      json.put("share", model.share()).put("gradient_in_robots", Choice.text(model.gradient()))
          .put("gradient_in_model", Choice.text(model.imagined())).put("networks", model.networks())
          .put("updates", model.updates()).put("batch", model.batch()).put("samples_steps", model.samples())
          .put("capacity", model.capacity()).put("jacobian_weight", model.slopes())
          .put("warm_up_windows", model.warmUp());
    }
  }
}
