package io.github.lanewise.identification;

import java.util.List;

/**
 * What was found of a robot.
 *
 * @param names of its numbers, with units
 * @param before what its file has
 * @param values what was found
 * @param standardErrors of these, file and data together
 * @param priorErrors standard deviations before anything was seen
 * @param theta the coordinates found
 * @param noise standard deviations of what was measured, q then v, from what windows did not explain
 * @param errorBefore root mean square of what windows of the file's robot did not explain, in units of that noise
 * @param errorAfter the same of the robot found; 1 if the noise is all there is
 * @param windows that were looked at
 * @param iterations steps of the fit
 */
public record Identified(List<String> names, double[] before, double[] values, double[] standardErrors,
    double[] priorErrors, double[] theta, double[] noise, double errorBefore, double errorAfter, int windows,
    int iterations) {
  /** Beyond this share of what was not known before, the data show nothing of a number. */
  public static final double SHOWN = 0.5;

  /**
   * {@return whether the data show a number: its standard error is below half of what it was before}
   *
   * @param k number, counted from 0
   */
  public boolean isShown(int k) {
    return standardErrors[k] < SHOWN * priorErrors[k];
  }
}
