package io.github.lanewise.hardware.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What this process does at a signal. */
public final class SignalAction {
  /** SIGHUP: the terminal that the program was started from is gone. */
  public static final int HANG_UP = 1;

  private static final int ROOM = 256; // more than any C library's struct sigaction
  private static final MethodHandle SIGACTION =
      SystemCall.find("sigaction", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  private SignalAction() {}

  /**
   * Does work that may change what happens at the signal, and then changes it back.
   *
   * @param signal its number
   * @param work what to do in between
   * @throws SystemCallException if there is no such signal
   */
  public static void preserve(int signal, Runnable work) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(ROOM, 8);
      set(signal, MemorySegment.NULL, action);
      try {
        work.run();
      } finally {
        set(signal, action, MemorySegment.NULL);
      }
    }
  }

  private static void set(int signal, MemorySegment wanted, MemorySegment before) throws SystemCallException {
    SystemCall.check("sigaction", error -> (int) SIGACTION.invokeExact(error, signal, wanted, before));
  }
}
