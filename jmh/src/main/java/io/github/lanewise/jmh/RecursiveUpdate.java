package io.github.lanewise.jmh;

import io.github.lanewise.sensitivity.RecursiveLeastSquares;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Recursive least squares: one more roll-out of 12 states for 32 parameters and an intercept. An operation is one
 * roll-out.
 */
public class RecursiveUpdate extends Settings {
  private static final int PARAMETERS = 32;
  private static final int STATES = 12;

  /** Noise: a recursion has no easier data. */
  @State(Scope.Thread)
  public static class Data {
    final double[][] change = new double[BATCH][];
    final double[][] states = new double[BATCH][];

    /** Draws. */
    @Setup
    public void setup() {
      Random random = new Random(1);
      for (int k = 0; k < BATCH; k++) {
        change[k] = random.doubles(PARAMETERS, -1, 1).toArray();
        states[k] = random.doubles(STATES, -1, 1).toArray();
      }
    }

    DMatrixRMaj lanewise() {
      RecursiveLeastSquares recursion = new RecursiveLeastSquares(1, STATES, PARAMETERS);
      for (int k = 0; k < BATCH; k++) {
        recursion.add(change[k], states[k]);
      }
      return recursion.sensitivity().derivative();
    }
  }

  /** This library. */
  @State(Scope.Thread)
  public static class Lanewise {
    private final RecursiveLeastSquares recursion = new RecursiveLeastSquares(1, STATES, PARAMETERS);

    /** Warms up. */
    @Setup
    public void setup(Data data) {
      Steady.reach(() -> run(data));
    }

    void run(Data data) {
      for (int k = 0; k < BATCH; k++) {
        recursion.add(data.change[k], data.states[k]);
      }
    }
  }

  /** The covariance form as textbooks have it (Ljung, System Identification, section 11.2), in EJML's operations. */
  @State(Scope.Thread)
  public static class Ejml {
    private static final double PRIOR = 1e9;

    private final DMatrixRMaj covariance = CommonOps_DDRM.identity(PARAMETERS + 1);
    private final DMatrixRMaj coefficients = new DMatrixRMaj(STATES, PARAMETERS + 1);
    private final DMatrixRMaj z = new DMatrixRMaj(PARAMETERS + 1, 1);
    private final DMatrixRMaj x = new DMatrixRMaj(STATES, 1);
    private final DMatrixRMaj gain = new DMatrixRMaj(PARAMETERS + 1, 1);

    /** Compares with this library on the same roll-outs. */
    @Setup
    public void setup(Data data) {
      CommonOps_DDRM.scale(PRIOR, covariance);
      run(data);
      DMatrixRMaj expected = data.lanewise();
      for (int i = 0; i < STATES; i++) {
        for (int j = 0; j < PARAMETERS; j++) {
          if (!(Math.abs(coefficients.get(i, j + 1) - expected.get(i, j)) < 1e-5)) {
            throw new IllegalStateException("slope " + i + ", " + j + ": EJML finds " + coefficients.get(i, j + 1)
                + ", Lanewise " + expected.get(i, j));
          }
        }
      }
    }

    void run(Data data) {
      for (int k = 0; k < BATCH; k++) {
        z.data[0] = 1;
        System.arraycopy(data.change[k], 0, z.data, 1, PARAMETERS);
        System.arraycopy(data.states[k], 0, x.data, 0, STATES);
        CommonOps_DDRM.mult(covariance, z, gain);
        double variance = 1 + CommonOps_DDRM.dot(z, gain);
        CommonOps_DDRM.multAddTransB(-1 / variance, gain, gain, covariance);
        CommonOps_DDRM.multAdd(-1, coefficients, z, x);
        CommonOps_DDRM.multAddTransB(1 / variance, x, gain, coefficients);
      }
    }
  }

  /** This library. */
  @Benchmark
  public void lanewise(Lanewise recursion, Data data) {
    recursion.run(data);
  }

  /** EJML. */
  @Benchmark
  public void ejml(Ejml recursion, Data data) {
    recursion.run(data);
  }
}
