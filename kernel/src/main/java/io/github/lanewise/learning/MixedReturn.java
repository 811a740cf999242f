package io.github.lanewise.learning;

/**
 * {@code alpha J^N + (1 - alpha) J_mix, J_mix = (1 - lambda) sum_{H < N} lambda^{H-1} J^H + lambda^{N-1} J^N}, with
 * {@code J^H = sum_{t < H} gamma^t r_t + gamma^H V(s_H)}: truncated windows of all lengths up to N, mixed (MB-MIX,
 * Zhang and others, AAAI 2025, arXiv 2503.01178).
 *
 * <p>With lambda 1 or blend 1 it is J^N alone, the objective of SHAC (Xu and others, ICLR 2022). J_mix is also the
 * lambda-return {@code G_k = r_k + gamma ((1 - lambda) V(s_{k+1}) + lambda G_{k+1})}. An episode that ends closes its
 * window early, and longer ones are that one; the next episode begins a window anew.
 *
 * @param discount gamma, in (0, 1]
 * @param lambda in [0, 1]
 * @param blend alpha, in [0, 1]
 * @param reading what becomes of the weights of windows longer than N
 */
public record MixedReturn(double discount, double lambda, double blend, Reading reading) {
  /** What becomes of the weights {@code (1 - lambda) lambda^{H-1}} of windows longer than N. */
  public enum Reading {
    /** They count for the longest window. */
    TAIL,
    /** They are left out, and the others divided by their sum {@code 1 - lambda^N}. */
    RENORMALIZED
  }

  /**
   * Refuses numbers out of range.
   *
   * @throws IllegalArgumentException with the number and its range
   */
  public MixedReturn {
    require("discount", discount, discount > 0 && discount <= 1, "(0, 1]");
    require("lambda", lambda, lambda >= 0 && lambda <= 1, "[0, 1]");
    require("blend", blend, blend >= 0 && blend <= 1, "[0, 1]");
  }

  private static void require(String what, double value, boolean good, String range) {
    if (!good) {
      throw new IllegalArgumentException("a " + what + " of " + value + ": must be in " + range);
    }
  }

  /**
   * {@return J^N alone}
   *
   * @param discount gamma
   */
  public static MixedReturn longest(double discount) {
    return new MixedReturn(discount, 1, 1, Reading.TAIL);
  }

  /**
   * {@return {@code dJ/dr_k}}
   *
   * @param k step of the window, counted from 0
   * @param longest N, steps that the window would have without an end
   */
  public double ofReward(int k, int longest) {
    double mixed = switch (reading) {
      case TAIL -> power(lambda, k);
      case RENORMALIZED -> lambda == 1 ? (double) (longest - k) / longest
          : (power(lambda, k) - power(lambda, longest)) / (1 - power(lambda, longest));
    };
    return power(discount, k) * (blend + (1 - blend) * mixed);
  }

  /**
   * {@return {@code dJ/dV(s_H)}}
   *
   * @param h H, steps from the window's beginning, from 1
   * @param longest N, steps that the window would have without an end
   * @param last whether the window ends there
   */
  public double ofValue(int h, int longest, boolean last) {
    double mixed = switch (reading) {
      case TAIL -> last ? power(lambda, h - 1) : (1 - lambda) * power(lambda, h - 1);
      case RENORMALIZED -> renormalized(h, longest, last);
    };
    return power(discount, h) * ((last ? blend : 0) + (1 - blend) * mixed);
  }

  private double renormalized(int h, int longest, boolean last) {
    if (lambda == 1) {
      return (last ? longest - h + 1.0 : 1) / longest;
    }
    double share = 1 - power(lambda, longest);
    return last ? (power(lambda, h - 1) - power(lambda, longest)) / share
        : (1 - lambda) * power(lambda, h - 1) / share;
  }

  /** With 0^0 = 1. */
  private static double power(double base, int exponent) {
    return exponent == 0 ? 1 : Math.pow(base, exponent);
  }
}
