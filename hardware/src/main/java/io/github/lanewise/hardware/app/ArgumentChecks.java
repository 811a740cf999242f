package io.github.lanewise.hardware.app;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses a command's arguments, with exit code 2 and a sentence that names the option and what it was given. */
final class ArgumentChecks {
  private static final int MOST_THREADS = 1024;

  private final CommandSpec spec;

  ArgumentChecks(CommandSpec spec) {
    this.spec = spec;
  }

  void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  /** Refuses options that were given but have no meaning; {@code why} follows the option's name. */
  void refuse(boolean when, List<String> options, String why) {
    for (String option : when ? options : List.<String>of()) {
      require(!spec.commandLine().getParseResult().hasMatchedOption(option), option + why);
    }
  }

  void requireAtLeastOne(String option, int value) {
    require(value >= 1, option + " must be at least 1, but is " + value + ".");
  }

  void requirePositive(String option, double value) {
    require(value > 0 && Double.isFinite(value), option + " must be positive and finite, but is " + value + ".");
  }

  void requireNotNegative(String option, double value) {
    require(value >= 0 && Double.isFinite(value), option + " must be finite and not negative, but is " + value + ".");
  }

  /** What arguments stand for, unless who takes them refuses them. */
  <T> T valid(Supplier<T> meaning) {
    try {
      return meaning.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** How many threads {@code --threads} stands for; null for all cores. */
  int threads(Integer value) {
    int threads = value == null ? Runtime.getRuntime().availableProcessors() : value;
    require(threads >= 1 && threads <= MOST_THREADS,
        "--threads must be from 1 to " + MOST_THREADS + ", but is " + threads + ".");
    return threads;
  }
}
