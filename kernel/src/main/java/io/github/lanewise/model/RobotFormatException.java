package io.github.lanewise.model;

/**
 * A robot that cannot be: the message says {@code file:line: reason}. Files are refused whole, so no half-read model
 * exists.
 */
public final class RobotFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final String reason;

  RobotFormatException(String file, int line, String reason) {
    super(file == null ? reason : line > 0 ? file + ":" + line + ": " + reason : file + ": " + reason);
    this.file = file;
    this.line = line;
    this.reason = reason;
  }

  /** Name of the file without its folder; null for a robot made by {@link RobotBuilder}. */
  public String file() {
    return file;
  }

  /** Line in the file, counted from 1; 0 if the fault belongs to no single line. */
  public int line() {
    return line;
  }

  /** What is wrong and what to do, without file and line. */
  public String reason() {
    return reason;
  }
}
