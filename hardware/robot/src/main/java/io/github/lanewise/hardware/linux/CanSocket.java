package io.github.lanewise.hardware.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Opens raw CAN-FD sockets, whose reads and writes are of one {@code struct canfd_frame} each, or read a shorter
 * {@code struct can_frame}.
 *
 * <p>Source: Linux, Documentation/networking/can.rst, and include/uapi/linux/can.h and can/raw.h.
 */
public final class CanSocket {
  /** Bytes of a {@code struct canfd_frame}. */
  public static final int FRAME_BYTES = 72;

  private static final int FAMILY_CAN = 29;
  private static final int RAW = 3;
  private static final int PROTOCOL_RAW = 1;
  private static final int OPTIONS_RAW = 100 + PROTOCOL_RAW;
  private static final int FD_FRAMES = 5;
  private static final int NON_BLOCKING_CLOSE_ON_EXEC = 0x800 | 0x80000;
  private static final int ADDRESS_BYTES = 24; // struct sockaddr_can: short family; int interface; 16 bytes of others
  private static final long INTERFACE_OFFSET = 4;

  private static final MethodHandle SOCKET =
      SystemCall.find("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SET_OPTION = SystemCall.find("setsockopt",
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle BIND =
      SystemCall.find("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle INDEX =
      SystemCall.find("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private CanSocket() {}

  /**
   * Opens a socket on an interface.
   *
   * @param name of the interface, such as {@code can0}
   * @return the open socket
   * @throws SystemCallException if the system has no CAN, no such interface, or refuses
   */
  public static Descriptor open(String name) throws SystemCallException {
    Descriptor socket = new Descriptor(SystemCall.check("socket", error ->
        (int) SOCKET.invokeExact(error, FAMILY_CAN, RAW | NON_BLOCKING_CLOSE_ON_EXEC, PROTOCOL_RAW)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      int index = SystemCall.check("if_nametoindex", error -> {
        int found = (int) INDEX.invokeExact(error, text);
        return found == 0 ? -1 : found;
      });
      MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
      SystemCall.check("setsockopt", error ->
          (int) SET_OPTION.invokeExact(error, socket.number(), OPTIONS_RAW, FD_FRAMES, on, Integer.BYTES));
      MemorySegment address = arena.allocate(ADDRESS_BYTES, 8);
      address.set(JAVA_SHORT, 0, (short) FAMILY_CAN);
      address.set(JAVA_INT, INTERFACE_OFFSET, index);
      SystemCall.check("bind", error -> (int) BIND.invokeExact(error, socket.number(), address, ADDRESS_BYTES));
      return socket;
    } catch (SystemCallException e) {
      socket.close();
      throw e;
    }
  }
}
