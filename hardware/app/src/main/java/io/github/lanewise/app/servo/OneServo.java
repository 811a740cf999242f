package io.github.lanewise.app.servo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.wire.DetectedServos;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.RegisterTable;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.ServoProtocol;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A servo that has answered, and its registers by name. */
final class OneServo {
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  /** Written to a Feetech servo's torque_enable, a command: it is in the middle of its range. */
  private static final int CENTRE = 128;
  /** How far from the middle it may be measured then [rad]. */
  private static final double CENTRED = 0.05;

  private final PortOptions port;
  private final Registers registers;
  private final Registers.Found found;
  /** Null if the model is not known. */
  private final RegisterTable table;
  private int id;
  /** Whether it was told to speak at another rate than this port's. */
  private boolean elsewhere;

  private OneServo(PortOptions port, Registers registers, Registers.Found found) {
    this.port = port;
    this.registers = registers;
    this.found = found;
    id = found.id();
    table = DetectedServos.unknownModel(port, found).isPresent() ? null
        : RegisterTable.of(DetectedServos.model(port.protocol(), found));
  }

  /** The one servo with this id. */
  static OneServo on(PortOptions port, Registers registers, int id) throws IOException {
    return new OneServo(port, registers, DetectedServos.answering(port, registers, List.of(id)).getFirst());
  }

  /**
   * Every register of the model.
   *
   * @throws IllegalArgumentException if the model is not known, with those that are
   */
  List<Register> all() {
    return RegisterTable.of(DetectedServos.model(port.protocol(), found)).registers();
  }

  Register register(String text) {
    return RegisterChoice.of(text, table);
  }

  /** The servo's id, which a write may have changed. */
  int id() {
    return id;
  }

  /** Asks again where an answer is lost. */
  long read(Register register) throws IOException {
    return DetectedServos.read(registers, id, register);
  }

  /**
   * Writes a register, and answers what is in it then.
   *
   * @throws IOException if the servo refuses, or keeps another value
   */
  long write(Register register, long bits) throws IOException {
    if (is(register, "baud_rate")) {
      NewServo.writeRate(registers, id, register, bits);
      elsewhere = true;
      return bits; // From now on it speaks at a rate at which nobody listens here.
    }
    registers.write(id, register.address(), register.size(), bits, TIMEOUT_NANOS);
    if (is(register, "id")) {
      id = (int) bits;
    }
    if (port.protocol() == ServoProtocol.FEETECH && is(register, "torque_enable") && bits == CENTRE) {
      requireCentred();
      return bits;
    }
    long now = read(register);
    if (now != bits) {
      throw new PortException("servo " + id + " was sent " + register.name() + " = " + text(register, bits) + " ("
          + bits + "), but has " + text(register, now) + " (" + now
          + "): out of its range, or locked, or changed by the servo itself");
    }
    return now;
  }

  /** The register keeps no such command, but the servo shows another position. */
  private void requireCentred() throws IOException {
    Register position = table.named("present_position");
    long bits = read(position);
    if (Math.abs(position.value(bits)) > CENTRED) {
      throw new PortException("servo " + id + " was told that it is in the middle of its range, but shows "
          + text(position, bits) + " (" + bits + ")");
    }
  }

  /** What is wrong with the servo; empty if nothing is, or it cannot be asked. */
  String hardwareError() throws IOException {
    return elsewhere ? "" : DetectedServos.hardwareError(port, registers, new Registers.Found(id, found.modelNumber(),
        found.modelName(), found.firmware(), false));
  }

  /** Whether the servo forgets this register when its power goes off, because it is locked. */
  boolean forgets(Register register) throws IOException {
    return port.protocol() == ServoProtocol.FEETECH && table != null && !elsewhere
        && table.holding(register.address()).filter(held -> held.kind() == Register.Kind.EEPROM).isPresent()
        && read(table.named("lock")) != 0;
  }

  private boolean is(Register register, String name) {
    return table != null && table.holding(register.address()).filter(held -> held.name().equals(name)).isPresent();
  }

  /** The value with its unit. */
  static String text(Register register, long bits) {
    double value = register.value(bits);
    String number = value == Math.rint(value) && Math.abs(value) < 1e9 ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.5g", value);
    return register.unit().symbol().isEmpty() ? number : number + " " + register.unit().symbol();
  }

  static ObjectNode toJson(Register register, long bits) {
    String unit = register.unit().symbol().replace("/s^2", "_per_s2").replace("/s", "_per_s").replace(" ", "_");
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("name", register.name()).put("address", register.address()).put("bytes", register.size())
        .put("raw", bits);
    json.set("value" + (unit.isEmpty() ? "" : "_" + unit), JsonFile.number(register.value(bits)));
    return json;
  }

  ObjectNode toJson() {
    return DetectedServos.toJson(found).put("port", port.path()).put("baud_bits_per_second", port.baud());
  }
}
