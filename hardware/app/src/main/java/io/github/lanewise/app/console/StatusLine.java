package io.github.lanewise.app.console;

import java.io.Console;
import java.io.PrintWriter;

/** A line that is written over and over again, where a person looks on; nothing where output is a file or a pipe. */
public final class StatusLine implements AutoCloseable {
  private static final String CLEAR = "\r\033[K";

  private final PrintWriter screen;

  /** On standard error, or what takes its place. */
  public StatusLine(PrintWriter screen) {
    Console console = System.console();
    this.screen = console == null || !console.isTerminal() ? null : screen;
  }

  /** Whether a person looks on. */
  public boolean visible() {
    return screen != null;
  }

  /** Writes this text over the last. */
  public void show(String text) {
    if (screen != null) {
      screen.print(CLEAR + text);
      screen.flush();
    }
  }

  /** Leaves an empty line to write to. */
  @Override
  public void close() {
    show("");
  }
}
