package io.github.lanewise.task.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.RandomStream;
import org.junit.jupiter.api.Test;

/** The tasks that come with the library: sizes, goals and starts. */
class ClothTasksTest {
  /** Of a coordinate: least, greatest, mean. */
  private static double[] extent(double[] points, int c) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    double mean = 0;
    for (int row = c; row < 1536; row += 3) {
      least = Math.min(least, points[row]);
      greatest = Math.max(greatest, points[row]);
      mean += points[row] / 512;
    }
    return new double[] {least, greatest, mean};
  }

  /** Extents of the published goals, which were folded by hand: within 3 cm, and no flat cloth is. */
  @Test
  void goalsAreAboutThePublishedOnes() {
    double[] once = ClothTasks.named("fold", ClothVariant.PHYSICAL).goal();
    assertThat(extent(once, 0)).containsExactly(new double[] {0.389, 0.594, 0.491}, within(0.03));
    assertThat(extent(once, 2)).containsExactly(new double[] {0.521, 0.706, 0.613}, within(0.03));
    assertThat(extent(once, 1)[1]).isBetween(0.0, 0.04);
    double[] thrice = ClothTasks.named("fold-thrice", ClothVariant.PHYSICAL).goal();
    assertThat(extent(thrice, 0)).containsExactly(new double[] {0.338, 0.460, 0.404}, within(0.03));
    assertThat(extent(thrice, 2)).containsExactly(new double[] {0.613, 0.738, 0.675}, within(0.03));
    assertThat(extent(thrice, 1)[1]).isBetween(0.0, 0.05);
  }

  @Test
  void sizesAreThePublishedOnes() {
    ClothTask fold = ClothTasks.named("fold", ClothVariant.PHYSICAL);
    assertThat(fold.observationNames()).hasSize(1544);
    assertThat(fold.actions()).hasSize(6);
    assertThat(fold.episodeLength()).isEqualTo(3);
    assertThat(ClothTasks.named("fold-thrice", ClothVariant.AS_PUBLISHED).episodeLength()).isEqualTo(4);
    ClothTask unfold = ClothTasks.named("unfold", ClothVariant.RESCALED);
    assertThat(unfold.episodeLength()).isEqualTo(15);
    assertThat(unfold.isTamed()).isTrue();
    assertThat(unfold.cloth().friction()).isEqualTo(3);
    assertThat(fold.cloth().friction()).isEqualTo(0.5);
    double[] flat = new double[DeformableLanes.stateCount(fold.body())];
    fold.start(null, flat);
    assertThat(unfold.distance(flat)).as("the goal is flat").isZero();
    assertThatThrownBy(() -> ClothTasks.named("crease", ClothVariant.PHYSICAL)).hasMessage(
        "no task 'crease'; there are: fold, fold-thrice, unfold, unfold-hard");
  }

  /** Shifts of the whole cloth, with the wanted deviation. */
  @Test
  void foldStartsShifted() {
    ClothTask fold = ClothTasks.named("fold", ClothVariant.PHYSICAL);
    double[] nominal = new double[DeformableLanes.stateCount(fold.body())];
    fold.start(null, nominal);
    RandomStream random = RandomStream.of(3);
    double[] x = nominal.clone();
    double[] squares = new double[3];
    for (int k = 0; k < 400; k++) {
      fold.start(random, x);
      for (int c = 0; c < 3; c++) {
        double shift = x[c] - nominal[c];
        assertThat(x[900 + c] - nominal[900 + c]).isEqualTo(shift, within(1e-15));
        squares[c] += shift * shift / 400;
      }
    }
    assertThat(Math.sqrt(squares[0])).isEqualTo(0.05, within(0.006));
    assertThat(squares[1]).isZero();
    assertThat(Math.sqrt(squares[2])).isEqualTo(0.05, within(0.006));
    assertThat(x[3075]).as("the clock").isZero();
  }

  @Test
  void unfoldStartsRumpled() {
    ClothTask easy = ClothTasks.named("unfold", ClothVariant.PHYSICAL);
    double[] x = new double[DeformableLanes.stateCount(easy.body())];
    easy.start(RandomStream.of(8), x);
    double once = easy.distance(x);
    double[] again = x.clone();
    easy.start(RandomStream.of(8), again);
    assertThat(again).as("from the stream alone").isEqualTo(x);
    easy.start(RandomStream.of(9), again);
    assertThat(again).isNotEqualTo(x);
    assertThat(once).isBetween(1e-4, 0.3);
    assertThat(extent(x, 1)[0]).as("on the floor").isGreaterThan(-4e-3);
  }
}
