package io.github.lanewise.sobolev.fitting;

/**
 * When training ends: after so many epochs or seconds, whichever comes first.
 *
 * @param epochs infinity if they do not matter
 * @param seconds of training alone; infinity if they do not matter
 */
public record TrainingLimit(double epochs, double seconds) {
  /**
   * {@return a limit of so many epochs}
   *
   * @param epochs 1 or more
   */
  public static TrainingLimit ofEpochs(int epochs) {
    return new TrainingLimit(epochs, Double.POSITIVE_INFINITY);
  }

  /**
   * {@return a limit of so many seconds}
   *
   * @param seconds above 0
   */
  public static TrainingLimit ofSeconds(double seconds) {
    return new TrainingLimit(Double.POSITIVE_INFINITY, seconds);
  }

  /** The part that is spent, 0 to 1. */
  double spent(long epochsDone, double secondsSpent) {
    return Math.min(1, Math.max(epochsDone / epochs, secondsSpent / seconds));
  }
}
