package io.github.lanewise.app.robot;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;

/** Asks a person at the terminal to do something, and to press Enter. */
final class Prompts {
  private static final int END = -1;

  private final PrintWriter out;
  private final InputStream in = System.in;

  Prompts(PrintWriter out) {
    this.out = out;
  }

  /** Says it, and waits for Enter. */
  void await(String sentence) throws IOException {
    say(sentence);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next == END) {
        throw new IOException("standard input has ended before Enter was pressed: this command needs a terminal");
      }
    }
  }

  /** What is to be done again and again until Enter is pressed. */
  @FunctionalInterface
  interface Watch {
    void once() throws IOException;
  }

  /** Says it, and watches until Enter is pressed. */
  void await(String sentence, Watch watch) throws IOException {
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
