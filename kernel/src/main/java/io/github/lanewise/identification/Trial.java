package io.github.lanewise.identification;

/**
 * What a robot did: {@code states[t]} was measured at the beginning of control step t, {@code commands[t]} were given
 * for it.
 *
 * @param states T + 1 rows of q and then v [rad or m, and per second]; NaN where nothing was measured
 * @param commands T rows of an action for each actuator
 */
public record Trial(double[][] states, double[][] commands) {
  /** Refuses rows of different lengths, numbers of rows that do not fit, and commands that are not finite. */
  public Trial {
    if (commands.length == 0 || states.length != commands.length + 1) {
      throw new IllegalArgumentException(states.length + " states and " + commands.length
          + " commands: a trial of T steps has T + 1 states and T commands, and T is at least 1");
    }
    for (int t = 0; t < states.length; t++) {
      if (states[t].length != states[0].length) {
        throw new IllegalArgumentException("state " + t + " has " + states[t].length + " numbers, state 0 has "
            + states[0].length);
      }
    }
    for (int t = 0; t < commands.length; t++) {
      if (commands[t].length != commands[0].length) {
        throw new IllegalArgumentException("command " + t + " has " + commands[t].length + " numbers, command 0 has "
            + commands[0].length);
      }
      for (double number : commands[t]) {
        if (!Double.isFinite(number)) {
          throw new IllegalArgumentException("a command at step " + t + " is " + number);
        }
      }
    }
  }

  /** {@return T, control steps} */
  public int stepCount() {
    return commands.length;
  }
}
