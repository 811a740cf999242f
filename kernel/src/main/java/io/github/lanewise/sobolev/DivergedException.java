package io.github.lanewise.sobolev;

/** Training ended because the loss became too large; the parameters are those of the best epoch before. */
public final class DivergedException extends Exception {
  private static final long serialVersionUID = 1;

  private final long step;

  DivergedException(long step, double loss, double first) {
    super("training diverged at step " + step + ": its loss is " + (float) loss + " where it began with "
        + (float) first + ", or its gradient is not finite; "
        + (step == 0 ? "targets or weights of the loss are too large"
            : "try a lower learning rate or a clipped gradient"));
    this.step = step;
  }

  /** The steps taken until a batch, or the epoch that they ended, had that loss. */
  public long step() {
    return step;
  }
}
