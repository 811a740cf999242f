package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.data.ModelFile;
import io.github.lanewise.hardware.learning.FitSettings;
import io.github.lanewise.hardware.learning.Lesson;
import io.github.lanewise.hardware.learning.LossKind;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What {@code lanewise model} was asked to do.
 *
 * @param robot as it was named on the command line; null if there is none
 * @param model of the robot, or null
 * @param data file of samples in place of the simulator, or null
 * @param residual whether outputs are later values of the first inputs
 * @param heldOut samples to be tested on; 0 for a fifth of those in the file
 * @param period of a control step [s]
 * @param substeps of the simulator in a control step
 * @param rolloutSteps control steps of roll-outs of the model
 * @param checkpoint file from which training goes on and to which it writes its state, or null
 * @param load file of a model that is to be tested in place of one that is trained, or null
 */
record ModelSettings(String robot, RobotModel model, Path data, boolean residual, boolean dropBad, int samples,
    int heldOut, LossKind loss, FitSettings fit, int epochs, double period, int substeps, int rolloutSteps,
    Path checkpoint, Path load) {
  /** What is learnt of, as the user named it. */
  String subject() {
    return data != null ? data.toString() : robot != null ? robot : load.toString();
  }

  /** The same for the test of a model that was saved: with its own control steps, and changes if it gives such. */
  ModelSettings of(ModelFile file) {
    boolean simulated = file.substeps() > 0;
    return new ModelSettings(robot, model, data, file.models().getFirst().givesChanges(), dropBad, samples, heldOut,
        loss, fit, epochs, simulated ? file.controlStep() : period, simulated ? file.substeps() : substeps,
        rolloutSteps, checkpoint, load);
  }

  /**
   * Lets samples pass of which bad ones were left out only if that was asked for.
   *
   * @throws IllegalArgumentException if not, with how many
   */
  void requireGood(Lesson lesson) {
    if (lesson.dropped() > 0 && !dropBad) {
      throw new IllegalArgumentException(subject() + ": " + lesson.dropped() + " of "
          + (lesson.dropped() + lesson.training().count() + lesson.heldOut().count())
          + " samples have numbers that are not finite; "
          + (robot == null ? "" : "more --substeps may keep them finite, ") + "--drop-bad leaves them out");
    }
  }

  /** The settings that were of use, under their options' names, with units where they have one. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("robot", robot)
        .put("data", data == null ? null : data.toString())
        .put("load", load == null ? null : load.toString())
        .put("residual", residual)
        .put("drop_bad", dropBad)
        .put("held_out", heldOut == 0 ? null : (Integer) heldOut)
        .put("threads", fit.threads())
        .put("seed", fit.seed());
    if (robot != null) {
      json.put("samples", samples)
          .put("control_step_seconds", period)
          .put("substeps", substeps)
          .put("rollout_steps", rolloutSteps);
    }
    if (load == null) {
      putTraining(json);
    }
    return json;
  }

  private void putTraining(ObjectNode json) {
    json.put("loss", loss.toString())
        .put("alpha_s", fit.alphaStates())
        .put("alpha_a", fit.alphaActions())
        .put("projections", fit.projections());
    ArrayNode hidden = json.putArray("hidden");
    for (int width : fit.hidden()) {
      hidden.add(width);
    }
    json.put("activation", fit.activation().toString())
        .put("layer_norm", fit.layerNorm())
        .put("gaussian", fit.gaussian())
        .put("ensemble", fit.members())
        .put("epochs", epochs)
        .put("batch", fit.batch())
        .put("learning_rate", fit.learningRate())
        .put("precision", fit.precision().name().toLowerCase(Locale.ROOT))
        .put("checkpoint", checkpoint == null ? null : checkpoint.toString());
  }
}
