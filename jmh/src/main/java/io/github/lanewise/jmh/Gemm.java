package io.github.lanewise.jmh;

import dev.ludovic.netlib.blas.BLAS;
import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.dense.FloatGemm;
import io.github.lanewise.lanes.ElementType;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@code C = A B} of square matrices, row-major. */
@State(Scope.Thread)
public class Gemm extends Dense {
  /** Rows and columns. */
  @Param({"64", "256", "512", "1024"})
  public int n;
  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  private final BLAS blas = vectorBlas();
  double[] a;
  double[] b;
  double[] c;
  float[] fa;
  float[] fb;
  float[] fc;

  /** Compares the competitors and states the work. */
  @Setup
  public void setup() {
    a = random(n * n, 1);
    b = random(n * n, 2);
    c = new double[n * n];
    fa = rounded(a);
    fb = rounded(b);
    fc = new float[n * n];
    double tolerance = Agreement.tolerance(type);
    lanewise();
    double[] expected = result();
    ejml();
    Agreement.check("EJML", result(), expected, tolerance);
    netlib();
    Agreement.check("netlib", result(), expected, tolerance);
    Rates.flops(type, 2.0 * n * n * n);
  }

  double[] result() {
    return type == ElementType.DOUBLE ? c.clone() : widened(fc);
  }

  /** This library. */
  @Benchmark
  public void lanewise() {
    if (type == ElementType.DOUBLE) {
      Arrays.fill(c, 0);
      DoubleGemm.addTimes(n, n, n, a, 0, n, b, 0, n, c, 0, n);
    } else {
      Arrays.fill(fc, 0);
      FloatGemm.addTimes(n, n, n, fa, 0, n, fb, 0, n, fc, 0, n);
    }
  }

  /** EJML. */
  @Benchmark
  public void ejml() {
    if (type == ElementType.DOUBLE) {
      CommonOps_DDRM.mult(DMatrixRMaj.wrap(n, n, a), DMatrixRMaj.wrap(n, n, b), DMatrixRMaj.wrap(n, n, c));
    } else {
      CommonOps_FDRM.mult(FMatrixRMaj.wrap(n, n, fa), FMatrixRMaj.wrap(n, n, fb), FMatrixRMaj.wrap(n, n, fc));
    }
  }

  /** VectorBLAS, column-major: C' = B' A'. */
  @Benchmark
  public void netlib() {
    if (type == ElementType.DOUBLE) {
      blas.dgemm("N", "N", n, n, n, 1, b, n, a, n, 0, c, n);
    } else {
      blas.sgemm("N", "N", n, n, n, 1, fb, n, fa, n, 0, fc, n);
    }
  }
}
