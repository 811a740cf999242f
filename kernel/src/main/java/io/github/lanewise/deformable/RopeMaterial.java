package io.github.lanewise.deformable;

/**
 * Fixed corotated elasticity, {@code P F^T = 2 mu (F - R) F^T + lambda J (J - 1)} with {@code F = R S} and {@code J =
 * |det F|} (Stomakhin and others, Energetically consistent invertible elasticity, SCA 2012), and plastic flow, which
 * keeps the singular values of F between two limits. Immutable.
 *
 * @param young E, Young's modulus [Pa]
 * @param poisson nu, Poisson's ratio
 * @param density rho [kg/m^3]
 * @param shortest least singular value, 0 of an elastic material
 * @param longest greatest, infinite of an elastic material
 */
public record RopeMaterial(double young, double poisson, double density, double shortest, double longest) {
  /** Refuses what cannot be. */
  public RopeMaterial {
    requireElastic(young, poisson, density);
    if (!(shortest >= 0 && shortest < 1 && longest > 1)) {
      throw new IllegalArgumentException("singular values clipped to " + shortest + " and " + longest
          + ": the lower limit must be between 0 and 1, the upper one above 1");
    }
  }

  /** {@return whether it flows} */
  public boolean isPlastic() {
    return shortest > 0 || longest < Double.POSITIVE_INFINITY;
  }

  static void requireElastic(double young, double poisson, double density) {
    if (!(young > 0 && young < Double.POSITIVE_INFINITY && density > 0 && density < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a material of E = " + young + " Pa and " + density
          + " kg/m^3: both must be positive and finite");
    }
    if (!(poisson > -1 && poisson < 0.5)) {
      throw new IllegalArgumentException("a material of nu = " + poisson + ": it must be above -1 and below 1/2");
    }
  }

  /** Lame's first parameter. */
  static double lambda(double young, double poisson) {
    return young * poisson / ((1 + poisson) * (1 - 2 * poisson));
  }

  /** Its derivative by nu; that by E is lambda/E. */
  static double lambdaSlope(double young, double poisson) {
    double a = (1 + poisson) * (1 - 2 * poisson);
    return young * (1 + 2 * poisson * poisson) / (a * a);
  }

  /** The shear modulus. */
  static double mu(double young, double poisson) {
    return young / (2 * (1 + poisson));
  }

  /** Its derivative by nu; that by E is mu/E. */
  static double muSlope(double young, double poisson) {
    return -young / (2 * (1 + poisson) * (1 + poisson));
  }
}
