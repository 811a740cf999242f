package io.github.lanewise.app.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;

/** Asks a person at the terminal to do something and to press Enter, or whether something is to be done. */
public final class Prompts {
  private static final int END = -1;

  private final PrintWriter out;
  private final InputStream in = System.in;

  /** Asks there, and takes what standard input brings for the answer. */
  public Prompts(PrintWriter out) {
    this.out = out;
  }

  /** Says it, and waits for Enter. */
  public void await(String sentence) throws IOException {
    say(sentence);
    line();
  }

  /** Asks it, and answers whether a line came that begins with y. */
  public boolean agreed(String question) throws IOException {
    say(question + " [y/n]");
    return line().strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next == END) {
        throw new IOException("standard input has ended before Enter was pressed: this command needs a terminal");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /** What is to be done again and again until Enter is pressed. */
  @FunctionalInterface
  public interface Watch {
    /** Does it, in a time that a hand does not notice. */
    void once() throws IOException;
  }

  /** Says it, and watches until Enter is pressed. */
  public void await(String sentence, Watch watch) throws IOException {
    say(sentence);
    Thread enter = Thread.ofPlatform().daemon().name("enter").start(() -> {
      try {
        for (int next = in.read(); next != '\n' && next != END; next = in.read()) {
          // Other letters are nothing.
        }
      } catch (IOException e) {
        // As if it had been pressed: there is nobody to press it.
      }
    });
    while (enter.isAlive()) {
      watch.once();
    }
    watch.once();
  }

  private void say(String sentence) {
    out.println(sentence);
    out.flush();
  }
}
