package io.github.lanewise.hardware.loop;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.linux.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Asks Linux to treat the calling thread as one that must be on time. Each request may be refused, which is no error:
 * nothing here is needed to run, and the answer says what would have to change.
 */
public final class RealTime {
  private static final int FIFO = 1;
  private static final int CPU_SET_BYTES = 128;
  private static final int LOCK_NOW_AND_LATER_WHEN_TOUCHED = 1 | 2 | 4; // MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT

  private RealTime() {}

  /**
   * What the system answered.
   *
   * @param granted whether the request was granted
   * @param sentence that says so, or why not
   */
  public record Answer(boolean granted, String sentence) {}

  /** The C functions; a class of its own, so that they are looked up on Linux only. */
  private static final class Functions {
    static final MethodHandle SET_SCHEDULER =
        SystemCall.find("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    static final MethodHandle SET_AFFINITY =
        SystemCall.find("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    static final MethodHandle LOCK_ALL = SystemCall.find("mlockall", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  /**
   * SCHED_FIFO: the calling thread runs whenever it can, before every ordinary thread, at a priority of 1 to 99. It
   * must sleep between its ticks; a thread that never does is stopped by the kernel for a twentieth of each second.
   *
   * @param priority 1 to 99, the highest
   * @return what the system answered
   * @throws IllegalArgumentException if the priority is another
   */
  public static Answer fifo(int priority) {
    if (priority < 1 || priority > 99) {
      throw new IllegalArgumentException("a SCHED_FIFO priority is 1 to 99, not " + priority);
    }
    String refused = "SCHED_FIFO was refused (%s): run as root, or let your user have it by the line '"
        + System.getProperty("user.name") + " - rtprio " + priority + "' in /etc/security/limits.conf";
    return ask("SCHED_FIFO at priority " + priority, refused, arena -> {
      MemorySegment parameters = arena.allocateFrom(JAVA_INT, priority);
      return error -> (int) Functions.SET_SCHEDULER.invokeExact(error, 0, FIFO, parameters);
    });
  }

  /**
   * Ties the calling thread to one processor.
   *
   * @param processor counted from 0
   * @return what the system answered
   * @throws IllegalArgumentException if there cannot be such a number
   */
  public static Answer pin(int processor) {
    if (processor < 0 || processor >= CPU_SET_BYTES * Byte.SIZE) {
      throw new IllegalArgumentException("no processor has the number " + processor);
    }
    String refused = "pinning to processor " + processor
        + " was refused (%s): this process may not use it; 'taskset -p $$' and /proc/cpuinfo tell which there are";
    return ask("pinned to processor " + processor, refused, arena -> {
      MemorySegment set = arena.allocate(CPU_SET_BYTES, Long.BYTES);
      // A set of processors is an array of C longs; on little-endian machines the same as an array of bytes.
      set.set(JAVA_BYTE, processor / Byte.SIZE, (byte) (1 << processor % Byte.SIZE));
      return error -> (int) Functions.SET_AFFINITY.invokeExact(error, 0, (long) CPU_SET_BYTES, set);
    });
  }

  /**
   * Keeps every page of the process in memory once it was touched, so that none is fetched from disk during a tick.
   * Pages are not touched for that purpose: what the JVM has only reserved stays reserved.
   *
   * @return what the system answered
   */
  public static Answer lockMemory() {
    String refused = "memory locking was refused (%s): run as root, or let your user have it by the line '"
        + System.getProperty("user.name") + " - memlock unlimited' in /etc/security/limits.conf";
    return ask("memory locked", refused,
        arena -> error -> (int) Functions.LOCK_ALL.invokeExact(error, LOCK_NOW_AND_LATER_WHEN_TOUCHED));
  }

  /** Makes a call with memory that lives as long as it. */
  @FunctionalInterface
  private interface Request {
    SystemCall.Call in(Arena arena);
  }

  private static Answer ask(String what, String refused, Request request) {
    if (!SystemCall.AVAILABLE) {
      return new Answer(false, what + ": only on Linux on x86-64, AArch64 or RISC-V, and this is "
          + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
    }
    try (Arena arena = Arena.ofConfined()) {
      SystemCall.check(what, request.in(arena));
      return new Answer(true, what);
    } catch (SystemCallException e) {
      return new Answer(false, refused.formatted(SystemCall.describe(e.error())));
    }
  }
}
