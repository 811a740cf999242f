package io.github.lanewise.deformable;

import io.github.lanewise.lanes.AlignedArrays;
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
final class DoubleSubstep {
  private static final int NET = DoubleSprings.SCRATCH;
  private static final int NET_BAR = NET + 3;
  private static final int VELOCITY = NET_BAR + 3;
  private static final int MEMBERS = VELOCITY + 3;
  private static final int ROWS = MEMBERS + 1;
  /** Sums over lanes: k k_bar, mu_bar, m_bar, then d_bar and o_bar. */
  private static final int SUMS = 7;

  private final GridLayout layout;
  private final DoubleSprings springs;
  private final DoubleVelocity velocity;
  private final DoublePosition position;
  private final int pitch;
  private final int line;
  private final double[] rows;
  private final int at;
  private final double[] sums;

  DoubleSubstep(Cloth cloth) {
    layout = new GridLayout(cloth.columns(), cloth.rows(), ElementType.DOUBLE);
    springs = new DoubleSprings(layout, cloth);
    velocity = new DoubleVelocity(layout, cloth);
    position = new DoublePosition(layout, cloth);
    pitch = layout.pitch;
    line = layout.line;
    AlignedArrays.Piece piece = AlignedArrays.piece(ElementType.DOUBLE, layout.length(ROWS));
    rows = (double[]) piece.array();
    at = piece.start() + layout.pad;
    sums = new double[SUMS * line];
  }

  GridLayout layout() {
    return layout;
  }

  private int row(int coordinate) {
    return at + coordinate * pitch;
  }

  /**
   * A substep.
   *
   * @param s state, its first point at {@code sAt}
   * @param p parameters
   * @param u command
   * @param next the state afterwards (overwritten; may be s)
   */
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

  /**
   * The pullback of a substep.
   *
   * @param s state before it, its first point at {@code sAt}
   * @param p parameters
   * @param u command
   * @param bar cotangent of the state afterwards (modified: of the state before)
   * @param pBar of the parameters (added to)
   * @param uBar of the command (overwritten)
   */
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

  /** Over the lanes, always in the same order. */
  private double sum(int of) {
    double sum = 0;
    for (int l = of * line; l < (of + 1) * line; l++) {
      sum += sums[l];
    }
    return sum;
  }

  /**
   * The pushforward of a substep.
   *
   * @param s state before it, its first point at {@code sAt}
   * @param p parameters
   * @param u command
   * @param dot tangent of the state (modified: of the state afterwards)
   * @param pDot of the parameters
   * @param uDot of the command
   */
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
}
