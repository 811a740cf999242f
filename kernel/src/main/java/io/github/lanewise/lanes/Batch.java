package io.github.lanewise.lanes;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  /** Robots that {@link #toString} shows, with four times as many rows. */
  private static final int SHOWN = 3;

  private final ElementType type;
  private final int rows;
  private final int robots;
  private final Object array;
  private final int start;
  private final int blockSize;
  private final int blockStride;

  /**
   * All zeros, in blocks of {@link Lanes#BLOCK_BYTES}.
   *
   * @param type number type
   * @param rows numbers of a robot
   * @param robots lanes that are used
   * @throws IllegalArgumentException as {@link #Batch(Lanes, int, int)}
   */
  public Batch(ElementType type, int rows, int robots) {
    this(type, Lanes.blockSize(type), rows, robots);
  }

  /**
   * All zeros, in blocks as kernels of these lanes take them.
   *
   * @param lanes number type and size of the blocks
   * @param rows numbers of a robot
   * @param robots lanes that are used
   * @throws IllegalArgumentException if there is no row or no robot, or if there are more numbers than an array can
   *     hold
   */
  public Batch(Lanes lanes, int rows, int robots) {
    this(lanes.type(), lanes.blockSize(), rows, robots);
  }

  private Batch(ElementType type, int blockSize, int rows, int robots) {
    if (rows < 1 || robots < 1) {
      throw new IllegalArgumentException("a batch of " + rows + " rows and " + robots
          + " robots: both must be at least 1");
    }
    long length = (long) Math.ceilDiv(robots, blockSize) * rows * blockSize;
    if (length > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException("a batch of " + rows + " rows and " + robots + " robots needs " + length
          + " numbers, more than " + Integer.MAX_VALUE / 2 + ": split it");
    }
    this.type = type;
    this.blockSize = blockSize;
    this.rows = rows;
    this.robots = robots;
    AlignedArrays.Piece piece = AlignedArrays.piece(type, (int) length);
    array = piece.array();
    start = piece.start();
    blockStride = rows * blockSize;
  }

  private Batch(Batch whole, int firstRow, int rows) {
    type = whole.type;
    this.rows = rows;
    robots = whole.robots;
    array = whole.array;
    blockSize = whole.blockSize;
    start = whole.start + firstRow * blockSize;
    blockStride = whole.blockStride;
  }

  /**
   * {@return rows {@code first} to {@code first + count - 1} of the same storage}
   *
   * @param first row
   * @param count of rows
   */
  public Batch rows(int first, int count) {
    if (first < 0 || count < 1 || count > rows - first) {
      throw new IllegalArgumentException(count + " rows from row " + first + " of a batch with " + rows + " rows");
    }
    return new Batch(this, first, count);
  }

  /** {@return number type} */
  public ElementType type() {
    return type;
  }

  /** {@return rows per robot} */
  public int rowCount() {
    return rows;
  }

  /** {@return number of robots} */
  public int robotCount() {
    return robots;
  }

  /** {@return number of blocks} */
  public int blockCount() {
    return Math.ceilDiv(robots, blockSize);
  }

  /** {@return robots of a block} */
  public int blockSize() {
    return blockSize;
  }

  /** {@return the storage, {@code double[]} or {@code float[]}} */
  public Object array() {
    return array;
  }

  /** {@return index of row 0 of the first robot} */
  public int start() {
    return start;
  }

  /** {@return distance from a block to the next} */
  public int blockStride() {
    return blockStride;
  }

  private int index(int row, int robot) {
    if (row < 0 || row >= rows || robot < 0 || robot >= robots) {
      throw new IllegalArgumentException(
          "row " + row + " of robot " + robot + " in a batch of " + rows + " rows and " + robots + " robots");
    }
    return start + robot / blockSize * blockStride + row * blockSize + robot % blockSize;
  }

  /**
   * {@return one number}
   *
   * @param row counted from 0
   * @param robot counted from 0
   */
  public double get(int row, int robot) {
    int i = index(row, robot);
    return type == ElementType.DOUBLE ? ((double[]) array)[i] : ((float[]) array)[i];
  }

  /**
   * Sets one number, rounded to the element type.
   *
   * @param row counted from 0
   * @param robot counted from 0
   * @param value rounded to the number type
   */
  public void set(int row, int robot, double value) {
    int i = index(row, robot);
    if (type == ElementType.DOUBLE) {
      ((double[]) array)[i] = value;
    } else {
      ((float[]) array)[i] = (float) value;
    }
  }

  /**
   * Sets one row of every robot.
   *
   * @param row counted from 0
   * @param value rounded to the number type
   */
  public void fill(int row, double value) {
    for (int robot = 0; robot < robots; robot++) {
      set(row, robot, value);
    }
  }

  /**
   * Sets the rows of one robot.
   *
   * @param robot counted from 0
   * @param values as many as there are rows
   */
  public void setRobot(int robot, double... values) {
    if (values.length != rows) {
      throw new IllegalArgumentException(values.length + " values for a batch of " + rows + " rows");
    }
    for (int row = 0; row < rows; row++) {
      set(row, robot, values[row]);
    }
  }

  /**
   * {@return the rows of one robot, newly allocated}
   *
   * @param robot counted from 0
   */
  public double[] robot(int robot) {
    double[] values = new double[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = get(row, robot);
    }
    return values;
  }

  /**
   * Takes over another batch of the same shape, of either element type.
   *
   * @param other of as many rows and robots
   */
  public void copyFrom(Batch other) {
    requireShape(other.robots, other.rows, "batch");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        set(row, robot, other.get(row, robot));
      }
    }
  }

  /**
   * Takes over one block of another batch of the same element type, blocks and rows, from its row {@code firstRow} on;
   * checks nothing.
   *
   * @param other of as many rows and robots
   * @param firstRow of the other batch
   * @param block counted from 0
   */
  public void copyBlock(Batch other, int firstRow, int block) {
    System.arraycopy(other.array, other.start + block * other.blockStride + firstRow * blockSize, array,
        start + block * blockStride, rows * blockSize);
  }

  /**
   * Sets one block to zero.
   *
   * @param block counted from 0
   */
  public void clearBlock(int block) {
    int from = start + block * blockStride;
    int to = from + rows * blockSize;
    if (type == ElementType.DOUBLE) {
      Arrays.fill((double[]) array, from, to, 0);
    } else {
      Arrays.fill((float[]) array, from, to, 0);
    }
  }

  /**
   * Takes over a robots x rows matrix.
   *
   * @param matrix robots x rows
   */
  public void copyFrom(DMatrixRMaj matrix) {
    requireShape(matrix.numRows, matrix.numCols, "matrix");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        set(row, robot, matrix.data[robot * rows + row]);
      }
    }
  }

  /**
   * Takes over a robots x rows matrix.
   *
   * @param matrix robots x rows
   */
  public void copyFrom(FMatrixRMaj matrix) {
    requireShape(matrix.numRows, matrix.numCols, "matrix");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        set(row, robot, matrix.data[robot * rows + row]);
      }
    }
  }

  /**
   * Writes to a robots x rows matrix (modified).
   *
   * @param matrix robots x rows
   */
  public void copyTo(DMatrixRMaj matrix) {
    requireShape(matrix.numRows, matrix.numCols, "matrix");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        matrix.data[robot * rows + row] = get(row, robot);
      }
    }
  }

  /**
   * Writes to a robots x rows matrix (modified).
   *
   * @param matrix robots x rows
   */
  public void copyTo(FMatrixRMaj matrix) {
    requireShape(matrix.numRows, matrix.numCols, "matrix");
    for (int robot = 0; robot < robots; robot++) {
      for (int row = 0; row < rows; row++) {
        matrix.data[robot * rows + row] = (float) get(row, robot);
      }
    }
  }

  /** {@return how many robots have a row that is infinite or not a number} */
  public int nonFinite() {
    int count = 0;
    for (int robot = 0; robot < robots; robot++) {
      count += isFinite(robot) ? 0 : 1;
    }
    return count;
  }

  /** {@return which robots have a row that is infinite or not a number, in their order; a new array} */
  public int[] nonFiniteRobots() {
    return IntStream.range(0, robots).filter(robot -> !isFinite(robot)).toArray();
  }

  private boolean isFinite(int robot) {
    boolean finite = true;
    for (int row = 0; row < rows; row++) {
      finite &= Double.isFinite(get(row, robot));
    }
    return finite;
  }

  /** Its shape, and the first rows of the first robots. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(
        "batch of " + rows + " rows x " + robots + " robots, " + type + " in blocks of " + blockSize);
    for (int robot = 0; robot < Math.min(robots, SHOWN); robot++) {
      text.append(robot == 0 ? ": " : ", ").append("robot ").append(robot).append(' ').append(shown(robot));
    }
    return text.append(robots > SHOWN ? ", ..." : "").toString();
  }

  private String shown(int robot) {
    return IntStream.range(0, Math.min(rows, 4 * SHOWN)).mapToObj(row -> Double.toString(get(row, robot)))
        .collect(Collectors.joining(", ", "[", rows > 4 * SHOWN ? ", ...]" : "]"));
  }

  private void requireShape(int otherRobots, int otherRows, String what) {
    if (otherRobots != robots || otherRows != rows) {
      throw new IllegalArgumentException("a " + what + " of " + otherRobots + " x " + otherRows + " for a batch of "
          + robots + " robots x " + rows + " rows");
    }
  }
}
