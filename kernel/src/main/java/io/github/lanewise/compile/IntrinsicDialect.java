package io.github.lanewise.compile;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
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
import java.lang.invoke.MethodHandles;
import java.util.Map;

/**
 * Values are vectors, computed by the methods that the Vector API itself calls and C2 turns into instructions; only the
 * rare operations on bits go through the API.
 *
 * <p>C2 so compiles a chunk in half the time, for it inlines one method an operation and not some ten, and without the
 * range check of each load and store, which {@link Binding} has made once for all. Only where the JVM lets us
 * ({@link #isAvailable}); else {@link VectorDialect} computes the same, to the bit.
 */
final class IntrinsicDialect implements Dialect {
  private static final ClassDesc SUPPORT = ClassDesc.of(VectorIntrinsics.HOLDER);
  private static final ClassDesc PAYLOAD = SUPPORT.nested("VectorPayload");
  private static final ClassDesc VECTOR = SUPPORT.nested("Vector");
  private static final ClassDesc MASK = SUPPORT.nested("VectorMask");
  private static final ClassDesc SPECIES = SUPPORT.nested("VectorSpecies");
  private static final ClassDesc CLASSES = VectorClasses.class.describeConstable().orElseThrow();
  private static final ClassDesc INTRINSICS = VectorIntrinsics.class.describeConstable().orElseThrow();

  /** As of JDK 25. */
  private static final Map<String, MethodTypeDesc> METHODS = Map.of(
      "fromBitsCoerced", MethodTypeDesc.of(PAYLOAD, CD_Class, CD_Class, CD_int, CD_long, CD_int, SPECIES,
          SUPPORT.nested("FromBitsCoercedOperation")),
      "load", MethodTypeDesc.of(PAYLOAD, CD_Class, CD_Class, CD_int, CD_Object, CD_long, CD_boolean, CD_Object, CD_long,
          SPECIES, SUPPORT.nested("LoadOperation")),
      "store", MethodTypeDesc.of(CD_void, CD_Class, CD_Class, CD_int, CD_Object, CD_long, CD_boolean, PAYLOAD,
          CD_Object, CD_long, SUPPORT.nested("StoreVectorOperation")),
      "unaryOp", MethodTypeDesc.of(VECTOR, CD_int, CD_Class, CD_Class, CD_Class, CD_int, VECTOR, MASK,
          SUPPORT.nested("UnaryOperation")),
      "binaryOp", MethodTypeDesc.of(PAYLOAD, CD_int, CD_Class, CD_Class, CD_Class, CD_int, PAYLOAD, PAYLOAD, MASK,
          SUPPORT.nested("BinaryOperation")),
      "ternaryOp", MethodTypeDesc.of(VECTOR, CD_int, CD_Class, CD_Class, CD_Class, CD_int, VECTOR, VECTOR, VECTOR, MASK,
          SUPPORT.nested("TernaryOperation")),
      "compare", MethodTypeDesc.of(MASK, CD_int, CD_Class, CD_Class, CD_Class, CD_int, VECTOR, VECTOR, MASK,
          SUPPORT.nested("VectorCompareOp")),
      "blend", MethodTypeDesc.of(VECTOR, CD_Class, CD_Class, CD_Class, CD_int, VECTOR, VECTOR, MASK,
          SUPPORT.nested("VectorBlendOp")));

  private static final boolean AVAILABLE = findAll();

  private final VectorDialect api;
  private final boolean wide;
  private final ClassDesc box;
  private final String type;
  private final String vector;
  private final int count;

  IntrinsicDialect(Lanes lanes) {
    api = new VectorDialect(lanes);
    wide = lanes.type() == ElementType.DOUBLE;
    box = ClassDesc.of("java.lang", wide ? "Double" : "Float");
    type = lanes.type().name();
    vector = lanes.type() + "_" + lanes.bits();
    count = lanes.count();
  }

  /**
   * Whether the JVM was started with {@code --add-exports} of {@code java.base/jdk.internal.vm.vector} and {@code
   * java.base/jdk.internal.misc} to {@code lanewise.kernel} (on the class path, to {@code ALL-UNNAMED}), and has the
   * methods that are called here.
   */
  static boolean isAvailable() {
    return AVAILABLE;
  }

  private static boolean findAll() {
    Module base = Object.class.getModule();
    Module ours = IntrinsicDialect.class.getModule();
    return base.isExported(VectorIntrinsics.PACKAGE, ours) && base.isExported(VectorIntrinsics.MEMORY_PACKAGE, ours)
        && METHODS.entrySet().stream().allMatch(method -> exists(method.getKey(), method.getValue()));
  }

  private static boolean exists(String method, MethodTypeDesc type) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      lookup.findStatic(
          Class.forName(VectorIntrinsics.HOLDER), method, type.resolveConstantDesc(lookup));
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  @Override
  public TypeKind kind() {
    return TypeKind.REFERENCE;
  }

  @Override
  public void constant(CodeBuilder code, double value) {
    shape(code);
    code.loadConstant(wide ? Double.doubleToRawLongBits(value) : Float.floatToRawIntBits((float) value))
        .loadConstant(VectorIntrinsics.number("MODE_BROADCAST")).aconst_null();
    call(code, "fromBitsCoerced", "BROADCAST_" + vector);
    code.checkcast(VECTOR);
  }

  @Override
  public void broadcast(CodeBuilder code, int local) {
    shape(code);
    if (wide) {
      code.dload(local).invokestatic(box, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
    } else {
      code.fload(local).invokestatic(box, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float)).i2l();
    }
    code.loadConstant(VectorIntrinsics.number("MODE_BROADCAST")).aconst_null();
    call(code, "fromBitsCoerced", "BROADCAST_" + vector);
    code.checkcast(VECTOR);
  }

  @Override
  public void load(CodeBuilder code, Address from) {
    shape(code);
    code.aload(from.array());
    offset(code, from);
    code.iconst_0().aload(from.array());
    offset(code, from);
    code.aconst_null();
    call(code, "load", "LOAD_" + vector);
    code.checkcast(VECTOR);
  }

  @Override
  public void store(CodeBuilder code, int local, Address to) {
    shape(code);
    code.aload(to.array());
    offset(code, to);
    code.iconst_0().aload(local).aload(to.array());
    offset(code, to);
    call(code, "store", "STORE_" + type);
  }

  private void offset(CodeBuilder code, Address address) {
    address.pushOffset(code, wide ? 3 : 2, wide ? VectorIntrinsics.DOUBLE_BASE : VectorIntrinsics.FLOAT_BASE);
  }

  @Override
  public void operation(CodeBuilder code, Op op, int... arguments) {
    switch (op) {
      case ADD, SUB, MUL, DIV -> {
        compute(code, "binaryOp", op, arguments);
        code.checkcast(VECTOR);
      }
      case NEG, ABS, SQRT -> compute(code, "unaryOp", op, arguments);
      case FMA -> compute(code, "ternaryOp", op, arguments);
      case LESS -> select(code, arguments);
      default -> api.bitwise(code, op, arguments);
    }
  }

  private void compute(CodeBuilder code, String method, Op op, int... arguments) {
    code.loadConstant(VectorIntrinsics.number("VECTOR_OP_" + op)).getstatic(CLASSES, vector, CD_Class).aconst_null();
    code.getstatic(box, "TYPE", CD_Class).loadConstant(count);
    for (int argument : arguments) {
      code.aload(argument);
    }
    code.aconst_null();
    call(code, method, op.name());
  }

  /** {@code otherwise.blend(then, a < b)}. */
  private void select(CodeBuilder code, int... arguments) {
    maskedShape(code);
    code.aload(arguments[3]).aload(arguments[2]).loadConstant(VectorIntrinsics.number("BT_lt"));
    maskedShape(code);
    code.aload(arguments[0]).aload(arguments[1]).aconst_null();
    call(code, "compare", "LESS");
    call(code, "blend", "BLEND");
  }

  /** Pushes class of the vectors, type and number of their elements. */
  private void shape(CodeBuilder code) {
    code.getstatic(CLASSES, vector, CD_Class).getstatic(box, "TYPE", CD_Class).loadConstant(count);
  }

  /** The same with the class of their masks. */
  private void maskedShape(CodeBuilder code) {
    code.getstatic(CLASSES, vector, CD_Class).getstatic(CLASSES, vector + "_MASK", CD_Class)
        .getstatic(box, "TYPE", CD_Class).loadConstant(count);
  }

  /** Calls the method with what to do where it was not compiled, a field of {@link VectorIntrinsics}. */
  private static void call(CodeBuilder code, String method, String otherwise) {
    code.getstatic(INTRINSICS, otherwise, CD_Object).invokestatic(SUPPORT, method, METHODS.get(method));
  }
}
