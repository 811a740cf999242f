package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.wire.DetectedServos;
import io.github.lanewise.app.wire.PortChoice;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.Registers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise servo scan}: which servos there are. */
@Command(
    name = "scan",
    description = {
      "Ask every id on a port whether a servo has it, and list those that answer.",
      "",
      "The exit code is 1 if none answers, two servos have one id, a model is unknown, or a servo reports a hardware"
          + " error.",
      ""
    },
    footer = {
      "",
      "Example: lanewise servo scan --port /dev/ttyUSB0 --bauds 57600,1000000,4000000 --id 1-20"
    })
final class ServoScan implements Callable<Integer> {
  private static final int UNREADABLE = -1;

  @Spec
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private PortChoice place;

  @Option(names = "--bauds", split = ",", paramLabel = "N", converter = PortOptions.Rate.class,
      description = "Rates to try one after the other, instead of --baud.")
  private List<Integer> bauds;

  @Option(names = "--id", paramLabel = "FIRST-LAST", converter = IdRange.Converter.class,
      description = "Ids to ask (all that the protocol has).")
  private IdRange range;

  @Option(names = "--timeout", paramLabel = "MS", defaultValue = "20",
      description = "How long to wait for each answer [ms] (${DEFAULT-VALUE}).")
  private int timeoutMillis;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    PortOptions port = place.port();
    new ArgumentChecks(spec).requireAtLeastOne("--timeout", timeoutMillis);
    json.requireWritable();
    ArrayNode scans = JsonNodeFactory.instance.arrayNode();
    List<String> problems = new ArrayList<>();
    int servos = 0;
    for (int baud : bauds == null ? List.of(port.baud()) : bauds) {
      PortOptions there = port.withBaud(baud);
      Map<Registers.Found, String> found = scan(there);
      print(there, found);
      scans.add(toJson(there, found));
      servos += found.size();
      found.forEach((servo, error) -> describeProblem(there, servo, error, problems));
    }
    if (servos == 0) {
      problems.add("no servo answers on " + port.path() + ": check power and wiring, and try other rates with --bauds"
          + " and another --protocol");
    }
    json.write(() -> JsonNodeFactory.instance.objectNode().put("port", port.path())
        .put("protocol", port.protocol().text()).set("scans", scans));
    problems.forEach(problem -> spec.commandLine().getErr().println("lanewise: " + problem));
    return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** The servos that answer, each with its hardware error, or "". */
  private Map<Registers.Found, String> scan(PortOptions there) throws IOException {
    Map<Registers.Found, String> found = new LinkedHashMap<>();
    try (Registers registers = there.protocol().registers(there.open(), Clock.system())) {
      IdRange ids = range == null ? new IdRange(registers.minId(), registers.maxId()) : range;
      new ArgumentChecks(spec).require(ids.first() >= registers.minId() && ids.last() <= registers.maxId(),
          "--id must be within " + registers.minId() + "-" + registers.maxId() + ", but is " + ids + ".");
      try (Progress progress = Progress.start("ids at " + there.baud() + " baud", ids.last() - ids.first() + 1)) {
        for (int id = ids.first(); id <= ids.last(); id++) {
          for (Registers.Found servo
              : DetectedServos.scan(registers, id, TimeUnit.MILLISECONDS.toNanos(timeoutMillis))) {
            found.put(servo, DetectedServos.hardwareError(there, registers, servo));
          }
          progress.accept(id - ids.first() + 1);
        }
      }
    }
    return found;
  }

  private static void describeProblem(PortOptions there, Registers.Found servo, String error, List<String> problems) {
    if (servo.modelNumber() == UNREADABLE) {
      problems.add(servo.modelName() + " (" + there.text() + ")");
    } else if (servo.twice()) {
      problems.add(DetectedServos.twice(there, servo.id()));
    } else if (!error.isEmpty()) {
      problems.add(DetectedServos.alert(there, servo.id(), error));
    } else {
      DetectedServos.unknownModel(there, servo).ifPresent(problems::add);
    }
  }

  private void print(PortOptions there, Map<Registers.Found, String> found) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(there.text() + ": " + (found.isEmpty() ? "none" : ""));
    if (!found.isEmpty()) {
      out.printf("  %5s  %-14s %7s  %s%n", "id", "model", "number", "firmware");
    }
    found.forEach((servo, error) -> {
      boolean unreadable = servo.modelNumber() == UNREADABLE;
      out.printf("  %5d  %-14s %7s  %-8s %s%n", servo.id(), unreadable ? "?" : servo.modelName(),
          unreadable ? "?" : servo.modelNumber(), servo.firmware(), servo.twice() ? "two servos?" : error);
    });
    out.flush();
  }

  private static ObjectNode toJson(PortOptions there, Map<Registers.Found, String> found) {
    ObjectNode scan = JsonNodeFactory.instance.objectNode().put("baud_bits_per_second", there.baud());
    ArrayNode servos = scan.putArray("servos");
    found.forEach((servo, error) -> servos.add(DetectedServos.toJson(servo).put("hardware_error", error)));
    return scan;
  }
}
