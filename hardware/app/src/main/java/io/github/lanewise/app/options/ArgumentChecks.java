package io.github.lanewise.app.options;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Refuses a command's arguments, with exit code 2 and a sentence that names the option and what it was given. Numbers
 * that were not given, which are null, pass.
 */
public final class ArgumentChecks {
  private static final int MOST_THREADS = 1024;
  private static final int HIGHEST_PRIORITY = 99;

  private final CommandSpec spec;

  /** Of a command. */
  public ArgumentChecks(CommandSpec spec) {
    this.spec = spec;
  }

  /** Refuses with this sentence unless the condition holds. */
  public void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  /** Refuses options that were given but have no meaning; {@code why} follows the option's name. */
  public void refuse(boolean when, List<String> options, String why) {
    for (String option : when ? options : List.<String>of()) {
      require(!spec.commandLine().getParseResult().hasMatchedOption(option), option + why);
    }
  }

  /** A count of something that there must be. */
  public void requireAtLeastOne(String option, Integer value) {
    require(value == null || value >= 1, option + " must be at least 1, but is " + value + ".");
  }

  /** A finite number above 0. */
  public void requirePositive(String option, Double value) {
    require(value == null || value > 0 && Double.isFinite(value),
        option + " must be positive and finite, but is " + value + ".");
  }

  /** A finite number from 0 on. */
  public void requireNotNegative(String option, Double value) {
    require(value == null || value >= 0 && Double.isFinite(value),
        option + " must be finite and not negative, but is " + value + ".");
  }

  /** A priority of real-time scheduling. */
  public void requirePriority(String option, Integer value) {
    requireWithin(option, value, HIGHEST_PRIORITY);
  }

  private void requireWithin(String option, Integer value, int highest) {
    require(value == null || value >= 1 && value <= highest,
        option + " must be from 1 to " + highest + ", but is " + value + ".");
  }

  /** What arguments stand for, unless who takes them refuses them. */
  public <T> T valid(Supplier<T> meaning) {
    try {
      return meaning.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** How many threads {@code --threads} stands for; null for all cores. */
  public int threadCount(Integer value) {
    int count = value == null ? Runtime.getRuntime().availableProcessors() : value;
    requireWithin("--threads", count, MOST_THREADS);
    return count;
  }
}
