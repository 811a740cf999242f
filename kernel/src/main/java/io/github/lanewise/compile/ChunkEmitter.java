package io.github.lanewise.compile;

import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the code of one chunk: {@code static void chunk(T[] workspace, T[] port, int base, ..., boolean dry)}.
 *
 * <p>If a {@link Pass} has several lane groups it loops over them. So C2 moves the range checks of all loads and stores
 * in front of the loop, the processor overlaps neighbouring groups, and the code is fetched once for all of them.
 * Constants are made before the loop. A dry call returns at once ({@link BlockRunner}).
 */
final class ChunkEmitter {
  private final Chunk chunk;
  private final Lanes lanes;
  private final Pass pass;
  private final Dialect dialect;
  private final CodeBuilder code;
  private final Map<Integer, Integer> arrays = new HashMap<>(Map.of(Chunk.WORKSPACE, 0));
  private final Map<Integer, Integer> bases = new HashMap<>();
  private final Map<Integer, Integer> locals = new HashMap<>();
  private final int dry;
  private final int group;

  private ChunkEmitter(Chunk chunk, Lanes lanes, Pass pass, Dialect dialect, CodeBuilder code) {
    this.chunk = chunk;
    this.lanes = lanes;
    this.pass = pass;
    this.dialect = dialect;
    this.code = code;
    int parameter = 1;
    for (int port : chunk.ports()) {
      arrays.put(port, parameter++);
      bases.put(port, parameter++);
    }
    dry = parameter;
    group = code.allocateLocal(TypeKind.INT);
  }

  static void emit(Chunk chunk, Lanes lanes, Pass pass, Dialect dialect, CodeBuilder code) {
    new ChunkEmitter(chunk, lanes, pass, dialect, code).emit();
  }

  private void emit() {
    returnIfDry();
    constants();
    code.iconst_0().istore(group);
    if (pass.elements() == lanes.count()) {
      body();
      code.return_();
      return;
    }
    Label top = code.newLabel();
    Label exit = code.newLabel();
    code.labelBinding(top).iload(group).loadConstant(pass.elements()).if_icmpge(exit);
    body();
    code.iinc(group, lanes.count()).goto_(top).labelBinding(exit).return_();
  }

  private void returnIfDry() {
    Label work = code.newLabel();
    code.iload(dry).ifeq(work).return_().labelBinding(work);
  }

  private void constants() {
    for (Scalar s : chunk.operations()) {
      for (int k = 0; k < s.op().arity; k++) {
        constant(s.arg(k));
      }
    }
    chunk.stores().forEach(store -> constant(store.value()));
  }

  private void constant(Scalar s) {
    if (s.op() == Op.CONSTANT && !locals.containsKey(s.id())) {
      dialect.constant(code, s.value());
      locals.put(s.id(), dialect.set(code));
    }
  }

  /** Loads before the first use, stores right after the value is there, so that few values live at once. */
  private void body() {
    Map<Integer, Chunk.Access> loads = new HashMap<>();
    chunk.loads().forEach(access -> loads.put(access.value().id(), access));
    for (Scalar s : chunk.operations()) {
      for (int k = 0; k < s.op().arity; k++) {
        Chunk.Access access = loads.remove(s.arg(k).id());
        if (access != null) {
          load(access);
        }
      }
      for (int k = 0; k < s.op().arity; k++) {
        dialect.get(code, locals.get(s.arg(k).id()));
      }
      dialect.operation(code, s.op());
      locals.put(s.id(), dialect.set(code));
      chunk.stores().stream().filter(store -> store.value() == s).forEach(this::store);
    }
    List<Chunk.Access> unused = chunk.loads().stream().filter(access -> loads.containsKey(access.value().id()))
        .toList();
    unused.forEach(this::load);
    chunk.stores().stream().filter(store -> !Schedule.isOperation(store.value())).forEach(this::store);
  }

  private void load(Chunk.Access access) {
    dialect.beginLoad(code);
    address(access);
    dialect.load(code);
    locals.put(access.value().id(), dialect.set(code));
  }

  private void store(Chunk.Access access) {
    int local = locals.get(access.value().id());
    dialect.beginStore(code, local);
    address(access);
    dialect.endStore(code, local);
  }

  private void address(Chunk.Access access) {
    code.aload(arrays.get(access.port())).iload(group);
    if (access.port() == Chunk.WORKSPACE) {
      code.loadConstant(Workspace.origin(lanes.type()) + access.row() * pass.stride()).iadd();
    } else {
      code.iload(bases.get(access.port())).iadd().loadConstant(access.row() * lanes.blockSize()).iadd();
    }
  }
}
