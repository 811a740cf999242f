package io.github.lanewise.hardware.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Two sockets of which each reads what the other writes, write by write, as those of CAN do.
 *
 * @param one the first
 * @param other the second
 */
public record SocketPair(Descriptor one, Descriptor other) {
  private static final int FAMILY_UNIX = 1;
  private static final int SEQUENCED_PACKETS = 5;
  private static final int NON_BLOCKING = 0x800;
  private static final MethodHandle SOCKET_PAIR = SystemCall.find("socketpair",
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  /**
   * Opens both.
   *
   * @return the pair
   * @throws SystemCallException if the system refuses
   */
  public static SocketPair open() throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(JAVA_INT, 2);
      SystemCall.check("socketpair", error ->
          (int) SOCKET_PAIR.invokeExact(error, FAMILY_UNIX, SEQUENCED_PACKETS | NON_BLOCKING, 0, numbers));
      return new SocketPair(new Descriptor(numbers.getAtIndex(JAVA_INT, 0)),
          new Descriptor(numbers.getAtIndex(JAVA_INT, 1)));
    }
  }
}
