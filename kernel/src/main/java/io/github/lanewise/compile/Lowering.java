package io.github.lanewise.compile;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rewrites a graph in the operations that a processor has: functions become polynomials, shared divisors reciprocals.
 */
final class Lowering {
  private final Graph source;
  private final Graph target;
  private final Functions functions;
  private final Scalar[] image;
  private final int[] divisions;

  private Lowering(Graph source, ElementType type) {
    this.source = source;
    this.target = new Graph(source.name());
    this.functions = Functions.of(type);
    this.image = new Scalar[source.nodes().size()];
    this.divisions = new int[image.length];
  }

  /** The same function in machine operations, only what the outputs need. */
  static Graph lower(Graph source, ElementType type) {
    return new Lowering(source, type).run();
  }

  private Graph run() {
    for (Graph.Port port : source.inputs()) {
      Scalar[] rows = target.input(port.name(), port.size());
      for (int i = 0; i < rows.length; i++) {
        image[port.rows().get(i).id()] = rows[i];
      }
    }
    boolean[] needed = Uses.needed(source);
    for (Scalar s : source.nodes()) {
      if (needed[s.id()] && s.op() == Op.DIV) {
        divisions[s.arg(1).id()]++;
      }
    }
    for (Scalar s : source.nodes()) {
      if (needed[s.id()] && s.op() != Op.INPUT) {
        image[s.id()] = lower(s);
      }
    }
    for (Graph.Port port : source.outputs()) {
      List<Scalar> rows = new ArrayList<>();
      port.rows().forEach(row -> rows.add(
          image[row.id()].op() == Op.RESULT ? target.node(Op.MOVE, image[row.id()]) : image[row.id()]));
      target.output(port.name(), rows.toArray(Scalar[]::new));
    }
    return target;
  }

  private Scalar lower(Scalar s) {
    return switch (s.op()) {
      case CONSTANT -> Scalar.of(s.value());
      case TIE -> at(s, 0);
      case ADD -> at(s, 0).plus(at(s, 1));
      case SUB -> at(s, 0).minus(at(s, 1));
      case MUL -> at(s, 0).times(at(s, 1));
      case NEG -> at(s, 0).negate();
      case DIV -> divisions[s.arg(1).id()] > 1
          ? at(s, 0).times(target.node(Op.DIV, Scalar.ONE, at(s, 1)))
          : at(s, 0).over(at(s, 1));
      case SQRT -> at(s, 0).sqrt();
      case ABS -> at(s, 0).abs();
      case MIN -> at(s, 0).ifLess(at(s, 1), at(s, 0), at(s, 1));
      case MAX -> at(s, 1).ifLess(at(s, 0), at(s, 0), at(s, 1));
      case LESS -> at(s, 0).ifLess(at(s, 1), at(s, 2), at(s, 3));
      case SIN -> function(at(s, 0), Scalar::sin, functions::sin);
      case COS -> function(at(s, 0), Scalar::cos, functions::cos);
      case EXP -> function(at(s, 0), Scalar::exp, functions::exp);
      case LOG -> function(at(s, 0), Scalar::log, functions::log);
      case TANH -> function(at(s, 0), Scalar::tanh, functions::tanh);
      case ATAN2 -> at(s, 0).isConstant() && at(s, 1).isConstant()
          ? at(s, 0).atan2(at(s, 1))
          : functions.atan2(at(s, 0), at(s, 1));
      case CALL -> call(s);
      case RESULT -> target.resultNode(at(s, 0), s.row());
      default -> throw new IllegalArgumentException(s.op() + " is a machine operation already");
    };
  }

  /** Calls find their arguments in the workspace. */
  private Scalar call(Scalar s) {
    Scalar[] arguments = new Scalar[s.argCount()];
    for (int k = 0; k < arguments.length; k++) {
      Scalar arg = at(s, k);
      arguments[k] = arg.isConstant() || arg.op() == Op.INPUT ? target.node(Op.MOVE, arg) : arg;
    }
    return target.callNode(s.subroutine(), arguments, s.numbers());
  }

  /**
   * What was no constant while tracing may have become one: {@code x - x} when the two were tied to different
   * derivatives.
   */
  private static Scalar function(Scalar a, UnaryOperator<Scalar> folded, UnaryOperator<Scalar> polynomial) {
    return a.isConstant() ? folded.apply(a) : polynomial.apply(a);
  }

  private Scalar at(Scalar s, int i) {
    return image[s.arg(i).id()];
  }
}
