package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.sensitivity.GaussianProcess;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ejml.data.DMatrixRMaj;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Sensitivities of all samples of a trajectory by Gaussian processes with given lengths, with their standard errors:
 * nine states on six parameters, from roll-outs that bend and are noisy. A call fits and differentiates.
 *
 * <p>No other library averages over scales and ratios as this one does, so that the exact slopes stand for a peer in
 * set-up. The share of peak counts one factor and one triangular solve of all rows.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GaussianProcessRegression extends Dense {
  private static final int PARAMETERS = 6;
  private static final int STATES = 9;
  private static final double SPREAD = 0.05;
  private static final double NOISE = 1e-3;

  /** K, roll-outs. */
  @Param("512")
  public int rollouts;
  /** T, samples of nine states. */
  @Param("1000")
  public int steps;

  private Rollouts data;
  private GaussianProcess process;

  /**
   * Draws {@code x_r = d_r' w + b_r sin(d_r' w) + noise} and compares the estimates with {@code (1 + b_r) d_r}.
   *
   * @throws IllegalStateException if more than a tenth are outside of their 95 % intervals
   */
  @Setup
  public void setup() {
    Random random = new Random(1);
    int rows = steps * STATES;
    DMatrixRMaj changes = new DMatrixRMaj(rollouts, PARAMETERS);
    Arrays.setAll(changes.data, e -> SPREAD * random.nextGaussian());
    DMatrixRMaj x = new DMatrixRMaj(rows, rollouts);
    double[] exact = new double[rows * PARAMETERS];
    for (int row = 0; row < rows; row++) {
      double[] direction = random.doubles(PARAMETERS, -1 / SPREAD, 1 / SPREAD).toArray();
      double bend = random.nextDouble() / 2;
      for (int k = 0; k < rollouts; k++) {
        double along = 0;
        for (int j = 0; j < PARAMETERS; j++) {
          along += direction[j] * changes.get(k, j);
        }
        x.set(row, k, along + bend * Math.sin(along) + NOISE * random.nextGaussian());
      }
      for (int j = 0; j < PARAMETERS; j++) {
        exact[row * PARAMETERS + j] = (1 + bend) * direction[j];
      }
    }
    double[] lengths = new double[PARAMETERS];
    Arrays.fill(lengths, 2 * SPREAD);
    process = new GaussianProcess(lengths);
    data = new Rollouts(new double[PARAMETERS], changes, x, null, null, steps, 1e-3);
    double coverage = lanewise().coverage(DMatrixRMaj.wrap(rows, PARAMETERS, exact), 0.95);
    if (coverage < 0.9) {
      throw new IllegalStateException("only " + 100 * coverage + " % of the exact slopes are in their 95 % intervals");
    }
    double factor = (double) rollouts * rollouts * rollouts / 3;
    Rates.flops(ElementType.DOUBLE, factor + (double) rows * rollouts * rollouts);
  }

  /** This library. */
  @Benchmark
  public Sensitivity lanewise() {
    return process.estimate(data);
  }
}
