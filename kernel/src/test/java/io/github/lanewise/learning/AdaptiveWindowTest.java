package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.trace.Interpreter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Lengths of windows against their recursion by hand, and what they follow against forces and accelerations. */
class AdaptiveWindowTest {
  private static final TrainingSettings.Adaptive SETTINGS = new TrainingSettings.Adaptive(8, 64, 500, 0.01);

  private static double[] stiffness(double k) {
    double[] all = new double[64];
    Arrays.fill(all, k);
    return all;
  }

  @Test
  void softContactsMakeWindowsLongerAndStiffOnesShorter() {
    AdaptiveWindow window = new AdaptiveWindow(SETTINGS, 32);
    // mu = 0.01 (500 - 300) = 2 at each of 32 steps, N = 32 + 0.01 * 64; then 4 at 32 and 2 at the new one.
    assertThat(window.next(stiffness(300))).isEqualTo(33);
    assertThat(window.next(stiffness(300))).isEqualTo((int) Math.round(32.64 + 0.01 * (32 * 4 + 2)));
    // mu = 4 - 10 and 2 - 10 at the 34 steps of 33.94.
    assertThat(window.next(stiffness(1500))).isEqualTo((int) Math.round(33.94 + 0.01 * (32 * -6 - 8 - 10)));
  }

  @Test
  void windowsStayInTheirBoundsAndLeaveThemAtOnce() {
    AdaptiveWindow window = new AdaptiveWindow(SETTINGS, 32);
    for (int k = 0; k < 100; k++) {
      window.next(stiffness(0));
    }
    assertThat(window.steps()).isEqualTo(64);
    assertThat(window.next(stiffness(1000))).isLessThan(64);
    for (int k = 0; k < 1000; k++) {
      window.next(stiffness(1000));
    }
    assertThat(window.steps()).isEqualTo(8);
  }

  @Test
  void stiffnessIsForceOverAcceleration() {
    Task task = Tasks.named("hopper", TaskVariant.PUBLISHED);
    RobotModel model = task.robot();
    int steps = 3;
    int robots = 4;
    try (Simulation simulation = task.simulation().precision(ElementType.DOUBLE).robots(robots).build()) {
      TaskRollout rollout = new TaskRollout(task, simulation, steps, 5);
      for (int lane = 0; lane < robots; lane++) {
        rollout.rollout().initial().set(1, lane, -0.02 * lane); // From the start's height: some touch, deeper each.
      }
      double[][] states = new double[robots][];
      Arrays.setAll(states, lane -> rollout.rollout().initial().robot(lane));
      ActorLanes actor = new ActorLanes(task, simulation,
          TrainingSettings.published("hopper").actorNetwork(task.observationNames().size(), 3), 1);
      PolicyRollout window = new PolicyRollout(task, simulation, rollout, actor, null, steps);
      ContactStiffness stiffness = new ContactStiffness(simulation, window.state(), steps);
      window.measure(stiffness);
      window.run();
      Interpreter forces = new Interpreter(simulation.contact().forces(model));
      for (int t = 0; t < steps; t++) {
        double sum = 0;
        for (int lane = 0; lane < robots; lane++) {
          double[] after = window.rollout().rollout().states()
              .rows(t * states[lane].length, states[lane].length).robot(lane);
          double[] force = forces.evaluate(Arrays.copyOf(after, model.nq()),
              Arrays.copyOfRange(after, model.nq(), after.length))[1];
          double change = 0;
          for (int i = model.nq(); i < after.length; i++) {
            change += Math.pow((after[i] - states[lane][i]) / simulation.controlPeriod(), 2);
          }
          sum += Math.sqrt(Arrays.stream(force).map(f -> f * f).sum()) / Math.max(Math.sqrt(change), 1);
          states[lane] = after;
        }
        assertThat(stiffness.means(steps)[t]).isPositive().isCloseTo(sum / robots, within(1e-9 * sum));
      }
    }
  }

  @Test
  void windowsOfRobotsThatTouchNothingGrowToTheLongest() {
    Task task = Tasks.named("cartpole", TaskVariant.PUBLISHED);
    TrainingSettings settings = TrainingSettings.published("cartpole").withRobots(2).withAdaptiveWindows();
    try (Simulation simulation = Trainer.simulation(task, settings).build()) {
      WindowTrainer trainer = new WindowTrainer(task, simulation, settings);
      for (int window = 0; trainer.windowSteps() < settings.adaptive().longest(); window++) {
        assertThat(window).as("windows that are shorter").isLessThan(200);
        trainer.window();
      }
    }
  }
}
