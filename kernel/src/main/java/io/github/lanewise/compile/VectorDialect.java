package io.github.lanewise.compile;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Values are vectors of the Vector API; its factories are called directly, nothing else takes or returns a vector.
 *
 * <p>Operations are calls of {@code lanewise}, each of which has a type profile of its own. That of {@code add} and its
 * like is shared by the whole program: where that used vectors of two widths, C2 did not know the class of a result
 * when it compiled the store, and left an object.
 */
final class VectorDialect implements Dialect {
  private static final String PACKAGE = "jdk.incubator.vector";
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE, "Vector");
  private static final ClassDesc MASK = ClassDesc.of(PACKAGE, "VectorMask");
  private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE, "VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE, "VectorOperators");
  private static final ClassDesc UNARY = OPERATORS.nested("Unary");
  private static final ClassDesc TERNARY = OPERATORS.nested("Ternary");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");

  private static final ClassDesc CLASSES = VectorClasses.class.describeConstable().orElseThrow();

  private final boolean wide;
  private final ClassDesc real;
  private final ClassDesc element;
  private final ClassDesc integer;
  private final ClassDesc bitsElement;
  private final String species;
  private final String vectorClass;

  VectorDialect(Lanes lanes) {
    wide = lanes.type() == ElementType.DOUBLE;
    real = ClassDesc.of(PACKAGE, wide ? "DoubleVector" : "FloatVector");
    element = wide ? CD_double : CD_float;
    integer = ClassDesc.of(PACKAGE, wide ? "LongVector" : "IntVector");
    bitsElement = wide ? CD_long : CD_int;
    species = "SPECIES_" + lanes.bits();
    vectorClass = lanes.type() + "_" + lanes.bits();
  }

  @Override
  public void constant(CodeBuilder code, double value) {
    species(code);
    if (wide) {
      code.loadConstant(value);
    } else {
      code.loadConstant((float) value);
    }
    code.invokestatic(real, "broadcast", MethodTypeDesc.of(real, SPECIES, element));
  }

  @Override
  public void broadcast(CodeBuilder code, int local) {
    species(code);
    code.loadLocal(wide ? TypeKind.DOUBLE : TypeKind.FLOAT, local);
    code.invokestatic(real, "broadcast", MethodTypeDesc.of(real, SPECIES, element));
  }

  @Override
  public TypeKind kind() {
    return TypeKind.REFERENCE;
  }

  private void species(CodeBuilder code) {
    code.getstatic(real, species, SPECIES);
  }

  @Override
  public void load(CodeBuilder code, Address from) {
    species(code);
    from.push(code);
    code.invokestatic(real, "fromArray", MethodTypeDesc.of(real, SPECIES, element.arrayType(), CD_int));
  }

  /**
   * Cast to the class that it has. Where C2 does not know the class of a result yet, late in long chunks, it would ask
   * the type profile that all stores of the program share, and after vectors of two widths leave an object.
   */
  @Override
  public void store(CodeBuilder code, int local, Address to) {
    code.getstatic(CLASSES, vectorClass, CD_Class).aload(local)
        .invokevirtual(CD_Class, "cast", MethodTypeDesc.of(CD_Object, CD_Object)).checkcast(real);
    to.push(code);
    code.invokevirtual(real, "intoArray", MethodTypeDesc.of(CD_void, element.arrayType(), CD_int));
  }

  @Override
  public void operation(CodeBuilder code, Op op, int... arguments) {
    switch (op) {
      case ADD, MUL -> binary(code, op.name(), ASSOCIATIVE, arguments);
      case SUB, DIV -> binary(code, op.name(), BINARY, arguments);
      case NEG, ABS, SQRT -> code.aload(arguments[0]).getstatic(OPERATORS, op.name(), UNARY)
          .invokevirtual(real, "lanewise", MethodTypeDesc.of(real, UNARY));
      case FMA -> code.aload(arguments[0]).getstatic(OPERATORS, "FMA", TERNARY).aload(arguments[1]).aload(arguments[2])
          .invokevirtual(real, "lanewise", MethodTypeDesc.of(real, TERNARY, VECTOR, VECTOR));
      case LESS -> select(code, arguments);
      default -> bitwise(code, op, arguments);
    }
  }

  private void binary(CodeBuilder code, String operator, ClassDesc kind, int... arguments) {
    code.aload(arguments[0]).getstatic(OPERATORS, operator, kind).aload(arguments[1])
        .invokevirtual(real, "lanewise", MethodTypeDesc.of(real, BINARY, VECTOR));
  }

  /** {@code otherwise.blend(then, a < b)}. */
  private void select(CodeBuilder code, int... arguments) {
    code.aload(arguments[3]).aload(arguments[2]);
    code.aload(arguments[0]).getstatic(OPERATORS, "LT", COMPARISON).aload(arguments[1]);
    code.invokevirtual(real, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    code.invokevirtual(real, "blend", MethodTypeDesc.of(real, VECTOR, MASK));
  }

  /** Pushes the result of an operation on the bits of locals whose class is known to be that of these vectors. */
  void bitwise(CodeBuilder code, Op op, int... arguments) {
    bits(code, arguments[0]);
    switch (op) {
      case FLIP -> {
        code.getstatic(OPERATORS, "XOR", ASSOCIATIVE);
        bits(code, arguments[1]);
        shiftLeft(code, wide ? 63 : 31);
        code.invokevirtual(integer, "lanewise", MethodTypeDesc.of(integer, BINARY, VECTOR));
        number(code);
      }
      case POWER2 -> {
        shiftLeft(code, wide ? 52 : 23);
        integerWith(code, "ADD", ASSOCIATIVE, wide ? 1023L << 52 : 127L << 23);
        number(code);
      }
      case EXPONENT -> {
        integerWith(code, "LSHR", BINARY, wide ? 52 : 23);
        integerWith(code, "OR", ASSOCIATIVE, wide ? Double.doubleToRawLongBits(0x1p52)
            : Float.floatToRawIntBits(0x1p23f));
        number(code);
        code.getstatic(OPERATORS, "SUB", BINARY);
        constant(code, wide ? 0x1p52 + 1023 : 0x1p23 + 127);
        code.invokevirtual(real, "lanewise", MethodTypeDesc.of(real, BINARY, VECTOR));
      }
      case SIGNIFICAND -> {
        integerWith(code, "AND", ASSOCIATIVE, wide ? (1L << 52) - 1 : (1L << 23) - 1);
        integerWith(code, "OR", ASSOCIATIVE, wide ? Double.doubleToRawLongBits(1) : Float.floatToRawIntBits(1));
        number(code);
      }
      default -> throw new IllegalArgumentException(op + " is not a machine operation");
    }
  }

  private void shiftLeft(CodeBuilder code, int by) {
    integerWith(code, "LSHL", BINARY, by);
  }

  private void integerWith(CodeBuilder code, String operator, ClassDesc kind, long operand) {
    code.getstatic(OPERATORS, operator, kind);
    if (wide) {
      code.loadConstant(operand);
    } else {
      code.loadConstant((int) operand);
    }
    code.invokevirtual(integer, "lanewise", MethodTypeDesc.of(integer, BINARY, bitsElement));
  }

  private void bits(CodeBuilder code, int local) {
    code.aload(local).checkcast(real)
        .invokevirtual(real, wide ? "reinterpretAsLongs" : "reinterpretAsInts", MethodTypeDesc.of(integer));
  }

  private void number(CodeBuilder code) {
    code.invokevirtual(integer, wide ? "reinterpretAsDoubles" : "reinterpretAsFloats", MethodTypeDesc.of(real));
  }
}
