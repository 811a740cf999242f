package io.github.lanewise.jmh;

import io.github.lanewise.dense.WeightedLeastSquares;
import io.github.lanewise.lanes.ElementType;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code d_t = (Z' W_t Z + rho I)^-1 Z' W_t x_t} for 1,000 t of nine right-hand sides: six parameters, other weights
 * for each t.
 */
@State(Scope.Thread)
public class WeightedRegression extends Dense {
  private static final int T = 1000;
  private static final int N = 9;
  private static final int P = 6;
  private static final double RIDGE = 0.1;

  /** K, roll-outs. */
  @Param({"64", "256", "1024"})
  public int rollouts;

  private double[] z;
  private double[] x;
  private double[] weights;
  private final double[] d = new double[T * N * P];
  private final double[] diagonals = new double[T * P];
  private final double[] pivots = new double[T];
  private WeightedLeastSquares solver;

  /** Compares the competitors. */
  @Setup
  public void setup() {
    int k = rollouts;
    z = random(k * P, 1);
    x = random(T * N * k, 2);
    weights = new Random(3).doubles(T * k, 0.5, 2).toArray();
    solver = new WeightedLeastSquares(T, N, P, k);
    lanewise();
    double[] expected = d.clone();
    double[] expectedDiagonals = diagonals.clone();
    ejml();
    Agreement.check("EJML", d, expected, Agreement.tolerance(ElementType.DOUBLE));
    Agreement.check("EJML's diagonals", diagonals, expectedDiagonals, Agreement.tolerance(ElementType.DOUBLE));
    Rates.bytes(T * (N + 1.0) * k * Double.BYTES);
  }

  /** This library. */
  @Benchmark
  public void lanewise() {
    solver.solve(z, x, weights, RIDGE, d, diagonals, pivots);
  }

  /** EJML, one problem after the other. */
  @Benchmark
  public void ejml() {
    int k = rollouts;
    DMatrixRMaj weighted = new DMatrixRMaj(k, P);
    DMatrixRMaj plain = DMatrixRMaj.wrap(k, P, z);
    DMatrixRMaj xt = new DMatrixRMaj(N, k);
    DMatrixRMaj normal = new DMatrixRMaj(P, P);
    DMatrixRMaj inverse = new DMatrixRMaj(P, P);
    DMatrixRMaj sides = new DMatrixRMaj(N, P);
    DMatrixRMaj transposed = new DMatrixRMaj(P, N);
    DMatrixRMaj solution = new DMatrixRMaj(P, N);
    LinearSolverDense<DMatrixRMaj> cholesky = LinearSolverFactory_DDRM.chol(P);
    for (int t = 0; t < T; t++) {
      System.arraycopy(x, t * N * k, xt.data, 0, N * k);
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < P; j++) {
          weighted.data[i * P + j] = weights[t * k + i] * plain.data[i * P + j];
        }
      }
      CommonOps_DDRM.multTransA(plain, weighted, normal);
      for (int j = 0; j < P; j++) {
        normal.add(j, j, RIDGE);
      }
      CommonOps_DDRM.mult(xt, weighted, sides);
      CommonOps_DDRM.transpose(sides, transposed);
      cholesky.setA(normal);
      cholesky.solve(transposed, solution);
      cholesky.invert(inverse);
      for (int j = 0; j < P; j++) {
        diagonals[t * P + j] = inverse.get(j, j);
        for (int i = 0; i < N; i++) {
          d[(t * N + i) * P + j] = solution.get(j, i);
        }
      }
    }
  }
}
