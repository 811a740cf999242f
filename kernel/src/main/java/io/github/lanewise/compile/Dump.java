package io.github.lanewise.compile;

import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A schedule as text. */
final class Dump {
  private Dump() {}

  static String of(Schedule schedule, Lanes lanes) {
    Graph graph = schedule.graph();
    List<String> ports = new ArrayList<>();
    graph.inputs().forEach(port -> ports.add(port.name()));
    graph.outputs().forEach(port -> ports.add(port.name()));
    StringBuilder text = new StringBuilder();
    text.append(graph.name()).append(", ").append(lanes.type()).append(" x ").append(lanes.count()).append(", ")
        .append(schedule.workspaceRows()).append(" scratch rows\n");
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
    return text.toString();
  }

  private static String place(Chunk.Access access, List<String> ports) {
    return (access.port() == Chunk.WORKSPACE ? "scratch" : ports.get(access.port())) + "[" + access.row() + "]";
  }

  private static String name(Scalar s) {
    return s.op() == Op.CONSTANT ? Double.toString(s.value()) : "t" + s.id();
  }

  private static String expression(Scalar s) {
    String a = name(s.arg(0));
    String b = s.argCount() > 1 ? name(s.arg(1)) : "";
    return switch (s.op()) {
      case ADD -> a + " + " + b;
      case SUB -> a + " - " + b;
      case MUL -> a + " * " + b;
      case DIV -> a + " / " + b;
      case NEG -> "-" + a;
      case FMA -> a + " * " + b + " + " + name(s.arg(2));
      case LESS -> a + " < " + b + " ? " + name(s.arg(2)) + " : " + name(s.arg(3));
      default -> s.op().name().toLowerCase(Locale.ROOT) + "(" + a + (b.isEmpty() ? "" : ", " + b) + ")";
    };
  }
}
