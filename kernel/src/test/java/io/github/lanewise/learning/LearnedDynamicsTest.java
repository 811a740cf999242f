package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Configuration;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.learning.TrainingSettings.Source;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.LaneEnsemble;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learned dynamics, and what they learn from, against differences; and that they come to the robot's own. */
class LearnedDynamicsTest {
  private static final int ROBOTS = 5;

  private final Random random = new Random(2);

  private static Task task(String name) {
    return Tasks.named(name, TaskVariant.PUBLISHED);
  }

  private static double[] moved(RobotModel model, double[] x, double[] along, double h) {
    double[] tangent = Arrays.stream(along).map(d -> h * d).toArray();
    Scalar[] q = Configuration.integrate(model, Scalar.of(Arrays.copyOf(x, model.nq())),
        Scalar.of(Arrays.copyOf(tangent, model.nv())));
    double[] moved = x.clone();
    for (int row = 0; row < x.length; row++) {
      moved[row] = row < model.nq() ? q[row].value() : x[row] + tangent[row - model.nq() + model.nv()];
    }
    return moved;
  }

  /** {@code bar . d} of the tangent from x to y, which is small. */
  private static double along(RobotModel model, double[] x, double[] y, double[] bar) {
    double[] rates = new double[model.nq()];
    Arrays.setAll(rates, row -> y[row] - x[row]);
    Scalar[] tangent = Configuration.fromRates(model, Scalar.of(Arrays.copyOf(x, model.nq())), Scalar.of(rates));
    double sum = 0;
    for (int i = 0; i < model.nv(); i++) {
      int row = model.nq() + i;
      sum += bar[i] * tangent[i].value() + bar[model.nv() + i] * (y[row] - x[row]);
    }
    return sum;
  }

  private double[] numbers(int count, double scale) {
    return random.doubles(count, -scale, scale).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hopper", "ant"})
  void thePullbackIsThatOfDifferences(String name) {
    Task task = task(name);
    RobotModel model = task.robot();
    int n = model.nq() + model.nv();
    try (Simulation simulation = task.simulation().precision(ElementType.DOUBLE).robots(ROBOTS).build()) {
      int m = simulation.actionCount();
      Mlp mlp = Mlp.of(n + m, n, Activation.SILU, 16);
      LaneEnsemble networks = new LaneEnsemble(mlp, 2, simulation.lanes(), ROBOTS);
      networks.set(0, mlp.uniform(1));
      networks.set(1, mlp.uniform(2));
      LearnedDynamics dynamics = new LearnedDynamics(simulation, networks);
      for (int row = 0; row < n + m; row++) {
        dynamics.setInput(row, 0.1 * row, row == 0 ? 0 : 1 + 0.1 * row);
      }
      for (int row = 0; row < n; row++) {
        dynamics.setChange(row, 0.01, 0.1 + 0.01 * row);
      }
      double[] x = new double[n];
      task.start(random, x);
      double[] u = numbers(m, 1);
      double[] bar = numbers(2 * model.nv(), 1);
      double[] along = numbers(2 * model.nv(), 1);
      double[] alongAction = numbers(m, 1);
      double h = 1e-5;
      double[][] next = new double[4][];
      int[] places = {-2, -1, 1, 2};
      for (int k = 0; k < 4; k++) {
        double step = places[k] * h;
        double[] moved = new double[m];
        Arrays.setAll(moved, i -> u[i] + step * alongAction[i]);
        next[k] = step(simulation, dynamics, moved(model, x, along, step), moved);
      }
      double[] middle = step(simulation, dynamics, x, u);
      double[] j = new double[4];
      Arrays.setAll(j, k -> along(model, middle, next[k], bar));
      double difference = (j[0] - 8 * j[1] + 8 * j[2] - j[3]) / (12 * h);

      Batch state = filled(simulation, x);
      Batch action = filled(simulation, u);
      Batch stateBar = simulation.rows(2 * model.nv());
      Batch actionBar = filled(simulation, numbers(m, 1));
      double before = 0;
      for (int i = 0; i < m; i++) {
        before += actionBar.get(i, 3) * alongAction[i];
      }
      simulation.run((first, end, workspace) -> {
        for (int block = first; block < end; block++) {
          dynamics.pullBack(state, action, filled(simulation, bar), stateBar, actionBar, block, workspace);
        }
      }, state.blockCount());
      double slope = -before;
      for (int i = 0; i < 2 * model.nv(); i++) {
        slope += stateBar.get(i, 3) * along[i];
      }
      for (int i = 0; i < m; i++) {
        slope += actionBar.get(i, 3) * alongAction[i];
      }
      assertThat(slope).isCloseTo(difference, within(1e-8 * (1 + Math.abs(difference))));
    }
  }

  private static Batch filled(Simulation simulation, double[] rows) {
    Batch batch = simulation.rows(rows.length);
    for (int row = 0; row < rows.length; row++) {
      batch.fill(row, rows[row]);
    }
    return batch;
  }

  private static double[] step(Simulation simulation, LearnedDynamics dynamics, double[] x, double[] u) {
    Batch state = filled(simulation, x);
    Batch action = filled(simulation, u);
    simulation.run((first, end, workspace) -> {
      for (int block = first; block < end; block++) {
        dynamics.step(state, action, block, workspace);
      }
    }, state.blockCount());
    return state.robot(3);
  }

  /** A window of robots in the air and on the ground: w' d(x' - x)/d(x, u) against differences of the robots' steps. */
  @ParameterizedTest
  @ValueSource(strings = {"hopper", "ant"})
  void productsAreThoseOfDifferences(String name) {
    Task task = task(name);
    RobotModel model = task.robot();
    int n = model.nq() + model.nv();
    int steps = 3;
    try (Simulation simulation = task.simulation().precision(ElementType.DOUBLE).robots(ROBOTS).build();
        Simulation other = task.simulation().precision(ElementType.DOUBLE).robots(2).build()) {
      int m = simulation.actionCount();
      PolicyRollout window = window(task, simulation, steps);
      DynamicsSamples samples = new DynamicsSamples(simulation, window, steps, 100, 5);
      window.run();
      samples.take();
      assertThat(samples.count()).isEqualTo(steps * ROBOTS);
      Batch[] drawn = samples.batches();
      samples.draw(drawn);
      for (int lane = 0; lane < ROBOTS; lane++) {
        double[] x = drawn[0].robot(lane);
        double[] u = drawn[1].robot(lane);
        double[] w = drawn[4].robot(lane);
        double[] g = drawn[5].robot(lane);
        assertThat(successor(other, x, u)).containsExactly(drawn[2].robot(lane), within(1e-9));
        double[] along = numbers(2 * model.nv(), 1);
        double[] alongAction = numbers(m, 1);
        double h = 1e-6;
        double[][] ends = new double[2][];
        double[][] begins = new double[2][];
        for (int side = 0; side < 2; side++) {
          double step = side == 0 ? -h : h;
          double[] moved = new double[m];
          Arrays.setAll(moved, i -> u[i] + step * alongAction[i]);
          begins[side] = moved(model, x, along, step);
          ends[side] = successor(other, begins[side], moved);
        }
        double difference = 0;
        double slope = 0;
        for (int row = 0; row < n; row++) {
          difference += w[row] * (ends[1][row] - ends[0][row] - begins[1][row] + begins[0][row]) / (2 * h);
          slope += g[row] * (begins[1][row] - begins[0][row]) / (2 * h);
        }
        for (int i = 0; i < m; i++) {
          slope += g[n + i] * alongAction[i];
        }
        assertThat(slope).as("lane %d", lane).isCloseTo(difference, within(2e-5 * (1 + Math.abs(difference))));
      }
      assertThat(samples.matters(0)).as("the place on level ground").isFalse();
      assertThat(samples.matters(model.nq())).isTrue();
    }
  }

  private static double[] successor(Simulation simulation, double[] x, double[] u) {
    for (int lane = 0; lane < 2; lane++) {
      simulation.state().setRobot(lane, x);
      simulation.action().setRobot(lane, u);
    }
    simulation.step();
    return simulation.state().robot(1);
  }

  private static PolicyRollout window(Task task, Simulation simulation, int steps) {
    int observations = task.observationNames().size();
    TrainingSettings settings = TrainingSettings.published(task.name());
    Mlp policy = settings.actorNetwork(observations, simulation.actionCount());
    ActorLanes actor = new ActorLanes(task, simulation, policy, 1);
    actor.set(Arrays.copyOf(policy.uniform(2), actor.parameterCount()));
    TaskRollout rollout = new TaskRollout(task, simulation, steps, 3);
    PolicyRollout window = new PolicyRollout(task, simulation, rollout, actor, null, steps);
    new WindowGradient(task, simulation, window, Double.POSITIVE_INFINITY);
    return window;
  }

  /** Fitted to windows of one policy, the model's loss falls by a factor, and so does its error against the robots. */
  @Test
  void theModelComesToTheRobot() {
    Task task = task("cartpole");
    try (Simulation simulation = task.simulation().precision(ElementType.DOUBLE).robots(40).build()) {
      int steps = 16;
      PolicyRollout window = window(task, simulation, steps);
      DynamicsSamples samples = new DynamicsSamples(simulation, window, steps, 10_000, 5);
      TrainingSettings.Model settings = new TrainingSettings.Model(
          new int[] {32, 32}, 3e-3, 2, 40, 80, steps, 10_000, 0.1, 1, 0.5, Source.ENV, Source.MODEL);
      DynamicsFit fit = new DynamicsFit(simulation, samples, settings, 1);
      double first = Double.NaN;
      for (int k = 0; k < 25; k++) {
        window.run();
        samples.take();
        fit.run();
        first = k == 0 ? fit.loss() : first;
        window.rollout().continueFromEnd();
      }
      assertThat(fit.loss()).isLessThan(0.05 * first);
      assertThat(fit.skipped()).isZero();
      Batch[] drawn = samples.batches();
      samples.draw(drawn);
      double own = 0;
      double off = 0;
      Batch state = drawn[0];
      Batch before = simulation.rows(state.rowCount());
      before.copyFrom(state);
      simulation.run((from, end, workspace) -> {
        for (int block = from; block < end; block++) {
          fit.dynamics().step(state, drawn[1], block, workspace);
        }
      }, state.blockCount());
      for (int lane = 0; lane < 40; lane++) {
        for (int row = 0; row < state.rowCount(); row++) {
          own += Math.pow(drawn[2].get(row, lane) - before.get(row, lane), 2);
          off += Math.pow(drawn[2].get(row, lane) - state.get(row, lane), 2);
        }
      }
      assertThat(off).isLessThan(0.01 * own);
    }
  }

  /** Episodes that are put aside go on as if nothing had been. */
  @Test
  void episodesGoOnAfterImaginedOnes() {
    Task task = new ShortEpisodes(task("hopper"), 7);
    Snapshot[] kept = {new Snapshot(), new Snapshot()};
    for (int side = 0; side < 2; side++) {
      try (Simulation simulation = task.simulation().precision(ElementType.DOUBLE).robots(ROBOTS).build()) {
        PolicyRollout window = window(task, simulation, 4);
        window.run();
        window.rollout().continueFromEnd();
        if (side == 1) {
          window.rollout().putAside();
          window.rollout().last().fill(0, 0.3);
          window.rollout().takeUp();
        }
        window.run();
        window.rollout().continueFromEnd();
        window.rollout().save(kept[side]);
      }
    }
    assertThat(kept[1].arrays().keySet()).isEqualTo(kept[0].arrays().keySet());
    kept[0].arrays().forEach((name, numbers) -> assertThat(kept[1].arrays().get(name)).as(name).isEqualTo(numbers));
  }
}
