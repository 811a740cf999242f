package io.github.lanewise.learning;

import io.github.lanewise.lanes.Snapshot;
import java.util.Arrays;

/**
 * {@code N <- N + rate sum_t mu_t, mu_t <- mu_t + rate (C - k_t)}: windows grow while the stiffness k_t that robots
 * meet at their steps stays below C, and shrink when it is above, where gradients through contact are large and say
 * little (after AHAC, Georgiev and others, ICML 2024).
 *
 * <p>The multipliers mu begin anew when the window has come to its shortest or longest, so that it can leave at once.
 */
final class AdaptiveWindow {
  private final TrainingSettings.Adaptive settings;
  private final double[] multipliers;
  private double length;

  /** A window of so many steps in the beginning. */
  AdaptiveWindow(TrainingSettings.Adaptive settings, int steps) {
    this.settings = settings;
    multipliers = new double[settings.longest()];
    length = steps;
  }

  /**
   * The steps of the next window.
   *
   * @param stiffness k of each step of the last one, what follows them is left aside
   */
  int next(double[] stiffness) {
    int steps = steps();
    double push = 0;
    for (int t = 0; t < steps; t++) {
      multipliers[t] += settings.rate() * (settings.stiffness() - stiffness[t]);
      push += multipliers[t];
    }
    double wanted = length + settings.rate() * push;
    length = Math.clamp(wanted, settings.shortest(), settings.longest());
    if (length != wanted) {
      Arrays.fill(multipliers, 0);
    }
    return steps();
  }

  /** N. */
  int steps() {
    return (int) Math.round(length);
  }

  /** Keeps multipliers and length. */
  void save(Snapshot snapshot) {
    snapshot.put("window.multipliers", multipliers);
    snapshot.put("window.length", length);
  }

  /** Goes on with what was kept. */
  void resume(Snapshot snapshot) {
    System.arraycopy(snapshot.get("window.multipliers", multipliers.length), 0, multipliers, 0, multipliers.length);
    length = snapshot.get("window.length", 1)[0];
  }
}
