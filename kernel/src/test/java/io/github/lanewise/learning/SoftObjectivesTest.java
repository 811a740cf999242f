package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.LearningRate;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gradients of soft actor-critic against differences of its objectives, which are summed up here sample by sample. */
class SoftObjectivesTest {
  private static final int LANES = 20;
  private static final double DISCOUNT = 0.9;
  private static final double TEMPERATURE = 0.3;
  private static final double UNIT = 2.5;
  private static final long SEED = 8;
  private static final Task TASK = Tasks.named("hopper", TaskVariant.PUBLISHED);
  private static final int N = TASK.observationNames().size();
  private static final int M = TASK.robot().actuators().size();
  private static final Mlp POLICY = Mlp.of(N, 2 * M, Activation.ELU, 9).withLayerNorm();
  private static final Mlp VALUES = Mlp.of(N + M, 1, Activation.ELU, 12, 7).withLayerNorm();

  private final Random random = new Random(5);
  private final RunningStatistics observations = new RunningStatistics("observations", N);
  private final double[] parameters = POLICY.uniform(1);
  private final RandomStream[] noise = new RandomStream[LANES];
  private Simulation simulation;
  private TwinValues values;
  private SoftObjectives objectives;

  /** A batch, and values that have learned once, so that targets are others. */
  @BeforeEach
  void learnOnce() {
    simulation = TASK.simulation().precision(ElementType.DOUBLE).robots(LANES).build();
    values = new TwinValues(VALUES, Adam.of(LearningRate.constant(0.1)), simulation, 3);
    objectives = new SoftObjectives(TASK, simulation, POLICY, values, DISCOUNT, SEED);
    Arrays.setAll(noise, lane -> RandomStream.of(SEED).stream(lane));
    for (int lane = 0; lane < LANES; lane++) {
      double goesOn = lane % 3 == 0 ? 0 : 1;
      double[][] columns = {random.doubles(N, -2, 2).toArray(), random.doubles(M, -1, 1).toArray(),
        {random.nextGaussian()}, {goesOn}, random.doubles(N, -2, 2).toArray()};
      for (int k = 0; k < columns.length; k++) {
        objectives.transitions()[k].setRobot(lane, columns[k]);
      }
    }
    observations.merge(objectives.transitions()[0]);
    objectives.set(observations, UNIT);
    objectives.policy().set(parameters);
    objectives.pullValues(TEMPERATURE);
    draw();
    values.step();
    values.follow(0.6);
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  /** What the lanes draw next. */
  private double[][] draw() {
    return Arrays.stream(noise).map(stream -> {
      double[] eps = new double[M];
      Arrays.setAll(eps, i -> stream.nextGaussian());
      return eps;
    }).toArray(double[][]::new);
  }

  private double[] weights(String name) {
    Snapshot snapshot = new Snapshot();
    values.save(snapshot);
    return snapshot.get(name, VALUES.weightCount());
  }

  private double[] input(int column, int lane) {
    double[] z = objectives.transitions()[column].robot(lane);
    Arrays.setAll(z, row -> (z[row] - observations.mean(row)) / observations.deviation(row));
    return z;
  }

  private static double value(double[] weights, double[] input, double[] action) {
    double[] pair = Arrays.copyOf(input, N + M);
    System.arraycopy(action, 0, pair, N, M);
    double[] value = new double[1];
    new DoubleNetwork(VALUES, 1).forward(1, weights, pair, value);
    return value[0];
  }

  /** Squashed actions, and behind them the logarithm of their density. */
  private static double[] act(double[] parameters, double[] input, double[] eps) {
    double[] head = new double[2 * M];
    new DoubleNetwork(POLICY, 1).forward(1, parameters, input, head);
    double[] acted = new double[M + 1];
    for (int i = 0; i < M; i++) {
      double sigma = Math.exp(-1.5 + 3.5 * Math.tanh(head[M + i]));
      double z = head[i] + sigma * eps[i];
      acted[i] = Math.tanh(z);
      double ofNormal = Math.exp(-eps[i] * eps[i] / 2) / (sigma * Math.sqrt(2 * Math.PI));
      acted[M] += Math.log(ofNormal / (1 - acted[i] * acted[i]));
    }
    return acted;
  }

  @Test
  void gradientsOfValuesAreThoseOfDifferences() {
    double[] first = weights("q1.target");
    double[] second = weights("q2.target");
    double[][] eps = draw();
    double[] goals = new double[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      double[] after = input(4, lane);
      double[] acted = act(parameters, after, eps[lane]);
      double least = Math.min(value(first, after, acted), value(second, after, acted));
      goals[lane] = objectives.transitions()[2].get(0, lane) / UNIT
          + DISCOUNT * objectives.transitions()[3].get(0, lane) * (least - TEMPERATURE * acted[M]);
    }
    objectives.pullValues(TEMPERATURE);
    for (int k = 0; k < 2; k++) {
      double[] own = weights("q" + (k + 1) + ".weights");
      assertThat(own).isNotEqualTo(k == 0 ? first : second);
      double[] gradient = new double[own.length];
      values.twin(k).network().gradient(gradient);
      requireSlopes(gradient, own, w -> {
        double sum = 0;
        for (int lane = 0; lane < LANES; lane++) {
          double error = value(w, input(0, lane), objectives.transitions()[1].robot(lane)) - goals[lane];
          sum += error * error / LANES;
        }
        return sum;
      });
    }
  }

  @Test
  void gradientOfThePolicyIsThatOfDifferences() {
    objectives.pullValues(TEMPERATURE);
    draw();
    double entropy = objectives.pullPolicy(TEMPERATURE);
    double[][] eps = draw();
    double[] first = weights("q1.weights");
    double[] second = weights("q2.weights");
    double[] gradient = new double[parameters.length];
    objectives.policy().gradient(gradient);
    double sum = 0;
    int lower = 0;
    for (int lane = 0; lane < LANES; lane++) {
      double[] acted = act(parameters, input(0, lane), eps[lane]);
      sum -= acted[M] / LANES;
      lower += value(first, input(0, lane), acted) < value(second, input(0, lane), acted) ? 1 : 0;
    }
    assertThat(entropy).isCloseTo(sum, within(1e-9));
    assertThat(lower).as("lanes in which the first value is the lower one").isBetween(1, LANES - 1);
    requireSlopes(gradient, parameters, theta -> {
      double mean = 0;
      for (int lane = 0; lane < LANES; lane++) {
        double[] acted = act(theta, input(0, lane), eps[lane]);
        double least = Math.min(value(first, input(0, lane), acted), value(second, input(0, lane), acted));
        mean += (TEMPERATURE * acted[M] - least) / LANES;
      }
      return mean;
    });
  }

  private void requireSlopes(double[] gradient, double[] at, ToDoubleFunction<double[]> objective) {
    for (int trial = 0; trial < 4; trial++) {
      double[] direction = random.doubles(at.length, -1, 1).toArray();
      double h = 1e-5;
      double slope = 0;
      double[] up = at.clone();
      double[] down = at.clone();
      for (int e = 0; e < at.length; e++) {
        slope += gradient[e] * direction[e];
        up[e] += h * direction[e];
        down[e] -= h * direction[e];
      }
      double difference = (objective.applyAsDouble(up) - objective.applyAsDouble(down)) / (2 * h);
      assertThat(slope).isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(difference))));
    }
  }
}
