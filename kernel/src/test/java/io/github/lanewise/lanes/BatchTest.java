package io.github.lanewise.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where numbers lie, and that they come out of a batch as they went in. */
class BatchTest {
  private static Batch random(ElementType type, int rows, int robots) {
    Batch batch = new Batch(type, rows, robots);
    Random random = new Random(7);
    for (int robot = 0; robot < robots; robot++) {
      batch.setRobot(robot, random.doubles(rows, -1, 1).map(v -> type == ElementType.DOUBLE ? v : (float) v).toArray());
    }
    return batch;
  }

  @ParameterizedTest
  @CsvSource({"DOUBLE, 256, 32", "FLOAT, 256, 64", "DOUBLE, 64, 8", "FLOAT, 128, 32"})
  void neighboursInALaneGroupAreNeighboursInMemory(ElementType type, int blockBytes, int blockSize) {
    Batch batch = new Batch(new Lanes(type, 512, blockBytes), 3, 2 * blockSize + 5);
    batch.copyFrom(random(type, 3, 2 * blockSize + 5));
    assertThat(batch.get(1, blockSize)).isNotZero();
    assertThat(batch.rows(1, 2).robot(blockSize)).containsExactly(batch.get(1, blockSize), batch.get(2, blockSize));
    assertThat(batch.blockCount()).isEqualTo(3);
    assertThat(batch.blockStride()).isEqualTo(3 * blockSize);
    for (int robot = 0; robot < batch.robotCount(); robot++) {
      for (int row = 0; row < 3; row++) {
        int i = batch.start() + (robot / blockSize) * 3 * blockSize + row * blockSize + robot % blockSize;
        assertThat(Array.getDouble(batch.array(), i)).isEqualTo(batch.get(row, robot));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void matricesGoInAndOut(ElementType type) {
    Batch batch = random(type, 5, 70);
    DMatrixRMaj doubles = new DMatrixRMaj(70, 5);
    FMatrixRMaj floats = new FMatrixRMaj(70, 5);
    batch.copyTo(doubles);
    batch.copyTo(floats);
    assertThat(doubles.get(69, 4)).isEqualTo(batch.get(4, 69));
    assertThat(floats.get(69, 4)).isEqualTo((float) batch.get(4, 69));
    Batch fromDoubles = new Batch(type, 5, 70);
    Batch fromFloats = new Batch(type, 5, 70);
    fromDoubles.copyFrom(doubles);
    fromFloats.copyFrom(floats);
    for (int robot = 0; robot < 70; robot++) {
      assertThat(fromDoubles.robot(robot)).containsExactly(batch.robot(robot));
      for (int row = 0; row < 5; row++) {
        assertThat(fromFloats.get(row, robot)).isEqualTo((float) batch.get(row, robot));
      }
    }
  }

  @Test
  void copiesAcrossElementTypes() {
    Batch doubles = random(ElementType.DOUBLE, 2, 100);
    Batch floats = new Batch(ElementType.FLOAT, 2, 100);
    floats.copyFrom(doubles);
    for (int robot = 0; robot < 100; robot++) {
      assertThat(floats.get(1, robot)).isEqualTo((float) doubles.get(1, robot));
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void rowViewsShareStorage(ElementType type) {
    Batch batch = random(type, 6, 150);
    Batch view = batch.rows(2, 3);
    assertThat(view.rowCount()).isEqualTo(3);
    for (int robot = 0; robot < 150; robot++) {
      assertThat(view.get(2, robot)).isEqualTo(batch.get(4, robot));
    }
    view.set(0, 140, 9);
    assertThat(batch.get(2, 140)).isEqualTo(9);
    view.rows(1, 1).fill(0, -4);
    for (int robot = 0; robot < 150; robot++) {
      assertThat(batch.get(3, robot)).isEqualTo(-4);
      assertThat(batch.get(4, robot)).isNotEqualTo(-4);
    }
  }

  @Test
  void batchesOfOneArrayDoNotOverlap() {
    Batch[] batches = new Batch[40];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = new Batch(ElementType.FLOAT, 1 + i % 3, 1 + 7 * i);
      for (int row = 0; row < batches[i].rowCount(); row++) {
        batches[i].fill(row, i);
      }
    }
    for (int i = 0; i < batches.length; i++) {
      for (int robot = 0; robot < batches[i].robotCount(); robot++) {
        assertThat(batches[i].robot(robot)).containsOnly(i);
      }
      assertThat(batches[i].start() % 16).as("a cache line's start")
          .isEqualTo(AlignedArrays.origin(ElementType.FLOAT) % 16);
    }
  }

  @Test
  void countsRobotsThatAreNotFinite() {
    Batch batch = random(ElementType.DOUBLE, 3, 50);
    assertThat(batch.nonFinite()).isZero();
    batch.set(0, 7, Double.NaN);
    batch.set(2, 7, Double.POSITIVE_INFINITY);
    batch.set(1, 49, Double.NEGATIVE_INFINITY);
    assertThat(batch.nonFinite()).isEqualTo(2);
    assertThat(batch.nonFiniteRobots()).containsExactly(7, 49);
    assertThat(batch.rows(1, 1).nonFinite()).isEqualTo(1);
    Batch floats = new Batch(ElementType.FLOAT, 1, 3);
    floats.set(0, 1, 1e39);
    assertThat(floats.nonFinite()).as("1e39 is no float").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT, 64, 1, 64", "FLOAT, 64, 2, 32", "FLOAT, 64, 4, 16", "FLOAT, 64, 99, 16", "FLOAT, 100, 2, 64",
      "FLOAT, 1024, 2, 64", "DOUBLE, 64, 2, 32", "DOUBLE, 17, 3, 8"})
  void threadsFindABlockEach(ElementType type, int robots, int threads, int blockSize) {
    Lanes shared = Lanes.widest(type).sharedBy(robots, threads);
    assertThat(shared.blockSize()).isEqualTo(blockSize);
    assertThat(shared.bits()).isEqualTo(Lanes.widest(type).bits());
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    Batch batch = new Batch(ElementType.DOUBLE, 3, 10);
    refused(() -> batch.copyFrom(new DMatrixRMaj(3, 10)), "3 x 10", "10 robots x 3 rows");
    refused(() -> batch.copyFrom(new FMatrixRMaj(10, 4)), "10 x 4", "10 robots x 3 rows");
    refused(() -> batch.copyTo(new DMatrixRMaj(9, 3)), "9 x 3", "10 robots x 3 rows");
    refused(() -> batch.copyTo(new FMatrixRMaj(9, 3)), "9 x 3", "10 robots x 3 rows");
    refused(() -> batch.copyFrom(new Batch(ElementType.DOUBLE, 3, 11)), "11 x 3", "10 robots x 3 rows");
    refused(() -> batch.setRobot(0, 1, 2), "2 values", "3 rows");
    refused(() -> batch.get(3, 0), "row 3", "3 rows");
    refused(() -> batch.set(0, 10, 1), "robot 10", "10 robots");
    refused(() -> batch.rows(1, 3), "3 rows from row 1", "3 rows");
    refused(() -> batch.rows(1, Integer.MAX_VALUE), "from row 1", "3 rows");
    refused(() -> batch.rows(0, 0), "0 rows", "3 rows");
    refused(() -> new Batch(ElementType.FLOAT, 0, 4), "0 rows", "4 robots");
    refused(() -> new Batch(ElementType.FLOAT, 4, 0), "4 rows", "0 robots");
    refused(() -> new Batch(ElementType.FLOAT, 100_000, 100_000), "100000 rows", "split it");
    refused(() -> new Lanes(ElementType.FLOAT, 64), "64 bits", "32");
    refused(() -> new Lanes(ElementType.FLOAT, 512, 96), "96 bytes", "128");
  }

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
  }
}
