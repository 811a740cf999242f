package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.loop.Jitter;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.servo.BusError;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a loop went, as text and as JSON.
 *
 * @param recorded null if nothing was to be recorded
 */
record LoopReport(LoopSettings settings, Wire wire, LoopResult result, Recorded recorded) {
  /**
   * What a tick costs on the wire.
   *
   * @param nanos for one reading and one writing of all servos
   * @param returnDelayNanos of that, how long a servo waits before it answers
   */
  record Wire(PortOptions port, int servos, long nanos, long returnDelayNanos) {}

  /** What is in the recording, and what went wrong with it; null if nothing. */
  record Recorded(long ticks, long dropped, String problem) {}

  /** What is known before the loop. */
  static String heading(LoopSettings settings, Wire wire) {
    return String.format(Locale.ROOT, "%s: %d servos on %s%s%n%s at %,.0f ticks/s; reading and writing takes %.0f us of"
            + " each tick's %.0f us on the wire, return delay %.0f us%n",
        settings.robot(), wire.servos, settings.port() == null ? "a simulated robot, " : "", wire.port.text(),
        settings.controllerName(), settings.rate(), wire.nanos / 1e3, 1e6 / settings.rate(),
        wire.returnDelayNanos / 1e3);
  }

  /** Whether all ticks were done, the robot left as asked, and the recording written. */
  boolean asAsked() {
    return result.stop().reason() == Stop.Reason.FINISHED && result.ending() == BusError.NONE
        && (recorded == null || recorded.problem == null);
  }

  /** Lines for people. */
  String toText() {
    StringBuilder text = new StringBuilder(System.lineSeparator());
    line(text, "ticks", String.format(Locale.ROOT, "%,d", result.ticks()),
        settings.ticks() == null ? "until it was stopped" : String.format(Locale.ROOT, "of %,d", settings.ticks()));
    line(text, "missed deadlines", String.format(Locale.ROOT, "%,d", result.missed()), "ticks skipped, not caught up");
    jitter(text, "lateness", result.lateness());
    jitter(text, "cost", result.cost());
    long errors = result.busErrors().values().stream().mapToLong(Long::longValue).sum();
    line(text, "bus errors", String.format(Locale.ROOT, "%,d", errors), kinds());
    if (result.checksumErrors() + result.skippedBytes() > 0) {
      line(text, "checksum errors", String.format(Locale.ROOT, "%,d", result.checksumErrors()),
          String.format(Locale.ROOT, "and %,d bytes skipped, rehearsal included", result.skippedBytes()));
    }
    line(text, "allocated", result.allocatedBytes() < 0 ? "unknown"
        : String.format(Locale.ROOT, "%,d B", result.allocatedBytes()), "by the loop's thread with torque on");
    if (recorded != null) {
      line(text, "recorded", String.format(Locale.ROOT, "%,d", recorded.ticks),
          String.format(Locale.ROOT, "ticks in %s, %,d left out", settings.record(), recorded.dropped));
    }
    text.append(String.format("%n  stopped: %s; %s%n", result.stop().sentence(), ending()));
    result.notes().forEach(note -> text.append(String.format("  %s%n", note)));
    if (recorded != null && recorded.problem != null) {
      text.append(String.format("  %s%n", recorded.problem));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value, String remark) {
    text.append(String.format("  %-18s%16s   %s%n", name, value, remark));
  }

  private static void jitter(StringBuilder text, String name, Jitter.Summary summary) {
    line(text, name, micros(summary.p50()), String.format("p50, p99 %s, p99.9 %s, p99.99 %s, max %s",
        micros(summary.p99()), micros(summary.p999()), micros(summary.p9999()), micros(summary.max())));
  }

  private static String micros(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%,.2f us" : "%,.0f us", value);
  }

  private String kinds() {
    return new TreeMap<>(result.busErrors()).entrySet().stream()
        .map(kind -> String.format(Locale.ROOT, "%,d %s", kind.getValue(), kind.getKey().text()))
        .collect(Collectors.joining(", "));
  }

  private String ending() {
    if (!result.armed()) {
      return "torque was never on";
    }
    boolean hold = settings.safety().holdsInTheEnd();
    return result.ending() == BusError.NONE ? hold ? "the servos hold" : "torque is off"
        : "that torque is off is not confirmed (" + result.ending().text() + "): SWITCH THE ROBOT OFF BY HAND";
  }

  /** The same numbers. */
  ObjectNode toJson() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode root = json.objectNode();
    root.set("settings", settings.toJson());
    root.set("machine", Machine.toJson());
    root.set("jvm", Machine.jvm());
    root.putObject("wire").put("servos", wire.servos).put("baud", wire.port.baud())
        .put("tick_microseconds", wire.nanos / 1e3).put("return_delay_microseconds", wire.returnDelayNanos / 1e3);
    root.put("ticks", result.ticks()).put("missed", result.missed()).put("armed", result.armed());
    root.set("lateness", microseconds(result.lateness()));
    root.set("cost", microseconds(result.cost()));
    ObjectNode errors = root.putObject("bus_errors");
    for (Map.Entry<BusError, Long> kind : new TreeMap<>(result.busErrors()).entrySet()) {
      errors.put(kind.getKey().name().toLowerCase(Locale.ROOT), kind.getValue());
    }
    root.put("checksum_errors", result.checksumErrors()).put("skipped_bytes", result.skippedBytes())
        .put("allocated_bytes", result.allocatedBytes() < 0 ? null : (Long) result.allocatedBytes());
    ObjectNode stop = root.putObject("stop").put("reason", result.stop().reason().name().toLowerCase(Locale.ROOT))
        .put("tick", result.stop().tick()).put("joint", result.stop().joint())
        .put("sentence", result.stop().sentence());
    stop.set("value", JsonFile.number(result.stop().value()));
    stop.set("limit", JsonFile.number(result.stop().limit()));
    root.put("ending", result.ending().name().toLowerCase(Locale.ROOT)).put("as_asked", asAsked());
    result.notes().forEach(root.putArray("notes")::add);
    if (recorded != null) {
      root.putObject("recording").put("ticks", recorded.ticks).put("left_out", recorded.dropped)
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
