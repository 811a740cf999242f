package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.wire.DetectedServos;
import io.github.lanewise.app.wire.PortChoice;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.LatencyTimer;
import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.RegisterTable;
import io.github.lanewise.hardware.servo.Registers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise servo ping}: is it there, what is it, and how soon does it answer. */
@Command(
    name = "ping",
    description = {
      "Ask servos whether they are there, what they are, and how long an answer takes.",
      "",
      "The round trip is the median of 20 reads of the model number. 16 ms and more is the latency timer of a USB"
          + " adapter; where the system tells that it is not the shortest, so do the commands that make it so. The exit"
          + " code is 1 if one does not answer, or reports a hardware error.",
      ""
    },
    footer = {
      "",
      "Example: lanewise servo ping --port /dev/ttyUSB0 --id 1,2,3"
    })
final class ServoPing implements Callable<Integer> {
  private static final int ROUND_TRIPS = 20;
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  @Spec
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private PortChoice place;

  @Option(names = "--id", split = ",", paramLabel = "ID",
      description = "Ids of the servos (with --arm all of its port).")
  private List<Integer> ids;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    PortOptions port = place.port();
    List<Integer> wanted = place.ids(ids);
    new ArgumentChecks(spec).require(!wanted.isEmpty(), "Name the servos by --id.");
    json.requireWritable();
    ArrayNode servos = JsonNodeFactory.instance.arrayNode();
    List<String> alerts = new ArrayList<>();
    try (Registers registers = port.protocol().registers(port.open(), Clock.system())) {
      for (Registers.Found found : DetectedServos.answering(port, registers, wanted)) {
        double seconds = roundTrip(port, registers, found);
        String error = DetectedServos.hardwareError(port, registers, found);
        spec.commandLine().getOut().printf("servo %d: %s (%d), firmware %s, round trip %.2f ms%n", found.id(),
            found.modelName(), found.modelNumber(), found.firmware(), 1e3 * seconds);
        servos.add(DetectedServos.toJson(found).put("round_trip_s", seconds).put("hardware_error", error));
        if (!error.isEmpty()) {
          alerts.add(DetectedServos.alert(port, found.id(), error));
        }
      }
    }
    Optional<LatencyTimer> timer = LatencyTimer.of(port.path());
    timer.filter(LatencyTimer::isSlow).ifPresent(slow -> spec.commandLine().getOut().println(slow.remedy()));
    spec.commandLine().getOut().flush();
    json.write(() -> JsonNodeFactory.instance.objectNode().put("port", port.path())
        .put("baud_bits_per_second", port.baud())
        .put("latency_timer_milliseconds", timer.map(LatencyTimer::milliseconds).orElse(null)).set("servos", servos));
    alerts.forEach(alert -> spec.commandLine().getErr().println("lanewise: " + alert));
    return alerts.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private double roundTrip(PortOptions port, Registers registers, Registers.Found found) throws IOException {
    Register number = RegisterTable.of(DetectedServos.model(port.protocol(), found)).named("model_number");
    double[] seconds = new double[ROUND_TRIPS];
    for (int k = 0; k < ROUND_TRIPS; k++) {
      long start = System.nanoTime();
      registers.read(found.id(), number.address(), number.size(), TIMEOUT_NANOS);
      seconds[k] = (System.nanoTime() - start) * 1e-9;
    }
    Arrays.sort(seconds);
    return seconds[ROUND_TRIPS / 2];
  }
}
