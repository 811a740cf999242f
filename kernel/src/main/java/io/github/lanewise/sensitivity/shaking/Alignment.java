package io.github.lanewise.sensitivity.shaking;

import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code tau_k = argmin_tau sum_t |x_k(t) - reference_k(t - tau)|^2}: temporal noise, where the log of each roll-out is late by an unknown
 * number of samples, whole or not.
 *
 * <p>Each state counts by the inverse of its residual variance, so that units do not matter. The minimum over whole samples is refined by
 * parabolas; it is the reference that is interpolated in the search, as smoothing noise would favour half samples. Logs are then shifted by
 * cubic interpolation and cropped to what all have. Only differences between delays can be seen: the earliest roll-out is taken to have
 * none. Actions shift with the states.
 */
public final class Alignment {
  private static final int ROUNDS = 3;

  /**
   * Roll-outs in one time.
   *
   * @param rollouts aligned, with fewer samples at the end
   * @param delays of each roll-out [samples]; how much its log was late
   * @param atLimit roll-outs whose delay was sought at the end of the range: it may be larger
   */
  public record Result(Rollouts rollouts, double[] delays, int[] atLimit) {}

  private final Rollouts logs;
  private final double largest;
  private double[] delays;
  private int[] atLimit = {};

  private Alignment(Rollouts logs, double largestDelay) {
    if (!(largestDelay > 0) || logs.steps() < 4 * largestDelay + 8) {
      throw new IllegalArgumentException("delays of up to " + largestDelay + " samples in logs of " + logs.steps()
          + ": must be positive, and logs at least four times as long and 8 samples more");
    }
    if (logs.weights() != null) {
      throw new IllegalArgumentException("alignment takes roll-outs with all their samples: no weights");
    }
    this.logs = logs;
    largest = largestDelay;
  }

  /**
   * Against the mean of all, then once more against the mean of the aligned ones.
   *
   * <p>What a parameter does to a trajectory that looks like a delay is taken for one: of D_t, the part along the velocity of the mean
   * trajectory is lost. {@link #toPrediction} restores it.
   *
   * @param largestDelay between any roll-out and the mean [samples]
   * @throws IllegalArgumentException if the logs are too short for it, or samples are missing
   */
  public static Result toMean(Rollouts logs, double largestDelay) {
    Alignment alignment = new Alignment(logs, largestDelay);
    alignment.alignToMean();
    return alignment.result();
  }

  /**
   * Against what a first sensitivity predicts for each roll-out's own parameters: estimate, predict, align again.
   *
   * <p>From roll-outs alone, {@code D_t + xdot_t c'} with delays {@code tau_k + c' dW_k} explains the logs as well as {@code D_t} with
   * {@code tau_k}, for any c. Two things tell them apart: delays do not depend on parameters, so that a regression of one on the other gives c,
   * but for chance; and all roll-outs begin in the same state, so that D_t grows from zero, while xdot_t need not. The mean of both by their
   * variances is taken. A robot that starts at rest, under forces that grow slowly from nothing, shows little at the start; then delays cost
   * about what they would without alignment.
   *
   * @param largestDelay between any roll-out and the mean [samples]
   * @param estimator of the sensitivity from aligned roll-outs
   * @throws IllegalArgumentException if the logs are too short, or samples are missing
   */
  public static Result toPrediction(Rollouts logs, double largestDelay, Estimator estimator) {
    Alignment alignment = new Alignment(logs, largestDelay);
    DMatrixRMaj changes = logs.perturbations();
    alignment.search(predictions(estimator.estimate(logs), changes));
    for (int round = 0; round < ROUNDS; round++) {
      Rollouts aligned = alignment.aligned();
      Sensitivity sensitivity = estimator.estimate(aligned);
      alignment.refine(aligned, predictions(sensitivity, changes));
      double[][] regression = alignment.regression(changes);
      alignment.restore(Onset.delayPerParameter(sensitivity, regression[0], regression[1]), changes);
    }
    return alignment.result();
  }

  private void alignToMean() {
    search(mean(logs));
    Rollouts aligned = aligned();
    refine(aligned, mean(aligned));
  }

  /** Over whole samples in the range, then refined. */
  private void search(DMatrixRMaj reference) {
    DelayMisfit misfit = new DelayMisfit(logs, logs, reference);
    int range = (int) Math.ceil(largest);
    delays = new double[logs.count()];
    boolean[] limited = new boolean[delays.length];
    for (int k = 0; k < delays.length; k++) {
      int best = -range;
      double least = Double.POSITIVE_INFINITY;
      for (int tau = -range; tau <= range; tau++) {
        double value = misfit.at(k, tau, -range, range);
        if (value < least) {
          least = value;
          best = tau;
        }
      }
      delays[k] = best;
      limited[k] = Math.abs(best) == range;
    }
    atLimit = IntStream.range(0, delays.length).filter(k -> limited[k]).toArray();
    refine(misfit);
  }

  private void refine(Rollouts aligned, DMatrixRMaj reference) {
    refine(new DelayMisfit(logs, aligned, reference));
  }

  private void refine(DelayMisfit misfit) {
    for (int k = 0; k < delays.length; k++) {
      for (double h = 1; h > 0.1; h /= 2) {
        delays[k] = misfit.parabola(k, delays[k], h);
      }
    }
    startAtZero();
  }

  /**
   * Regression of the delays on the parameters, which they cannot depend on, and its variances: {@code [c, variance]}.
   *
   * <p>It takes out what alignment mistook for delays, but also what happens to go with the parameters among finitely many delays.
   */
  private double[][] regression(DMatrixRMaj changes) {
    int count = changes.numRows;
    int p = changes.numCols;
    double mean = Arrays.stream(delays).average().orElseThrow();
    double[] centered = Arrays.stream(delays).map(d -> d - mean).toArray();
    double[] normal = new double[p * p];
    double[] c = new double[p];
    DoubleGemm.addTransposedTimes(p, p, count, changes.data, 0, p, changes.data, 0, p, normal, 0, p);
    DoubleGemm.addTransposedTimes(p, 1, count, changes.data, 0, p, centered, 0, 1, c, 0, 1);
    double[] squares = new double[p];
    for (int j = 0; j < p; j++) {
      squares[j] = normal[j * p + j];
    }
    if (DoubleCholesky.factor(p, normal, 0, p) < p || count <= p + 1) {
      throw new IllegalArgumentException(count + " roll-outs do not tell the effects of " + p + " parameters apart from delays");
    }
    DoubleCholesky.solve(p, 1, normal, 0, p, c, 0, 1);
    double[] rest = centered.clone();
    DoubleGemm.addTimes(count, 1, p, changes.data, 0, p, Arrays.stream(c).map(e -> -e).toArray(), 0, 1, rest, 0, 1);
    double variance = Arrays.stream(rest).map(e -> e * e).sum() / (count - p - 1);
    return new double[][] {c, Arrays.stream(squares).map(square -> variance / square).toArray()};
  }

  /** Takes out of the delays what is an effect of the parameters. */
  private void restore(double[] delayPerParameter, DMatrixRMaj changes) {
    for (int k = 0; k < delays.length; k++) {
      for (int j = 0; j < delayPerParameter.length; j++) {
        delays[k] -= delayPerParameter[j] * changes.get(k, j);
      }
    }
    startAtZero();
  }

  private void startAtZero() {
    double earliest = Arrays.stream(delays).min().orElseThrow();
    for (int k = 0; k < delays.length; k++) {
      delays[k] -= earliest;
    }
  }

  private Result result() {
    return new Result(aligned(), delays.clone(), atLimit.clone());
  }

  private Rollouts aligned() {
    int steps = logs.steps() - (int) Math.ceil(Arrays.stream(delays).max().orElseThrow());
    if (steps < logs.steps() / 2) {
      throw new IllegalArgumentException("delays that seem to differ by " + (logs.steps() - steps) + " of " + logs.steps()
          + " samples: roll-outs are too different to tell delay from effect; shake less");
    }
    return new Rollouts(logs.nominal(), logs.parameters(), shifted(logs.states(), steps),
        logs.actions() == null ? null : shifted(logs.actions(), steps), null, steps, logs.timeStep());
  }

  private DMatrixRMaj shifted(DMatrixRMaj values, int steps) {
    int rows = values.numRows / logs.steps();
    DMatrixRMaj result = new DMatrixRMaj(steps * rows, values.numCols);
    Cubic cubic = new Cubic();
    for (int k = 0; k < values.numCols; k++) {
      for (int t = 0; t < steps; t++) {
        cubic.place(t + delays[k], logs.steps());
        for (int i = 0; i < rows; i++) {
          result.set(t * rows + i, k, cubic.value(values, rows, i, k));
        }
      }
    }
    return result;
  }

  /** The mean of all, for every roll-out. */
  private static DMatrixRMaj mean(Rollouts rollouts) {
    DMatrixRMaj states = rollouts.states();
    DMatrixRMaj mean = new DMatrixRMaj(states.numRows, states.numCols);
    for (int row = 0; row < states.numRows; row++) {
      int start = row * states.numCols;
      double average = Arrays.stream(states.data, start, start + states.numCols).sum() / states.numCols;
      Arrays.fill(mean.data, start, start + states.numCols, average);
    }
    return mean;
  }

  /** {@code x_t(W) + D_t dW_k}, T n x K. */
  private static DMatrixRMaj predictions(Sensitivity sensitivity, DMatrixRMaj changes) {
    DMatrixRMaj nominal = sensitivity.nominal();
    int count = changes.numRows;
    int p = changes.numCols;
    DMatrixRMaj predictions = new DMatrixRMaj(nominal.numRows, count);
    for (int row = 0; row < nominal.numRows; row++) {
      Arrays.fill(predictions.data, row * count, (row + 1) * count, nominal.data[row]);
    }
    DoubleGemm.addTimesTransposed(nominal.numRows, count, p, sensitivity.derivative().data, 0, p, changes.data, 0, p, predictions.data, 0,
        count);
    return predictions;
  }
}
