package io.github.lanewise.sobolev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.network.Normalizer;
import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingDataTest {
  private static double[] random(int n) {
    return new Random(1).doubles(n, -1, 1).toArray();
  }

  @Test
  void numbersThatAreNotFiniteAreNamedOrCounted() {
    double[] x = random(8);
    double[] y = random(4);
    double[] j = random(8);
    j[5] = Double.NaN;
    assertThatThrownBy(() -> TrainingData.of(2, 1, x, y, j)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample 2 has a derivative of output 0 by input 1 of NaN: leave it out, or all such samples by"
            + " dropping what is not finite");
    y[0] = Double.POSITIVE_INFINITY;
    assertThatThrownBy(() -> TrainingData.of(2, 1, x, y, j))
        .hasMessageStartingWith("sample 0 has output 0 of Infinity");
    x[7] = Double.NaN;
    TrainingData good = TrainingData.finite(2, 1, x, y, j);
    assertThat(good.droppedCount()).isEqualTo(3);
    assertThat(good.count()).isEqualTo(1);
    assertThat(good.x()).containsExactly(x[2], x[3]);
    assertThat(good.y()).containsExactly(y[1]);
    assertThat(good.jacobians()).containsExactly(j[2], j[3]);
    assertThatThrownBy(() -> TrainingData.finite(1, 1, new double[] {Double.NaN}, new double[1], null))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("none of 1 samples has finite numbers only");
  }

  @Test
  void lengthsThatDoNotFitAreRefusedWithBoth() {
    assertThatThrownBy(() -> TrainingData.of(2, 1, random(7), random(4), null))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("7 inputs where 4 samples have 8");
    assertThatThrownBy(() -> TrainingData.of(2, 1, random(8), random(4), random(9)))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("9 elements of Jacobians where 4 samples have 8");
    assertThatThrownBy(() -> TrainingData.of(2, 3, random(8), random(4), null))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("4 outputs are no multiple of 3");
  }

  @Test
  void columnsThatDoNotVaryAreListed() {
    double[] rows = {1, 0.1, 5, 2, 0.1, 5, 4, 0.1, 5 + 1e-9};
    Normalizer normalizer = Normalizer.of(3, rows);
    assertThat(normalizer.constant()).containsExactly(1);
    assertThat(normalizer.deviation(1)).isEqualTo(1);
    double[] z = normalizer.normalize(rows);
    for (int j : new int[] {0, 2}) {
      assertThat(z[j] + z[3 + j] + z[6 + j]).isCloseTo(0, within(1e-6));
      assertThat(z[j] * z[j] + z[3 + j] * z[3 + j] + z[6 + j] * z[6 + j]).isCloseTo(3, within(1e-5));
    }
    assertThat(new double[] {z[1], z[4], z[7]}).containsExactly(new double[3], within(1e-15));
    // The sum that makes the mean of so many rows is off by many units of its last place.
    double[] many = new double[1000];
    Arrays.fill(many, 0.1);
    assertThat(Normalizer.of(1, many).constant()).containsExactly(0);
    assertThatThrownBy(() -> Normalizer.of(new double[1], new double[1])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column 0 has mean 0.0 and deviation 0.0: both must be finite, the deviation above 0");
  }

  @Test
  void unitsOfNumbersThatAreNotFiniteAreRefused() {
    double[] rows = {1, 2, 3, Double.NaN, 5, 6};
    assertThatThrownBy(() -> Normalizer.of(2, rows)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 has NaN in column 1: leave such rows out");
    assertThatThrownBy(() -> Normalizer.of(2, new double[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 numbers are no rows of 2");
  }

  /** Squares of these numbers are 0, or infinite. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-170, 1e-300, 1e170, 1e300})
  void columnsOfAnySizeHaveADeviation(double size) {
    double[] rows = {size, -size, -size, size};
    Normalizer normalizer = Normalizer.of(1, rows);
    assertThat(normalizer.constant()).isEmpty();
    assertThat(normalizer.deviation(0)).isCloseTo(size, within(1e-15 * size));
    assertThat(normalizer.normalize(rows)).containsExactly(new double[] {1, -1, -1, 1}, within(1e-15));
  }

  @Test
  void unitsThatDoNotFitAreRefusedWithBoth() {
    TrainingData data = TrainingData.of(3, 2, random(9), random(6), random(18));
    Normalizer two = Normalizer.of(new double[2], new double[] {1, 2});
    Normalizer three = Normalizer.of(new double[3], new double[] {1, 2, 3});
    assertThatThrownBy(() -> data.normalized(two, two)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("units of 2 columns for 3 inputs");
    assertThatThrownBy(() -> data.normalized(three, three)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("units of 3 columns for 2 outputs");
    assertThatThrownBy(() -> two.normalize(new double[3])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 numbers are no rows of 2");
  }

  /** A matrix that was larger once keeps its longer array. */
  @Test
  void matricesAreTakenByTheirShape() {
    DMatrixRMaj x = new DMatrixRMaj(9, 2);
    DMatrixRMaj y = new DMatrixRMaj(9, 1);
    DMatrixRMaj j = new DMatrixRMaj(9, 2);
    for (DMatrixRMaj matrix : new DMatrixRMaj[] {x, y, j}) {
      matrix.reshape(3, matrix.numCols);
      matrix.setData(Arrays.copyOf(random(matrix.getNumElements()), matrix.data.length));
    }
    TrainingData data = TrainingData.of(x, y, j);
    assertThat(data.count()).isEqualTo(3);
    assertThat(data.inputCount()).isEqualTo(2);
    assertThat(data.outputCount()).isEqualTo(1);
    assertThat(data.x()).isEqualTo(random(6));
    assertThat(data.y()).isEqualTo(random(3));
    assertThat(data.jacobians()).isEqualTo(random(6));
    assertThat(TrainingData.of(x, y, null).jacobians()).isNull();
    y.set(1, 0, Double.NaN);
    assertThatThrownBy(() -> TrainingData.of(x, y, j)).hasMessageStartingWith("sample 1 has output 0 of NaN");
    assertThat(TrainingData.finite(x, y, j).droppedCount()).isEqualTo(1);
    assertThatThrownBy(() -> TrainingData.of(x, new DMatrixRMaj(2, 1), j)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outputs are 2 x 1 where 3 samples of 2 inputs have 3 x 1");
    assertThatThrownBy(() -> TrainingData.of(x, y, new DMatrixRMaj(2, 3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Jacobians are 2 x 3 where 3 samples of 2 inputs and 1 outputs have 3 x 2");
  }

  /** Jacobians in other units are those of the function in other units. */
  @Test
  void changesAndUnitsOfJacobiansAreThoseOfValues() {
    double[] a = {1, 2, 0.5, -1, 3, 0.25};
    double[] x = random(9);
    double[] y = new double[6];
    double[] j = new double[18];
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < 2; i++) {
        for (int c = 0; c < 3; c++) {
          y[k * 2 + i] += a[i * 3 + c] * x[k * 3 + c];
          j[(k * 2 + i) * 3 + c] = a[i * 3 + c];
        }
      }
    }
    TrainingData changes = TrainingData.of(3, 2, x, y, j).changes();
    Normalizer inputs = Normalizer.of(new double[] {1, 2, 3}, new double[] {2, 3, 4});
    Normalizer outputs = Normalizer.of(new double[] {-1, 5}, new double[] {7, 0.1});
    TrainingData units = changes.normalized(inputs, outputs);
    for (int i = 0; i < 2; i++) {
      double by = 0;
      double expected = units.y()[2 + i] - units.y()[i];
      for (int c = 0; c < 3; c++) {
        by += units.jacobians()[i * 3 + c] * (units.x()[3 + c] - units.x()[c]);
      }
      assertThat(by).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
    }
    assertThat(changes.jacobians()).startsWith(0, 2, 0.5, -1, 2, 0.25);
  }
}
