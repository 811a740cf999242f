package io.github.lanewise.sensitivity.shaking;

import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code tau_k = argmin_tau sum_t |x_k(t) - reference_k(t - tau)|^2}: temporal noise, where the log of each roll-out is
 * late by an unknown number of samples, whole or not.
 *
 * <p>Each state counts by the inverse of its residual variance, so that units do not matter. The minimum over whole
 * samples is refined by parabolas; it is the reference that is interpolated in the search, as smoothing noise would
 * favour half samples. Logs are then shifted by cubic interpolation and cropped to what all have. Of states only
 * differences between delays can be seen: the earliest roll-out is taken to have none. Actions shift with the states.
 */
public final class Alignment {
  /** Delays have settled when none changes by more than this [samples]: a tenth of what the last parabola spans. */
  private static final double SETTLED = 0.01;
  /** Where roll-outs determine little, delays wander within their errors; more rounds would not help. */
  private static final int MOST_ROUNDS = 12;

  /**
   * Roll-outs in one time.
   *
   * @param rollouts aligned, with fewer samples at the end
   * @param delays of each roll-out [samples]; how much its log was late
   * @param atLimit roll-outs whose delay was found beyond the range: it may be larger
   */
  public record Result(Rollouts rollouts, double[] delays, int[] atLimit) {}

  private final Rollouts logs;
  private final double largest;
  private final double[] delays;
  private int[] atLimit = {};

  private Alignment(Rollouts logs, double largestDelay) {
    if (!(largestDelay > 0) || logs.stepCount() < 4 * largestDelay + 8) {
      throw new IllegalArgumentException("delays of up to " + largestDelay + " samples in logs of " + logs.stepCount()
          + ": must be positive, and logs at least four times as long and 8 samples more");
    }
    if (logs.weights() != null) {
      throw new IllegalArgumentException("alignment takes roll-outs with all their samples: no weights");
    }
    this.logs = logs;
    largest = largestDelay;
    delays = new double[logs.count()];
  }

  /**
   * {@return the logs aligned to the mean of all, then once more against the mean of the aligned ones}
   *
   * <p>What a parameter does to a trajectory that looks like a delay is taken for one: of D_t, the part along the
   * velocity of the mean trajectory is lost. {@link #toPrediction} restores it.
   *
   * @param logs roll-outs, some of them late
   * @param largestDelay between any roll-out and the mean [samples]
   * @throws IllegalArgumentException if the logs are too short for it, or samples are missing
   */
  public static Result toMean(Rollouts logs, double largestDelay) {
    Alignment alignment = new Alignment(logs, largestDelay);
    alignment.alignToMean();
    return alignment.result();
  }

  /**
   * {@return the logs aligned to what a first regression predicts for each roll-out's own parameters: regress, predict,
   * align again, until the delays settle}
   *
   * <p>From roll-outs alone, {@code D_t + xdot_t c'} with delays {@code tau_k + c' dW_k} explains the logs as well as
   * {@code D_t} with {@code tau_k}, for any c. Two things tell them apart: delays do not depend on parameters, so that
   * a regression of one on the other gives c, but for chance; and all roll-outs begin in the same state, so that D_t
   * grows from zero, while xdot_t need not. The mean of both by their variances is taken. The first alone is worth as
   * much as no alignment, so what is gained comes from the second: little where a robot starts at rest under forces
   * that grow slowly from nothing. Where an open-loop policy's commands are known, {@link #toCommands} needs neither.
   *
   * @param logs roll-outs, some of them late
   * @param largestDelay between any roll-out and the mean [samples]
   * @throws IllegalArgumentException if the logs are too short, samples are missing, or roll-outs are fewer than {@code
   *     p + 2}
   */
  public static Result toPrediction(Rollouts logs, double largestDelay) {
    Alignment alignment = new Alignment(logs, largestDelay);
    alignment.alignToPrediction();
    return alignment.result();
  }

  /**
   * {@return the logs aligned by logged actions against those that were commanded: exact but for noise on the logged
   * actions, whatever the parameters do, as commands that depend on time alone are known without the robot}
   *
   * <p>Delays are against the commands' own clock, so that the earliest roll-out may have one too.
   *
   * @param logs roll-outs, some of them late
   * @param commands row t m + i is action i commanded in the control period that leads to sample t, T m x K
   * @param largestDelay of any log [samples]
   * @throws IllegalArgumentException if actions were not recorded, commands have another shape or do not change, logs
   *     are too short, or samples are missing
   */
  public static Result toCommands(Rollouts logs, DMatrixRMaj commands, double largestDelay) {
    Alignment alignment = new Alignment(logs, largestDelay);
    DMatrixRMaj actions = logs.actions();
    if (actions == null) {
      throw new IllegalArgumentException("the logs have no actions to be aligned to commands");
    }
    if (commands.numRows != actions.numRows || commands.numCols != actions.numCols) {
      throw new IllegalArgumentException("commands are " + commands.numRows + " x " + commands.numCols
          + ", but actions " + actions.numRows + " x " + actions.numCols);
    }
    alignment.requireChange(commands);
    alignment.search(new DelayMisfit(actions, actions, commands, logs.actionCount()));
    alignment.shiftAll(Math.min(0, alignment.earliest()));
    return alignment.result();
  }

  private void requireChange(DMatrixRMaj commands) {
    int m = logs.actionCount();
    for (int k = 0; k < commands.numCols; k++) {
      boolean changes = false;
      for (int row = m; row < commands.numRows; row++) {
        changes |= commands.get(row, k) != commands.get(row - m, k);
      }
      if (!changes) {
        throw new IllegalArgumentException("the commands of roll-out " + k
            + " are the same at all times: they do not show a delay");
      }
    }
  }

  private void alignToPrediction() {
    Response response = new Response(logs);
    search(misfit(logs, response.predictions(response.of(logs.states(), logs.stepCount()))));
    shiftAll(earliest());
    double change = Double.POSITIVE_INFINITY;
    for (int round = 0; round < MOST_ROUNDS && change > SETTLED; round++) {
      double[] before = delays.clone();
      Rollouts aligned = aligned();
      Sensitivity sensitivity = response.of(aligned.states(), aligned.stepCount());
      refine(misfit(aligned, response.predictions(sensitivity)));
      restore(response, sensitivity);
      shiftAll(earliest());
      change = IntStream.range(0, delays.length).mapToDouble(k -> Math.abs(delays[k] - before[k])).max().orElseThrow();
    }
  }

  /** Takes out of the delays what is an effect of the parameters. */
  private void restore(Response response, Sensitivity sensitivity) {
    Sensitivity regression = response.of(new DMatrixRMaj(1, delays.length, true, delays.clone()), 1);
    double[] perTerm = Onset.delayPerParameter(sensitivity, regression.derivative().data,
        regression.standardError().data);
    double[] effect = response.effect(new DMatrixRMaj(1, perTerm.length, true, perTerm)).data;
    Arrays.setAll(delays, k -> delays[k] - effect[k]);
  }

  private void alignToMean() {
    search(misfit(logs, mean(logs)));
    shiftAll(earliest());
    Rollouts aligned = aligned();
    refine(misfit(aligned, mean(aligned)));
    shiftAll(earliest());
  }

  private DelayMisfit misfit(Rollouts aligned, DMatrixRMaj reference) {
    return new DelayMisfit(logs.states(), aligned.states(), reference, logs.stateCount());
  }

  /** Over whole samples, one beyond the range, then refined. */
  private void search(DelayMisfit misfit) {
    int range = (int) Math.ceil(largest) + 1;
    boolean[] limited = new boolean[delays.length];
    for (int k = 0; k < delays.length; k++) {
      double least = Double.POSITIVE_INFINITY;
      for (int tau = -range; tau <= range; tau++) {
        double value = misfit.at(k, tau, -range, range);
        if (value < least) {
          least = value;
          delays[k] = tau;
        }
      }
      limited[k] = Math.abs(delays[k]) == range;
    }
    atLimit = IntStream.range(0, delays.length).filter(k -> limited[k]).toArray();
    refine(misfit);
  }

  private void refine(DelayMisfit misfit) {
    for (int k = 0; k < delays.length; k++) {
      for (double h = 1; h > 0.1; h /= 2) {
        delays[k] = misfit.parabola(k, delays[k], h);
      }
    }
  }

  private double earliest() {
    return Arrays.stream(delays).min().orElseThrow();
  }

  private void shiftAll(double offset) {
    Arrays.setAll(delays, k -> delays[k] - offset);
  }

  private Result result() {
    return new Result(aligned(), delays.clone(), atLimit.clone());
  }

  private Rollouts aligned() {
    int steps = logs.stepCount() - (int) Math.ceil(Arrays.stream(delays).max().orElseThrow());
    if (steps < logs.stepCount() / 2) {
      throw new IllegalArgumentException("delays that seem to differ by " + (logs.stepCount() - steps) + " of "
          + logs.stepCount()
          + " samples: roll-outs are too different to tell delay from effect; shake less");
    }
    return new Rollouts(logs.nominal(), logs.parameters(), shifted(logs.states(), steps),
        logs.actions() == null ? null : shifted(logs.actions(), steps), null, steps, logs.timeStep());
  }

  private DMatrixRMaj shifted(DMatrixRMaj values, int steps) {
    int rows = values.numRows / logs.stepCount();
    DMatrixRMaj result = new DMatrixRMaj(steps * rows, values.numCols);
    Cubic cubic = new Cubic();
    for (int k = 0; k < values.numCols; k++) {
      // Not over the start: a robot that is pushed off has a corner there.
      int start = (int) Math.max(0, Math.floor(delays[k]));
      for (int t = 0; t < steps; t++) {
        cubic.place(t + delays[k], start, logs.stepCount());
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
}
