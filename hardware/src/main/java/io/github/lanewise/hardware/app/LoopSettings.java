package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What {@code lanewise loop} was asked to do.
 *
 * @param robot as it was named on the command line
 * @param port null for a simulated robot
 * @param controllerName as on the command line
 * @param rate [1/s]
 * @param seconds how long, or null until it is stopped
 * @param watchdog [ms], or null for the default
 * @param fifo priority, or null
 * @param pin processor, or null
 * @param record file to record to, or null
 */
record LoopSettings(String robot, RobotModel model, PortOptions port, Controller controller, String controllerName,
    Safety safety, double rate, Double seconds, Double watchdog, Integer fifo, Integer pin, boolean lockMemory,
    Path record) {

  /** The ticks that were asked for; null if they have no end. */
  Long ticks() {
    return seconds == null ? null : (Long) Math.max(1, Math.round(seconds * rate));
  }

  /** [ns], or null. */
  Long watchdogNanos() {
    return watchdog == null ? null : (Long) Math.round(watchdog * TimeUnit.MILLISECONDS.toNanos(1));
  }

  /** The settings under their options' names, with units where they have one. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("robot", robot)
        .put("twin", port == null)
        .put("port", port == null ? null : port.path())
        .put("baud", port == null ? null : (Integer) port.baud())
        .put("controller", controllerName)
        .put("rate_hertz", rate)
        .put("seconds", seconds)
        .put("fifo", fifo)
        .put("pin", pin)
        .put("lock_memory", lockMemory)
        .put("record", record == null ? null : record.toString());
    return json.put("watchdog_milliseconds", watchdog);
  }
}
