package io.github.lanewise.jmh;

import dev.ludovic.netlib.blas.BLAS;
import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.dense.DoubleRows;
import io.github.lanewise.dense.FloatGemm;
import io.github.lanewise.dense.FloatRows;
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

/** As {@link RidgeState} says. */
@State(Scope.Thread)
public class RidgeProduct extends Dense {
  private static final int ROWS = RidgeState.ROWS;
  private static final int K = RidgeState.ROLLOUTS;
  /** Rows that are in the cache when their squares are added. */
  private static final int BLOCK = 32;

  /** A ridge regression. */
  @State(Scope.Thread)
  public static class Ridge extends RidgeState {
    private final BLAS blas = vectorBlas();
    private double[] normal;
    /** P' and P. */
    private double[] transposed;
    private double[] projector;
    private float[] ftransposed;
    private float[] fprojector;

    /** Compares the competitors. */
    @Setup
    public void setup() {
      allocate();
      normal = new double[p * p];
      transposed = new double[p * K];
      projector = new double[K * p];
      ftransposed = new float[p * K];
      fprojector = new float[K * p];
      RidgeProduct benchmark = new RidgeProduct();
      double tolerance = Agreement.tolerance(type);
      benchmark.lanewise(this);
      double[] expected = result();
      double[] expectedSquares = squaresResult();
      benchmark.netlib(this);
      Agreement.check("netlib", result(), expected, tolerance);
      Agreement.check("netlib's squares", squaresResult(), expectedSquares, tolerance);
      benchmark.ejmlPerStep(this);
      Agreement.check("EJML per step", result(), expected, tolerance);
      Agreement.check("EJML's squares", squaresResult(), expectedSquares, tolerance);
      benchmark.ejmlSharedFactor(this);
      Agreement.check("EJML with one factor", result(), expected, tolerance);
    }

    void makeProjector() {
      Arrays.fill(normal, 0);
      DoubleGemm.addTransposedTimes(p, p, K, w, 0, p, w, 0, p, normal, 0, p);
      for (int j = 0; j < p; j++) {
        normal[j * (p + 1)] += RIDGE;
      }
      if (DoubleCholesky.factor(p, normal, 0, p) < p) {
        throw new IllegalStateException("not positive definite");
      }
      transpose(K, p, w, transposed);
      DoubleCholesky.solve(p, K, normal, 0, p, transposed, 0, K);
      transpose(p, K, transposed, projector);
      if (!isDouble()) {
        for (int i = 0; i < p * K; i++) {
          ftransposed[i] = (float) transposed[i];
          fprojector[i] = (float) projector[i];
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

  /** This library: few parameters along rows of P', many along rows of P. */
  @Benchmark
  public void lanewise(Ridge s) {
    s.makeProjector();
    int p = s.p;
    boolean few = p < 16;
    if (s.isDouble()) {
      Arrays.fill(s.d, 0);
      Arrays.fill(s.squares, 0);
      for (int row = 0; row < ROWS; row += BLOCK) {
        int rows = Math.min(BLOCK, ROWS - row);
        if (few) {
          DoubleGemm.addTimesTransposed(rows, p, K, s.x, row * K, K, s.transposed, 0, K, s.d, row * p, p);
        } else {
          DoubleGemm.addTimes(rows, p, K, s.x, row * K, K, s.projector, 0, p, s.d, row * p, p);
        }
        DoubleRows.addSquares(rows, K, s.x, row * K, K, s.squares, row);
      }
    } else {
      Arrays.fill(s.fd, 0);
      Arrays.fill(s.fsquares, 0);
      for (int row = 0; row < ROWS; row += BLOCK) {
        int rows = Math.min(BLOCK, ROWS - row);
        if (few) {
          FloatGemm.addTimesTransposed(rows, p, K, s.fx, row * K, K, s.ftransposed, 0, K, s.fd, row * p, p);
        } else {
          FloatGemm.addTimes(rows, p, K, s.fx, row * K, K, s.fprojector, 0, p, s.fd, row * p, p);
        }
        FloatRows.addSquares(rows, K, s.fx, row * K, K, s.fsquares, row);
      }
    }
  }

  /** The same with VectorBLAS, column-major: D' = P' X'. */
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

  /** EJML, each step a regression of its own: normal matrix, Cholesky solver, right-hand sides. */
  @Benchmark
  public void ejmlPerStep(Ridge s) {
    ejml(s, false);
  }

  /** EJML, normal matrix and factor shared by all steps. */
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
          normal.add(j, j, RidgeState.RIDGE);
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
          normal.add(j, j, (float) RidgeState.RIDGE);
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
