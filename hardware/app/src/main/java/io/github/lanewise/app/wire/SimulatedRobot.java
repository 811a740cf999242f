package io.github.lanewise.app.wire;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.hardware.loop.RealTime;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.SteppedTwin;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A simulated robot in this process, in place of one on a wire.
 *
 * @param file the robot as its file has it
 * @param masses of its bodies, inertias included, over those of the file
 * @param servos one for each joint that is driven, all of one protocol
 * @param imperfections of its servos
 */
public record SimulatedRobot(RobotModel file, double masses, List<Servo> servos,
    Imperfections imperfections) {
  /** A pseudo-terminal is as fast at any rate, and at this one a wire carries the most. */
  private static final int BAUD = 4_000_000;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int LOOKS_AT_REST = 10;
  private static final int MOST_LOOKS = 500;
  private static final double AT_REST = 0.01;

  /** Refuses masses that are not positive and finite. */
  public SimulatedRobot {
    if (!(masses > 0 && masses < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("masses of " + masses + " times the file's: must be positive and finite");
    }
  }

  /** The robot that moves. */
  public RobotModel model() {
    return masses == 1 ? file
        : file.withBodies(file.joints().stream().map(joint -> joint.body().scaled(masses)).toList());
  }

  /**
   * The robot, which has fallen from its neutral configuration until it rests, or for ten
   * seconds: a robot without torque rests, too, and one that falls exceeds limits.
   *
   * @param fifo the priority of real-time scheduling that it asks for, because a real robot needs no processor; or null
   */
  public Twin atRest(Integer fifo) throws PortException {
    Twin twin = Twin.onPseudoTerminal(model(), servos, imperfections,
        fifo == null ? () -> { } : () -> RealTime.fifo(fifo));
    awaitRest(twin, Clock.system());
    return twin;
  }

  private static void awaitRest(Twin twin, Clock clock) {
    Progress.during("waiting for the simulated robot to come to rest", () -> {
      int still = 0;
      for (int looks = 0; still < LOOKS_AT_REST && looks < MOST_LOOKS; looks++) {
        clock.sleepUntil(clock.nanoTime() + LOOK_NANOS);
        still = Arrays.stream(twin.velocity()).allMatch(v -> Math.abs(v) < AT_REST) ? still + 1 : 0;
      }
      return still;
    });
  }

  /** The robot at the end of a cable in memory, in simulated time; it falls as that goes on. */
  public SteppedTwin stepped() {
    return new SteppedTwin(model(), servos, imperfections);
  }

  /** The same, fallen as {@link #atRest}. */
  public SteppedTwin steppedAtRest() {
    SteppedTwin twin = stepped();
    awaitRest(twin.twin(), twin);
    return twin;
  }

  /** Its port, by its path. */
  public PortOptions port(String path) {
    return PortOptions.of(path, BAUD, servos.getFirst().model().protocol());
  }
}
