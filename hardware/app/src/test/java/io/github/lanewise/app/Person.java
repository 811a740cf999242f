package io.github.lanewise.app;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.Supplier;

/** A person at the terminal, in place of standard input until this is closed. */
public final class Person implements AutoCloseable {
  private final InputStream keyboard = System.in;

  private Person() {}

  /** Does one thing after the other, and presses Enter after each; then leaves. */
  public static Person who(Runnable... deeds) {
    return who(Arrays.stream(deeds).<Supplier<String>>map(deed -> () -> {
      deed.run();
      return "";
    }).toList());
  }

  /** Does one thing after the other, and types what comes of it and Enter; then leaves. */
  public static Person who(Iterable<Supplier<String>> deeds) {
    Person person = new Person();
    Queue<Supplier<String>> left = new ArrayDeque<>();
    deeds.forEach(left::add);
    System.setIn(new InputStream() {
      private final Queue<Integer> typed = new ArrayDeque<>();

      @Override
      public synchronized int read() {
        if (typed.isEmpty()) {
          Supplier<String> next = left.poll();
          if (next == null) {
            return -1;
          }
          (next.get() + "\n").chars().forEach(typed::add);
        }
        return typed.remove();
      }
    });
    return person;
  }

  @Override
  public void close() {
    System.setIn(keyboard);
  }
}
