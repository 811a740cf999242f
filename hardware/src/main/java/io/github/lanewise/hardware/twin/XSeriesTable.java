package io.github.lanewise.hardware.twin;

import static io.github.lanewise.hardware.twin.Register.eeprom;
import static io.github.lanewise.hardware.twin.Register.ram;
import static io.github.lanewise.hardware.twin.Register.shown;

import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.List;

/**
 * The control table of the DYNAMIXEL X series, with the ranges of the XM430; without indirect addresses. Source:
 * Robotis e-Manual.
 */
final class XSeriesTable {
  static final int BYTES = 168;
  static final int BAUD_RATE = 8;
  static final int MAX_PWM = 885;
  static final int INITIAL_P_GAIN = 800;
  /** Counts of error at which the initial gain asks for all the PWM there is. */
  static final double FULL_EFFORT_COUNTS = MAX_PWM * 128.0 / INITIAL_P_GAIN;

  private static final int LAST_POSITION = 4095;
  private static final int OFFSET_RANGE = 1_044_479;
  private static final int MANY_TURNS = 1_048_575;

  private XSeriesTable() {}

  /**
   * The factory's current limit: 1,193 units of 2.69 mA; 1,750 of 1 mA; all of the 1,000 where the register counts per
   * mille of the load.
   */
  static int currentLimit(ServoModel model) {
    if (!model.torqueControl()) {
      return 1000;
    }
    return model.currentUnit() > 2e-3 ? 1193 : 1750;
  }

  static ControlTable of(ServoModel model, int id, int minPosition, int maxPosition) {
    int current = currentLimit(model);
    return new ControlTable(List.of(
        shown("model number", XSeries.MODEL_NUMBER, 2, model.number()),
        shown("model information", 2, 4, 0),
        shown("firmware", XSeries.FIRMWARE, 1, 48),
        eeprom("id", XSeries.ID, 1, 0, 252, id),
        eeprom("baud rate", BAUD_RATE, 1, 0, 7, 3),
        eeprom("return delay", XSeries.RETURN_DELAY, 1, 0, 254, 0),
        eeprom("drive mode", 10, 1, 0, 13, 0),
        eeprom("operating mode", XSeries.OPERATING_MODE, 1, 0, 5, XSeries.POSITION_MODE),
        eeprom("secondary id", 12, 1, 0, 255, 255),
        eeprom("protocol type", 13, 1, 2, 2, 2),
        eeprom("homing offset", XSeries.HOMING_OFFSET, 4, -OFFSET_RANGE, OFFSET_RANGE, 0),
        eeprom("moving threshold", XSeries.MOVING_THRESHOLD, 4, 0, 1023, 10),
        eeprom("temperature limit", XSeries.TEMPERATURE_LIMIT, 1, 0, 100, 80),
        eeprom("max voltage limit", 32, 2, 95, 160, 160),
        eeprom("min voltage limit", 34, 2, 95, 160, 95),
        eeprom("PWM limit", XSeries.PWM_LIMIT, 2, 0, MAX_PWM, MAX_PWM),
        eeprom("current limit", XSeries.CURRENT_LIMIT, 2, 0, current, current),
        eeprom("velocity limit", XSeries.VELOCITY_LIMIT, 4, 0, 1023, 200),
        eeprom("max position limit", XSeries.MAX_POSITION_LIMIT, 4, 0, LAST_POSITION, maxPosition),
        eeprom("min position limit", XSeries.MIN_POSITION_LIMIT, 4, 0, LAST_POSITION, minPosition),
        eeprom("start-up configuration", 60, 1, 0, 3, 0),
        eeprom("shutdown", XSeries.SHUTDOWN, 1, 0, 63, 52),
        ram("torque enable", XSeries.TORQUE_ENABLE, 1, 0, 1, 0),
        ram("LED", XSeries.LED, 1, 0, 1, 0),
        ram("status return level", XSeries.STATUS_RETURN_LEVEL, 1, 0, 2, 2),
        shown("registered instruction", XSeries.REGISTERED_INSTRUCTION, 1, 0),
        shown("hardware error", XSeries.HARDWARE_ERROR, 1, 0),
        ram("velocity I gain", 76, 2, 0, 16383, 1920),
        ram("velocity P gain", 78, 2, 0, 16383, 100),
        ram("position D gain", 80, 2, 0, 16383, 0),
        ram("position I gain", 82, 2, 0, 16383, 0),
        ram("position P gain", XSeries.POSITION_P_GAIN, 2, 0, 16383, INITIAL_P_GAIN),
        ram("feedforward acceleration gain", 88, 2, 0, 16383, 0),
        ram("feedforward velocity gain", 90, 2, 0, 16383, 0),
        ram("bus watchdog", XSeries.BUS_WATCHDOG, 1, -1, XSeries.WATCHDOG_MAX, 0),
        ram("goal PWM", XSeries.GOAL_PWM, 2, -MAX_PWM, MAX_PWM, MAX_PWM),
        ram("goal current", XSeries.GOAL_CURRENT, 2, Short.MIN_VALUE, Short.MAX_VALUE, current),
        ram("goal velocity", XSeries.GOAL_VELOCITY, 4, Integer.MIN_VALUE, Integer.MAX_VALUE, 0),
        ram("profile acceleration", XSeries.PROFILE_ACCELERATION, 4, 0, 32767, 0),
        ram("profile velocity", XSeries.PROFILE_VELOCITY, 4, 0, 32767, 0),
        ram("goal position", XSeries.GOAL_POSITION, 4, -MANY_TURNS, MANY_TURNS, 0),
        shown("realtime tick", XSeries.REALTIME_TICK, 2, 0),
        shown("moving", XSeries.MOVING, 1, 0),
        shown("moving status", 123, 1, 0),
        shown("present PWM", 124, 2, 0),
        shown("present current", XSeries.PRESENT_CURRENT, 2, 0),
        shown("present velocity", XSeries.PRESENT_VELOCITY, 4, 0),
        shown("present position", XSeries.PRESENT_POSITION, 4, 0),
        shown("velocity trajectory", 136, 4, 0),
        shown("position trajectory", 140, 4, 0),
        shown("present input voltage", XSeries.PRESENT_VOLTAGE, 2, 120),
        shown("present temperature", XSeries.PRESENT_TEMPERATURE, 1, 30),
        shown("backup ready", 147, 1, 0)), BYTES);
  }
}
