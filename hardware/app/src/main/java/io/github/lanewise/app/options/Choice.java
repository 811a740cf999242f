package io.github.lanewise.app.options;

import java.util.Locale;

/** An alternative among several: an enum constant in code, a word in lower case for people and in files. */
public final class Choice {
  private Choice() {}

  /** The word, as it is typed after the option. */
  public static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
