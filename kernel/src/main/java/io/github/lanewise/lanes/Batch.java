package io.github.lanewise.lanes;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/**
 * A vector of rows for each of many robots, stored {@code [block][row][lane]} so that a SIMD register holds one row of
 * neighbouring robots.
 *
 * <p>Matrices at the edge hold one robot per row. Robots that only fill the last block are computed but never reported.
 * Safe for threads that touch different blocks.
 */
public final class Batch {
  private final ElementType type;
  private final int rows;
  private final int robots;
  private final Object array;
  private final int start;
  private final int blockStride;

  /**
   * All zeros.
   *
   * @throws IllegalArgumentException if there is no row or no robot, or if there are more numbers than an array can
   *     hold
   */
  public Batch(ElementType type, int rows, int robots) {
    if (rows < 1 || robots < 1) {
      throw new IllegalArgumentException("a batch of " + rows + " rows and " + robots + " robots: both must be at least 1");
    }
    long length = (long) blocks(type, robots) * rows * Lanes.blockSize(type);
    if (length > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException("a batch of " + rows + " rows and " + robots + " robots needs " + length
          + " numbers, more than " + Integer.MAX_VALUE / 2 + ": split it");
    }
    this.type = type;
    this.rows = rows;
    this.robots = robots;
    AlignedArrays.Piece piece = AlignedArrays.piece(type, (int) length);
    array = piece.array();
    start = piece.start();
    blockStride = rows * Lanes.blockSize(type);
  }

  private Batch(Batch whole, int firstRow, int rows) {
    type = whole.type;
    this.rows = rows;
    robots = whole.robots;
    array = whole.array;
    start = whole.start + firstRow * Lanes.blockSize(type);
    blockStride = whole.blockStride;
  }

  private static int blocks(ElementType type, int robots) {
    return Math.ceilDiv(robots, Lanes.blockSize(type));
  }

  /** Rows {@code first} to {@code first + count - 1} of the same storage. */
  public Batch rows(int first, int count) {
    if (first < 0 || count < 1 || count > rows - first) {
      throw new IllegalArgumentException(count + " rows from row " + first + " of a batch with " + rows + " rows");
    }
    return new Batch(this, first, count);
  }

  /** Number type. */
  public ElementType type() {
    return type;
  }

  /** Rows per robot. */
  public int rows() {
    return rows;
  }

  /** Number of robots. */
  public int robots() {
    return robots;
  }

  /** Number of blocks. */
  public int blocks() {
    return blocks(type, robots);
  }

  /** The storage, {@code double[]} or {@code float[]}. */
  public Object array() {
    return array;
  }

  /** Index of row 0 of the first robot. */
  public int start() {
    return start;
  }

  /** Distance from a block to the next. */
  public int blockStride() {
    return blockStride;
  }

  private int index(int row, int robot) {
    if (row < 0 || row >= rows || robot < 0 || robot >= robots) {
      throw new IllegalArgumentException(
          "row " + row + " of robot " + robot + " in a batch of " + rows + " rows and " + robots + " robots");
    }
    int size = Lanes.blockSize(type);
    return start + robot / size * blockStride + row * size + robot % size;
  }

  /** One number. */
  public double get(int row, int robot) {
    int i = index(row, robot);
    return type == ElementType.DOUBLE ? ((double[]) array)[i] : ((float[]) array)[i];
  }

  /** Sets one number, rounded to the element type. */
  public void set(int row, int robot, double value) {
    int i = index(row, robot);
    if (type == ElementType.DOUBLE) {
      ((double[]) array)[i] = value;
    } else {
      ((float[]) array)[i] = (float) value;
    }
  }

  /** Sets one row of every robot. */
  public void fill(int row, double value) {
    for (int robot = 0; robot < robots; robot++) {
      set(row, robot, value);
    }
  }

  /** Sets the rows of one robot. */
  public void setRobot(int robot, double... values) {
    if (values.length != rows) {
      throw new IllegalArgumentException(values.length + " values for a batch of " + rows + " rows");
    }
    for (int row = 0; row < rows; row++) {
      set(row, robot, values[row]);
    }
  }

  /** The rows of one robot, newly allocated. */
  public double[] robot(int robot) {
    double[] values = new double[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = get(row, robot);
    }
    return values;
  }

  /** Takes over another batch of the same shape, of either element type. */
  public void copyFrom(Batch other) {
    requireShape(other.robots, other.rows, "batch");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        set(row, robot, other.get(row, robot));
      }
    }
  }

  /**
   * Takes over one block of another batch of the same element type and rows, from its row {@code firstRow} on; checks
   * nothing.
   */
  public void copyBlock(Batch other, int firstRow, int block) {
    int size = Lanes.blockSize(type);
    System.arraycopy(other.array, other.start + block * other.blockStride + firstRow * size, array,
        start + block * blockStride, rows * size);
  }

  /** Sets one block to zero. */
  public void clearBlock(int block) {
    int from = start + block * blockStride;
    int to = from + rows * Lanes.blockSize(type);
    if (type == ElementType.DOUBLE) {
      Arrays.fill((double[]) array, from, to, 0);
    } else {
      Arrays.fill((float[]) array, from, to, 0);
    }
  }

  /** Takes over a robots x rows matrix. */
  public void copyFrom(DMatrixRMaj matrix) {
    requireShape(matrix.numRows, matrix.numCols, "matrix");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        set(row, robot, matrix.data[robot * rows + row]);
      }
    }
  }

  /** Takes over a robots x rows matrix. */
  public void copyFrom(FMatrixRMaj matrix) {
    requireShape(matrix.numRows, matrix.numCols, "matrix");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        set(row, robot, matrix.data[robot * rows + row]);
      }
    }
  }

  /** Writes to a robots x rows matrix (modified). */
  public void copyTo(DMatrixRMaj matrix) {
    requireShape(matrix.numRows, matrix.numCols, "matrix");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        matrix.data[robot * rows + row] = get(row, robot);
      }
    }
  }

  /** Writes to a robots x rows matrix (modified). */
  public void copyTo(FMatrixRMaj matrix) {
    requireShape(matrix.numRows, matrix.numCols, "matrix");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        matrix.data[robot * rows + row] = (float) get(row, robot);
      }
    }
  }

  /** How many robots have a row that is infinite or not a number. */
  public int nonFinite() {
    int count = 0;
    for (int robot = 0; robot < robots; robot++) {
      boolean finite = true;
      for (int row = 0; row < rows; row++) {
        finite &= Double.isFinite(get(row, robot));
      }
      count += finite ? 0 : 1;
    }
    return count;
  }

  private void requireShape(int otherRobots, int otherRows, String what) {
    if (otherRobots != robots || otherRows != rows) {
      throw new IllegalArgumentException("a " + what + " of " + otherRobots + " x " + otherRows + " for a batch of " + robots
          + " robots x " + rows + " rows");
    }
  }
}
