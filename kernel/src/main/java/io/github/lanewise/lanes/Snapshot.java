package io.github.lanewise.lanes;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named numbers from which something that was broken off goes on to the same bits. One thread at a time. */
public final class Snapshot {
  private static final long LOW = 0xffffffffL;

  private final Map<String, double[]> arrays = new LinkedHashMap<>();

  /** Of nothing yet. */
  public Snapshot() {}

  /**
   * Of arrays that were kept.
   *
   * @param arrays by name
   */
  public Snapshot(Map<String, double[]> arrays) {
    this.arrays.putAll(arrays);
  }

  /** {@return all arrays by name, in the order in which they were put; not to be modified} */
  public Map<String, double[]> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * Keeps a copy.
   *
   * @param name under which it is found
   * @param values to keep
   * @throws IllegalArgumentException if the name is taken
   */
  public void put(String name, double... values) {
    if (arrays.putIfAbsent(name, values.clone()) != null) {
      throw new IllegalArgumentException("two arrays '" + name + "' in one snapshot");
    }
  }

  /**
   * Keeps whole numbers of 64 bits, upper and lower half each a number.
   *
   * @param name under which it is found
   * @param values to keep
   */
  public void putWhole(String name, long... values) {
    double[] halves = new double[2 * values.length];
    for (int k = 0; k < values.length; k++) {
      halves[2 * k] = values[k] >> 32;
      halves[2 * k + 1] = values[k] & LOW;
    }
    put(name, halves);
  }

  /**
   * Keeps all robots of a batch, one after the other.
   *
   * @param name under which it is found
   * @param batch to keep
   */
  public void put(String name, Batch batch) {
    double[] values = new double[batch.rowCount() * batch.robotCount()];
    for (int robot = 0; robot < batch.robotCount(); robot++) {
      System.arraycopy(batch.robot(robot), 0, values, robot * batch.rowCount(), batch.rowCount());
    }
    put(name, values);
  }

  /**
   * {@return a copy of an array}
   *
   * @param name as it was put
   * @param length that it must have
   * @throws IllegalArgumentException if there is none, or one of another length, with both
   */
  public double[] get(String name, int length) {
    double[] values = arrays.get(name);
    if (values == null) {
      throw new IllegalArgumentException("a snapshot without '" + name + "': it has "
          + (arrays.isEmpty() ? "nothing" : String.join(", ", arrays.keySet())));
    }
    if (values.length != length) {
      throw new IllegalArgumentException("'" + name + "' of a snapshot has " + values.length + " numbers where "
          + length + " are needed");
    }
    return values.clone();
  }

  /**
   * {@return whole numbers of 64 bits}
   *
   * @param name as they were put
   * @param length how many
   * @throws IllegalArgumentException as {@link #get(String, int)}
   */
  public long[] getWhole(String name, int length) {
    double[] halves = get(name, 2 * length);
    long[] values = new long[length];
    Arrays.setAll(values, k -> (long) halves[2 * k] << 32 | (long) halves[2 * k + 1]);
    return values;
  }

  /**
   * Fills a batch as it was put.
   *
   * @param name as it was put
   * @param batch of the same shape (modified)
   * @throws IllegalArgumentException as {@link #get(String, int)}
   */
  public void get(String name, Batch batch) {
    int rows = batch.rowCount();
    double[] values = get(name, rows * batch.robotCount());
    for (int robot = 0; robot < batch.robotCount(); robot++) {
      batch.setRobot(robot, Arrays.copyOfRange(values, robot * rows, (robot + 1) * rows));
    }
  }
}
