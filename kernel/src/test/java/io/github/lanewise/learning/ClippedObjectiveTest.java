package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.LaneEnsemble;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The clipped objective's gradient against differences of its formula, sample by sample. */
class ClippedObjectiveTest {
  private static final int ROBOTS = 40;
  private static final int STEPS = 6;
  private static final double CLIP = 0.2;
  private static final Task TASK = Tasks.named("hopper", TaskVariant.PUBLISHED);
  private static final int N = TASK.observationNames().size();
  private static final int M = TASK.robot().actuators().size();
  private static final Mlp MLP = Mlp.of(N, M, Activation.ELU, 8).withLayerNorm();

  private final Random random = new Random(5);
  private final double[][] advantages = new double[STEPS][ROBOTS];
  private PolicyRollout window;
  private double[] drawnBy;

  @Test
  void gradientIsThatOfDifferences() {
    try (Simulation simulation = TASK.simulation().precision(ElementType.DOUBLE).robots(ROBOTS).build()) {
      Mlp values = Mlp.of(N, 1, Activation.ELU, 4);
      LaneEnsemble target = new LaneEnsemble(values, 1, simulation.lanes(), ROBOTS);
      ActorLanes actor = new ActorLanes(TASK, simulation, MLP, 3);
      window = new PolicyRollout(TASK, simulation, new TaskRollout(TASK, simulation, STEPS, 2), actor, target, STEPS);
      window.set(Normalizer.of(new double[N], random.doubles(N, 0.5, 2).toArray()));
      drawnBy = Arrays.copyOf(MLP.uniform(1), actor.parameterCount());
      Arrays.fill(drawnBy, MLP.weightCount(), drawnBy.length, -0.7);
      actor.set(drawnBy);
      window.run();
      ClippedObjective objective = new ClippedObjective(simulation, MLP, window, 4, CLIP);
      objective.set(drawnBy);
      objective.begin();
      for (int t = 0; t < STEPS; t++) {
        for (int lane = 0; lane < ROBOTS; lane++) {
          advantages[t][lane] = random.nextGaussian();
          objective.advantages().set(t, lane, advantages[t][lane]);
        }
      }
      double[] moved = drawnBy.clone();
      Arrays.setAll(moved, e -> moved[e] + 0.1 * random.nextGaussian());
      objective.set(moved);
      double[] gradient = new double[moved.length];
      double divergence = objective.gradient(2, 3, gradient);
      assertThat(divergence).isCloseTo(sums(moved)[1], within(1e-12)).isPositive();
      assertThat(sums(moved)[2]).as("clipped ratios").isBetween(5.0, ROBOTS * 3 - 5.0);
      for (int trial = 0; trial < 3; trial++) {
        double[] direction = random.doubles(moved.length, -1, 1).toArray();
        if (trial == 0) {
          Arrays.fill(direction, 0, MLP.weightCount(), 0);
        }
        double h = 1e-6;
        double slope = 0;
        double[] up = moved.clone();
        double[] down = moved.clone();
        for (int e = 0; e < moved.length; e++) {
          slope += gradient[e] * direction[e];
          up[e] += h * direction[e];
          down[e] -= h * direction[e];
        }
        assertThat(slope).isCloseTo((sums(up)[0] - sums(down)[0]) / (2 * h), within(1e-7 * Math.max(1, slope)));
      }
    }
  }

  /** The objective, the divergence, and how many ratios are clipped, of steps 2 to 4. */
  private double[] sums(double[] parameters) {
    double[] sums = new double[3];
    for (int t = 2; t < 5; t++) {
      for (int lane = 0; lane < ROBOTS; lane++) {
        double[] then = mean(drawnBy, window.input(t).robot(lane));
        double[] now = mean(parameters, window.input(t).robot(lane));
        double change = 0;
        for (int i = 0; i < M; i++) {
          double sigmaThen = Math.exp(drawnBy[MLP.weightCount() + i]);
          double sigma = Math.exp(parameters[MLP.weightCount() + i]);
          double z = then[i] + sigmaThen * window.noise(t).get(i, lane);
          change += logNormal(z, now[i], sigma) - logNormal(z, then[i], sigmaThen);
        }
        double ratio = Math.exp(change);
        double a = advantages[t][lane];
        double kept = Math.clamp(ratio, 1 - CLIP, 1 + CLIP);
        sums[0] -= Math.min(ratio * a, kept * a) / (3 * ROBOTS);
        sums[1] += (ratio - 1 - change) / (3 * ROBOTS);
        sums[2] += kept * a < ratio * a ? 1 : 0;
      }
    }
    return sums;
  }

  private static double logNormal(double z, double mean, double sigma) {
    return -(z - mean) * (z - mean) / (2 * sigma * sigma) - Math.log(sigma);
  }

  private static double[] mean(double[] parameters, double[] input) {
    double[] mean = new double[M];
    new DoubleNetwork(MLP, 1).forward(1, Arrays.copyOf(parameters, MLP.weightCount()), input, mean);
    return mean;
  }
}
