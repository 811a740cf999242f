package io.github.lanewise.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Scalar;
import io.github.lanewise.trace.Subroutine;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the class file of a kernel: a static method for each chunk, one for each part of the sequence of chunks, and a
 * driver. Chunks of a subroutine are there once, called with the rows and numbers of each call.
 */
final class Emitter {
  /**
   * Parameters pushed by one method, of 3 bytes at most, and calls: HotSpot does not compile methods of more than 8,000
   * bytes.
   */
  private static final int PART = 2500;

  private static final ClassDesc RUNNER = BlockRunner.class.describeConstable().orElseThrow();

  private final Schedule schedule;
  private final Lanes lanes;
  private final Dialect dialect;
  private final Pass pass;
  private final ClassDesc self;
  private final int ports;
  private final List<Subroutine> subroutines;
  private final List<Part> parts;

  private Emitter(Schedule schedule, Lanes lanes, Dialect dialect, ClassDesc self) {
    this.schedule = schedule;
    this.lanes = lanes;
    this.dialect = dialect;
    this.pass = Pass.of(schedule.workspaceRows(), lanes);
    this.self = self;
    ports = schedule.graph().inputs().size() + schedule.graph().outputs().size();
    subroutines = List.copyOf(schedule.subroutines().keySet());
    parts = cut();
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
        if (!chunk.isCall()) {
          chunk(builder, "chunk" + c, chunk, new PortFrame(chunk, lanes, pass));
        }
      }
      for (Subroutine f : subroutines) {
        List<Chunk> chunks = schedule.subroutines().get(f).chunks();
        for (int c = 0; c < chunks.size(); c++) {
          chunk(builder, name(f, c), chunks.get(c), frame(chunks.get(c)));
        }
      }
      parts.forEach(part -> part(builder, part));
      driver(builder);
    });
  }

  private void chunk(ClassBuilder builder, String name, Chunk chunk, Frame frame) {
    builder.withMethodBody(name, frame.signature(), ClassFile.ACC_STATIC,
        code -> ChunkEmitter.emit(chunk, frame, lanes, pass, dialect, code));
  }

  private String name(Subroutine f, int chunk) {
    return "subroutine" + subroutines.indexOf(f) + "chunk" + chunk;
  }

  private CallFrame frame(Chunk callee) {
    return new CallFrame(callee, lanes, pass, schedule.ownRows());
  }

  /** What the elements of arrays are. */
  static ClassDesc element(Lanes lanes) {
    return lanes.type() == ElementType.DOUBLE ? ConstantDescs.CD_double : ConstantDescs.CD_float;
  }

  private ClassDesc array() {
    return element(lanes).arrayType();
  }

  /** Every port. */
  private MethodTypeDesc partSignature() {
    return PortFrame.signature(array(), ports);
  }

  /** Chunks that are run by one method, in turn: the first and the one after the last. */
  private record Part(int first, int end) {
    String name() {
      return "part" + first;
    }
  }

  private List<Part> cut() {
    List<Part> cut = new ArrayList<>();
    int first = 0;
    int pushed = 0;
    for (int c = 0; c < schedule.chunks().size(); c++) {
      int own = pushed(schedule.chunks().get(c));
      if (pushed + own > PART) {
        cut.add(new Part(first, c));
        first = c;
        pushed = 0;
      }
      pushed += own;
    }
    cut.add(new Part(first, schedule.chunks().size()));
    return cut;
  }

  /** Parameters of all methods that a chunk calls, and the calls. */
  private int pushed(Chunk chunk) {
    return chunk.isCall()
        ? callees(chunk).stream().mapToInt(callee -> frame(callee).signature().parameterCount() + 1).sum()
        : new PortFrame(chunk, lanes, pass).signature().parameterCount() + 1;
  }

  private List<Chunk> callees(Chunk call) {
    return schedule.subroutines().get(call.operations().getFirst().subroutine()).chunks();
  }

  private void part(ClassBuilder builder, Part part) {
    builder.withMethodBody(part.name(), partSignature(), ClassFile.ACC_STATIC, code -> {
      for (int c = part.first(); c < part.end(); c++) {
        Chunk chunk = schedule.chunks().get(c);
        if (chunk.isCall()) {
          call(code, chunk);
          continue;
        }
        code.aload(0);
        for (int port : chunk.ports()) {
          code.aload(1 + 2 * port).iload(2 + 2 * port);
        }
        code.iload(1 + 2 * ports).invokestatic(self, "chunk" + c, new PortFrame(chunk, lanes, pass).signature());
      }
      code.return_();
    });
  }

  private void call(CodeBuilder code, Chunk chunk) {
    Scalar call = chunk.operations().getFirst();
    int[] arguments = new int[call.argCount()];
    for (Chunk.Access load : chunk.loads()) {
      for (int k = 0; k < arguments.length; k++) {
        arguments[k] = call.arg(k) == load.value() ? load.row() : arguments[k];
      }
    }
    Subroutine f = call.subroutine();
    int[] values = schedule.valueRows(chunk, f.graph().outputs().getFirst().size());
    List<Chunk> callees = callees(chunk);
    for (int c = 0; c < callees.size(); c++) {
      CallFrame frame = frame(callees.get(c));
      code.aload(0);
      frame.push(code, arguments, values, call.numbers());
      code.iload(1 + 2 * ports).invokestatic(self, name(f, c), frame.signature());
    }
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
      for (Part part : parts) {
        code.aload(workspace);
        for (int p = 0; p < ports; p++) {
          code.aload(arrays[p]);
          code.aload(3).loadConstant(p).iaload().aload(4).loadConstant(p).iaload().iload(block).imul().iadd();
          code.iload(offset).iadd();
        }
        code.iload(7).invokestatic(self, part.name(), partSignature());
      }
      code.iinc(offset, pass.elements()).iload(offset).loadConstant(lanes.blockSize()).if_icmplt(nextPass);
      code.iinc(block, 1).goto_(top).labelBinding(exit).return_();
    });
  }
}
