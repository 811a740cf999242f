package io.github.lanewise.hardware.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What can be asked of an open terminal of Linux, and the making of pseudo-terminals. */
public final class Terminal {
  private static final long GET_TERMIOS2 = 0x802C542AL;
  private static final int TERMIOS2_BYTES = 44;
  private static final int OUTPUT_SPEED_OFFSET = 40;
  private static final int TERMIOS_ROOM = 256; // more than any C library's struct termios
  private static final long NAME_ROOM = 128;
  private static final int NOW = 0;

  private static final FunctionDescriptor OF_NUMBER = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
  private static final MethodHandle OPEN_MASTER = SystemCall.find("posix_openpt", OF_NUMBER);
  private static final MethodHandle GRANT = SystemCall.find("grantpt", OF_NUMBER);
  private static final MethodHandle UNLOCK = SystemCall.find("unlockpt", OF_NUMBER);
  private static final MethodHandle SLAVE_NAME =
      SystemCall.find("ptsname_r", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle GET_ATTRIBUTES =
      SystemCall.find("tcgetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SET_ATTRIBUTES =
      SystemCall.find("tcsetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle MAKE_RAW = SystemCall.find("cfmakeraw", FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle CONTROL =
      SystemCall.findVariadic("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));

  private Terminal() {}

  /**
   * Opens the master side of a new pseudo-terminal, whose slave may then be opened.
   *
   * @return the master side
   * @throws SystemCallException if the system has none to give
   */
  public static Descriptor openMaster() throws SystemCallException {
    int flags = Descriptor.FLAGS;
    int number = SystemCall.check("posix_openpt", error -> (int) OPEN_MASTER.invokeExact(error, flags));
    Descriptor master = new Descriptor(number);
    try {
      SystemCall.check("grantpt", error -> (int) GRANT.invokeExact(error, number));
      SystemCall.check("unlockpt", error -> (int) UNLOCK.invokeExact(error, number));
      return master;
    } catch (SystemCallException e) {
      master.close();
      throw e;
    }
  }

  /**
   * The path of a pseudo-terminal's slave side.
   *
   * @param master the other side
   * @return the path, such as {@code /dev/pts/3}
   * @throws SystemCallException if the file is no master
   */
  public static String slaveOf(Descriptor master) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(NAME_ROOM);
      // Unlike the others, this one fails with a positive number.
      SystemCall.check("ptsname_r", error -> -(int) SLAVE_NAME.invokeExact(error, master.number(), name, NAME_ROOM));
      return name.getString(0);
    }
  }

  /**
   * Lets every byte through as it is, no echo, no lines, no signals; asked of a master, it is done to its slave.
   *
   * @param terminal either side
   * @throws SystemCallException if the file is no terminal
   */
  public static void makeRaw(Descriptor terminal) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(TERMIOS_ROOM, 8);
      int number = terminal.number();
      SystemCall.check("tcgetattr", error -> (int) GET_ATTRIBUTES.invokeExact(error, number, attributes));
      SystemCall.check("tcsetattr", error -> {
        MAKE_RAW.invokeExact(error, attributes);
        return (int) SET_ATTRIBUTES.invokeExact(error, number, NOW, attributes);
      });
    }
  }

  /**
   * The rate that the terminal's driver has taken for sending.
   *
   * @param terminal an open terminal
   * @return the rate [baud]
   * @throws SystemCallException if the file is no terminal
   */
  public static int baud(Descriptor terminal) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(TERMIOS2_BYTES, 4);
      SystemCall.check("ioctl",
          error -> (int) CONTROL.invokeExact(error, terminal.number(), GET_TERMIOS2, attributes));
      return attributes.get(JAVA_INT, OUTPUT_SPEED_OFFSET);
    }
  }
}
