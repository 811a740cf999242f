package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;

/**
 * What {@link DoubleRun} repeats: the substep of a deformable body that a tool moves, for one environment of a batch at
 * a time, with its derivatives, and where states lie. For one thread.
 */
abstract class DoubleBody {
  /** Sums over lanes, lane by lane. */
  final double[] sums;
  private final int line;

  /** With room for so many sums, each a line of lanes. */
  DoubleBody(int sums, int line) {
    this.sums = new double[sums * line];
    this.line = line;
  }

  /** Over the lanes, always in the same order. */
  final double sum(int of) {
    double sum = 0;
    for (int l = of * line; l < (of + 1) * line; l++) {
      sum += sums[l];
    }
    return sum;
  }

  /** Elements from a state to the next. */
  abstract int stride();

  /** Elements before the first state, that it may read. */
  abstract int pad();

  /** How many parameters an environment has. */
  abstract int parameterCount();

  /** The first row of a state of the batch that is a place in which nothing can be, -1 if there is none. */
  abstract int outside(Batch batch, int environment);

  /** Where that place is not, in words. */
  abstract String room(Batch batch, int environment, int row);

  /** A state of the batch, which a run begins with. */
  abstract void load(Batch batch, int environment, double[] to, int at);

  /** A state into the batch. */
  abstract void store(double[] from, int at, Batch batch, int environment);

  /** A cotangent of the state that a run leads to; by default as a state. */
  void loadBar(Batch batch, int environment, double[] to, int at) {
    load(batch, environment, to, at);
  }

  /** The cotangent of the state that a run began with; by default as a state. */
  void storeBar(double[] from, int at, Batch batch, int environment) {
    store(from, at, batch, environment);
  }

  /** A tangent of the state that a run begins with; by default as a state. */
  void loadDot(Batch batch, int environment, double[] to, int at) {
    load(batch, environment, to, at);
  }

  /** The tangent of the state that it leads to; by default as a state. */
  void storeDot(double[] from, int at, Batch batch, int environment) {
    store(from, at, batch, environment);
  }

  /** What a command does to a state before its substeps (modified), which is linear; nothing at first. */
  void begin(double[] s, int sAt, double[] u, int uAt) {}

  /** The pullback of {@link #begin}: cotangents of the state (modified) and of the command (added to). */
  void pullBeginBack(double[] bar, int barAt, double[] uBar, int uBarAt) {}

  /**
   * A substep.
   *
   * @param s state
   * @param p parameters
   * @param u command
   * @param next the state afterwards (overwritten; may be s)
   */
  abstract void forward(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] next, int nextAt);

  /**
   * The pullback of a substep.
   *
   * @param s state before it
   * @param p parameters
   * @param u command
   * @param bar cotangent of the state afterwards (modified: of the state before)
   * @param pBar of the parameters (added to)
   * @param uBar of the command (overwritten)
   */
  abstract void pullBack(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] bar, int barAt,
      double[] pBar, int pBarAt, double[] uBar, int uBarAt);

  /**
   * The pushforward of a substep.
   *
   * @param s state before it
   * @param p parameters
   * @param u command
   * @param dot tangent of the state (modified: of the state afterwards)
   * @param pDot of the parameters
   * @param uDot of the command
   */
  abstract void pushForward(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] dot, int dotAt,
      double[] pDot, int pDotAt, double[] uDot, int uDotAt);

  /** What public code does to cotangents before each substep is pulled back, for comparison; nothing at first. */
  void tameSubstep(double[] bar, int barAt) {}

  /** What it does to those of the state and of a command that has been pulled back; nothing at first. */
  void tameCommand(double[] bar, int barAt, double[] uBar) {}
}
