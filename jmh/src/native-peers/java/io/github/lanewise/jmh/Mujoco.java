package io.github.lanewise.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** A robot in MuJoCo 2.2.2, which Debian 12 has as {@code libmujoco2.2.2}, by its C functions. */
final class Mujoco implements AutoCloseable {
  private static final int VERSION = 222;
  private static final int MESSAGE = 1000;

  private final Arena arena;
  private final SymbolLookup functions;
  private final MemorySegment model;
  private final MemorySegment data;
  private final MethodHandle reset;
  private final MethodHandle step;

  /**
   * Loads library and robot.
   *
   * @throws IllegalArgumentException if the library is not there or of another version, or refuses the file
   */
  static Mujoco load(String library, Path file) {
    Arena arena = Arena.ofConfined();
    try {
      return new Mujoco(arena, library, file);
    } catch (Throwable e) {
      arena.close();
      throw e instanceof RuntimeException known ? known : new IllegalStateException("MuJoCo could not be called", e);
    }
  }

  @SuppressWarnings("restricted") // The signatures are those of mujoco.h.
  private Mujoco(Arena arena, String library, Path file) throws Throwable {
    this.arena = arena;
    functions = library.contains("/")
        ? SymbolLookup.libraryLookup(Path.of(library), arena) : SymbolLookup.libraryLookup(library, arena);
    int version = (int) function("mj_version", ValueLayout.JAVA_INT).invokeExact();
    if (version != VERSION) {
      throw new IllegalArgumentException(library + " is version " + version + " of MuJoCo, but " + VERSION
          + " is needed");
    }
    MemorySegment message = arena.allocate(MESSAGE);
    model = (MemorySegment) function("mj_loadXML", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
        ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
        .invokeExact(arena.allocateFrom(file.toString()), MemorySegment.NULL, message, MESSAGE);
    if (model.equals(MemorySegment.NULL)) {
      throw new IllegalArgumentException("MuJoCo refuses " + file + ": " + message.getString(0));
    }
    data = (MemorySegment) function("mj_makeData", ValueLayout.ADDRESS, ValueLayout.ADDRESS).invokeExact(model);
    reset = function("mj_resetData", null, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    step = function("mj_step", null, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
  }

  @SuppressWarnings("restricted")
  private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker().downcallHandle(functions.findOrThrow(name),
        result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments));
  }

  /** So many time steps from the first pose, without control. */
  void run(int steps) {
    try {
      reset.invokeExact(model, data);
      for (int k = 0; k < steps; k++) {
        step.invokeExact(model, data);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("MuJoCo could not step", e);
    }
  }

  @Override
  public void close() {
    try {
      function("mj_deleteData", null, ValueLayout.ADDRESS).invokeExact(data);
      function("mj_deleteModel", null, ValueLayout.ADDRESS).invokeExact(model);
    } catch (Throwable e) {
      throw new IllegalStateException("MuJoCo could not be closed", e);
    }
    arena.close();
  }
}
