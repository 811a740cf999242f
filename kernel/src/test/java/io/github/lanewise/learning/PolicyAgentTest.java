package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In lanes a policy acts as it does alone; its gradient without values is that of the rewards. */
final class PolicyAgentTest {
  private static final int ROBOTS = 5;
  private static final int STEPS = 6;

  private static TaskRollout rollout(Task task, Simulation simulation) {
    return new TaskRollout(task, simulation, STEPS, 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void actsAsTheActorDoes(boolean deviationsOfState) {
    Task task = Tasks.named("ant", TaskVariant.PUBLISHED);
    TrainingSettings settings = (deviationsOfState ? TrainingSettings.soft("ant") : TrainingSettings.published("ant"))
        .withRobots(ROBOTS).withWindow(4);
    try (Simulation simulation = Trainer.simulation(task, settings, ElementType.DOUBLE).build()) {
      Trainer trainer = deviationsOfState ? new SacTrainer(task, simulation, settings)
          : new WindowTrainer(task, simulation, settings);
      trainer.window();
      GaussianPolicy policy = trainer.policy();
      TaskRollout rollout = rollout(task, simulation);
      rollout.run(new PolicyAgent(policy, task, simulation, rollout, false, 1));
      int n = task.observationNames().size();
      int m = simulation.actionCount();
      double[] observation = new double[n];
      double[] action = new double[m];
      for (int lane = 0; lane < ROBOTS; lane++) {
        for (int t = 1; t < STEPS; t++) { // No episode ends, so what is observed after t acts in t + 1.
          assertThat(rollout.end(t, lane)).isEqualTo(TaskRollout.End.NONE);
          for (int row = 0; row < n; row++) {
            observation[row] = rollout.observations().get((t - 1) * n + row, lane);
          }
          policy.actor().act(observation, action);
          for (int i = 0; i < m; i++) {
            assertThat(rollout.rollout().actions().get(t * m + i, lane)).isCloseTo(action[i], within(1e-12));
          }
        }
      }
      double[] quiet = rollout.rollout().actions().robot(0);
      TaskRollout noisy = rollout(task, simulation);
      noisy.run(new PolicyAgent(policy, task, simulation, noisy, true, 1));
      double[] loud = noisy.rollout().actions().robot(0);
      assertThat(loud[0]).isNotEqualTo(quiet[0]).isBetween(-1.0, 1.0);
      assertThatIllegalArgumentException().isThrownBy(() -> new PolicyAgent(policy,
              new ShortEpisodes(Tasks.named("humanoid", TaskVariant.PUBLISHED), 5), simulation, rollout, false, 1))
          .withMessage("the policy is not for task 'humanoid': it is for task ant, not humanoid");
    }
  }

  /** {@code -d/dtheta sum_t gamma^t r_t / (robots N)} along a direction, by central differences. */
  @Test
  void withoutValuesTheGradientIsThatOfTheRewards() {
    Task task = new ShortEpisodes(Tasks.named("cartpole", TaskVariant.PUBLISHED), 4);
    TrainingSettings settings = TrainingSettings.published("cartpole");
    try (Simulation simulation = task.simulation().precision(ElementType.DOUBLE).robots(ROBOTS).build()) {
      TaskRollout rollout = rollout(task, simulation);
      ActorLanes actor = new ActorLanes(task, simulation, settings.actorNetwork(5, 1), 9);
      PolicyRollout window = new PolicyRollout(task, simulation, rollout, actor, null, STEPS);
      WindowGradient backward = new WindowGradient(task, simulation, window, Double.POSITIVE_INFINITY);
      double[] parameters = Arrays.copyOf(settings.actorNetwork(5, 1).uniform(2), actor.parameterCount());
      double[] direction = settings.actorNetwork(5, 1).uniform(8);
      Snapshot start = new Snapshot();
      rollout.save(start);
      actor.save(start);
      Normalizer units = Normalizer.of(new double[5], new double[] {1, 1, 1, 1, 1});
      double[] ends = new double[2];
      double[] gradient = new double[parameters.length];
      for (int side = 0; side < 3; side++) {
        double[] moved = parameters.clone();
        for (int e = 0; e < direction.length && side < 2; e++) {
          moved[e] += (2 * side - 1) * 1e-5 * direction[e];
        }
        rollout.resume(start);
        actor.resume(start);
        actor.set(moved);
        window.set(units);
        backward.run(settings.objective(), 0);
        if (side < 2) {
          ends[side] = discounted(rollout);
        }
      }
      actor.gradient(gradient);
      double slope = 0;
      for (int e = 0; e < direction.length; e++) {
        slope -= gradient[e] * direction[e];
      }
      assertThat(slope).isCloseTo((ends[1] - ends[0]) / 2e-5, within(1e-5 * Math.abs(slope)));
    }
  }

  private static double discounted(TaskRollout rollout) {
    double sum = 0;
    for (int lane = 0; lane < ROBOTS; lane++) {
      for (int t = 0; t < STEPS; t++) {
        sum += Math.pow(0.99, t % 4) * rollout.rewards().get(t, lane);
      }
    }
    return sum / (ROBOTS * STEPS);
  }
}
