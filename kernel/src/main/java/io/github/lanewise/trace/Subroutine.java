package io.github.lanewise.trace;

import java.util.Arrays;

/**
 * {@code y = f(x; c)}: a traced function that is called from many places of a graph, each with arguments x and numbers
 * c of its own, and compiled once for all of them.
 *
 * <p>What is written out at each place instead may be simplified there, but a kernel grows with every copy, and one
 * whose code no longer fits the first-level cache waits for its code. Its derivatives are subroutines again, made when
 * they are first asked for; they compute f anew from x, so nothing of a call is kept from the forward pass for the
 * reverse pass. Not for several threads at once while graphs are being traced.
 */
public final class Subroutine {
  /** What is traced. */
  @FunctionalInterface
  public interface Body {
    /**
     * {@return y, of which each scalar is made of these alone}
     *
     * @param x arguments
     * @param c numbers that each call has of its own
     */
    Scalar[] trace(Scalar[] x, Scalar[] c);
  }

  /** Its port of arguments. */
  public static final int ARGUMENTS = 0;
  /** Its port of numbers. */
  public static final int NUMBERS = 1;

  private final String name;
  private final Body body;
  private final int numbers;
  private final Graph graph;
  private Subroutine pullback;
  private Subroutine pushforward;

  /**
   * Traces a function.
   *
   * @param name what it computes
   * @param arguments length of x
   * @param numbers length of c
   * @param body the function
   */
  public Subroutine(String name, int arguments, int numbers, Body body) {
    this.name = name;
    this.body = body;
    this.numbers = numbers;
    graph = new Graph(name);
    graph.output("y", body.trace(graph.input("x", arguments), graph.input("c", numbers)));
  }

  /** {@return the traced function: ports x, c; y} */
  public Graph graph() {
    return graph;
  }

  /**
   * {@code y = f(x; c)}, computed by a call. Its pushforward along a direction of which parts are constants is written
   * out instead, where it is shorter.
   *
   * @param x arguments, scalars of one graph or constants
   * @param c numbers of this call
   * @return y
   * @throws IllegalArgumentException if the subroutine takes other numbers of arguments or of numbers
   */
  public Scalar[] call(Scalar[] x, double... c) {
    int n = graph.inputs().get(ARGUMENTS).size();
    if (x.length != n || c.length != numbers) {
      throw new IllegalArgumentException("a call of " + name + " with " + x.length + " arguments and " + c.length
          + " numbers, which takes " + n + " and " + numbers);
    }
    Graph caller = Graph.of(x, new Scalar[0]);
    if (caller == null) {
      return body.trace(x, Scalar.of(c));
    }
    Scalar call = caller.callNode(this, x, c);
    Scalar[] values = new Scalar[valueCount()];
    Arrays.setAll(values, i -> caller.resultNode(call, i));
    return caller.withDerivative(x, values, bars -> pullback().call(Scalar.concat(x, bars), c),
        dots -> Arrays.stream(dots).anyMatch(Scalar::isConstant) ? writtenOut(caller, x, c, dots)
            : pushforward().call(Scalar.concat(x, dots), c));
  }

  /** The tangents in operations of the caller; of each argument by itself, even where two are the same scalar. */
  private Scalar[] writtenOut(Graph caller, Scalar[] x, double[] c, Scalar[] dots) {
    Scalar[] z = Arrays.stream(x).map(s -> s.isConstant() ? s
        : caller.withDerivative(new Scalar[] {s}, new Scalar[] {s}, bar -> bar, dot -> dot)[0]).toArray(Scalar[]::new);
    return Forward.jvp(body.trace(z, Scalar.of(c)), z, dots);
  }

  private int valueCount() {
    return graph.outputs().getFirst().size();
  }

  /** {@code x_bar = (dy/dx)' y_bar}, of the arguments (x, y_bar). */
  private Subroutine pullback() {
    if (pullback == null) {
      int n = graph.inputs().get(ARGUMENTS).size();
      pullback = new Subroutine(name + " VJP", n + valueCount(), numbers, (z, c) -> {
        Scalar[] x = Arrays.copyOf(z, n);
        return Reverse.vjp(body.trace(x, c), Arrays.copyOfRange(z, n, z.length), x);
      });
    }
    return pullback;
  }

  /** {@code y_dot = dy/dx x_dot}, of the arguments (x, x_dot). */
  private Subroutine pushforward() {
    if (pushforward == null) {
      int n = graph.inputs().get(ARGUMENTS).size();
      pushforward = new Subroutine(name + " JVP", 2 * n, numbers, (z, c) -> {
        Scalar[] x = Arrays.copyOf(z, n);
        return Forward.jvp(body.trace(x, c), x, Arrays.copyOfRange(z, n, z.length));
      });
    }
    return pushforward;
  }

  @Override
  public String toString() {
    return name;
  }
}
