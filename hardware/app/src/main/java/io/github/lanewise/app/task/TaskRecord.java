package io.github.lanewise.app.task;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.task.ActionRange;
import io.github.lanewise.task.TaskRollout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a file keeps of a run: arrays of lanes x steps x rows. Sample t is what there is after control step t + 1,
 * before a new episode begins; action t led there.
 */
final class TaskRecord {
  static final List<String> ENDS = List.of("goes on", "failed", "time limit", "blown up");

  private final TaskSettings settings;
  private final int lanes;
  private final int steps;
  private final double[] q;
  private final double[] qd;
  private final double[] observation;
  private final double[] reward;
  private final double[] done;
  private final double[] action;
  private final double[] gradient;
  private final double[] q0;
  private final double[] qd0;

  TaskRecord(TaskSettings settings) {
    this.settings = settings;
    lanes = settings.size().lanes();
    steps = settings.size().steps();
    int samples = lanes * steps;
    q = new double[samples * settings.nq()];
    qd = new double[samples * settings.nv()];
    observation = new double[samples * settings.observationCount()];
    reward = new double[samples];
    done = new double[samples];
    action = new double[samples * settings.actionCount()];
    gradient = settings.gradient() ? new double[action.length] : null;
    q0 = new double[lanes * settings.nq()];
    qd0 = new double[lanes * settings.nv()];
  }

  /**
   * Numbers of a run.
   *
   * @param gradient whether it is to be kept, too
   */
  static long numbers(TaskSettings settings, boolean gradient) {
    long row = settings.nq() + settings.nv() + settings.observationCount() + 2L
        + settings.actionCount() * (gradient ? 2L : 1L);
    return row * settings.size().lanes() * settings.size().steps();
  }

  /** Numbers of its largest array. */
  static long largest(TaskSettings settings) {
    return (long) Math.max(settings.observationCount(), settings.nq()) * settings.size().lanes()
        * settings.size().steps();
  }

  /** The states that the run begins in. */
  void start(Batch initial) {
    for (int lane = 0; lane < lanes; lane++) {
      putState(initial.robot(lane), q0, qd0, lane);
    }
  }

  private void putState(double[] x, double[] positions, double[] velocities, int at) {
    double[] reported = settings.task().reported(x);
    System.arraycopy(reported, 0, positions, at * settings.nq(), settings.nq());
    System.arraycopy(reported, settings.nq(), velocities, at * settings.nv(), settings.nv());
  }

  /**
   * A window has run.
   *
   * @param first control step of the run that was its first
   * @param count of its steps that are kept
   */
  void take(int first, int count, TaskRollout window) {
    Batch ends = window.rollout().states();
    int rows = window.rollout().state().rowCount();
    double[] x = new double[rows];
    for (int lane = 0; lane < lanes; lane++) {
      for (int t = 0; t < count; t++) {
        int sample = lane * steps + first + t;
        for (int row = 0; row < rows; row++) {
          x[row] = ends.get(t * rows + row, lane);
        }
        putState(x, q, qd, sample);
        put(window.observations(), t, lane, settings.observationCount(), observation, sample);
        put(window.rollout().actions(), t, lane, settings.actionCount(), action, sample);
        reward[sample] = window.rewards().get(t, lane);
        done[sample] = window.end(t, lane).ordinal();
      }
    }
  }

  /** The gradient of the whole run, in one window, by its actions. */
  void takeGradient(Batch bars) {
    for (int lane = 0; lane < lanes; lane++) {
      for (int t = 0; t < steps; t++) {
        put(bars, t, lane, settings.actionCount(), gradient, lane * steps + t);
      }
    }
  }

  /** Lanes whose gradient has a number that is not finite; -1 without gradients. */
  int lostGradients() {
    if (gradient == null) {
      return -1;
    }
    int size = gradient.length / lanes;
    return (int) IntStream.range(0, lanes).filter(lane -> Arrays.stream(gradient, lane * size, (lane + 1) * size)
        .anyMatch(value -> !Double.isFinite(value))).count();
  }

  private static void put(Batch from, int t, int lane, int rows, double[] to, int sample) {
    for (int row = 0; row < rows; row++) {
      to[sample * rows + row] = from.get(t * rows + row, lane);
    }
  }

  /**
   * The arrays of the file.
   *
   * @param controlPeriod length of a control step [s]
   */
  Map<String, NpyArray> arrays(FinishedEpisodes episodes, double controlPeriod) {
    int nq = settings.nq();
    int nv = settings.nv();
    int observations = settings.observationCount();
    int actions = settings.actionCount();
    List<String> names = settings.task().stateNames();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("task", NpyArray.ofTexts(List.of(settings.task().name())));
    arrays.put("inertia", NpyArray.ofTexts(List.of(settings.inertia())));
    arrays.put("changes", NpyArray.ofTexts(List.of(settings.changes())));
    arrays.put("time_step_s", NpyArray.of(controlPeriod));
    arrays.put("seed", NpyArray.of(settings.computing().seed()));
    arrays.put("q_names", NpyArray.ofTexts(names.subList(0, nq)));
    arrays.put("qd_names", NpyArray.ofTexts(names.subList(nq, nq + nv)));
    arrays.put("observation_names", NpyArray.ofTexts(settings.task().observationNames()));
    arrays.put("action_names", NpyArray.ofTexts(
        settings.task().actions().stream().map(ActionRange::name).toList()));
    arrays.put("done_names", NpyArray.ofTexts(ENDS));
    arrays.put("q0", new NpyArray(q0, lanes, nq));
    arrays.put("qd0", new NpyArray(qd0, lanes, nv));
    arrays.put("q", new NpyArray(q, lanes, steps, nq));
    arrays.put("qd", new NpyArray(qd, lanes, steps, nv));
    arrays.put("observation", new NpyArray(observation, lanes, steps, observations));
    arrays.put("reward", new NpyArray(reward, lanes, steps));
    arrays.put("done", new NpyArray(done, lanes, steps));
    arrays.put("action", new NpyArray(action, lanes, steps, actions));
    if (gradient != null) {
      arrays.put("d_return_d_action", new NpyArray(gradient, lanes, steps, actions));
    }
    arrays.put("lane_return", new NpyArray(episodes.laneReturns(), lanes));
    return arrays;
  }
}
