package io.github.lanewise.jmh;

import io.github.lanewise.sensitivity.Sensitivity;
import java.util.concurrent.TimeUnit;
import org.ejml.data.DMatrixRBlock;
import org.ejml.data.DMatrixRMaj;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Sensitivities of all samples of a trajectory by Gaussian processes with given lengths, with their standard errors,
 * from arrays to arrays. A call fits and differentiates.
 *
 * <p>The share of peak counts the factor and one triangular solve of all rows for each ratio of signal to noise.
 */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GaussianProcessRegression extends Dense {
  /** Processes for all competitors. */
  @State(Scope.Thread)
  public static class Processes extends ProcessState {
    private PeerProcess<DMatrixRMaj, DMatrixRBlock> ejml;

    /** Compares the competitors. */
    @Setup
    public void setup() {
      prepare();
      ejml = peer(new EjmlAlgebra());
      check("EJML", ejml());
    }

    private PeerProcess.Slopes ejml() {
      return ejml.estimate(changes, x.numRows, x);
    }
  }

  /** This library. */
  @Benchmark
  public Sensitivity lanewise(Processes processes) {
    return processes.lanewise();
  }

  /** The same with EJML's factors, solvers and products. */
  @Benchmark
  public PeerProcess.Slopes ejml(Processes processes) {
    return processes.ejml();
  }
}
