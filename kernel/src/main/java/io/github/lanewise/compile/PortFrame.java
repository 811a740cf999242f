package io.github.lanewise.compile;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of a kernel's own chunks: {@code (T[] workspace, T[] port, int base, ..., boolean dry)}, of each port that the chunk
 * uses array and base index.
 */
final class PortFrame implements Frame {
  private final Chunk chunk;
  private final Lanes lanes;
  private final Pass pass;
  private final Map<Integer, Integer> arrays = new HashMap<>(Map.of(Chunk.WORKSPACE, 0));

  PortFrame(Chunk chunk, Lanes lanes, Pass pass) {
    this.chunk = chunk;
    this.lanes = lanes;
    this.pass = pass;
    int parameter = 1;
    for (int port : chunk.ports()) {
      arrays.put(port, parameter);
      parameter += 2;
    }
  }

  /** {@code (workspace, array and base of so many ports, dry)}. */
  static MethodTypeDesc signature(ClassDesc array, int ports) {
    List<ClassDesc> parameters = new ArrayList<>(List.of(array));
    for (int p = 0; p < ports; p++) {
      parameters.addAll(List.of(array, CD_int));
    }
    parameters.add(CD_boolean);
    return MethodTypeDesc.of(CD_void, parameters);
  }

  @Override
  public MethodTypeDesc signature() {
    return signature(Emitter.element(lanes).arrayType(), chunk.ports().size());
  }

  @Override
  public int dry() {
    return 1 + 2 * chunk.ports().size();
  }

  @Override
  public Address address(Chunk.Access access, int group) {
    int array = arrays.get(access.port());
    boolean loops = pass.elements() > lanes.count();
    if (access.port() == Chunk.WORKSPACE) {
      return new Address(array, loops ? new int[] {group} : new int[0],
          Workspace.origin(lanes.type()) + access.row() * pass.stride());
    }
    int base = array + 1;
    return new Address(array, loops ? new int[] {group, base} : new int[] {base}, access.row() * lanes.blockSize());
  }

  @Override
  public int number(Chunk.Access access) {
    return -1;
  }
}
