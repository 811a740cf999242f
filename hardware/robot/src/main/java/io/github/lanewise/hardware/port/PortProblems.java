package io.github.lanewise.hardware.port;

import com.fazecast.jSerialComm.SerialPort;
import io.github.lanewise.hardware.linux.Descriptor;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.linux.SystemCallException;
import io.github.lanewise.hardware.linux.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Finds out why a port cannot be opened and says it in one sentence. The library reports the number of some call that
 * failed last, or none, and takes every rate; so on Linux the system is asked before and after.
 */
final class PortProblems {
  // What a receiver still makes sense of is about 4 % between the two sides; half of it is left to the other side.
  private static final double RATE_TOLERANCE = 0.02;

  private PortProblems() {}

  /** A descriptor of our own on a port that nobody uses. */
  static Descriptor openUnused(String path) throws PortException {
    Descriptor descriptor;
    try {
      descriptor = Descriptor.open(path);
    } catch (SystemCallException e) {
      throw notOpened(path, e);
    }
    try {
      Terminal.baud(descriptor);
      if (descriptor.isLockedElsewhere()) {
        throw notOpened(path, SystemCall.BUSY);
      }
      return descriptor;
    } catch (SystemCallException e) {
      descriptor.close();
      throw notOpened(path, e);
    } catch (PortException e) {
      descriptor.close();
      throw e;
    }
  }

  /** The driver writes the rate that it took into the place where it was asked for one. */
  static void requireRate(String path, int baud, Descriptor descriptor) throws PortException {
    try {
      requireRate(path, baud, Terminal.baud(descriptor));
    } catch (SystemCallException e) {
      throw notOpened(path, e);
    }
  }

  static void requireRate(String path, int baud, int taken) throws PortException {
    if (Math.abs(taken - baud) > RATE_TOLERANCE * baud) {
      throw new PortException(String.format(Locale.ROOT, "%s does not offer %,d baud: its driver took %,d instead",
          path, baud, taken));
    }
  }

  /** The library would try /dev/ and the last part of the name, and open a port that was not asked for. */
  static void requireExisting(String path) throws PortException {
    if (File.separatorChar == '/' && !Files.exists(Path.of(path))) {
      throw noSuchPort(path);
    }
  }

  static PortException noSuchPort(String path) {
    String ports = Arrays.stream(SerialPort.getCommPorts())
        .map(SerialPort::getSystemPortPath)
        .sorted()
        .collect(Collectors.joining(", "));
    return new PortException("there is no port " + path + (ports.isEmpty()
        ? ", nor any other on this machine: is the adapter plugged in?" : "; this machine has " + ports));
  }

  private static PortException notOpened(String path, SystemCallException cause) {
    PortException problem = notOpened(path, cause.error());
    problem.initCause(cause);
    return problem;
  }

  /** The sentence for an error number of the system. */
  static PortException notOpened(String path, int error) {
    return switch (error) {
      case SystemCall.NO_SUCH_FILE -> noSuchPort(path);
      case SystemCall.ACCESS_DENIED, SystemCall.NOT_PERMITTED -> noRight(path);
      case SystemCall.NOT_A_TERMINAL, SystemCall.IS_A_FOLDER -> new PortException(path + " is not a serial port");
      case SystemCall.BUSY -> new PortException(path + " is in use already; 'fuser " + path + "' tells by whom");
      default -> new PortException(path + " cannot be opened: "
          + (SystemCall.AVAILABLE ? SystemCall.describe(error) : "jSerialComm reports error " + error
              + ", often a port in use by another program or a lack of rights"));
    };
  }

  private static PortException noRight(String path) {
    String remedy = "its permissions must let you read and write it";
    try {
      PosixFileAttributes attributes = Files.readAttributes(Path.of(path), PosixFileAttributes.class);
      if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)) {
        String group = attributes.group().getName();
        remedy = "'sudo usermod -aG %s $USER' and a new log-in put you into its group %s".formatted(group, group);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Where the system has no groups, or does not tell, the general remedy stands.
    }
    return new PortException("no right to open " + path + ": " + remedy);
  }
}
