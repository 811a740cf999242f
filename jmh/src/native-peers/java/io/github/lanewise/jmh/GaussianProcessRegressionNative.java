package io.github.lanewise.jmh;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link GaussianProcessRegression} in native libraries. */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = OpenBlas.JVM_ARGUMENT)
public class GaussianProcessRegressionNative extends Dense {
  /** Processes in native memory. */
  @State(Scope.Thread)
  public static class Processes extends ProcessState {
    private PeerProcess<OpenBlasAlgebra.Matrix, OpenBlasAlgebra.Matrix> openblas;
    private OpenBlasAlgebra.Matrix samples;

    /** Compares with this library. */
    @Setup
    public void setup() {
      OpenBlas.useOneThread();
      prepare();
      OpenBlasAlgebra algebra = new OpenBlasAlgebra();
      openblas = peer(algebra);
      samples = algebra.copyOf(x);
      check("OpenBLAS", openblas());
    }

    private PeerProcess.Slopes openblas() {
      try (PointerScope _ = new PointerScope()) {
        return openblas.estimate(changes, x.numRows, samples);
      }
    }
  }

  /** OpenBLAS, LAPACK for the factors. */
  @Benchmark
  public PeerProcess.Slopes openblas(Processes processes) {
    return processes.openblas();
  }
}
