package io.github.lanewise.app.identify;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.data.WholeFile;
import io.github.lanewise.identification.Identification;
import io.github.lanewise.identification.Identified;
import io.github.lanewise.identification.Unknowns;
import io.github.lanewise.identification.Unknowns.Kind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise identify}: masses, friction, delay and more of a robot, from recordings. */
@Command(
    name = "identify",
    description = {
      "Find the numbers of a robot from what it did: masses, centres of mass, inertias, friction, rotor inertias,"
          + " delay.",
      "",
      "Recordings are cut into short windows; the simulated robot is fitted to all of them at once, by the exact"
          + " derivatives of what happens in each by its start and by every number. Standard errors come with them;"
          + " numbers that the recordings do not show stay near those of the file, and are said to be so.",
      ""
    },
    footer = {
      "",
      "What may be unknown (--unknown):",
      "  inertia: mass, centre of mass and rotational inertia of each link, so that each remains a body that can be;"
          + " beforehand they are taken to be off by some 30 %%. armature, damping, friction, stiffness: of each joint,"
          + " from 0 on. gain: torque over command of each actuator, known to 20 %% beforehand; it is hard to tell from"
          + " the inertias. delay: how late commands act, from 0 to 10 samples.",
      "Recordings:",
      "  those of 'loop' and 'shake' (--record) with torques as actions, or any file that 'shake --data' reads, with"
          + " actions. Samples that are missing end a window. Every fourth roll-out is left aside, and the robot found"
          + " is tried on it.",
      "What is shown:",
      "  the file's number, the one found, its standard error, and whether the recordings show it: then the error is"
          + " below half of what it was beforehand. The misfit is the root mean square of what windows do not explain,"
          + " in units of the noise found: 1 if noise is all there is.",
      "",
      "Example: lanewise shake --twin --masses 1.2 --rollouts 24 --record run.npz && lanewise identify --robot finger"
          + " --data run.npz"
    })
public final class Identify implements Callable<Integer> {
  private static final double LONGEST_TIME_STEP = 1e-3;

  @Spec
  private CommandSpec spec;

  @Mixin
  private RobotOption robot;

  @Option(names = "--data", required = true, arity = "1..*", paramLabel = "FILE",
      description = "Recordings, .npz, .csv or .mcap.")
  private List<Path> data;

  @Option(names = "--unknown", split = ",", paramLabel = "WHAT",
      description = "What is to be found: ${COMPLETION-CANDIDATES} (inertia, armature, damping, friction, delay).")
  private List<Kind> unknown = List.of(Kind.INERTIA, Kind.ARMATURE, Kind.DAMPING, Kind.FRICTION, Kind.DELAY);

  @Option(names = "--window", paramLabel = "N", defaultValue = "20",
      description = "Samples of a window (${DEFAULT-VALUE}).")
  private int window;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the windows (all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--out", paramLabel = "FILE.urdf",
      description = "Write the robot's URDF file anew with the numbers found.")
  private Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the same numbers to this file.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    check();
    RobotModel model = robot.load();
    RecordedTrials trials = RecordedTrials.read(data);
    int substeps = (int) Math.ceil(trials.timeStep() / LONGEST_TIME_STEP - 1e-9);
    Set<Kind> kinds = EnumSet.copyOf(unknown);
    try (Simulation simulation = Simulation.of(model).timeStep(trials.timeStep() / substeps).substeps(substeps)
        .laneParameters().threads(threads).build()) {
      Unknowns unknowns =
          new Unknowns(model, simulation.actionCount(), kinds, trials.fitted(), trials.timeStep());
      IdentifyReport report = Progress.during("identifying " + model.name(), () -> {
        Identified found = new Identification(simulation, unknowns, trials.fitted(), window).run();
        Identification others = new Identification(simulation, unknowns, trials.heldOut(), window);
        return new IdentifyReport(robot.name(), found, trials, window,
            others.misfit(new double[unknowns.size()], found.noise()), others.misfit(found.theta(), found.noise()));
      });
      spec.commandLine().getOut().println(report.toText());
      if (json != null) {
        JsonFile.write(json, Provenance.of(spec).toJson().setAll(report.toJson()));
      }
      if (out != null) {
        UrdfNumbers.write(Path.of(robot.name()), model, unknowns.parameters(report.found().theta()), out);
        spec.commandLine().getOut().printf("written to %s%n", out);
      }
    }
    return ExitCode.OK;
  }

  private void check() throws IOException {
    if (window < 4) {
      throw new ParameterException(spec.commandLine(), "--window " + window + ": at least 4 samples");
    }
    if (threads < 1) {
      throw new ParameterException(spec.commandLine(), "--threads " + threads + ": at least 1");
    }
    if (robot.freeBase()) {
      throw new ParameterException(spec.commandLine(),
          "--free-base: only robots whose joints have one degree of freedom each are identified");
    }
    if (json != null) {
      WholeFile.requireWritable(json);
    }
    if (out != null) {
      WholeFile.requireWritable(out);
      if (!robot.name().endsWith(".urdf") || !Files.exists(Path.of(robot.name()))) {
        throw new ParameterException(spec.commandLine(), "--out writes a URDF file anew, and --robot " + robot.name()
            + " is none; without --out the numbers are shown, and with --json they are in a file");
      }
    }
  }
}
