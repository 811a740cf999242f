package io.github.lanewise.trace;

/** Derivatives of the functions of one argument. */
final class Partial {
  private Partial() {}

  /** {@code ds/da} for a node s = f(a), in terms of a and of s itself where that is cheaper. */
  static Scalar of(Scalar s) {
    Scalar a = s.args[0];
    return switch (s.op) {
      case NEG -> Scalar.of(-1);
      case SQRT -> Scalar.of(0.5).over(s);
      case SIN -> a.cos();
      case COS -> a.sin().negate();
      case EXP -> s;
      case LOG -> a.reciprocal();
      case TANH -> Scalar.ONE.minus(s.squared());
      case ABS -> a.ifLess(0, Scalar.of(-1), Scalar.ONE);
      default -> throw new IllegalArgumentException(s.op + " is not a function of one argument");
    };
  }
}
