package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.wire.DetectedServos;
import io.github.lanewise.app.wire.PortChoice;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.BusException;
import io.github.lanewise.hardware.servo.Registers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise servo reboot}: restarts servos, so that they forget their hardware errors. */
@Command(
    name = "reboot",
    description = {
      "Restart servos, so that they forget hardware errors whose cause is gone.",
      "",
      "Torque is off afterwards: what a servo holds up falls. A moteus controller is stopped, which ends its fault."
          + " Feetech servos have no restart. The exit code is 1 if an error is still there.",
      ""
    },
    footer = {
      "",
      "Example: lanewise servo reboot --port /dev/ttyUSB0 --id 2"
    })
final class ServoReboot implements Callable<Integer> {
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  /** How many times it is asked whether it is back. */
  private static final int TRIES = 20;

  @Spec
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private PortChoice place;

  @Option(names = "--id", required = true, split = ",", paramLabel = "ID", description = "Ids of the servos.")
  private List<Integer> ids;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    PortOptions port = place.port();
    json.requireWritable();
    int exitCode = ExitCode.OK;
    ArrayNode servos = JsonNodeFactory.instance.arrayNode();
    try (Registers registers = port.protocol().registers(port.open(), Clock.system())) {
      for (Registers.Found found : DetectedServos.answering(port, registers, ids)) {
        registers.reboot(found.id(), TIMEOUT_NANOS);
        requireBack(registers, found.id());
        String error = DetectedServos.hardwareError(port, registers, found);
        spec.commandLine().getOut().println("servo " + found.id() + ": restarted, its torque is off"
            + (error.isEmpty() ? "" : "; its hardware error is still there: " + error));
        servos.add(DetectedServos.toJson(found).put("hardware_error", error));
        exitCode = error.isEmpty() ? exitCode : ExitCode.SOFTWARE;
      }
    }
    spec.commandLine().getOut().flush();
    json.write(() -> JsonNodeFactory.instance.objectNode().put("port", port.path())
        .put("baud_bits_per_second", port.baud()).set("servos", servos));
    return exitCode;
  }

  private static void requireBack(Registers registers, int id) throws IOException {
    for (int left = TRIES; left > 0; left--) {
      try {
        registers.ping(id, TIMEOUT_NANOS / TRIES * 4);
        return;
      } catch (BusException e) {
        if (e.error() == BusError.GONE) {
          throw e;
        }
      }
    }
    throw new PortException("servo " + id + " was restarted, but does not answer any more");
  }
}
