package io.github.lanewise.jmh;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrs_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrs_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_ddot;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_sdot;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link RidgeRegression} in native libraries. */
@Fork(value = 1, jvmArgsAppend = OpenBlas.JVM_ARGUMENT)
public class RidgeRegressionNative extends Dense {
  private static final int ROWS = RidgeState.ROWS;
  private static final int K = RidgeState.ROLLOUTS;
  /**
   * Rows for one call of gemm: few enough to stay in the second-level cache until their squares are added, and for
   * OpenBLAS to choose its kernel for small matrices, which takes half the time if there are six parameters.
   */
  private static final int BLOCK = 100;

  /** A regression in native memory. */
  @State(Scope.Thread)
  public static class Ridge extends RidgeState {
    private DoublePointer px;
    private DoublePointer pw;
    private DoublePointer pd;
    private DoublePointer normal;
    private DoublePointer projector;
    private FloatPointer pfx;
    private FloatPointer pfw;
    private FloatPointer pfd;
    private FloatPointer fnormal;
    private FloatPointer fprojector;

    /** Compares with this library. */
    @Setup
    public void setup() {
      OpenBlas.useOneThread();
      prepare();
      px = new DoublePointer(x);
      pw = new DoublePointer(w);
      pd = new DoublePointer(d.length);
      normal = new DoublePointer((long) p * p);
      projector = new DoublePointer(w.length);
      pfx = new FloatPointer(fx);
      pfw = new FloatPointer(fw);
      pfd = new FloatPointer(fd.length);
      fnormal = new FloatPointer((long) p * p);
      fprojector = new FloatPointer(w.length);
      new RidgeRegressionNative().openblas(this);
      pd.get(d);
      pfd.get(fd);
      double[] found = new double[w.length];
      for (int e = 0; e < found.length; e++) {
        found[e] = isDouble() ? projector.get(e) : fprojector.get(e);
      }
      check("OpenBLAS", found);
    }

    /** W, row-major, is W' to LAPACK: nothing needs transposing. */
    private int makeProjector() {
      cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, p, K, 1, pw, p, 0, normal, p);
      for (int e = 0; e < p * p; e += p + 1) {
        normal.put(e, (1 + RIDGE) * normal.get(e));
      }
      Pointer.memcpy(projector, pw, (long) Double.BYTES * p * K);
      return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, (byte) 'L', p, normal, p)
          + LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, (byte) 'L', p, K, normal, p, projector, p);
    }

    private int makeFloatProjector() {
      cblas_ssyrk(CblasColMajor, CblasLower, CblasNoTrans, p, K, 1, pfw, p, 0, fnormal, p);
      for (int e = 0; e < p * p; e += p + 1) {
        fnormal.put(e, (float) (1 + RIDGE) * fnormal.get(e));
      }
      Pointer.memcpy(fprojector, pfw, (long) Float.BYTES * p * K);
      return LAPACKE_spotrf_work(LAPACK_COL_MAJOR, (byte) 'L', p, fnormal, p)
          + LAPACKE_spotrs_work(LAPACK_COL_MAJOR, (byte) 'L', p, K, fnormal, p, fprojector, p);
    }
  }

  /** OpenBLAS, LAPACK for P. */
  @Benchmark
  public int openblas(Ridge s) {
    return s.isDouble() ? openblasDouble(s) : openblasFloat(s);
  }

  private static int openblasDouble(Ridge s) {
    int info = s.makeProjector();
    int p = s.p;
    for (int first = 0; first < ROWS; first += BLOCK) {
      int rows = Math.min(BLOCK, ROWS - first);
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, p, K, 1, s.px.getPointer((long) first * K), K,
          s.projector, p, 0, s.pd.getPointer((long) first * p), p);
      for (int row = first; row < first + rows; row++) {
        DoublePointer samples = s.px.getPointer((long) row * K);
        s.squares[row] = cblas_ddot(K, samples, 1, samples, 1);
      }
    }
    return info;
  }

  private static int openblasFloat(Ridge s) {
    int info = s.makeFloatProjector();
    int p = s.p;
    for (int first = 0; first < ROWS; first += BLOCK) {
      int rows = Math.min(BLOCK, ROWS - first);
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, p, K, 1, s.pfx.getPointer((long) first * K), K,
          s.fprojector, p, 0, s.pfd.getPointer((long) first * p), p);
      for (int row = first; row < first + rows; row++) {
        FloatPointer samples = s.pfx.getPointer((long) row * K);
        s.fsquares[row] = cblas_sdot(K, samples, 1, samples, 1);
      }
    }
    return info;
  }
}
