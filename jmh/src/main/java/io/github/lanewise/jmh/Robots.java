package io.github.lanewise.jmh;

import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The benchmarks' parameter {@code robot}. */
final class Robots {
  private static final String FREE = "free:";

  private Robots() {}

  /**
   * The robot of that name among the built-in ones, or in the URDF or MJCF file at that path; {@code free:} in front
   * gives it a free base.
   */
  static RobotModel load(String robot) {
    if (robot.startsWith(FREE)) {
      return load(robot.substring(FREE.length())).withFreeBase();
    }
    if (RobotModel.builtInNames().contains(robot)) {
      return RobotModel.builtIn(robot);
    }
    try {
      return RobotModel.load(Path.of(robot));
    } catch (IOException e) {
      throw new UncheckedIOException("robot '" + robot + "' is neither one of " + RobotModel.builtInNames()
          + " nor a file that can be read from " + Path.of("").toAbsolutePath(), e);
    }
  }
}
