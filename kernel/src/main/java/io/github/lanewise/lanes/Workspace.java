package io.github.lanewise.lanes;

/** Scratch rows of one thread, for any number of kernels one after the other. Not for two threads at once. */
public final class Workspace {
  private final ElementType type;
  private Object array;
  private int length;

  /** Scratch for kernels of one element type; grows when a kernel is bound that needs more. */
  public Workspace(ElementType type) {
    this.type = type;
  }

  /** Element type of the kernels it serves. */
  public ElementType type() {
    return type;
  }

  /** Makes room for {@code elements}; to be called before running, not in a loop. */
  public void ensure(int elements) {
    if (array == null || elements > length) {
      length = elements;
      array = AlignedArrays.whole(type, elements);
    }
  }

  /** The array, of which a kernel uses {@code ensure}d elements from {@link #origin} on. */
  public Object array() {
    return array;
  }

  /** Index of the first scratch element. */
  public static int origin(ElementType type) {
    return AlignedArrays.origin(type);
  }
}
