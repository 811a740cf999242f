package io.github.lanewise.sensitivity.shaking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Rollouts;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** Repeats and voxels against hand-made numbers. */
class VoxelsTest {
  /** Two samples, two states; roll-outs at W, W, W + 1, W + 1, W + 2. */
  private static Rollouts rollouts(DMatrixRMaj weights) {
    DMatrixRMaj states = new DMatrixRMaj(new double[][] {
        {1, 3, 2.5, 6, 5.2}, {10, 10, 10, 10, 11}, {0, 4, 9, 11, -5}, {0, 0, 3, 3, 4}});
    DMatrixRMaj actions = new DMatrixRMaj(new double[][] {{1, 2, 3, 5, 7}, {0, 0, 1, 1, 2}});
    return new Rollouts(new double[] {2}, new DMatrixRMaj(new double[][] {{2}, {2}, {3}, {3}, {4}}), states, actions,
        weights, 2, 0.1);
  }

  @Test
  void spreadIsThePooledDeviationOfRepeats() {
    double[] spread = Repeats.spread(rollouts(null));
    assertThat(spread).containsExactly(new double[] {Math.sqrt((2 + 8) / 2.0), 0}, within(1e-12));
    Random random = new Random(1);
    DMatrixRMaj states = new DMatrixRMaj(1000, 5);
    for (int e = 0; e < 5000; e++) {
      states.data[e] = e / 5 + 0.3 * random.nextGaussian();
    }
    Rollouts noisy = new Rollouts(new double[1], new DMatrixRMaj(5, 1), states, null, null, 1000, 1);
    assertThat(Repeats.spread(noisy)[0]).isCloseTo(0.3, within(0.01));
  }

  @Test
  void repeatsBecomeTheirMean() {
    Rollouts mean = Repeats.averaged(rollouts(null));
    assertThat(mean.parameters().data).containsExactly(2, 3, 4);
    assertThat(mean.states().data).containsExactly(new double[] {2, 4.25, 5.2, 10, 10, 11, 2, 10, -5, 0, 3, 4},
        within(1e-12));
    assertThat(mean.actions().data).containsExactly(new double[] {1.5, 4, 7, 0, 1, 2}, within(1e-12));
    assertThat(mean.weights().data).containsExactly(2, 2, 1, 2, 2, 1);
    assertThat(Repeats.averaged(rollouts(null).select(0, 1, 2, 3)).weights()).isNull();
    Rollouts missing = Repeats.averaged(rollouts(new DMatrixRMaj(new double[][] {{0, 1, 1, 3, 1}, {1, 1, 0, 0, 1}})));
    assertThat(missing.weights().data).containsExactly(1, 4, 1, 2, 0, 1);
    assertThat(missing.states().get(0, 0)).isEqualTo(3);
    assertThat(missing.states().get(0, 1)).isCloseTo((2.5 + 3 * 6) / 4, within(1e-12));
  }

  @Test
  void differencesBelowACellCountAsNone() {
    Rollouts quantized = Voxels.quantized(rollouts(null), new double[] {2, 0});
    assertThat(quantized.states().data).containsExactly(
        new double[] {2, 2, 2, 6, 6, 10, 10, 10, 10, 11, 0, 4, 10, 10, -6, 0, 0, 3, 3, 4}, within(1e-12));
    double[] byHand = Voxels.quantized(rollouts(null), new double[] {3 * Math.sqrt(5), 0}).states().data;
    assertThat(Voxels.quantized(rollouts(null), 3).states().data).containsExactly(byHand, within(1e-12));
  }

  @Test
  void refusesWithoutRepeatsOrWithBadCells() {
    assertThatThrownBy(() -> Repeats.spread(rollouts(null).select(0, 2, 3)))
        .hasMessageContaining("1 roll-outs with the nominal");
    assertThatThrownBy(() -> Voxels.quantized(rollouts(null), new double[3])).hasMessageContaining("3 voxel sizes");
    assertThatThrownBy(() -> Voxels.quantized(rollouts(null), new double[] {1, -1})).hasMessageContaining("state 1");
    assertThatThrownBy(() -> Voxels.quantized(rollouts(null).select(2, 3), new double[] {1, 1}))
        .hasMessageContaining("sample 0");
    assertThatThrownBy(() -> Voxels.quantized(rollouts(null), 0)).hasMessageContaining("0.0");
  }
}
