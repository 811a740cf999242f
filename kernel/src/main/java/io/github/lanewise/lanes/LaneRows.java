package io.github.lanewise.lanes;

import java.util.Arrays;

/** Rows of one block of a batch, moved to and from matrices of doubles whose columns are the lanes. Checks nothing. */
public final class LaneRows {
  private LaneRows() {}

  /**
   * {@return lanes of a block that are robots}
   *
   * @param batch in double
   * @param block counted from 0
   */
  public static int count(Batch batch, int block) {
    return Math.min(batch.blockSize(), batch.robotCount() - block * batch.blockSize());
  }

  /**
   * {@return first robot of a block}
   *
   * @param batch in double
   * @param block counted from 0
   */
  public static int first(Batch batch, int block) {
    return block * batch.blockSize();
  }

  /**
   * {@return index of the first lane of a row of a block}
   *
   * @param batch in double
   * @param row counted from 0
   * @param block counted from 0
   */
  public static int index(Batch batch, int row, int block) {
    return batch.start() + block * batch.blockStride() + row * batch.blockSize();
  }

  /**
   * Row {@code r} of the batch to row {@code firstRow + r} of a matrix of {@code robots} columns (modified).
   *
   * @param batch in double
   * @param block counted from 0
   * @param matrix row after row
   * @param firstRow of the matrix
   */
  public static void write(Batch batch, int block, double[] matrix, int firstRow) {
    for (int r = 0; r < batch.rowCount(); r++) {
      int from = index(batch, r, block);
      int to = (firstRow + r) * batch.robotCount() + first(batch, block);
      if (batch.type() == ElementType.DOUBLE) {
        System.arraycopy((double[]) batch.array(), from, matrix, to, count(batch, block));
      } else {
        float[] rows = (float[]) batch.array();
        for (int lane = 0; lane < count(batch, block); lane++) {
          matrix[to + lane] = rows[from + lane];
        }
      }
    }
  }

  /**
   * Row {@code r} of the batch (modified) from row {@code firstRow + r} of a matrix of {@code robots} columns.
   *
   * @param matrix row after row
   * @param firstRow of the matrix
   * @param batch modified
   * @param block counted from 0
   */
  public static void read(double[] matrix, int firstRow, Batch batch, int block) {
    for (int r = 0; r < batch.rowCount(); r++) {
      int from = (firstRow + r) * batch.robotCount() + first(batch, block);
      int to = index(batch, r, block);
      if (batch.type() == ElementType.DOUBLE) {
        System.arraycopy(matrix, from, (double[]) batch.array(), to, count(batch, block));
      } else {
        float[] rows = (float[]) batch.array();
        for (int lane = 0; lane < count(batch, block); lane++) {
          rows[to + lane] = (float) matrix[from + lane];
        }
      }
    }
  }

  /**
   * All rows of some robots to others of a batch of the same type, whatever the blocks of the two.
   *
   * @param from as many rows
   * @param firstFrom robot, counted from 0
   * @param to modified
   * @param firstTo robot, counted from 0
   * @param count of robots
   */
  public static void copyRobots(Batch from, int firstFrom, Batch to, int firstTo, int count) {
    int done = 0;
    while (done < count) {
      int lane = (firstFrom + done) % from.blockSize();
      int toLane = (firstTo + done) % to.blockSize();
      int run = Math.min(count - done, Math.min(from.blockSize() - lane, to.blockSize() - toLane));
      int at = index(from, 0, (firstFrom + done) / from.blockSize()) + lane;
      int toAt = index(to, 0, (firstTo + done) / to.blockSize()) + toLane;
      for (int r = 0; r < from.rowCount(); r++) {
        System.arraycopy(from.array(), at + r * from.blockSize(), to.array(), toAt + r * to.blockSize(), run);
      }
      done += run;
    }
  }

  /**
   * All lanes of row 0 of a block, those that are no robots included.
   *
   * @param batch modified
   * @param block counted from 0
   * @param value for all lanes
   */
  public static void fill(Batch batch, int block, double value) {
    int from = index(batch, 0, block);
    int to = from + batch.blockSize();
    if (batch.type() == ElementType.DOUBLE) {
      Arrays.fill((double[]) batch.array(), from, to, value);
    } else {
      Arrays.fill((float[]) batch.array(), from, to, (float) value);
    }
  }

  /**
   * {@code x *= factor} in one block, lane by lane, where the factor is 0 whatever x is.
   *
   * @param x modified
   * @param factors rows of factors
   * @param row of the factors
   * @param block counted from 0
   */
  public static void scale(Batch x, Batch factors, int row, int block) {
    int i = index(x, 0, block);
    int j = index(factors, row, block);
    int lanes = x.blockSize();
    for (int r = 0; r < x.rowCount(); r++) {
      for (int lane = 0; lane < lanes; lane++) {
        if (x.type() == ElementType.DOUBLE) {
          double factor = ((double[]) factors.array())[j + lane];
          double[] rows = (double[]) x.array();
          rows[i + r * lanes + lane] = factor == 0 ? 0 : factor * rows[i + r * lanes + lane];
        } else {
          float factor = ((float[]) factors.array())[j + lane];
          float[] rows = (float[]) x.array();
          rows[i + r * lanes + lane] = factor == 0 ? 0 : factor * rows[i + r * lanes + lane];
        }
      }
    }
  }

  /**
   * {@code sum += term} in one block.
   *
   * @param sum modified
   * @param term of as many rows
   * @param block counted from 0
   */
  public static void add(Batch sum, Batch term, int block) {
    int i = index(sum, 0, block);
    int j = index(term, 0, block);
    int count = sum.rowCount() * sum.blockSize();
    if (sum.type() == ElementType.DOUBLE) {
      double[] to = (double[]) sum.array();
      double[] from = (double[]) term.array();
      for (int e = 0; e < count; e++) {
        to[i + e] += from[j + e];
      }
    } else {
      float[] to = (float[]) sum.array();
      float[] from = (float[]) term.array();
      for (int e = 0; e < count; e++) {
        to[i + e] += from[j + e];
      }
    }
  }

  /**
   * Zeros in the lanes of a block that are no robots.
   *
   * @param x modified
   * @param block counted from 0
   */
  public static void clearPadding(Batch x, int block) {
    int lanes = x.blockSize();
    int robots = count(x, block);
    for (int r = 0; r < x.rowCount() && robots < lanes; r++) {
      int from = index(x, r, block);
      if (x.type() == ElementType.DOUBLE) {
        Arrays.fill((double[]) x.array(), from + robots, from + lanes, 0);
      } else {
        Arrays.fill((float[]) x.array(), from + robots, from + lanes, 0);
      }
    }
  }

  /**
   * {@return whether a lane of a block is finite in all rows}
   *
   * @param x to look at
   * @param block counted from 0
   * @param lane of the block
   */
  public static boolean isFinite(Batch x, int block, int lane) {
    int from = index(x, 0, block) + lane;
    int lanes = x.blockSize();
    double sum = 0;
    for (int r = 0; r < x.rowCount(); r++) {
      sum += 0 * (x.type() == ElementType.DOUBLE
          ? ((double[]) x.array())[from + r * lanes] : ((float[]) x.array())[from + r * lanes]);
    }
    return sum == 0;
  }

  /**
   * Zeros in all rows of a lane of a block.
   *
   * @param x modified
   * @param block counted from 0
   * @param lane of the block
   */
  public static void clearLane(Batch x, int block, int lane) {
    int from = index(x, 0, block) + lane;
    int lanes = x.blockSize();
    for (int r = 0; r < x.rowCount(); r++) {
      if (x.type() == ElementType.DOUBLE) {
        ((double[]) x.array())[from + r * lanes] = 0;
      } else {
        ((float[]) x.array())[from + r * lanes] = 0;
      }
    }
  }

  /**
   * {@code x *= min(1, longest/|x|)} in each lane of a block that is a robot.
   *
   * @param x modified
   * @param block counted from 0
   * @param longest largest norm of a lane
   */
  public static void shorten(Batch x, int block, double longest) {
    int lanes = x.blockSize();
    for (int lane = 0; lane < count(x, block); lane++) {
      int from = index(x, 0, block) + lane;
      double squares = 0;
      for (int e = from; e < from + x.rowCount() * lanes; e += lanes) {
        double value = x.type() == ElementType.DOUBLE ? ((double[]) x.array())[e] : ((float[]) x.array())[e];
        squares += value * value;
      }
      double factor = longest / Math.sqrt(squares);
      for (int e = from; e < from + x.rowCount() * lanes && factor < 1; e += lanes) {
        if (x.type() == ElementType.DOUBLE) {
          ((double[]) x.array())[e] *= factor;
        } else {
          ((float[]) x.array())[e] = (float) (factor * ((float[]) x.array())[e]);
        }
      }
    }
  }

  /**
   * {@return whether no row of a lane of a block is beyond a bound, or no number}
   *
   * @param x to look at
   * @param block counted from 0
   * @param lane of the block
   * @param bound on magnitudes
   */
  public static boolean isWithin(Batch x, int block, int lane, double bound) {
    int from = index(x, 0, block) + lane;
    int lanes = x.blockSize();
    boolean within = true;
    for (int r = 0; r < x.rowCount(); r++) {
      within &= Math.abs(x.type() == ElementType.DOUBLE
          ? ((double[]) x.array())[from + r * lanes] : ((float[]) x.array())[from + r * lanes]) <= bound;
    }
    return within;
  }

  /**
   * Zeros in a block where a factor is 0, whatever was there.
   *
   * @param x modified
   * @param factors one row
   * @param block counted from 0
   */
  public static void mask(Batch x, Batch factors, int block) {
    int at = index(factors, 0, block);
    int lanes = x.blockSize();
    for (int lane = 0; lane < lanes; lane++) {
      double factor = x.type() == ElementType.DOUBLE
          ? ((double[]) factors.array())[at + lane] : ((float[]) factors.array())[at + lane];
      if (factor == 0) {
        clearLane(x, block, lane);
      }
    }
  }
}
