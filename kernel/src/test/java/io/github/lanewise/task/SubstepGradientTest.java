package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.simulation.Simulation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Gradients of ants' returns over 8 control steps on the ground, mean of 8 lanes, with few time steps and with 256.
 * States look right with fewer time steps than gradients need: by the explicit rule 8 are enough and 4 blow the
 * gradient up; the rule that takes friction and damping at the end of a step bears even 2.
 */
class SubstepGradientTest {
  private static final int LANES = 8;
  private static final int STEPS = 8;

  @Test
  void implicitStepsMayBeLong() {
    double[][] states = new double[LANES][];
    double[] explicit8 = gradient(8, Integrator.SPATIAL_EULER, states);
    double[] reference = gradient(256, Integrator.SPATIAL_EULER, states);
    double[] implicit2 = gradient(2, Integrator.EULER, states);
    assertThat(cosine(explicit8, reference)).isGreaterThan(0.99);
    assertThat(norm(explicit8) / norm(reference)).isBetween(0.98, 1.02);
    assertThat(implicit2).doesNotContain(Double.NaN);
    assertThat(cosine(implicit2, reference)).isGreaterThan(0.93);
    assertThat(norm(implicit2) / norm(reference)).isBetween(0.9, 1.1);
  }

  /** Mean over the lanes; the first call fills in the states, a second after the robots were dropped. */
  private static double[] gradient(int substeps, Integrator rule, double[][] states) {
    Task task = Tasks.named("ant", TaskVariant.PUBLISHED.stepped(substeps, rule, 0));
    try (Simulation simulation = task.simulation().robots(LANES).build()) {
      if (states[0] == null) {
        TaskRollout drop = new TaskRollout(task, simulation, 60, 1);
        drop.run();
        Arrays.setAll(states, drop.rollout().end()::robot);
      }
      TaskRollout rollout = new TaskRollout(task, simulation, STEPS, 1);
      Batch actions = rollout.rollout().actions();
      int m = simulation.actionCount();
      for (int lane = 0; lane < LANES; lane++) {
        rollout.rollout().initial().setRobot(lane, states[lane]);
        Random random = new Random(lane);
        for (int k = 0; k < m; k++) {
          double rate = random.nextDouble(0.05, 0.3);
          double phase = random.nextDouble(6);
          for (int t = 0; t < STEPS; t++) {
            actions.set(m * t + k, lane, 0.5 * Math.sin(rate * t + phase));
          }
        }
      }
      Batch bars = rollout.runWithGradient().actionBars();
      double[] mean = new double[bars.rowCount()];
      for (int lane = 0; lane < LANES; lane++) {
        double[] bar = bars.robot(lane);
        Arrays.setAll(mean, row -> mean[row] + bar[row] / LANES);
      }
      return mean;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double cosine(double[] a, double[] b) {
    return dot(a, b) / (norm(a) * norm(b));
  }
}
