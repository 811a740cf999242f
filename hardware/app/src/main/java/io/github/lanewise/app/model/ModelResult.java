package io.github.lanewise.app.model;

import io.github.lanewise.simulation.SampleRanges;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.fitting.Dataset;
import io.github.lanewise.sobolev.fitting.Fit;
import io.github.lanewise.sobolev.fitting.HeldOutErrors.Errors;
import java.util.List;

/**
 * What {@code lanewise model} found.
 *
 * @param settings as they were used
 * @param dataset samples
 * @param ranges that they were drawn from; null if they came from a file
 * @param rolloutCount of which rolloutErrors is the median; 0 if there is no robot
 * @param rows the learned model that was asked for, then those that it is compared with
 */
record ModelResult(ModelSettings settings, Dataset dataset, SampleRanges ranges, int rolloutCount, List<Row> rows) {
  /**
   * One learned model.
   *
   * @param name what it is
   * @param fit how it was trained; null if it was loaded
   * @param models its members
   * @param errors on held-out samples
   * @param rolloutErrors errors after each control step, or null
   */
  record Row(String name, Fit fit, List<DynamicsModel> models, Errors errors, double[] rolloutErrors) {}

  /** The model that was asked for. */
  Row asked() {
    return rows.getFirst();
  }
}
