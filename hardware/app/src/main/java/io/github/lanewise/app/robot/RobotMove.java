package io.github.lanewise.app.robot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.StopSignal;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.app.wire.LimitOptions;
import io.github.lanewise.app.wire.PoseOption;
import io.github.lanewise.hardware.controller.MoveTo;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.loop.TickListener;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoState;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lanewise robot move}: to a pose, smoothly. */
@Command(
    name = "move",
    description = {
      "Move a robot from where it is to a pose, smoothly, by its servos' own position control; they hold it there.",
      "",
      "Nothing moves if the pose is outside a joint's range, or if the way in that time is faster than a joint's limit."
          + " Ctrl-C and limits switch torque off, as of 'lanewise loop'. --end off lets go in the end.",
      ""
    },
    footer = {
      "",
      "The exit code is 0 if the robot is there, or as near as its servos keep it, and holds.",
      "",
      "Example: lanewise robot move --arm arm.json --pose rest --seconds 3"
    })
final class RobotMove extends ArmCommand {
  private static final double RATE = 100;
  private static final double SHARE_OF_WIRE = 0.9;
  private static final int REHEARSAL = 500;

  @Mixin
  private PoseOption pose;

  @Option(names = "--seconds", paramLabel = "S", defaultValue = "3", description = "Time for it (${DEFAULT-VALUE}).")
  private double seconds;

  @Mixin
  private LimitOptions limits;

  private Safety safety;
  private MoveTo move;

  @Override
  void check(ArgumentChecks checks) throws IOException {
    checks.require(pose.given(), "Name the pose to go to by --pose.");
    checks.requirePositive("--seconds", seconds);
    safety = limits.of(model, servos.arm(), place, Safety.Ending.HOLD);
    double[] goal = pose.of(model, servos.arm());
    move = checks.valid(() -> new MoveTo(safety, goal, seconds));
  }

  @Override
  int run(ConnectedRobot connected, ObjectNode report) throws IOException {
    double[] last = new double[joints().size()];
    TickListener listener = (tick, time, state, command, error, lateness) ->
        System.arraycopy(state.position, 0, last, 0, last.length);
    double rate = Math.min(RATE, SHARE_OF_WIRE * 1e9 / connected.wireNanos());
    ServoState now = Shown.read(connected.bus());
    requireSlow(now);
    LoopResult result;
    try (StopSignal _ = new StopSignal()) {
      result = new ControlLoop(connected.bus(), move, safety.within(connected.bus())).rate(rate).rehearsal(REHEARSAL)
          .ticks(Math.round(seconds * rate) + 1).listener(listener).run();
    }
    boolean done = result.stop().reason() == Stop.Reason.FINISHED && result.ending() == BusError.NONE
        && result.holds() == safety.holdsInTheEnd();
    spec.commandLine().getOut().printf("from  %s%n  to  %s%n%s%n", text(now.position), text(last), done
        ? result.holds() ? "the servos hold" : "torque is off" : result.stop().sentence());
    safety.remarks().forEach(spec.commandLine().getOut()::println);
    report.put("seconds", seconds).put("rate_hz", rate).put("done", done).put("holds", result.holds())
        .put("stop", result.stop().sentence());
    report.set("from", toJson(now.position));
    report.set("to", toJson(last));
    return done ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void requireSlow(ServoState now) {
    for (int j = 0; j < joints().size(); j++) {
      double fastest = move.fastest(now, j);
      if (fastest > safety.fastest(j)) {
        throw new IllegalArgumentException(String.format(Locale.ROOT, "joint '%s' would go at %.2f, and its"
            + " limit is %.2f rad/s: give it more --seconds", joints().get(j), fastest, safety.fastest(j)));
      }
    }
  }
}
