package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.lanewise.hardware.servo.Register;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
    })
final class ServoWrite extends RegisterCommand {
  @Parameters(arity = "1..*", paramLabel = "REGISTER=VALUE",
      description = "Registers by name, as goal_position=0.5, or by address and bytes, as 116:4=2048.")
  private Map<String, Double> values = new LinkedHashMap<>();

  @Override
  void run(OneServo servo, PrintWriter out, ArrayNode written) throws IOException {
    for (Map.Entry<Register, Long> entry : bits(servo).entrySet()) {
      Register register = entry.getKey();
      long now = servo.write(register, entry.getValue());
      out.printf("servo %d: %s = %s (%d)%n", servo.id(), register.name(), OneServo.text(register, now), now);
      written.add(OneServo.toJson(register, now));
    }
  }

  /** All of them checked, before the first is written. */
  private Map<Register, Long> bits(OneServo servo) {
    Map<Register, Long> bits = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      Register register = servo.register(name);
      if (!register.writable()) {
        throw new IllegalArgumentException("register " + register.name() + " of servo " + servo.id()
            + " is read-only; nothing was written");
      }
      bits.put(register, register.bits(value));
    });
    return bits;
  }
}
