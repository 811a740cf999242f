package io.github.lanewise.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Writes the class file of a kernel: one static method per chunk and a driver that calls them block by block. */
final class Emitter {
  private static final ClassDesc RUNNER = BlockRunner.class.describeConstable().orElseThrow();

  private final Schedule schedule;
  private final Lanes lanes;
  private final ClassDesc self;
  private final Dialect dialect;
  private final int ports;

  private Emitter(Schedule schedule, Lanes lanes, ClassDesc self) {
    this.schedule = schedule;
    this.lanes = lanes;
    this.self = self;
    this.dialect = lanes.isScalar() ? new ScalarDialect(lanes.type()) : new VectorDialect(lanes);
    ports = schedule.graph().inputs().size() + schedule.graph().outputs().size();
  }

  /** Distance of workspace rows: one cache line more than a block, so that rows do not fall on the same lines of the cache's sets. */
  static int workspaceStride(Lanes lanes) {
    return (Lanes.BLOCK_BYTES + 64) / lanes.type().bytes();
  }

  /** The bytes of the class {@code self}. */
  static byte[] emit(Schedule schedule, Lanes lanes, ClassDesc self) {
    return new Emitter(schedule, lanes, self).emit();
  }

  private byte[] emit() {
    return ClassFile.of().build(self, builder -> {
      builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER).withInterfaceSymbols(RUNNER);
      builder.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code
          .aload(0).invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
      for (int c = 0; c < schedule.chunks().size(); c++) {
        chunk(builder, c);
      }
      driver(builder);
    });
  }

  private ClassDesc array() {
    return (lanes.type() == ElementType.DOUBLE ? ConstantDescs.CD_double : ConstantDescs.CD_float).arrayType();
  }

  private TreeSet<Integer> ports(Chunk chunk) {
    TreeSet<Integer> ports = new TreeSet<>();
    chunk.loads().forEach(access -> ports.add(access.port()));
    chunk.stores().forEach(access -> ports.add(access.port()));
    ports.remove(Chunk.WORKSPACE);
    return ports;
  }

  private MethodTypeDesc signature(Chunk chunk) {
    List<ClassDesc> parameters = new ArrayList<>(List.of(array()));
    ports(chunk).forEach(port -> parameters.addAll(List.of(array(), CD_int)));
    return MethodTypeDesc.of(CD_void, parameters);
  }

  /** {@link BlockRunner#run}: for each block all chunks. */
  private void driver(ClassBuilder builder) {
    ClassDesc integers = CD_int.arrayType();
    MethodTypeDesc type =
        MethodTypeDesc.of(CD_void, CD_Object, CD_Object.arrayType(), integers, integers, CD_int, CD_int);
    builder.withMethodBody("run", type, ClassFile.ACC_PUBLIC, code -> {
      int workspace = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(1).checkcast(array()).astore(workspace);
      int[] arrays = new int[ports];
      for (int p = 0; p < ports; p++) {
        arrays[p] = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(2).loadConstant(p).aaload().checkcast(array()).astore(arrays[p]);
      }
      int block = code.allocateLocal(TypeKind.INT);
      code.iload(5).istore(block);
      Label top = code.newLabel();
      Label exit = code.newLabel();
      code.labelBinding(top).iload(block).iload(6).if_icmpge(exit);
      int[] bases = new int[ports];
      for (int p = 0; p < ports; p++) {
        bases[p] = code.allocateLocal(TypeKind.INT);
        code.aload(3).loadConstant(p).iaload().aload(4).loadConstant(p).iaload().iload(block).imul().iadd().istore(bases[p]);
      }
      for (int c = 0; c < schedule.chunks().size(); c++) {
        Chunk chunk = schedule.chunks().get(c);
        code.aload(workspace);
        for (int port : ports(chunk)) {
          code.aload(arrays[port]).iload(bases[port]);
        }
        code.invokestatic(self, "chunk" + c, signature(chunk));
      }
      code.iinc(block, 1).goto_(top).labelBinding(exit).return_();
    });
  }

  private void chunk(ClassBuilder builder, int index) {
    Chunk chunk = schedule.chunks().get(index);
    builder.withMethodBody("chunk" + index, signature(chunk), ClassFile.ACC_STATIC, code -> {
      Map<Integer, Integer> arrays = new HashMap<>(Map.of(Chunk.WORKSPACE, 0));
      Map<Integer, Integer> bases = new HashMap<>();
      int parameter = 1;
      for (int port : ports(chunk)) {
        arrays.put(port, parameter++);
        bases.put(port, parameter++);
      }
      Map<Integer, Integer> locals = new HashMap<>();
      for (Scalar s : chunk.operations()) {
        for (int k = 0; k < s.op().arity; k++) {
          constant(code, s.arg(k), locals);
        }
      }
      chunk.stores().forEach(store -> constant(code, store.value(), locals));
      int group = code.allocateLocal(TypeKind.INT);
      code.iconst_0().istore(group);
      Label top = code.newLabel();
      Label exit = code.newLabel();
      code.labelBinding(top).iload(group).loadConstant(lanes.blockSize()).if_icmpge(exit);
      Map<Integer, Chunk.Access> loads = new HashMap<>();
      chunk.loads().forEach(access -> loads.put(access.value().id(), access));
      Map<Integer, List<Chunk.Access>> stores = new HashMap<>();
      chunk.stores().forEach(access -> stores.computeIfAbsent(access.value().id(), id -> new ArrayList<>()).add(access));
      for (Scalar s : chunk.operations()) {
        for (int k = 0; k < s.op().arity; k++) {
          load(code, loads.remove(s.arg(k).id()), arrays, bases, group, locals);
        }
        for (int k = 0; k < s.op().arity; k++) {
          dialect.get(code, locals.get(s.arg(k).id()));
        }
        operation(code, s, locals);
        for (Chunk.Access access : stores.getOrDefault(s.id(), List.of())) {
          store(code, access, arrays, bases, group, locals);
        }
      }
      if (chunk.operations().isEmpty()) {
        chunk.loads().forEach(access -> load(code, access, arrays, bases, group, locals));
        chunk.stores().forEach(access -> store(code, access, arrays, bases, group, locals));
      }
      code.iinc(group, lanes.count()).goto_(top).labelBinding(exit).return_();
    });
  }

  private void constant(CodeBuilder code, Scalar s, Map<Integer, Integer> locals) {
    if (s.op() == Op.CONSTANT && !locals.containsKey(s.id())) {
      dialect.constant(code, s.value());
      locals.put(s.id(), dialect.set(code));
    }
  }

  private void operation(CodeBuilder code, Scalar s, Map<Integer, Integer> locals) {
    dialect.operation(code, s.op());
    locals.put(s.id(), dialect.set(code));
  }

  private void address(
      CodeBuilder code, Chunk.Access access, Map<Integer, Integer> arrays, Map<Integer, Integer> bases, int group) {
    code.aload(arrays.get(access.port())).iload(group);
    if (access.port() >= 0) {
      code.iload(bases.get(access.port())).iadd();
    }
    int offset = access.port() >= 0
        ? access.row() * lanes.blockSize()
        : Workspace.origin(lanes.type()) + access.row() * workspaceStride(lanes);
    code.loadConstant(offset).iadd();
  }

  private void load(
      CodeBuilder code, Chunk.Access access, Map<Integer, Integer> arrays, Map<Integer, Integer> bases, int group,
      Map<Integer, Integer> locals) {
    if (access != null) {
      dialect.beginLoad(code);
      address(code, access, arrays, bases, group);
      dialect.load(code);
      locals.put(access.value().id(), dialect.set(code));
    }
  }

  private void store(
      CodeBuilder code, Chunk.Access access, Map<Integer, Integer> arrays, Map<Integer, Integer> bases, int group,
      Map<Integer, Integer> locals) {
    int local = locals.get(access.value().id());
    dialect.beginStore(code, local);
    address(code, access, arrays, bases, group);
    dialect.endStore(code, local);
  }
}
