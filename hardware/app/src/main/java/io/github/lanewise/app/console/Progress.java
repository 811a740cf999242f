package io.github.lanewise.app.console;

import java.io.Console;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on standard error where a person looks on, with the time that passes; nothing where input or output is
 * a file or a pipe.
 */
public final class Progress implements IntConsumer, AutoCloseable {
  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /** Begins to show a task of so many parts, under its name. */
  public static Progress start(String task, int count) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return new Progress(null);
    }
    return new Progress(new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(count)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .continuousUpdate()
        .clearDisplayOnFinish()
        .build());
  }

  /** Work in one piece, which has no progress but the time it takes. */
  public static <T> T during(String task, Supplier<T> work) {
    try (Progress progress = start(task, 1)) {
      T result = work.get();
      progress.accept(1);
      return result;
    }
  }

  /** So many parts are done. */
  @Override
  public void accept(int done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** What is known so far, behind the bar. */
  public void note(String text) {
    if (bar != null) {
      bar.setExtraMessage(text);
    }
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
