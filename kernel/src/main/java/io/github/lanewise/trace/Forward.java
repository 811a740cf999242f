package io.github.lanewise.trace;

import java.util.IdentityHashMap;
import java.util.Map;

/** Forward mode: the Jacobian-vector product of traced expressions, as further expressions of the same graph. */
public final class Forward {
  private final Scalar[] tangent;
  private final Map<Block, Scalar[]> pushed = new IdentityHashMap<>();

  private Forward(int nodes) {
    tangent = new Scalar[nodes];
  }

  /**
   * {@code y_dot = (dy/dx) x_dot}.
   *
   * @param y values, scalars of one graph or constants
   * @param x scalars of the graph to differentiate by; they are taken as independent of each other
   * @param xDot tangents, one for each x; zeros cost nothing
   * @return one tangent for each y
   * @throws IllegalArgumentException if x and xDot differ in length, or if y and x are of different graphs
   */
  public static Scalar[] jvp(Scalar[] y, Scalar[] x, Scalar[] xDot) {
    if (x.length != xDot.length) {
      throw new IllegalArgumentException(x.length + " inputs but " + xDot.length + " tangents");
    }
    Graph graph = Graph.of(y, x);
    int last = -1;
    for (Scalar s : y) {
      last = Math.max(last, s.id);
    }
    Forward sweep = new Forward(last + 1);
    boolean[] independent = new boolean[last + 1];
    for (int i = 0; i < x.length; i++) {
      if (x[i].id >= 0 && x[i].id <= last) {
        sweep.tangent[x[i].id] = xDot[i].is(0) ? null : xDot[i];
        independent[x[i].id] = true;
      }
    }
    boolean[] needed = needed(y, graph, independent);
    for (int i = 0; i <= last; i++) {
      if (needed[i] && !independent[i]) {
        sweep.tangent[i] = sweep.tangentOf(graph.nodes().get(i));
      }
    }
    Scalar[] yDot = new Scalar[y.length];
    for (int i = 0; i < y.length; i++) {
      Scalar t = y[i].id < 0 ? null : sweep.tangent[y[i].id];
      yDot[i] = t == null ? Scalar.ZERO : t;
    }
    return yDot;
  }

  /** Which nodes y is made of; what independent ones are made of does not matter. */
  private static boolean[] needed(Scalar[] y, Graph graph, boolean[] independent) {
    boolean[] needed = new boolean[independent.length];
    for (Scalar s : y) {
      if (s.id >= 0) {
        needed[s.id] = true;
      }
    }
    for (int i = needed.length - 1; i >= 0; i--) {
      if (needed[i] && !independent[i]) {
        Scalar node = graph.nodes().get(i);
        for (Scalar arg : node.op == Op.TIE ? node.block.arguments() : node.args) {
          if (arg.id >= 0) {
            needed[arg.id] = true;
          }
        }
      }
    }
    return needed;
  }

  private Scalar tangentOf(Scalar s) {
    if (s.op == Op.TIE) {
      return pushForward(s);
    }
    boolean moves = false;
    for (Scalar arg : s.args) {
      moves |= tangent[arg.id] != null;
    }
    if (!moves) {
      return null;
    }
    Scalar a = s.args[0];
    Scalar da = at(a);
    Scalar b = s.args.length > 1 ? s.args[1] : null;
    Scalar db = b == null ? null : at(b);
    Scalar result = switch (s.op) {
      case ADD -> da.plus(db);
      case SUB -> da.minus(db);
      case MUL -> da.times(b).plus(a.times(db));
      case DIV -> da.minus(s.times(db)).over(b);
      case LESS -> a.ifLess(b, at(s.args[2]), at(s.args[3]));
      case MIN -> a.ifLess(b, da, db);
      case MAX -> b.ifLess(a, da, db);
      case ATAN2 -> da.times(b).minus(a.times(db)).over(a.squared().plus(b.squared()));
      default -> da.times(Partial.of(s));
    };
    return result.is(0) ? null : result;
  }

  private Scalar pushForward(Scalar s) {
    Scalar[] arguments = s.block.arguments();
    Scalar[] directions = new Scalar[arguments.length];
    boolean moves = false;
    for (int i = 0; i < arguments.length; i++) {
      directions[i] = arguments[i].id < 0 ? Scalar.ZERO : at(arguments[i]);
      moves |= !directions[i].is(0);
    }
    if (!moves) {
      return null;
    }
    Scalar[] tangents = pushed.computeIfAbsent(s.block, block -> block.pushforward().apply(directions));
    if (tangents.length != s.block.values().length) {
      throw new IllegalStateException(
          "pushforward at " + s + " gave " + tangents.length + " tangents for " + s.block.values().length + " values");
    }
    Scalar result = tangents[s.row];
    return result.is(0) ? null : result;
  }

  private Scalar at(Scalar s) {
    return tangent[s.id] == null ? Scalar.ZERO : tangent[s.id];
  }
}
