package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.learning.MixedReturn.Reading;
import io.github.lanewise.learning.TrainingSettings.Source;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training: what it reaches, and that its bits follow from the seed alone. */
class WindowTrainerTest {
  private static final Task TASK = Tasks.named("cartpole", TaskVariant.PUBLISHED);

  private static TrainingSettings settings(int robots) {
    return TrainingSettings.published("cartpole").withRobots(robots).withWindow(8).withSeed(4)
        .withObjective(new MixedReturn(0.99, 0.9, 0.5, Reading.TAIL));
  }

  private static Simulation simulation(Task task, int robots, int threads, ElementType precision) {
    return task.simulation().precision(precision).robots(robots).threads(threads).build();
  }

  private static Map<String, String> bits(Trainer trainer) {
    Snapshot snapshot = new Snapshot();
    trainer.save(snapshot);
    return snapshot.arrays().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Arrays.toString(entry.getValue())));
  }

  /** 150 robots fill two blocks of floats and a part of a third; their episodes end at different times. */
  @Test
  void threadsDoNotMatter() {
    assertThreadsDoNotMatter(new ShortEpisodes(TASK, 5), settings(150));
  }

  @Test
  void norDoTheyWhereWindowsAdapt() {
    Task hopper = new ShortEpisodes(Tasks.named("hopper", TaskVariant.PUBLISHED), 5);
    assertThreadsDoNotMatter(hopper, settings(150).withAdaptiveWindows().withTwoCritics());
  }

  @Test
  void norDoTheyWhereAModelIsLearned() {
    Task hopper = new ShortEpisodes(Tasks.named("hopper", TaskVariant.PUBLISHED), 5);
    assertThreadsDoNotMatter(hopper, settings(150).withModel(model(0.5, Source.ENV, Source.MODEL)));
  }

  /** Small, and ready in the fourth window. */
  private static TrainingSettings.Model model(double share, Source gradient, Source imagined) {
    return new TrainingSettings.Model(new int[] {24}, 3e-3, 2, 4, 100, 3, 700, 0.1, 3, share, gradient, imagined);
  }

  private static void assertThreadsDoNotMatter(Task task, TrainingSettings settings) {
    Map<String, String> expected = new HashMap<>();
    for (int threads : new int[] {1, 2, 3}) {
      try (Simulation simulation = simulation(task, 150, threads, ElementType.FLOAT)) {
        Trainer trainer = new WindowTrainer(task, simulation, settings);
        for (int k = 0; k < 5; k++) {
          trainer.window();
        }
        assertThat(trainer.episodes().count()).isPositive();
        expected = threads == 1 ? bits(trainer) : expected;
        assertThat(bits(trainer)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aBreakDoesNotMatter() {
    try (Simulation simulation = simulation(TASK, 10, 1, ElementType.DOUBLE)) {
      Trainer whole = new WindowTrainer(TASK, simulation, settings(10));
      Snapshot half = new Snapshot();
      for (int k = 0; k < 60; k++) {
        if (k == 33) { // In the middle of the second episode.
          whole.save(half);
        }
        whole.window();
      }
      Trainer broken = new WindowTrainer(TASK, simulation, settings(10));
      broken.resume(half);
      for (int k = 33; k < 60; k++) {
        broken.window();
      }
      assertThat(bits(broken)).isEqualTo(bits(whole));
      assertThat(broken.policy()).isEqualTo(whole.policy());
      assertThat(broken.stepCount()).isEqualTo(4800);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, ENV, MODEL", "0, MODEL, MODEL", "1, ENV, MODEL", "1, ENV, ENV"})
  void norDoesOneWhereAModelIsLearned(double share, Source gradient, Source imagined) {
    TrainingSettings settings = settings(10).withModel(model(share, gradient, imagined));
    try (Simulation simulation = simulation(TASK, 10, 1, ElementType.DOUBLE)) {
      Trainer whole = new WindowTrainer(TASK, simulation, settings);
      Snapshot half = new Snapshot();
      for (int k = 0; k < 9; k++) {
        if (k == 6) {
          whole.save(half);
        }
        whole.window();
      }
      Trainer broken = new WindowTrainer(TASK, simulation, settings);
      broken.resume(half);
      for (int k = 6; k < 9; k++) {
        broken.window();
      }
      assertThat(bits(broken)).isEqualTo(bits(whole));
      Trainer without = new WindowTrainer(TASK, simulation, settings(10));
      for (int k = 0; k < 9; k++) {
        without.window();
      }
      assertThat(without.policy().equals(whole.policy())).as("the model matters").isFalse();
      assertThat(whole.stepCount()).isEqualTo(without.stepCount());
    }
  }

  /** Contacts count as stiffer than they are, so that windows change soon. */
  @Test
  void norDoesOneBetweenWindowsOfDifferentLengths() {
    Task hopper = Tasks.named("hopper", TaskVariant.PUBLISHED);
    TrainingSettings published = settings(6).withTwoCritics();
    TrainingSettings settings = new TrainingSettings(6, 8, 100, published.objective(), published.actor(),
        published.critic(), new TrainingSettings.Adaptive(4, 12, 2, 0.05), null, 2);
    try (Simulation simulation = simulation(hopper, 6, 1, ElementType.DOUBLE)) {
      WindowTrainer whole = new WindowTrainer(hopper, simulation, settings);
      Snapshot half = new Snapshot();
      long steps = 0;
      int longest = 0;
      int shortest = 12;
      for (int k = 0; k < 40; k++) {
        if (k == 25) {
          whole.save(half);
        }
        longest = Math.max(longest, whole.windowSteps());
        shortest = Math.min(shortest, whole.windowSteps());
        steps += 6L * whole.windowSteps();
        whole.window();
      }
      assertThat(longest).isGreaterThan(shortest);
      assertThat(whole.stepCount()).isEqualTo(steps);
      Trainer broken = new WindowTrainer(hopper, simulation, settings);
      broken.resume(half);
      for (int k = 25; k < 40; k++) {
        broken.window();
      }
      assertThat(bits(broken)).isEqualTo(bits(whole));
    }
  }

  /** A pole that hangs is worth about -9.9 a step, 240 of them an episode. */
  @Test
  void thePoleSwingsUp() {
    TrainingSettings settings = TrainingSettings.published("cartpole").withSeed(1);
    try (Simulation simulation = Trainer.simulation(TASK, settings).build()) {
      Trainer trainer = new WindowTrainer(TASK, simulation, settings);
      for (int k = 0; k < 150; k++) {
        trainer.window();
      }
      assertThat(trainer.episodes().meanReturn()).isGreaterThan(-1000);
      assertThat(trainer.losses()).isEqualTo(new Trainer.Losses(0, 0, 0));
    }
  }

  @Test
  void thePolicyActsAsTheRobotsDo() {
    try (Simulation simulation = simulation(TASK, 10, 1, ElementType.DOUBLE)) {
      GaussianPolicy policy = new WindowTrainer(TASK, simulation, settings(10)).policy();
      double[] u = new double[1];
      policy.actor().act(new double[] {0.3, -0.2, 0.5, 0.8, 1}, u);
      assertThat(u[0]).isBetween(-1.0, 1.0).isNotZero();
      assertThat(policy.observationNames()).isEqualTo(TASK.observationNames());
    }
  }

  @Test
  void proximalPolicyOptimisationLearnsToo() {
    TrainingSettings settings = TrainingSettings.published("cartpole").withSeed(1).withLearningRate(1e-3);
    try (Simulation simulation = Trainer.simulation(TASK, settings).build()) {
      Trainer trainer = new PpoTrainer(TASK, simulation, settings);
      for (int k = 0; k < 8; k++) {
        trainer.window();
      }
      double first = trainer.episodes().meanReturn();
      for (int k = 0; k < 400; k++) {
        trainer.window();
      }
      assertThat(first).isLessThan(-2500);
      assertThat(trainer.episodes().meanReturn()).isGreaterThan(-1300);
    }
  }

  @Test
  void anotherNumberOfRobotsIsRefused() {
    try (Simulation simulation = simulation(TASK, 10, 1, ElementType.DOUBLE)) {
      assertThatThrownBy(() -> new WindowTrainer(TASK, simulation, settings(11)))
          .hasMessageContaining("simulation of 10 robots").hasMessageContaining("training of 11");
      Trainer trainer = new WindowTrainer(TASK, simulation, settings(10));
      assertThatThrownBy(() -> trainer.resume(new Snapshot())).hasMessageContaining("episodes.states");
    }
  }
}
