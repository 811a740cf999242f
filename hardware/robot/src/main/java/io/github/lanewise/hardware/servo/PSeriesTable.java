package io.github.lanewise.hardware.servo;

import static io.github.lanewise.hardware.servo.Register.Unit.CELSIUS;
import static io.github.lanewise.hardware.servo.Register.Unit.DECIVOLT;
import static io.github.lanewise.hardware.servo.Register.Unit.MILLISECOND;
import static io.github.lanewise.hardware.servo.Register.Unit.NONE;
import static io.github.lanewise.hardware.servo.Register.eeprom;
import static io.github.lanewise.hardware.servo.Register.ram;
import static io.github.lanewise.hardware.servo.Register.shown;
import static io.github.lanewise.hardware.servo.Register.signed;

import io.github.lanewise.hardware.servo.Register.Unit;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.List;

/**
 * The control table of the DYNAMIXEL P series: up to address 63 that of the X series, then the same registers
 * {@value #SHIFT} further on. Source: Robotis e-Manual, "Control Table" on the page of each model (PH54-200-S500-R,
 * PH54-100-S500-R, PH42-020-S300-R, PM54-060-S250-R, PM54-040-S250-R, PM42-010-S260-R).
 */
final class PSeriesTable {
  private static final int SHIFT = 448;
  private static final int MAX_PWM = 2009;
  private static final int MAX_GAIN = 32767;
  private static final Unit RETURN_DELAY = new Unit("s", 1e-9 * XSeries.RETURN_DELAY_UNIT_NANOS, 0);
  private static final Unit WATCHDOG = new Unit("s", 1e-9 * XSeries.WATCHDOG_UNIT_NANOS, 0);
  private static final Unit PWM = new Unit("", 1.0 / MAX_PWM, 0);
  private static final Unit ACCELERATION = new Unit("rad/s^2", 2 * Math.PI / 3600, 0);

  private PSeriesTable() {}

  /** Whether a model has it. */
  static boolean has(ServoModel model) {
    return model.name().startsWith("PH") || model.name().startsWith("PM");
  }

  /** Limits of current, velocity and acceleration of a new servo, in its registers' units. */
  private record Factory(int current, int velocity, int acceleration) {
    static Factory of(String name) {
      return switch (name) {
        case "PH54-200-S500" -> new Factory(22_740, 2900, 3_992_644);
        case "PH54-100-S500" -> new Factory(15_900, 2920, 4_255_632);
        case "PH42-020-S300" -> new Factory(4500, 2920, 4_306_173);
        case "PM54-060-S250" -> new Factory(7980, 2830, 4_457_932);
        case "PM54-040-S250" -> new Factory(4470, 2840, 4_414_976);
        default -> new Factory(1461, 2600, 4_346_756);
      };
    }
  }

  static List<Register> of(ServoModel model) {
    Factory factory = Factory.of(model.name());
    Unit position = Unit.position(model);
    Unit velocity = Unit.velocity(model);
    Unit ampere = Unit.current(model);
    long half = Math.round(Math.PI / model.positionUnit());
    int mostVelocity = factory.velocity;
    return List.of(
        shown("model_number", XSeries.MODEL_NUMBER, 2, model.number(), NONE),
        shown("model_information", 2, 4, 0, NONE),
        shown("firmware", XSeries.FIRMWARE, 1, 0, NONE),
        eeprom("id", XSeries.ID, 1, 0, 252, 1, NONE),
        eeprom("baud_rate", XSeries.BAUD_RATE, 1, 0, 9, 1, NONE),
        eeprom("return_delay", XSeries.RETURN_DELAY, 1, 0, 254, 250, RETURN_DELAY),
        eeprom("drive_mode", 10, 1, 0, 13, 0, NONE),
        eeprom("operating_mode", XSeries.OPERATING_MODE, 1, 0, XSeries.PWM_MODE, XSeries.POSITION_MODE, NONE),
        eeprom("secondary_id", 12, 1, 0, 255, 255, NONE),
        eeprom("protocol_type", 13, 1, 2, 10, 2, NONE),
        eeprom("homing_offset", XSeries.HOMING_OFFSET, 4, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, Unit.angle(model)),
        eeprom("moving_threshold", XSeries.MOVING_THRESHOLD, 4, 0, mostVelocity, 20, velocity),
        eeprom("temperature_limit", XSeries.TEMPERATURE_LIMIT, 1, 0, 100, 80, CELSIUS),
        eeprom("max_voltage_limit", 32, 2, 150, 350, 350, DECIVOLT),
        eeprom("min_voltage_limit", 34, 2, 150, 350, 150, DECIVOLT),
        eeprom("pwm_limit", XSeries.PWM_LIMIT, 2, 0, MAX_PWM, MAX_PWM, PWM),
        eeprom("current_limit", XSeries.CURRENT_LIMIT, 2, 0, factory.current, factory.current, ampere),
        eeprom("acceleration_limit", 40, 4, 0, factory.acceleration, factory.acceleration, ACCELERATION),
        eeprom("velocity_limit", XSeries.VELOCITY_LIMIT, 4, 0, mostVelocity, mostVelocity, velocity),
        eeprom("max_position_limit", XSeries.MAX_POSITION_LIMIT, 4, -half, half, half, position),
        eeprom("min_position_limit", XSeries.MIN_POSITION_LIMIT, 4, -half, half, -half, position),
        eeprom("shutdown", XSeries.SHUTDOWN, 1, 0, 255, 58, NONE),
        ram("torque_enable", SHIFT + XSeries.TORQUE_ENABLE, 1, 0, 1, 0, NONE),
        ram("led_red", 513, 1, 0, 255, 0, NONE),
        ram("led_green", 514, 1, 0, 255, 0, NONE),
        ram("led_blue", 515, 1, 0, 255, 0, NONE),
        ram("status_return_level", SHIFT + XSeries.STATUS_RETURN_LEVEL, 1, 0, 2, 2, NONE),
        shown("registered_instruction", SHIFT + XSeries.REGISTERED_INSTRUCTION, 1, 0, NONE),
        shown("hardware_error", SHIFT + XSeries.HARDWARE_ERROR, 1, 0, NONE),
        ram("velocity_i_gain", 524, 2, 0, MAX_GAIN, 0, NONE),
        ram("velocity_p_gain", 526, 2, 0, MAX_GAIN, 0, NONE),
        ram("position_d_gain", 528, 2, 0, MAX_GAIN, 0, NONE),
        ram("position_i_gain", 530, 2, 0, MAX_GAIN, 0, NONE),
        ram("position_p_gain", SHIFT + XSeries.POSITION_P_GAIN, 2, 0, MAX_GAIN, 0, NONE),
        ram("feedforward_acceleration_gain", 536, 2, 0, MAX_GAIN, 0, NONE),
        ram("feedforward_velocity_gain", 538, 2, 0, MAX_GAIN, 0, NONE),
        ram("bus_watchdog", SHIFT + XSeries.BUS_WATCHDOG, 1, -1, XSeries.WATCHDOG_MAX, 0, WATCHDOG),
        ram("goal_pwm", SHIFT + XSeries.GOAL_PWM, 2, -MAX_PWM, MAX_PWM, MAX_PWM, PWM),
        ram("goal_current", SHIFT + XSeries.GOAL_CURRENT, 2, Short.MIN_VALUE, Short.MAX_VALUE, factory.current, ampere),
        ram("goal_velocity", SHIFT + XSeries.GOAL_VELOCITY, 4, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, velocity),
        ram("profile_acceleration", SHIFT + XSeries.PROFILE_ACCELERATION, 4, 0, factory.acceleration, 0, ACCELERATION),
        ram("profile_velocity", SHIFT + XSeries.PROFILE_VELOCITY, 4, 0, mostVelocity, 0, velocity),
        ram("goal_position", SHIFT + XSeries.GOAL_POSITION, 4, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, position),
        shown("realtime_tick", SHIFT + XSeries.REALTIME_TICK, 2, 0, MILLISECOND),
        shown("moving", SHIFT + XSeries.MOVING, 1, 0, NONE),
        shown("moving_status", 571, 1, 0, NONE),
        signed("present_pwm", 572, 2, 0, PWM),
        signed("present_current", SHIFT + XSeries.PRESENT_CURRENT, 2, 0, ampere),
        signed("present_velocity", SHIFT + XSeries.PRESENT_VELOCITY, 4, 0, velocity),
        signed("present_position", SHIFT + XSeries.PRESENT_POSITION, 4, 0, position),
        signed("velocity_trajectory", 584, 4, 0, velocity),
        signed("position_trajectory", 588, 4, 0, position),
        shown("present_input_voltage", SHIFT + XSeries.PRESENT_VOLTAGE, 2, 240, DECIVOLT),
        shown("present_temperature", SHIFT + XSeries.PRESENT_TEMPERATURE, 1, 30, CELSIUS));
  }
}
