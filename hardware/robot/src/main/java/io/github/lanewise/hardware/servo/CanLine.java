package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.linux.CanSocket;
import io.github.lanewise.hardware.linux.Descriptor;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.linux.SystemCallException;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.protocol.MoteusEncoder;
import io.github.lanewise.hardware.servo.protocol.MoteusParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A CAN-FD interface of Linux that is spoken to like an fdcanusb adapter: lines to send become frames, with the answer
 * {@code OK} once the interface has taken them, and frames that arrive become lines.
 *
 * <p>Frames are sent with an extended id and their data at the higher rate. Other devices' frames, with ids of more
 * than 16 bits, are left out. Compiled reads and writes allocate nothing.
 */
public final class CanLine implements Line {
  private static final Path INTERFACES = Path.of("/sys/class/net");
  private static final int TYPE_CAN = 280;
  private static final int UP = 1;
  /** A rate that moteus controllers expect, and a queue with room for all of them. */
  private static final String SET_UP = "'sudo ip link set %1$s up txqueuelen 1000 type can bitrate 1000000 dbitrate"
      + " 5000000 sample-point 0.666 dsample-point 0.666 restart-ms 1000 fd on'";

  private static final int EXTENDED = 0x80000000;
  private static final int NO_DATA = 0x60000000; // error frames, and requests without data
  private static final int EXTENDED_MASK = 0x1FFFFFFF;
  private static final int MOTEUS_MASK = 0xFFFF;
  private static final byte HIGHER_RATE_AND_FD = 1 | 4;
  private static final int LENGTH_AT = 4;
  private static final int FLAGS_AT = 5;
  private static final int DATA_AT = 8;
  private static final int CAPACITY = 1 << 14;
  private static final int ROOM = MoteusEncoder.MAX_LINE;

  private final Descriptor socket;
  private final MoteusParser parser = new MoteusParser();
  private final byte[] frame = new byte[CanSocket.FRAME_BYTES];
  private final ByteBuffer fields = ByteBuffer.wrap(frame).order(ByteOrder.nativeOrder());
  private final byte[] arrived = new byte[CAPACITY];
  private int at;
  private int end;

  /** A socket, or whatever takes and gives its frames one by one; closed with the line. */
  CanLine(Descriptor socket) {
    this.socket = socket;
  }

  /**
   * Whether a port is a network interface and no file.
   *
   * @param port such as {@code can0}
   * @return whether {@link #open} may open it
   */
  public static boolean isInterface(String port) {
    return isInterface(INTERFACES, port);
  }

  static boolean isInterface(Path interfaces, String port) {
    return !port.isEmpty() && port.indexOf('/') < 0 && !Files.exists(Path.of(port))
        && (Files.exists(interfaces.resolve(port)) || port.matches("v?can[0-9]+"));
  }

  /**
   * Opens an interface, which must be up: only an administrator can set its rates.
   *
   * @param name such as {@code can0}
   * @return the open line
   * @throws PortException with one sentence, if there is no such interface, or it is no CAN-FD interface that is up
   */
  public static CanLine open(String name) throws PortException {
    String problem = SystemCall.AVAILABLE ? problem(INTERFACES, name)
        : name + " is a CAN interface of Linux: elsewhere connect the controllers by an fdcanusb adapter";
    if (problem != null) {
      throw new PortException(problem);
    }
    try {
      return new CanLine(CanSocket.open(name));
    } catch (SystemCallException e) {
      throw new PortException(switch (e.error()) {
        case SystemCall.NO_SUCH_FAMILY -> "the kernel has no CAN sockets: 'sudo modprobe can_raw' loads them";
        case SystemCall.NO_SUCH_DEVICE -> "there is no interface " + name;
        default -> name + " cannot be opened: " + SystemCall.describe(e.error());
      }, e);
    }
  }

  /** What is wrong with an interface; null if nothing is. */
  static String problem(Path interfaces, String name) {
    Path folder = interfaces.resolve(name);
    if (!Files.isDirectory(folder)) {
      return "there is no interface " + name + ": is the adapter plugged in, and its driver loaded? 'ip link' lists"
          + " those that there are";
    }
    try {
      if (number(folder, "type") != TYPE_CAN) {
        return name + " is not a CAN interface";
      }
      if (number(folder, "mtu") != CanSocket.FRAME_BYTES) {
        return String.format(Locale.ROOT, "%1$s is not set to CAN-FD, which moteus needs: 'sudo ip link set %1$s down',"
            + " then " + SET_UP, name);
      }
      if ((number(folder, "flags") & UP) == 0) {
        return String.format(Locale.ROOT, "%1$s is down: " + SET_UP, name);
      }
      return null;
    } catch (IOException | NumberFormatException e) {
      return name + " is there, but the system says nothing about it: " + e.getMessage();
    }
  }

  private static int number(Path folder, String file) throws IOException {
    return Integer.decode(Files.readString(folder.resolve(file)).strip());
  }

  @Override
  public int read(byte[] into) {
    int count = 0;
    while (count < into.length) {
      if (at == end) {
        at = 0;
        end = 0;
        int got = receive();
        if (got <= 0) {
          return got < 0 && count == 0 ? -1 : count;
        }
      }
      int part = Math.min(end - at, into.length - count);
      System.arraycopy(arrived, at, into, count, part);
      at += part;
      count += part;
    }
    return count;
  }

  /** Makes a line of the next frame; 0 if there is none, -1 if the interface is gone. */
  private int receive() {
    int got = socket.read(frame);
    if (got <= 0) {
      return got;
    }
    int id = fields.getInt(0);
    int length = frame[LENGTH_AT];
    boolean wanted = got >= DATA_AT && (id & NO_DATA) == 0 && (id & EXTENDED_MASK) <= MOTEUS_MASK && length >= 0
        && length <= got - DATA_AT;
    if (wanted) {
      end = MoteusEncoder.received(arrived, end, id & EXTENDED_MASK, frame, DATA_AT, length);
    }
    return 1;
  }

  @Override
  public int write(byte[] from, int count) {
    int done = 0;
    while (done < count) {
      int next = parser.accept(from, done, count);
      if (parser.complete() && parser.kind() == MoteusParser.Kind.SEND) {
        int put = arrived.length - end < ROOM ? 0 : send();
        if (put < frame.length) {
          parser.reset();
          return put < 0 && done == 0 ? -1 : done;
        }
        end = MoteusEncoder.ok(arrived, end);
      }
      done = next;
    }
    return count;
  }

  private int send() {
    fields.putInt(0, parser.arbitrationId() | EXTENDED);
    frame[LENGTH_AT] = (byte) parser.dataCount();
    frame[FLAGS_AT] = HIGHER_RATE_AND_FD;
    frame[FLAGS_AT + 1] = 0;
    frame[FLAGS_AT + 2] = 0;
    for (int i = 0; i < frame.length - DATA_AT; i++) {
      frame[DATA_AT + i] = i < parser.dataCount() ? (byte) parser.data(i) : 0;
    }
    return socket.write(frame, frame.length);
  }

  @Override
  public void close() {
    socket.close();
  }
}
