package io.github.lanewise.compile;

import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the code of one chunk, a static method whose parameters a {@link Frame} tells.
 *
 * <p>If a {@link Pass} has several lane groups it loops over them. So C2 moves the range checks of all loads and stores
 * in front of the loop, the processor overlaps neighbouring groups, and the code is fetched once for all of them.
 * Constants are made before the loop. A dry call returns at once ({@link BlockRunner}).
 */
final class ChunkEmitter {
  private final Chunk chunk;
  private final Frame frame;
  private final Lanes lanes;
  private final Pass pass;
  private final Dialect dialect;
  private final CodeBuilder code;
  private final Map<Integer, Integer> locals = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Set<Integer> lasting = new HashSet<>();
  private final int group;

  private ChunkEmitter(Chunk chunk, Frame frame, Lanes lanes, Pass pass, Dialect dialect, CodeBuilder code) {
    this.chunk = chunk;
    this.frame = frame;
    this.lanes = lanes;
    this.pass = pass;
    this.dialect = dialect;
    this.code = code;
    group = code.allocateLocal(TypeKind.INT);
  }

  static void emit(Chunk chunk, Frame frame, Lanes lanes, Pass pass, Dialect dialect, CodeBuilder code) {
    new ChunkEmitter(chunk, frame, lanes, pass, dialect, code).emit();
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
    code.iload(frame.dry()).ifeq(work).return_().labelBinding(work);
  }

  private void constants() {
    for (Scalar s : chunk.operations()) {
      for (int k = 0; k < s.argCount(); k++) {
        constant(s.arg(k));
      }
    }
    chunk.stores().forEach(store -> constant(store.value()));
    chunk.loads().stream().filter(access -> frame.number(access) >= 0).forEach(access -> {
      dialect.broadcast(code, frame.number(access));
      keep(access.value());
    });
  }

  private void constant(Scalar s) {
    if (s.op() == Op.CONSTANT && !locals.containsKey(s.id())) {
      dialect.constant(code, s.value());
      keep(s);
    }
  }

  /** Pops the value into a local for the whole chunk. */
  private void keep(Scalar s) {
    lasting.add(s.id());
    set(s);
  }

  /** Loads before the first use, stores right after the value is there, so that few values live at once. */
  private void body() {
    Map<Integer, Chunk.Access> loads = new HashMap<>();
    chunk.loads().stream().filter(access -> frame.number(access) < 0)
        .forEach(access -> loads.put(access.value().id(), access));
    Map<Integer, Scalar> lastUser = new HashMap<>();
    for (Scalar s : chunk.operations()) {
      for (int k = 0; k < s.argCount(); k++) {
        lastUser.put(s.arg(k).id(), s);
      }
    }
    for (Scalar s : chunk.operations()) {
      int[] arguments = new int[s.argCount()];
      for (int k = 0; k < arguments.length; k++) {
        Chunk.Access access = loads.remove(s.arg(k).id());
        if (access != null) {
          load(access);
        }
        arguments[k] = locals.get(s.arg(k).id());
      }
      if (s.op() == Op.MOVE) {
        code.loadLocal(dialect.kind(), arguments[0]);
      } else {
        dialect.operation(code, s.op(), arguments);
      }
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
    dialect.load(code, frame.address(access, group));
    set(access.value());
  }

  private void store(Chunk.Access access) {
    dialect.store(code, locals.get(access.value().id()), frame.address(access, group));
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
    if (!lasting.contains(s.id()) && locals.containsKey(s.id())) {
      free.push(locals.remove(s.id()));
    }
  }
}
