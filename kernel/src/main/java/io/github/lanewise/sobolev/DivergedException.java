package io.github.lanewise.sobolev;

/** Training ended because the loss became too large; the parameters are those of the last good step. */
public final class DivergedException extends Exception {
  private static final long serialVersionUID = 1;

  private final long step;

  DivergedException(long step, double loss, double first) {
    super("training diverged at step " + step + ": its loss is " + (float) loss + " where it began with "
        + (float) first + ", or its gradient is not finite; try a lower learning rate or a clipped gradient");
    this.step = step;
  }

  /** The step whose batch had that loss, counted from 0. */
  public long step() {
    return step;
  }
}
