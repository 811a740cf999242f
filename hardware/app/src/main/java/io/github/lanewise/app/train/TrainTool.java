package io.github.lanewise.app.train;

import io.github.lanewise.app.console.StopSignal;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.ChosenTask;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.TipOptions;
import io.github.lanewise.app.options.VariantOptions;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.report.ReportFolder;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.learning.MixedReturn;
import io.github.lanewise.learning.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise train}: policies learn a task in short windows of simulation. */
@Command(
    name = "train",
    description = {
      "Learn a policy for a task: many robots act for a window of steps, the policy follows the exact gradient of what"
          + " the window was worth, and again.",
      "",
      "The policy is a network with Gaussian noise in front of the actuators' ranges. A critic, another network, learns"
          + " what states are worth, and closes the windows. Settings are those with which returns of these tasks were"
          + " published for SHAC (Xu and others, ICLR 2022), but for those that options change, the learning rate of"
          + " ppo and all of sac's.",
      ""
    },
    footer = {
      "",
      "Methods:",
      "  mix: windows of all lengths up to --window, mixed by --lambda (MB-MIX, Zhang and others, AAAI 2025): the"
          + " objective is blend J^N + (1 - blend) J_mix, J_mix = (1 - lambda) sum lambda^(H-1) J^H over windows of H"
          + " steps, J^H the discounted rewards of a window and the value of the state it ends in. By default lambda is"
          + " 0.95 and blend 0.85. What the sum lacks goes to the longest window, or by --renormalize to all.",
      "  mbmix: those of mix, half of them in windows of a model: two networks learn the robots' control step from"
          + " their steps and its Jacobians (Sobolev training), and windows that move as the model says begin in states"
          + " that the robots have been in. --forward env or model leaves windows of one kind alone, --backward env or"
          + " model takes derivatives of both kinds from there: '--forward env --backward model' follows the model's"
          + " derivatives along the robots' states, '--forward model' is learning in the model alone.",
      "  shac: the longest windows alone, J^N.",
      "  ahac: those of shac, from a quarter to twice as long: they grow while contacts are soft and shrink where they"
          + " are stiff; two networks of values learn from each window until their errors fall by less than 2 %% a pass"
          + " (after AHAC, Georgiev and others, ICML 2024). --adaptive gives mbmix, mix and shac such windows.",
      "  bptt: the discounted rewards of windows alone, without values.",
      "  ppo: proximal policy optimisation (Schulman and others, 2017) with generalised advantages, the baseline that"
          + " takes no derivatives of the robots; its learning rate follows from how far each window moves the policy.",
      "  sac: soft actor-critic (Haarnoja and others, 2018), the baseline that learns from all that was done so far,"
          + " without derivatives of the robots: twin values of states with actions, and an entropy of -1 for each"
          + " action in units of half its range. For each step of a window it learns from four batches of 256 steps.",
      "Entropy:",
      "  With --entropy H the deviations of the noise depend on the state, and entropy, the negative logarithm of an"
          + " action's density in units of half its range, is worth something in returns and values: as much as brings"
          + " its mean to H for each action (SAPO, Xing and others, 2024, took -0.5). An even choice within the range"
          + " has 0.69, one within half of it 0.69 less.",
      "How long:",
      "  A window is --window steps of --envs robots. Without --steps and --minutes as many windows are done as were"
          + " published. Learning rates fall on a line to 1e-5: over the windows that --steps makes (rounded up), else,"
          + " with --minutes too, over as many as were published, and stay there.",
      "  --minutes counts the time of this command, the start of the JVM included; of several seeds each has as long,"
          + " and the first has the start and the compilation of kernels in its time. Breaks do not count.",
      "What is kept:",
      "  --checkpoint DIR: checkpoint.npz, from which --resume DIR goes on to the same bits as without a break, and the"
          + " one before it, which takes its place if it is torn; policy.npz, the latest policy, and best.npz, the one"
          + " with the best mean return of 100 episodes. Of several seeds each has a folder in it, seed-1 and so on."
          + " Ctrl-C writes them and ends after the window under way. --resume alone goes on with the options that are"
          + " in arguments.txt there; --minutes and --threads may be given anew.",
      "  --report DIR: report.html with the learning curves, plots.csv and plots.npz with their numbers, and"
          + " policy-seed-1.npz and so on, the best policies.",
      "  'task --policy' scores a policy, 'watch --policy' shows it.",
      "The tip:",
      "  The robot is the one that 'loop' and 'shake' have on a wire: servos that take torques, 500 control steps a"
          + " second. An action draws a joint to an offset from where it is, by a spring and a damper, gravity"
          + " compensated by the file's masses; offsets are so small that no joint by itself exceeds half its speed"
          + " limit. The reward is -|tip - goal|^2 - effort |torque|^2, an episode 0.6 s from a random posture at"
          + " rest. 'loop --policy' lets the policy act on a robot, 'shake --policy --improve' improves it there.",
      "  --randomize 20%% draws another robot for a lane when an episode has ended there: masses with their inertias,"
          + " armatures, damping, dry friction and torques of servos within 20 %% of the file's, each by a factor of"
          + " its own; more dry friction, up to 20 %% of a servo's torque at its largest offset; and by how much its"
          + " actions come late, up to --action-delay 1 control step. Positions and velocities are sensed with noise,"
          + " drawn at each step; rewards are of the true ones. 'task' and 'watch' show the robot as its file has it."
          + " It is for shac, mix, bptt, ppo and sac.",
      "Cloth and rope:",
      "  For fold, fold-thrice, unfold and unfold-hard, which 'task --help' explains, there are mix, shac, bptt, ppo"
          + " and sac, by default with 32 cloths, windows of 3, 4 and 5 steps and 200 of them, and derivatives of a"
          + " cloth that are at most 1 long (--longest-derivative): cloth on a floor is chaotic, some are 1e5 long, and"
          + " their mean would be that of a few cloths and say nothing of the others. What is learned has a"
          + " second term in its reward, exp(-d) 0.99^t, d the distance from the pick to the cloth; 'task' scores"
          + " without it.",
      "  So there are for whip, push and push-hard, by default with 16 ropes of whip and 8 of push, windows of 10,"
          + " 6 and 5 steps, and 200 or 50 of them. Push has a second term while it is learned, exp(-d), whip none.",
      "A task of your own:",
      "  FILE.java is one Java source file with one public class that implements io.github.lanewise.task.Task and has a"
          + " public constructor without arguments; README.md shows one. It is compiled in memory, and settings are"
          + " those that were published for the ant. A training goes on by --resume as long as the text of the file is"
          + " the same; files that it reads are not looked at. Name the file to 'task' and 'watch', too.",
      "What the numbers mean:",
      "  Returns are plain sums of rewards of an episode, of the policy with its noise while it learns; the return of a"
          + " training is the mean of the last 100 episodes. Steps per second are of all robots, learning included,"
          + " from the first window to the last.",
      "  A training whose gradient is not finite in 20 windows in a row ends, with exit code 1; its best policy is"
          + " kept.",
      "",
      "Examples:",
      "  lanewise train --task cartpole --method shac --report learned",
      "  lanewise train --task hopper --method mix --minutes 30 --checkpoint hopper",
      "  lanewise train --resume hopper --minutes 60",
      "  lanewise train --task Run.java --method shac --checkpoint running",
      "  lanewise train --task tip --robot finger --randomize 20%% --method shac --checkpoint learned"
    })
public final class TrainTool implements Callable<Integer> {
  private static final String COMMAND = "lanewise train";
  private static final double LAMBDA = 0.95;
  private static final double BLEND = 0.85;
  /** That a window and the files may take after Ctrl-C [s]. */
  private static final long PATIENCE = 120;

  @Spec
  private CommandSpec spec;

  @Option(names = "--task", paramLabel = "NAME|FILE.java",
      description = "cartpole, hopper, cheetah, ant, humanoid, fold, fold-thrice, unfold or unfold-hard of a cloth,"
          + " whip, push or push-hard of a rope, or tip, the tip of a robot of servos that is to come to"
          + " a goal and stay there; or a task of your own, see below; needed unless training goes on.")
  private String name;

  @Option(names = "--method", paramLabel = "mbmix|mix|shac|ahac|bptt|ppo|sac",
      description = "What learns, see below; needed unless training goes on.")
  private Method method;

  @Option(names = "--lambda", paramLabel = "X",
      description = "Of mix and mbmix: share of windows that are longer still, 0 to 1 (0.95).")
  private Double lambda;

  @Option(names = "--blend", paramLabel = "X",
      description = "Of mix and mbmix: share of the longest window, 0 to 1 (0.85).")
  private Double blend;

  @Option(names = "--renormalize",
      description = "Of mix and mbmix: leave windows beyond the longest out, and scale the others.")
  private boolean renormalize;

  @Mixin
  private ModelOptions ofModel;

  @Option(names = "--adaptive",
      description = "Of mbmix, mix and shac: windows whose length follows the stiffness of contacts, as of ahac.")
  private boolean adaptive;

  @Option(names = "--entropy", paramLabel = "H",
      description = "Of all but ppo: entropy that is wanted of each action, see below (none; sac: -1).")
  private Double entropy;

  @Option(names = "--longest-derivative", paramLabel = "X",
      description = "Of all but ppo and sac: shorten derivatives of what a robot's window is worth by its state or its"
          + " actions at a step where they are longer (never; cloth and rope 1).")
  private Double longest;

  @Option(names = "--envs", paramLabel = "N", description = "Robots that act at once (as published: 64, hopper 256).")
  private Integer envs;

  @Option(names = "--window", paramLabel = "N", description = "Control steps of a window (as published: 32; sac: 8).")
  private Integer window;

  @Option(names = "--learning-rate", paramLabel = "R",
      description = "Of the policy at the beginning (as published: 2e-3, cartpole 1e-2; ppo and sac: 1e-3).")
  private Double learningRate;

  @Option(names = "--steps", paramLabel = "N",
      description = "Environment steps of all robots together (as published: 2000 windows, cartpole 500).")
  private Long stepCount;

  @Option(names = "--minutes", paramLabel = "M", description = "End after so long instead.")
  private Double minutes;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Seed of networks, starts and noise (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--seeds", paramLabel = "K", defaultValue = "1",
      description = "Trainings, one after the other, from --seed on (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--precision", paramLabel = "float|double", defaultValue = "float",
      description = "Numbers that robots and networks are computed with (${DEFAULT-VALUE}).")
  private ElementType precision;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the robots (all cores).")
  private Integer threads;

  @Mixin
  private TipOptions tip;

  @Mixin
  private VariantOptions variant;

  @Option(names = "--checkpoint", paramLabel = "DIR", description =
      "Keep policies and all that training goes on from in this folder.")
  private Path checkpoint;

  @Option(names = "--checkpoint-every", paramLabel = "S", defaultValue = "60",
      description = "Time between checkpoints; one is written at the end in any case (${DEFAULT-VALUE}).")
  private double interval;

  @Option(names = "--resume", paramLabel = "DIR", description = "Go on with the training that --checkpoint kept there.")
  private Path resume;

  @Option(names = "--spread", paramLabel = "LAMBDA,...", split = ",", description =
      "Learn nothing: show how gradients of mixed windows spread at the weights that --resume names.")
  private double[] spread;

  @Option(names = "--agreement",
      description = "Learn nothing: show how the model that --resume names agrees with the robots.")
  private boolean agreement;

  @Option(names = "--study-windows", paramLabel = "N", defaultValue = "200",
      description = "Windows that --spread and --agreement look at (${DEFAULT-VALUE}).")
  private int studyWindows;

  @Option(names = "--report", paramLabel = "DIR", description =
      "Write a page with curves, the numbers behind them, and the best policies to this folder.")
  private Path report;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    if (resume != null && name == null && method == null) {
      goOn();
    }
    TrainSettings settings = settings();
    json.requireWritable();
    if (report != null) {
      ReportFolder.requireWritable(report, Provenance.of(spec), COMMAND);
    }
    if (spread != null || agreement) {
      return study(settings);
    }
    Map<String, String> origin = origin();
    IntFunction<TrainingFolder> folders = checkpoint == null && resume == null ? null : number ->
        new TrainingFolder(resume == null ? checkpoint : resume, interval, settings, number, origin);
    if (folders != null) {
      prepare(IntStream.range(0, seeds).mapToObj(folders).toList());
    }
    try (StopSignal signal = new StopSignal(PATIENCE)) {
      PrintWriter err = spec.commandLine().getErr();
      TrainResult result =
          new TrainRun(settings, folders, resume != null, note -> err.println("lanewise: note: " + note)).run(signal);
      return say(result, origin);
    }
  }

  private int study(TrainSettings settings) throws IOException {
    TrainingFolder folder = new TrainingFolder(resume, interval, settings, 0, Map.of());
    if (!folder.exists()) {
      throw new IllegalArgumentException("there is no training in " + folder.folder() + ": begin one by --checkpoint");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (agreement) {
      AgreementStudy study = AgreementStudy.of(settings, folder, studyWindows);
      out.print(study.toText());
      json.write(study::toJson);
    } else {
      SpreadStudy study = SpreadStudy.of(settings, folder, spread, studyWindows);
      out.print(study.toText());
      json.write(study::toJson);
    }
    out.flush();
    return ExitCode.OK;
  }

  /** Takes the options with which the training began, then again those that are given now. */
  private void goOn() throws IOException {
    List<String> words = new ArrayList<>(TrainingFolder.arguments(resume));
    words.addAll(words());
    spec.commandLine().setOverwrittenOptionsAllowed(true).parseArgs(words.toArray(String[]::new));
  }

  /** The options that are given, a word each. */
  private List<String> words() {
    return spec.commandLine().getParseResult().matchedOptions().stream()
        .map(option -> option.longestName() + "=" + option.originalStringValues().getLast()).toList();
  }

  /** Those that say how training goes, and not where anything is written. */
  private List<String> arguments() {
    return words().stream().filter(word -> !word.matches("--(checkpoint|resume|report|json)=.*")).toList();
  }

  private Map<String, String> origin() throws IOException {
    Provenance provenance = Provenance.of(spec);
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("command", provenance.command());
    origin.put("version", provenance.version());
    origin.put("date", provenance.date().toString());
    return origin;
  }

  private void prepare(List<TrainingFolder> folders) throws IOException {
    if (resume == null) {
      for (TrainingFolder folder : folders) {
        if (folder.exists()) {
          throw new IllegalArgumentException("there is a training in " + folder.folder() + ": go on with it by"
              + " --resume, or name another folder");
        }
      }
    } else if (folders.stream().noneMatch(TrainingFolder::exists)) {
      throw new IllegalArgumentException("there is no training in " + folders.stream().map(TrainingFolder::folder)
          .map(Path::toString).collect(Collectors.joining(", ")) + ": begin one by --checkpoint");
    }
    for (TrainingFolder folder : folders) {
      folder.make();
    }
    if (resume == null) {
      TrainingFolder.keep(arguments(), checkpoint);
    }
  }

  private int say(TrainResult result, Map<String, String> origin) throws IOException {
    TrainReport summary = new TrainReport(result);
    PrintWriter out = spec.commandLine().getOut();
    out.print(summary.toText());
    if (report != null) {
      TrainPage.write(report, result, summary.toText(), Provenance.of(spec), origin);
      out.printf("%nReport: %s%n", ReportFolder.page(report));
    }
    Path kept = resume == null ? checkpoint : resume;
    if (kept != null) {
      out.printf("%n%s: %s%n", result.stopped() ? "Stopped; go on by --resume" : "Kept in", kept);
    }
    out.flush();
    json.write(summary::toJson);
    List<Trained> failed = result.trained().stream().filter(one -> one.failure() != null).toList();
    for (Trained one : failed) {
      spec.commandLine().getErr().println("lanewise: seed " + one.seed() + ": " + one.failure().getMessage()
          + " (--window, --learning-rate)" + (kept == null ? "" : "; the best policy is in " + kept));
    }
    return failed.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private TrainSettings settings() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.require(name != null && method != null, (name == null ? "--task" : "--method")
        + " is missing: name both a task and a method, or a folder to go on in by --resume alone.");
    checks.requireAtLeastOne("--envs", envs);
    checks.requireAtLeastOne("--window", window);
    checks.requireAtLeastOne("--seeds", seeds);
    checks.require(stepCount == null || stepCount >= 1, "--steps must be at least 1, but is " + stepCount + ".");
    checks.requirePositive("--minutes", minutes);
    checks.requirePositive("--learning-rate", learningRate);
    checks.requireNotNegative("--checkpoint-every", interval);
    checks.require(stepCount == null || minutes == null, "--steps and --minutes both say how long: give one of them.");
    checks.require(checkpoint == null || resume == null,
        "--resume goes on in the folder that it names: leave --checkpoint out.");
    checks.refuse(checkpoint == null && resume == null, List.of("--checkpoint-every"), " needs a --checkpoint.");
    checks.refuse(method != Method.MIX && method != Method.MBMIX, List.of("--lambda", "--blend", "--renormalize"),
        " is for --method mix and mbmix.");
    ofModel.check(method, checks);
    checks.refuse(method != Method.MIX && method != Method.MBMIX && method != Method.SHAC, List.of("--adaptive"),
        " is for --method mbmix, mix and shac; ahac has it in any case.");
    checks.require(spread == null || resume != null && seeds == 1 && SpreadStudy.isFor(method),
        "--spread is for the weights of one training by mix or shac: name its folder by --resume.");
    checks.require(!agreement || resume != null && seeds == 1 && method == Method.MBMIX,
        "--agreement is for the model of one training by mbmix: name its folder by --resume.");
    checks.require(spread == null || !agreement, "--spread and --agreement are two studies: give one of them.");
    checks.require(studyWindows >= 2, "--study-windows must be at least 2, but is " + studyWindows + ".");
    checks.refuse(spread == null && !agreement, List.of("--study-windows"), " is for --spread and --agreement.");
    checks.refuse(method == Method.MBMIX, List.of("--randomize", "--action-delay"),
        " is for --method shac, mix, ahac, bptt, ppo and sac: mbmix learns one model of all robots.");
    checks.refuse(method == Method.PPO, List.of("--entropy"), " has no meaning for --method ppo.");
    checks.refuse(method == Method.PPO || method == Method.SAC, List.of("--longest-derivative"),
        " is for methods that follow derivatives of the robots: mbmix, mix, shac, ahac and bptt.");
    checks.requirePositive("--longest-derivative", longest);
    checks.require(entropy == null || !entropy.isNaN(), "--entropy must be a number, but is NaN.");
    tip.refuseUnless(name);
    boolean soft = VariantOptions.softTasks().contains(name);
    checks.require(!soft || method != Method.MBMIX && method != Method.AHAC, "--method " + Choice.text(method)
        + " is for robots: for task '" + name + "' there are mix, shac, bptt, ppo and sac.");
    checks.refuse(soft, List.of("--adaptive"), " follows the contacts of robots, but task '" + name + "' has none.");
    ChosenTask chosen = variant.task(name, tip::subject);
    TrainingSettings usual = method.usual(chosen.task().name()).withSeed(seed);
    TrainingSettings training = checks.valid(() -> {
      TrainingSettings changed = usual
          .withRobots(envs == null ? usual.robots() : envs)
          .withWindow(window == null ? usual.window() : window)
          .withLearningRate(learningRate == null ? usual.actor().rate() : learningRate)
          .withEntropy(entropy == null ? usual.actor().entropy() : entropy)
          .withLongest(longest == null ? usual.actor().longest() : longest);
      changed = adaptive ? changed.withAdaptiveWindows() : changed;
      changed = method == Method.MBMIX ? changed.withModel(ofModel.model()) : changed;
      return method.settings(changed, new MixedReturn(usual.objective().discount(),
          lambda == null ? LAMBDA : lambda, blend == null ? BLEND : blend,
          renormalize ? MixedReturn.Reading.RENORMALIZED : MixedReturn.Reading.TAIL));
    });
    long windows = stepCount == null ? training.windows()
        : Math.ceilDiv(stepCount, (long) training.robots() * training.window());
    return new TrainSettings(chosen, method, training.withWindows(windows), minutes, seeds,
        new TrainSettings.Computing(precision, checks.threadCount(threads)));
  }
}
