package io.github.lanewise.data;

/**
 * One roll-out as a file has it, before it is known to be whole.
 *
 * @param label its name in the file
 * @param parameters W of its policy
 * @param states sample after sample
 * @param actions sample after sample
 * @param weights one a sample
 */
public record RecordedRollout(String label, double[] parameters, double[] states, double[] actions, double[] weights) {
  /** {@return the number of samples} */
  public int samples() {
    return weights.length;
  }

  /** What makes it useless: the first number that counts and is not finite; null if nothing does. */
  String complaint() {
    int bad = firstNonFinite(parameters, 0, parameters.length);
    if (bad >= 0) {
      return "parameter " + bad + " is " + parameters[bad];
    }
    int n = states.length / samples();
    int m = actions.length / samples();
    for (int t = 0; t < samples(); t++) {
      if (!(weights[t] >= 0) || Double.isInfinite(weights[t])) {
        return "the weight at sample " + t + " is " + weights[t];
      }
      if (weights[t] == 0) {
        continue;
      }
      int state = firstNonFinite(states, t * n, n);
      if (state >= 0) {
        return "state " + state + " at sample " + t + " is " + states[t * n + state];
      }
      int action = firstNonFinite(actions, t * m, m);
      if (action >= 0) {
        return "action " + action + " at sample " + t + " is " + actions[t * m + action];
      }
    }
    return null;
  }

  private static int firstNonFinite(double[] values, int start, int count) {
    for (int i = 0; i < count; i++) {
      if (!Double.isFinite(values[start + i])) {
        return i;
      }
    }
    return -1;
  }
}
