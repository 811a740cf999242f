package io.github.lanewise.hardware.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How long a USB adapter of FTDI's keeps what it has received, for want of more, before it passes it on: new ones 16
 * ms, which is how long each answer of a servo takes then.
 *
 * @param adapter its name in the system, such as ttyUSB0
 * @param milliseconds the time
 */
public record LatencyTimer(String adapter, int milliseconds) {
  /** As short as it can be. */
  private static final int SHORTEST = 1;
  private static final Path ADAPTERS = Path.of("/sys/bus/usb-serial/devices");

  /**
   * That of a port, read anew; empty if it has none, as ports of other kinds, such as ttyACM0, and other systems.
   *
   * @param port its path, or a link to it
   * @return the timer
   */
  public static Optional<LatencyTimer> of(String port) {
    return of(port, ADAPTERS);
  }

  static Optional<LatencyTimer> of(String port, Path adapters) {
    try {
      String adapter = Path.of(port).toRealPath().getFileName().toString();
      Path file = adapters.resolve(adapter).resolve("latency_timer");
      return Files.isReadable(file)
          ? Optional.of(new LatencyTimer(adapter, Integer.parseInt(Files.readString(file).strip()))) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // What cannot be read is not known.
    }
  }

  /** {@return whether answers could come sooner} */
  public boolean isSlow() {
    return milliseconds > SHORTEST;
  }

  /** {@return what to do about it: for now, and for each time that such an adapter is plugged in} */
  public String remedy() {
    return "the USB adapter " + adapter + " keeps answers for up to " + milliseconds + " ms. Until it is unplugged:\n"
        + "  echo 1 | sudo tee " + ADAPTERS.resolve(adapter).resolve("latency_timer") + "\n"
        + "For good, in a file such as /etc/udev/rules.d/99-latency-timer.rules:\n"
        + "  ACTION==\"add\", SUBSYSTEM==\"usb-serial\", DRIVER==\"ftdi_sio\", ATTR{latency_timer}=\"1\"";
  }
}
