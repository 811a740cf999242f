package io.github.lanewise.hardware.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Set;

/**
 * C functions of Linux through the foreign-function API, each with the error number that it leaves.
 *
 * <p>The handle of a function takes first a segment for the error number, then the function's own arguments. Calling it
 * allocates nothing once C2 has compiled the caller; until then, and again where compiled code was thrown away, the JDK
 * makes a slice of that segment for each call. The numbers of flags and controls in this package are those of Linux's
 * asm-generic headers, which x86-64, AArch64 and RISC-V share; {@link #AVAILABLE} is false everywhere else, and then
 * nothing here may be called.
 */
@SuppressWarnings("restricted") // calling C is what this class is for
public final class SystemCall {
  /** Whether this is a Linux whose numbers are known. */
  public static final boolean AVAILABLE = System.getProperty("os.name").equals("Linux")
      && Set.of("amd64", "aarch64", "riscv64").contains(System.getProperty("os.arch"));

  /** EPERM: the process lacks the right. */
  public static final int NOT_PERMITTED = 1;
  /** ENOENT: no such file. */
  public static final int NO_SUCH_FILE = 2;
  /** EINTR: a signal came in between; the call is to be made again. */
  public static final int INTERRUPTED = 4;
  /** EAGAIN: nothing can be read or written now. */
  public static final int TRY_AGAIN = 11;
  /** EACCES: the file's permissions forbid it. */
  public static final int ACCESS_DENIED = 13;
  /** EBUSY: in use. */
  public static final int BUSY = 16;
  /** ENODEV: no such device. */
  public static final int NO_SUCH_DEVICE = 19;
  /** EISDIR: a folder. */
  public static final int IS_A_FOLDER = 21;
  /** ENOTTY: not a terminal. */
  public static final int NOT_A_TERMINAL = 25;
  /** EAFNOSUPPORT: the kernel has no sockets of this family. */
  public static final int NO_SUCH_FAMILY = 97;
  /** ENOBUFS: the queue of a network interface is full. */
  public static final int NO_BUFFERS = 105;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle STRERROR = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("strerror"),
      FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

  private SystemCall() {}

  /** A call that leaves its error number where it is told to, and answers less than 0 if it failed. */
  @FunctionalInterface
  public interface Call {
    /**
     * Makes the call; a method handle declares everything, a C function throws nothing.
     *
     * @param error where the call leaves its error number (modified)
     * @return the result; negative if the call failed
     * @throws Throwable never, by a C function
     */
    int with(MemorySegment error) throws Throwable;
  }

  /**
   * Makes a call, but not at control rate: it allocates.
   *
   * @param name of the function, for the message
   * @param call the call
   * @return its result, which is not negative
   * @throws SystemCallException if the call failed
   */
  public static int check(String name, Call call) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = allocateError(arena);
      int result = call.with(error);
      if (result < 0) {
        throw new SystemCallException(name, errorOf(error));
      }
      return result;
    } catch (SystemCallException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * The handle of a C function: (error number, its arguments) to its result.
   *
   * @param name of the function
   * @param descriptor of its result and arguments
   * @return the handle
   */
  public static MethodHandle find(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /** The same without the error number, for calls that must not even allocate while they are interpreted. */
  static MethodHandle findWithoutError(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
  }

  /**
   * The same as {@link #find} for a C function with variable arguments, of which the first so many are fixed.
   *
   * @param name of the function
   * @param fixed how many arguments are
   * @param descriptor of its result and all arguments of the call
   * @return the handle
   */
  public static MethodHandle findVariadic(String name, int fixed, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor,
        Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(fixed));
  }

  /**
   * Room for an error number; one to each thread.
   *
   * @param arena which gives the memory, and takes it back
   * @return the first argument of a handle
   */
  public static MemorySegment allocateError(Arena arena) {
    return arena.allocate(STATE);
  }

  /**
   * The number that the last call left; only to be asked after a call that failed.
   *
   * @param error the first argument of the call
   * @return errno
   */
  public static int errorOf(MemorySegment error) {
    return (int) ERRNO.get(error, 0L);
  }

  /**
   * What the system says about an error number, such as "No such file or directory".
   *
   * @param error errno
   * @return its words
   */
  public static String describe(int error) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(error);
      return text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * For what a method handle declares and a C function cannot throw.
   *
   * @param thrown what came
   * @return the error to throw
   */
  public static AssertionError unexpected(Throwable thrown) {
    return new AssertionError("a call of a C function threw", thrown);
  }
}
