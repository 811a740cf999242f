package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.app.ShakeSettings.Controller;
import io.github.lanewise.hardware.app.ShakeSettings.Method;
import io.github.lanewise.hardware.data.WholeFile;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.shaking.Shaking.Design;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise shake}: learns how a trajectory depends on the policy's parameters, and uses it. */
@Command(
    name = "shake",
    description = {
      "Shake a policy's parameters, learn the sensitivity of the whole trajectory to them, and use it.",
      "",
      "Roll-outs with perturbed parameters are run, all at once, or read from a file; their logs are aligned; the"
          + " derivatives of every state at every sample by every parameter are estimated, with standard errors. On"
          + " the simulator they are compared with the exact ones and predict new roll-outs. They can then improve the"
          + " policy (--improve) and reach points with the tip at the first attempt (--reach).",
      ""
    },
    footer = {
      "",
      "Controllers (parameters): pd u = P (q* - q) - D v (P, D, q* of each joint); linear u = w t + b (w, b); sine u ="
          + " A sin(omega t + phi) (A, omega, phi); network: tanh, one hidden layer (weights). All roll-outs start at"
          + " rest in the neutral configuration.",
      "The return that --improve raises: minus the mean over the samples of |tip - goal|^2 + effort |u|^2.",
      "Data files: .npz with W (roll-outs x parameters), W_nominal (parameters), x (roll-outs x samples x states),"
          + " time_step_s, and, if recorded, u (roll-outs x samples x actions) and weights (roll-outs x samples; 0 for"
          + " a missing sample); or .csv with the columns"
          + " rollout,time_s,[weight,]w0,w1,...,x0,x1,...[,u0,u1,...], one line a sample, and one line with"
          + " 'nominal' in the column rollout and the nominal parameters in w0, w1, ...",
      "--report writes report.html, plots.csv, plots.npz, sensitivity.npz, and rollouts.npz, which --data reads.",
      "",
      "Example: lanewise shake --robot finger --controller pd --noise 0.001,0.01 --delay 5 --antithetic --improve 5"
          + " --reach 0.07,0.006,-0.11@0.4 --report shaken"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100)
final class Shake implements Callable<Integer> {
  private static final List<String> OF_SIMULATOR = List.of("--controller", "--rollouts", "--nominals", "--sigma",
      "--design", "--antithetic", "--noise", "--improve", "--goal", "--effort", "--steps", "--time-step", "--threads",
      "--seed");

  @Spec
  private CommandSpec spec;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description = {
      "A URDF or MJCF file, or a robot that comes with the library: double_pendulum, finger, arm7, quadruped,"
          + " humanoid.", "With --data only needed for --reach and the names of states."})
  private String robot;

  @Option(names = "--data", paramLabel = "FILE", description =
      "Roll-outs recorded on any robot, instead of the simulator's: .npz, .csv or .mcap.")
  private Path data;

  @Option(names = "--drop-bad", description = "Leave out roll-outs that are too short, not finite or fly apart, and"
      + " report them.")
  private boolean dropBad;

  @Option(names = "--controller", paramLabel = "pd|linear|sine|network", defaultValue = "pd",
      description = "The policy (${DEFAULT-VALUE}).")
  private Controller controller;

  @Option(names = "--rollouts", paramLabel = "K", defaultValue = "256",
      description = "Roll-outs of each shake, nominal ones included (${DEFAULT-VALUE}).")
  private int rollouts;

  @Option(names = "--nominals", paramLabel = "N", defaultValue = "8",
      description = "How many of them repeat the nominal parameters, to measure noise and return (${DEFAULT-VALUE}).")
  private int nominals;

  @Option(names = "--sigma", paramLabel = "S", defaultValue = "0.05",
      description = "Standard deviation of perturbations, in scales of each parameter, such as its nominal value"
          + " (${DEFAULT-VALUE}).")
  private double sigma;

  @Option(names = "--design", paramLabel = "gaussian|uniform|grid|sobol", defaultValue = "gaussian",
      description = "How perturbations are drawn; grid: one parameter at a time (${DEFAULT-VALUE}).")
  private Design design;

  @Option(names = "--antithetic", description = "Perturb in pairs + and -, which cancels curvature.")
  private boolean antithetic;

  @Option(names = "--noise", split = ",", paramLabel = "Q[,V[,TAU]]", hideParamSyntax = true,
      description = "Standard deviations of noise on logged positions [rad], logged velocities [rad/s] and torques"
          + " [N m] (0,0,0).")
  private double[] noise = {};

  @Option(names = "--delay", paramLabel = "SAMPLES", defaultValue = "0",
      description = "Largest random delay of a log (${DEFAULT-VALUE}); with --data, that --align looks for.")
  private double delay;

  @Option(names = "--align", negatable = true,
      description = "Find the delays of logs and take them out, or do not (align if --delay is not 0).")
  private Boolean align;

  @Option(names = "--voxels", paramLabel = "H", defaultValue = "0",
      description = "Round differences from the nominal to cells of so many standard deviations of its repeats (none).")
  private double voxels;

  @Option(names = "--estimator", paramLabel = "ridge|quadratic|gp|network|recursive", defaultValue = "ridge",
      description = "How the sensitivity is estimated (${DEFAULT-VALUE}).")
  private Method estimator;

  @Option(names = "--tolerance", paramLabel = "PART", defaultValue = "0.05",
      description = "Relative standard error at which the recursive estimator would stop shaking (${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(names = "--improve", paramLabel = "N", defaultValue = "0",
      description = "Raise the return by Gauss-Newton steps with the learned sensitivity, each tried by nominal"
          + " roll-outs, shaking anew N times (${DEFAULT-VALUE}).")
  private int improve;

  @Option(names = "--goal", paramLabel = "X,Y,Z", converter = ReachGoal.Converter.class,
      description = "Where --improve wants the tip, in metres (its place where each joint is three quarters up its"
          + " range).")
  private ReachGoal goal;

  @Option(names = "--effort", paramLabel = "RHO", defaultValue = "0.001",
      description = "Price of torques in the return, in m^2/(N m)^2 (${DEFAULT-VALUE}).")
  private double effort;

  @Option(names = "--reach", paramLabel = "X,Y,Z[@T]", converter = ReachGoal.Converter.class,
      description = "Reach this point with the tip, in metres, after T seconds (at the end); may be given several"
          + " times.")
  private List<ReachGoal> reach = List.of();

  @Option(names = "--steps", paramLabel = "T", defaultValue = "500",
      description = "Control steps of a roll-out (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--time-step", paramLabel = "SECONDS", defaultValue = "0.002",
      description = "Length of a step (${DEFAULT-VALUE}).")
  private double timeStep;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the roll-outs (all cores).")
  private Integer threads;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Seed of everything random (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--report", paramLabel = "DIR", description =
      "Write a page with plots, and the numbers behind them, to this folder.")
  private Path report;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the same numbers to this file.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    ShakeSettings settings = settings();
    if (json != null) {
      WholeFile.requireWritable(json);
    }
    if (report != null) {
      makeFolder();
    }
    ShakeResult result = new ShakeRun(settings).run();
    ShakeReport summary = new ShakeReport(result);
    PrintWriter out = spec.commandLine().getOut();
    out.print(summary.toText());
    out.flush();
    if (report != null) {
      try (Progress progress = Progress.start("writing the report", 1)) {
        ShakePage.write(report, result, summary.toText());
        progress.accept(1);
      }
      out.printf("%nReport: %s%n", report.resolve(ShakePage.FILE));
    }
    if (json != null) {
      JsonFile.write(json, summary.toJson());
    }
    return ExitCode.OK;
  }

  private void makeFolder() throws IOException {
    try {
      Files.createDirectories(report);
    } catch (FileSystemException e) {
      throw new IllegalArgumentException("cannot write a report into " + report + ": "
          + (e instanceof FileAlreadyExistsException ? "it is a file" : "no folder can be made there"), e);
    }
    WholeFile.requireWritable(report.resolve(ShakePage.FILE));
  }

  private ShakeSettings settings() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    int workers = checks.threads(threads);
    boolean aligns = align == null ? delay > 0 : align;
    checks.require(data != null || robot != null, "Name a --robot to shake, or a file with --data.");
    checks.requireAtLeastOne("--rollouts", rollouts);
    checks.require(nominals >= 0 && nominals < rollouts,
        "--nominals must be from 0 to less than --rollouts, which is " + rollouts + ", but is " + nominals + ".");
    checks.require(!antithetic || (rollouts - nominals) % 2 == 0, "--antithetic takes pairs, but --rollouts " + rollouts
        + " less --nominals " + nominals + " is odd.");
    checks.requirePositive("--sigma", sigma);
    checks.requirePositive("--time-step", timeStep);
    checks.requirePositive("--tolerance", tolerance);
    checks.requireNotNegative("--delay", delay);
    checks.requireNotNegative("--voxels", voxels);
    checks.requireNotNegative("--effort", effort);
    checks.require(noise.length <= 3, "--noise takes at most three numbers, but has " + noise.length + ".");
    for (double deviation : noise) {
      checks.requireNotNegative("--noise", deviation);
    }
    checks.require(!aligns || delay > 0, "--align needs to know the largest delay: give --delay.");
    checks.require(data != null || voxels == 0 || nominals >= 2, "--voxels are measured by repeats of the nominal:"
        + " --nominals must be at least 2, but is " + nominals + ".");
    checks.require(improve >= 0, "--improve must not be negative, but is " + improve + ".");
    for (String option : data == null ? List.<String>of() : OF_SIMULATOR) {
      checks.require(!spec.commandLine().getParseResult().hasMatchedOption(option),
          option + " is for a simulated robot; recorded --data cannot be shaken anew.");
    }
    checks.require(goal == null || Double.isNaN(goal.time()), "--goal is a point for all times: give no @ and time.");
    checks.require(improve == 0 || nominals >= 1, "--improve measures returns by nominal roll-outs: --nominals must"
        + " be at least 1.");
    checks.require(reach.isEmpty() || robot != null, "--reach needs a --robot, to know where the tip is.");
    checks.requireAtLeastOne("--steps", steps);
    RobotModel model = robot == null ? null : RobotOption.load(robot, spec);
    return new ShakeSettings(robot, model, data, dropBad, controller, rollouts, sigma, design, antithetic, nominals,
        Arrays.copyOf(noise, 3), delay, aligns, voxels, estimator, tolerance, improve,
        goal == null ? null : goal.target(), effort, reach, steps, timeStep, workers, seed);
  }
}
