package io.github.lanewise.jmh;

import dev.ludovic.netlib.blas.BLAS;
import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_FDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Sensitivities of all samples of a trajectory by ridge regression, as {@link RidgeState} says, from arrays to arrays.
 *
 * <p>This library's time has intercepts and standard errors in it; that of the others ends with D and the sums of
 * squares of the rows of X, from which standard errors follow.
 */
public class RidgeRegression extends Dense {
  private static final int ROWS = RidgeState.ROWS;
  private static final int K = RidgeState.ROLLOUTS;

  /** A regression for all competitors. */
  @State(Scope.Thread)
  public static class Ridge extends RidgeState {
    private final BLAS blas = vectorBlas();
    private double[] normal;
    /** P' and P. */
    private double[] transposed;
    private double[] projector;
    private float[] fprojector;

    /** Compares the competitors. */
    @Setup
    public void setup() {
      prepare();
      normal = new double[p * p];
      transposed = new double[p * K];
      projector = new double[K * p];
      fprojector = new float[K * p];
      RidgeRegression benchmark = new RidgeRegression();
      benchmark.netlib(this);
      check("netlib", projector);
      benchmark.ejmlPerStep(this);
      check("EJML per step", projector);
      benchmark.ejmlSharedFactor(this);
      check("EJML with one factor", projector);
    }

    /** Netlib's BLAS comes without a Cholesky factor: P, less than a hundredth of the work, is made by this library. */
    private void makeProjector() {
      Arrays.fill(normal, 0);
      DoubleGemm.addTransposedTimes(p, p, K, w, 0, p, w, 0, p, normal, 0, p);
      for (int j = 0; j < p; j++) {
        normal[j * (p + 1)] *= 1 + RIDGE;
      }
      if (DoubleCholesky.factor(p, normal, 0, p) < p) {
        throw new IllegalStateException("not positive definite");
      }
      transpose(K, p, w, transposed);
      DoubleCholesky.solve(p, K, normal, 0, p, transposed, 0, K);
      transpose(p, K, transposed, projector);
      if (!isDouble()) {
        for (int e = 0; e < projector.length; e++) {
          fprojector[e] = (float) projector[e];
        }
      }
    }

    private static void transpose(int m, int n, double[] a, double[] b) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          b[j * m + i] = a[i * n + j];
        }
      }
    }
  }

  /** This library. */
  @Benchmark
  public void lanewise(Ridge s) {
    s.lanewise();
  }

  /** VectorBLAS, column-major: D' = P' X'. */
  @Benchmark
  public void netlib(Ridge s) {
    s.makeProjector();
    BLAS blas = s.blas;
    if (s.isDouble()) {
      blas.dgemm("N", "N", s.p, ROWS, K, 1, s.projector, s.p, s.x, K, 0, s.d, s.p);
      for (int row = 0; row < ROWS; row++) {
        s.squares[row] = blas.ddot(K, s.x, row * K, 1, s.x, row * K, 1);
      }
    } else {
      blas.sgemm("N", "N", s.p, ROWS, K, 1, s.fprojector, s.p, s.fx, K, 0, s.fd, s.p);
      for (int row = 0; row < ROWS; row++) {
        s.fsquares[row] = blas.sdot(K, s.fx, row * K, 1, s.fx, row * K, 1);
      }
    }
  }

  /** EJML, each sample a regression of its own: normal matrix, Cholesky solver, right-hand sides. */
  @Benchmark
  public void ejmlPerStep(Ridge s) {
    ejml(s, false);
  }

  /** EJML, normal matrix and factor shared by all samples. */
  @Benchmark
  public void ejmlSharedFactor(Ridge s) {
    ejml(s, true);
  }

  private static void ejml(Ridge s, boolean shared) {
    if (s.isDouble()) {
      ejmlDouble(s, shared);
    } else {
      ejmlFloat(s, shared);
    }
  }

  private static void ejmlDouble(Ridge s, boolean shared) {
    int p = s.p;
    int n = RidgeState.STATES;
    DMatrixRMaj w = DMatrixRMaj.wrap(K, p, s.w);
    DMatrixRMaj normal = new DMatrixRMaj(p, p);
    DMatrixRMaj sides = new DMatrixRMaj(n, p);
    DMatrixRMaj transposed = new DMatrixRMaj(p, n);
    DMatrixRMaj solution = new DMatrixRMaj(p, n);
    DMatrixRMaj x = new DMatrixRMaj(n, K);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(p);
    for (int t = 0; t < RidgeState.STEPS; t++) {
      System.arraycopy(s.x, t * n * K, x.data, 0, n * K);
      if (t == 0 || !shared) {
        CommonOps_DDRM.multInner(w, normal);
        for (int j = 0; j < p; j++) {
          normal.set(j, j, (1 + RidgeState.RIDGE) * normal.get(j, j));
        }
        solver.setA(normal);
      }
      CommonOps_DDRM.mult(x, w, sides);
      CommonOps_DDRM.transpose(sides, transposed);
      solver.solve(transposed, solution);
      CommonOps_DDRM.transpose(solution, sides);
      System.arraycopy(sides.data, 0, s.d, t * n * p, n * p);
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int k = 0; k < K; k++) {
          sum += x.data[i * K + k] * x.data[i * K + k];
        }
        s.squares[t * n + i] = sum;
      }
    }
  }

  private static void ejmlFloat(Ridge s, boolean shared) {
    int p = s.p;
    int n = RidgeState.STATES;
    FMatrixRMaj w = FMatrixRMaj.wrap(K, p, s.fw);
    FMatrixRMaj normal = new FMatrixRMaj(p, p);
    FMatrixRMaj sides = new FMatrixRMaj(n, p);
    FMatrixRMaj transposed = new FMatrixRMaj(p, n);
    FMatrixRMaj solution = new FMatrixRMaj(p, n);
    FMatrixRMaj x = new FMatrixRMaj(n, K);
    LinearSolverDense<FMatrixRMaj> solver = LinearSolverFactory_FDRM.chol(p);
    for (int t = 0; t < RidgeState.STEPS; t++) {
      System.arraycopy(s.fx, t * n * K, x.data, 0, n * K);
      if (t == 0 || !shared) {
        CommonOps_FDRM.multInner(w, normal);
        for (int j = 0; j < p; j++) {
          normal.set(j, j, (float) (1 + RidgeState.RIDGE) * normal.get(j, j));
        }
        solver.setA(normal);
      }
      CommonOps_FDRM.mult(x, w, sides);
      CommonOps_FDRM.transpose(sides, transposed);
      solver.solve(transposed, solution);
      CommonOps_FDRM.transpose(solution, sides);
      System.arraycopy(sides.data, 0, s.fd, t * n * p, n * p);
      for (int i = 0; i < n; i++) {
        float sum = 0;
        for (int k = 0; k < K; k++) {
          sum += x.data[i * K + k] * x.data[i * K + k];
        }
        s.fsquares[t * n + i] = sum;
      }
    }
  }
}
