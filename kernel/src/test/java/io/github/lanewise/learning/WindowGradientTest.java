package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.learning.MixedReturn.Reading;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.LaneEnsemble;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.task.TipTask;
import io.github.lanewise.task.TipVariation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradient of a window against differences of the objective, which is summed up here from rewards and values. */
class WindowGradientTest {
  private static final int ROBOTS = 5;
  private static final int STEPS = 7;
  /** Of robots that are late, and whose sensors are bad. */
  private static final Task TIP =
      new TipTask(RobotModel.builtIn("finger"), null, 0.001, new TipVariation(0.2, 1, 0.1, 1));

  private final Random random = new Random(3);

  @ParameterizedTest
  @CsvSource({"cartpole, 100, 1, 1, TAIL, 0", "cartpole, 3, 0.8, 0.25, TAIL, 0.3",
      "hopper, 4, 0.9, 0, RENORMALIZED, 0", "hopper, 4, 0.9, 0.5, TAIL, 0.7", "ant, 5, 0.7, 0.5, TAIL, 0",
    "tip, 5, 0.9, 0.5, TAIL, 0", "tip, 100, 1, 1, TAIL, 0.4"})
  void gradientIsThatOfDifferences(String name, int episode, double lambda, double blend, Reading reading,
      double temperature) {
    Task task = new ShortEpisodes(TipTask.NAME.equals(name) ? TIP : Tasks.named(name, TaskVariant.PUBLISHED), episode);
    MixedReturn objective = new MixedReturn(0.97, lambda, blend, reading);
    int n = task.observationNames().size();
    int m = task.robot().actuators().size();
    Normalizer normalizer = Normalizer.of(random.doubles(n, -0.5, 0.5).toArray(), random.doubles(n, 0.5, 2).toArray());
    try (Simulation simulation = task.simulation().precision(ElementType.DOUBLE).robots(ROBOTS).build()) {
      TaskRollout rollout = new TaskRollout(task, simulation, STEPS + 2, 5);
      Mlp policy = Mlp.of(n, temperature > 0 ? 2 * m : m, Activation.ELU, 12, 6).withLayerNorm();
      Mlp values = Mlp.of(n, 1, Activation.ELU, 10).withLayerNorm();
      ActorLanes actor = new ActorLanes(task, simulation, policy, 9);
      LaneEnsemble target = new LaneEnsemble(values, 2, simulation.lanes(), ROBOTS);
      target.set(0, values.orthogonal(1, 4));
      target.set(1, values.orthogonal(1, 6));
      PolicyRollout window = new PolicyRollout(task, simulation, rollout, actor, target, STEPS + 2);
      WindowGradient backward = new WindowGradient(task, simulation, window, Double.POSITIVE_INFINITY);
      window.setStepCount(STEPS);
      window.set(normalizer);
      double[] parameters = Arrays.copyOf(policy.uniform(2), actor.parameterCount());
      Arrays.fill(parameters, policy.weightCount(), parameters.length, -1);
      Snapshot start = new Snapshot();
      rollout.save(start);
      actor.save(start);

      actor.set(parameters);
      backward.run(objective, temperature);
      double[] gradient = new double[parameters.length];
      actor.gradient(gradient);
      assertThat(backward.cuts()).isZero();
      for (int trial = 0; trial < 4; trial++) {
        double[] direction = random.doubles(parameters.length, -1, 1).toArray();
        if (trial == 0 && temperature == 0) { // The log-deviations alone, which are few.
          Arrays.fill(direction, 0, policy.weightCount(), 0);
        }
        double slope = 0;
        for (int e = 0; e < direction.length; e++) {
          slope -= gradient[e] * direction[e];
        }
        double h = 1e-5;
        double[] j = new double[4];
        int[] places = {-2, -1, 1, 2};
        for (int k = 0; k < 4; k++) {
          double[] moved = parameters.clone();
          for (int e = 0; e < moved.length; e++) {
            moved[e] += places[k] * h * direction[e];
          }
          rollout.resume(start);
          actor.resume(start);
          actor.set(moved);
          window.run();
          j[k] = objective(window, objective, temperature);
        }
        double difference = (j[0] - 8 * j[1] + 8 * j[2] - j[3]) / (12 * h);
        assertThat(slope).as("along direction %d", trial).isCloseTo(difference, within(1e-6 * Math.abs(difference)));
      }
    }
  }

  /**
   * Of windows of one step the gradient is linear in the cotangents of the actions: where all are too long, it is that
   * of directions, times the length; a length beyond all changes no bit.
   */
  @Test
  void longDerivativesOfRobotsAreShortened() {
    Task task = new ShortEpisodes(Tasks.named("hopper", TaskVariant.PUBLISHED), 9);
    try (Simulation simulation = task.simulation().precision(ElementType.DOUBLE).robots(ROBOTS).build()) {
      double[] whole = ofOneStep(task, simulation, Double.POSITIVE_INFINITY);
      double[] short1 = ofOneStep(task, simulation, 1e-7);
      double[] short3 = ofOneStep(task, simulation, 3e-7);
      assertThat(ofOneStep(task, simulation, 1e9)).isEqualTo(whole);
      double largest = Arrays.stream(short1).map(Math::abs).max().orElseThrow();
      assertThat(largest).isPositive().isLessThan(1e-2 * Arrays.stream(whole).map(Math::abs).max().orElseThrow());
      for (int e = 0; e < short1.length; e++) {
        assertThat(short3[e]).isCloseTo(3 * short1[e], within(1e-12 * largest));
      }
    }
  }

  private static double[] ofOneStep(Task task, Simulation simulation, double longest) {
    TaskRollout rollout = new TaskRollout(task, simulation, 1, 5);
    Mlp policy = Mlp.of(task.observationNames().size(), task.robot().actuators().size(), Activation.ELU, 6);
    ActorLanes actor = new ActorLanes(task, simulation, policy, 9);
    PolicyRollout window = new PolicyRollout(task, simulation, rollout, actor, null, 1);
    WindowGradient backward = new WindowGradient(task, simulation, window, longest);
    double[] parameters = Arrays.copyOf(policy.uniform(2), actor.parameterCount());
    actor.set(parameters);
    backward.run(MixedReturn.longest(0.97), 0);
    double[] gradient = new double[parameters.length];
    actor.gradient(gradient);
    return gradient;
  }

  /** {@code alpha J^N + (1 - alpha) J_mix} by its sum over windows, of all chains over the number of steps. */
  private static double objective(PolicyRollout window, MixedReturn objective, double temperature) {
    double sum = 0;
    for (int lane = 0; lane < ROBOTS; lane++) {
      for (int start = 0; start < STEPS;) {
        int end = start;
        while (end < STEPS - 1 && window.rollout().end(end, lane) == End.NONE) {
          end++;
        }
        sum += chain(window, objective, temperature, lane, start, end + 1);
        start = end + 1;
      }
    }
    return sum / (ROBOTS * STEPS);
  }

  private static double chain(PolicyRollout window, MixedReturn objective, double temperature, int lane, int start,
      int end) {
    int longest = STEPS - start;
    double lambda = objective.lambda();
    double mixed = 0;
    double last = 0;
    double total = 0;
    for (int h = 1; h <= longest; h++) {
      int length = Math.min(h, end - start);
      boolean failed = window.rollout().end(start + length - 1, lane) == End.FAILED;
      double j = failed ? 0 : Math.pow(objective.discount(), length) * window.value(start + length - 1).get(0, lane);
      for (int t = 0; t < length; t++) {
        j += Math.pow(objective.discount(), t) * (window.rollout().rewards().get(start + t, lane)
            + temperature * window.entropy(start + t, lane));
      }
      boolean tail = objective.reading() == Reading.TAIL && h == longest;
      double weight = tail ? Math.pow(lambda, h - 1) : (1 - lambda) * Math.pow(lambda, h - 1);
      mixed += weight * j;
      total += weight;
      last = j;
    }
    return objective.blend() * last + (1 - objective.blend()) * mixed / total;
  }
}
