package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.learning.Replay.Column;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transitions that are drawn are the newest that were added, whole, and each as often as any other. */
class ReplayTest {
  private static final int ROBOTS = 70;
  private static final List<Column> COLUMNS =
      List.of(new Column("state", 3), new Column("action", 2), new Column("reward", 1));

  private static Batch[] batches(ElementType type, int robots) {
    Lanes lanes = Lanes.widest(type);
    return COLUMNS.stream().map(column -> new Batch(lanes, column.rows(), robots)).toArray(Batch[]::new);
  }

  /** Adds transitions whose numbers say which they are. */
  private static void add(Replay replay, ElementType type, int first, int count) {
    Batch[] one = batches(type, ROBOTS);
    for (int k = first; k < first + count; k++) {
      for (int column = 0; column < one.length; column++) {
        for (int row = 0; row < one[column].rowCount(); row++) {
          one[column].set(row, k % ROBOTS, number(k, column, row));
        }
      }
      replay.add(one, k % ROBOTS);
    }
  }

  private static double number(int k, int column, int row) {
    return (float) (k + 0.1 * column + 0.01 * row);
  }

  /** Which transition a lane has, all of whose numbers are its own. */
  private static int transition(Batch[] drawn, int lane) {
    int k = (int) drawn[0].get(0, lane);
    for (int column = 0; column < drawn.length; column++) {
      for (int row = 0; row < drawn[column].rowCount(); row++) {
        assertThat(drawn[column].get(row, lane)).isEqualTo(number(k, column, row));
      }
    }
    return k;
  }

  /** 99.9 % of chi-square with 49 degrees of freedom are below 85.4. */
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void theNewestAreDrawnEachAsOftenAsAnyOther(ElementType type) {
    Replay replay = new Replay(type, 50, COLUMNS, 5);
    Batch[] drawn = batches(type, ROBOTS);
    assertThatIllegalStateException().isThrownBy(() -> replay.draw(drawn)).withMessageContaining("nothing to draw");
    add(replay, type, 0, 3);
    assertThat(replay.count()).isEqualTo(3);
    replay.draw(drawn);
    for (int lane = 0; lane < ROBOTS; lane++) {
      assertThat(transition(drawn, lane)).isBetween(0, 2);
    }
    add(replay, type, 3, 120);
    assertThat(replay.count()).isEqualTo(50);
    int[] counts = new int[50];
    int draws = 500;
    for (int k = 0; k < draws; k++) {
      replay.draw(drawn);
      for (int lane = 0; lane < ROBOTS; lane++) {
        counts[transition(drawn, lane) - 73]++;
      }
    }
    double expected = (double) draws * ROBOTS / 50;
    double chiSquare = Arrays.stream(counts).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
    assertThat(chiSquare).isBetween(24.0, 85.4);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void goesOnToTheSameBits(ElementType type) {
    for (int before : new int[] {7, 64}) { // In the middle of the first round, and of the second.
      Replay whole = new Replay(type, 50, COLUMNS, 5);
      add(whole, type, 0, before);
      whole.draw(batches(type, ROBOTS));
      Snapshot kept = new Snapshot();
      whole.save(kept);
      Replay second = new Replay(type, 50, COLUMNS, 6);
      second.resume(kept);
      for (Replay replay : List.of(whole, second)) {
        add(replay, type, before, 20);
      }
      Batch[] there = batches(type, ROBOTS);
      Batch[] here = batches(type, ROBOTS);
      for (int k = 0; k < 5; k++) {
        whole.draw(there);
        second.draw(here);
        for (int lane = 0; lane < ROBOTS; lane++) {
          assertThat(transition(here, lane)).isEqualTo(transition(there, lane));
        }
      }
    }
  }

  @Test
  void otherColumnsAreRefused() {
    Replay replay = new Replay(ElementType.DOUBLE, 4, COLUMNS, 1);
    Batch[] batches = batches(ElementType.DOUBLE, 2);
    batches[1] = batches[0];
    assertThatIllegalArgumentException().isThrownBy(() -> replay.add(batches, 0))
        .withMessageContaining("batches of [3, 3, 1] rows").withMessageContaining("Column[name=action, rows=2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Replay(ElementType.FLOAT, Integer.MAX_VALUE, COLUMNS, 1))
        .withMessageContaining("a replay of 2147483647 transitions of 6 numbers");
    Snapshot kept = new Snapshot();
    new Replay(ElementType.DOUBLE, 4, COLUMNS.subList(0, 2), 1).save(kept);
    assertThatIllegalArgumentException().isThrownBy(() -> replay.resume(kept)).withMessageContaining("replay.reward");
  }
}
