package io.github.lanewise.hardware.servo;

import static io.github.lanewise.hardware.servo.Register.Coding.SIGNED_OR_NONE;

import io.github.lanewise.hardware.servo.Register.Kind;
import io.github.lanewise.hardware.servo.Register.Unit;
import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.Moteus.Type;
import java.util.List;

/**
 * The registers of a moteus controller that people look at, as integers. Source: mjbots, "moteus register reference".
 */
final class MoteusTable {
  private static final double TURN = 2 * Math.PI;

  private MoteusTable() {}

  static List<Register> registers() {
    return List.of(
        new Register("mode", Moteus.MODE, 1, Kind.RAM, Register.Coding.UNSIGNED, 0, Byte.MAX_VALUE, 0, Unit.NONE),
        measured("present_position", Moteus.POSITION, "rad", TURN),
        measured("present_velocity", Moteus.VELOCITY, "rad/s", TURN),
        measured("present_torque", Moteus.TORQUE, "N m", 1),
        measured("present_voltage", Moteus.VOLTAGE, "V", 1),
        measured("present_temperature", Moteus.TEMPERATURE, "degC", 1),
        measured("fault", Moteus.FAULT_CODE, "", 1),
        goal("goal_position", Moteus.COMMAND_POSITION, "rad", TURN),
        goal("goal_velocity", Moteus.COMMAND_VELOCITY, "rad/s", TURN),
        goal("goal_torque", Moteus.FEEDFORWARD_TORQUE, "N m", 1),
        goal("max_torque", Moteus.MAX_TORQUE, "N m", 1),
        goal("watchdog", Moteus.WATCHDOG, "s", 1),
        measured("model_number", Moteus.MODEL_NUMBER, "", 1),
        measured("firmware", Moteus.FIRMWARE, "", 1));
  }

  private static Register measured(String name, int address, String symbol, double factor) {
    return of(name, address, Kind.READ_ONLY, symbol, factor);
  }

  private static Register goal(String name, int address, String symbol, double factor) {
    return of(name, address, Kind.RAM, symbol, factor);
  }

  private static Register of(String name, int address, Kind kind, String symbol, double factor) {
    return new Register(name, address, Integer.BYTES, kind, SIGNED_OR_NONE, -Integer.MAX_VALUE, Integer.MAX_VALUE, 0,
        new Unit(symbol, factor * Moteus.unit(address, Type.INT32), 0));
  }
}
