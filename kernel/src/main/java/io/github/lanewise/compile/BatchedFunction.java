package io.github.lanewise.compile;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * {@code y = f(x)} of your own - a cost, an actuator, a contact law - on every robot of a batch, with its exact
 * derivatives.
 *
 * <p>Write the formula on {@link Scalar}s, once. It is recorded, not computed: Java's own {@code if}s and loops run
 * while tracing, and a choice that depends on a robot's numbers is {@link Scalar#ifLess}, {@link Scalar#min} or
 * {@link Scalar#max}.
 *
 * <pre>{@code
 * BatchedFunction reach = BatchedFunction.traceScalar("reach", 3,
 *     p -> p[0].minus(0.4).squared().plus(p[1].squared()).plus(p[2].minus(0.6).squared()));
 * reach.evaluate(positions, costs);              // every robot
 * reach.vjp(positions, seeds, gradients);        // exact
 * }</pre>
 *
 * <p>A kernel is compiled when it is first called. Bindings to the batches of the last few calls are kept, so that
 * calls with the same batches allocate nothing; make {@linkplain Batch#rowCount row views} once, not at each call.
 * Results go to the last batch, which is overwritten and may share storage with no other. One call at a time; two
 * functions are independent of each other.
 */
public final class BatchedFunction {
  private final String name;
  private final Lanes lanes;
  private final int inputs;
  private final int outputs;
  private final UnaryOperator<Scalar[]> formula;
  private final BindingCache evaluate;
  private final BindingCache vjp;
  private final BindingCache jvp;
  private Kernel kernel;
  private Kernel vjpKernel;
  private Kernel jvpKernel;

  private BatchedFunction(String name, Lanes lanes, int inputs, UnaryOperator<Scalar[]> formula) {
    this.name = name;
    this.lanes = lanes;
    this.inputs = inputs;
    this.formula = formula;
    if (inputs < 1) {
      throw new IllegalArgumentException("function " + name + " of " + inputs + " inputs: at least 1");
    }
    Graph graph = new Graph(name);
    graph.output("y", formula.apply(graph.input("x", inputs)));
    outputs = graph.outputs().getFirst().size();
    if (outputs < 1) {
      throw new IllegalArgumentException("function " + name + " has no outputs");
    }
    Workspace workspace = new Workspace(lanes.type());
    evaluate = new BindingCache(this::kernel, workspace);
    vjp = new BindingCache(this::vjpKernel, workspace);
    jvp = new BindingCache(this::jvpKernel, workspace);
  }

  /**
   * As {@link #trace(String, Lanes, int, UnaryOperator)}, in double on the widest vectors of this machine.
   *
   * @param name appears in messages and dumps
   * @param inputs rows of x
   * @param formula x to y
   * @return the function
   */
  public static BatchedFunction trace(String name, int inputs, UnaryOperator<Scalar[]> formula) {
    return trace(name, Lanes.widest(ElementType.DOUBLE), inputs, formula);
  }

  /**
   * Traces a function of several values.
   *
   * @param name appears in messages and dumps
   * @param lanes number type and vector width
   * @param inputs rows of x
   * @param formula x to y; it is called anew for every kernel and must build the same expressions each time. Scalars
   *     that are not made from x must be constants
   * @return the function
   * @throws IllegalArgumentException if there is no input or no output, or if the formula uses scalars of another graph
   */
  public static BatchedFunction trace(String name, Lanes lanes, int inputs, UnaryOperator<Scalar[]> formula) {
    return new BatchedFunction(name, lanes, inputs, formula);
  }

  /**
   * As {@link #traceScalar(String, Lanes, int, Function)}, in double on the widest vectors of this machine.
   *
   * @param name appears in messages and dumps
   * @param inputs rows of x
   * @param formula x to y
   * @return the function
   */
  public static BatchedFunction traceScalar(String name, int inputs, Function<Scalar[], Scalar> formula) {
    return traceScalar(name, Lanes.widest(ElementType.DOUBLE), inputs, formula);
  }

  /**
   * Traces a function of one value, such as a cost: as {@link #trace(String, Lanes, int, UnaryOperator)} otherwise.
   *
   * @param name appears in messages and dumps
   * @param lanes number type and vector width
   * @param inputs rows of x
   * @param formula x to y
   * @return the function
   */
  public static BatchedFunction traceScalar(String name, Lanes lanes, int inputs, Function<Scalar[], Scalar> formula) {
    return new BatchedFunction(name, lanes, inputs, x -> new Scalar[] {formula.apply(x)});
  }

  /** {@return rows of x} */
  public int inputs() {
    return inputs;
  }

  /** {@return rows of y} */
  public int outputs() {
    return outputs;
  }

  /** {@return number type and vector width} */
  public Lanes lanes() {
    return lanes;
  }

  /**
   * {@code y = f(x)} in the calling thread.
   *
   * @param x {@link #inputs()} rows
   * @param y {@link #outputs()} rows (modified)
   * @throws IllegalArgumentException if rows, robots or number types do not fit, naming both
   */
  public void evaluate(Batch x, Batch y) {
    evaluate.run(x, y, null);
  }

  /**
   * {@code y = f(x)}, blocks shared among the workers; otherwise as {@link #evaluate(Batch, Batch)}.
   *
   * @param x arguments, a row for each input
   * @param y values (modified)
   * @param workers that share the blocks
   */
  public void evaluate(Batch x, Batch y, Workers workers) {
    evaluate.run(x, y, null, workers);
  }

  /**
   * {@code xBar = (df/dx)' yBar}, the vector-Jacobian product, in the calling thread; for a cost and yBar = 1, its
   * gradient.
   *
   * @param x {@link #inputs()} rows
   * @param yBar {@link #outputs()} rows
   * @param xBar {@link #inputs()} rows (modified)
   * @throws IllegalArgumentException if rows, robots or number types do not fit, naming both
   */
  public void vjp(Batch x, Batch yBar, Batch xBar) {
    vjp.run(x, yBar, xBar);
  }

  /**
   * The vector-Jacobian product, blocks shared among the workers; otherwise as {@link #vjp(Batch, Batch, Batch)}.
   *
   * @param x arguments, a row for each input
   * @param yBar cotangents of y
   * @param xBar cotangents of x (modified)
   * @param workers that share the blocks
   */
  public void vjp(Batch x, Batch yBar, Batch xBar, Workers workers) {
    vjp.run(x, yBar, xBar, workers);
  }

  /**
   * {@code yDot = (df/dx) xDot}, the Jacobian-vector product, in the calling thread.
   *
   * @param x {@link #inputs()} rows
   * @param xDot {@link #inputs()} rows
   * @param yDot {@link #outputs()} rows (modified)
   * @throws IllegalArgumentException if rows, robots or number types do not fit, naming both
   */
  public void jvp(Batch x, Batch xDot, Batch yDot) {
    jvp.run(x, xDot, yDot);
  }

  /**
   * The Jacobian-vector product, blocks shared among the workers; otherwise as {@link #jvp(Batch, Batch, Batch)}.
   *
   * @param x arguments, a row for each input
   * @param xDot tangents of x
   * @param yDot tangents of y (modified)
   * @param workers that share the blocks
   */
  public void jvp(Batch x, Batch xDot, Batch yDot, Workers workers) {
    jvp.run(x, xDot, yDot, workers);
  }

  /** {@return the kernel of {@link #evaluate}: port x to port y} */
  public Kernel kernel() {
    if (kernel == null) {
      Graph graph = new Graph(name);
      graph.output("y", formula.apply(graph.input("x", inputs)));
      kernel = Kernel.compile(graph, lanes);
    }
    return kernel;
  }

  /** {@return the kernel of {@link #vjp}: ports x and yBar to port xBar} */
  public Kernel vjpKernel() {
    if (vjpKernel == null) {
      Graph graph = new Graph(name + " vjp");
      Scalar[] x = graph.input("x", inputs);
      Scalar[] yBar = graph.input("yBar", outputs);
      graph.output("xBar", Reverse.vjp(formula.apply(x.clone()), yBar, x));
      vjpKernel = Kernel.compile(graph, lanes);
    }
    return vjpKernel;
  }

  /** {@return the kernel of {@link #jvp}: ports x and xDot to port yDot} */
  public Kernel jvpKernel() {
    if (jvpKernel == null) {
      Graph graph = new Graph(name + " jvp");
      Scalar[] x = graph.input("x", inputs);
      Scalar[] xDot = graph.input("xDot", inputs);
      graph.output("yDot", Forward.jvp(formula.apply(x.clone()), x, xDot));
      jvpKernel = Kernel.compile(graph, lanes);
    }
    return jvpKernel;
  }
}
