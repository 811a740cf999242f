package io.github.lanewise.trace;

/** Values that bring their own derivative, made by {@link Graph#withDerivative}: one {@link Op#TIE} node per value. */
record Block(Scalar[] arguments, Scalar[] values, DerivativeRule pullback, DerivativeRule pushforward) {}
