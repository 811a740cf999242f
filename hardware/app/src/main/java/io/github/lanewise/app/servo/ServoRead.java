package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.lanewise.hardware.servo.Register;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code lanewise servo read}: registers of one servo, in SI units. */
@Command(
    name = "read",
    description = {
      "Read registers of a servo, by name in SI units, or by address; without any named, all that the model has.",
      "",
      "Positions are counted from the middle of the model's range. The exit code is 1 if the servo reports a hardware"
          + " error.",
      ""
    },
    footer = {
      "",
      "Example: lanewise servo read --port /dev/ttyUSB0 --id 1 present_position present_temperature 132:4"
    })
final class ServoRead extends RegisterCommand {
  @Parameters(arity = "0..*", paramLabel = "NAME|ADDRESS:BYTES",
      description = "Registers, as goal_position or 116:4 (all of the model).")
  private List<String> names = List.of();

  @Override
  int alerted() {
    return ExitCode.SOFTWARE;
  }

  @Override
  void run(OneServo servo, PrintWriter out, ArrayNode read) throws IOException {
    List<Register> chosen = names.isEmpty() ? servo.all() : names.stream().map(servo::register).toList();
    for (Register register : chosen) {
      long bits = servo.read(register);
      out.printf("%7d  %-30s %14s  %d%n", register.address(), register.name(), OneServo.text(register, bits), bits);
      read.add(OneServo.toJson(register, bits));
    }
  }
}
