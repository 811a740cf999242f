package io.github.lanewise.jmh;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * OpenBLAS on one thread. Its competitors keep their matrices in native memory, as its users do: arrays would be copied
 * in every call.
 */
final class OpenBlas {
  /** What a JVM that loads it is started with. */
  static final String JVM_ARGUMENT = "--enable-native-access=ALL-UNNAMED";

  private OpenBlas() {}

  /**
   * Loads it and takes all threads but one from it.
   *
   * @throws IllegalStateException if it keeps more, or another library was loaded in its place
   */
  static void useOneThread() {
    openblas.blas_set_num_threads(1);
    Pointer counter = Loader.addressof("openblas_get_num_threads");
    if (counter == null) {
      throw new IllegalStateException("a BLAS other than OpenBLAS was loaded: leave org.bytedeco.openblas.load unset");
    }
    int threads = threads(MemorySegment.ofAddress(counter.address()));
    if (threads != 1) {
      throw new IllegalStateException("OpenBLAS runs on " + threads + " threads where one was asked for");
    }
  }

  @SuppressWarnings("restricted") // the address is that of a function int (void)
  private static int threads(MemorySegment counter) {
    try {
      return (int) Linker.nativeLinker()
          .downcallHandle(counter, FunctionDescriptor.of(ValueLayout.JAVA_INT)).invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("openblas_get_num_threads could not be called", e);
    }
  }
}
