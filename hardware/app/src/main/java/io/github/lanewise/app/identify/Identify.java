package io.github.lanewise.app.identify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.data.WholeFile;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.identification.Identification;
import io.github.lanewise.identification.Identified;
import io.github.lanewise.identification.ShakingDesign;
import io.github.lanewise.identification.ShakingLimits;
import io.github.lanewise.identification.Tracking;
import io.github.lanewise.identification.Unknowns;
import io.github.lanewise.identification.Unknowns.Kind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
          + " beforehand they are taken to be off by some 30 %%. armature, damping, friction, stiffness: of each joint"
          + " with one axis, from 0 on. gain: what each actuator or servo gives over what it should, known to 20 %%"
          + " beforehand; it is hard to tell from the inertias. delay: how late commands act, from 0 to 10 samples.",
      "Recordings:",
      "  those of 'loop' and 'shake' (--record), trajectories of 'simulate' (--out), or any file that 'shake --data'"
          + " reads, with actions. Samples that are missing end a window. Every fourth roll-out, lane, or sixteenth"
          + " part of a recording without roll-outs is left aside, and the robot found is tried on it. Of a free base a"
          + " state has place and quaternion x, y, z, w, and velocities on its own axes.",
      "Servos that take positions:",
      "  a servo is taken for a spring, tau = P (u - q), of a --stiffness that need not be known well; its damping and"
          + " friction count as the joint's. Limits of its torque and ramps of its own are not modelled.",
      "The shaking that shows most (--design):",
      "  sums of sines for each joint, which begin and end at rest in --start, within 80 %% of ranges, velocities and"
          + " torques, the ones of largest log det of the information by the derivatives of roll-outs; beside sines of"
          + " one frequency. Play it by 'loop --controller replay --replay FILE', with --command position if it is of"
          + " positions, and --record.",
      "What is shown:",
      "  the file's number, the one found, its standard error, and whether the recordings show it: then the error is"
          + " below half of what it was beforehand. The misfit is the root mean square of what windows do not explain,"
          + " in units of the noise found: 1 if noise is all there is.",
      "",
      "Examples:",
      "  lanewise shake --twin --masses 1.2 --rollouts 24 --record run.npz && lanewise identify --robot finger --data"
          + " run.npz",
      "  lanewise identify --robot finger --design shaking.npz"
    })
public final class Identify implements Callable<Integer> {
  /**
   * The rule of a step is of first order: at 1 ms its errors were ten standard errors of what recordings of a small
   * robot tell.
   */
  private static final double LONGEST_TIME_STEP = 2.5e-4;
  /** With the usual 2, friction and damping of coupled light joints that stop came out half a per cent wrong. */
  private static final int FRICTION_ROUNDS = 8;
  /** Of a design, of which sizes of errors are wanted, and many motions are tried. */
  private static final double LONGEST_OF_DESIGN = 1e-3;

  @Spec
  private CommandSpec spec;

  @Mixin
  private IdentifiedRobot robot;

  @Mixin
  private DesignOptions design;

  @Mixin
  private JsonOption json;

  @Option(names = "--data", arity = "1..*", paramLabel = "FILE", description = "Recordings, .npz, .csv or .mcap.")
  private List<Path> data;

  @Option(names = "--command", paramLabel = "torque|position|actuators", description = "What commands are (recordings"
      + " of a loop know; of roll-outs and of --design torque; of trajectories of 'simulate' actuators, the controls of"
      + " those in the robot's file).")
  private Commanded command;

  @Option(names = "--stiffness", split = ",", paramLabel = "P,...", hideParamSyntax = true,
      description = "Of servos that take positions, as far as it is known, one for all or one each [N m/rad].")
  private List<Double> stiffness = List.of();

  @Option(names = "--unknown", split = ",", paramLabel = "WHAT", description = "What is to be found:"
      + " ${COMPLETION-CANDIDATES} (inertia, armature, damping, friction, delay; with positions gain, too).")
  private List<Kind> unknown;

  @Option(names = "--window", paramLabel = "N", defaultValue = "20",
      description = "Samples of a window (${DEFAULT-VALUE}).")
  private int window;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the windows (all cores).")
  private Integer threads;

  @Option(names = "--out", paramLabel = "FILE",
      description = "Write the robot's file, URDF or MJCF, anew with the numbers found.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    check();
    RobotModel model = robot.load();
    return design.file() == null ? identify(model) : design(model);
  }

  private int identify(RobotModel model) throws IOException {
    RecordedTrials trials = RecordedTrials.read(data, command, model);
    String name = robot.name();
    ControlLaw law = law(model, trials.commanded());
    try (Simulation simulation = simulation(model, law, trials.timeStep(), LONGEST_TIME_STEP)) {
      Unknowns unknowns = new Unknowns(simulation, law, trials.commanded().gains(model), kinds(trials.commanded()),
          trials.fitted());
      IdentifyReport report = Progress.during("identifying " + model.name(), () -> {
        Identified found = new Identification(simulation, unknowns, trials.fitted(), window).run();
        Identification others = new Identification(simulation, unknowns, trials.heldOut(), window);
        return new IdentifyReport(name, found, trials, window,
            others.misfit(new double[unknowns.size()], found.noise()), others.misfit(found.theta(), found.noise()));
      });
      spec.commandLine().getOut().println(report.toText());
      json.write(report::toJson);
      if (out != null) {
        RobotXml.write(Path.of(name), robot.freeBase(), model, written(model, trials.commanded(),
            unknowns.parameters(report.found().theta())), out);
        spec.commandLine().getOut().printf("written to %s%n", out);
      }
    }
    return ExitCode.OK;
  }

  /** Gains of servos have no place in the robot's file, those of its actuators have. */
  private static double[] written(RobotModel model, Commanded commanded, double[] parameters) {
    return commanded == Commanded.ACTUATORS ? parameters
        : Arrays.copyOf(parameters, parameters.length - commanded.gains(model).size());
  }

  private int design(RobotModel model) throws IOException {
    Commanded commanded = command == null ? Commanded.TORQUE : command;
    new ArgumentChecks(spec).require(commanded != Commanded.ACTUATORS,
        "--design makes torques or positions of joints, not controls of actuators: give --command torque or position.");
    model.requireOneAxisJoints("shaking is designed for robots that stand on the ground");
    ShakingLimits limits = design.limits(robot, model);
    ControlLaw law = law(model, commanded);
    double period = 1 / design.rate();
    Tracking tracking = commanded == Commanded.POSITION ? Tracking.positions() : Tracking.torques(model, period);
    try (Simulation simulation = simulation(model, law, period, LONGEST_OF_DESIGN);
        Progress progress = Progress.start("motions", design.candidates())) {
      ShakingDesign search = new ShakingDesign(simulation, law, tracking, limits, design.start(model, limits),
          design.seconds(), design.positionNoise(), design.velocityNoise(), window);
      DesignReport report = new DesignReport(robot.name(), search.run(commanded.gains(model), kinds(commanded),
          design.candidates(), design.seed(), progress::accept), period, commanded, design.file());
      report.write();
      ObjectNode numbers = report.toJson();
      json.write(() -> numbers);
      spec.commandLine().getOut().println(report.toText());
      spec.commandLine().getOut().printf("written to %s%n", design.file());
    }
    return ExitCode.OK;
  }

  private ControlLaw law(RobotModel model, Commanded commanded) {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.refuse(commanded != Commanded.POSITION, List.of("--stiffness"),
        " is of servos that take positions, and the commands are of the kind "
            + commanded.name().toLowerCase(Locale.ROOT) + ".");
    if (commanded == Commanded.POSITION) {
      checks.require(!stiffness.isEmpty(), "The commands are positions, to which servos go as springs: give their"
          + " --stiffness, as far as it is known.");
      stiffness.forEach(gain -> checks.requirePositive("--stiffness", gain));
      model.requireOneAxisJoints("servos that take positions move joints with one axis");
    }
    return checks.valid(() -> commanded.law(model, stiffness));
  }

  private Simulation simulation(RobotModel model, ControlLaw law, double period, double longest) {
    int substeps = (int) Math.ceil(period / longest - 1e-9);
    return Simulation.of(model).control(law).timeStep(period / substeps).substeps(substeps).laneParameters()
        .frictionRounds(FRICTION_ROUNDS).threads(new ArgumentChecks(spec).threadCount(threads)).build();
  }

  private Set<Kind> kinds(Commanded commanded) {
    Set<Kind> kinds = unknown != null ? EnumSet.copyOf(unknown)
        : EnumSet.of(Kind.INERTIA, Kind.ARMATURE, Kind.DAMPING, Kind.FRICTION, Kind.DELAY);
    if (unknown == null && commanded == Commanded.POSITION) {
      kinds.add(Kind.GAIN);
    }
    return kinds;
  }

  private void check() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.require(data != null || design.file() != null,
        "Name recordings by --data, or have the shaking for them designed by --design.");
    checks.require(data == null || design.file() == null, "--data and --design exclude each other: give one of them.");
    checks.require(window >= 4, "--window must be at least 4 samples, but is " + window + ".");
    checks.threadCount(threads);
    checks.refuse(design.file() != null, List.of("--out"), " is for --data.");
    design.check();
    json.requireWritable();
    for (Path file : new Path[] {out, design.file()}) {
      if (file != null) {
        WholeFile.requireWritable(file);
      }
    }
    if (out != null) {
      robot.requireFile(out);
      String there = Files.exists(out) ? Files.readString(out, StandardCharsets.ISO_8859_1) : "<robot";
      checks.require(there.contains("<robot") || there.contains("<mujoco"), out + " is there, and is no robot's file,"
          + " so it is not replaced: name another file, or remove it.");
    }
  }
}
