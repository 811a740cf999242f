package io.github.lanewise.trace;

/** The operations of the expression graph, with the number of arguments that each takes. */
public enum Op {
  /** A literal number. */
  CONSTANT(0),
  /** One row of an input port. */
  INPUT(0),
  /** {@code a + b}. */
  ADD(2),
  /** {@code a - b}. */
  SUB(2),
  /** {@code a b}. */
  MUL(2),
  /** {@code a / b}. */
  DIV(2),
  /** {@code -a}. */
  NEG(1),
  /** The square root of a. */
  SQRT(1),
  /** {@code sin a}, a in radians. */
  SIN(1),
  /** {@code cos a}, a in radians. */
  COS(1),
  /** {@code e^a}. */
  EXP(1),
  /** The natural logarithm of a. */
  LOG(1),
  /** {@code tanh a}. */
  TANH(1),
  /** The angle of the point (x = b, y = a), in (-pi, pi]; compiled kernels take -0 for 0. */
  ATAN2(2),
  /** {@code |a|}. */
  ABS(1),
  /** The smaller of a and b; b if either is NaN. */
  MIN(2),
  /** The larger of a and b; b if either is NaN. */
  MAX(2),
  /** {@code a < b ? c : d}. */
  LESS(4),
  /** {@code a}, a value that brings its own derivative ({@link Graph#withDerivative}). */
  TIE(1),

  // What the compiler turns the above into; not differentiated.

  /** {@code a b + c}, rounded once. */
  FMA(3),
  /** {@code a}, negated if the last bit of b's significand is set. */
  FLIP(2),
  /** {@code 2^k} for the integer k in the last bits of a's significand. */
  POWER2(1),
  /** The exponent k of {@code a = m 2^k}, {@code 1 <= m < 2}, a positive and normal. */
  EXPONENT(1),
  /** The significand m of {@code a = m 2^k}, {@code 1 <= m < 2}, a positive and normal. */
  SIGNIFICAND(1);

  /** Number of arguments. */
  public final int arity;

  Op(int arity) {
    this.arity = arity;
  }
}
