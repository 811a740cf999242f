package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.model.RobotModel;
import java.util.List;

/**
 * A simulated robot at the other end of a cable in memory, and the clock of both ends, which stands still but where it
 * is told to sleep: a program on this clock runs as fast as the processor, and each time with the same result.
 *
 * <p>One thread at a time.
 */
public final class SteppedTwin implements Clock, AutoCloseable {
  private static final long START_NANOS = 1_000_000_000;

  private final MemoryLine client = MemoryLine.cable();
  private final Twin twin;
  private long now = START_NANOS;

  /**
   * A robot as {@link Twin#on}.
   *
   * @param model the robot
   * @param servos one for each driven joint
   * @param imperfections of all of them
   */
  public SteppedTwin(RobotModel model, List<Servo> servos, Imperfections imperfections) {
    twin = Twin.on(client.other(), this, model, servos, imperfections);
  }

  /** {@return the robot} */
  public Twin twin() {
    return twin;
  }

  /** {@return the client's end of the cable} */
  public Line line() {
    return client;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  /** The robot answers what was sent, lives until this moment, and answers again. */
  @Override
  public void sleepUntil(long nanoTime) {
    twin.serve();
    now = Math.max(now, nanoTime);
    twin.serve();
  }

  @Override
  public void close() {
    twin.close();
  }
}
