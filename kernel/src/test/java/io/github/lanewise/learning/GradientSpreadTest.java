package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.learning.MixedReturn.Reading;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The spread of gradients against sums over the gradients themselves, and mixtures of two objectives. */
class GradientSpreadTest {
  private static final Task TASK = Tasks.named("cartpole", TaskVariant.PUBLISHED);

  private static MixedReturn mixed(double lambda, double blend) {
    return new MixedReturn(0.99, lambda, blend, Reading.TAIL);
  }

  @Test
  void spreadsAreThoseOfTheGradients() {
    TrainingSettings settings = TrainingSettings.published("cartpole").withRobots(6).withWindow(8).withSeed(4);
    try (Simulation simulation = TASK.simulation().precision(ElementType.DOUBLE).robots(6).build()) {
      List<MixedReturn> objectives = List.of(mixed(1, 1), mixed(0.8, 0), mixed(0.8, 0.5));
      int windows = 7;
      List<GradientSpread> spreads =
          GradientSpread.of(new WindowTrainer(TASK, simulation, settings), objectives, windows);
      WindowTrainer again = new WindowTrainer(TASK, simulation, settings);
      int n = again.parameterCount();
      double[][][] gradients = new double[3][windows][n];
      for (int k = 0; k < windows; k++) {
        var start = again.start();
        for (int j = 0; j < 3; j++) {
          again.restart(start);
          again.gradient(objectives.get(j), gradients[j][k]);
        }
        again.goOn();
      }
      for (int j = 0; j < 3; j++) {
        double variance = 0;
        double norm = 0;
        double bias = 0;
        for (int e = 0; e < n; e++) {
          double mean = 0;
          double first = 0;
          for (int k = 0; k < windows; k++) {
            mean += gradients[j][k][e] / windows;
            first += gradients[0][k][e] / windows;
            // J of a blend is the blend of both, and so is its gradient.
            assertThat(gradients[2][k][e]).isCloseTo((gradients[0][k][e] + gradients[1][k][e]) / 2, within(1e-12));
          }
          for (int k = 0; k < windows; k++) {
            variance += Math.pow(gradients[j][k][e] - mean, 2) / (windows - 1);
          }
          norm += mean * mean;
          bias += (mean - first) * (mean - first);
        }
        assertThat(spreads.get(j).norm()).isCloseTo(Math.sqrt(norm), within(1e-10 * Math.sqrt(norm)));
        assertThat(spreads.get(j).deviation()).isPositive().isCloseTo(Math.sqrt(variance), within(1e-9));
        assertThat(spreads.get(j).bias()).isCloseTo(Math.sqrt(bias), within(1e-12));
      }
      assertThat(spreads.getFirst().cosine()).isCloseTo(1, within(1e-12));
      assertThat(spreads.get(1).bias()).isPositive();
    }
  }
}
