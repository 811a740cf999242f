package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.wire.MonitoredServos;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoState;
import java.io.Console;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What servos measured, read after read: shown as a table that changes, or written as CSV, and summed up. */
final class Samples {
  private final List<Servo> servos;
  private final PrintWriter out;
  private final boolean screen;
  private final ServoState state;
  private final double[] least;
  private final double[] most;
  private final Map<BusError, Long> errors = new EnumMap<>(BusError.class);
  private long readCount;
  private long goodCount;
  private double seconds;
  private String problem = "";
  private int linesShown;

  Samples(List<Servo> servos, PrintWriter out) {
    this.servos = servos;
    this.out = out;
    Console console = System.console();
    screen = console != null && console.isTerminal();
    state = new ServoState(servos.size());
    least = new double[servos.size()];
    most = new double[servos.size()];
    if (!screen) {
      out.println(MonitoredServos.header(servos));
    }
  }

  /** To read into. */
  ServoState state() {
    return state;
  }

  long readCount() {
    return readCount;
  }

  /** Reads in which all servos answered. */
  long goodCount() {
    return goodCount;
  }

  /** Whether a servo has reported a hardware error. */
  boolean alerted() {
    return errors.containsKey(BusError.HARDWARE);
  }

  /** A read has ended, after a time [s], with an error that is explained, or none. */
  void add(double time, BusError error, String explanation) {
    readCount++;
    seconds = time;
    if (error != BusError.NONE) {
      errors.merge(error, 1L, Long::sum);
      problem = explanation;
    }
    if (error == BusError.NONE || error == BusError.HARDWARE) {
      for (int i = 0; i < servos.size(); i++) {
        least[i] = goodCount == 0 ? state.position[i] : Math.min(least[i], state.position[i]);
        most[i] = goodCount == 0 ? state.position[i] : Math.max(most[i], state.position[i]);
      }
      goodCount++;
    }
    if (screen) {
      showTable();
    } else {
      writeLine(error);
    }
    out.flush();
  }

  private void showTable() {
    StringBuilder text = new StringBuilder(linesShown == 0 ? "" : "\033[" + linesShown + "A");
    text.append(String.format(Locale.ROOT, "\033[K%5s  %-12s %12s %14s %11s %8s%n", "id", "model", "position rad",
        "velocity rad/s", "torque N m", "degC"));
    for (int i = 0; i < servos.size(); i++) {
      text.append(String.format(Locale.ROOT, "\033[K%5d  %-12s %12.4f %14.3f %11.4f %8.0f%n", servos.get(i).id(),
          servos.get(i).model().name(), state.position[i], state.velocity[i], state.torque[i], state.temperature[i]));
    }
    text.append("\033[K").append(summary()).append(System.lineSeparator());
    linesShown = servos.size() + 2;
    out.print(text);
  }

  private void writeLine(BusError error) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%.4f,%s", seconds,
        error == BusError.NONE ? "" : error.name()));
    boolean fresh = error == BusError.NONE || error == BusError.HARDWARE;
    for (int i = 0; i < servos.size(); i++) {
      line.append(!fresh ? ",,,," : String.format(Locale.ROOT, ",%.6f,%.5f,%s,%s", state.position[i],
          state.velocity[i], Double.isNaN(state.torque[i]) ? "" : String.format(Locale.ROOT, "%.5f", state.torque[i]),
          Double.isNaN(state.temperature[i]) ? "" : String.format(Locale.ROOT, "%.0f", state.temperature[i])));
    }
    out.println(line);
  }

  /** How it went so far. */
  String summary() {
    return String.format(Locale.ROOT, "%.1f s, %,d of %,d reads good%s", seconds, goodCount, readCount,
        problem.isEmpty() ? "" : ", last error: " + problem);
  }

  ObjectNode toJson(PortOptions port) {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("port", port.path())
        .put("baud_bits_per_second", port.baud())
        .put("seconds", seconds)
        .put("reads", readCount)
        .put("good_reads", goodCount);
    json.put("last_error", problem);
    ObjectNode counts = json.putObject("errors");
    errors.forEach((error, count) -> counts.put(Choice.text(error), count));
    ArrayNode array = json.putArray("servos");
    for (int i = 0; i < servos.size(); i++) {
      ObjectNode servo = array.addObject().put("id", servos.get(i).id()).put("model", servos.get(i).model().name());
      if (goodCount == 0) {
        continue; // Nothing was measured.
      }
      servo.set("position_rad", JsonFile.number(state.position[i]));
      servo.set("least_position_rad", JsonFile.number(least[i]));
      servo.set("most_position_rad", JsonFile.number(most[i]));
      servo.set("velocity_rad_per_s", JsonFile.number(state.velocity[i]));
      servo.set("torque_n_m", JsonFile.number(state.torque[i]));
      servo.set("temperature_degc", JsonFile.number(state.temperature[i]));
    }
    return json;
  }
}
