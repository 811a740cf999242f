package io.github.lanewise.app.loop;

import io.github.lanewise.app.console.StopSignal;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ImperfectionOptions;
import io.github.lanewise.app.wire.LimitOptions;
import io.github.lanewise.app.wire.RobotPlace;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.app.wire.SimulatedRobot;
import io.github.lanewise.data.WholeFile;
import io.github.lanewise.hardware.controller.Replay;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.Safety;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise loop}: a control loop on a robot's servos, and how it went. */
@Command(
    name = "loop",
    description = {
      "Control a robot's servos in a loop of fixed rate, record it, and report how punctual it was.",
      "",
      "The loop reads all servos, asks the controller, checks everything against the limits, and commands all servos,"
          + " at every tick. A rehearsal of some seconds comes first, which leaves the servos as they are: those that"
          + " hold the robot go on. Then torque is switched on (for another operating mode it is off for a moment), and"
          + " off (or the servos hold, by --end) when the loop ends, for whatever reason: the time is over, Ctrl-C, a"
          + " limit, servos that do not answer, a port that is gone. The servos' own watchdog is armed, if they have"
          + " one, in case that this process is killed.",
      ""
    },
    footer = {
      "",
      "How the numbers come about:",
      "  A --twin lives in simulated time, which waits for the compiler and for a busy machine, needs no rehearsal in"
          + " haste, and goes as fast as the processor: --seconds and the recording are of that time, and nothing is"
          + " late in it. With --real-time it measures this machine, as on a port.",
      "  Lateness is how long after its moment a tick began; a tick that is late by whole periods makes others miss,"
          + " which are counted, skipped and not caught up. Cost is how long a tick took, waiting for the servos"
          + " included. Allocation is that of the loop's thread from the first tick with torque on.",
      "  --record keeps every tick; what is in a column, an .mcap says in its schema. The column stop says in the last"
          + " row why the loop stopped. 'loop --controller replay' takes such a file.",
      "  The exit code is 0 if all ticks were done and the robot was left as asked, 1 if it ended otherwise, 2 if the"
          + " arguments were wrong, and 130 after Ctrl-C.",
      "  A policy of 'train --task tip' begins where the robot is. --record keeps what it observed and its actions,"
          + " too, in the columns observation and action; an .mcap says which is which.",
      "  --arm tells once what --robot, --port, --id, --zero and --reverse do, and also of gears, couplings, two"
          + " servos on a joint and several ports; its keys are in the README.",
      "",
      "Example, without a robot: lanewise loop --twin --robot finger --controller pd --stiffness 2,2,1"
          + " --damping 0.05,0.05,0.02 --pose 0.2,0.7,1.0 --seconds 10 --record finger.mcap"
    })
public final class Loop implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @ArgGroup
  private RobotPlace place;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description = RobotOption.DESCRIPTION
      + " With an --arm that has one it may be left out.")
  private String robot;

  @Mixin
  private RobotServos servos;

  @Mixin
  private ImperfectionOptions imperfections;

  @Option(names = "--real-time", description = "Let the robot of --twin live in real time behind a pseudo-terminal, as"
      + " one on a wire does, not in simulated time, which makes the same numbers each time, however busy the machine.")
  private boolean realTime;

  @Mixin
  private ControllerOptions controller;

  @Option(names = "--rate", paramLabel = "HZ", description = "Ticks a second (1000, or as many as the wire"
      + " carries; of a policy 500).")
  private Double rate;

  @Option(names = "--seconds", paramLabel = "S",
      description = "End after so long (until Ctrl-C; with replay, as long as the file).")
  private Double seconds;

  @Mixin
  private LimitOptions limits;

  @Option(names = "--watchdog", paramLabel = "MS",
      description = "Time without a command after which the servos stop by themselves; 0 leaves theirs as it is"
          + " (50 ms, or 5 ticks more than --late-ticks).")
  private Double watchdog;

  @Option(names = "--fifo", paramLabel = "1..99", description =
      "Ask for real-time scheduling at this priority, for a simulated robot in --real-time as well.")
  private Integer fifo;

  @Option(names = "--pin", paramLabel = "CPU", description = "Tie the loop to one processor, counted from 0.")
  private Integer pin;

  @Option(names = "--yes", description = "Yes, servos that hold the robot up may let go of it for --controller free:"
      + " hold it. Without this they are left as they are, and the loop stops.")
  private boolean yes;

  @Option(names = "--lock-memory", description = "Keep the process's memory from being paged out.")
  private boolean lockMemory;

  @Option(names = "--record", paramLabel = "FILE", description = "Record every tick as .mcap, .npz or .csv.")
  private Path record;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    // After Ctrl-C the process ends when this is over, so that the report is seen and the recording is finished.
    try (StopSignal _ = new StopSignal(); LeaderArm leader = LeaderArm.connect(controller.leader(), spec)) {
      LoopSettings settings = settings(leader);
      PrintWriter out = spec.commandLine().getOut();
      LoopReport result = new LoopSession(settings, leader == null ? 0 : leader.robot().wireNanos(), servos, out,
          spec.commandLine().getErr()).run();
      out.print(result.toText());
      out.flush();
      json.write(result::toJson);
      return result.asAsked() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private LoopSettings settings(LeaderArm leader) throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    double hertz = rate == null ? controller.usualRate() : rate;
    checks.require(hertz >= 0.1 && hertz <= 100_000, "--rate must be from 0.1 to 100,000, but is " + hertz + ".");
    if (seconds != null) {
      checks.requirePositive("--seconds", seconds);
      checks.require(seconds * hertz >= 1, "--seconds " + seconds + " at --rate " + hertz + " is not one tick.");
    }
    checks.requirePriority("--fifo", fifo);
    checks.require(pin == null || pin >= 0, "--pin must not be negative, but is " + pin + ".");
    checks.requireNotNegative("--watchdog", watchdog);
    if (place != null) {
      RobotPlace.requirePort(place, checks);
    }
    RobotPlace.requireSimulated(place, checks);
    boolean simulated = place != null && place.simulated();
    checks.refuse(!simulated, List.of("--real-time"), " is for a simulated robot: give --twin.");
    checks.refuse(simulated && !realTime, List.of("--fifo", "--pin", "--lock-memory"), " is for --real-time.");
    checks.require(leader == null || !simulated || realTime, "A hand moves the --leader in real time: give --twin a"
        + " --real-time.");
    if (record != null) {
      WholeFile.requireWritable(record);
    }
    json.requireWritable();
    NamedRobot named = servos.robot(robot);
    servos.requireFits(place, named.model());
    Arm arm = servos.arm();
    Safety safety = limits.of(named.model(), arm, place);
    LoopSettings.Controllers controllers = leader == null ? limits -> controller.of(named, servos, limits, hertz)
        : limits -> leader.follower(named.model(), limits);
    Controller chosen = controllers.of(safety);
    Double duration = seconds != null ? seconds : chosen instanceof Replay replay ? (Double) replay.seconds() : null;
    SimulatedRobot twin = simulated ? checks.valid(() -> imperfections.of(named.model(), arm)) : null;
    return new LoopSettings(named, arm == null ? null : arm.file(),
        place == null ? null : place.port(), twin, simulated && !realTime,
        new LoopSettings.Control(chosen, controllers, Choice.text(controller.kind()), safety, yes),
        new LoopSettings.Timing(hertz, rate != null || !controller.anyRate(), duration, watchdog),
        new LoopSettings.Scheduling(fifo, pin, lockMemory), record);
  }
}
