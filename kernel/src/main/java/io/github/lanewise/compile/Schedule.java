package io.github.lanewise.compile;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import io.github.lanewise.trace.Subroutine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
  private final Map<Subroutine, Schedule> subroutines = new LinkedHashMap<>();
  private int ownRows;
  private int workspaceRows;
  private int spareRow;

  private Schedule(Graph graph) {
    this.graph = graph;
    needed = Uses.needed(graph);
    lastReader = new int[needed.length];
  }

  /** That of a traced function in the operations of the machine. */
  static Schedule of(Graph traced, ElementType type) {
    Graph graph = Fusion.fuse(Lowering.lower(traced, type));
    Schedule s = new Schedule(graph);
    s.noteOutputs();
    s.place(Cuts.of(graph, s.needed, Schedule::weight, s::outputs, BUDGET));
    s.copyThrough();
    for (Chunk chunk : s.chunks) {
      if (chunk.isCall()) {
        s.subroutines.computeIfAbsent(chunk.operations().getFirst().subroutine(), f -> callee(f, type));
      }
    }
    s.spareRow = s.ownRows;
    s.ownRows += s.subroutines.isEmpty() ? 0 : 1;
    s.workspaceRows = s.ownRows + s.subroutines.values().stream().mapToInt(Schedule::workspaceRows).max().orElse(0);
    return s;
  }

  private static Schedule callee(Subroutine f, ElementType type) {
    Schedule schedule = of(f.graph(), type);
    if (!schedule.subroutines.isEmpty()) {
      throw new IllegalArgumentException("subroutine " + f + " calls another one: write that out");
    }
    return schedule;
  }

  /**
   * Rows of the workspace for the values of a call; those that nobody reads share one.
   *
   * @param values how many the subroutine has
   */
  int[] valueRows(Chunk call, int values) {
    int[] rows = new int[values];
    Arrays.fill(rows, spareRow);
    call.stores().forEach(store -> rows[store.value().row()] = store.row());
    return rows;
  }

  /** Those of what is called, in the order of the first calls. */
  Map<Subroutine, Schedule> subroutines() {
    return subroutines;
  }

  /** All chunks as they are run, those of calls in their places. */
  Stream<Chunk> executed() {
    return chunks.stream().flatMap(chunk -> chunk.isCall()
        ? subroutines.get(chunk.operations().getFirst().subroutine()).executed() : Stream.of(chunk));
  }

  Graph graph() {
    return graph;
  }

  List<Chunk> chunks() {
    return chunks;
  }

  /** Chunks that are compiled, those of what is called once. */
  int methodCount() {
    return (int) chunks.stream().filter(chunk -> !chunk.isCall()).count()
        + subroutines.values().stream().mapToInt(Schedule::methodCount).sum();
  }

  /** Rows of workspace that its own chunks need at once. */
  int ownRows() {
    return ownRows;
  }

  /** The same with those of the subroutine that needs most, which follow. */
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
        for (int k = 0; k < s.argCount(); k++) {
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
        for (int k = 0; k < s.argCount(); k++) {
          Scalar arg = s.arg(k);
          if (arg.op() == Op.INPUT && seen.add(arg.id())) {
            loads.add(new Chunk.Access(arg, arg.port(), arg.row()));
          } else if (isOperation(arg) && chunkOf[arg.id()] != c && seen.add(arg.id())) {
            loads.add(new Chunk.Access(arg, Chunk.WORKSPACE, rowOf[arg.id()]));
          }
        }
        if (lastReader[s.id()] > c) {
          int row = free.isEmpty() ? ownRows++ : free.pop();
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
