package io.github.lanewise.compile;

import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayDeque;
import java.util.Deque;
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
  private final Deque<Integer> free = new ArrayDeque<>();
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
    if (pass.elements() == lanes.count()) {
      body();
      code.return_();
      return;
    }
    Label top = code.newLabel();
    Label exit = code.newLabel();
    code.iconst_0().istore(group);
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
      set(s);
    }
  }

  /** Loads before the first use, stores right after the value is there, so that few values live at once. */
  private void body() {
    Map<Integer, Chunk.Access> loads = new HashMap<>();
    chunk.loads().forEach(access -> loads.put(access.value().id(), access));
    Map<Integer, Scalar> lastUser = new HashMap<>();
    for (Scalar s : chunk.operations()) {
      for (int k = 0; k < s.op().arity; k++) {
        lastUser.put(s.arg(k).id(), s);
      }
    }
    for (Scalar s : chunk.operations()) {
      int[] arguments = new int[s.op().arity];
      for (int k = 0; k < arguments.length; k++) {
        Chunk.Access access = loads.remove(s.arg(k).id());
        if (access != null) {
          load(access);
        }
        arguments[k] = locals.get(s.arg(k).id());
      }
      dialect.operation(code, s.op(), arguments);
      for (int k = 0; k < arguments.length; k++) {
        if (lastUser.get(s.arg(k).id()) == s) {
          release(s.arg(k));
        }
      }
      set(s);
      chunk.stores().stream().filter(store -> store.value() == s).forEach(this::store);
      if (!lastUser.containsKey(s.id())) {
        release(s);
      }
    }
    List<Chunk.Access> unused = chunk.loads().stream().filter(access -> loads.containsKey(access.value().id()))
        .toList();
    unused.forEach(this::load);
    chunk.stores().stream().filter(store -> !Schedule.isOperation(store.value())).forEach(this::store);
    unused.forEach(access -> release(access.value()));
  }

  private void load(Chunk.Access access) {
    dialect.load(code, address(access));
    set(access.value());
  }

  private void store(Chunk.Access access) {
    dialect.store(code, locals.get(access.value().id()), address(access));
  }

  /** Pops the value into a local that nothing lives in. */
  private void set(Scalar s) {
    int local = free.isEmpty() ? code.allocateLocal(dialect.kind()) : free.pop();
    code.storeLocal(dialect.kind(), local);
    locals.put(s.id(), local);
  }

  /**
   * Gives the local of a value back. C2 carries all locals of a method along at each of its calls, so methods with a
   * local for each value took it longer.
   */
  private void release(Scalar s) {
    if (s.op() != Op.CONSTANT && locals.containsKey(s.id())) {
      free.push(locals.remove(s.id()));
    }
  }

  private Address address(Chunk.Access access) {
    boolean loops = pass.elements() > lanes.count();
    if (access.port() == Chunk.WORKSPACE) {
      return new Address(arrays.get(access.port()), loops ? new int[] {group} : new int[0],
          Workspace.origin(lanes.type()) + access.row() * pass.stride());
    }
    int base = bases.get(access.port());
    return new Address(arrays.get(access.port()), loops ? new int[] {group, base} : new int[] {base},
        access.row() * lanes.blockSize());
  }
}
