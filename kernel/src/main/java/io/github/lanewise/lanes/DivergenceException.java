package io.github.lanewise.lanes;

/** A computation left the finite numbers, or grew beyond what could come to any good. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Numbers of roll-outs; none of a training. */
  private final int[] rollouts;
  /** Steps of a training; -1 of roll-outs. */
  private final long step;

  /**
   * Of roll-outs, which are looked at when they have ended.
   *
   * @param rollouts their numbers, counted from 0; copied
   * @param message a sentence that says what to do about it
   */
  public DivergenceException(int[] rollouts, String message) {
    super(message);
    this.rollouts = rollouts.clone();
    step = -1;
  }

  /**
   * Of a training.
   *
   * @param step steps taken until it was seen
   * @param message a sentence that says what to do about it
   */
  public DivergenceException(long step, String message) {
    super(message);
    rollouts = new int[0];
    this.step = step;
  }

  /** {@return numbers of the roll-outs that diverged, counted from 0, a copy; none of a training} */
  public int[] rollouts() {
    return rollouts.clone();
  }

  /** {@return steps that a training had taken; -1 of roll-outs} */
  public long step() {
    return step;
  }
}
