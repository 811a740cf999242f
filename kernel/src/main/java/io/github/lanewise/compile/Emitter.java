package io.github.lanewise.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the class file of a kernel: a static method for each chunk, one for each part of the sequence of chunks, and a
 * driver.
 */
final class Emitter {
  /** Chunks called by one method: HotSpot does not compile methods of more than 8,000 bytes. */
  private static final int PART = 200;

  private static final ClassDesc RUNNER = BlockRunner.class.describeConstable().orElseThrow();

  private final Schedule schedule;
  private final Lanes lanes;
  private final Dialect dialect;
  private final Pass pass;
  private final ClassDesc self;
  private final int ports;

  private Emitter(Schedule schedule, Lanes lanes, Dialect dialect, ClassDesc self) {
    this.schedule = schedule;
    this.lanes = lanes;
    this.dialect = dialect;
    this.pass = Pass.of(schedule.workspaceRows(), lanes);
    this.self = self;
    ports = schedule.graph().inputs().size() + schedule.graph().outputs().size();
  }

  /** The bytes of the class {@code self}. */
  static byte[] emit(Schedule schedule, Lanes lanes, Dialect dialect, ClassDesc self) {
    return new Emitter(schedule, lanes, dialect, self).emit();
  }

  private byte[] emit() {
    return ClassFile.of().build(self, builder -> {
      builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER).withInterfaceSymbols(RUNNER);
      builder.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code
          .aload(0).invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
      for (int c = 0; c < schedule.chunks().size(); c++) {
        Chunk chunk = schedule.chunks().get(c);
        builder.withMethodBody("chunk" + c, signature(chunk), ClassFile.ACC_STATIC,
            code -> ChunkEmitter.emit(chunk, lanes, pass, dialect, code));
      }
      for (int first = 0; first < schedule.chunks().size(); first += PART) {
        part(builder, first, Math.min(first + PART, schedule.chunks().size()));
      }
      driver(builder);
    });
  }

  private ClassDesc array() {
    return (lanes.type() == ElementType.DOUBLE ? ConstantDescs.CD_double : ConstantDescs.CD_float).arrayType();
  }

  /** The workspace, array and base index of each port that the chunk uses, and whether to do nothing. */
  private MethodTypeDesc signature(Chunk chunk) {
    return signature(chunk.ports().size());
  }

  /** The same with every port. */
  private MethodTypeDesc partSignature() {
    return signature(ports);
  }

  private MethodTypeDesc signature(int ports) {
    List<ClassDesc> parameters = new ArrayList<>(List.of(array()));
    for (int p = 0; p < ports; p++) {
      parameters.addAll(List.of(array(), CD_int));
    }
    parameters.add(CD_boolean);
    return MethodTypeDesc.of(CD_void, parameters);
  }

  /** Chunks {@code first} to {@code end - 1} on one pass. */
  private void part(ClassBuilder builder, int first, int end) {
    builder.withMethodBody("part" + first, partSignature(), ClassFile.ACC_STATIC, code -> {
      for (int c = first; c < end; c++) {
        Chunk chunk = schedule.chunks().get(c);
        code.aload(0);
        for (int port : chunk.ports()) {
          code.aload(1 + 2 * port).iload(2 + 2 * port);
        }
        code.iload(1 + 2 * ports).invokestatic(self, "chunk" + c, signature(chunk));
      }
      code.return_();
    });
  }

  /** {@link BlockRunner#run}: for each pass of each block all parts. */
  private void driver(ClassBuilder builder) {
    ClassDesc integers = CD_int.arrayType();
    MethodTypeDesc type =
        MethodTypeDesc.of(CD_void, CD_Object, CD_Object.arrayType(), integers, integers, CD_int, CD_int, CD_boolean);
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
      int offset = code.allocateLocal(TypeKind.INT);
      Label nextPass = code.newLabel();
      code.iconst_0().istore(offset).labelBinding(nextPass);
      for (int first = 0; first < schedule.chunks().size(); first += PART) {
        code.aload(workspace);
        for (int p = 0; p < ports; p++) {
          code.aload(arrays[p]);
          code.aload(3).loadConstant(p).iaload().aload(4).loadConstant(p).iaload().iload(block).imul().iadd();
          code.iload(offset).iadd();
        }
        code.iload(7).invokestatic(self, "part" + first, partSignature());
      }
      code.iinc(offset, pass.elements()).iload(offset).loadConstant(lanes.blockSize()).if_icmplt(nextPass);
      code.iinc(block, 1).goto_(top).labelBinding(exit).return_();
    });
  }
}
