package io.github.lanewise.app.task;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.ChosenTask;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.PolicyPlace;
import io.github.lanewise.app.options.TipSubject;
import io.github.lanewise.app.options.VariantOptions;
import io.github.lanewise.app.report.ArrayFile;
import io.github.lanewise.app.report.LaneArray;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.report.Table;
import io.github.lanewise.data.PolicyFile;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.task.deformable.DeformableTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise task}: robots at a task, in many lanes, with returns, speeds, trajectories and gradients. */
@Command(
    name = "task",
    description = {
      "Run robots at a task in many lanes: returns of episodes, steps per second, and on demand trajectories and the"
          + " exact gradient of each lane's return by its actions.",
      "",
      "Tasks are those of DiffRL (Xu and others, Accelerated Policy Learning with Parallel Differentiable Simulation,"
          + " 2022): a pole on a cart swings up, the others run. 60 control steps are a second. A lane whose episode"
          + " ends starts a new one.",
      ""
    },
    footer = {
      "",
      "What inertia means:",
      "  as-used: rotational inertias of bodies as the public code of these tasks makes them from the shapes, by a"
          + " product entry by entry where a turned tensor, R I R', is meant; masses and centres are right. Published"
          + " returns are returns of such robots, and compare with nothing else.",
      "  physical: as physics has it. The planar tasks, cartpole, hopper and cheetah, move alike under both.",
      "What substeps and rule mean:",
      "  Any of --contact-damping, --substeps, --integrator and --mass-matrix-every makes another task, and returns of"
          + " different tasks do not compare. The explicit rule takes all forces at the start of a time step, as"
          + " published; the implicit one takes damping, the springs of limits and friction in contact at its end, for"
          + " which few time steps will do.",
      "  --study drops the robots for 4 s, under smooth random actions, and takes the gradient of the mean forward"
          + " speed at the end of 32 control steps by all actions, by both rules and with more and more time steps,"
          + " against the"
          + " explicit rule with 256 or 8 times the task's own, whichever is more. A mass matrix is made at every time"
          + " step; the last row is the task as published. What is not finite in a lane leaves the lane out.",
      "What a cloth is:",
      "  fold, fold-thrice, unfold and unfold-hard are the cloth tasks of DaXBench (Chen and others, ICLR 2023): 512"
          + " points, which a gripper picks up at one place of the floor and lets go at another, 2,000 time steps in"
          + " all, 3, 4 or 15 times an episode. A reward is exp(-10 c) 0.99^t, c the chamfer distance to the goal."
          + " An episode has succeeded if it ends with c within 0.02 (fold), 0.035 (fold-thrice) or 0.005 (unfold,"
          + " unfold-hard). Episodes of fold begin flat, each shifted on its own; of unfold after one random pick, of"
          + " unfold-hard after three.",
      "  --cloth physical: the floor stops points and does not turn them round, damping is 10 per second, and exact"
          + " derivatives can be followed; as-published: floor and damping as in the public code, where exact"
          + " derivatives are astronomically large; rescaled: the same, with cotangents scaled in each time step about"
          + " as there, which leaves only a direction of them. Each has a goal of its own, folded by one rule.",
      "What a rope is:",
      "  whip, push and push-hard are the rope tasks of DaXBench: particles of an elastic or a plastic material. A box"
          + " holds the rope of whip at one end and moves by a fiftieth of an action, 70 times an episode, so that it"
          + " is swung over a spot; another box is put down beside that of push and pushes it straight, 3,990 time"
          + " steps each time, 6 or 20 times an episode. A reward is exp(-10 c), c the mean distance of particles to"
          + " their own places over sqrt 3. An episode has succeeded if it ends with c within 0.02 m (whip) or 0.005 m"
          + " (push, push-hard). Episodes of whip begin straight, each shifted on its own; of push after two random"
          + " pushes, of push-hard after ten. The spot is where five straight swings of the box, found by trying,"
          + " bring the rope.",
      "  --rope physical: the box that pushes stops what has come into it; as-published: it lets that through, as in"
          + " the public code; clipped: the same, and cotangents are shortened to the norm 1 after each command.",
      "How the numbers come about:",
      "  The return of an episode is the plain sum of its rewards, of a lane the sum of all rewards of the run."
          + " Episodes end when the robot fails, at the time limit, or when a state leaves the finite numbers or 1e6;"
          + " then the step is worth 0. Means are over all that ended; the interquartile mean leaves out a quarter at"
          + " each end.",
      "  Of a learned policy (--policy FILE or DIR) each lane's first episode counts, and no other, so that those that"
          + " fail soon do not count more often; it acts without noise, or with --stochastic. The interval of the"
          + " interquartile mean covers it 95 times of 100, by percentiles of 2,000 samples drawn from the episodes.",
      "  Actions beyond the range of an actuator act like the nearest within. Random ones are uniform within it.",
      "  A file with one lane is for all lanes. All episodes of a lane begin at the start that a file gives it.",
      "  Speed is the median over windows of 32 control steps of all lanes, or of several where they take less than"
          + " 20 ms, after warm-up; it is measured before the run, until it has settled, and with its quartiles."
          + " Allocation is that of the last quarter of this time. Without --out, --gradient is only timed.",
      "What --out has:",
      "  q, qd, observation, reward, done, action: lanes x steps x rows, after each step and before a new episode"
          + " begins; done is 0 if the episode goes on, 1 failed, 2 time limit, 3 blown up. d_return_d_action with"
          + " --gradient: of the sum of rewards of the episode. q0, qd0: the start. lane_return. Names of rows:"
          + " q_names, qd_names, observation_names, action_names, done_names. Also task, inertia, changes (what is not"
          + " the task's own), seed, time_step_s and made_by. Ant and humanoid stand y up, with quaternions x, y, z, w"
          + " and the velocity of the body's point at the origin, as their names say. An array 'action' of such a file"
          + " will do for --actions, and q0, qd0, or q, qd, or x, lanes x rows, for --start.",
      "",
      "Examples: lanewise task --task hopper --envs 256 --gradient --out hopper.npz; lanewise task --task cartpole"
          + " --policy learned"
    })
public final class TaskTool implements Callable<Integer> {
  private static final int DEFAULT_LANES = 64;
  private static final int DEFAULT_STEPS = 1000;
  private static final double DEFAULT_TIMING = 120;

  @Spec
  private CommandSpec spec;

  @Option(names = "--task", required = true, paramLabel = "NAME|FILE.java",
      description = "cartpole, hopper, cheetah, ant or humanoid; or fold, fold-thrice, unfold or unfold-hard of a"
          + " cloth, or whip, push or push-hard of a rope, see below; or tip, of the robot that --policy learned on,"
          + " else of the finger; or a task of your own from its Java source file; see 'train --help'.")
  private String name;

  @Option(names = "--envs", paramLabel = "N", description = "Lanes, a robot each (64, or as many as a file has).")
  private Integer envs;

  @Option(names = "--steps", paramLabel = "N", description =
      "Control steps of each lane (1000, or as many as --actions has, or an episode of a learned policy, of a"
          + " cloth or of a rope).")
  private Integer stepCount;

  @Option(names = "--policy", paramLabel = "random|zero|FILE|DIR", description =
      "Who acts (random): FILE is a policy that 'train' wrote, DIR a folder of its --checkpoint, of which the best"
          + " policy acts.")
  private String policy;

  @Option(names = "--stochastic", description = "Let a learned policy act with its noise, as it did while it learned.")
  private boolean stochastic;

  @Option(names = "--actions", paramLabel = "FILE.npz",
      description = "Actions in place of a policy: array 'action', lanes x steps x actions.")
  private Path actionFile;

  @Option(names = "--start", paramLabel = "nominal|random|FILE.npz", defaultValue = "random",
      description = "Where episodes start: without noise, drawn as the task says, or states of a file"
          + " (${DEFAULT-VALUE}).")
  private String start;

  @Option(names = "--gradient", description = "Time the gradient of the return too, and write it to --out.")
  private boolean gradient;

  @Option(names = "--precision", paramLabel = "float|double", defaultValue = "double",
      description = "Numbers that are computed with (${DEFAULT-VALUE}).")
  private ElementType precision;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the lanes (all cores).")
  private Integer threads;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Seed of starts and random actions (${DEFAULT-VALUE}).")
  private long seed;

  @Mixin
  private VariantOptions variant;

  @Option(names = "--study", description = "Measure how many time steps gradients need under both rules, as a table in"
      + " Markdown, instead of running the task; see below.")
  private boolean study;

  @Option(names = "--timing", paramLabel = "S", description =
      "Longest time for which each speed is measured; 0 for not at all (120, or 0 with a learned policy, a cloth or a"
          + " rope).")
  private Double timing;

  @Option(names = "--out", paramLabel = "FILE.npz", description = "Write the trajectories to this file.")
  private Path out;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requireAtLeastOne("--envs", envs);
    checks.requireAtLeastOne("--steps", stepCount);
    checks.requireNotNegative("--timing", timing);
    checks.refuse(study, List.of("--steps", "--policy", "--actions", "--start", "--gradient", "--substeps",
        "--integrator", "--mass-matrix-every", "--timing", "--out"), " has no meaning with --study.");
    checks.refuse(actionFile != null, List.of("--policy"), " has no meaning with --actions: give one of them.");
    checks.refuse(!learned(), List.of("--stochastic"), " is for a --policy from a file; the others have no noise.");
    checks.refuse(learned(), List.of("--gradient"), " is by given actions, and a learned policy chooses its own: write"
        + " them by --out, and give them by --actions.");
    int workers = checks.threadCount(threads);
    checks.require(out == null || out.toString().endsWith(".npz"),
        "--out must be an .npz file, but is " + out + ".");
    Path numbers = spec.commandLine().getParseResult().matchedOptionValue("--json", null);
    checks.require(out == null || !out.equals(numbers), "--out and --json name the same file, " + out + ".");
    ChosenTask task = variant.task(name, this::tip);
    checks.refuse(!Tasks.names().contains(name), List.of("--study"), " is for the tasks of DiffRL.");
    json.requireWritable();
    if (out != null) {
      ArrayFile.requireReplaceable(out, TaskRun.COMMAND);
    }
    TaskSettings settings = settings(task, workers);
    if (study) {
      Table table = new GradientStudy(settings).measure();
      spec.commandLine().getOut().println(table.toMarkdown());
      spec.commandLine().getOut().flush();
      json.write(() -> GradientStudy.toJson(settings, table));
      return ExitCode.OK;
    }
    TaskReport report = new TaskRun(settings, out, Provenance.of(spec).toLines(settings.task().name(), seed)).run();
    spec.commandLine().getOut().print(report.toText());
    spec.commandLine().getOut().flush();
    json.write(report::toJson);
    return ExitCode.OK;
  }

  /** Of the robot that a learned policy was learned on, else the usual one; it is as its file says. */
  private TipSubject tip() throws IOException {
    if (!learned()) {
      return TipSubject.usual();
    }
    Path file = PolicyPlace.file(Path.of(policy));
    return TipSubject.of(file, PolicyFile.read(file), null, spec);
  }

  /** Whether a policy of a file acts. */
  private boolean learned() {
    return policy != null && !List.of("random", "zero").contains(policy);
  }

  private TaskSettings settings(ChosenTask chosen, int workers) throws IOException {
    LaneTask task = chosen.task();
    Integer lanes = envs;
    TaskStart from = switch (start) {
      case "random" -> TaskStart.random(task);
      case "nominal" -> TaskStart.nominal(task);
      default -> {
        TaskFiles.Starts given = TaskFiles.starts(Path.of(start), task);
        lanes = given.source().fit(lanes, "--envs is");
        yield TaskStart.given(start, given.states());
      }
    };
    TaskActions.Source source = new TaskActions.Source("random", TaskActions::random);
    boolean soft = task instanceof DeformableTask;
    int steps = stepCount != null ? stepCount : learned() || soft ? task.episodeLength() : DEFAULT_STEPS;
    TaskSettings.Learned actor = null;
    if (learned()) {
      actor = new TaskSettings.Learned(PolicyPlace.read(Path.of(policy), task), stochastic);
      source = new TaskActions.Source(policy, (unused, count, number) -> TaskActions.zero());
    } else if ("zero".equals(policy)) {
      source = new TaskActions.Source("zero", (unused, count, number) -> TaskActions.zero());
    } else if (actionFile != null) {
      LaneArray given = TaskFiles.actions(actionFile, task);
      lanes = given.fit(lanes, envs == null ? start + " has" : "--envs is");
      if (stepCount != null && stepCount != given.steps()) {
        throw new IllegalArgumentException(actionFile + " has " + given.steps() + " steps, but --steps is " + stepCount
            + ": leave --steps away, or give as many");
      }
      steps = given.steps();
      source = new TaskActions.Source(actionFile.toString(), (unused, count, number) ->
          TaskActions.given(given));
    }
    double seconds = timing != null ? timing : learned() || soft ? 0 : DEFAULT_TIMING;
    return new TaskSettings(chosen,
        new TaskSettings.Size(lanes == null ? DEFAULT_LANES : lanes, steps), source, actor, from, gradient,
        new TaskSettings.Computing(precision, workers, seed), seconds);
  }
}
