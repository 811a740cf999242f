package io.github.lanewise.hardware.servo;

import java.util.Locale;

/** Registers that buses ask for. Here, so that the classes of the loop's thread contain no texts. */
enum RegisterName {
  BUS_WATCHDOG,
  GOAL_CURRENT,
  GOAL_POSITION,
  GOAL_PWM,
  MAX_POSITION_LIMIT,
  PRESENT_CURRENT,
  PRESENT_INPUT_VOLTAGE,
  PRESENT_TEMPERATURE,
  PRESENT_VOLTAGE,
  PWM_LIMIT;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in a {@link RegisterTable}. */
  String text() {
    return text;
  }
}
