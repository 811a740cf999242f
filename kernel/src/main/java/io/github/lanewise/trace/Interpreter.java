package io.github.lanewise.trace;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Evaluates a graph in plain double arithmetic, one robot at a time, operation by operation as it was traced: the slow
 * reference that compiled kernels are tested against, and a way to look inside. Functions are those of {@link Math},
 * which tell -0 from 0.
 */
public final class Interpreter {
  private final Graph graph;
  private final double[] values;
  private final Map<Subroutine, Interpreter> subroutines = new IdentityHashMap<>();

  /**
   * For one graph as it stands now; not for several threads at once.
   *
   * @param graph a complete graph
   */
  public Interpreter(Graph graph) {
    this.graph = graph;
    values = new double[graph.nodes().size()];
  }

  /**
   * The outputs for one set of inputs.
   *
   * @param inputs the rows of each input port
   * @return the rows of each output port
   * @throws IllegalArgumentException if the inputs do not have the ports' sizes
   * @throws IllegalStateException if the graph has grown since the interpreter was made
   */
  public double[][] evaluate(double[]... inputs) {
    if (values.length != graph.nodes().size()) {
      throw new IllegalStateException("graph " + graph.name() + " has grown from " + values.length + " to "
          + graph.nodes().size() + " nodes: make an interpreter when it is complete");
    }
    if (inputs.length != graph.inputs().size()) {
      throw new IllegalArgumentException(graph.inputs().size() + " input ports but " + inputs.length + " arrays");
    }
    for (int p = 0; p < inputs.length; p++) {
      if (inputs[p].length != graph.inputs().get(p).size()) {
        throw new IllegalArgumentException("port '" + graph.inputs().get(p).name() + "' has "
            + graph.inputs().get(p).size() + " rows but its array " + inputs[p].length);
      }
    }
    for (Scalar s : graph.nodes()) {
      values[s.id] = switch (s.op) {
        case CONSTANT -> s.value;
        case INPUT -> inputs[s.port][s.row];
        case CALL -> Double.NaN;
        case RESULT -> result(s.args[0], s.row);
        default -> operation(s);
      };
    }
    double[][] outputs = new double[graph.outputs().size()][];
    for (int p = 0; p < outputs.length; p++) {
      outputs[p] = graph.outputs().get(p).rows().stream().mapToDouble(row -> values[row.id]).toArray();
    }
    return outputs;
  }

  /**
   * {@return the value that a node had in the last evaluation}
   *
   * @param s a node of the graph or a constant
   */
  public double valueOf(Scalar s) {
    return s.graph == null ? s.value : values[s.id];
  }

  private double result(Scalar call, int place) {
    double[] x = Arrays.stream(call.args).mapToDouble(arg -> values[arg.id]).toArray();
    return subroutines.computeIfAbsent(call.subroutine(), f -> new Interpreter(f.graph()))
        .evaluate(x, call.numbers())[0][place];
  }

  private double operation(Scalar s) {
    double a = values[s.args[0].id];
    double b = s.args.length > 1 ? values[s.args[1].id] : 0;
    return switch (s.op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case NEG -> -a;
      case SQRT -> Math.sqrt(a);
      case SIN -> Math.sin(a);
      case COS -> Math.cos(a);
      case EXP -> Math.exp(a);
      case LOG -> Math.log(a);
      case TANH -> Math.tanh(a);
      case ATAN2 -> Math.atan2(a, b);
      case ABS -> Math.abs(a);
      case MIN -> a < b ? a : b;
      case MAX -> b < a ? a : b;
      case LESS -> a < b ? values[s.args[2].id] : values[s.args[3].id];
      case TIE -> a;
      default -> throw new IllegalArgumentException("machine operation " + s.op + " in a traced graph");
    };
  }
}
