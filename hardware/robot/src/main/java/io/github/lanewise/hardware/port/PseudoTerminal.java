package io.github.lanewise.hardware.port;

import io.github.lanewise.hardware.linux.Descriptor;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.linux.SystemCallException;
import io.github.lanewise.hardware.linux.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A serial port without a wire: this line is its device side, and any program may open {@link #path} as its port.
 *
 * <p>Programs may come and go; the line is gone only when it is closed, and then it is for them as if the port had been
 * unplugged. Made by Linux alone, so there on Linux only.
 */
public final class PseudoTerminal implements Line {
  private static final Path SLAVES = Path.of("/dev/pts");

  private final Descriptor master;
  // Held open, so that what a client has set stays, and no client is no reason to report the line as gone.
  private final Descriptor slave;
  private final String path;
  private final List<Path> links = new ArrayList<>();

  private PseudoTerminal(Descriptor master, Descriptor slave, String path) {
    this.master = master;
    this.slave = slave;
    this.path = path;
  }

  /**
   * Makes a pseudo-terminal that lets every byte through as it is.
   *
   * @return its device side
   * @throws PortException if the system gives none
   */
  public static PseudoTerminal open() throws PortException {
    if (!SystemCall.AVAILABLE) {
      throw new PortException("pseudo-terminals are made on Linux on x86-64, AArch64 or RISC-V only, and this is "
          + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
    }
    try {
      Descriptor master = Terminal.openMaster();
      try {
        String path = Terminal.slaveOf(master);
        Terminal.makeRaw(master);
        return new PseudoTerminal(master, Descriptor.open(path), path);
      } catch (SystemCallException e) {
        master.close();
        throw e;
      }
    } catch (SystemCallException e) {
      throw new PortException("the system gives no pseudo-terminal: " + e.getMessage(), e);
    }
  }

  /**
   * {@return whether a port is a pseudo-terminal of Linux: behind it is a program, which needs processor time}
   *
   * @param port its path, or a link to it
   */
  public static boolean isOne(String port) {
    try {
      return Path.of(port).toRealPath().startsWith(SLAVES);
    } catch (IOException | InvalidPathException e) {
      return false; // What is not there is said by who opens it.
    }
  }

  /** {@return the path of the port for other programs, such as {@code /dev/pts/3}} */
  public String path() {
    return path;
  }

  /**
   * {@return the rate at which its client speaks, which changes nothing of how the bytes pass [bit/s]}
   *
   * @throws UncheckedIOException if it is closed
   */
  public int baud() {
    try {
      return Terminal.baud(master);
    } catch (SystemCallException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts a symbolic link to the port at a place, instead of a link that may be there, until this is closed. Anything
   * else at that place is left alone, and said.
   *
   * @param link where
   * @throws PortException if there is something else, no folder, or no right to write in it
   */
  public void link(Path link) throws PortException {
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
      throw new PortException("cannot put a link at " + link + ": there is a file or folder already");
    }
    Path folder = link.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new PortException("cannot put a link at " + link + ": there is no folder " + folder);
    }
    Path beside = link.resolveSibling(link.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      try {
        Files.createSymbolicLink(beside, Path.of(path));
        Files.move(beside, link, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (AccessDeniedException e) {
      throw new PortException("cannot put a link at " + link + ": no right to write in " + folder, e);
    } catch (IOException e) {
      throw new PortException("cannot put a link at " + link + ": " + e.getMessage(), e);
    }
    links.add(link);
  }

  @Override
  public int read(byte[] into) {
    return master.read(into);
  }

  @Override
  public int write(byte[] from, int count) {
    return master.write(from, count);
  }

  /**
   * Waits, without spinning, until bytes have arrived.
   *
   * @param timeoutNanos the longest wait [ns]
   * @return whether they have
   */
  public boolean awaitBytes(long timeoutNanos) {
    return master.awaitReadable(timeoutNanos);
  }

  /**
   * Takes the port away from its clients, and the links that still lead to it.
   *
   * @throws UncheckedIOException if a link cannot be removed; the port is closed all the same
   */
  @Override
  public void close() {
    slave.close();
    master.close();
    try {
      for (Path link : links) {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(Path.of(path))) {
          Files.delete(link);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the link to " + path + " could not be removed", e);
    }
    links.clear();
  }
}
