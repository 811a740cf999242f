package io.github.lanewise.hardware.servo;

import static io.github.lanewise.hardware.servo.Register.Coding.SIGN_IN_BIT_10;
import static io.github.lanewise.hardware.servo.Register.Coding.SIGN_IN_BIT_11;
import static io.github.lanewise.hardware.servo.Register.Coding.SIGN_IN_BIT_15;
import static io.github.lanewise.hardware.servo.Register.Unit.CELSIUS;
import static io.github.lanewise.hardware.servo.Register.Unit.DECIVOLT;
import static io.github.lanewise.hardware.servo.Register.Unit.MILLISECOND;
import static io.github.lanewise.hardware.servo.Register.Unit.NONE;
import static io.github.lanewise.hardware.servo.Register.eeprom;
import static io.github.lanewise.hardware.servo.Register.ram;
import static io.github.lanewise.hardware.servo.Register.shown;

import io.github.lanewise.hardware.servo.Register.Unit;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import java.util.List;

/** The memory table of the Feetech STS series. Source: Feetech, STS memory table. */
final class StsSeriesTable {
  private static final int WORD = 0xFFFF;
  private static final Unit RETURN_DELAY = new Unit("s", 1e-9 * StsSeries.RETURN_DELAY_UNIT_NANOS, 0);
  private static final Unit CENTISECOND = new Unit("s", 1e-2, 0);
  private static final Unit PERCENT = new Unit("", 1e-2, 0);
  private static final Unit PER_MILLE = new Unit("", 1.0 / StsSeries.FULL_TORQUE, 0);

  private StsSeriesTable() {}

  static List<Register> of(ServoModel model) {
    Unit position = Unit.position(model);
    Unit angle = Unit.angle(model);
    Unit velocity = Unit.velocity(model);
    Unit acceleration = new Unit("rad/s^2", StsSeries.ACCELERATION_COUNTS * model.velocityUnit(), 0);
    Unit ampere = Unit.current(model);
    return List.of(
        shown("firmware", StsSeries.FIRMWARE, 2, 3 | 10 << 8, NONE),
        shown("model_number", StsSeries.MODEL_NUMBER, 2, model.number(), NONE),
        eeprom("id", StsSeries.ID, 1, 0, 253, 1, NONE),
        eeprom("baud_rate", 6, 1, 0, 7, 0, NONE),
        eeprom("return_delay", StsSeries.RETURN_DELAY, 1, 0, 254, 0, RETURN_DELAY),
        eeprom("status_return_level", StsSeries.STATUS_RETURN_LEVEL, 1, 0, 1, 1, NONE),
        eeprom("min_position_limit", StsSeries.MIN_POSITION_LIMIT, 2, 0, WORD, 0, position),
        eeprom("max_position_limit", StsSeries.MAX_POSITION_LIMIT, 2, 0, WORD, StsSeries.LAST_POSITION, position),
        eeprom("temperature_limit", StsSeries.TEMPERATURE_LIMIT, 1, 0, 100, 70, CELSIUS),
        eeprom("max_voltage_limit", 14, 1, 0, 254, 140, DECIVOLT),
        eeprom("min_voltage_limit", 15, 1, 0, 254, 40, DECIVOLT),
        eeprom("max_torque", StsSeries.MAX_TORQUE, 2, 0, StsSeries.FULL_TORQUE, StsSeries.FULL_TORQUE, PER_MILLE),
        eeprom("phase", 18, 1, 0, 254, 12, NONE),
        eeprom("shutdown", StsSeries.SHUTDOWN, 1, 0, 254, 44, NONE),
        eeprom("alarm_light", 20, 1, 0, 254, 47, NONE),
        eeprom("position_p_gain", StsSeries.POSITION_P_GAIN, 1, 0, 254, StsSeries.INITIAL_P_GAIN, NONE),
        eeprom("position_d_gain", 22, 1, 0, 254, 32, NONE),
        eeprom("position_i_gain", 23, 1, 0, 254, 0, NONE),
        eeprom("least_start_up_torque", 24, 2, 0, StsSeries.FULL_TORQUE, 16, PER_MILLE),
        eeprom("clockwise_dead_band", 26, 1, 0, 32, 1, angle),
        eeprom("counter_clockwise_dead_band", 27, 1, 0, 32, 1, angle),
        eeprom("protection_current", 28, 2, 0, 511, 500, ampere),
        eeprom("angular_resolution", 30, 1, 1, 3, 1, NONE),
        eeprom("position_offset", StsSeries.POSITION_OFFSET, 2, 0, WORD, 0, angle).coded(SIGN_IN_BIT_11),
        eeprom("operating_mode", StsSeries.OPERATING_MODE, 1, 0, StsSeries.STEP_MODE, StsSeries.POSITION_MODE, NONE),
        eeprom("protection_torque", 34, 1, 0, 100, 20, PERCENT),
        eeprom("protection_time", StsSeries.PROTECTION_TIME, 1, 0, 254, 200, CENTISECOND),
        eeprom("overload_torque", StsSeries.OVERLOAD_TORQUE, 1, 0, 100, 80, PERCENT),
        eeprom("velocity_p_gain", 37, 1, 0, 100, 10, NONE),
        eeprom("overcurrent_time", 38, 1, 0, 254, 200, CENTISECOND),
        eeprom("velocity_i_gain", 39, 1, 0, 254, 10, NONE),
        ram("torque_enable", StsSeries.TORQUE_ENABLE, 1, 0, 128, 0, NONE),
        ram("acceleration", StsSeries.ACCELERATION, 1, 0, 254, 0, acceleration),
        ram("goal_position", StsSeries.GOAL_POSITION, 2, 0, WORD, 0, position).coded(SIGN_IN_BIT_15),
        ram("goal_time", StsSeries.GOAL_TIME, 2, 0, WORD, 0, MILLISECOND),
        ram("goal_velocity", StsSeries.GOAL_VELOCITY, 2, 0, WORD, 0, velocity).coded(SIGN_IN_BIT_15),
        ram("torque_limit", StsSeries.TORQUE_LIMIT, 2, 0, StsSeries.FULL_TORQUE, StsSeries.FULL_TORQUE, PER_MILLE),
        ram("lock", StsSeries.LOCK, 1, 0, 1, 1, NONE),
        shown("present_position", StsSeries.PRESENT_POSITION, 2, 0, position).coded(SIGN_IN_BIT_15),
        shown("present_velocity", StsSeries.PRESENT_VELOCITY, 2, 0, velocity).coded(SIGN_IN_BIT_15),
        shown("present_load", StsSeries.PRESENT_LOAD, 2, 0, PER_MILLE).coded(SIGN_IN_BIT_10),
        shown("present_voltage", StsSeries.PRESENT_VOLTAGE, 1, 120, DECIVOLT),
        shown("present_temperature", StsSeries.PRESENT_TEMPERATURE, 1, 30, CELSIUS),
        shown("registered_instruction", StsSeries.REGISTERED_INSTRUCTION, 1, 0, NONE),
        shown("hardware_error", StsSeries.HARDWARE_ERROR, 1, 0, NONE),
        shown("moving", StsSeries.MOVING, 1, 0, NONE),
        shown("present_current", StsSeries.PRESENT_CURRENT, 2, 0, ampere).coded(SIGN_IN_BIT_15));
  }
}
