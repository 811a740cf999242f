package io.github.lanewise.trace;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A number that is known only when the kernel runs, or a constant: textbook formulas written on Scalars are recorded,
 * not computed.
 *
 * <p>Every operation returns the node of its result in the {@link Graph} of its arguments; equal expressions are the
 * same node, and sums with 0, products with 0 and 1 and operations on constants fold at once. A product with the
 * constant 0 is 0 whatever the other factor is, and {@code x - x} is 0, also where x turns out infinite or not a
 * number; the sign of a zero is not kept. Immutable; a graph is built by one thread.
 */
public final class Scalar {
  /** The constant 0. */
  public static final Scalar ZERO = new Scalar(0.0);
  /** The constant 1. */
  public static final Scalar ONE = new Scalar(1.0);

  private static final Scalar[] NO_ARGUMENTS = {};

  final Graph graph;
  final int id;
  final Op op;
  final Scalar[] args;
  final double value;
  final int port;
  final int row;
  final Block block;
  final Call call;

  private Scalar(double value) {
    this(null, -1, Op.CONSTANT, NO_ARGUMENTS, value, -1, -1, null, null);
  }

  Scalar(Graph graph, int id, Op op, Scalar[] args, double value, int port, int row, Block block, Call call) {
    this.graph = graph;
    this.id = id;
    this.op = op;
    this.args = args;
    this.value = value;
    this.port = port;
    this.row = row;
    this.block = block;
    this.call = call;
  }

  /**
   * {@return the constant {@code value}, which belongs to every graph}
   *
   * @param value the number
   */
  public static Scalar of(double value) {
    return value == 0.0 ? ZERO : value == 1.0 ? ONE : new Scalar(value);
  }

  /**
   * {@return constants, one for each number}
   *
   * @param values the numbers
   */
  public static Scalar[] of(double... values) {
    Scalar[] result = new Scalar[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = of(values[i]);
    }
    return result;
  }

  /**
   * {@return all of them, one part behind the other}
   *
   * @param parts in their order
   */
  public static Scalar[] concat(Scalar[]... parts) {
    return Stream.of(parts).flatMap(Stream::of).toArray(Scalar[]::new);
  }

  /**
   * {@return {@code n} zeros}
   *
   * @param n how many
   */
  public static Scalar[] zeros(int n) {
    Scalar[] result = new Scalar[n];
    java.util.Arrays.fill(result, ZERO);
    return result;
  }

  /** {@return the operation that makes this node} */
  public Op op() {
    return op;
  }

  /**
   * {@return argument {@code i} of the operation}
   *
   * @param i 0 to {@link #argCount} less 1
   */
  public Scalar arg(int i) {
    return args[i];
  }

  /** {@return the number of arguments of the operation} */
  public int argCount() {
    return args.length;
  }

  /** {@return what an {@link Op#CALL} node calls} */
  public Subroutine subroutine() {
    return call.subroutine();
  }

  /** {@return the numbers of an {@link Op#CALL} node, modified by nobody} */
  public double[] numbers() {
    return call.numbers();
  }

  /**
   * {@return place of this node in its graph: arguments come before their users; -1 for a constant outside of any
   * graph}
   */
  public int id() {
    return id;
  }

  /** {@return input port of an {@link Op#INPUT} node} */
  public int port() {
    return port;
  }

  /** {@return row within the input port of an {@link Op#INPUT} node, place among the values of a call} */
  public int row() {
    return row;
  }

  /** {@return whether the number is known now} */
  public boolean isConstant() {
    return op == Op.CONSTANT;
  }

  /**
   * {@return whether this is the constant {@code x}}
   *
   * @param x a number
   */
  public boolean is(double x) {
    return op == Op.CONSTANT && value == x;
  }

  /** {@return the number of a constant; fails with {@link IllegalStateException} on anything else} */
  public double value() {
    if (op != Op.CONSTANT) {
      throw new IllegalStateException("only a constant has a value while tracing; this is " + this);
    }
    return value;
  }

  /**
   * {@return {@code this + b}}
   *
   * @param b what is added
   */
  public Scalar plus(Scalar b) {
    if (is(0)) {
      return b;
    }
    if (b.is(0)) {
      return this;
    }
    if (isConstant() && b.isConstant()) {
      return of(value + b.value);
    }
    if (b.op == Op.NEG) {
      return minus(b.args[0]);
    }
    if (op == Op.NEG) {
      return b.minus(args[0]);
    }
    return commutative(Op.ADD, b);
  }

  /**
   * {@return {@code this + b}}
   *
   * @param b what is added
   */
  public Scalar plus(double b) {
    return plus(of(b));
  }

  /**
   * {@return {@code this - b}}
   *
   * @param b what is taken away
   */
  public Scalar minus(Scalar b) {
    if (b.is(0)) {
      return this;
    }
    if (is(0)) {
      return b.negate();
    }
    if (isConstant() && b.isConstant()) {
      return of(value - b.value);
    }
    if (this == b) {
      return ZERO;
    }
    if (b.op == Op.NEG) {
      return plus(b.args[0]);
    }
    if (op == Op.NEG) {
      return args[0].plus(b).negate();
    }
    Graph g = common(this, b);
    Scalar reversed = g.find(Op.SUB, b, this);
    return reversed != null ? reversed.negate() : g.node(Op.SUB, this, b);
  }

  /**
   * {@return {@code this - b}}
   *
   * @param b what is taken away
   */
  public Scalar minus(double b) {
    return minus(of(b));
  }

  /**
   * {@return {@code this b}}
   *
   * @param b the other factor
   */
  public Scalar times(Scalar b) {
    if (is(0) || b.is(0)) {
      return ZERO;
    }
    if (is(1)) {
      return b;
    }
    if (b.is(1)) {
      return this;
    }
    if (is(-1)) {
      return b.negate();
    }
    if (b.is(-1)) {
      return negate();
    }
    if (isConstant() && b.isConstant()) {
      return of(value * b.value);
    }
    if (op == Op.NEG) {
      return b.isConstant() ? args[0].times(-b.value) : args[0].times(b).negate();
    }
    if (b.op == Op.NEG) {
      return isConstant() ? b.args[0].times(-value) : times(b.args[0]).negate();
    }
    return commutative(Op.MUL, b);
  }

  /**
   * {@return {@code this b}}
   *
   * @param b the other factor
   */
  public Scalar times(double b) {
    return times(of(b));
  }

  /**
   * {@return {@code this / b}}
   *
   * @param b the divisor
   */
  public Scalar over(Scalar b) {
    if (isConstant() && b.isConstant()) {
      return of(value / b.value);
    }
    if (is(0)) {
      return ZERO;
    }
    if (b.isConstant() && hasReciprocal(b.value)) {
      return times(1.0 / b.value);
    }
    if (op == Op.NEG) {
      return args[0].over(b).negate();
    }
    if (b.op == Op.NEG) {
      return over(b.args[0]).negate();
    }
    return common(this, b).node(Op.DIV, this, b);
  }

  /**
   * {@return {@code this / b}}
   *
   * @param b the divisor
   */
  public Scalar over(double b) {
    return over(of(b));
  }

  /** {@return {@code 1 / this}} */
  public Scalar reciprocal() {
    return ONE.over(this);
  }

  /** {@return {@code -this}} */
  public Scalar negate() {
    if (isConstant()) {
      return of(-value);
    }
    return op == Op.NEG ? args[0] : graph.node(Op.NEG, this);
  }

  /** {@return {@code this^2}} */
  public Scalar squared() {
    return times(this);
  }

  /** {@return the square root} */
  public Scalar sqrt() {
    return isConstant() ? of(Math.sqrt(value)) : graph.node(Op.SQRT, this);
  }

  /** {@return {@code sin this}, this in radians} */
  public Scalar sin() {
    if (isConstant()) {
      return of(Math.sin(value));
    }
    return op == Op.NEG ? args[0].sin().negate() : graph.node(Op.SIN, this);
  }

  /** {@return {@code cos this}, this in radians} */
  public Scalar cos() {
    if (isConstant()) {
      return of(Math.cos(value));
    }
    return op == Op.NEG ? args[0].cos() : graph.node(Op.COS, this);
  }

  /** {@return {@code e^this}} */
  public Scalar exp() {
    return isConstant() ? of(Math.exp(value)) : graph.node(Op.EXP, this);
  }

  /** {@return the natural logarithm} */
  public Scalar log() {
    return isConstant() ? of(Math.log(value)) : graph.node(Op.LOG, this);
  }

  /** {@return {@code tanh this}} */
  public Scalar tanh() {
    if (isConstant()) {
      return of(Math.tanh(value));
    }
    return op == Op.NEG ? args[0].tanh().negate() : graph.node(Op.TANH, this);
  }

  /**
   * {@return the angle of the point (x, y = this), in (-pi, pi]}
   *
   * @param x the point's other coordinate
   */
  public Scalar atan2(Scalar x) {
    return isConstant() && x.isConstant() ? of(Math.atan2(value, x.value)) : common(this, x).node(Op.ATAN2, this, x);
  }

  /** {@return {@code |this|}} */
  public Scalar abs() {
    if (isConstant()) {
      return of(Math.abs(value));
    }
    return op == Op.NEG ? args[0].abs() : op == Op.ABS ? this : graph.node(Op.ABS, this);
  }

  /**
   * {@return the smaller of the two; {@code b} if either is NaN}
   *
   * @param b the other number
   */
  public Scalar min(Scalar b) {
    if (isConstant() && b.isConstant()) {
      return of(value < b.value ? value : b.value);
    }
    return this == b ? this : common(this, b).node(Op.MIN, this, b);
  }

  /**
   * {@return the smaller of the two}
   *
   * @param b the other number
   */
  public Scalar min(double b) {
    return min(of(b));
  }

  /**
   * {@return the larger of the two; {@code b} if either is NaN}
   *
   * @param b the other number
   */
  public Scalar max(Scalar b) {
    if (isConstant() && b.isConstant()) {
      return of(value > b.value ? value : b.value);
    }
    return this == b ? this : common(this, b).node(Op.MAX, this, b);
  }

  /**
   * {@return the larger of the two}
   *
   * @param b the other number
   */
  public Scalar max(double b) {
    return max(of(b));
  }

  /**
   * {@return {@code this < bound ? then : otherwise}; both branches are computed, one is taken}
   *
   * @param bound what this is compared with
   * @param then the result where this is below the bound
   * @param otherwise the result elsewhere
   */
  public Scalar ifLess(Scalar bound, Scalar then, Scalar otherwise) {
    if (isConstant() && bound.isConstant()) {
      return value < bound.value ? then : otherwise;
    }
    if (then == otherwise) {
      return then;
    }
    return common(common(this, bound), common(then, otherwise)).node(Op.LESS, this, bound, then, otherwise);
  }

  /**
   * {@return {@code this < bound ? then : otherwise}; both branches are computed, one is taken}
   *
   * @param bound what this is compared with
   * @param then the result where this is below the bound
   * @param otherwise the result elsewhere
   */
  public Scalar ifLess(double bound, Scalar then, Scalar otherwise) {
    return ifLess(of(bound), then, otherwise);
  }

  /**
   * {@return the shared node {@code op(args)} without simplification, for the compiler's own operations; one argument
   * at least is not constant}
   *
   * @param op an operation of the compiler
   * @param args its arguments
   */
  public static Scalar machine(Op op, Scalar... args) {
    Graph graph = null;
    for (Scalar arg : args) {
      graph = common(graph, arg.graph);
    }
    return graph.node(op, args);
  }

  private Scalar commutative(Op operation, Scalar b) {
    Graph g = common(this, b);
    Scalar x = g.own(this);
    Scalar y = g.own(b);
    return x.id <= y.id ? g.node(operation, x, y) : g.node(operation, y, x);
  }

  /** Whether 1 / x is a normal number, in float as well. */
  private static boolean hasReciprocal(double x) {
    double magnitude = Math.abs(1.0 / x);
    return magnitude >= Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE;
  }

  private static Graph common(Scalar a, Scalar b) {
    return common(a.graph, b.graph);
  }

  private static Graph common(Graph a, Graph b) {
    if (a == null || a == b) {
      return b;
    }
    if (b == null) {
      return a;
    }
    throw new IllegalArgumentException(
        "scalars of two graphs, " + a.name() + " and " + b.name() + ", in one expression");
  }

  /** What makes it, such as {@code mul#7(q[0], sin#5)}; arguments that are operations by name and number. */
  @Override
  public String toString() {
    return switch (op) {
      case CONSTANT, INPUT -> name();
      default -> name() + Stream.of(args).map(Scalar::name).collect(Collectors.joining(", ", "(", ")"));
    };
  }

  private String name() {
    return switch (op) {
      case CONSTANT -> Double.toString(value);
      case INPUT -> graph.inputName(port) + "[" + row + "]";
      default -> op.name().toLowerCase(Locale.ROOT) + "#" + id;
    };
  }
}
