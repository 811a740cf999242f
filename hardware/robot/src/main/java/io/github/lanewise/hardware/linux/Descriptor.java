package io.github.lanewise.hardware.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * An open file of Linux whose reads and writes never wait.
 *
 * <p>Bytes go through a buffer outside the heap, so that the garbage collector is never held up by a call. Compiled
 * reads and writes allocate nothing. One thread at a time.
 */
public final class Descriptor implements AutoCloseable {
  private static final int READ_WRITE = 0x2;
  private static final int NO_CONTROLLING_TERMINAL = 0x100;
  private static final int NON_BLOCKING = 0x800;
  private static final int CLOSE_ON_EXEC = 0x80000;
  static final int FLAGS = READ_WRITE | NO_CONTROLLING_TERMINAL | NON_BLOCKING | CLOSE_ON_EXEC;

  private static final int BUFFER_BYTES = 4096;
  private static final int LOCK_EXCLUSIVE_OR_FAIL = 2 | 4;
  private static final int UNLOCK = 8;
  private static final short POLL_IN = 1;
  private static final long REVENTS_OFFSET = 6;
  private static final long NANOS_OFFSET = 8;

  private static final MethodHandle OPEN =
      SystemCall.findVariadic("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE = SystemCall.find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      SystemCall.find("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final FunctionDescriptor OF_WRITE = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = SystemCall.find("write", OF_WRITE);
  private static final MethodHandle WRITE_WITHOUT_REASON = SystemCall.findWithoutError("write", OF_WRITE);
  private static final MethodHandle PPOLL =
      SystemCall.find("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
  private static final MethodHandle FLOCK =
      SystemCall.find("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  static {
    // Linked now, by a file that there is not: it would take milliseconds of the tick in which a write first fails.
    new Descriptor(Integer.MAX_VALUE).write(new byte[1], 1);
  }

  private final MemorySegment buffer;
  /** The same memory: a copy between arrays and segments links what it needs when compiled code first meets it. */
  private final ByteBuffer bytes;
  private final MemorySegment error;
  private final MemorySegment pollRequest; // struct pollfd: int fd; short events; short revents
  private final MemorySegment timeout; // struct timespec: long seconds; long nanoseconds
  private int number;

  Descriptor(int number) {
    // Left to the garbage collector, because a call may still be under way when another thread closes.
    Arena arena = Arena.ofAuto();
    this.number = number;
    buffer = arena.allocate(BUFFER_BYTES);
    bytes = buffer.asByteBuffer();
    error = SystemCall.allocateError(arena);
    pollRequest = arena.allocate(8, 4);
    timeout = arena.allocate(16, 8);
  }

  /**
   * Opens a file for reading and writing, without waiting for anything.
   *
   * @param path of the file
   * @return the open file
   * @throws SystemCallException if the system refuses
   */
  public static Descriptor open(String path) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return new Descriptor(SystemCall.check("open", error -> (int) OPEN.invokeExact(error, name, FLAGS)));
    }
  }

  /** The number of the file; -1 after it was closed. */
  int number() {
    return number;
  }

  /**
   * What has arrived, at most as much as there is room for.
   *
   * @param into what has arrived (modified)
   * @return the number of bytes; 0 if nothing has arrived, -1 if the other side is gone
   */
  public int read(byte[] into) {
    int done = 0;
    try {
      while (number >= 0 && done < into.length) {
        int room = Math.min(into.length - done, BUFFER_BYTES);
        long got = (long) READ.invokeExact(error, number, buffer, (long) room);
        if (got > 0) {
          bytes.get(0, into, done, (int) got);
          done += (int) got;
        }
        if (got < room && !interrupted(got)) {
          return done > 0 || got == 0 || nothingYet() ? done : -1;
        }
      }
    } catch (Throwable e) {
      throw SystemCall.unexpected(e);
    }
    return number < 0 ? -1 : done;
  }

  /**
   * Writes as much as is accepted now, fewer bytes than the count when the buffers are full. Allocates nothing while
   * they are accepted, compiled or not; a write that fails is made once more, to learn why.
   *
   * @param from the bytes, from its beginning
   * @param count how many are to be written
   * @return the number of bytes accepted; -1 if the other side is gone
   */
  public int write(byte[] from, int count) {
    int done = 0;
    try {
      while (number >= 0 && done < count) {
        int chunk = Math.min(count - done, BUFFER_BYTES);
        bytes.put(0, from, done, chunk);
        long put = (long) WRITE_WITHOUT_REASON.invokeExact(number, buffer, (long) chunk);
        if (put < 0) {
          put = (long) WRITE.invokeExact(error, number, buffer, (long) chunk);
        }
        if (put > 0) {
          done += (int) put;
        }
        if (put < chunk && !interrupted(put)) {
          return done > 0 || put == 0 || nothingYet() ? done : -1;
        }
      }
    } catch (Throwable e) {
      throw SystemCall.unexpected(e);
    }
    return number < 0 ? -1 : done;
  }

  /**
   * Waits until something can be read or the other side is gone.
   *
   * @param timeoutNanos the longest wait [ns]
   * @return whether it is so
   */
  public boolean awaitReadable(long timeoutNanos) {
    if (number < 0) {
      return true;
    }
    pollRequest.set(JAVA_INT, 0, number);
    pollRequest.set(JAVA_SHORT, 4, POLL_IN);
    pollRequest.set(JAVA_SHORT, REVENTS_OFFSET, (short) 0);
    long nanos = Math.max(timeoutNanos, 0);
    timeout.set(JAVA_LONG, 0, nanos / TimeUnit.SECONDS.toNanos(1));
    timeout.set(JAVA_LONG, NANOS_OFFSET, nanos % TimeUnit.SECONDS.toNanos(1));
    try {
      return (int) PPOLL.invokeExact(error, pollRequest, 1L, timeout, MemorySegment.NULL) > 0;
    } catch (Throwable e) {
      throw SystemCall.unexpected(e);
    }
  }

  /**
   * {@return whether another open file holds the lock by which programs agree on who uses a port}
   *
   * @throws SystemCallException if the system does not say
   */
  public boolean isLockedElsewhere() throws SystemCallException {
    try {
      SystemCall.check("flock", error -> (int) FLOCK.invokeExact(error, number, LOCK_EXCLUSIVE_OR_FAIL));
      SystemCall.check("flock", error -> (int) FLOCK.invokeExact(error, number, UNLOCK));
      return false;
    } catch (SystemCallException e) {
      if (e.error() != SystemCall.TRY_AGAIN) {
        throw e;
      }
      return true;
    }
  }

  /** Closes the file; reads and writes then answer -1. */
  @Override
  public void close() {
    int closed = number;
    number = -1;
    if (closed >= 0) {
      try {
        int ignored = (int) CLOSE.invokeExact(error, closed);
      } catch (Throwable e) {
        throw SystemCall.unexpected(e);
      }
    }
  }

  private boolean interrupted(long result) {
    return result < 0 && SystemCall.errorOf(error) == SystemCall.INTERRUPTED;
  }

  private boolean nothingYet() {
    int reason = SystemCall.errorOf(error);
    return reason == SystemCall.TRY_AGAIN || reason == SystemCall.NO_BUFFERS;
  }
}
