package io.github.lanewise.app.loop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.app.wire.SimulatedRobot;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.Safety;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What {@code lanewise loop} was asked to do.
 *
 * @param arm the file of the arm, or null
 * @param port null for a simulated robot, and where the arm's file has the ports
 * @param twin null for one on a port
 * @param stepped whether that robot lives in simulated time, in which its cable is a memory
 * @param record file to record to, or null
 */
record LoopSettings(NamedRobot robot, Path arm, PortOptions port, SimulatedRobot twin, boolean stepped,
    Control control, Timing timing, Scheduling scheduling, Path record) {

  /**
   * What controls the robot, and when it is stopped.
   *
   * @param controller for the limits that are known before the servos are asked
   * @param controllers makes one for others
   * @param name of the controller on the command line
   * @param lettingGo whether a controller without torque may drop what servos hold up
   */
  record Control(Controller controller, Controllers controllers, String name, Safety safety, boolean lettingGo) {
    /** The controller for limits that servos may have narrowed. */
    Controller within(Safety limits) throws IOException {
      return limits == safety ? controller : controllers.of(limits);
    }
  }

  /** What makes the controller that was asked for. */
  @FunctionalInterface
  interface Controllers {
    Controller of(Safety limits) throws IOException;
  }

  /**
   * How often and how long.
   *
   * @param rate [1/s]
   * @param fixed whether the rate is no other where the wire does not carry it
   * @param seconds how long, or null until it is stopped
   * @param watchdog [ms], or null for the default
   */
  record Timing(double rate, boolean fixed, Double seconds, Double watchdog) {
    /** Part of the wire's time that is used where the rate was not given. */
    private static final double SHARE = 0.9;

    /** The same, or slower where a tick takes longer on the wire: two figures of what it carries. */
    Timing carriedBy(long wireNanos) {
      double most = SHARE * 1e9 / wireNanos;
      if (fixed || rate <= most) {
        return this;
      }
      double unit = Math.pow(10, Math.floor(Math.log10(most)) - 1);
      return new Timing(unit * Math.floor(most / unit), true, seconds, watchdog);
    }

    /** The ticks that were asked for; null if they have no end. */
    Long tickCount() {
      return seconds == null ? null : (Long) Math.max(1, Math.round(seconds * rate));
    }

    /** [ns], or null. */
    Long watchdogNanos() {
      return watchdog == null ? null : (Long) Math.round(watchdog * TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /**
   * What the operating system is asked for.
   *
   * @param fifo priority of real-time scheduling, or null
   * @param pin processor, or null
   */
  record Scheduling(Integer fifo, Integer pin, boolean lockMemory) {}

  /** The same at the rate that the wire carries, if none was given. */
  LoopSettings carriedBy(long wireNanos) {
    return new LoopSettings(robot, arm, port, twin, stepped, control, timing.carriedBy(wireNanos), scheduling,
        record);
  }

  /** The settings under their options' names, with units where they have one. */
  ObjectNode toJson() {
    return JsonNodeFactory.instance.objectNode()
        .put("robot", robot.name())
        .put("twin", twin != null)
        .put("simulated_time", stepped)
        .put("noise_seed", twin == null ? null : (Long) twin.imperfections().seed())
        .put("masses", twin == null ? null : (Double) twin.masses())
        .put("arm", arm == null ? null : arm.toString())
        .put("port", port == null ? null : port.path())
        .put("baud_bits_per_second", port == null ? null : (Integer) port.baud())
        .put("controller", control.name)
        .put("rate_hz", timing.rate)
        .put("seconds", timing.seconds)
        .put("fifo", scheduling.fifo)
        .put("pin", scheduling.pin)
        .put("lock_memory", scheduling.lockMemory)
        .put("record", record == null ? null : record.toString())
        .put("watchdog_milliseconds", timing.watchdog);
  }
}
