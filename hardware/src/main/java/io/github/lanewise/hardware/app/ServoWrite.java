package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.Registers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise servo write}: sets registers of one servo, and reads them back. */
@Command(
    name = "write",
    description = {
      "Write registers of a servo one after the other, by name in SI units or by address as plain numbers, and read"
          + " each back.",
      "",
      "With torque on, a goal moves the robot at once. Registers that only the servo may write are refused before"
          + " anything is written.",
      ""
    },
    footer = {
      "",
      "DYNAMIXEL servos take id, baud_rate, operating_mode and limits only while torque_enable is 0. Feetech servos"
          + " forget such at power-off unless lock is 0.",
      "",
      "Examples:",
      "  lanewise servo write --port /dev/ttyUSB0 --id 1 id=7",
      "  lanewise servo write --port /dev/ttyUSB0 --id 1 torque_enable=1 goal_position=0.5 112:4=50"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100)
final class ServoWrite implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private PortOptions port;

  @Option(names = "--id", required = true, paramLabel = "ID", description = "Id of the servo.")
  private int id;

  @Parameters(arity = "1..*", paramLabel = "REGISTER=VALUE",
      description = "Registers by name, as goal_position=0.5, or by address and bytes, as 116:4=2048.")
  private Map<String, Double> values = new LinkedHashMap<>();

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    json.requireWritable();
    ArrayNode written = JsonNodeFactory.instance.arrayNode();
    try (Registers registers = port.protocol().registers(port.open(), Clock.system())) {
      OneServo servo = OneServo.on(port, registers, id);
      for (Map.Entry<Register, Long> entry : bits(servo).entrySet()) {
        long now = servo.write(entry.getKey(), entry.getValue());
        spec.commandLine().getOut().printf("servo %d: %s = %s (%d)%n", servo.id(), entry.getKey().name(),
            OneServo.text(entry.getKey(), now), now);
        written.add(OneServo.toJson(entry.getKey(), now));
      }
      spec.commandLine().getOut().flush();
      json.write(() -> servo.toJson().set("registers", written));
    }
    return ExitCode.OK;
  }

  /** All of them checked, before the first is written. */
  private Map<Register, Long> bits(OneServo servo) {
    Map<Register, Long> bits = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      Register register = servo.register(name);
      if (!register.writable()) {
        throw new IllegalArgumentException("register " + register.name() + " of servo " + id
            + " is read-only; nothing was written");
      }
      bits.put(register, register.bits(value));
    });
    return bits;
  }
}
