package io.github.lanewise.model;

import java.util.List;

/**
 * {@code q - r = sum_k c_k (p - s)^k}: the position q of a joint follows the position p of another, r and s being their
 * neutral positions. A {@code <mimic>} of URDF, {@code q = multiplier p + offset}, or an {@code <equality>} of two
 * joints of MJCF. A step of a simulation keeps it; the
 * algorithms of the tree of joints, such as inverse dynamics, know nothing of it.
 *
 * @param name as in the file, empty if it has none there
 * @param joint index of the joint that follows, which has one axis
 * @param follows index of the one that it follows, likewise; -1 if it is held where {@code q - r = c_0}
 * @param coefficients c_0 to c_4 [rad or m, for each rad or m to the power k]
 * @param active whether the file begins with it switched on
 */
public record JointCoupling(String name, int joint, int follows, List<Double> coefficients, boolean active) {
  /** How many coefficients there are. */
  static final int COEFFICIENTS = 5;

  /**
   * Checks the coefficients.
   *
   * @throws IllegalArgumentException if they are not five finite numbers
   */
  public JointCoupling {
    if (coefficients.size() != COEFFICIENTS || !coefficients.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "the coefficients " + coefficients + " of a coupling; it takes " + COEFFICIENTS + " finite ones");
    }
    coefficients = List.copyOf(coefficients);
  }

  /**
   * {@return {@code sum_k c_k p^k}: how far the joint is from its neutral position}
   *
   * @param leader how far the other is from its own, 0 if there is none [rad or m]
   */
  double offset(double leader) {
    double sum = 0;
    for (int k = COEFFICIENTS - 1; k >= 0; k--) {
      sum = sum * leader + coefficients.get(k);
    }
    return sum;
  }

  /** This coupling in a model to which a free base was added in front. */
  JointCoupling behindFreeBase() {
    return new JointCoupling(name, joint + 1, follows < 0 ? follows : follows + 1, coefficients, active);
  }
}
