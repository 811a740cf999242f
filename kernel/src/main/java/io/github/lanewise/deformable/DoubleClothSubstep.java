package io.github.lanewise.deformable;

import io.github.lanewise.lanes.AlignedArrays;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import java.util.Arrays;

/**
 * {@code (x, v, g) <- f(x, v, g; d, o; k, mu, m)}: one substep of one cloth and its gripper, with exact derivatives.
 *
 * <p>{@link DoubleSprings} gives forces, {@link DoubleVelocity} velocities, {@link DoublePosition} holds and moves; at
 * last the gripper moves by d, in the unit cube. A state is six coordinates of a {@link GridLayout}, x before v, and
 * behind them the gripper's three; tangents and cotangents likewise. A command is {@code (d_x, d_y, d_z, o)},
 * parameters are {@code (k, mu, m)}. Has scratch: for one thread.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoubleClothSubstep extends DoubleBody {
  private static final int NET = DoubleSprings.SCRATCH;
  private static final int NET_BAR = NET + 3;
  private static final int VELOCITY = NET_BAR + 3;
  private static final int MEMBERS = VELOCITY + 3;
  private static final int ROWS = MEMBERS + 1;
  /** Sums over lanes: k k_bar, mu_bar, m_bar, then d_bar and o_bar. */
  private static final int SUMS = 7;

  final GridLayout layout;
  private final DoubleSprings springs;
  private final DoubleVelocity velocity;
  private final DoublePosition position;
  private final int pitch;
  private final int line;
  private final double[] rows;
  private final int at;
  private final int points;
  /** Beyond the cube, where points may be after a step [m]. */
  private final double slack;

  DoubleClothSubstep(Cloth cloth) {
    this(cloth, new GridLayout(cloth.columns(), cloth.rows(), ElementType.DOUBLE));
  }

  private DoubleClothSubstep(Cloth cloth, GridLayout layout) {
    super(SUMS, layout.line);
    this.layout = layout;
    springs = new DoubleSprings(layout, cloth);
    velocity = new DoubleVelocity(layout, cloth);
    position = new DoublePosition(layout, cloth);
    points = layout.pointCount();
    slack = (double) (1.25 * DoublePosition.FASTEST * cloth.timeStep());
    pitch = layout.pitch;
    line = layout.line;
    AlignedArrays.Piece piece = AlignedArrays.piece(ElementType.DOUBLE, layout.length(ROWS));
    rows = (double[]) piece.array();
    at = piece.start() + layout.pad;
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

  @Override
  int outside(Batch batch, int environment) {
    for (int row = 0; row < 6 * points + 3; row++) {
      double place = (double) batch.get(row, environment);
      if ((row < 3 * points || row >= 6 * points) && (place < -slack || place > 1 + slack)) {
        return row;
      }
    }
    return -1;
  }

  @Override
  String room(Batch batch, int environment, int row) {
    return "outside the unit cube";
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

  private int row(int coordinate) {
    return at + coordinate * pitch;
  }

  @Override
  void forward(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] next, int nextAt) {
    int gripper = 6 * pitch;
    forces(s, sAt, p, pAt);
    velocity.forward(p[pAt + 1], p[pAt + 2], s, sAt, rows, row(NET), rows, row(VELOCITY));
    position.reach(s, sAt, s, sAt + gripper, rows, row(MEMBERS));
    for (int c = 0; c < 3; c++) {
      position.forward(c, u[uAt + c], u[uAt + 3], rows, row(MEMBERS), s, sAt + c * pitch, rows, row(VELOCITY + c),
          next, nextAt + c * pitch);
      next[nextAt + gripper + c] = Math.clamp(s[sAt + gripper + c] + u[uAt + c], (double) 0, (double) 1);
    }
  }

  private void forces(double[] s, int sAt, double[] p, int pAt) {
    springs.stretch(p[pAt], s, sAt, rows, at);
    Arrays.fill(rows, row(NET), row(NET) + 2 * pitch + layout.run, 0);
    springs.addNet(rows, at, rows, row(NET));
  }

  @Override
  void pullBack(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] bar, int barAt, double[] pBar,
      int pBarAt, double[] uBar, int uBarAt) {
    int gripper = 6 * pitch;
    forces(s, sAt, p, pAt);
    velocity.forward(p[pAt + 1], p[pAt + 2], s, sAt, rows, row(NET), rows, row(VELOCITY));
    position.reach(s, sAt, s, sAt + gripper, rows, row(MEMBERS));
    Arrays.fill(sums, 6 * line, 7 * line, 0);
    for (int c = 0; c < 3; c++) {
      position.pullBack(c, u[uAt + c], u[uAt + 3], rows, row(MEMBERS), s, sAt + c * pitch, rows, row(VELOCITY + c),
          bar, barAt + c * pitch, sums, (3 + c) * line, 6 * line);
      double moved = s[sAt + gripper + c] + u[uAt + c];
      bar[barAt + gripper + c] = moved >= 0 && moved <= 1 ? bar[barAt + gripper + c] : 0;
      uBar[uBarAt + c] = sum(3 + c) + bar[barAt + gripper + c];
    }
    uBar[uBarAt + 3] = sum(6);
    velocity.pullBack(p[pAt + 1], p[pAt + 2], s, sAt, rows, row(NET), bar, barAt + 3 * pitch, rows, row(NET_BAR), sums,
        0, line);
    pBar[pBarAt] += sum(0) / p[pAt];
    pBar[pBarAt + 1] += sum(1);
    pBar[pBarAt + 2] += sum(2);
    springs.tangents(p[pAt], s, sAt, rows, row(NET_BAR), rows, at);
    springs.addNet(rows, at, bar, barAt);
  }

  @Override
  void pushForward(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] dot, int dotAt,
      double[] pDot, int pDotAt, double[] uDot, int uDotAt) {
    int gripper = 6 * pitch;
    forces(s, sAt, p, pAt);
    springs.tangents(p[pAt], s, sAt, dot, dotAt, rows, at);
    double growth = pDot[pDotAt] / p[pAt];
    for (int e = 0; e < 2 * pitch + layout.run; e++) {
      rows[row(NET_BAR) + e] = growth * rows[row(NET) + e];
    }
    springs.addNet(rows, at, rows, row(NET_BAR));
    velocity.forward(p[pAt + 1], p[pAt + 2], s, sAt, rows, row(NET), rows, row(VELOCITY));
    velocity.pushForward(p[pAt + 1], pDot[pDotAt + 1], p[pAt + 2], pDot[pDotAt + 2], s, sAt, rows, row(NET), dot,
        dotAt, rows, row(NET_BAR), dot, dotAt + 3 * pitch);
    position.reach(s, sAt, s, sAt + gripper, rows, row(MEMBERS));
    for (int c = 0; c < 3; c++) {
      position.pushForward(c, u[uAt + c], uDot[uDotAt + c], u[uAt + 3], uDot[uDotAt + 3], rows, row(MEMBERS), s,
          sAt + c * pitch, rows, row(VELOCITY + c), dot, dotAt + c * pitch);
      double moved = s[sAt + gripper + c] + u[uAt + c];
      dot[dotAt + gripper + c] = moved >= 0 && moved <= 1 ? dot[dotAt + gripper + c] + uDot[uDotAt + c] : 0;
    }
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
