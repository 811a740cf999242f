package io.github.lanewise.app.wire;

import io.github.lanewise.app.console.Version;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.hardware.recording.RecordingOrigin;
import io.github.lanewise.hardware.servo.ServoBus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A robot whose servos have answered.
 *
 * @param bus with its joints; closed with this, and so are its lines
 * @param lines all of them, each with the servos on it
 */
public record ConnectedRobot(ServoBus bus, List<Line> lines) implements AutoCloseable {
  /** A port and the servos on it. */
  public record Line(PortOptions port, ServoBus bus) {
    long wireNanos() {
      return bus.wireNanos(port.baud());
    }
  }

  /** Where and how, for sentences. */
  public String text() {
    return lines.stream().map(line -> line.port.text()).collect(Collectors.joining(" and "));
  }

  /**
   * What a recording of it says of where it comes from.
   *
   * @param controller what commands it
   * @param seed of all that is random; null if nothing is
   */
  public RecordingOrigin origin(NamedRobot robot, String controller, Long seed) throws IOException {
    List<String> servos = IntStream.range(0, bus.joints()).mapToObj(bus::servosOf).toList();
    return RecordingOrigin.of(robot.name(), new RecordingOrigin.View(robot.model(), robot.description()), servos,
        controller, Version.number(), seed);
  }

  /** A line for each port whose servos do not know a request to all of them. */
  public List<String> slowReading() {
    return lines.stream().filter(line -> line.bus.readsOneByOne())
        .map(line -> slowReading(line.port, line.bus)).toList();
  }

  /** The same of one port. */
  public static String slowReading(PortOptions port, ServoBus bus) {
    return "The servos on " + port.path() + " do not answer a request to all of them (sync read), and are read one by"
        + " one: " + bus.servos().size() + " requests take longer than one.";
  }

  /** The time that one reading and one writing of all servos take on the wires, one after the other [ns]. */
  public long wireNanos() {
    return lines.stream().mapToLong(Line::wireNanos).sum();
  }

  /**
   * Checks that the wires are fast enough.
   *
   * @throws IllegalArgumentException if one is not, or all together are not, with the sums
   */
  public void requireRate(double rate) {
    lines.forEach(line -> line.bus.requireRate(rate, line.port.baud()));
    if (1e9 / rate < wireNanos()) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "%.0f ticks/s leave %.0f us each, but reading and"
          + " writing servos on %d ports, one after the other, takes %.0f us: at most %.0f ticks/s", rate, 1e6 / rate,
          lines.size(), wireNanos() / 1e3, Math.floor(1e9 / wireNanos())));
    }
  }

  @Override
  public void close() {
    bus.close();
  }
}
