package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.simulation.Reward;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rewards and gradients of the five tasks against figures that an independent program in double precision gave, which
 * itself was checked against the public simulator: from the start without noise, actions 0.5 sin(0.7 i + 0.3 t). Sums
 * have 6 decimals, gradients 8, and half a unit of the last is theirs.
 */
class PublishedTaskTest {
  private static final int STEPS = 30;

  private static Reward reward(Task task) {
    int nq = task.robot().nq();
    return (x, u, time) -> task.reward(Arrays.copyOf(x, nq), Arrays.copyOfRange(x, nq, x.length), u);
  }

  private static double[] start(Task task) {
    double[] x = new double[task.robot().nq() + task.robot().nv()];
    task.start(null, x);
    if (task.name().equals("cartpole")) {
      x[1] = -3;
    }
    return x;
  }

  private static double action(int t, int i) {
    return 0.5 * Math.sin(0.7 * i + 0.3 * t);
  }

  @ParameterizedTest
  @CsvSource({
    "cartpole, AS_USED, -9.002323917, -8.749265937, -263.553146",
    "hopper, AS_USED, 1.307618284, 1.487255398, 39.182659",
    "cheetah, AS_USED, .100536231, -.380040949, 1.653006",
    "ant, AS_USED, 1.617799125, 1.665016877, 50.967293",
    "humanoid, AS_USED, 2.050234681, 2.063601450, 60.474638",
    "ant, PHYSICAL, NaN, NaN, 50.589483",
    "humanoid, PHYSICAL, NaN, NaN, 60.529011"})
  void rewards(String name, TaskVariant.Inertia inertia, double first, double tenth, double sum) {
    Task task = Tasks.named(name, TaskVariant.of(inertia));
    Graph graph = new Graph("reward");
    int actions = task.robot().actuators().size();
    Scalar[] x = graph.input("x", start(task).length);
    graph.output("r", reward(task).at(x, graph.input("u", actions), null));
    Interpreter reward = new Interpreter(graph);
    try (Simulation simulation = task.simulation().build()) {
      simulation.state().setRobot(0, start(task));
      double total = 0;
      for (int t = 0; t < STEPS; t++) {
        double[] u = new double[actions];
        for (int i = 0; i < u.length; i++) {
          u[i] = action(t, i);
        }
        simulation.action().setRobot(0, u);
        simulation.step();
        double r = reward.evaluate(simulation.state().robot(0), u)[0][0];
        total += r;
        double expected = t == 0 ? first : t == 9 ? tenth : Double.NaN;
        if (!Double.isNaN(expected)) {
          assertThat(r).as("reward of step %d", t + 1).isCloseTo(expected, within(1e-7 * Math.abs(expected)));
        }
      }
      assertThat(total).isCloseTo(sum, within(1e-7 * Math.abs(sum) + 5e-7));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cartpole, -71.757845106, 1.0184861, 1.0184861, -.03393579, -.11842335",
    "hopper, 10.611727004, -.41103629, .68942386, -.46624629, -.21496442",
    "cheetah, .365114495, .11102230, .03316338, .31587629, .30192194",
    "ant, 13.673914378, .21729479, .15970904, .15569877, .06154683",
    "humanoid, 16.421964242, -.01429297, .08033458, -.00743196, .00912717"})
  void gradients(String name, double sum, double first, double last, double fourth, double seventh) {
    Task task = Tasks.named(name, TaskVariant.PUBLISHED);
    try (Simulation simulation = task.simulation().build()) {
      Rollout rollout = new Rollout(simulation, 8);
      rollout.initial().setRobot(0, start(task));
      int actions = simulation.actionCount();
      for (int t = 0; t < 8; t++) {
        for (int i = 0; i < actions; i++) {
          rollout.actions().set(t * actions + i, 0, action(t, i));
        }
      }
      RolloutPullback pullback = rollout.pullback(reward(task));
      pullback.run();
      Batch bars = pullback.actionBars();
      double[] expected = {first, last, fourth, seventh};
      int[] rows = {0, actions - 1, 4 * actions, 7 * actions};
      for (int k = 0; k < rows.length; k++) {
        assertThat(bars.get(rows[k], 0)).as("row %d", rows[k])
            .isCloseTo(expected[k], within(1e-6 * Math.abs(expected[k]) + 5e-9));
      }
    }
  }
}
