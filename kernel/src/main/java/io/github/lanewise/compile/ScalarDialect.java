package io.github.lanewise.compile;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.trace.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Values are plain numbers: the slow twin, with the same operations and so the same bits as the vector code. */
final class ScalarDialect implements Dialect {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final ClassDesc DOUBLE = ClassDesc.of("java.lang.Double");
  private static final ClassDesc FLOAT = ClassDesc.of("java.lang.Float");

  private final boolean wide;
  private final ClassDesc type;
  private final TypeKind kind;

  ScalarDialect(ElementType elementType) {
    wide = elementType == ElementType.DOUBLE;
    type = wide ? CD_double : CD_float;
    kind = wide ? TypeKind.DOUBLE : TypeKind.FLOAT;
  }

  @Override
  public void constant(CodeBuilder code, double value) {
    if (wide) {
      code.loadConstant(value);
    } else {
      code.loadConstant((float) value);
    }
  }

  @Override
  public void broadcast(CodeBuilder code, int local) {
    code.loadLocal(kind, local);
  }

  @Override
  public TypeKind kind() {
    return kind;
  }

  @Override
  public void load(CodeBuilder code, Address from) {
    from.push(code);
    code.arrayLoad(kind);
  }

  @Override
  public void store(CodeBuilder code, int local, Address to) {
    to.push(code);
    code.loadLocal(kind, local).arrayStore(kind);
  }

  @Override
  public void operation(CodeBuilder code, Op op, int... arguments) {
    switch (op) {
      case LESS -> select(code, arguments);
      case FLIP -> flip(code, arguments);
      default -> {
        for (int argument : arguments) {
          code.loadLocal(kind, argument);
        }
        compute(code, op);
      }
    }
  }

  /** Turns the arguments on the stack, first one deepest, into the result. */
  private void compute(CodeBuilder code, Op op) {
    switch (op) {
      case ADD -> choose(code, code::dadd, code::fadd);
      case SUB -> choose(code, code::dsub, code::fsub);
      case MUL -> choose(code, code::dmul, code::fmul);
      case DIV -> choose(code, code::ddiv, code::fdiv);
      case NEG -> choose(code, code::dneg, code::fneg);
      case ABS -> code.invokestatic(MATH, "abs", MethodTypeDesc.of(type, type));
      case SQRT -> squareRoot(code);
      case FMA -> code.invokestatic(MATH, "fma", MethodTypeDesc.of(type, type, type, type));
      case POWER2 -> {
        bits(code);
        if (wide) {
          code.loadConstant(52).lshl().loadConstant(1023L << 52).ladd();
        } else {
          code.loadConstant(23).ishl().loadConstant(127 << 23).iadd();
        }
        number(code);
      }
      case EXPONENT -> {
        bits(code);
        if (wide) {
          code.loadConstant(52).lushr().loadConstant(Double.doubleToRawLongBits(0x1p52)).lor();
        } else {
          code.loadConstant(23).iushr().loadConstant(Float.floatToRawIntBits(0x1p23f)).ior();
        }
        number(code);
        constant(code, wide ? 0x1p52 + 1023 : 0x1p23 + 127);
        compute(code, Op.SUB);
      }
      case SIGNIFICAND -> {
        bits(code);
        if (wide) {
          code.loadConstant((1L << 52) - 1).land().loadConstant(Double.doubleToRawLongBits(1)).lor();
        } else {
          code.loadConstant((1 << 23) - 1).iand().loadConstant(Float.floatToRawIntBits(1)).ior();
        }
        number(code);
      }
      default -> throw new IllegalArgumentException(op + " is not a machine operation");
    }
  }

  private void choose(CodeBuilder code, Runnable doubles, Runnable floats) {
    (wide ? doubles : floats).run();
  }

  private void squareRoot(CodeBuilder code) {
    if (!wide) {
      code.f2d();
    }
    code.invokestatic(MATH, "sqrt", MethodTypeDesc.of(CD_double, CD_double));
    if (!wide) {
      code.d2f();
    }
  }

  private void select(CodeBuilder code, int... arguments) {
    Label no = code.newLabel();
    Label end = code.newLabel();
    code.loadLocal(kind, arguments[0]).loadLocal(kind, arguments[1]);
    if (wide) {
      code.dcmpg();
    } else {
      code.fcmpg();
    }
    code.ifge(no).loadLocal(kind, arguments[2]).goto_(end);
    code.labelBinding(no).loadLocal(kind, arguments[3]).labelBinding(end);
  }

  private void flip(CodeBuilder code, int... arguments) {
    for (int argument : arguments) {
      code.loadLocal(kind, argument);
      bits(code);
    }
    if (wide) {
      code.loadConstant(63).lshl().lxor();
    } else {
      code.loadConstant(31).ishl().ixor();
    }
    number(code);
  }

  private void bits(CodeBuilder code) {
    if (wide) {
      code.invokestatic(DOUBLE, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
    } else {
      code.invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
    }
  }

  private void number(CodeBuilder code) {
    if (wide) {
      code.invokestatic(DOUBLE, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
    } else {
      code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
    }
  }
}
