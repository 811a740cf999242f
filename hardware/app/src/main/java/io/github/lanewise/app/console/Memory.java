package io.github.lanewise.app.console;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** What to do when this JVM has too little memory: the sentence for people. */
public final class Memory {
  /** Options of commands that memory grows with. */
  private static final List<String> GREEDY =
      List.of("--batch", "--rollouts", "--samples", "--states", "--envs", "--hidden", "--ensemble", "--threads");
  private static final int MEBIBYTE = 1 << 20;

  private Memory() {}

  /** All that this JVM may use [bytes]. */
  public static long limit() {
    return Runtime.getRuntime().maxMemory();
  }

  /**
   * The refusal of work before it is begun.
   *
   * @param what and how it is counted, for instance {@code 1000 robots in double}
   * @param bytes that it takes
   * @param less what to take less of, for instance {@code a smaller --batch}
   */
  public static IllegalArgumentException exceeded(String what, long bytes, String less) {
    return new IllegalArgumentException(String.format(Locale.ROOT, "out of memory: %s take %,d MiB, and %s", what,
        Math.ceilDiv(bytes, MEBIBYTE), advice("take " + less)));
  }

  /**
   * The sentence for a JVM that found no room for more; null of other errors.
   *
   * @param command that was at work, whose options tell what it could do with less of
   */
  static String sentence(Error error, CommandSpec command) {
    List<String> options = GREEDY.stream().filter(command.optionsMap()::containsKey).toList();
    String less = options.isEmpty() ? "take less" : "take less of " + String.join(", ", options);
    return switch (error) {
      case OutOfMemoryError e when String.valueOf(e.getMessage()).contains("native thread") ->
          "the system gives no more threads (" + e.getMessage() + "): take fewer --threads";
      case OutOfMemoryError e -> "out of memory: " + advice(less + " or a smaller robot");
      case StackOverflowError e -> "the stack of this JVM is too small for expressions or files that are nested so"
          + " deeply: let it have more by JDK_JAVA_OPTIONS=-Xss64m";
      default -> null;
    };
  }

  private static String advice(String less) {
    return String.format(Locale.ROOT, "this JVM may use %,d MiB; %s, or let it have more by JDK_JAVA_OPTIONS=-Xmx...",
        limit() / MEBIBYTE, less);
  }
}
