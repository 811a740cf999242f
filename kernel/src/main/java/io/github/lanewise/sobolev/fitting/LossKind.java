package io.github.lanewise.sobolev.fitting;

import java.util.Locale;

/** What of a function a network is asked for. */
public enum LossKind {
  /** Values alone. */
  VALUE,
  /** Values and whole Jacobians. */
  SOBOLEV,
  /** Values and random projections of Jacobians. */
  PROJECTED;

  /** The name in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
