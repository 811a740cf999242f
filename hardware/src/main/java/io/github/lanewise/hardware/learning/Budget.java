package io.github.lanewise.hardware.learning;

/**
 * When training ends: after so many epochs or seconds, whichever comes first.
 *
 * @param epochs infinity if they do not matter
 * @param seconds of training alone; infinity if they do not matter
 */
public record Budget(double epochs, double seconds) {
  /** So many epochs. */
  public static Budget ofEpochs(int epochs) {
    return new Budget(epochs, Double.POSITIVE_INFINITY);
  }

  /** As many seconds. */
  public static Budget ofSeconds(double seconds) {
    return new Budget(Double.POSITIVE_INFINITY, seconds);
  }

  /** The part that is spent, 0 to 1. */
  double spent(long epochsDone, double secondsSpent) {
    return Math.min(1, Math.max(epochsDone / epochs, secondsSpent / seconds));
  }
}
