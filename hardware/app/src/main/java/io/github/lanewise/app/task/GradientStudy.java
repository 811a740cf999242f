package io.github.lanewise.app.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.VariantOptions;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.Table;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.simulation.Reward;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.task.Returns;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How many time steps a gradient needs: that of the forward speed at the end of 32 control steps by all actions, 4 s
 * after the robots were dropped, against the explicit rule with many time steps.
 */
final class GradientStudy {
  private static final int DROP = 240;
  private static final int WINDOW = TaskRun.WINDOW;
  private static final int FEWEST_OF_REFERENCE = 256;
  private static final int TIMES_THE_OWN = 8;

  private final TaskSettings settings;
  private final int own;
  private double[][] states;

  /** Of the settings' task, lanes, precision, threads and seed. */
  GradientStudy(TaskSettings settings) {
    this.settings = settings;
    try (Simulation simulation = Tasks.named(settings.task().name(), settings.variant()).simulation().build()) {
      own = simulation.substepCount();
    }
  }

  /** Measures; a row for each rule and number of time steps. */
  Table measure() {
    int many = Math.max(FEWEST_OF_REFERENCE, TIMES_THE_OWN * own);
    List<Integer> counts = IntStream.concat(IntStream.iterate(2, count -> count < own, count -> 2 * count),
        IntStream.of(own)).boxed().toList();
    Table table = new Table("Gradient of the forward speed at the end of %d control steps of task '%s' by all actions,"
        .formatted(WINDOW, settings.task().name()) + " %,d lanes, %s, against the explicit rule with %d time steps:"
        .formatted(settings.size().lanes(), Choice.text(settings.computing().precision()), many)
        + " of the mean over the lanes, cosine and ratio of norms; median of the lanes' cosines.",
        List.of("integrator", "time_steps", "mass_matrix_every"),
        List.of("cosine", "norm_ratio", "median_lane_cosine", "non_finite_lanes"));
    try (Progress progress = Progress.start("study", 2 * counts.size() + 2)) {
      double[][] reference = gradients(settings.variant().stepped(many, VariantOptions.Rule.EXPLICIT.integrator(), 1));
      progress.accept(1);
      int done = 1;
      for (VariantOptions.Rule rule : VariantOptions.Rule.values()) {
        for (int count : counts) {
          add(table, rule, count, 1, reference);
          progress.accept(++done);
        }
      }
      add(table, VariantOptions.Rule.EXPLICIT, own, own, reference);
    }
    return table;
  }

  /** The table with what it was measured of. */
  static ObjectNode toJson(TaskSettings settings, Table table) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("settings")
        .put("task", settings.task().name())
        .put("envs", settings.size().lanes())
        .put("precision", Choice.text(settings.computing().precision()))
        .put("threads", settings.computing().threads())
        .put("seed", settings.computing().seed())
        .put("inertia", settings.inertia())
        .set("contact_damping_n_s_per_m2", JsonFile.number(settings.variant().contactDamping()));
    json.setAll(table.toJson());
    return json;
  }

  private void add(Table table, VariantOptions.Rule rule, int count, int held, double[][] reference) {
    double[][] gradients = gradients(settings.variant().stepped(count, rule.integrator(), held));
    int[] finite = IntStream.range(0, gradients.length)
        .filter(lane -> DoubleStream.concat(Arrays.stream(gradients[lane]), Arrays.stream(reference[lane]))
            .allMatch(Double::isFinite)).toArray();
    double[] mean = mean(gradients, finite);
    double[] expected = mean(reference, finite);
    double[] cosines = Arrays.stream(finite).mapToDouble(lane -> cosine(gradients[lane], reference[lane]))
        .toArray();
    table.add(List.of(Choice.text(rule), count, held), cosine(mean, expected), norm(mean) / norm(expected),
        Returns.of(cosines).median(), gradients.length - finite.length);
  }

  /** Of each lane, T m numbers; the first call drops the robots. */
  private double[][] gradients(TaskVariant variant) {
    Task task = Tasks.named(settings.task().name(), variant);
    int lanes = settings.size().lanes();
    try (Simulation simulation = task.simulation().precision(settings.computing().precision()).robots(lanes)
        .threads(settings.computing().threads()).build()) {
      if (states == null) {
        states = dropped(task, simulation);
      }
      Rollout rollout = new Rollout(simulation, WINDOW);
      act(rollout, simulation, settings.computing().seed() + 1);
      for (int lane = 0; lane < lanes; lane++) {
        rollout.initial().setRobot(lane, states[lane]);
      }
      RolloutPullback pullback = rollout.pullback(finalSpeed(task, simulation.controlPeriod()));
      pullback.run();
      double[][] gradients = new double[lanes][];
      Arrays.setAll(gradients, pullback.actionBars()::robot);
      return gradients;
    }
  }

  private double[][] dropped(Task task, Simulation simulation) {
    Rollout drop = new Rollout(simulation, DROP);
    act(drop, simulation, settings.computing().seed());
    for (int lane = 0; lane < simulation.robotCount(); lane++) {
      double[] x = drop.initial().robot(lane);
      task.start(RandomStream.of(settings.computing().seed()).stream(lane), x);
      drop.initial().setRobot(lane, x);
    }
    drop.run();
    double[][] ends = new double[simulation.robotCount()][];
    Arrays.setAll(ends, drop.end()::robot);
    return ends;
  }

  /** {@code u = sin(2 pi (f t + phase)) / 2}, of each lane and action a frequency of 0.5 to 2 Hz and a phase. */
  private static void act(Rollout rollout, Simulation simulation, long seed) {
    int m = simulation.actionCount();
    Batch actions = rollout.actions();
    for (int lane = 0; lane < simulation.robotCount(); lane++) {
      RandomStream random = RandomStream.of(seed ^ TaskActions.SEED).stream(lane);
      for (int k = 0; k < m; k++) {
        double frequency = random.nextDouble(0.5, 2);
        double phase = random.nextDouble();
        for (int t = 0; t < actions.rowCount() / m; t++) {
          actions.set(t * m + k, lane,
              0.5 * Math.sin(2 * Math.PI * (frequency * t * simulation.controlPeriod() + phase)));
        }
      }
    }
  }

  /** The root's velocity along x in the world after the last step, 0 before. */
  private static Reward finalSpeed(Task task, double period) {
    int nq = task.robot().nq();
    boolean free = task.robot().joints().getFirst().kind() == JointKind.FREE;
    return (x, u, time) -> {
      Scalar speed = free ? Transform.rotation(x[3], x[4], x[5], x[6]).times(Vec3.of(x, nq)).x() : x[nq];
      return time.negate().plus((WINDOW - 0.5) * period).ifLess(0, speed, Scalar.ZERO);
    };
  }

  private static double[] mean(double[][] gradients, int[] lanes) {
    double[] mean = new double[gradients[0].length];
    for (int lane : lanes) {
      Arrays.setAll(mean, row -> mean[row] + gradients[lane][row] / lanes.length);
    }
    return mean;
  }

  private static double cosine(double[] a, double[] b) {
    return dot(a, b) / (norm(a) * norm(b));
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
