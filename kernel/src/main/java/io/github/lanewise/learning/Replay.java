package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import java.util.List;

/**
 * The newest transitions of robots, up to a capacity, of which batches are drawn, each as likely as any other, with
 * replacement (experience replay; Lin, Self-improving reactive agents, 1992).
 *
 * <p>What a transition is, its columns say, each of so many rows: state, action, reward, and whatever else is learned
 * from. Numbers are kept in the type of the batches, a transition after the other. All memory is taken at once, and
 * nothing is allocated by adding and drawing. What is drawn depends on the seed and on what was added. One thread at a
 * time.
 */
final class Replay {
  /** A part of a transition. */
  record Column(String name, int rows) {}

  private final List<Column> columns;
  private final int capacity;
  private final int rows;
  private final double[] doubles;
  private final float[] floats;
  private final RandomStream random;
  private long added;

  /**
   * Without transitions.
   *
   * @param type of the batches
   * @param capacity most transitions that are kept
   * @param columns of a transition
   * @param seed of what is drawn
   * @throws IllegalArgumentException if the capacity is below 1, or there are more numbers than an array can hold
   */
  Replay(ElementType type, int capacity, List<Column> columns, long seed) {
    this.columns = List.copyOf(columns);
    this.capacity = capacity;
    rows = columns.stream().mapToInt(Column::rows).sum();
    if (capacity < 1 || (long) capacity * rows > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException("a replay of " + capacity + " transitions of " + rows
          + " numbers: at least 1, and at most " + Integer.MAX_VALUE / 2 + " numbers in all");
    }
    doubles = new double[type == ElementType.DOUBLE ? capacity * rows : 0];
    floats = new float[type == ElementType.FLOAT ? capacity * rows : 0];
    random = RandomStream.of(seed);
  }

  /** How many transitions there are. */
  int count() {
    return (int) Math.min(added, capacity);
  }

  /**
   * Adds the transition of a lane; the oldest gives way if there is no room.
   *
   * @param transitions a batch for each column, in their order
   * @param lane robot, counted from 0
   * @throws IllegalArgumentException if the batches are not those of the columns, with both sides
   */
  void add(Batch[] transitions, int lane) {
    requireColumns(transitions);
    int at = (int) (added % capacity) * rows;
    for (Batch column : transitions) {
      for (int row = 0; row < column.rowCount(); row++) {
        set(at++, column.get(row, lane));
      }
    }
    added++;
  }

  /**
   * Draws a transition for each lane.
   *
   * @param transitions a batch for each column, in their order (overwritten)
   * @throws IllegalArgumentException as {@link #add}
   * @throws IllegalStateException if there is no transition
   */
  void draw(Batch[] transitions) {
    requireColumns(transitions);
    if (added == 0) {
      throw new IllegalStateException("nothing to draw from a replay without transitions");
    }
    for (int lane = 0; lane < transitions[0].robotCount(); lane++) {
      int at = random.nextInt(count()) * rows;
      for (Batch column : transitions) {
        for (int row = 0; row < column.rowCount(); row++) {
          column.set(row, lane, get(at++));
        }
      }
    }
  }

  private void requireColumns(Batch[] transitions) {
    boolean fits = transitions.length == columns.size();
    for (int k = 0; fits && k < transitions.length; k++) {
      fits = transitions[k].rowCount() == columns.get(k).rows;
    }
    if (!fits) {
      throw new IllegalArgumentException("batches of " + List.of(transitions).stream().map(Batch::rowCount).toList()
          + " rows for a replay of " + columns);
    }
  }

  private double get(int place) {
    return floats.length > 0 ? floats[place] : doubles[place];
  }

  private void set(int place, double value) {
    if (floats.length > 0) {
      floats[place] = (float) value;
    } else {
      doubles[place] = value;
    }
  }

  /** Keeps all transitions, an array for each column. */
  void save(Snapshot snapshot) {
    int first = 0;
    for (Column column : columns) {
      double[] values = new double[count() * column.rows];
      for (int e = 0; e < values.length; e++) {
        values[e] = get(place(e, column, first));
      }
      snapshot.put("replay." + column.name, values);
      first += column.rows;
    }
    snapshot.putWhole("replay.added", added);
    snapshot.putWhole("replay.random", random.state());
  }

  /**
   * Goes on from what was kept.
   *
   * @throws IllegalArgumentException if it is of other columns, with both sizes
   */
  void resume(Snapshot snapshot) {
    added = snapshot.getWhole("replay.added", 1)[0];
    random.resume(snapshot.getWhole("replay.random", 1)[0]);
    int first = 0;
    for (Column column : columns) {
      double[] values = snapshot.get("replay." + column.name, count() * column.rows);
      for (int e = 0; e < values.length; e++) {
        set(place(e, column, first), values[e]);
      }
      first += column.rows;
    }
  }

  /** Where a number of a column is, the column being an array of transitions. */
  private int place(int e, Column column, int first) {
    return e / column.rows * rows + first + e % column.rows;
  }
}
