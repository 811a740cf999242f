package io.github.lanewise.hardware.port;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import io.github.lanewise.hardware.linux.Descriptor;
import io.github.lanewise.hardware.linux.SignalAction;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.linux.SystemCallException;
import java.util.concurrent.TimeUnit;

/**
 * A serial port through jSerialComm: 8 data bits, no parity, one stop bit, no flow control.
 *
 * <p>The library's own write keeps trying inside native code while the driver's buffer is full, so a peer that reads
 * nothing would stop the caller for ever. On Linux bytes are therefore written through a descriptor of our own, which
 * takes what there is room for. Elsewhere the library is asked first how many bytes still wait to be sent; Linux's
 * pseudo-terminals answer 0 to that even when they are full.
 *
 * <p>The library copies whole arrays in and out at each call, so small arrays that nobody else sees lie in between.
 * When it closes a port it drops what the driver has not sent yet, so closing first waits for as long as the bytes
 * written last are on the wire: a command to switch motors off may be the last thing written.
 */
public final class SerialLine implements Line {
  private static final int CHUNK = 256;
  // Unsent bytes that the buffer of every driver holds; a frame for a bus of servos is much shorter.
  private static final int UNSENT_LIMIT = 1024;

  private static final int BITS_PER_BYTE = 10;
  // For what lies between the driver and the wire.
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  static {
    loadLibrary();
  }

  private final String path;
  private final int baud;
  private final boolean ownDescriptor;
  private final byte[] arriving = new byte[CHUNK];
  private final byte[] leaving = new byte[CHUNK];
  private SerialPort port;
  private Descriptor descriptor;
  private long sentNanos;

  private SerialLine(String path, int baud, boolean ownDescriptor) {
    this.path = path;
    this.baud = baud;
    this.ownDescriptor = ownDescriptor;
  }

  /**
   * Loads jSerialComm, which makes the process ignore SIGHUP and is told not to, and which closes its ports in a
   * shutdown hook of its own, in no order with others, but does what is added to that hook first.
   */
  private static void loadLibrary() {
    Thread before = Thread.ofPlatform().name("before ports are closed").unstarted(BeforeExit::awaitAll);
    try {
      if (SystemCall.AVAILABLE) {
        SignalAction.preserve(SignalAction.HANG_UP, () -> SerialPort.addShutdownHook(before));
      } else {
        SerialPort.addShutdownHook(before);
      }
    } catch (SystemCallException e) {
      throw SystemCall.unexpected(e);
    }
  }

  /**
   * Opens a port, such as {@code /dev/ttyUSB0} or {@code COM3}, and drops what had arrived before. Symbolic links are
   * followed.
   *
   * @param path of the port
   * @param baud the rate [bit/s]
   * @return the open port
   * @throws PortException with one sentence, if there is no such port, it is no serial port, there is no right to open
   *     it, another program uses it, or its driver does not offer the rate
   * @throws IllegalArgumentException if the rate is not positive
   */
  public static SerialLine open(String path, int baud) throws PortException {
    return open(path, baud, SystemCall.AVAILABLE);
  }

  static SerialLine open(String path, int baud, boolean ownDescriptor) throws PortException {
    if (baud <= 0) {
      throw new IllegalArgumentException("the rate of a serial port must be positive, and is " + baud + " baud");
    }
    SerialLine line = new SerialLine(path, baud, ownDescriptor);
    line.connect();
    return line;
  }

  /** {@return the path as it was given} */
  public String path() {
    return path;
  }

  /** {@return the rate [bit/s]} */
  public int baud() {
    return baud;
  }

  /**
   * Closes the port and opens what its path now leads to, such as an adapter that was plugged in again.
   *
   * @throws PortException as {@link #open}
   */
  public void reopen() throws PortException {
    close();
    connect();
  }

  private void connect() throws PortException {
    Descriptor opened = ownDescriptor ? PortProblems.openUnused(path) : null;
    try {
      port = openThroughLibrary();
      descriptor = opened;
      sentNanos = System.nanoTime() - SETTLE_NANOS;
    } finally {
      if (port == null && opened != null) {
        opened.close();
      }
    }
    if (descriptor != null) {
      try {
        PortProblems.requireRate(path, baud, descriptor);
      } catch (PortException e) {
        close();
        throw e;
      }
    }
  }

  private SerialPort openThroughLibrary() throws PortException {
    PortProblems.requireExisting(path);
    SerialPort candidate;
    try {
      candidate = SerialPort.getCommPort(path);
    } catch (SerialPortInvalidPortException e) {
      throw PortProblems.noSuchPort(path);
    }
    candidate.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
    candidate.setComPortTimeouts(SerialPort.TIMEOUT_NONBLOCKING, 0, 0);
    if (!candidate.openPort()) {
      throw PortProblems.notOpened(path, candidate.getLastErrorCode());
    }
    candidate.flushIOBuffers();
    return candidate;
  }

  @Override
  public int read(byte[] into) {
    int done = 0;
    while (port != null && done < into.length) {
      int room = Math.min(into.length - done, CHUNK);
      int got = port.readBytes(arriving, room);
      if (got > 0) {
        System.arraycopy(arriving, 0, into, done, got);
        done += got;
      }
      if (got < room) {
        return done > 0 || got == 0 ? done : -1;
      }
    }
    return port == null ? -1 : done;
  }

  @Override
  public int write(byte[] from, int count) {
    int taken = descriptor != null ? descriptor.write(from, count) : writeThroughLibrary(from, count);
    if (taken > 0) {
      long now = System.nanoTime();
      sentNanos = now + Math.max(sentNanos - now, 0) + taken * BITS_PER_BYTE * TimeUnit.SECONDS.toNanos(1) / baud;
    }
    return taken;
  }

  private int writeThroughLibrary(byte[] from, int count) {
    int done = 0;
    while (port != null && done < count) {
      int unsent = port.bytesAwaitingWrite();
      int chunk = Math.min(Math.min(count - done, CHUNK), UNSENT_LIMIT - unsent);
      if (unsent >= 0 && chunk <= 0) {
        return done;
      }
      System.arraycopy(from, done, leaving, 0, chunk);
      int put = unsent < 0 ? -1 : port.writeBytes(leaving, chunk);
      if (put <= 0) {
        return done > 0 ? done : -1;
      }
      done += put;
    }
    return port == null ? -1 : done;
  }

  @Override
  public void close() {
    if (port == null) {
      return;
    }
    long now = System.nanoTime();
    Clock.system().sleepUntil(now + Math.min(sentNanos - now + SETTLE_NANOS, LONGEST_SETTLE_NANOS));
    if (descriptor != null) {
      descriptor.close();
      descriptor = null;
    }
    port.closePort();
    port = null;
  }
}
