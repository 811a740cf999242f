package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import java.util.Arrays;

/** {@link DoubleSubstep} for runs: cloth as {@link ClothSimulation#state} has it. For one thread. */
@SuppressWarnings("cast") // To float, in the twin.
final class DoubleClothBody extends DoubleBody {
  private final DoubleSubstep substep;
  private final GridLayout layout;
  private final int points;
  private final int pitch;

  DoubleClothBody(Cloth cloth) {
    substep = new DoubleSubstep(cloth);
    layout = substep.layout();
    points = layout.pointCount();
    pitch = layout.pitch;
  }

  @Override
  int stride() {
    return layout.length(6) + layout.line;
  }

  @Override
  int pad() {
    return layout.pad;
  }

  @Override
  int parameterCount() {
    return Cloth.PARAMETERS;
  }

  /** Points that fill the last vector begin as zeros: another environment may have left what is no number. */
  @Override
  void load(Batch batch, int environment, double[] to, int at) {
    for (int c = 0; c < 6; c++) {
      int from = at + c * pitch;
      Arrays.fill(to, from + points, from + layout.run, 0);
      int row = c < 3 ? c : 3 * points + c - 3;
      for (int p = 0; p < points; p++) {
        to[from + p] = (double) batch.get(row + 3 * p, environment);
      }
    }
    for (int c = 0; c < 3; c++) {
      to[at + 6 * pitch + c] = (double) batch.get(6 * points + c, environment);
    }
  }

  @Override
  void store(double[] from, int at, Batch batch, int environment) {
    for (int c = 0; c < 6; c++) {
      int first = at + c * pitch;
      int row = c < 3 ? c : 3 * points + c - 3;
      for (int p = 0; p < points; p++) {
        batch.set(row + 3 * p, environment, from[first + p]);
      }
    }
    for (int c = 0; c < 3; c++) {
      batch.set(6 * points + c, environment, from[at + 6 * pitch + c]);
    }
  }

  @Override
  void loadBar(Batch batch, int environment, double[] to, int at) {
    load(batch, environment, to, at);
  }

  @Override
  void storeBar(double[] from, int at, Batch batch, int environment) {
    store(from, at, batch, environment);
  }

  @Override
  void loadDot(Batch batch, int environment, double[] to, int at) {
    load(batch, environment, to, at);
  }

  @Override
  void storeDot(double[] from, int at, Batch batch, int environment) {
    store(from, at, batch, environment);
  }

  @Override
  void forward(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] next, int nextAt) {
    substep.forward(s, sAt, p, pAt, u, uAt, next, nextAt);
  }

  @Override
  void pullBack(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] bar, int barAt, double[] pBar,
      int pBarAt, double[] uBar, int uBarAt) {
    substep.pullBack(s, sAt, p, pAt, u, uAt, bar, barAt, pBar, pBarAt, uBar, uBarAt);
  }

  @Override
  void pushForward(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] dot, int dotAt,
      double[] pDot, int pDotAt, double[] uDot, int uDotAt) {
    substep.pushForward(s, sAt, p, pAt, u, uAt, dot, dotAt, pDot, pDotAt, uDot, uDotAt);
  }

  /** Divides each part by its norm and by the number of points. */
  @Override
  void tameSubstep(double[] bar, int barAt) {
    rescale(bar, barAt, 3 * pitch);
    rescale(bar, barAt + 3 * pitch, 3 * pitch);
    rescale(bar, barAt + 6 * pitch, 3);
  }

  /** {@code w <- w / (n |w|)}, n points, where w is not 0. */
  private void rescale(double[] bar, int at, int length) {
    double squares = 0;
    for (int e = at; e < at + length; e++) {
      squares += bar[e] * bar[e];
    }
    double scale = squares > 0 ? 1 / (points * (double) Math.sqrt(squares)) : 0;
    for (int e = at; e < at + length; e++) {
      bar[e] *= scale;
    }
  }
}
