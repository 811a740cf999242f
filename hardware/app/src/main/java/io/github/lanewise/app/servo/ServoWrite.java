package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.lanewise.hardware.servo.Register;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code lanewise servo write}: sets registers of one servo, and reads them back. */
@Command(
    name = "write",
    description = {
      "Write registers of a servo one after the other, by name in SI units or by address as plain numbers, and read"
          + " each back to compare it.",
      "",
      "With torque on, a goal moves the robot at once. Registers that only the servo may write are refused before"
          + " anything is written.",
      ""
    },
    footer = {
      "",
      "DYNAMIXEL servos take id, baud_rate, operating_mode and limits only while torque_enable is 0. Feetech servos"
          + " forget such at power-off unless lock is 0, and take the present position as the middle of their range for"
          + " torque_enable=128.",
      "",
      "Examples:",
      "  lanewise servo write --port /dev/ttyUSB0 --id 1 id=7",
      "  lanewise servo write --port /dev/ttyUSB0 --protocol feetech --id 1 lock=0 id=7 lock=1",
      "  lanewise servo write --port /dev/ttyUSB0 --id 1 torque_enable=1 goal_position=0.5 112:4=50"
    })
final class ServoWrite extends RegisterCommand {
  @Parameters(arity = "1..*", paramLabel = "REGISTER=VALUE", converter = RegisterValue.Converter.class,
      description = "Registers by name, as goal_position=0.5, or by address and bytes, as 116:4=2048, in the order in"
          + " which they are written; one may come again.")
  private List<RegisterValue> values = List.of();

  /** A register and what is to be in it. */
  private record Write(Register register, long bits) {}

  /** What was asked for is written. */
  @Override
  int alerted() {
    return ExitCode.OK;
  }

  @Override
  void run(OneServo servo, PrintWriter out, ArrayNode written) throws IOException {
    for (Write write : writes(servo)) {
      Register register = write.register;
      long now = servo.write(register, write.bits);
      boolean forgotten = servo.forgets(register);
      out.printf("servo %d: %s = %s (%d)%s%n", servo.id(), register.name(), OneServo.text(register, now), now,
          forgotten ? ", until it is powered off, because lock is 1: write lock=0 before, and lock=1 behind" : "");
      written.add(OneServo.toJson(register, now).put("forgotten_at_power_off", forgotten));
    }
  }

  /** All of them checked, before the first is written. */
  private List<Write> writes(OneServo servo) {
    List<Write> writes = new ArrayList<>();
    for (RegisterValue given : values) {
      Register register = servo.register(given.register());
      if (!register.writable()) {
        throw new IllegalArgumentException("register " + register.name() + " of servo " + servo.id()
            + " is read-only; nothing was written");
      }
      writes.add(new Write(register, register.bits(given.value())));
    }
    return writes;
  }
}
