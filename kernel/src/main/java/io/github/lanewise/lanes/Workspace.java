package io.github.lanewise.lanes;

/**
 * Scratch rows of one thread, for any number of kernels one after the other, and room for what is kept from one kernel
 * to a later one. Not for two threads at once.
 */
public final class Workspace {
  private final ElementType type;
  private Object array;
  private int length;
  private Object kept;
  private int keptLength;

  /**
   * Scratch for kernels of one element type; grows when a kernel is bound that needs more.
   *
   * @param type number type
   */
  public Workspace(ElementType type) {
    this.type = type;
  }

  /** {@return element type of the kernels it serves} */
  public ElementType type() {
    return type;
  }

  /**
   * Makes room for {@code elements}; to be called before running, not in a loop.
   *
   * @param elements numbers that a kernel takes
   */
  public void ensure(int elements) {
    if (array == null || elements > length) {
      length = elements;
      array = AlignedArrays.whole(type, elements);
    }
  }

  /**
   * Makes room for {@code elements} that kernels leave alone; to be called before running, not in a loop.
   *
   * @param elements numbers that one task keeps
   */
  public void ensureKept(int elements) {
    if (kept == null || elements > keptLength) {
      keptLength = elements;
      kept = AlignedArrays.whole(type, elements);
    }
  }

  /** Gives the room back; it is to be made anew before running. */
  void release() {
    array = null;
    kept = null;
  }

  /** {@return the array, of which a kernel uses {@code ensure}d elements from {@link #origin} on} */
  public Object array() {
    return array;
  }

  /** {@return the array that kernels leave alone, likewise from {@link #origin} on} */
  public Object kept() {
    return kept;
  }

  /**
   * {@return index of the first scratch element}
   *
   * @param type number type
   */
  public static int origin(ElementType type) {
    return AlignedArrays.origin(type);
  }
}
