package io.github.lanewise.model;

/**
 * A robot that cannot be: the message says {@code file:line: reason}. Files are refused whole, so no half-read model
 * exists.
 */
public final class RobotFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Name of the file; null for a robot made in a program. */
  private final String file;
  /** Line in the file; 0 for none. */
  private final int line;
  /** What is wrong. */
  private final String reason;

  RobotFormatException(String file, int line, String reason) {
    super(file == null ? reason : line > 0 ? file + ":" + line + ": " + reason : file + ": " + reason);
    this.file = file;
    this.line = line;
    this.reason = reason;
  }

  /** {@return name of the file without its folder; null for a robot made by {@link RobotBuilder}} */
  public String file() {
    return file;
  }

  /** {@return line in the file, counted from 1; 0 if the fault belongs to no single line} */
  public int line() {
    return line;
  }

  /** {@return what is wrong and what to do, without file and line} */
  public String reason() {
    return reason;
  }
}
