package io.github.lanewise.app.loop;

import static io.github.lanewise.app.report.TextPage.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Machine;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.hardware.loop.Jitter;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.port.LatencyTimer;
import io.github.lanewise.hardware.servo.BusError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a loop went, as text and as JSON.
 *
 * @param recorded null if nothing was to be recorded
 * @param simulated null if the robot is on a port
 */
record LoopReport(LoopSettings settings, Wire wire, LoopResult result, Recorded recorded, Simulated simulated) {
  /**
   * What a tick costs on the wire.
   *
   * @param ports where and how
   * @param bauds of each [bit/s]
   * @param slowTimers of USB adapters that keep answers back
   * @param slowReading a line for each port whose servos are read one by one
   * @param nanos for one reading and one writing of all servos
   * @param returnDelayNanos of that, how long a servo waits before it answers
   */
  record Wire(String ports, List<Integer> bauds, List<LatencyTimer> slowTimers, List<String> slowReading,
      int servoCount, long nanos, long returnDelayNanos) {
    Wire(ConnectedRobot robot, int servoCount) {
      this(robot.text(), robot.lines().stream().map(line -> line.port().baud()).toList(),
          robot.lines().stream().flatMap(line -> LatencyTimer.of(line.port().path()).stream())
              .filter(LatencyTimer::isSlow).toList(), robot.slowReading(), servoCount,
          robot.wireNanos(), robot.bus().returnDelayNanos());
    }
  }

  /** What is in the recording, and what went wrong with it; null if nothing. */
  record Recorded(long tickCount, long droppedCount, String problem) {}

  /**
   * How the simulated robot fared.
   *
   * @param skippedSeconds time in which it stood still, because the machine was busy
   * @param problem why it is gone; null if it is not
   */
  record Simulated(double skippedSeconds, String problem) {}

  /** The same of a robot that was simulated. */
  LoopReport of(Simulated robot) {
    return new LoopReport(settings, wire, result, recorded, robot);
  }

  /** What is known before the loop. */
  static String heading(LoopSettings settings, Wire wire) {
    String remedies = Stream.concat(wire.slowTimers.stream().map(LatencyTimer::remedy), wire.slowReading.stream())
        .map(line -> line + System.lineSeparator()).collect(Collectors.joining());
    return remedies + format("%s: %d servos on %s%s%n%s at %,.0f ticks/s; reading and writing takes %.0f us of"
            + " each tick's %.0f us on the wire, return delay %.0f us%n",
        settings.robot().name(), wire.servoCount, settings.twin() != null ? "a simulated robot, " : "",
        wire.ports,
        settings.control().name(), settings.timing().rate(), wire.nanos / 1e3, 1e6 / settings.timing().rate(),
        wire.returnDelayNanos / 1e3);
  }

  /** Whether all ticks were done, the robot left as asked, and the recording written. */
  boolean asAsked() {
    return result.stop().reason() == Stop.Reason.FINISHED && result.ending() == BusError.NONE
        && result.holds() == settings.control().safety().holdsInTheEnd()
        && (recorded == null || recorded.problem == null);
  }

  /** Lines for people. */
  String toText() {
    TextPage text = new TextPage().line();
    Long asked = settings.timing().tickCount();
    line(text, "ticks", format("%,d", result.ticks()),
        asked == null ? "until it was stopped" : format("of %,d", asked));
    line(text, "missed deadlines", format("%,d", result.missed()), "ticks skipped, not caught up");
    jitter(text, "lateness", result.lateness());
    jitter(text, "cost", result.cost());
    long errors = result.busErrors().values().stream().mapToLong(Long::longValue).sum();
    line(text, "bus errors", format("%,d", errors), kinds());
    if (result.checksumErrors() + result.skippedBytes() > 0) {
      line(text, "checksum errors", format("%,d", result.checksumErrors()),
          format("and %,d bytes skipped, rehearsal included", result.skippedBytes()));
    }
    line(text, "allocated", allocatedBytes() < 0 ? "unknown"
        : format("%,d B", allocatedBytes()), "by the loop's thread with torque on");
    if (recorded != null) {
      line(text, "recorded", format("%,d", recorded.tickCount),
          format("ticks in %s, %,d left out", settings.record(), recorded.droppedCount));
    }
    text.line().line("  stopped: %s; %s", result.stop().sentence(), ending());
    if (result.stop().reason() == Stop.Reason.HELD) {
      text.line("  Hold the robot, and say --yes to let it go.");
    }
    result.notes().forEach(note -> text.line("  %s", note));
    if (settings.stepped()) {
      text.line("  time was simulated: lateness and cost are of that time; --real-time shows this machine's");
    }
    if (simulated != null && simulated.skippedSeconds > 0) {
      text.line("  simulated robot: stood still for %.3f s in all, because the machine was busy; that time is skipped",
          simulated.skippedSeconds);
    }
    if (simulated != null && simulated.problem != null) {
      text.line("  %s", simulated.problem);
    }
    if (recorded != null && recorded.problem != null) {
      text.line("  %s", recorded.problem);
    }
    return text.toString();
  }

  /** Unknown in simulated time, for the robot lives in the loop's thread. */
  private long allocatedBytes() {
    return settings.stepped() ? -1 : result.allocatedBytes();
  }

  private static void line(TextPage text, String name, String value, String remark) {
    text.line("  %-18s%16s   %s", name, value, remark);
  }

  private static void jitter(TextPage text, String name, Jitter.Summary summary) {
    line(text, name, micros(summary.p50()), format("p50, p99 %s, p99.9 %s, p99.99 %s, max %s",
        micros(summary.p99()), micros(summary.p999()), micros(summary.p9999()), micros(summary.max())));
  }

  private static String micros(double value) {
    return format(value < 100 ? "%,.2f us" : "%,.0f us", value);
  }

  private String kinds() {
    return new TreeMap<>(result.busErrors()).entrySet().stream()
        .map(kind -> format("%,d %s", kind.getValue(), kind.getKey().text()))
        .collect(Collectors.joining(", "));
  }

  private String ending() {
    if (!result.armed()) {
      return "the servos are as they were found";
    }
    if (result.ending() == BusError.NONE) {
      return result.holds() ? "the servos hold" : settings.control().safety().holdsInTheEnd()
          ? "the servos did not hold: torque is off" : "torque is off";
    }
    return "that torque is off is not confirmed (" + result.ending().text() + "): SWITCH THE ROBOT OFF BY HAND";
  }

  /** The same numbers. */
  ObjectNode toJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.set("settings", settings.toJson());
    root.set("jvm", Machine.jvm());
    root.putObject("wire").put("servos", wire.servoCount).put("baud_bits_per_second", wire.bauds.getFirst())
        .put("tick_microseconds", wire.nanos / 1e3).put("return_delay_microseconds", wire.returnDelayNanos / 1e3);
    root.put("ticks", result.ticks()).put("missed", result.missed()).put("armed", result.armed());
    root.set("lateness", microseconds(result.lateness()));
    root.set("cost", microseconds(result.cost()));
    ObjectNode errors = root.putObject("bus_errors");
    for (Map.Entry<BusError, Long> kind : new TreeMap<>(result.busErrors()).entrySet()) {
      errors.put(Choice.text(kind.getKey()), kind.getValue());
    }
    root.put("checksum_errors", result.checksumErrors()).put("skipped_bytes", result.skippedBytes())
        .put("allocated_bytes", allocatedBytes() < 0 ? null : (Long) allocatedBytes());
    ObjectNode stop = root.putObject("stop").put("reason", Choice.text(result.stop().reason()))
        .put("tick", result.stop().tick()).put("joint", result.stop().joint())
        .put("sentence", result.stop().sentence());
    stop.set("value", JsonFile.number(result.stop().value()));
    stop.set("limit", JsonFile.number(result.stop().limit()));
    root.put("ending", Choice.text(result.ending())).put("holds", result.holds()).put("as_asked", asAsked());
    result.notes().forEach(root.putArray("notes")::add);
    if (simulated != null) {
      root.putObject("simulated").put("skipped_s", simulated.skippedSeconds).put("problem", simulated.problem);
    }
    if (recorded != null) {
      root.putObject("recording").put("ticks", recorded.tickCount).put("left_out", recorded.droppedCount)
          .put("problem", recorded.problem);
    }
    return root;
  }

  private static ObjectNode microseconds(Jitter.Summary summary) {
    return JsonNodeFactory.instance.objectNode().put("p50_microseconds", summary.p50())
        .put("p99_microseconds", summary.p99()).put("p999_microseconds", summary.p999())
        .put("p9999_microseconds", summary.p9999()).put("max_microseconds", summary.max());
  }
}
