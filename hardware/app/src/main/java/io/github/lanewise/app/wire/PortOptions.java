package io.github.lanewise.app.wire;

import io.github.lanewise.app.options.Choice;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.servo.CanLine;
import io.github.lanewise.hardware.servo.ServoProtocol;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name a serial port and what is spoken on it: as a mixin, or as an argument group. */
public final class PortOptions {
  /** [bit/s]. */
  public static final int USUAL_BAUD = 1_000_000;

  @Option(names = "--port", required = true, paramLabel = "PATH",
      description = "The serial port with the servos, such as /dev/ttyUSB0, or with --protocol moteus a CAN-FD"
          + " interface of Linux, such as can0.")
  private String path;

  @Option(names = "--baud", paramLabel = "N", defaultValue = "" + USUAL_BAUD, converter = Rate.class,
      description = "Rate of the port [bit/s] (${DEFAULT-VALUE}). New DYNAMIXEL servos are set to 57600.")
  private int baud;

  @Option(names = "--protocol", paramLabel = "dynamixel|feetech|moteus", defaultValue = "dynamixel",
      description = "What the servos speak: DYNAMIXEL protocol 2.0 (X series), Feetech (STS series), or moteus behind"
          + " an fdcanusb, a UART or a CAN-FD interface (${DEFAULT-VALUE}).")
  private ServoProtocol protocol;

  /** The options as if they had been typed. */
  public static PortOptions of(String path, int baud, ServoProtocol protocol) {
    PortOptions options = new PortOptions();
    options.path = path;
    options.baud = baud;
    options.protocol = protocol;
    return options;
  }

  /** The port, as it was typed. */
  public String path() {
    return path;
  }

  /** [bit/s]. */
  public int baud() {
    return baud;
  }

  /** What is spoken. */
  public ServoProtocol protocol() {
    return protocol;
  }

  /** The same port at another rate. */
  public PortOptions withBaud(int other) {
    return of(path, other, protocol);
  }

  /** Opens it; to be closed by the caller. */
  public Line open() throws PortException {
    if (!CanLine.isInterface(path)) {
      return SerialLine.open(path, baud);
    }
    if (protocol != ServoProtocol.MOTEUS) {
      throw new PortException(path + " is a network interface: on CAN-FD there are moteus controllers, with --protocol"
          + " moteus");
    }
    return CanLine.open(path);
  }

  /** Where and how, for sentences: {@code /dev/ttyUSB0 at 1,000,000 baud (DYNAMIXEL)}. */
  public String text() {
    return CanLine.isInterface(path) ? path + " (" + protocol.text() + ")"
        : String.format(Locale.ROOT, "%s at %,d baud (%s)", path, baud, protocol.text());
  }

  /** The beginning of another command for the same port. */
  public String command(String name) {
    return "lanewise " + name + " --port " + path
        + (baud == USUAL_BAUD ? "" : " --baud " + baud)
        + (protocol == ServoProtocol.DYNAMIXEL ? "" : " --protocol " + Choice.text(protocol));
  }

  /** A rate in bits a second. */
  public static final class Rate implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        int rate = Integer.parseInt(value);
        if (rate >= 1) {
          return rate;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new TypeConversionException("a rate is a positive number of bits a second, not '" + value + "'");
    }
  }
}
