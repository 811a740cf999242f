package io.github.lanewise.trace;

/** Reverse mode: the vector-Jacobian product of traced expressions, as further expressions of the same graph. */
public final class Reverse {
  private final Scalar[] cotangent;

  private Reverse(int nodes) {
    cotangent = new Scalar[nodes];
  }

  /**
   * {@code x_bar = (dy/dx)' y_bar}.
   *
   * @param y values, scalars of one graph or constants
   * @param yBar cotangents, one for each value; constants or scalars of the same graph that need not depend on x
   * @param x scalars of the graph to differentiate by; they are taken as independent of each other
   * @return one cotangent for each x
   * @throws IllegalArgumentException if y and yBar differ in length, or if y and x are of different graphs
   */
  public static Scalar[] vjp(Scalar[] y, Scalar[] yBar, Scalar[] x) {
    if (y.length != yBar.length) {
      throw new IllegalArgumentException(y.length + " values but " + yBar.length + " cotangents");
    }
    Graph graph = Graph.of(y, x);
    int last = -1;
    for (Scalar s : y) {
      last = Math.max(last, s.id);
    }
    Reverse sweep = new Reverse(last + 1);
    boolean[] active = dependsOn(graph, x, last + 1);
    for (int i = 0; i < y.length; i++) {
      sweep.add(y[i], yBar[i]);
    }
    sweep.run(graph, active, x);
    Scalar[] result = new Scalar[x.length];
    for (int i = 0; i < x.length; i++) {
      Scalar c = x[i].id >= 0 && x[i].id <= last ? sweep.cotangent[x[i].id] : null;
      result[i] = c == null ? Scalar.ZERO : c;
    }
    return result;
  }

  /** Which nodes below {@code count} depend on one of x: only through those does a cotangent travel. */
  private static boolean[] dependsOn(Graph graph, Scalar[] x, int count) {
    boolean[] active = new boolean[count];
    for (Scalar s : x) {
      if (s.id >= 0 && s.id < count) {
        active[s.id] = true;
      }
    }
    for (int i = 0; i < count; i++) {
      Scalar node = graph.nodes().get(i);
      for (Scalar arg : node.op == Op.TIE ? node.block.arguments() : node.args) {
        active[i] |= arg.id >= 0 && active[arg.id];
      }
    }
    return active;
  }

  private void run(Graph graph, boolean[] active, Scalar[] x) {
    boolean[] independent = new boolean[cotangent.length];
    for (Scalar s : x) {
      if (s.id >= 0 && s.id < independent.length) {
        independent[s.id] = true;
      }
    }
    for (int i = cotangent.length - 1; i >= 0; i--) {
      if (cotangent[i] != null && active[i] && !independent[i]) {
        propagate(graph.nodes().get(i), cotangent[i], independent);
      }
    }
  }

  private void add(Scalar s, Scalar bar) {
    if (s.id >= 0 && s.id < cotangent.length && !bar.is(0)) {
      cotangent[s.id] = cotangent[s.id] == null ? bar : cotangent[s.id].plus(bar);
    }
  }

  private void propagate(Scalar s, Scalar bar, boolean[] independent) {
    Scalar a = s.args.length > 0 ? s.args[0] : null;
    Scalar b = s.args.length > 1 ? s.args[1] : null;
    switch (s.op) {
      case CONSTANT, INPUT -> { }
      case ADD -> {
        add(a, bar);
        add(b, bar);
      }
      case SUB -> {
        add(a, bar);
        add(b, bar.negate());
      }
      case MUL -> {
        if (!a.isConstant()) {
          add(a, bar.times(b));
        }
        if (!b.isConstant()) {
          add(b, bar.times(a));
        }
      }
      case DIV -> {
        Scalar scaled = bar.over(b);
        add(a, scaled);
        add(b, scaled.times(s).negate());
      }
      case LESS -> {
        add(s.args[2], a.ifLess(b, bar, Scalar.ZERO));
        add(s.args[3], a.ifLess(b, Scalar.ZERO, bar));
      }
      case MIN -> {
        add(a, a.ifLess(b, bar, Scalar.ZERO));
        add(b, a.ifLess(b, Scalar.ZERO, bar));
      }
      case MAX -> {
        add(a, b.ifLess(a, bar, Scalar.ZERO));
        add(b, b.ifLess(a, Scalar.ZERO, bar));
      }
      case ATAN2 -> {
        Scalar r2 = a.squared().plus(b.squared());
        Scalar scaled = bar.over(r2);
        add(a, scaled.times(b));
        add(b, scaled.times(a).negate());
      }
      case TIE -> pullBack(s.block, s, independent);
      default -> add(a, bar.times(Partial.of(s)));
    }
  }

  /** Nodes of a block stand side by side, so the highest is met first and by then all their cotangents are complete. */
  private void pullBack(Block block, Scalar met, boolean[] independent) {
    Scalar[] values = block.values();
    Scalar[] bars = new Scalar[values.length];
    for (int i = 0; i < values.length; i++) {
      int id = values[i].id;
      boolean travels = id < cotangent.length && !independent[id] && cotangent[id] != null;
      bars[i] = travels ? cotangent[id] : Scalar.ZERO;
    }
    Scalar[] argumentBars = block.pullback().apply(bars);
    if (argumentBars.length != block.arguments().length) {
      throw new IllegalStateException(
          "pullback at " + met + " gave " + argumentBars.length + " cotangents for "
              + block.arguments().length + " arguments");
    }
    for (int i = 0; i < argumentBars.length; i++) {
      add(block.arguments()[i], argumentBars[i]);
    }
    for (Scalar value : values) {
      if (value.id < cotangent.length && !independent[value.id]) {
        cotangent[value.id] = null;
      }
    }
  }
}
