package io.github.lanewise.jmh;

import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.dense.FloatCholesky;
import io.github.lanewise.lanes.ElementType;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F32;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@code A = L L'}, with a copy of A before, as each competitor overwrites it. */
@State(Scope.Thread)
public class Cholesky extends Dense {
  /** Rows and columns. */
  @Param({"64", "512"})
  public int n;
  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  double[] a;
  double[] l;
  private double[] work;
  float[] fa;
  float[] fl;
  private float[] fwork;
  private CholeskyDecomposition_F64<DMatrixRMaj> peer;
  private CholeskyDecomposition_F32<FMatrixRMaj> floatPeer;

  /** Compares the competitors and states the work. */
  @Setup
  public void setup() {
    double[] g = random(n * n, 1);
    a = new double[n * n];
    DoubleGemm.addTimesTransposed(n, n, n, g, 0, n, g, 0, n, a, 0, n);
    for (int i = 0; i < n; i++) {
      a[i * (n + 1)] += n;
    }
    fa = rounded(a);
    l = new double[n * n];
    fl = new float[n * n];
    work = new double[DoubleCholesky.workspace(n)];
    fwork = new float[FloatCholesky.workspace(n)];
    peer = DecompositionFactory_DDRM.chol(n, true);
    floatPeer = DecompositionFactory_FDRM.chol(n, true);
    lanewise();
    double[] expected = lower();
    ejml();
    Agreement.check("EJML", lower(), expected, Agreement.tolerance(type));
    Rates.flops(type, n * (double) n * n / 3);
  }

  double[] lower() {
    double[] lower = type == ElementType.DOUBLE ? l.clone() : widened(fl);
    for (int i = 0; i < n; i++) {
      Arrays.fill(lower, i * n + i + 1, (i + 1) * n, 0);
    }
    return lower;
  }

  /** This library. */
  @Benchmark
  public int lanewise() {
    if (type == ElementType.DOUBLE) {
      System.arraycopy(a, 0, l, 0, a.length);
      return DoubleCholesky.factor(n, l, 0, n, work);
    }
    System.arraycopy(fa, 0, fl, 0, fa.length);
    return FloatCholesky.factor(n, fl, 0, n, fwork);
  }

  /** EJML. */
  @Benchmark
  public boolean ejml() {
    if (type == ElementType.DOUBLE) {
      System.arraycopy(a, 0, l, 0, a.length);
      return peer.decompose(DMatrixRMaj.wrap(n, n, l));
    }
    System.arraycopy(fa, 0, fl, 0, fa.length);
    return floatPeer.decompose(FMatrixRMaj.wrap(n, n, fl));
  }
}
