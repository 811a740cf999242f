package io.github.lanewise.compile;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What {@link IntrinsicDialect} needs of the JDK's {@code jdk.internal.vm.vector.VectorSupport}: its numbers, and for
 * each method what to do instead until C2 has compiled the caller.
 *
 * <p>The latter are interfaces of that package; the fields hold proxies of them, which ask the Vector API. Emitted code
 * reads the fields.
 */
final class VectorIntrinsics {
  /** Packages of java.base that are to be exported. */
  static final String PACKAGE = "jdk.internal.vm.vector";
  static final String MEMORY_PACKAGE = "jdk.internal.misc";
  static final String HOLDER = PACKAGE + ".VectorSupport";

  /** Where the elements of an array begin in the object [bytes]. */
  static final int DOUBLE_BASE = number(MEMORY_PACKAGE + ".Unsafe", "ARRAY_DOUBLE_BASE_OFFSET");
  static final int FLOAT_BASE = number(MEMORY_PACKAGE + ".Unsafe", "ARRAY_FLOAT_BASE_OFFSET");

  static final Object ADD = binary(VectorOperators.ADD);
  static final Object SUB = binary(VectorOperators.SUB);
  static final Object MUL = binary(VectorOperators.MUL);
  static final Object DIV = binary(VectorOperators.DIV);
  static final Object NEG = unary(VectorOperators.NEG);
  static final Object ABS = unary(VectorOperators.ABS);
  static final Object SQRT = unary(VectorOperators.SQRT);
  static final Object FMA = otherwise("TernaryOperation",
      (proxy, method, a) -> vector(a[0]).lanewise(VectorOperators.FMA, vector(a[1]), vector(a[2])));
  static final Object LESS = otherwise("VectorCompareOp",
      (proxy, method, a) -> vector(a[1]).compare(VectorOperators.LT, vector(a[2])));
  static final Object BLEND =
      otherwise("VectorBlendOp", (proxy, method, a) -> vector(a[0]).blend(vector(a[1]), mask(a[2])));
  static final Object LOAD_DOUBLE_128 = loadDoubles(DoubleVector.SPECIES_128);
  static final Object LOAD_DOUBLE_256 = loadDoubles(DoubleVector.SPECIES_256);
  static final Object LOAD_DOUBLE_512 = loadDoubles(DoubleVector.SPECIES_512);
  static final Object LOAD_FLOAT_128 = loadFloats(FloatVector.SPECIES_128);
  static final Object LOAD_FLOAT_256 = loadFloats(FloatVector.SPECIES_256);
  static final Object LOAD_FLOAT_512 = loadFloats(FloatVector.SPECIES_512);
  static final Object STORE_DOUBLE = otherwise("StoreVectorOperation", (proxy, method, a) -> {
    ((DoubleVector) a[2]).intoArray((double[]) a[0], index(a[1], DOUBLE_BASE, Double.BYTES));
    return null;
  });
  static final Object STORE_FLOAT = otherwise("StoreVectorOperation", (proxy, method, a) -> {
    ((FloatVector) a[2]).intoArray((float[]) a[0], index(a[1], FLOAT_BASE, Float.BYTES));
    return null;
  });
  static final Object BROADCAST_DOUBLE_128 = broadcastDoubles(DoubleVector.SPECIES_128);
  static final Object BROADCAST_DOUBLE_256 = broadcastDoubles(DoubleVector.SPECIES_256);
  static final Object BROADCAST_DOUBLE_512 = broadcastDoubles(DoubleVector.SPECIES_512);
  static final Object BROADCAST_FLOAT_128 = broadcastFloats(FloatVector.SPECIES_128);
  static final Object BROADCAST_FLOAT_256 = broadcastFloats(FloatVector.SPECIES_256);
  static final Object BROADCAST_FLOAT_512 = broadcastFloats(FloatVector.SPECIES_512);

  private VectorIntrinsics() {
  }

  /** The number by which an operation, a comparison or a mode is known. */
  static int number(String name) {
    return number(HOLDER, name);
  }

  private static int number(String holder, String name) {
    try {
      return ((Number) Class.forName(holder).getField(name).get(null)).intValue();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no " + holder + "." + name
          + ": start it without exports of its internals", e);
    }
  }

  private static Object unary(VectorOperators.Unary operator) {
    return otherwise("UnaryOperation", (proxy, method, a) -> vector(a[0]).lanewise(operator));
  }

  private static Object binary(VectorOperators.Binary operator) {
    return otherwise("BinaryOperation", (proxy, method, a) -> vector(a[0]).lanewise(operator, vector(a[1])));
  }

  private static Object loadDoubles(VectorSpecies<Double> species) {
    return otherwise("LoadOperation", (proxy, method, a) ->
        DoubleVector.fromArray(species, (double[]) a[0], index(a[1], DOUBLE_BASE, Double.BYTES)));
  }

  private static Object loadFloats(VectorSpecies<Float> species) {
    return otherwise("LoadOperation", (proxy, method, a) ->
        FloatVector.fromArray(species, (float[]) a[0], index(a[1], FLOAT_BASE, Float.BYTES)));
  }

  private static Object broadcastDoubles(VectorSpecies<Double> species) {
    return otherwise("FromBitsCoercedOperation",
        (proxy, method, a) -> DoubleVector.broadcast(species, Double.longBitsToDouble((long) a[0])));
  }

  private static Object broadcastFloats(VectorSpecies<Float> species) {
    return otherwise("FromBitsCoercedOperation",
        (proxy, method, a) -> FloatVector.broadcast(species, Float.intBitsToFloat((int) (long) a[0])));
  }

  /** Emitted code passes the offset in bytes where the method says index. */
  private static int index(Object offset, int base, int bytes) {
    return (int) (((long) offset - base) / bytes);
  }

  private static Object otherwise(String kind, InvocationHandler how) {
    try {
      return Proxy.newProxyInstance(
          VectorIntrinsics.class.getClassLoader(), new Class<?>[] {Class.forName(HOLDER + "$" + kind)}, how);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this JDK has no " + kind + ": start it without exports of its internals", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E> Vector<E> vector(Object payload) {
    return (Vector<E>) payload;
  }

  @SuppressWarnings("unchecked")
  private static <E> VectorMask<E> mask(Object payload) {
    return (VectorMask<E>) payload;
  }
}
