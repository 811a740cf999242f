package io.github.lanewise.app.shake;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.LearnedFile;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.options.Point;
import io.github.lanewise.app.options.PolicyChoice;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.report.ArrayFile;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.report.ReportFolder;
import io.github.lanewise.app.shake.ShakeSettings.Method;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ImperfectionOptions;
import io.github.lanewise.app.wire.LimitOptions;
import io.github.lanewise.app.wire.RobotPlace;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.data.WholeFile;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.learning.LearnedPolicy;
import io.github.lanewise.sensitivity.shaking.Shaking.Design;
import io.github.lanewise.task.TipTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code lanewise shake}: learns how a trajectory depends on the policy's parameters, and uses it. */
@Command(
    name = "shake",
    description = {
      "Shake a policy's parameters, learn the sensitivity of the whole trajectory to them, and use it.",
      "",
      "Roll-outs with perturbed parameters are run by the simulator, all at once, or by a robot's servos (--port,"
          + " --twin), one after the other, or read from a file (--data); their logs are aligned; the derivatives of"
          + " every state at every sample by every parameter are estimated, with standard errors. On the simulator"
          + " they are compared with the exact ones and predict new roll-outs. They can then improve the policy"
          + " (--improve) and reach points with the tip at the first attempt (--reach).",
      ""
    },
    footer = {
      "",
      "Controllers (parameters): pd u = P (q* - q) - D v (P, D, q* of each joint); linear u = w t + b (w, b); sine u ="
          + " A sin(omega t + phi) (A, omega, phi); network: tanh, one hidden layer (weights); reach: u = P (r(t) - q)"
          + " + D (r'(t) - v) + g(q), r a smooth way to q* (P, D, q* of each joint). Servos that take positions are"
          + " sent to u = r(t) + P (r(t) - q) + D (r'(t) - v), held at the ends of the joints' ranges, or, by a"
          + " --policy with offsets a, to u = q + a, which are steps: give it a larger --max-step, such as 0.3. Of a"
          + " robot"
          + " whose file has actuators, the joints are those that these drive, within their limits of force, and the"
          + " others swing freely; else all with one axis. All roll-outs start at rest in the neutral configuration.",
      "On a wire: a control loop ticks at --rate, brings the robot to the start before each roll-out, stops"
          + " at the limits in the robot's file, and brings the robot back to where it was before torque goes off."
          + " The first loop begins with a rehearsal of some seconds. The recursive estimator takes roll-outs in as"
          + " they come and ends the shaking at --tolerance. The true gradient of a --twin is that of its own return"
          + " on average, friction, backlash, noise and delays included, by differences of 16 roll-outs each way for"
          + " each parameter, in simulated time.",
      "Without a wire, --position-noise, --velocity-noise and --torque-noise are those of the logs, none unless given,"
          + " and --log-delay is how late they are.",
      "Ctrl-C on a wire switches torque off and finishes the recording; the exit code is 130.",
      "The return that --improve raises: minus the mean over the samples of |tip - goal|^2 + effort |u|^2, where u are"
          + " torques.",
      "Data files: .npz with W (roll-outs x parameters), W_nominal (parameters), x (roll-outs x samples x states),"
          + " time_step_s, and, if recorded, u (roll-outs x samples x actions) and weights (roll-outs x samples; 0 for"
          + " a missing sample); or .csv with the columns"
          + " rollout,time_s,[weight,]w0,w1,...,x0,x1,...[,u0,u1,...], one line a sample, and one line with"
          + " 'nominal' in the column rollout and the nominal parameters in w0, w1, ...",
      "--report writes report.html, plots.csv, plots.npz, sensitivity.npz, and rollouts.npz, which --data reads.",
      "",
      "Examples: lanewise shake --twin --report shaken; lanewise shake --twin --masses 1.2 --policy learned --improve 3"
          + " --out improved.npz; lanewise shake --robot finger --controller pd"
          + " --position-noise 0.001 --velocity-noise 0.01 --log-delay 5 --antithetic --improve 5"
          + " --reach 0.07,0.006,-0.11@0.4 --report shaken"
    })
public final class Shake implements Callable<Integer> {
  private static final List<String> OF_SIMULATOR = List.of("--threads");
  private static final List<String> OF_ROBOT = List.of("--controller", "--policy", "--rollouts", "--nominals",
      "--sigma", "--sampling", "--antithetic", "--improve", "--goal", "--effort", "--steps", "--rate", "--seed");
  private static final List<String> OF_WIRE = List.of("--record", "--fifo", "--range", "--max-velocity", "--max-torque",
      "--max-temperature", "--position-margin", "--bus-errors", "--late-ticks", "--controller-ticks", "--end",
      "--command");

  private static final int TWIN_PRIORITY = 10;

  /** The words after {@code --parameters}. */
  static final class PartConverter implements ITypeConverter<LearnedPolicy.Part> {
    @Override
    public LearnedPolicy.Part convert(String text) {
      return Arrays.stream(LearnedPolicy.Part.values()).filter(part -> LearnedSubject.text(part).equals(text))
          .findFirst().orElseThrow(() -> new TypeConversionException("'" + text + "' is none of: " + Arrays.stream(
              LearnedPolicy.Part.values()).map(LearnedSubject::text).collect(Collectors.joining(", "))));
    }
  }

  @Spec
  private CommandSpec spec;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description = {
      "A URDF or MJCF file, or a robot that comes with the library: double_pendulum, finger, arm7, hopper,"
          + " quadruped, humanoid (with --twin: finger).",
      "With --data only needed for --reach and the names of states."})
  private String robot;

  @ArgGroup(multiplicity = "0..1")
  private RobotPlace place;

  @Mixin
  private RobotServos servos;

  @Mixin
  private ImperfectionOptions imperfections;

  @Option(names = "--real-time", description = "Let the robot of --twin live in real time behind a pseudo-terminal, as"
      + " one on a wire does, not in simulated time, which makes the same numbers each time, however busy the machine.")
  private boolean realTime;

  @Option(names = "--record", paramLabel = "FILE", description = "On a wire: write every tick to this file, .mcap, .npz"
      + " or .csv, which --data reads; shakes and trials after the first go to FILE-1, FILE-2, ...")
  private Path record;

  @Option(names = "--data", paramLabel = "FILE", description =
      "Roll-outs recorded on any robot, instead of the simulator's: .npz, .csv or .mcap.")
  private Path data;

  @Option(names = "--drop-bad", description = "Leave out roll-outs that are too short, not finite or fly apart, and"
      + " report them.")
  private boolean dropBad;

  @Option(names = "--controller", paramLabel = "pd|linear|sine|network|reach",
      description = "The policy (pd; on a wire reach).")
  private PolicyChoice controller;

  @Option(names = "--command", paramLabel = "torque|position", description = "On a wire: what the policy commands; the"
      + " positions are targets of servos that go there by themselves (torque; of Feetech servos, which take no other,"
      + " position).")
  private ServoCommand.Mode command;

  @Option(names = "--policy", paramLabel = "FILE|DIR", description = "A policy of 'train --task tip' in place of a"
      + " --controller; of the folder of a training the best one. Robot, goal and effort are those that it was learned"
      + " for, unless another --robot is to act.")
  private Path policy;

  @Option(names = "--parameters", paramLabel = "last-biases|last-layer", converter = PartConverter.class, description =
      "Which numbers of the --policy are shaken: the biases of its last layer, or these and the weights"
          + " (last-biases).")
  private LearnedPolicy.Part part;

  @Option(names = "--out", paramLabel = "FILE.npz", description =
      "Write the --policy with the best parameters of --improve to this file, for 'loop --policy' and others.")
  private Path out;

  @Option(names = "--rollouts", paramLabel = "K",
      description = "Roll-outs of each shake, nominal ones included (256; on a wire 48).")
  private Integer rollouts;

  @Option(names = "--nominals", paramLabel = "N",
      description = "How many of them repeat the nominal parameters, to measure noise and return (8; on a wire 4).")
  private Integer nominals;

  @Option(names = "--sigma", paramLabel = "S", description =
      "Standard deviation of perturbations, in scales of each parameter, such as its nominal value (0.05; on a"
          + " wire 0.1).")
  private Double sigma;

  @Option(names = "--sampling", paramLabel = "gaussian|uniform|grid|sobol", defaultValue = "gaussian",
      description = "How perturbations are drawn; grid: one parameter at a time (${DEFAULT-VALUE}).")
  private Design design;

  @Option(names = "--antithetic", description = "Perturb in pairs + and -, which cancels curvature.")
  private boolean antithetic;

  @Option(names = "--log-delay", paramLabel = "SAMPLES", defaultValue = "0",
      description =
          "Largest random delay of a log (${DEFAULT-VALUE}); with --data and on a wire, that --align looks for.")
  private double delay;

  @Option(names = "--align", negatable = true,
      description = "Find the delays of logs and take them out, or do not (align if --log-delay is not 0).")
  private Boolean align;

  @Option(names = "--voxels", paramLabel = "H", defaultValue = "0",
      description = "Round differences from the nominal to cells of so many standard deviations of its repeats (none).")
  private double voxels;

  @Option(names = "--estimator", paramLabel = "ridge|quadratic|gp|network|recursive|bayes|directions",
      description = "How the sensitivity is estimated (ridge; on a wire recursive). With fewer roll-outs than"
          + " parameters: bayes, ridge with the prior that shaking each parameter moves the robot about as much; or"
          + " directions, each parameter by itself while the others are noise, which learns the gradient from the"
          + " returns alone.")
  private Method estimator;

  @Option(names = "--tolerance", paramLabel = "PART", description =
      "Relative standard error at which the recursive estimator stops shaking, or would (0.05; on a wire 0.25).")
  private Double tolerance;

  @Option(names = "--improve", paramLabel = "N",
      description = "Raise the return by Gauss-Newton steps with the learned sensitivity, each tried by nominal"
          + " roll-outs, shaking anew N times; on a wire the first time counts (0; with --twin 1).")
  private Integer improve;

  @Option(names = "--goal", paramLabel = "X,Y,Z", converter = Point.Converter.class,
      description = "Where --improve wants the tip, in metres (its place where each joint is three quarters up its"
          + " range).")
  private Point goal;

  @Option(names = "--effort", paramLabel = "RHO", defaultValue = "0.001",
      description = "Price of torques in the return, in m^2/(N m)^2 (${DEFAULT-VALUE}).")
  private double effort;

  @Option(names = "--reach", paramLabel = "X,Y,Z[@T]", converter = ReachGoal.Converter.class,
      description = "Reach this point with the tip, in metres, after T seconds (at the end); may be given several"
          + " times.")
  private List<ReachGoal> reach = List.of();

  @Option(names = "--steps", paramLabel = "N",
      description = "Control steps of a roll-out (500; on a wire 200; of a --policy 300).")
  private Integer steps;

  @Option(names = "--rate", paramLabel = "HZ", description = "Control steps a second (500; where positions are"
      + " commanded 100, but of a --policy 500).")
  private Double rate;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the roll-outs (all cores).")
  private Integer threads;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Seed of everything random (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--fifo", paramLabel = "1..99", description = "On a wire: ask for real-time scheduling at this"
      + " priority (none; of --twin in --real-time 10, where allowed).")
  private Integer fifo;

  @Mixin
  private LimitOptions limits;

  @Option(names = "--report", paramLabel = "DIR", description =
      "Write a page with plots, and the numbers behind them, to this folder.")
  private Path report;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    ShakeSettings settings = settings();
    json.requireWritable();
    if (report != null) {
      ReportFolder.requireWritable(report, Provenance.of(spec), null);
    }
    if (settings.subject().wire() == null) {
      report(new ShakeRun(settings).run());
    } else {
      try (WiredRuns runs = new WiredRuns(settings.subject().wire(), spec.commandLine().getErr())) {
        report(new ShakeOnWire(settings, runs).run());
      }
    }
    return ExitCode.OK;
  }

  private void report(ShakeResult result) throws IOException {
    ShakeReport summary = new ShakeReport(result);
    PrintWriter page = spec.commandLine().getOut();
    page.print(summary.toText());
    if (out != null && !result.uses().visits().isEmpty()) {
      result.settings().motion().learned().write(out, result.uses().visits(), Provenance.of(spec));
      page.printf("%nBest policy: %s%n", out);
    }
    page.flush();
    if (report != null) {
      try (Progress progress = Progress.start("writing the report", 1)) {
        ShakePage.write(report, result, summary.toText(), Provenance.of(spec));
        progress.accept(1);
      }
      page.printf("%nReport: %s%n", ReportFolder.page(report));
    }
    json.write(summary::toJson);
  }

  private boolean wired() throws IOException {
    return place != null || servos.arm() != null;
  }

  private boolean simulated() {
    return place != null && place.simulated();
  }

  /** Puts what was not given to what is usual on the simulator, or on a wire. */
  private void completeDefaults() throws IOException {
    robot = robot == null && servos.arm() != null ? servos.arm().robot() : robot;
    robot = robot == null && simulated() && policy == null ? "finger" : robot;
    controller = controller != null || policy != null ? controller : wired() ? PolicyChoice.REACH : PolicyChoice.PD;
    part = part != null ? part : LearnedPolicy.Part.LAST_BIASES;
    rollouts = rollouts != null ? rollouts : wired() ? 48 : 256;
    nominals = nominals != null ? nominals : wired() ? 4 : 8;
    sigma = sigma != null ? sigma : wired() ? 0.1 : 0.05;
    tolerance = tolerance != null ? tolerance : wired() ? 0.25 : 0.05;
    estimator = estimator != null ? estimator : wired() ? Method.RECURSIVE : Method.RIDGE;
    improve = improve != null ? improve : simulated() ? 1 : 0;
    fifo = fifo != null || !simulated() || !realTime ? fifo : (Integer) TWIN_PRIORITY;
    command = command != null ? command : servos.usualCommand(place);
    boolean slow = command == ServoCommand.Mode.POSITION && policy == null;
    rate = rate != null ? rate : (Double) (slow ? 100.0 : TipTask.RATE);
    steps = steps != null ? steps : policy != null ? TipTask.EPISODE : wired() ? 200 : 500;
  }

  private ShakeSettings settings() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    completeDefaults();
    int workers = checks.threadCount(threads);
    boolean aligns = align == null ? delay > 0 : align;
    requireTogether(checks);
    requireNumbers(checks);
    checks.require(!aligns || delay > 0, "--align needs to know the largest delay: give --log-delay.");
    checks.require(reach.isEmpty() || robot != null || policy != null,
        "--reach needs a --robot, to know where the tip is.");
    if (record != null) {
      checks.require(record.toString().matches("(?i).*\\.(mcap|npz|csv)"),
          "--record " + record + " must end in .mcap, .npz or .csv.");
      WholeFile.requireWritable(record);
    }
    if (out != null) {
      ArrayFile.requireReplaceable(out, "policy_version", "policy");
    }
    Arm arm = servos.arm();
    NamedRobot given = robot == null ? null : new NamedRobot(robot, RobotOption.load(robot, spec));
    LearnedSubject learned =
        policy == null ? null : LearnedSubject.of(LearnedFile.read(policy, given, spec), part);
    NamedRobot named = learned == null ? given : learned.file().subject().robot();
    if (wired()) {
      servos.requireFits(place, named.model());
    }
    ShakeWire wire = wired()
        ? new ShakeWire(arm == null ? null : arm.file(), place == null ? null : place.port(), simulated()
            ? checks.valid(() -> imperfections.of(named.model(), arm)) : null, simulated() && !realTime, servos,
            limits.of(named.model(), arm, place), fifo, record) : null;
    return new ShakeSettings(
        new ShakeSettings.Subject(named, data, wire, workers),
        new ShakeSettings.Motion(controller, learned, command, steps, 1 / rate),
        new ShakeSettings.Perturbation(rollouts, nominals, sigma, design, antithetic, seed),
        new ShakeSettings.Logs(wired() ? new double[3] : imperfections.noise(), delay, aligns, voxels, dropBad),
        new ShakeSettings.Estimation(estimator, tolerance),
        new ShakeSettings.Goals(improve, goal == null ? null : goal.coordinates(), effort, reach));
  }

  private void requireTogether(ArgumentChecks checks) throws IOException {
    checks.require(data == null || !wired(), "--data holds roll-outs that were recorded before, "
        + (simulated() ? "--twin" : "--port") + " would run others: give one of them.");
    checks.require(data != null || robot != null || policy != null,
        "Name a --robot to shake, or a file with --data.");
    checks.refuse(policy != null, List.of("--controller", "--goal", "--effort"),
        " is that of the --policy: leave it out.");
    checks.refuse(policy == null, List.of("--parameters", "--out"), " is for a --policy.");
    checks.require(policy == null || rate == TipTask.RATE, "--rate is " + rate + ", but a policy acts " + TipTask.RATE
        + " times a second, as it learned.");
    checks.refuse(data != null, OF_SIMULATOR, " is for a simulated robot; recorded --data cannot be shaken anew.");
    checks.refuse(data != null, OF_ROBOT, " is for a simulated robot; recorded --data cannot be shaken anew.");
    checks.refuse(wired(), OF_SIMULATOR, " is for the simulator; servos have what they have.");
    checks.refuse(wired(), List.of("--drop-bad"), " is for the simulator and --data.");
    checks.refuse(!wired(), OF_WIRE, " is for a robot on a wire: name its --port, or --twin for a simulated one.");
    if (place != null || !wired()) {
      RobotPlace.requirePort(place, checks);
    }
    RobotPlace.requireSimulated(place, checks, data == null && !wired());
    checks.refuse(!simulated(), List.of("--real-time"),
        " is for a simulated robot: give --twin.");
    boolean ofPositions = command == ServoCommand.Mode.POSITION;
    if (ofPositions && policy == null) {
      checks.require(controller == PolicyChoice.REACH, "--controller " + Choice.text(controller)
          + " commands torques; servos that take positions are sent those of reach, or of a --policy.");
    }
    checks.refuse(ofPositions, List.of("--effort"), " is the price of torques, and positions are commanded.");
    checks.refuse(simulated() && !realTime, List.of("--fifo"), " is for --real-time.");
  }

  private void requireNumbers(ArgumentChecks checks) {
    checks.requireAtLeastOne("--rollouts", rollouts);
    checks.require(nominals >= 0 && nominals < rollouts,
        "--nominals must be from 0 to less than --rollouts, which is " + rollouts + ", but is " + nominals + ".");
    checks.require(!antithetic || (rollouts - nominals) % 2 == 0, "--antithetic takes pairs, but --rollouts " + rollouts
        + " less --nominals " + nominals + " is odd.");
    checks.requirePositive("--sigma", sigma);
    checks.requirePositive("--rate", rate);
    checks.requirePositive("--tolerance", tolerance);
    checks.requireNotNegative("--log-delay", delay);
    checks.requireNotNegative("--voxels", voxels);
    checks.requireNotNegative("--effort", effort);
    imperfections.checkNoise(checks);
    checks.require(data != null || voxels == 0 || nominals >= 2, "--voxels are measured by repeats of the nominal:"
        + " --nominals must be at least 2, but is " + nominals + ".");
    checks.require(improve >= 0, "--improve must not be negative, but is " + improve + ".");
    checks.require(improve == 0 || nominals >= 1, "--improve measures returns by nominal roll-outs: --nominals must"
        + " be at least 1.");
    checks.require(out == null || improve >= 1,
        "--out is the policy that --improve finds: shake at least once for it.");
    checks.requireAtLeastOne("--steps", steps);
    checks.requirePriority("--fifo", fifo);
  }
}
