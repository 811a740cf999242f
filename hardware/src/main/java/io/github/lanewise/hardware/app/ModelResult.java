package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.learning.Fit;
import io.github.lanewise.hardware.learning.HeldOutErrors.Errors;
import io.github.lanewise.hardware.learning.Lesson;
import io.github.lanewise.hardware.learning.Ranges;
import io.github.lanewise.sobolev.DynamicsModel;
import java.util.List;

/**
 * What {@code lanewise model} found.
 *
 * @param settings as they were used
 * @param lesson samples
 * @param ranges that they were drawn from; null if they came from a file
 * @param rollouts of which foresight is the median; 0 if there is no robot
 * @param rows the model that was asked for, then those that it is compared with
 */
record ModelResult(ModelSettings settings, Lesson lesson, Ranges ranges, int rollouts, List<Row> rows) {
  /**
   * One model.
   *
   * @param name what it is
   * @param fit how it was trained; null if it was loaded
   * @param models members of it
   * @param errors on held-out samples
   * @param foresight errors after each control step, or null
   */
  record Row(String name, Fit fit, List<DynamicsModel> models, Errors errors, double[] foresight) {}

  /** The model that was asked for. */
  Row asked() {
    return rows.getFirst();
  }
}
