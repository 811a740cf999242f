package io.github.lanewise.trace;

/** The operations of the expression graph. */
public enum Op {
  /** A literal number. */
  CONSTANT,
  /** One row of an input port. */
  INPUT,
  /** {@code a + b}. */
  ADD,
  /** {@code a - b}. */
  SUB,
  /** {@code a b}. */
  MUL,
  /** {@code a / b}. */
  DIV,
  /** {@code -a}. */
  NEG,
  /** The square root of a. */
  SQRT,
  /** {@code sin a}, a in radians. */
  SIN,
  /** {@code cos a}, a in radians. */
  COS,
  /** {@code e^a}. */
  EXP,
  /** The natural logarithm of a. */
  LOG,
  /** {@code tanh a}. */
  TANH,
  /** The angle of the point (x = b, y = a), in (-pi, pi]; compiled kernels take -0 for 0. */
  ATAN2,
  /** {@code |a|}. */
  ABS,
  /** The smaller of a and b; b if either is NaN. */
  MIN,
  /** The larger of a and b; b if either is NaN. */
  MAX,
  /** {@code a < b ? c : d}. */
  LESS,
  /** {@code a}, a value that brings its own derivative ({@link Graph#withDerivative}). */
  TIE,
  /** The call of a {@link Subroutine} with these arguments; it has no value of its own. */
  CALL,
  /** A value of the call a. */
  RESULT,

  // What the compiler turns the above into; not differentiated.

  /** {@code a b + c}, rounded once. */
  FMA,
  /** {@code a}, negated if the last bit of b's significand is set. */
  FLIP,
  /** {@code 2^k} for the integer k in the last bits of a's significand. */
  POWER2,
  /** The exponent k of {@code a = m 2^k}, {@code 1 <= m < 2}, a positive and normal. */
  EXPONENT,
  /** The significand m of {@code a = m 2^k}, {@code 1 <= m < 2}, a positive and normal. */
  SIGNIFICAND,
  /** {@code a}, put where a call finds it. */
  MOVE
}
