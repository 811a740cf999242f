package io.github.lanewise.app.wire;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.hardware.loop.RealTime;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A simulated robot in this process, in place of one on a wire. */
public final class SimulatedRobot {
  /** A pseudo-terminal is as fast at any rate, and at this one a wire carries the most. */
  private static final int BAUD = 4_000_000;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int LOOKS_AT_REST = 10;
  private static final int MOST_LOOKS = 500;
  private static final double AT_REST = 0.01;

  private SimulatedRobot() {}

  /**
   * A robot with the usual servos and imperfections, which has fallen from its neutral configuration until it rests, or
   * for ten seconds: a robot without torque rests, too, and one that falls exceeds limits.
   *
   * @param fifo the priority of real-time scheduling that it asks for, because a real robot needs no processor; or null
   */
  public static Twin atRest(RobotModel model, Integer fifo) throws PortException {
    Twin twin = Twin.onPseudoTerminal(model, Twin.servos(model, ServoProtocol.DYNAMIXEL), Imperfections.typical(),
        fifo == null ? () -> { } : () -> RealTime.fifo(fifo));
    Progress.during("waiting for the simulated robot to come to rest", () -> {
      Clock clock = Clock.system();
      int still = 0;
      for (int looks = 0; still < LOOKS_AT_REST && looks < MOST_LOOKS; looks++) {
        clock.sleepUntil(clock.nanoTime() + LOOK_NANOS);
        still = Arrays.stream(twin.velocity()).allMatch(v -> Math.abs(v) < AT_REST) ? still + 1 : 0;
      }
      return still;
    });
    return twin;
  }

  /** The port of one. */
  public static PortOptions port(Twin twin) {
    return PortOptions.of(twin.path(), BAUD, ServoProtocol.DYNAMIXEL);
  }
}
