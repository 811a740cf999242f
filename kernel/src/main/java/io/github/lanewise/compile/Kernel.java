package io.github.lanewise.compile;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Op;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A traced function compiled to machine code that computes all lanes of a block at once.
 *
 * <p>Safe for threads: what a run needs is in its {@link Binding} and {@link Workspace}.
 */
public final class Kernel {
  private final Schedule schedule;
  private final Lanes lanes;
  private final BlockRunner runner;
  private boolean hastened;

  private Kernel(Schedule schedule, Lanes lanes, BlockRunner runner) {
    this.schedule = schedule;
    this.lanes = lanes;
    this.runner = runner;
  }

  /**
   * Compiles a graph, as it stands now, for an element type and vector width.
   *
   * @param graph what to compute
   * @param lanes element type and width
   * @return the kernel
   * @throws IllegalArgumentException if the graph has no output port
   */
  public static Kernel compile(Graph graph, Lanes lanes) {
    return compile(graph, lanes, Dialect.of(lanes));
  }

  /** The same in a dialect that computes on these lanes. */
  static Kernel compile(Graph graph, Lanes lanes, Dialect dialect) {
    if (graph.outputs().isEmpty()) {
      throw new IllegalArgumentException("graph " + graph.name() + " has no outputs: nothing to compute");
    }
    Schedule schedule = Schedule.of(graph, lanes.type());
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    byte[] bytes = Emitter.emit(schedule, lanes, dialect, ClassDesc.of(Kernel.class.getPackageName(), "Emitted"));
    try {
      Class<?> emitted = lookup.defineHiddenClass(bytes, true).lookupClass();
      MethodHandle constructor = lookup.findConstructor(emitted, MethodType.methodType(void.class));
      return new Kernel(schedule, lanes, (BlockRunner) constructor.invoke());
    } catch (Throwable e) {
      throw new IllegalStateException("the class emitted for kernel " + graph.name() + " was refused", e);
    }
  }

  /** {@return element type and width} */
  public Lanes lanes() {
    return lanes;
  }

  /** {@return the name of the traced function} */
  public String name() {
    return schedule.graph().name();
  }

  /** {@return the input ports} */
  public List<Graph.Port> inputs() {
    return schedule.graph().inputs();
  }

  /** {@return the output ports} */
  public List<Graph.Port> outputs() {
    return schedule.graph().outputs();
  }

  /**
   * Ties the ports to batches, checked here once.
   *
   * @param ports the input batches, then the output batches (modified by running), one per port. An output shares
   *     storage with no other port.
   * @return what runs the kernel on these batches
   * @throws IllegalArgumentException if number, rows, robots or element types do not fit
   */
  public Binding bind(Batch... ports) {
    return new Binding(this, ports);
  }

  /** Scratch elements that a run needs. */
  int workspaceElements() {
    return schedule.workspaceRows() * Pass.of(schedule.workspaceRows(), lanes).stride();
  }

  /** Whether chunks loop over the lane groups of a block, instead of being called for each. */
  boolean loops() {
    return Pass.of(schedule.workspaceRows(), lanes).elements() > lanes.count();
  }

  /** Whether its methods were called often enough for C2; read without a lock, since doing it twice does no harm. */
  boolean isHastened() {
    return hastened;
  }

  void setHastened() {
    hastened = true;
  }

  BlockRunner runner() {
    return runner;
  }

  /** {@return floating-point operations per robot: a fused multiply-add counts two, moves and bit operations none} */
  public long flops() {
    return operationCounts().entrySet().stream().mapToLong(e -> switch (e.getKey()) {
      case FMA -> 2L * e.getValue();
      case ADD, SUB, MUL, DIV, SQRT -> e.getValue();
      default -> 0;
    }).sum();
  }

  /** {@return how many machine operations of each kind one robot takes} */
  public Map<Op, Integer> operationCounts() {
    Map<Op, Integer> counts = new EnumMap<>(Op.class);
    schedule.executed().forEach(chunk -> chunk.operations().forEach(s -> counts.merge(s.op(), 1, Integer::sum)));
    return counts;
  }

  /**
   * How large a kernel is.
   *
   * @param chunks compiled methods
   * @param loads of vectors per lane group
   * @param stores of vectors per lane group
   * @param scratchRows rows that keep values of one chunk for another
   */
  public record Shape(int chunks, int loads, int stores, int scratchRows) {
    @Override
    public String toString() {
      return chunks + " chunks, " + loads + " loads, " + stores + " stores, " + scratchRows + " scratch rows";
    }
  }

  /** {@return how large it is} */
  public Shape shape() {
    int loads = schedule.executed().mapToInt(chunk -> chunk.loads().size()).sum();
    int stores = schedule.executed().mapToInt(chunk -> chunk.stores().size()).sum();
    return new Shape(schedule.methodCount(), loads, stores, schedule.workspaceRows());
  }

  /** {@return the kernel as text: for each chunk what it loads, computes and stores, one operation a line} */
  public String dump() {
    return Dump.of(schedule, lanes);
  }

  private List<String> portNames() {
    List<String> names = new ArrayList<>();
    inputs().forEach(port -> names.add(port.name()));
    outputs().forEach(port -> names.add(port.name()));
    return names;
  }

  @Override
  public String toString() {
    return name() + portNames() + " " + lanes + ": " + shape();
  }
}
