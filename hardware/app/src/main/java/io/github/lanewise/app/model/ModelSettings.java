package io.github.lanewise.app.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.data.ModelFile;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sobolev.fitting.Dataset;
import io.github.lanewise.sobolev.fitting.FitSettings;
import io.github.lanewise.sobolev.fitting.LossKind;
import java.nio.file.Path;

/** What {@code lanewise model} was asked to do. */
record ModelSettings(Subject subject, Samples samples, ControlSteps controlSteps, Training training) {
  /**
   * What is learned.
   *
   * @param robot null if there is none
   * @param data file of samples in place of the simulator, or null
   * @param load file of a model that is to be tested in place of one that is trained, or null
   */
  record Subject(NamedRobot robot, Path data, Path load) {
    /** As the user named it. */
    @Override
    public String toString() {
      return data != null ? data.toString() : robot != null ? robot.name() : load.toString();
    }
  }

  /**
   * What it is learned from.
   *
   * @param heldOutCount samples to be tested on; 0 for a fifth of those in the file
   * @param residual whether outputs are later values of the first inputs
   * @param dropBad whether to leave out samples that are not finite
   */
  record Samples(int count, int heldOutCount, boolean residual, boolean dropBad) {}

  /**
   * What the simulator does in a sample, and models in roll-outs.
   *
   * @param period of a control step [s]
   * @param substepCount of the simulator in a control step
   * @param rolloutCount control steps of roll-outs
   */
  record ControlSteps(double period, int substepCount, int rolloutCount) {}

  /**
   * How it is learned.
   *
   * @param checkpoint file from which training goes on and to which it writes its state, or null
   */
  record Training(LossKind loss, FitSettings fit, int epochCount, Path checkpoint) {}

  /** The robot, or null. */
  RobotModel model() {
    return subject.robot == null ? null : subject.robot.model();
  }

  /** The same for the test of a model that was saved: with its own control steps, and changes if it gives such. */
  ModelSettings of(ModelFile file) {
    return new ModelSettings(subject, new Samples(samples.count, samples.heldOutCount,
        file.models().getFirst().givesChanges(), samples.dropBad), file.substeps() == 0 ? controlSteps
        : new ControlSteps(file.controlStep(), file.substeps(), controlSteps.rolloutCount), training);
  }

  /**
   * Lets samples pass of which bad ones were left out only if that was asked for.
   *
   * @throws IllegalArgumentException if not, with how many
   */
  void requireGood(Dataset dataset) {
    if (dataset.droppedCount() > 0 && !samples.dropBad) {
      throw new IllegalArgumentException(subject + ": " + dataset.droppedCount() + " of "
          + (dataset.droppedCount() + dataset.training().count() + dataset.heldOut().count())
          + " samples have numbers that are not finite; "
          + (subject.robot == null ? "" : "more --substeps may keep them finite, ") + "--drop-bad leaves them out");
    }
  }

  /** The settings that were of use, under their options' names, with units where they have one. */
  ObjectNode toJson() {
    FitSettings fit = training.fit;
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("robot", subject.robot == null ? null : subject.robot.name())
        .put("data", subject.data == null ? null : subject.data.toString())
        .put("load", subject.load == null ? null : subject.load.toString())
        .put("residual", samples.residual)
        .put("drop_bad", samples.dropBad)
        .put("held_out", samples.heldOutCount == 0 ? null : (Integer) samples.heldOutCount)
        .put("threads", fit.threads())
        .put("seed", fit.seed());
    if (subject.robot != null) {
      json.put("samples", samples.count)
          .put("control_step_s", controlSteps.period)
          .put("substeps", controlSteps.substepCount)
          .put("rollout_steps", controlSteps.rolloutCount);
    }
    if (subject.load == null) {
      putTraining(json);
    }
    return json;
  }

  private void putTraining(ObjectNode json) {
    FitSettings fit = training.fit;
    json.put("loss", training.loss.toString())
        .put("alpha_s", fit.slopes().alphaStates())
        .put("alpha_a", fit.slopes().alphaActions())
        .put("projections", fit.slopes().projections());
    ArrayNode hidden = json.putArray("hidden");
    for (int width : fit.network().hidden()) {
      hidden.add(width);
    }
    json.put("activation", fit.network().activation().toString())
        .put("layer_norm", fit.network().layerNorm())
        .put("gaussian", fit.network().gaussian())
        .put("ensemble", fit.network().members())
        .put("epochs", training.epochCount)
        .put("batch", fit.optimiser().batch())
        .put("learning_rate", fit.optimiser().learningRate())
        .put("precision", Choice.text(fit.precision()))
        .put("checkpoint", training.checkpoint == null ? null : training.checkpoint.toString());
  }
}
