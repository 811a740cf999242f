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
 * The control table of the DYNAMIXEL X series, which MX servos with protocol 2.0 have as well, with the ranges of the
 * XM430 but for what models differ in; without indirect addresses. Source: Robotis e-Manual.
 */
final class XSeriesTable {
  /** Length of what names a series, such as XM430-W. */
  private static final int SERIES = 7;
  private static final int OFFSET_RANGE = 1_044_479;
  private static final int MANY_TURNS = 1_048_575;
  private static final Unit RETURN_DELAY = new Unit("s", 1e-9 * XSeries.RETURN_DELAY_UNIT_NANOS, 0);
  private static final Unit WATCHDOG = new Unit("s", 1e-9 * XSeries.WATCHDOG_UNIT_NANOS, 0);
  private static final Unit PWM = new Unit("", 1.0 / XSeries.MAX_PWM, 0);
  private static final Unit ACCELERATION = new Unit("rad/s^2", XSeries.ACCELERATION_UNIT, 0);

  private XSeriesTable() {}

  /**
   * What a new servo has, in its registers' units: current limit, voltage limits, lowest voltage that one can be,
   * voltage that the twin shows, temperature limit.
   */
  private record Factory(int current, int least, int most, int lowest, int voltage, int celsius) {
    /**
     * Source: e-Manual, "Control Table of EEPROM Area" on the page of each model (XH430-W350, XH430-V350, XH540-W270,
     * XH540-V270, XD430-T350, XD540-T270, XW430-T333, XW540-T260, XL330-M288, XC330-M288, XC330-T288, XL430-W250,
     * XC430-W240, XC430-W150, 2XL430-W250, 2XC430-W250, MX-28, MX-64, MX-106), and its input voltage. Where the
     * register of the current counts per mille of the load there is no limit: all of the 1,000.
     */
    static Factory of(String name) {
      return switch (name.substring(0, Math.min(name.length(), SERIES))) {
        case "MX-28" -> new Factory(1000, 95, 160, 95, 120, 80);
        case "MX-64" -> new Factory(1941, 95, 160, 95, 120, 80);
        case "XH430-V" -> new Factory(689, 110, 300, 110, 240, 80);
        case "XH540-V" -> new Factory(2047, 110, 300, 110, 240, 80);
        case "XH430-W", "XD430-T" -> new Factory(648, 95, 160, 95, 120, 80);
        case "XH540-W", "XM540-W", "XD540-T", "XW430-T", "XW540-T", "MX-106" -> new Factory(2047, 95, 160, 95, 120, 80);
        case "XL330-M" -> new Factory(1750, 35, 70, 31, 50, 70);
        case "XC330-M" -> new Factory(2352, 35, 70, 31, 50, 70);
        case "XC330-T" -> new Factory(910, 55, 140, 55, 111, 70);
        case "XL430-W" -> new Factory(1000, 60, 140, 60, 111, 72);
        case "2XL430-" -> new Factory(1000, 60, 140, 60, 111, 72);
        case "2XC430-" -> new Factory(1000, 60, 160, 60, 120, 80);
        case "XC430-W" -> new Factory(1000, 60, 160, 60, 120, 80);
        default -> new Factory(1193, 95, 160, 95, 120, 80);
      };
    }
  }

  static List<Register> of(ServoModel model) {
    Factory factory = Factory.of(model.name());
    int current = factory.current;
    Unit position = Unit.position(model);
    Unit angle = Unit.angle(model);
    Unit velocity = Unit.velocity(model);
    Unit ampere = Unit.current(model);
    return List.of(
        shown("model_number", XSeries.MODEL_NUMBER, 2, model.number(), NONE),
        shown("model_information", 2, 4, 0, NONE),
        shown("firmware", XSeries.FIRMWARE, 1, 48, NONE),
        eeprom("id", XSeries.ID, 1, 0, 252, 1, NONE),
        eeprom("baud_rate", XSeries.BAUD_RATE, 1, 0, 7, 3, NONE),
        eeprom("return_delay", XSeries.RETURN_DELAY, 1, 0, 254, 0, RETURN_DELAY),
        eeprom("drive_mode", 10, 1, 0, 13, 0, NONE),
        eeprom("operating_mode", XSeries.OPERATING_MODE, 1, 0, XSeries.PWM_MODE, XSeries.POSITION_MODE, NONE),
        eeprom("secondary_id", 12, 1, 0, 255, 255, NONE),
        eeprom("protocol_type", 13, 1, 2, 2, 2, NONE),
        eeprom("homing_offset", XSeries.HOMING_OFFSET, 4, -OFFSET_RANGE, OFFSET_RANGE, 0, angle),
        eeprom("moving_threshold", XSeries.MOVING_THRESHOLD, 4, 0, 1023, 10, velocity),
        eeprom("temperature_limit", XSeries.TEMPERATURE_LIMIT, 1, 0, 100, factory.celsius, CELSIUS),
        eeprom("max_voltage_limit", 32, 2, factory.lowest, factory.most, factory.most, DECIVOLT),
        eeprom("min_voltage_limit", 34, 2, factory.lowest, factory.most, factory.least, DECIVOLT),
        eeprom("pwm_limit", XSeries.PWM_LIMIT, 2, 0, XSeries.MAX_PWM, XSeries.MAX_PWM, PWM),
        eeprom("current_limit", XSeries.CURRENT_LIMIT, 2, 0, current, current, ampere),
        eeprom("velocity_limit", XSeries.VELOCITY_LIMIT, 4, 0, 1023, 200, velocity),
        eeprom("max_position_limit", XSeries.MAX_POSITION_LIMIT, 4, 0, XSeries.LAST_POSITION, XSeries.LAST_POSITION,
            position),
        eeprom("min_position_limit", XSeries.MIN_POSITION_LIMIT, 4, 0, XSeries.LAST_POSITION, 0, position),
        eeprom("start_up_configuration", 60, 1, 0, 3, 0, NONE),
        eeprom("shutdown", XSeries.SHUTDOWN, 1, 0, 63, 52, NONE),
        ram("torque_enable", XSeries.TORQUE_ENABLE, 1, 0, 1, 0, NONE),
        ram("led", XSeries.LED, 1, 0, 1, 0, NONE),
        ram("status_return_level", XSeries.STATUS_RETURN_LEVEL, 1, 0, 2, 2, NONE),
        shown("registered_instruction", XSeries.REGISTERED_INSTRUCTION, 1, 0, NONE),
        shown("hardware_error", XSeries.HARDWARE_ERROR, 1, 0, NONE),
        ram("velocity_i_gain", 76, 2, 0, 16383, 1920, NONE),
        ram("velocity_p_gain", 78, 2, 0, 16383, 100, NONE),
        ram("position_d_gain", 80, 2, 0, 16383, 0, NONE),
        ram("position_i_gain", 82, 2, 0, 16383, 0, NONE),
        ram("position_p_gain", XSeries.POSITION_P_GAIN, 2, 0, 16383, XSeries.INITIAL_P_GAIN, NONE),
        ram("feedforward_acceleration_gain", 88, 2, 0, 16383, 0, NONE),
        ram("feedforward_velocity_gain", 90, 2, 0, 16383, 0, NONE),
        ram("bus_watchdog", XSeries.BUS_WATCHDOG, 1, -1, XSeries.WATCHDOG_MAX, 0, WATCHDOG),
        ram("goal_pwm", XSeries.GOAL_PWM, 2, -XSeries.MAX_PWM, XSeries.MAX_PWM, XSeries.MAX_PWM, PWM),
        ram("goal_current", XSeries.GOAL_CURRENT, 2, Short.MIN_VALUE, Short.MAX_VALUE, current, ampere),
        ram("goal_velocity", XSeries.GOAL_VELOCITY, 4, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, velocity),
        ram("profile_acceleration", XSeries.PROFILE_ACCELERATION, 4, 0, 32767, 0, ACCELERATION),
        ram("profile_velocity", XSeries.PROFILE_VELOCITY, 4, 0, 32767, 0, velocity),
        ram("goal_position", XSeries.GOAL_POSITION, 4, -MANY_TURNS, MANY_TURNS, 0, position),
        shown("realtime_tick", XSeries.REALTIME_TICK, 2, 0, MILLISECOND),
        shown("moving", XSeries.MOVING, 1, 0, NONE),
        shown("moving_status", 123, 1, 0, NONE),
        signed("present_pwm", 124, 2, 0, PWM),
        signed("present_current", XSeries.PRESENT_CURRENT, 2, 0, ampere),
        signed("present_velocity", XSeries.PRESENT_VELOCITY, 4, 0, velocity),
        signed("present_position", XSeries.PRESENT_POSITION, 4, 0, position),
        signed("velocity_trajectory", 136, 4, 0, velocity),
        signed("position_trajectory", 140, 4, 0, position),
        shown("present_input_voltage", XSeries.PRESENT_VOLTAGE, 2, factory.voltage, DECIVOLT),
        shown("present_temperature", XSeries.PRESENT_TEMPERATURE, 1, 30, CELSIUS),
        shown("backup_ready", 147, 1, 0, NONE));
  }
}
