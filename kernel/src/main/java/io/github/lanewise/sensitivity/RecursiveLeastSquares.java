package io.github.lanewise.sensitivity;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;

import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code (R, Y) <- Q' (R, Y; 1 dW', x')}: least squares that takes roll-outs as they come, and tells when the
 * sensitivity is known well enough.
 *
 * <p>R is the triangular factor of all regressors so far, Y what the same rotations make of the states: each new
 * roll-out is rotated into them by p + 1 Givens rotations, and what is left of its states is what the fit cannot
 * explain, whose squares are the residual sums. No matrix is inverted, nothing cancels, and the result is that of
 * {@link Ridge} without a ridge on the same roll-outs, to rounding. An update takes O(p^2 + p rows) operations and
 * allocates nothing. One thread at a time.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations, sections 5.1.8 and 6.5.
 */
public final class RecursiveLeastSquares {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final int steps;
  private final int rows;
  private final int p;
  private final int stride;
  /** (R, Y), (p + 1) x stride: the intercept, the parameters, the states and zeros up to a whole number of vectors. */
  private final double[] triangle;
  private final double[] incoming;
  private final double[] residual;
  private final double[] squares;
  private int count;

  /**
   * No roll-outs yet.
   *
   * @param steps T, samples of each roll-out
   * @param stateRows n, so that a roll-out is T n numbers
   * @param parameters p
   */
  public RecursiveLeastSquares(int steps, int stateRows, int parameters) {
    if (steps < 1 || stateRows < 1 || parameters < 1) {
      throw new IllegalArgumentException(
          steps + " samples of " + stateRows + " states for " + parameters
              + " parameters: there must be one of each at least");
    }
    this.steps = steps;
    this.rows = Math.multiplyExact(steps, stateRows);
    this.p = parameters;
    this.stride = (1 + p + rows + LANES - 1) / LANES * LANES;
    triangle = new double[Math.multiplyExact(p + 1, stride)];
    incoming = new double[stride];
    residual = new double[rows];
    squares = new double[rows];
  }

  /**
   * A roll-out with weight 1.
   *
   * @param change dW, p numbers
   * @param states T n numbers
   */
  public void add(double[] change, double[] states) {
    add(1, change, states);
  }

  /**
   * Takes in a roll-out.
   *
   * @param weight inverse of its variance, up to the same factor for all; with 0 it is left out
   * @param change dW, p numbers
   * @param states x, T n numbers, state i at sample t at t n + i
   * @throws IllegalArgumentException if sizes do not fit or a number is not finite; nothing has then changed
   */
  public void add(double weight, double[] change, double[] states) {
    if (change.length != p || states.length != rows) {
      throw new IllegalArgumentException("roll-out " + count + ": " + change.length + " parameters and " + states.length
          + " states, but it takes " + p + " and " + rows);
    }
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("roll-out " + count + ": the weight is " + weight);
    }
    if (weight == 0) {
      return;
    }
    requireFinite(change, "parameter");
    requireFinite(states, "state");
    double root = Math.sqrt(weight);
    incoming[0] = root;
    for (int j = 0; j < p; j++) {
      incoming[1 + j] = root * change[j];
    }
    for (int r = 0; r < rows; r++) {
      incoming[1 + p + r] = root * states[r];
    }
    for (int i = 0; i <= p; i++) {
      rotate(i);
    }
    for (int r = 0; r < rows; r++) {
      double left = incoming[1 + p + r];
      residual[r] += left * left;
      squares[r] += weight * states[r] * states[r];
    }
    count++;
  }

  private void requireFinite(double[] values, String what) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("roll-out " + count + ": " + what + " " + i + " is " + values[i]);
      }
    }
  }

  /** Rotates row i of (R, Y) and the incoming one so that the latter's entry i becomes zero. */
  private void rotate(int i) {
    int row = i * stride;
    double a = triangle[row + i];
    double b = incoming[i];
    if (b == 0) {
      return;
    }
    double length = Math.sqrt(a * a + b * b);
    DoubleVector cosine = DoubleVector.broadcast(SPECIES, a / length);
    DoubleVector sine = DoubleVector.broadcast(SPECIES, b / length);
    DoubleVector minusSine = DoubleVector.broadcast(SPECIES, -b / length);
    for (int k = i - i % LANES; k < stride; k += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, triangle, row + k);
      DoubleVector y = DoubleVector.fromArray(SPECIES, incoming, k);
      x.lanewise(FMA, cosine, y.lanewise(MUL, sine)).intoArray(triangle, row + k);
      y.lanewise(FMA, cosine, x.lanewise(MUL, minusSine)).intoArray(incoming, k);
    }
    // Exactly, lest what rounding leaves is carried below the diagonal.
    incoming[i] = 0;
  }

  /** {@return how many roll-outs with a weight have been added} */
  public int count() {
    return count;
  }

  /**
   * {@return what the roll-outs so far say}
   *
   * @throws IllegalArgumentException if there are fewer than p + 1
   */
  public Sensitivity sensitivity() {
    DesignMatrix.requireEnough(count, p, p);
    double[] r = new double[p * p];
    double[] y = new double[p * rows];
    for (int i = 0; i < p; i++) {
      System.arraycopy(triangle, (i + 1) * stride + 1, r, i * p, p);
      System.arraycopy(triangle, (i + 1) * stride + 1 + p, y, i * rows, rows);
    }
    double[] product = new double[p * p];
    double[] moments = new double[rows * p];
    DoubleGemm.addTransposedTimes(p, p, p, r, 0, p, r, 0, p, product, 0, p);
    DoubleGemm.addTransposedTimes(rows, p, p, y, 0, rows, r, 0, p, moments, 0, p);
    NormalMatrix normal = new NormalMatrix(p, p, product, 0);
    DMatrixRMaj derivative = new DMatrixRMaj(rows, p);
    DoubleGemm.addTimes(rows, p, p, moments, 0, p, normal.inverse(), 0, p, derivative.data, 0, p);
    DMatrixRMaj standardError = new DMatrixRMaj(rows, p);
    DMatrixRMaj nominal = new DMatrixRMaj(rows, 1);
    int degreesOfFreedom = count - 1 - normal.known();
    for (int row = 0; row < rows; row++) {
      finish(row, derivative.data, r, normal, degreesOfFreedom, standardError.data, nominal.data);
    }
    return new Sensitivity(steps, derivative, standardError, nominal, degreesOfFreedom, normal.rank());
  }

  private void finish(int row, double[] derivative, double[] r, NormalMatrix normal, int degreesOfFreedom,
      double[] standardError, double[] nominal) {
    // What a rank below p leaves unexplained of Y belongs to the residual.
    double sum = residual[row];
    double intercept = triangle[1 + p + row];
    for (int i = 0; i < p; i++) {
      double left = triangle[(i + 1) * stride + 1 + p + row];
      for (int j = i; j < p; j++) {
        left -= r[i * p + j] * derivative[row * p + j];
      }
      sum += left * left;
      intercept -= triangle[1 + i] * derivative[row * p + i];
    }
    double ulp = Math.ulp(1.0);
    double deviation =
        degreesOfFreedom > 0
            ? Math.sqrt(Math.max(sum, ulp * ulp * squares[row]) / degreesOfFreedom)
            : Double.POSITIVE_INFINITY;
    nominal[row] = intercept / triangle[0];
    for (int j = 0; j < p; j++) {
      standardError[row * p + j] = deviation * Math.sqrt(normal.variance()[j]);
    }
  }

  /**
   * {@return {@code sum s^2 <= tolerance^2 sum D^2}: whether the sensitivity's expected relative error, in the norm of
   * {@link Sensitivity#relativeError}, is small enough to stop shaking} Never before there is a residual to judge by.
   *
   * @param tolerance relative
   */
  public boolean settled(double tolerance) {
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException("a tolerance of " + tolerance + ": must be positive");
    }
    if (count < p + 2) {
      return false;
    }
    Sensitivity now = sensitivity();
    double error = Arrays.stream(now.standardError().data).map(s -> s * s).sum();
    double square = Arrays.stream(now.derivative().data).map(d -> d * d).sum();
    return error <= tolerance * tolerance * square;
  }

  /**
   * {@return the {@link Estimator} that adds all roll-outs, one after the other} Weights may differ by sample: each is
   * then a recursion of its own.
   *
   * @param rollouts in their order
   */
  public static Sensitivity estimate(Rollouts rollouts) {
    int n = rollouts.stateCount();
    int recursions = rollouts.weights() == null ? 1 : rollouts.stepCount();
    int rows = rollouts.states().numRows / recursions;
    int p = rollouts.parameterCount();
    DMatrixRMaj change = rollouts.perturbations();
    DMatrixRMaj derivative = new DMatrixRMaj(recursions * rows, p);
    DMatrixRMaj standardError = new DMatrixRMaj(recursions * rows, p);
    DMatrixRMaj nominal = new DMatrixRMaj(recursions * rows, 1);
    double degreesOfFreedom = Double.POSITIVE_INFINITY;
    int rank = p;
    for (int t = 0; t < recursions; t++) {
      RecursiveLeastSquares recursion = new RecursiveLeastSquares(rows / n, n, p);
      for (int k = 0; k < rollouts.count(); k++) {
        recursion.add(rollouts.weight(t, k), Arrays.copyOfRange(change.data, k * p, k * p + p),
            states(rollouts, t * rows, rows, k));
      }
      Sensitivity part = recursion.sensitivity();
      System.arraycopy(part.derivative().data, 0, derivative.data, t * rows * p, rows * p);
      System.arraycopy(part.standardError().data, 0, standardError.data, t * rows * p, rows * p);
      System.arraycopy(part.nominal().data, 0, nominal.data, t * rows, rows);
      degreesOfFreedom = Math.min(degreesOfFreedom, part.degreesOfFreedom());
      rank = Math.min(rank, part.rank());
    }
    return new Sensitivity(rollouts.stepCount(), derivative, standardError, nominal, degreesOfFreedom, rank);
  }

  private static double[] states(Rollouts rollouts, int from, int rows, int rollout) {
    double[] x = new double[rows];
    for (int r = 0; r < rows; r++) {
      x[r] = rollouts.states().get(from + r, rollout);
    }
    return x;
  }
}
