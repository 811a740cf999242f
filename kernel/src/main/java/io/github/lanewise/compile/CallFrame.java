package io.github.lanewise.compile;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Subroutine;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Of the chunks of a subroutine: {@code (T[] workspace, int row, ..., T number, ..., boolean dry)}, of each argument
 * and value of the call that the chunk uses the index of its row in the workspace, and the numbers of the call.
 */
final class CallFrame implements Frame {
  /** Port of the values, after those of arguments and numbers. */
  private static final int VALUES = 2;

  private final Lanes lanes;
  private final Pass pass;
  private final int firstScratchRow;
  /** Parameters of rows by port and row. */
  private final SortedMap<Integer, Integer> arguments = new TreeMap<>();
  private final SortedMap<Integer, Integer> values = new TreeMap<>();
  private final SortedMap<Integer, Integer> numbers = new TreeMap<>();
  private final int dry;

  /**
   * Of a chunk.
   *
   * @param firstScratchRow rows of the workspace from there on are the subroutine's own
   */
  CallFrame(Chunk chunk, Lanes lanes, Pass pass, int firstScratchRow) {
    this.lanes = lanes;
    this.pass = pass;
    this.firstScratchRow = firstScratchRow;
    List<Chunk.Access> accesses = new ArrayList<>(chunk.loads());
    accesses.addAll(chunk.stores());
    for (Chunk.Access access : accesses) {
      if (access.port() != Chunk.WORKSPACE) {
        parameters(access.port()).put(access.row(), 0);
      }
    }
    int local = 1;
    for (SortedMap<Integer, Integer> rows : List.of(arguments, values)) {
      for (int row : rows.keySet()) {
        rows.put(row, local++);
      }
    }
    for (int row : numbers.keySet()) {
      numbers.put(row, local);
      local += lanes.type().bytes() / Float.BYTES;
    }
    dry = local;
  }

  private SortedMap<Integer, Integer> parameters(int port) {
    return port == Subroutine.ARGUMENTS ? arguments : port == VALUES ? values : numbers;
  }

  @Override
  public MethodTypeDesc signature() {
    ClassDesc element = Emitter.element(lanes);
    List<ClassDesc> types = new ArrayList<>(List.of(element.arrayType()));
    for (int k = 0; k < arguments.size() + values.size(); k++) {
      types.add(CD_int);
    }
    for (int k = 0; k < numbers.size(); k++) {
      types.add(element);
    }
    types.add(CD_boolean);
    return MethodTypeDesc.of(CD_void, types);
  }

  /**
   * Pushes rows and numbers of a call, in the order of the parameters.
   *
   * @param argumentRows of the workspace, one for each argument
   * @param valueRows likewise of the values
   * @param constants the numbers
   */
  void push(CodeBuilder code, int[] argumentRows, int[] valueRows, double[] constants) {
    arguments.keySet().forEach(row -> code.loadConstant(index(argumentRows[row])));
    values.keySet().forEach(row -> code.loadConstant(index(valueRows[row])));
    for (int row : numbers.keySet()) {
      if (lanes.type().bytes() == Double.BYTES) {
        code.loadConstant(constants[row]);
      } else {
        code.loadConstant((float) constants[row]);
      }
    }
  }

  private int index(int row) {
    return Workspace.origin(lanes.type()) + row * pass.stride();
  }

  @Override
  public int dry() {
    return dry;
  }

  @Override
  public Address address(Chunk.Access access, int group) {
    boolean loops = pass.elements() > lanes.count();
    if (access.port() == Chunk.WORKSPACE) {
      return new Address(0, loops ? new int[] {group} : new int[0], index(firstScratchRow + access.row()));
    }
    int row = parameters(access.port()).get(access.row());
    return new Address(0, loops ? new int[] {group, row} : new int[] {row}, 0);
  }

  @Override
  public int number(Chunk.Access access) {
    return access.port() == Subroutine.NUMBERS ? numbers.get(access.row()) : -1;
  }
}
