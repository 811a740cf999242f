package io.github.lanewise.hardware.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.data.NpzFile;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.rollout.WiredRobot;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.SteppedTwin;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.planning.Improvement.Visit;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole of {@code shake --twin} with the simulated robot at the end of a cable in memory, in simulated time: the
 * same robot with its usual play, friction, delays and noise, but the same numbers each time, however busy the machine.
 */
final class ShakeOnWireTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");

  @TempDir
  private Path folder;

  /** The settings of {@code shake --twin} but for these. */
  private static ShakeSettings settings(int rollouts, ShakeSettings.Method method, double delay, int improve, Path record,
      List<ReachGoal> reach) {
    Safety safety = Safety.of(FINGER).build();
    return new ShakeSettings("finger", FINGER, null, false, ShakeSettings.Controller.REACH, rollouts, 0.1,
        Shaking.Design.GAUSSIAN, false, 4, new double[3], delay, delay > 0, 0, method, 0.2, improve, null, 0.001, reach,
        200, 0.002, 1, 1, new ShakeWire(null, null, safety, record));
  }

  private static ShakeResult shake(ShakeSettings settings) throws IOException {
    try (SteppedTwin twin = new SteppedTwin(FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL),
            Imperfections.typical());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(twin.line(), twin, twin.twin().servos())) {
      ShakeOnWire shake = new ShakeOnWire(settings);
      return shake.run(new WiredRobot(bus, twin, FINGER, settings.policy(), settings.wire().safety(), settings.steps(),
          settings.timeStep()).rehearsal(0), shake.parameters());
    }
  }

  @Test
  void findsTheTrueGradientAndRaisesTheReturn() throws IOException {
    ShakeResult result = shake(settings(48, ShakeSettings.Method.RIDGE, 0, 1, null, List.of()));
    System.out.println(new ShakeReport(result).toText());
  }

  @Test
  void stopsShakingWhenItKnowsEnough() throws IOException {
    ShakeResult result = shake(settings(64, ShakeSettings.Method.RECURSIVE, 0, 0, null, List.of()));
    System.out.println(new ShakeReport(result).toText());
    result = shake(settings(64, ShakeSettings.Method.RIDGE, 2, 0, null, List.of()));
    System.out.println(new ShakeReport(result).toText());
    result = shake(settings(32, ShakeSettings.Method.RIDGE, 0, 0, null, List.of()));
    System.out.println(new ShakeReport(result).toText());
    result = shake(settings(20, ShakeSettings.Method.RIDGE, 0, 0, null, List.of()));
    System.out.println(new ShakeReport(result).toText());
  }
}
