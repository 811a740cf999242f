package io.github.lanewise.compile;

import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts the operations of a graph into chunks under C2's budget, and gives the values that cross chunks a row of the
 * workspace, reused once the last reader is past.
 *
 * <p>Operations keep the order in which they were traced. The textbook's order is a good one: a body's quantities are
 * made side by side, and schedules that minimised loads and stores greedily had more of both.
 */
final class Schedule {
  /**
   * Limit of one chunk in vector operations, loads and stores included. Fewer make more loads, stores and range
   * checks; at 190 C2 ran out of nodes on some chunks and boxed their vectors.
   */
  static final int BUDGET = 150;

  private final Graph graph;
  private final boolean[] needed;
  private final int[] lastReader;
  private final Map<Integer, List<int[]>> outputsOf = new HashMap<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private int workspaceRows;

  private Schedule(Graph graph) {
    this.graph = graph;
    needed = Uses.needed(graph);
    lastReader = new int[needed.length];
  }

  static Schedule of(Graph graph) {
    Schedule s = new Schedule(graph);
    s.noteOutputs();
    s.place(Cuts.of(graph, s.needed, Schedule::weight, s::outputs, BUDGET));
    s.copyThrough();
    return s;
  }

  Graph graph() {
    return graph;
  }

  List<Chunk> chunks() {
    return chunks;
  }

  /** Rows of workspace that the chunks need at once. */
  int workspaceRows() {
    return workspaceRows;
  }

  private void noteOutputs() {
    for (int p = 0; p < graph.outputs().size(); p++) {
      List<Scalar> rows = graph.outputs().get(p).rows();
      for (int r = 0; r < rows.size(); r++) {
        outputsOf.computeIfAbsent(rows.get(r).id(), id -> new ArrayList<>())
            .add(new int[] {graph.inputs().size() + p, r});
      }
    }
  }

  private int outputs(Scalar s) {
    return outputsOf.getOrDefault(s.id(), List.of()).size();
  }

  static boolean isOperation(Scalar s) {
    return s.op() != Op.CONSTANT && s.op() != Op.INPUT;
  }

  /** Vector operations that an operation is compiled to. */
  private static int weight(Scalar s) {
    return switch (s.op()) {
      case EXPONENT -> 4;
      case FLIP -> 3;
      case LESS, POWER2, SIGNIFICAND -> 2;
      default -> 1;
    };
  }

  private void place(List<List<Scalar>> cuts) {
    int[] chunkOf = new int[needed.length];
    Arrays.fill(chunkOf, -1);
    Arrays.fill(lastReader, -1);
    for (int c = 0; c < cuts.size(); c++) {
      for (Scalar s : cuts.get(c)) {
        chunkOf[s.id()] = c;
        for (int k = 0; k < s.op().arity; k++) {
          lastReader[s.arg(k).id()] = c;
        }
      }
    }
    int[] rowOf = new int[needed.length];
    Deque<Integer> free = new ArrayDeque<>();
    List<List<Integer>> released = new ArrayList<>();
    cuts.forEach(cut -> released.add(new ArrayList<>()));
    for (int c = 0; c < cuts.size(); c++) {
      List<Chunk.Access> loads = new ArrayList<>();
      List<Chunk.Access> stores = new ArrayList<>();
      Set<Integer> seen = new HashSet<>();
      for (Scalar s : cuts.get(c)) {
        for (int k = 0; k < s.op().arity; k++) {
          Scalar arg = s.arg(k);
          if (arg.op() == Op.INPUT && seen.add(arg.id())) {
            loads.add(new Chunk.Access(arg, arg.port(), arg.row()));
          } else if (isOperation(arg) && chunkOf[arg.id()] != c && seen.add(arg.id())) {
            loads.add(new Chunk.Access(arg, Chunk.WORKSPACE, rowOf[arg.id()]));
          }
        }
        if (lastReader[s.id()] > c) {
          int row = free.isEmpty() ? workspaceRows++ : free.pop();
          rowOf[s.id()] = row;
          released.get(lastReader[s.id()]).add(row);
          stores.add(new Chunk.Access(s, Chunk.WORKSPACE, row));
        }
        for (int[] place : outputsOf.getOrDefault(s.id(), List.of())) {
          stores.add(new Chunk.Access(s, place[0], place[1]));
        }
      }
      released.get(c).forEach(free::push);
      chunks.add(new Chunk(cuts.get(c), loads, stores));
    }
  }

  /** Outputs that are constants or inputs unchanged. */
  private void copyThrough() {
    List<Chunk.Access> stores = new ArrayList<>();
    for (Graph.Port port : graph.outputs()) {
      for (Scalar row : port.rows()) {
        if (!isOperation(row) && outputsOf.containsKey(row.id())) {
          outputsOf.remove(row.id()).forEach(place -> stores.add(new Chunk.Access(row, place[0], place[1])));
        }
      }
    }
    for (int from = 0; from < stores.size(); from += BUDGET / 2) {
      List<Chunk.Access> part = stores.subList(from, Math.min(stores.size(), from + BUDGET / 2));
      Set<Scalar> inputs = new LinkedHashSet<>();
      part.forEach(store -> inputs.add(store.value()));
      inputs.removeIf(Scalar::isConstant);
      chunks.add(new Chunk(
          List.of(), inputs.stream().map(s -> new Chunk.Access(s, s.port(), s.row())).toList(), List.copyOf(part)));
    }
  }
}
