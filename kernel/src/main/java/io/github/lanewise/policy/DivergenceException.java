package io.github.lanewise.policy;

/** Roll-outs of a simulation that left the finite numbers. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int[] rollouts;

  DivergenceException(int[] rollouts, String message) {
    super(message);
    this.rollouts = rollouts;
  }

  /** Their numbers, counted from 0, a copy. */
  public int[] rollouts() {
    return rollouts.clone();
  }
}
