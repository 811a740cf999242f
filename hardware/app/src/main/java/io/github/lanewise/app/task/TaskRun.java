package io.github.lanewise.app.task;

import io.github.lanewise.app.console.Memory;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.ArrayFile;
import io.github.lanewise.app.timing.Allocations;
import io.github.lanewise.app.timing.Pace;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;
import io.github.lanewise.task.deformable.DeformableTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * The run behind {@code lanewise task}: speeds first, while nothing is warm, then the run itself, window after window;
 * in one window where its gradient is kept.
 */
final class TaskRun {
  /** The command's name, which its files bear. */
  static final String COMMAND = "lanewise task";
  static final int WINDOW = 32;

  private final TaskSettings settings;
  private final Path out;
  private final List<String> origin;

  /**
   * Not run yet.
   *
   * @param out file of the run; null for none
   * @param origin of the run, which the file has, a line each
   */
  TaskRun(TaskSettings settings, Path out, List<String> origin) {
    this.settings = settings;
    this.out = out;
    this.origin = origin;
  }

  /**
   * Runs it and writes its file.
   *
   * @throws IllegalArgumentException if it takes more memory than there is; the message says how much
   */
  TaskReport run() throws IOException {
    requireMemory();
    int lanes = settings.size().lanes();
    int threads = settings.computing().threads();
    Lanes blocks = Lanes.widest(settings.computing().precision()).sharedBy(lanes, threads);
    try (LaneSimulation simulation = Progress.during("compiling " + settings.task().name(), () ->
        settings.task().simulation(blocks, lanes, threads))) {
      Pace forward = null;
      Pace withGradient = null;
      if (settings.timing() > 0) {
        forward = pace(simulation, "forward steps", this::forward);
        withGradient = settings.gradient()
            ? pace(simulation, "steps with gradient", (rollout, unused) -> rollout.runWithGradient()) : null;
      }
      FinishedEpisodes episodes = new FinishedEpisodes(lanes, settings.learned() != null);
      int lostGradients = play(simulation, episodes);
      return new TaskReport(settings, simulation.controlPeriod(), simulation.substepCount(), episodes, lostGradients,
          forward, withGradient);
    }
  }

  /** Steps that are run at once. */
  private int window() {
    int steps = settings.size().steps();
    return settings.gradient() && out != null ? steps : Math.min(WINDOW, steps);
  }

  private void requireMemory() {
    long lanes = settings.size().lanes();
    long state = settings.nq() + settings.nv();
    long rows = window() * (settings.observationCount() + 2 + settings.actionCount() + state
        + (settings.gradient() ? state + settings.actionCount() : 0L));
    long padded = Math.ceilDiv(lanes, Lanes.blockSize(settings.computing().precision()))
        * Lanes.blockSize(settings.computing().precision());
    long bytes = padded * rows * settings.computing().precision().bytes();
    long largest = Double.BYTES * TaskRecord.largest(settings);
    if (out != null) {
      bytes += Double.BYTES * TaskRecord.numbers(settings, settings.gradient()) + largest;
    }
    if (bytes > Memory.limit() || out != null && largest > Integer.MAX_VALUE - Short.MAX_VALUE) {
      throw Memory.exceeded(String.format(Locale.ROOT, "%,d lanes of task '%s' in %s%s", lanes, settings.task().name(),
          Choice.text(settings.computing().precision()), out == null ? ""
              : String.format(Locale.ROOT, " with %,d steps in one file", settings.size().steps())), bytes,
          "fewer --envs" + (out == null ? "" : " or --steps"));
    }
  }

  private TaskRollout rollout(LaneSimulation simulation, int steps) {
    return new TaskRollout(settings.task(), simulation, steps, settings.computing().seed(), settings.start().start());
  }

  private TaskRollout.Agent agent(LaneSimulation simulation, TaskRollout rollout) {
    long seed = settings.computing().seed() ^ TaskActions.SEED;
    return settings.learned() == null ? null
        : settings.learned().agent(settings.task(), simulation, rollout, seed);
  }

  /** Under the actions that were set if there is no agent. */
  private void forward(TaskRollout rollout, TaskRollout.Agent agent) {
    if (agent == null) {
      rollout.run();
    } else {
      rollout.run(agent);
    }
  }

  private TaskActions actions() {
    return settings.actions().open(settings.task(), settings.size().lanes(), settings.computing().seed());
  }

  /** Windows one after the other, all under the actions of the first. */
  private Pace pace(LaneSimulation simulation, String what, BiConsumer<TaskRollout, TaskRollout.Agent> work) {
    TaskRollout rollout = rollout(simulation, WINDOW);
    TaskRollout.Agent agent = agent(simulation, rollout);
    actions().next(0, rollout.rollout().actions());
    try (Progress progress = Progress.start("timing " + what, (int) Math.ceil(10 * settings.timing()))) {
      return Pace.untilSettled(settings.timing(), count -> {
        for (int k = 0; k < count; k++) {
          work.accept(rollout, agent);
          rollout.continueFromEnd();
        }
      }, System::nanoTime, new Allocations(), progress);
    }
  }

  /** The state that a step led to. */
  private static double[] end(TaskRollout rollout, int t, int lane) {
    int rows = rollout.rollout().state().rowCount();
    double[] x = new double[rows];
    for (int row = 0; row < rows; row++) {
      x[row] = rollout.rollout().states().get(t * rows + row, lane);
    }
    return x;
  }

  /** Fills the episodes, and says how many lanes have a gradient that is not finite; -1 without gradients. */
  private int play(LaneSimulation simulation, FinishedEpisodes episodes) throws IOException {
    int lanes = settings.size().lanes();
    int steps = settings.size().steps();
    TaskRecord file = out == null ? null : new TaskRecord(settings);
    TaskRollout rollout = rollout(simulation, window());
    TaskRollout.Agent agent = agent(simulation, rollout);
    TaskActions actions = actions();
    if (file != null) {
      file.start(rollout.rollout().initial());
    }
    try (Progress progress = Progress.start("steps", steps)) {
      for (int first = 0; first < steps; first += window()) {
        actions.next(first, rollout.rollout().actions());
        if (settings.gradient() && file != null) {
          file.takeGradient(rollout.runWithGradient().actionBars());
        } else {
          forward(rollout, agent);
        }
        int count = Math.min(window(), steps - first);
        for (int t = 0; t < count; t++) {
          for (int lane = 0; lane < lanes; lane++) {
            if (settings.task() instanceof DeformableTask soft && rollout.end(t, lane) == End.TIME_LIMIT) {
              episodes.addDistance(lane, soft.distance(end(rollout, t, lane)));
            }
            episodes.add(lane, rollout.rewards().get(t, lane), rollout.end(t, lane));
          }
        }
        if (file != null) {
          file.take(first, count, rollout);
        }
        rollout.continueFromEnd();
        progress.accept(first + count);
      }
    }
    episodes.finish();
    if (file != null) {
      ArrayFile.write(out, COMMAND, file.arrays(episodes, simulation.controlPeriod()), origin);
    }
    return file == null ? -1 : file.lostGradients();
  }
}
