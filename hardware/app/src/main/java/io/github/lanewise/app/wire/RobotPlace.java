package io.github.lanewise.app.wire;

import io.github.lanewise.app.options.ArgumentChecks;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where a robot is, on a port or in this process: an argument group of which one is given. */
public final class RobotPlace {
  private static final List<String> OF_PORT = List.of("--id", "--zero", "--reverse", "--torque-constant");

  private static final String OF_TWIN = " is for a simulated robot: give --twin.";

  @ArgGroup(exclusive = false, multiplicity = "1")
  private PortOptions port;

  @Option(names = "--twin", required = true, description = "Take a simulated robot in this process, with"
      + " backlash, friction, noise and delays.")
  private boolean twin;

  /** Whether the robot is simulated in this process. */
  public boolean simulated() {
    return twin;
  }

  /** Where the servos are; null if the robot is simulated. */
  public PortOptions port() {
    return port;
  }

  /** Refuses options of servos on a port for a robot that is not there; null stands for one on no wire at all. */
  public static void requirePort(RobotPlace place, ArgumentChecks checks) {
    checks.refuse(place == null || place.twin, OF_PORT,
        " is for servos on a --port; those of --twin have the ids 1, 2, ...");
  }

  /** Refuses options of a simulated robot for another; null stands for one on no wire at all. */
  public static void requireSimulated(RobotPlace place, ArgumentChecks checks) {
    requireSimulated(place, checks, false);
  }

  /** The same, where noise has a meaning without a wire, too: in the logs of a simulator. */
  public static void requireSimulated(RobotPlace place, ArgumentChecks checks, boolean noiseOfLogs) {
    boolean simulated = place != null && place.twin;
    checks.refuse(!simulated, ImperfectionOptions.NAMES, OF_TWIN);
    checks.refuse(!simulated && !noiseOfLogs, ImperfectionOptions.NOISE, OF_TWIN);
  }
}
