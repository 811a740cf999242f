package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.Registers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise servo read}: registers of one servo, in SI units. */
@Command(
    name = "read",
    description = {
      "Read registers of a servo, by name in SI units, or by address; without any named, all that the model has.",
      "",
      "Positions are counted from the middle of the model's range.",
      ""
    },
    footer = {
      "",
      "Example: lanewise servo read --port /dev/ttyUSB0 --id 1 present_position present_temperature 132:4"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100)
final class ServoRead implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private PortOptions port;

  @Option(names = "--id", required = true, paramLabel = "ID", description = "Id of the servo.")
  private int id;

  @Parameters(arity = "0..*", paramLabel = "NAME|ADDRESS:BYTES",
      description = "Registers, as goal_position or 116:4 (all of the model).")
  private List<String> names = List.of();

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    json.requireWritable();
    ArrayNode read = JsonNodeFactory.instance.arrayNode();
    try (Registers registers = port.protocol().registers(port.open(), Clock.system())) {
      OneServo servo = OneServo.on(port, registers, id);
      List<Register> chosen = names.isEmpty() ? servo.all() : names.stream().map(servo::register).toList();
      for (Register register : chosen) {
        long bits = servo.read(register);
        spec.commandLine().getOut().printf("%7d  %-30s %14s  %d%n", register.address(), register.name(),
            OneServo.text(register, bits), bits);
        read.add(OneServo.toJson(register, bits));
      }
      spec.commandLine().getOut().flush();
      json.write(() -> servo.toJson().set("registers", read));
    }
    return ExitCode.OK;
  }
}
