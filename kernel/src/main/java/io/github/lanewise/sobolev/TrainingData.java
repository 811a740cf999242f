package io.github.lanewise.sobolev;

import io.github.lanewise.network.Normalizer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * Samples of a function {@code y = f(x)} and of its Jacobian {@code J = dy/dx}, from a simulator or from anywhere.
 *
 * <p>Matrices are arrays, row after row: x is N x n, y N x m, J N m x n, m rows for each sample. Arrays are not copied,
 * EJML matrices are. All columns of J must be given; those that are not known may be any number if {@link
 * SobolevLoss#weights} leaves their inputs out. Immutable but for the arrays.
 */
public final class TrainingData {
  private final int count;
  private final int inputs;
  private final int outputs;
  private final double[] x;
  private final double[] y;
  private final double[] jacobians;
  private final int dropped;

  private TrainingData(int count, int inputs, int outputs, double[] x, double[] y, double[] jacobians, int dropped) {
    this.count = count;
    this.inputs = inputs;
    this.outputs = outputs;
    this.x = x;
    this.y = y;
    this.jacobians = jacobians;
    this.dropped = dropped;
  }

  /**
   * {@return all samples}
   *
   * @param inputs n
   * @param outputs m
   * @param x N x n
   * @param y N x m, of which N follows
   * @param jacobians N m x n; null if there are none
   * @throws IllegalArgumentException if the arrays' lengths do not fit each other, with both, or a number is not
   *     finite, with its sample; {@link #finite(int, int, double[], double[], double[])} leaves such samples out
   */
  public static TrainingData of(int inputs, int outputs, double[] x, double[] y, double[] jacobians) {
    return whole(inputs, outputs, x, y, jacobians).refusingOddities();
  }

  /**
   * {@return all samples of EJML matrices, which are copied}
   *
   * @param x N x n
   * @param y N x m
   * @param jacobians N m x n, m rows for each sample; null if there are none
   * @throws IllegalArgumentException if the shapes do not fit each other, with both, or a number is not finite, with
   *     its sample; {@link #finite(DMatrixRMaj, DMatrixRMaj, DMatrixRMaj)} leaves such samples out
   */
  public static TrainingData of(DMatrixRMaj x, DMatrixRMaj y, DMatrixRMaj jacobians) {
    return whole(x, y, jacobians).refusingOddities();
  }

  /**
   * {@return the samples of which all numbers are finite; {@link #droppedCount} says how many were left out} As {@link
   * #of(int, int, double[], double[], double[])}.
   *
   * @param inputs n
   * @param outputs m
   * @param x N x n
   * @param y N x m
   * @param jacobians N m x n, m rows for each sample; null if there are none
   * @throws IllegalArgumentException if the arrays' lengths do not fit each other, with both, or no sample is left
   */
  public static TrainingData finite(int inputs, int outputs, double[] x, double[] y, double[] jacobians) {
    return whole(inputs, outputs, x, y, jacobians).withoutOddities();
  }

  /**
   * {@return the samples of EJML matrices of which all numbers are finite; {@link #droppedCount} says how many were
   * left out} As {@link #of(DMatrixRMaj, DMatrixRMaj, DMatrixRMaj)}.
   *
   * @param x N x n
   * @param y N x m
   * @param jacobians N m x n, m rows for each sample; null if there are none
   * @throws IllegalArgumentException if the shapes do not fit each other, with both, or no sample is left
   */
  public static TrainingData finite(DMatrixRMaj x, DMatrixRMaj y, DMatrixRMaj jacobians) {
    return whole(x, y, jacobians).withoutOddities();
  }

  private static TrainingData whole(DMatrixRMaj x, DMatrixRMaj y, DMatrixRMaj jacobians) {
    String samples = x.numRows + " samples of " + x.numCols + " inputs";
    requireShape("outputs", y, x.numRows, y.numCols, samples);
    if (jacobians != null) {
      requireShape("Jacobians", jacobians, y.getNumElements(), x.numCols, samples + " and " + y.numCols + " outputs");
    }
    return whole(x.numCols, y.numCols, elements(x), elements(y), jacobians == null ? null : elements(jacobians));
  }

  private static void requireShape(String what, DMatrixRMaj matrix, int rows, int columns, String samples) {
    if (matrix.numRows != rows || matrix.numCols != columns) {
      throw new IllegalArgumentException(what + " are " + matrix.numRows + " x " + matrix.numCols + " where " + samples
          + " have " + rows + " x " + columns);
    }
  }

  /** Row after row; a matrix that was larger once has a longer array. */
  private static double[] elements(DMatrixRMaj matrix) {
    return Arrays.copyOf(matrix.data, matrix.getNumElements());
  }

  private static TrainingData whole(int inputs, int outputs, double[] x, double[] y, double[] jacobians) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(inputs + " inputs and " + outputs + " outputs: at least 1 each");
    }
    int count = y.length / outputs;
    if (count == 0 || y.length != count * outputs) {
      throw new IllegalArgumentException(y.length + " outputs are no multiple of " + outputs);
    }
    requireLength("inputs", x.length, (long) count * inputs, count);
    if (jacobians != null) {
      requireLength("elements of Jacobians", jacobians.length, (long) count * outputs * inputs, count);
    }
    return new TrainingData(count, inputs, outputs, x, y, jacobians, 0);
  }

  private static void requireLength(String what, int length, long expected, int count) {
    if (length != expected) {
      throw new IllegalArgumentException(length + " " + what + " where " + count + " samples have " + expected);
    }
  }

  private TrainingData refusingOddities() {
    for (int k = 0; k < count; k++) {
      String odd = oddity(k);
      if (odd != null) {
        throw new IllegalArgumentException("sample " + k + " has " + odd + ": leave it out, or all such samples by"
            + " dropping what is not finite");
      }
    }
    return this;
  }

  private TrainingData withoutOddities() {
    int[] good = IntStream.range(0, count).filter(k -> oddity(k) == null).toArray();
    if (good.length == 0) {
      throw new IllegalArgumentException("none of " + count + " samples has finite numbers only");
    }
    return good.length == count ? this : take(good, count - good.length);
  }

  /** What is not finite in a sample, or null. */
  private String oddity(int k) {
    int j = firstOdd(x, k * inputs, inputs);
    if (j >= 0) {
      return "input " + j + " of " + x[k * inputs + j];
    }
    int i = firstOdd(y, k * outputs, outputs);
    if (i >= 0) {
      return "output " + i + " of " + y[k * outputs + i];
    }
    int size = outputs * inputs;
    int e = jacobians == null ? -1 : firstOdd(jacobians, k * size, size);
    return e < 0 ? null : "a derivative of output " + e / inputs + " by input " + e % inputs + " of "
        + jacobians[k * size + e];
  }

  private static int firstOdd(double[] a, int at, int length) {
    for (int e = 0; e < length; e++) {
      if (!Double.isFinite(a[at + e])) {
        return e;
      }
    }
    return -1;
  }

  private TrainingData take(int[] which, int left) {
    int size = outputs * inputs;
    double[] someX = new double[which.length * inputs];
    double[] someY = new double[which.length * outputs];
    double[] someJ = jacobians == null ? null : new double[which.length * size];
    for (int k = 0; k < which.length; k++) {
      System.arraycopy(x, which[k] * inputs, someX, k * inputs, inputs);
      System.arraycopy(y, which[k] * outputs, someY, k * outputs, outputs);
      if (someJ != null) {
        System.arraycopy(jacobians, which[k] * size, someJ, k * size, size);
      }
    }
    return new TrainingData(which.length, inputs, outputs, someX, someY, someJ, left);
  }

  /**
   * {@return samples {@code first} to {@code end - 1}: a copy}
   *
   * @param first sample, counted from 0
   * @param end sample behind the last
   * @throws IllegalArgumentException if there are none or not all of them
   */
  public TrainingData range(int first, int end) {
    if (first < 0 || end > count || first >= end) {
      throw new IllegalArgumentException("samples " + first + " to " + end + " of " + count);
    }
    int size = outputs * inputs;
    return new TrainingData(end - first, inputs, outputs, Arrays.copyOfRange(x, first * inputs, end * inputs),
        Arrays.copyOfRange(y, first * outputs, end * outputs),
        jacobians == null ? null : Arrays.copyOfRange(jacobians, first * size, end * size), 0);
  }

  /**
   * {@return {@code y - x} and {@code J - I} for outputs that are what the first inputs become, states that move: a
   * copy}
   *
   * @throws IllegalArgumentException if there are more outputs than inputs
   */
  public TrainingData changes() {
    if (outputs > inputs) {
      throw new IllegalArgumentException(outputs + " outputs are no later values of " + inputs + " inputs");
    }
    double[] change = y.clone();
    double[] slopes = jacobians == null ? null : jacobians.clone();
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < outputs; i++) {
        change[k * outputs + i] -= x[k * inputs + i];
        if (slopes != null) {
          slopes[(k * outputs + i) * inputs + i] -= 1;
        }
      }
    }
    return new TrainingData(count, inputs, outputs, x, change, slopes, dropped);
  }

  /**
   * {@return all in the units of two normalisers, Jacobians too: a copy}
   *
   * @param ofInputs units of x
   * @param ofOutputs units of y
   * @throws IllegalArgumentException if their columns are not those of the inputs and of the outputs, with both
   */
  public TrainingData normalized(Normalizer ofInputs, Normalizer ofOutputs) {
    requireColumns(ofInputs, inputs, "inputs");
    requireColumns(ofOutputs, outputs, "outputs");
    double[] slopes = jacobians == null ? null : jacobians.clone();
    if (slopes != null) {
      for (int e = 0; e < slopes.length; e++) {
        slopes[e] *= ofInputs.deviation(e % inputs) / ofOutputs.deviation(e / inputs % outputs);
      }
    }
    return new TrainingData(count, inputs, outputs, ofInputs.normalize(x), ofOutputs.normalize(y), slopes, dropped);
  }

  private static void requireColumns(Normalizer units, int columns, String what) {
    if (units.columnCount() != columns) {
      throw new IllegalArgumentException("units of " + units.columnCount() + " columns for " + columns + " " + what);
    }
  }

  /** {@return N} */
  public int count() {
    return count;
  }

  /** {@return n} */
  public int inputCount() {
    return inputs;
  }

  /** {@return m} */
  public int outputCount() {
    return outputs;
  }

  /** {@return N x n} */
  public double[] x() {
    return x;
  }

  /** {@return N x m} */
  public double[] y() {
    return y;
  }

  /** {@return N m x n, or null} */
  public double[] jacobians() {
    return jacobians;
  }

  /** {@return samples that were left out because a number was not finite} */
  public int droppedCount() {
    return dropped;
  }
}
