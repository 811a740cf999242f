package io.github.lanewise.app.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.options.PolicyPlace;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.options.TipSubject;
import io.github.lanewise.app.options.VariantOptions;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.data.PolicyFile;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.deformable.DeformableTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise watch}: a page on which the robot moves as a file says. */
@Command(
    name = "watch",
    description = {
      "Write a page on which a robot moves in 3D as a file of states, a recording or a learned policy says, or a cloth"
          + " or a rope under its policy: one HTML file for any browser, without a network.",
      "",
      "On the page: play and pause (space), scrub (arrow keys, a frame each), speed, follow the robot (F), contact"
          + " forces as arrows (C), light and dark. Drag to orbit, drag with the right button to move, turn the wheel"
          + " to zoom, R for the first view.",
      ""
    },
    footer = {
      "",
      "Files of states: an .npz with states or x (lanes x steps x (nq + nv)), or with q (lanes x steps x nq) and"
          + " perhaps v or qd (lanes x steps x nv); one lane may lack its dimension. It may have time_step_s, seed, and"
          + " contact_points [m] and contact_forces [N] in the world (lanes x steps x contacts x 3). A .csv of"
          + " roll-outs, as 'shake --report' writes and README.md shows, will do.",
      "  q: a free base first, as position and quaternion (x, y, z, w), then joint after joint.",
      "Shapes are those of the robot's file that are meant to be seen, else those that may touch. Meshes are read from"
          + " .stl, .obj and .msh; those that cannot be, and height fields, are named and not shown. A robot without"
          + " shapes is drawn as sticks.",
      "Poses are computed here, by forward kinematics of the robot's file; the page only shows them: positions in"
          + " single precision, orientations to 1e-4 rad. It plays 30 frames a second, so of shorter steps one of"
          + " several is shown, and in between frames bodies are moved evenly.",
      "",
      "A cloth (--task fold, fold-thrice, unfold or unfold-hard, or a policy of one) is a shaded sheet, its gripper a"
          + " ball; a rope (--task whip, push or push-hard) is a tube, its box a box; goals are grey, and the page is z"
          + " up. Without a policy a cloth is picked up at one random point of its start and placed at another, step by"
          + " step; so are ropes pushed from one to another, and swung at random.",
      "",
      "Examples:",
      "  lanewise shake --robot finger --controller pd --report shaken",
      "  lanewise watch --robot finger --states shaken/rollouts.npz --lanes 0..3 --out clip.html",
      "  lanewise loop --twin --robot finger --controller hold --seconds 5 --record run.mcap",
      "  lanewise watch --robot finger --data run.mcap --out clip.html",
      "  lanewise train --task cartpole --method shac --checkpoint learned",
      "  lanewise watch --task cartpole --policy learned --out clip.html"
    })
public final class Watch implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description = RobotOption.DESCRIPTION)
  private String robot;

  @Option(names = "--free-base", description = RobotOption.FREE_BASE)
  private boolean freeBase;

  @ArgGroup
  private Source source;

  @Option(names = "--lanes", paramLabel = "N|A..B", converter = LaneRange.Converter.class,
      description = "Show this lane of --states, or these, side by side along y (0).")
  private LaneRange lanes;

  @Option(names = "--task", paramLabel = "NAME|FILE.java", description =
      "The task of a --policy (the one it was learned for); needed where that is a Java source file. Alone a task of"
          + " cloth or rope, see below.")
  private String task;

  @Option(names = "--seed", paramLabel = "N", description =
      "Start of the episode of a policy: drawn from this seed, as the task says (without noise).")
  private Long seed;

  @Mixin
  private VariantOptions variant;

  @Option(names = "--time-step", paramLabel = "S",
      description = "Time between the steps of --states (the file's time_step_s) [s].")
  private Double timeStep;

  @Option(names = "--out", required = true, paramLabel = "FILE",
      description = "The page to write, .html. A file that is not a page of this command is never replaced.")
  private Path out;

  @Mixin
  private JsonOption json;

  /** Where the motion comes from. */
  private static final class Source {
    @Option(names = "--states", required = true, paramLabel = "FILE", description = "States, .npz or .csv.")
    private Path states;

    @Option(names = "--data", required = true, paramLabel = "FILE",
        description = "A recording of 'loop' or 'shake', .mcap, .npz or .csv.")
    private Path data;

    @Option(names = "--policy", required = true, paramLabel = "FILE|DIR", description =
        "An episode of a task under a policy that 'train' wrote; of a folder the best one.")
    private Path policy;

    @Option(names = "--checkpoint", required = true, paramLabel = "DIR",
        description = "The same of a training that may still go on.")
    private Path checkpoint;

    private Path policy() {
      return policy != null ? policy : checkpoint;
    }
  }

  @Override
  public Integer call() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requirePositive("--time-step", timeStep);
    LaneRange range = lanes == null ? new LaneRange(0, 0) : lanes;
    checks.require(out.toString().toLowerCase(Locale.ROOT).endsWith(".html"),
        "--out is a page, so its name must end in .html, but is " + out + ".");
    Path numbers = spec.commandLine().getParseResult().matchedOptionValue("--json", null);
    checks.require(!out.equals(numbers), "--out and --json name the same file, " + out + ".");
    boolean soft = task != null && VariantOptions.softTasks().contains(task);
    checks.require(source != null || soft, "nothing to show: name states, a recording or a policy by --states,"
        + " --data, --policy or --checkpoint, or a task of cloth or rope by --task.");
    if (source == null) {
      checks.refuse(true, List.of("--robot", "--free-base", "--lanes", "--time-step"),
          " has no meaning for a cloth or a rope.");
      WatchPage.requireReplaceable(out);
      json.requireWritable();
      LaneTask its = variant.task(task, TipSubject::usual).task();
      return watch(DeformableClip.ofRandomActions((DeformableTask) its, seed));
    }
    boolean learned = source.policy() != null;
    checks.require(learned || robot != null, "--states and --data are of a robot: name it by --robot.");
    checks.refuse(learned, List.of("--robot", "--free-base", "--lanes", "--time-step"),
        " has no meaning for a policy: the robot and the time step are those of its task, and there is one lane.");
    checks.refuse(!learned, List.of("--task", "--seed", "--inertia", "--contact-damping", "--substeps", "--integrator",
        "--mass-matrix-every", "--cloth", "--rope"),
        " is for the task of a --policy.");
    if (source.data != null) {
      checks.require(lanes == null && timeStep == null,
          "--data is one lane with a time step of its own: leave --lanes and --time-step out.");
    }
    WatchPage.requireReplaceable(out);
    json.requireWritable();
    return learned ? watchPolicy() : watch(ofFile(range));
  }

  /** What is shown of which robot. */
  private record Shown(NamedRobot robot, Path folder, Motion motion) {}

  private int watchPolicy() throws IOException {
    Path file = PolicyPlace.file(source.policy());
    PolicyFile policy = PolicyFile.read(file);
    String name = task == null ? policy.policy().task() : task;
    LaneTask its = variant.task(name, () -> TipSubject.of(file, policy, null, spec)).task();
    return switch (its) {
      case DeformableTask soft ->
          watch(DeformableClip.of(file.toString(), PolicyPlace.read(file, soft), soft, seed));
      case Task robots -> watch(new Shown(new NamedRobot(robots.name(), robots.robot()), null,
          PolicyMotion.run(file, PolicyPlace.read(file, robots), robots, seed)));
      default -> throw new IllegalArgumentException("task '" + its.name() + "' has nothing that a page could show");
    };
  }

  private int watch(DeformableClip clip) throws IOException {
    long bytes = WatchPage.write(out, clip.toJson(), Provenance.of(spec));
    double seconds = (clip.frames() - 1) * clip.frameStep();
    spec.commandLine().getOut().print(new TextPage().line(
        "%s: task '%s', %,d frames of %.3g s, %,.2f s, return %s, %s to the goal %s m, %,d bytes", out,
        clip.task().name(), clip.frames(), clip.frameStep(), seconds, TextPage.number(clip.episodeReturn()),
        clip.task().distanceWords(), TextPage.number(clip.distance()), bytes));
    spec.commandLine().getOut().flush();
    json.write(() -> JsonNodeFactory.instance.objectNode().put("page", out.toString()).put("frames", clip.frames())
        .put("frame_step_s", clip.frameStep()).put("duration_s", seconds).put("return", clip.episodeReturn())
        .put("goal_distance_m", clip.distance()).put("bytes", bytes).put("seed", seed));
    return ExitCode.OK;
  }

  private Shown ofFile(LaneRange range) throws IOException {
    NamedRobot named = new NamedRobot(robot, RobotOption.load(robot, freeBase, spec));
    Path file = Path.of(robot);
    Path folder = Files.isRegularFile(file) ? file.toAbsolutePath().getParent() : null;
    return new Shown(named, folder, source.data != null ? RecordedMotion.read(source.data, named.model())
        : new StatesFile(source.states, named.model(), range).read(timeStep));
  }

  private int watch(Shown shown) throws IOException {
    NamedRobot named = shown.robot;
    Clip clip = new Clip(named.model(), new Looks(named.model(), shown.folder), shown.motion);
    clip.notes().forEach(note -> spec.commandLine().getErr().println("lanewise: note: " + note));
    long bytes = WatchPage.write(out, clip.toJson(), Provenance.of(spec));
    spec.commandLine().getOut().print(new TextPage().line(
        "%s: robot '%s', %,d frames of %.3g s, %,.2f s, lane%s %s, %d shapes, %,d bytes", out, named.model().name(),
        clip.frames(), clip.frameStep(), clip.seconds(), clip.motion().lanes().size() == 1 ? "" : "s",
        lanesShown(clip.motion()), clip.looks().shown().size(), bytes));
    spec.commandLine().getOut().flush();
    json.write(() -> toJson(named, clip, bytes));
    return ExitCode.OK;
  }

  private static String lanesShown(Motion motion) {
    int first = motion.lanes().getFirst();
    int last = motion.lanes().getLast();
    return first == last ? Integer.toString(first) : first + " to " + last;
  }

  private ObjectNode toJson(NamedRobot named, Clip clip, long bytes) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.putObject("settings").put("robot", named.name()).put("free_base", freeBase)
        .put("file", clip.motion().file()).put("time_step_s", clip.motion().timeStep());
    result.put("page", out.toString()).put("frames", clip.frames()).put("frame_step_s", clip.frameStep())
        .put("duration_s", clip.seconds()).put("steps", clip.motion().steps(named.model()))
        .put("shapes", clip.looks().shown().size()).put("bytes", bytes);
    clip.motion().lanes().forEach(result.putArray("lanes")::add);
    clip.looks().hidden().forEach(result.putArray("not_shown")::add);
    clip.notes().forEach(result.putArray("notes")::add);
    if (clip.motion().seed() != null) {
      result.put("seed", clip.motion().seed());
    }
    return result;
  }
}
