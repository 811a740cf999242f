package io.github.lanewise.jmh;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plain C that gcc, on the path, optimises for this machine. */
final class PlainC {
  private PlainC() {}

  /**
   * Compiles a file and finds a function in it.
   *
   * @param source file
   * @param function name
   * @param signature as the file has it
   * @param arena for as long as the function can be called
   * @return the function
   * @throws IllegalStateException if gcc finds fault with the file
   */
  @SuppressWarnings("restricted") // Signatures are those of the files.
  static MethodHandle function(String source, String function, FunctionDescriptor signature, Arena arena)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("plain-c");
    Path library = folder.resolve("plain.so");
    try {
      Process gcc = new ProcessBuilder("gcc", "-O3", "-march=native", "-shared", "-fPIC", "-o", library.toString(),
          source, "-lm").inheritIO().start();
      if (gcc.waitFor() != 0) {
        throw new IllegalStateException("gcc could not compile " + source);
      }
      return Linker.nativeLinker().downcallHandle(SymbolLookup.libraryLookup(library, arena).findOrThrow(function),
          signature);
    } finally {
      Files.deleteIfExists(library);
      Files.delete(folder);
    }
  }
}
