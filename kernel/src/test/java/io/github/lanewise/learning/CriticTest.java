package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goals of the values against the sum over n-step returns that defines them, and that the values come to them. */
class CriticTest {
  private static final int ROBOTS = 20;
  private static final int STEPS = 12;
  private static final double DISCOUNT = 0.9;
  private static final double TEMPERATURE = 0.4;
  private static final Task TASK = new ShortEpisodes(Tasks.named("hopper", TaskVariant.PUBLISHED), 5);
  private static final TrainingSettings SETTINGS = TrainingSettings.published("hopper").withRobots(ROBOTS)
      .withWindow(STEPS);

  private PolicyRollout window;
  private Critic critic;

  /** Errors fall to a share. */
  @ParameterizedTest(name = "{0} networks")
  @CsvSource({"1, 0.05", "2, 0.2"})
  void goalsAreMixturesOfReturnsAndValuesComeToThem(int networks, double share) {
    TrainingSettings settings = networks == 1 ? SETTINGS : SETTINGS.withTwoCritics();
    int n = TASK.observationNames().size();
    try (Simulation simulation = TASK.simulation().precision(ElementType.DOUBLE).robots(ROBOTS).build()) {
      critic = new Critic(settings.criticSettings(n), simulation, STEPS, 3);
      ActorLanes actor = new ActorLanes(TASK, simulation, SETTINGS.actorNetwork(n, simulation.actionCount()), 1);
      TaskRollout robots = new TaskRollout(TASK, simulation, STEPS, 2);
      window = new PolicyRollout(TASK, simulation, robots, actor, critic.target(), STEPS);
      window.set(new RunningStatistics("observations", n));
      window.run();
      critic.setGoals(window, DISCOUNT, TEMPERATURE);
      for (int lane = 0; lane < ROBOTS; lane++) {
        for (int t = 0; t < STEPS; t++) {
          assertThat(critic.goals().get(t, lane)).isCloseTo(goal(t, lane), within(1e-12));
        }
      }
      double before = error(simulation);
      critic.fit(window);
      long passes = critic.passes();
      assertThat(passes).as("errors fall at first").isGreaterThan(2);
      for (int k = 0; k < 300; k++) {
        critic.fit(window); // The goals stay, though the target moves.
      }
      assertThat(error(simulation)).isLessThan(share * before);
      passes = critic.passes();
      critic.fit(window);
      assertThat(critic.passes() - passes).as("passes of the last window")
          .isBetween(1L, networks == 1 ? 16L : 63L); // Where they may end, they do.
    }
  }

  /** {@code (1 - lambda) sum_{n < N} lambda^{n-1} G^n + lambda^{N-1} G^N}, G^N to the end of the chain. */
  private double goal(int t, int lane) {
    double lambda = SETTINGS.critic().lambda();
    int end = t;
    while (end < STEPS - 1 && window.rollout().end(end, lane) == End.NONE) {
      end++;
    }
    int longest = end - t + 1;
    double sum = 0;
    for (int n = 1; n <= longest; n++) {
      boolean failed = window.rollout().end(t + n - 1, lane) == End.FAILED;
      double back = failed ? 0 : Math.pow(DISCOUNT, n) * window.value(t + n - 1).get(0, lane);
      for (int k = 0; k < n; k++) {
        back += Math.pow(DISCOUNT, k)
            * (window.rollout().rewards().get(t + k, lane) + TEMPERATURE * window.entropy(t + k, lane));
      }
      sum += (n < longest ? 1 - lambda : 1) * Math.pow(lambda, n - 1) * back;
    }
    return sum;
  }

  /** Mean squared error of the target's values. */
  private double error(Simulation simulation) {
    Batch value = simulation.rows(1);
    double[] errors = new double[STEPS * ROBOTS];
    for (int t = 0; t < STEPS; t++) {
      for (int block = 0; block < value.blockCount(); block++) {
        critic.target().forward(window.input(t), value, block);
      }
      for (int lane = 0; lane < ROBOTS; lane++) {
        errors[t * ROBOTS + lane] = value.get(0, lane) - critic.goals().get(t, lane);
      }
    }
    return Arrays.stream(errors).map(e -> e * e).average().orElseThrow();
  }
}
