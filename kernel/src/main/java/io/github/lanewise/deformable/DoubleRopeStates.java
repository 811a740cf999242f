package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import java.util.Locale;

/**
 * Where states of ropes lie: as {@link RopeSimulation#state} has them, shifted into their window for a run. The shift
 * {@code s = middle - mean x} is a function of the state, and differentiated as one. For one thread.
 */
@SuppressWarnings("cast") // To float, in the twin.
abstract class DoubleRopeStates extends DoubleBody {
  /** Rounding of places in floats [m]. */
  private static final double SLACK = (double) 1e-6;

  final ParticleLayout layout;
  final int pitch;
  private final RopeWindow window;
  private final int n;
  private final int tool;
  /** s, its tangent, and minus what the cotangent of s has from the end of the run. */
  private final double[] shift = new double[3];
  private final double[] shiftDot = new double[3];
  private final double[] shiftBar = new double[3];

  DoubleRopeStates(Rope rope, ParticleLayout layout, int sums) {
    super(sums, layout.line);
    this.layout = layout;
    window = new RopeWindow(rope);
    n = layout.count;
    pitch = layout.pitch;
    tool = ParticleLayout.TOOL * pitch;
  }

  @Override
  int stride() {
    return layout.stateLength();
  }

  @Override
  int pad() {
    return 0;
  }

  @Override
  int parameterCount() {
    return Rope.PARAMETERS;
  }

  /** Of particles, once the window has moved to them; what is no number is not. */
  @Override
  int outside(Batch batch, int environment) {
    for (int row = 0; row < 3 * n; row++) {
      int c = row % 3;
      if (row < 3) {
        shift[c] = shift(batch, environment, c);
      }
      double place = (double) batch.get(row, environment) + shift[c];
      if (place < window.low() - SLACK || place > window.high(c) + SLACK) {
        return row;
      }
    }
    return -1;
  }

  @Override
  String room(Batch batch, int environment, int row) {
    double by = shift(batch, environment, row % 3);
    return String.format(Locale.ROOT, "outside of the window of nodes around the rope, from %.6g to %.6g m",
        window.low() - by, window.high(row % 3) - by);
  }

  private double shift(Batch batch, int environment, int c) {
    double sum = 0;
    for (int p = 0; p < n && window.moves(c); p++) {
      sum += (double) batch.get(3 * p + c, environment);
    }
    return window.moves(c) ? (double) window.middle(c) - sum / n : 0;
  }

  /** Particles that fill the last vector rest, undeformed, in the middle of the window. */
  @Override
  void load(Batch batch, int environment, double[] to, int at) {
    read(batch, environment, to, at);
    for (int c = 0; c < 3; c++) {
      shift[c] = window.moves(c) ? (double) (window.middle(c) - sum(to, at + c * pitch) / n) : 0;
      move(to, at, c, shift[c]);
    }
    for (int row = 0; row < ParticleLayout.TOOL; row++) {
      double rest = row < 3 ? (double) window.middle(row)
          : row >= ParticleLayout.F && (row - ParticleLayout.F) % 4 == 0 ? 1 : 0;
      for (int p = n; p < pitch; p++) {
        to[at + row * pitch + p] = rest;
      }
    }
  }

  @Override
  void store(double[] from, int at, Batch batch, int environment) {
    for (int c = 0; c < 3; c++) {
      move(from, at, c, -shift[c]);
    }
    write(from, at, batch, environment);
  }

  @Override
  void loadBar(Batch batch, int environment, double[] to, int at) {
    read(batch, environment, to, at);
    for (int c = 0; c < 3; c++) {
      shiftBar[c] = sum(to, at + c * pitch) + to[at + tool + c];
    }
  }

  @Override
  void storeBar(double[] from, int at, Batch batch, int environment) {
    for (int c = 0; c < 3; c++) {
      if (window.moves(c)) {
        double whole = sum(from, at + c * pitch) + from[at + tool + c] - shiftBar[c];
        for (int p = 0; p < n; p++) {
          from[at + c * pitch + p] -= whole / n;
        }
      }
    }
    write(from, at, batch, environment);
  }

  @Override
  void loadDot(Batch batch, int environment, double[] to, int at) {
    read(batch, environment, to, at);
    for (int c = 0; c < 3; c++) {
      shiftDot[c] = window.moves(c) ? -sum(to, at + c * pitch) / n : 0;
      move(to, at, c, shiftDot[c]);
    }
  }

  @Override
  void storeDot(double[] from, int at, Batch batch, int environment) {
    for (int c = 0; c < 3; c++) {
      move(from, at, c, -shiftDot[c]);
    }
    write(from, at, batch, environment);
  }

  private double sum(double[] of, int at) {
    double sum = 0;
    for (int p = 0; p < n; p++) {
      sum += of[at + p];
    }
    return sum;
  }

  /** Particles and tool, along an axis. */
  private void move(double[] s, int at, int c, double by) {
    for (int p = 0; p < n; p++) {
      s[at + c * pitch + p] += by;
    }
    s[at + tool + c] += by;
  }

  /** Row of the batch in which a row of the layout begins, and how far it is to that of the next particle. */
  private int first(int row) {
    return row < ParticleLayout.V ? row : row < ParticleLayout.C ? 3 * n + row - ParticleLayout.V
        : row < ParticleLayout.F ? 6 * n + row - ParticleLayout.C : 15 * n + row - ParticleLayout.F;
  }

  private static int step(int row) {
    return row < ParticleLayout.C ? 3 : DoubleMatrices.SIZE;
  }

  private void read(Batch batch, int environment, double[] to, int at) {
    for (int row = 0; row < ParticleLayout.TOOL; row++) {
      for (int p = 0; p < pitch; p++) {
        to[at + row * pitch + p] = p < n ? (double) batch.get(first(row) + p * step(row), environment) : 0;
      }
    }
    for (int c = 0; c < 3; c++) {
      to[at + tool + c] = (double) batch.get(ParticleLayout.TOOL * n + c, environment);
    }
  }

  private void write(double[] from, int at, Batch batch, int environment) {
    for (int row = 0; row < ParticleLayout.TOOL; row++) {
      for (int p = 0; p < n; p++) {
        batch.set(first(row) + p * step(row), environment, from[at + row * pitch + p]);
      }
    }
    for (int c = 0; c < 3; c++) {
      batch.set(ParticleLayout.TOOL * n + c, environment, from[at + tool + c]);
    }
  }

  @Override
  void begin(double[] s, int sAt, double[] u, int uAt) {
    for (int c = 0; c < 3; c++) {
      s[sAt + tool + c] += u[uAt + c];
    }
  }

  @Override
  void pullBeginBack(double[] bar, int barAt, double[] uBar, int uBarAt) {
    for (int c = 0; c < 3; c++) {
      uBar[uBarAt + c] += bar[barAt + tool + c];
    }
  }

  /** What is no number becomes 0, and what is longer than 1 is shortened to that: the state and the command each. */
  @Override
  void tameCommand(double[] bar, int barAt, double[] uBar) {
    clip(bar, barAt, tool + 3);
    clip(uBar, 0, uBar.length);
  }

  private static void clip(double[] w, int at, int length) {
    double squares = 0;
    for (int e = at; e < at + length; e++) {
      w[e] = Double.isNaN(w[e]) ? 0 : w[e];
      squares += w[e] * w[e];
    }
    double scale = squares > 1 ? 1 / (double) Math.sqrt(squares) : 1;
    for (int e = at; e < at + length; e++) {
      w[e] *= scale;
    }
  }
}
