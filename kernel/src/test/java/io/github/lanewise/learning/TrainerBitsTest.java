package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.learning.MixedReturn.Reading;
import io.github.lanewise.learning.TrainingSettings.Source;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.task.TipTask;
import io.github.lanewise.task.TipVariation;
import io.github.lanewise.task.deformable.SmallCloths;
import io.github.lanewise.task.deformable.SmallRopes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The bits of a training follow from the seed alone, whoever learns. */
class TrainerBitsTest {
  private static final Task TASK = Tasks.named("cartpole", TaskVariant.PUBLISHED);
  private static final Task HOPPER = Tasks.named("hopper", TaskVariant.PUBLISHED);
  /** Of robots that vary, are late, and have bad sensors. */
  private static final Task TIP =
      new TipTask(RobotModel.builtIn("finger"), null, 0.001, new TipVariation(0.2, 1, 0.002, 0.02));
  private static final TrainingSettings MIXED = TrainingSettings.published("cartpole").withWindow(8).withSeed(4)
      .withObjective(new MixedReturn(0.99, 0.9, 0.5, Reading.TAIL));

  /** All that learn, in windows of 8 steps. */
  enum Learner {
    MIX(WindowTrainer::new, MIXED),
    ADAPTIVE(WindowTrainer::new, MIXED.withAdaptiveWindows().withTwoCritics()),
    MODEL(WindowTrainer::new, MIXED.withModel(model(0.5, Source.ENV, Source.MODEL))),
    VARIED(WindowTrainer::new, MIXED),
    ENTROPY(WindowTrainer::new, MIXED.withEntropy(-0.5)),
    PPO(PpoTrainer::new, MIXED),
    SAC(SacTrainer::new, TrainingSettings.soft("cartpole").withWindow(8).withSeed(4));

    /** Makes one. */
    private interface Factory {
      Trainer trainer(LaneTask task, LaneSimulation simulation, TrainingSettings settings);
    }

    private final Factory factory;
    private final TrainingSettings settings;

    Learner(Factory factory, TrainingSettings settings) {
      this.factory = factory;
      this.settings = settings;
    }

    Trainer trainer(Task task, Simulation simulation) {
      return factory.trainer(task, simulation, settings.withRobots(simulation.robotCount()));
    }
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

  /** Small, and ready in the fourth window. */
  private static TrainingSettings.Model model(double share, Source gradient, Source imagined) {
    return new TrainingSettings.Model(new int[] {24}, 3e-3, 2, 4, 100, 3, 700, 0.1, 3, share, gradient, imagined);
  }

  /** 150 robots fill two blocks of floats and a part of a third; their episodes end at different times. */
  @ParameterizedTest
  @EnumSource
  void threadsDoNotMatter(Learner learner) {
    boolean contacts = learner == Learner.ADAPTIVE || learner == Learner.MODEL;
    Task task = new ShortEpisodes(contacts ? HOPPER : learner == Learner.VARIED ? TIP : TASK, 5);
    Map<String, String> expected = new HashMap<>();
    for (int threads : new int[] {1, 2, 3}) {
      try (Simulation simulation = simulation(task, 150, threads, ElementType.FLOAT)) {
        Trainer trainer = learner.trainer(task, simulation);
        for (int k = 0; k < 5; k++) {
          trainer.window();
        }
        assertThat(trainer.episodes().count()).isPositive();
        expected = threads == 1 ? bits(trainer) : expected;
        assertThat(bits(trainer)).isEqualTo(expected);
      }
    }
  }

  /** Of cloths and ropes, two blocks of floats. */
  @ParameterizedTest
  @CsvSource({"cloth, 0.5", "cloth, 1", "rope, 0.5"})
  void norDoTheyWhereThereAreNoRobots(String body, double lambda) {
    LaneTask task = deformable(body);
    TrainingSettings settings = TrainingSettings.published("fold").withRobots(19).withSeed(4)
        .withObjective(new MixedReturn(0.99, lambda, 0.5, Reading.TAIL));
    Map<String, String> expected = new HashMap<>();
    for (int threads : new int[] {1, 2, 3}) {
      try (LaneSimulation simulation = Trainer.simulation(task, settings, ElementType.FLOAT, threads)) {
        Trainer trainer = new WindowTrainer(task, simulation, settings);
        for (int k = 0; k < 3; k++) {
          trainer.window();
        }
        assertThat(trainer.episodes().count()).isEqualTo(4 * 19);
        assertThat(trainer.losses()).isEqualTo(new Trainer.Losses(0, 0, 0));
        expected = threads == 1 ? bits(trainer) : expected;
        assertThat(bits(trainer)).isEqualTo(expected);
      }
    }
  }

  private static LaneTask deformable(String body) {
    return body.equals("cloth") ? SmallCloths.task(2) : SmallRopes.task(2);
  }

  /** Whoever learns from cloths and ropes goes on to the same bits, from the middle of an episode. */
  @ParameterizedTest
  @CsvSource({"cloth, MIX", "cloth, PPO", "cloth, SAC", "rope, MIX", "rope, PPO", "rope, SAC"})
  void norDoesABreakOfTheirs(String body, Learner learner) {
    LaneTask task = deformable(body);
    TrainingSettings settings = learner.settings.withRobots(5).withWindow(4);
    try (LaneSimulation simulation = Trainer.simulation(task, settings, ElementType.FLOAT, 2)) {
      Trainer whole = learner.factory.trainer(task, simulation, settings);
      Snapshot half = new Snapshot();
      for (int k = 0; k < 7; k++) {
        if (k == 3) {
          whole.save(half);
        }
        whole.window();
      }
      Trainer broken = learner.factory.trainer(task, simulation, settings);
      broken.resume(half);
      for (int k = 3; k < 7; k++) {
        broken.window();
      }
      assertThat(bits(broken)).isEqualTo(bits(whole));
      assertThat(broken.policy()).isEqualTo(whole.policy());
      assertThat(broken.stepCount()).isEqualTo(5 * 4 * 7);
    }
  }

  @Test
  void modelsAndContactsAreOfRobots() {
    LaneTask task = SmallCloths.task(2);
    TrainingSettings settings = TrainingSettings.published("fold").withRobots(2);
    try (LaneSimulation simulation = Trainer.simulation(task, settings, ElementType.FLOAT, 1)) {
      assertThatThrownBy(() -> new WindowTrainer(task, simulation, settings.withModel(
          model(0.5, Source.ENV, Source.MODEL)))).hasMessage(
          "a training with a model that is learned is for robots, but task 'small' has none");
      assertThatThrownBy(() -> new WindowTrainer(task, simulation, settings.withAdaptiveWindows())).hasMessage(
          "a training with windows that adapt to contacts is for robots, but task 'small' has none");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"ADAPTIVE", "MODEL"})
  void aBreakDoesNotMatter(Learner learner) {
    Task task = learner == Learner.VARIED ? TIP : TASK;
    try (Simulation simulation = simulation(task, 10, 1, ElementType.DOUBLE)) {
      Trainer whole = learner.trainer(task, simulation);
      Snapshot half = new Snapshot();
      for (int k = 0; k < 40; k++) {
        if (k == 33) { // In the middle of the second episode.
          whole.save(half);
        }
        whole.window();
      }
      Trainer broken = learner.trainer(task, simulation);
      broken.resume(half);
      for (int k = 33; k < 40; k++) {
        broken.window();
      }
      assertThat(bits(broken)).isEqualTo(bits(whole));
      assertThat(broken.policy()).isEqualTo(whole.policy());
      assertThat(broken.stepCount()).isEqualTo(3200);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, ENV, MODEL", "0, MODEL, MODEL", "1, ENV, MODEL", "1, ENV, ENV"})
  void norDoesOneWhereAModelIsLearned(double share, Source gradient, Source imagined) {
    TrainingSettings settings = MIXED.withRobots(10).withModel(model(share, gradient, imagined));
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
      Trainer without = new WindowTrainer(TASK, simulation, MIXED.withRobots(10));
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
    TrainingSettings published = MIXED.withRobots(6).withTwoCritics();
    TrainingSettings settings = new TrainingSettings(6, 8, 100, published.objective(), published.actor(),
        published.critic(), new TrainingSettings.Adaptive(4, 12, 2, 0.05), null, 2);
    try (Simulation simulation = simulation(HOPPER, 6, 1, ElementType.DOUBLE)) {
      WindowTrainer whole = new WindowTrainer(HOPPER, simulation, settings);
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
      Trainer broken = new WindowTrainer(HOPPER, simulation, settings);
      broken.resume(half);
      for (int k = 25; k < 40; k++) {
        broken.window();
      }
      assertThat(bits(broken)).isEqualTo(bits(whole));
    }
  }
}
