package io.github.lanewise.app.loop;

import io.github.lanewise.app.console.StatusLine;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.Jitter;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.loop.TickListener;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A line on standard error that says how a loop is doing, five times a second, where a person looks on. It hears of
 * every tick and hands it on; the line is made in a thread of its own.
 */
final class LoopStatus implements TickListener, AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  private final TickListener next;
  /** Angles as bits, so that the loop's thread need not wait. */
  private final AtomicLongArray position;
  private volatile long errors;
  private ControlLoop loop;
  private StatusLine line;
  private Thread printer;
  private long ticksBefore;
  private long nanosBefore;

  /** Of so many joints; {@code next} is told of every tick as well. */
  LoopStatus(int joints, TickListener next) {
    this.next = next;
    position = new AtomicLongArray(joints);
  }

  /** Begins to print, if standard error is a terminal. */
  void show(ControlLoop about, PrintWriter err) {
    loop = about;
    line = new StatusLine(err);
    if (line.visible()) {
      printer = Thread.ofPlatform().daemon().name("status").start(this::print);
    }
  }

  @Override
  public void tick(long tick, long timeNanos, ServoState state, ServoCommand command, BusError error,
      long latenessNanos) {
    next.tick(tick, timeNanos, state, command, error, latenessNanos);
    for (int i = 0; i < state.position.length; i++) {
      position.setOpaque(i, Double.doubleToRawLongBits(state.position[i]));
    }
    if (tick >= 0 && error != BusError.NONE) {
      errors = errors + 1;
    }
  }

  @Override
  public void stopped(Stop stop) {
    next.stopped(stop);
  }

  private void print() {
    nanosBefore = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        line.show(text(loop.lateness(), System.nanoTime()));
      }
    } catch (InterruptedException over) {
      line.close();
    }
  }

  /** The line; {@code lateness} is null before torque is on. */
  String text(Jitter.Summary lateness, long nanos) {
    if (lateness == null) {
      nanosBefore = nanos;
      return "rehearsing ...  position " + angles();
    }
    double rate = (lateness.ticks() - ticksBefore) * 1e9 / Math.max(1, nanos - nanosBefore);
    ticksBefore = lateness.ticks();
    nanosBefore = nanos;
    return String.format(Locale.ROOT, "%,d ticks, %,.0f/s, late p99 %.1f us max %.1f us, missed %,d, bus errors %,d,"
        + " position %s", lateness.ticks(), rate, lateness.p99(), lateness.max(), lateness.missed(), errors, angles());
  }

  private String angles() {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < position.length(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(String.format(Locale.ROOT, "%.3f", Double.longBitsToDouble(position.getOpaque(i))));
    }
    return text.append(") rad").toString();
  }

  @Override
  public void close() {
    if (printer == null) {
      return;
    }
    printer.interrupt();
    try {
      printer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
