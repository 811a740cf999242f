package io.github.lanewise.lanes;

/**
 * Arrays whose rows start on cache lines.
 *
 * <p>A vector that straddles two cache lines costs two accesses, and kernels on unaligned arrays were measured up to
 * 1.8 times slower. Java gives no say in where an array lies, but under G1 (the default collector) one of more than
 * half a region starts a region and stays there: its data begins 16 bytes into the object, so element {@link #origin}
 * is aligned. Small batches share such an array.
 */
public final class AlignedArrays {
  /** More than half a G1 region for heaps up to 16 GiB. */
  private static final int SHARED_BYTES = 4 << 20;
  private static final int LINE_BYTES = 64;

  private static final AlignedArrays DOUBLES = new AlignedArrays(ElementType.DOUBLE);
  private static final AlignedArrays FLOATS = new AlignedArrays(ElementType.FLOAT);

  private final ElementType type;
  private Object array;
  private int next;
  private int end;

  private AlignedArrays(ElementType type) {
    this.type = type;
  }

  /**
   * A piece of an array.
   *
   * @param array of the number type
   * @param start index of its first element
   */
  public record Piece(Object array, int start) {}

  /** Index of the first element that lies on a cache line. */
  static int origin(ElementType type) {
    return (LINE_BYTES - 16) / type.bytes();
  }

  /** An array of its own, with room for {@code length} elements from {@link #origin} on. */
  static Object whole(ElementType type, int length) {
    return create(type, Math.max(origin(type) + length, SHARED_BYTES / type.bytes()));
  }

  /**
   * {@return {@code length} zeros that start on a cache line}
   *
   * @param type number type
   * @param length of the piece
   */
  public static Piece piece(ElementType type, int length) {
    if (length > SHARED_BYTES / type.bytes() / 4) {
      return new Piece(whole(type, length), origin(type));
    }
    return (type == ElementType.DOUBLE ? DOUBLES : FLOATS).share(length);
  }

  private synchronized Piece share(int length) {
    if (end - next < length) {
      end = SHARED_BYTES / type.bytes();
      array = create(type, end);
      next = origin(type);
    }
    Piece piece = new Piece(array, next);
    int line = LINE_BYTES / type.bytes();
    next += (length + line - 1) / line * line;
    return piece;
  }

  private static Object create(ElementType type, int length) {
    return type == ElementType.DOUBLE ? new double[length] : new float[length];
  }
}
