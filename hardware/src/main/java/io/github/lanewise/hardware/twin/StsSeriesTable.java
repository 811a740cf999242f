package io.github.lanewise.hardware.twin;

import static io.github.lanewise.hardware.twin.Register.eeprom;
import static io.github.lanewise.hardware.twin.Register.ram;
import static io.github.lanewise.hardware.twin.Register.shown;

import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import java.util.List;

/** The memory table of the Feetech STS series. Source: Feetech, STS memory table. */
final class StsSeriesTable {
  static final int BYTES = 128;
  static final int INITIAL_P_GAIN = 32;
  static final int FULL_TORQUE = 1000;

  private static final int WORD = 0xFFFF;

  private StsSeriesTable() {}

  static ControlTable of(ServoModel model, int id, int minPosition, int maxPosition) {
    return new ControlTable(List.of(
        shown("firmware", StsSeries.FIRMWARE, 2, 3 | 10 << 8),
        shown("model number", StsSeries.MODEL_NUMBER, 2, model.number()),
        eeprom("id", StsSeries.ID, 1, 0, 253, id),
        eeprom("baud rate", 6, 1, 0, 7, 0),
        eeprom("return delay", StsSeries.RETURN_DELAY, 1, 0, 254, 0),
        eeprom("status return level", StsSeries.STATUS_RETURN_LEVEL, 1, 0, 1, 1),
        eeprom("min position limit", StsSeries.MIN_POSITION_LIMIT, 2, 0, WORD, minPosition),
        eeprom("max position limit", StsSeries.MAX_POSITION_LIMIT, 2, 0, WORD, maxPosition),
        eeprom("temperature limit", StsSeries.TEMPERATURE_LIMIT, 1, 0, 100, 70),
        eeprom("max voltage limit", 14, 1, 0, 254, 140),
        eeprom("min voltage limit", 15, 1, 0, 254, 40),
        eeprom("max torque", StsSeries.MAX_TORQUE, 2, 0, FULL_TORQUE, FULL_TORQUE),
        eeprom("phase", 18, 1, 0, 254, 12),
        eeprom("shutdown", StsSeries.SHUTDOWN, 1, 0, 254, 44),
        eeprom("alarm light", 20, 1, 0, 254, 47),
        eeprom("position P gain", StsSeries.POSITION_P_GAIN, 1, 0, 254, INITIAL_P_GAIN),
        eeprom("position D gain", 22, 1, 0, 254, 32),
        eeprom("position I gain", 23, 1, 0, 254, 0),
        eeprom("least start-up torque", 24, 2, 0, FULL_TORQUE, 16),
        eeprom("clockwise dead band", 26, 1, 0, 32, 1),
        eeprom("counter-clockwise dead band", 27, 1, 0, 32, 1),
        eeprom("protection current", 28, 2, 0, 511, 500),
        eeprom("angular resolution", 30, 1, 1, 3, 1),
        eeprom("position offset", StsSeries.POSITION_OFFSET, 2, 0, WORD, 0),
        eeprom("operating mode", StsSeries.OPERATING_MODE, 1, 0, 1, StsSeries.POSITION_MODE),
        eeprom("protection torque", 34, 1, 0, 100, 20),
        eeprom("protection time", 35, 1, 0, 254, 200),
        eeprom("overload torque", 36, 1, 0, 100, 80),
        eeprom("velocity P gain", 37, 1, 0, 100, 10),
        eeprom("overcurrent time", 38, 1, 0, 254, 200),
        eeprom("velocity I gain", 39, 1, 0, 254, 10),
        ram("torque enable", StsSeries.TORQUE_ENABLE, 1, 0, 128, 0),
        ram("acceleration", StsSeries.ACCELERATION, 1, 0, 254, 0),
        ram("goal position", StsSeries.GOAL_POSITION, 2, 0, WORD, 0),
        ram("goal time", StsSeries.GOAL_TIME, 2, 0, WORD, 0),
        ram("goal velocity", StsSeries.GOAL_VELOCITY, 2, 0, WORD, 0),
        ram("torque limit", StsSeries.TORQUE_LIMIT, 2, 0, FULL_TORQUE, FULL_TORQUE),
        ram("lock", StsSeries.LOCK, 1, 0, 1, 1),
        shown("present position", StsSeries.PRESENT_POSITION, 2, 0),
        shown("present velocity", StsSeries.PRESENT_VELOCITY, 2, 0),
        shown("present load", StsSeries.PRESENT_LOAD, 2, 0),
        shown("present voltage", StsSeries.PRESENT_VOLTAGE, 1, 120),
        shown("present temperature", StsSeries.PRESENT_TEMPERATURE, 1, 30),
        shown("registered instruction", StsSeries.REGISTERED_INSTRUCTION, 1, 0),
        shown("hardware error", StsSeries.HARDWARE_ERROR, 1, 0),
        shown("moving", StsSeries.MOVING, 1, 0),
        shown("present current", StsSeries.PRESENT_CURRENT, 2, 0)), BYTES);
  }
}
