package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.sensitivity.GaussianProcess;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Roll-outs under {@value #PARAMETERS} parameters, whose samples bend and are noisy, for Gaussian processes. */
@State(Scope.Thread)
public abstract class ProcessState {
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

  DMatrixRMaj changes;
  DMatrixRMaj x;
  private final double[] lengths = new double[PARAMETERS];
  private Rollouts data;
  private Sensitivity expected;

  /** Draws the roll-outs and lets this library say what is expected. */
  void prepare() {
    Random random = new Random(1);
    int rows = steps * STATES;
    changes = new DMatrixRMaj(rollouts, PARAMETERS);
    Arrays.setAll(changes.data, e -> SPREAD * random.nextGaussian());
    x = new DMatrixRMaj(rows, rollouts);
    for (int row = 0; row < rows; row++) {
      double[] direction = random.doubles(PARAMETERS, -1 / SPREAD, 1 / SPREAD).toArray();
      double bend = random.nextDouble();
      for (int k = 0; k < rollouts; k++) {
        double along = 0;
        for (int j = 0; j < PARAMETERS; j++) {
          along += direction[j] * changes.get(k, j);
        }
        x.set(row, k, along + bend * bend * Math.sin(along) + NOISE * random.nextGaussian());
      }
    }
    Arrays.fill(lengths, 2 * SPREAD);
    data = new Rollouts(new double[PARAMETERS], changes, x, null, null, steps, 1e-3);
    expected = lanewise();
    double factor = (double) rollouts * rollouts * rollouts / 3;
    double solve = (double) rows * rollouts * rollouts;
    Rates.flops(ElementType.DOUBLE, PeerProcess.rungs(rollouts) * (factor + solve));
  }

  Sensitivity lanewise() {
    return new GaussianProcess(lengths).estimate(data);
  }

  <M, L> PeerProcess<M, L> peer(LinearAlgebra<M, L> algebra) {
    return new PeerProcess<>(algebra, rollouts, lengths);
  }

  /**
   * Compares with this library.
   *
   * @throws IllegalStateException if they disagree
   */
  void check(String competitor, PeerProcess.Slopes slopes) {
    double tolerance = Agreement.tolerance(ElementType.DOUBLE);
    Agreement.check(competitor, slopes.derivative(), expected.derivative().data, tolerance);
    Agreement.check(
        "the standard error of " + competitor, slopes.standardError(), expected.standardError().data, tolerance);
  }
}
