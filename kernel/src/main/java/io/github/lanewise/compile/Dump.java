package io.github.lanewise.compile;

import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A schedule as text. */
final class Dump {
  private Dump() {}

  static String of(Schedule schedule, Lanes lanes) {
    StringBuilder text = new StringBuilder();
    text.append(schedule.graph().name()).append(", ").append(lanes.type()).append(" x ").append(lanes.count())
        .append(", ").append(schedule.workspaceRows()).append(" scratch rows\n");
    chunks(schedule, text);
    schedule.subroutines().forEach((f, callee) -> {
      text.append("subroutine ").append(f).append('\n');
      chunks(callee, text);
    });
    return text.toString();
  }

  private static void chunks(Schedule schedule, StringBuilder text) {
    Graph graph = schedule.graph();
    List<String> ports = new ArrayList<>();
    graph.inputs().forEach(port -> ports.add(port.name()));
    graph.outputs().forEach(port -> ports.add(port.name()));
    for (int c = 0; c < schedule.chunks().size(); c++) {
      Chunk chunk = schedule.chunks().get(c);
      text.append("chunk ").append(c).append('\n');
      chunk.loads()
          .forEach(a -> text.append("  ").append(name(a.value())).append(" = ").append(place(a, ports)).append('\n'));
      chunk.operations()
          .forEach(s -> text.append("  ").append(name(s)).append(" = ").append(expression(s)).append('\n'));
      chunk.stores()
          .forEach(a -> text.append("  ").append(place(a, ports)).append(" = ").append(name(a.value())).append('\n'));
    }
  }

  private static String place(Chunk.Access access, List<String> ports) {
    return (access.port() == Chunk.WORKSPACE ? "scratch" : ports.get(access.port())) + "[" + access.row() + "]";
  }

  private static String name(Scalar s) {
    return s.op() == Op.CONSTANT ? Double.toString(s.value()) : "t" + s.id();
  }

  private static String expression(Scalar s) {
    List<String> arguments = IntStream.range(0, s.argCount()).mapToObj(k -> name(s.arg(k))).toList();
    String a = arguments.getFirst();
    String b = s.argCount() > 1 ? arguments.get(1) : "";
    return switch (s.op()) {
      case ADD -> a + " + " + b;
      case SUB -> a + " - " + b;
      case MUL -> a + " * " + b;
      case DIV -> a + " / " + b;
      case NEG -> "-" + a;
      case FMA -> a + " * " + b + " + " + name(s.arg(2));
      case LESS -> a + " < " + b + " ? " + name(s.arg(2)) + " : " + name(s.arg(3));
      case CALL -> s.subroutine() + "(" + String.join(", ", arguments) + "; " + Arrays.toString(s.numbers()) + ")";
      case RESULT -> "value " + s.row() + " of " + a;
      default -> s.op().name().toLowerCase(Locale.ROOT) + "(" + a + (b.isEmpty() ? "" : ", " + b) + ")";
    };
  }
}
