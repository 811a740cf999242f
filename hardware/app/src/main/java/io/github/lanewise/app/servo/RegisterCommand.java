package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.wire.DetectedServos;
import io.github.lanewise.app.wire.PortChoice;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.Registers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about the registers of one servo, which it prints and writes as JSON. */
abstract class RegisterCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private PortChoice place;

  @Option(names = "--id", required = true, paramLabel = "ID", description = "Id of the servo.")
  private int id;

  @Mixin
  private JsonOption json;

  /** Does it, with a line to {@code out} and an element of {@code registers} for each register. */
  abstract void run(OneServo servo, PrintWriter out, ArrayNode registers) throws IOException;

  /** The exit code where all was done, but the servo reports a hardware error. */
  abstract int alerted();

  @Override
  public Integer call() throws IOException {
    PortOptions port = place.port();
    json.requireWritable();
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    try (Registers registers = port.protocol().registers(port.open(), Clock.system())) {
      OneServo servo = OneServo.on(port, registers, id);
      run(servo, spec.commandLine().getOut(), array);
      spec.commandLine().getOut().flush();
      String error = servo.hardwareError();
      json.write(() -> servo.toJson().put("hardware_error", error).set("registers", array));
      if (error.isEmpty()) {
        return ExitCode.OK;
      }
      spec.commandLine().getErr().println("lanewise: " + DetectedServos.alert(port, servo.id(), error));
      return alerted();
    }
  }
}
