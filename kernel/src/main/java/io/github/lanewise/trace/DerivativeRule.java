package io.github.lanewise.trace;

/**
 * One direction of a derivative y = f(x): the pullback {@code x_bar = (dy/dx)' y_bar} or the pushforward
 * {@code y_dot = (dy/dx) x_dot}, as expressions in the direction.
 */
@FunctionalInterface
public interface DerivativeRule {
  /**
   * {@return cotangents of the values in, cotangents of the arguments out; or tangents of the arguments in, tangents of
   * the values out}
   *
   * @param direction cotangents of the values, or tangents of the arguments
   */
  Scalar[] apply(Scalar[] direction);
}
