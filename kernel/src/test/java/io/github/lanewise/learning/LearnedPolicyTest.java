package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TipTask;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A policy that was learned moves the robot of shaking and of loops as it moves that of its task. */
final class LearnedPolicyTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final double[] START = {0.1, 0.3, 0.9};

  private static GaussianPolicy learned(TipTask task) {
    TrainingSettings settings = TrainingSettings.published(TipTask.NAME).withRobots(8).withWindow(16);
    try (Simulation simulation = Trainer.simulation(task, settings, ElementType.DOUBLE).build()) {
      Trainer trainer = new WindowTrainer(task, simulation, settings);
      for (int k = 0; k < 3; k++) {
        trainer.window();
      }
      return trainer.policy();
    }
  }

  /** By offsets and motors in lanes on the one side, by a traced network and torques on the other. */
  @Test
  void itsRollOutsAreThoseOfTheTask() {
    TipTask task = new TipTask(FINGER, null, 0.001);
    GaussianPolicy learned = learned(task);
    int steps = 60;
    LearnedPolicy policy = new LearnedPolicy(task, learned, LearnedPolicy.Part.LAST_LAYER);
    double[] start = Arrays.copyOf(START, 6);
    Rollouts shaken;
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(steps).timeStep(1 / TipTask.RATE)
        .initial(start).build()) {
      shaken = simulation.run(policy.nominal());
    }
    try (Simulation simulation = task.simulation().build()) {
      TaskRollout rollout = new TaskRollout(task, simulation, steps, 1,
          (lane, random, x) -> System.arraycopy(start, 0, x, 0, 6));
      rollout.run(new PolicyAgent(learned, task, simulation, rollout, false, 1));
      assertThat(rollout.rollout().states().robot(0)).containsExactly(shaken.states().data, within(1e-9));
      double worth = Arrays.stream(rollout.rewards().robot(0)).sum() / steps;
      // Of the same torques, but for the effort, which the task takes at the end of a step.
      assertThat(task.worth().returns(shaken)[0]).isCloseTo(worth, within(1e-3 * Math.abs(worth)));
    }
  }

  @Test
  void itsParametersAreThoseOfTheLastLayer() {
    TipTask task = new TipTask(FINGER, null, 0.001);
    GaussianPolicy learned = learned(task);
    LearnedPolicy biases = new LearnedPolicy(task, learned, LearnedPolicy.Part.LAST_BIASES);
    assertThat(biases.parameters()).extracting(PolicyParameter::name).containsExactly("b_spread", "b_bend", "b_curl");
    LearnedPolicy layer = new LearnedPolicy(task, learned, LearnedPolicy.Part.LAST_LAYER);
    assertThat(layer.parameters()).hasSize(3 + 3 * 16);
    assertThat(layer.with(layer.nominal())).isEqualTo(learned);
    double[] moved = layer.nominal();
    moved[1] += 0.25;
    moved[3 + 16 + 5] -= 0.5;
    double[] observation = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.01, 0.02, 0.03};
    double[] before = new double[3];
    double[] after = new double[3];
    learned.actor().act(observation, before);
    layer.with(moved).actor().act(observation, after);
    assertThat(after[0]).isEqualTo(before[0]);
    assertThat(after[1]).isNotEqualTo(before[1]);
    assertThat(after[2]).isEqualTo(before[2]);
    assertThatIllegalArgumentException().isThrownBy(() -> layer.with(1, 2))
        .withMessage("2 parameters for a policy that has 51");
  }

  @Test
  void anotherRobotIsRefusedWithBothSides() {
    GaussianPolicy learned = learned(new TipTask(FINGER, null, 0.001));
    TipTask arm = new TipTask(RobotModel.builtIn("arm7"), null, 0.001);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearnedPolicy(arm, learned, LearnedPolicy.Part.LAST_BIASES))
        .withMessageContaining("it observes [spread, bend, curl").withMessageContaining("not [");
  }
}
