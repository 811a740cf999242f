package io.github.lanewise.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A traced function: named input ports, the expressions on them, and named output ports.
 *
 * <p>A port is a vector of rows; a batch supplies one number per row and lane. Expressions are shared as they are made,
 * so a graph holds each distinct one once, arguments before users. Built by one thread; read by any number afterwards.
 */
public final class Graph {
  /**
   * A named vector of inputs or outputs.
   *
   * @param name name of the port
   * @param rows its scalars
   */
  public record Port(String name, List<Scalar> rows) {
    /** Copies the rows. */
    public Port {
      rows = List.copyOf(rows);
    }

    /** {@return the number of rows} */
    public int size() {
      return rows.size();
    }
  }

  private record Key(Op op, int a, int b, int c, int d) {}

  private final String name;
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();
  private final List<Scalar> nodes = new ArrayList<>();
  private final Map<Key, Scalar> shared = new HashMap<>();
  private final Map<Long, Scalar> constants = new HashMap<>();

  /**
   * An empty function; the name appears in dumps and messages.
   *
   * @param name what it computes
   */
  public Graph(String name) {
    this.name = name;
  }

  /** {@return the name given at construction} */
  public String name() {
    return name;
  }

  /**
   * Adds an input port of {@code rows} rows and returns its scalars.
   *
   * @param portName name of the port
   * @param rows number of rows
   * @return the scalars of its rows
   */
  public Scalar[] input(String portName, int rows) {
    Scalar[] scalars = new Scalar[rows];
    for (int i = 0; i < rows; i++) {
      scalars[i] = add(new Scalar(this, nodes.size(), Op.INPUT, new Scalar[0], 0, inputs.size(), i, null, null));
    }
    inputs.add(new Port(portName, Arrays.asList(scalars)));
    return scalars;
  }

  /**
   * Adds an output port that holds {@code values}, which are scalars of this graph or constants.
   *
   * @param portName name of the port
   * @param values its rows
   */
  public void output(String portName, Scalar... values) {
    Scalar[] owned = new Scalar[values.length];
    for (int i = 0; i < values.length; i++) {
      owned[i] = own(values[i]);
    }
    outputs.add(new Port(portName, Arrays.asList(owned)));
  }

  /** {@return input ports in the order of their making} */
  public List<Port> inputs() {
    return Collections.unmodifiableList(inputs);
  }

  /** {@return output ports in the order of their making} */
  public List<Port> outputs() {
    return Collections.unmodifiableList(outputs);
  }

  /** {@return all nodes, arguments before users} */
  public List<Scalar> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /**
   * {@code values}, declared as a function of {@code arguments} whose derivative is given by the caller.
   *
   * @param arguments the scalars on which the values depend
   * @param values the values, already computed from the arguments by any expressions
   * @param pullback cotangents of the values to cotangents of the arguments
   * @param pushforward tangents of the arguments to tangents of the values
   * @return the values, to be used in place of the ones passed in
   */
  public Scalar[] withDerivative(
      Scalar[] arguments, Scalar[] values, DerivativeRule pullback, DerivativeRule pushforward) {
    Scalar[] owned = new Scalar[values.length];
    for (int i = 0; i < values.length; i++) {
      owned[i] = own(values[i]);
    }
    Block block = new Block(arguments.clone(), new Scalar[values.length], pullback, pushforward);
    for (int i = 0; i < values.length; i++) {
      block.values()[i] = add(new Scalar(this, nodes.size(), Op.TIE, new Scalar[] {owned[i]}, 0, -1, i, block, null));
    }
    return block.values().clone();
  }

  /**
   * {@return a call as a node, without derivative}
   *
   * @param subroutine what is called
   * @param x arguments
   * @param c numbers
   */
  public Scalar callNode(Subroutine subroutine, Scalar[] x, double[] c) {
    Scalar[] owned = Arrays.stream(x).map(this::own).toArray(Scalar[]::new);
    return add(new Scalar(this, nodes.size(), Op.CALL, owned, 0, -1, -1, null, new Call(subroutine, c)));
  }

  /**
   * {@return a value of a call as a node, without derivative}
   *
   * @param call a node of {@link #callNode}
   * @param i place among the values
   */
  public Scalar resultNode(Scalar call, int i) {
    return add(new Scalar(this, nodes.size(), Op.RESULT, new Scalar[] {call}, 0, -1, i, null, null));
  }

  /**
   * {@return the node {@code op(args)}, shared with equal ones but not simplified; formulas use the methods of {@link
   * Scalar} instead}
   *
   * @param op an operation
   * @param args its arguments, scalars of this graph or constants
   */
  public Scalar node(Op op, Scalar... args) {
    Scalar[] owned = new Scalar[args.length];
    for (int i = 0; i < args.length; i++) {
      owned[i] = own(args[i]);
    }
    Key key = key(op, owned);
    Scalar known = shared.get(key);
    if (known == null) {
      known = add(new Scalar(this, nodes.size(), op, owned, 0, -1, -1, null, null));
      shared.put(key, known);
    }
    return known;
  }

  /**
   * The graph that all these scalars, constants aside, belong to; null if all are constants.
   *
   * @throws IllegalArgumentException if there are two, or if an x is a negation, which dissolves into the sums that it
   *     stands in, so that y does not show it
   */
  static Graph of(Scalar[] y, Scalar[] x) {
    Graph graph = null;
    for (Scalar s : x) {
      if (s.op == Op.NEG) {
        throw new IllegalArgumentException(
            s + " is the negation of " + s.args[0] + ": differentiate by that, or tie it");
      }
    }
    for (Scalar[] scalars : new Scalar[][] {y, x}) {
      for (Scalar s : scalars) {
        if (graph != null && s.graph != null && s.graph != graph) {
          throw new IllegalArgumentException("a derivative across two graphs, " + graph.name + " and " + s.graph.name);
        }
        graph = s.graph == null ? graph : s.graph;
      }
    }
    return graph;
  }

  /** The node if it exists, else null. */
  Scalar find(Op op, Scalar a, Scalar b) {
    return shared.get(key(op, new Scalar[] {own(a), own(b)}));
  }

  /**
   * {@return the scalar as a node of this graph: constants get a place of their own}
   *
   * @param s a scalar of this graph or a constant
   */
  public Scalar own(Scalar s) {
    if (s.graph == this) {
      return s;
    }
    if (s.graph != null) {
      throw new IllegalArgumentException("a scalar of graph " + s.graph.name + " used in graph " + name);
    }
    return constants.computeIfAbsent(
        Double.doubleToRawLongBits(s.value),
        bits -> add(new Scalar(this, nodes.size(), Op.CONSTANT, new Scalar[0], s.value, -1, -1, null, null)));
  }

  String inputName(int port) {
    return port < inputs.size() ? inputs.get(port).name() : "input" + port;
  }

  private Scalar add(Scalar s) {
    nodes.add(s);
    return s;
  }

  private static Key key(Op op, Scalar[] args) {
    return new Key(
        op,
        args.length > 0 ? args[0].id : -1,
        args.length > 1 ? args[1].id : -1,
        args.length > 2 ? args[2].id : -1,
        args.length > 3 ? args[3].id : -1);
  }
}
