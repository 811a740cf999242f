package io.github.lanewise.dynamics;

import io.github.lanewise.trace.Scalar;

/** {@code w' = f(w, u)}: how the state w of a control law goes on over a step under held actions. */
interface LawState {
  /** w', one for each row. */
  Scalar[] rates(Scalar[] w);

  /** w at the end of a step that goes on from w at these rates. */
  Scalar[] next(Scalar[] w, Scalar[] rates);
}
