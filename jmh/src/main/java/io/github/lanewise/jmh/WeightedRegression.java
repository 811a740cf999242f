package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
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
 * {@code min sum_k w_tk |x_tk - a_t - D_t dW_k|^2} for 1,000 t of nine states: six parameters, other weights for each
 * t; slopes, standard errors and intercepts from the caller's arrays.
 */
@State(Scope.Thread)
public class WeightedRegression extends Dense {
  private static final int T = 1000;
  private static final int N = 9;
  private static final int P = 6;

  /** K, roll-outs. */
  @Param({"64", "256", "1024"})
  public int rollouts;

  private Rollouts data;

  /** Compares the competitors. */
  @Setup
  public void setup() {
    int k = rollouts;
    DMatrixRMaj parameters = DMatrixRMaj.wrap(k, P, random(k * P, 1));
    DMatrixRMaj states = DMatrixRMaj.wrap(T * N, k, random(T * N * k, 2));
    DMatrixRMaj weights = DMatrixRMaj.wrap(T, k, new Random(3).doubles(T * k, 0.5, 2).toArray());
    data = new Rollouts(new double[P], parameters, states, null, weights, T, 0.01);
    Sensitivity expected = lanewise();
    Sensitivity peer = ejml();
    double tolerance = Agreement.tolerance(ElementType.DOUBLE);
    Agreement.check("EJML", peer.derivative().data, expected.derivative().data, tolerance);
    Agreement.check("EJML's standard errors", peer.standardError().data, expected.standardError().data, tolerance);
    Agreement.check("EJML's intercepts", peer.nominal().data, expected.nominal().data, tolerance);
    Rates.bytes(T * (N + 1.0) * k * Double.BYTES);
  }

  /** This library. */
  @Benchmark
  public Sensitivity lanewise() {
    return new Ridge().estimate(data);
  }

  /** EJML, one problem after the other, on the columns (1, dW). */
  @Benchmark
  public Sensitivity ejml() {
    int k = rollouts;
    int c = P + 1;
    DMatrixRMaj z = new DMatrixRMaj(k, c);
    CommonOps_DDRM.fill(z, 1);
    CommonOps_DDRM.insert(data.perturbations(), z, 0, 1);
    DMatrixRMaj weighted = new DMatrixRMaj(k, c);
    DMatrixRMaj x = new DMatrixRMaj(N, k);
    DMatrixRMaj normal = new DMatrixRMaj(c, c);
    DMatrixRMaj inverse = new DMatrixRMaj(c, c);
    DMatrixRMaj sides = new DMatrixRMaj(N, c);
    DMatrixRMaj right = new DMatrixRMaj(c, N);
    DMatrixRMaj b = new DMatrixRMaj(c, N);
    DMatrixRMaj slopes = new DMatrixRMaj(T * N, P);
    DMatrixRMaj standardErrors = new DMatrixRMaj(T * N, P);
    DMatrixRMaj intercepts = new DMatrixRMaj(T * N, 1);
    LinearSolverDense<DMatrixRMaj> cholesky = LinearSolverFactory_DDRM.chol(c);
    for (int t = 0; t < T; t++) {
      System.arraycopy(data.states().data, t * N * k, x.data, 0, N * k);
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < c; j++) {
          weighted.data[i * c + j] = data.weights().data[t * k + i] * z.data[i * c + j];
        }
      }
      CommonOps_DDRM.multTransA(z, weighted, normal);
      CommonOps_DDRM.mult(x, weighted, sides);
      CommonOps_DDRM.transpose(sides, right);
      cholesky.setA(normal);
      cholesky.solve(right, b);
      cholesky.invert(inverse);
      for (int i = 0; i < N; i++) {
        int row = t * N + i;
        double residual = 0;
        for (int s = 0; s < k; s++) {
          residual += data.weights().data[t * k + s] * x.data[i * k + s] * x.data[i * k + s];
        }
        for (int j = 0; j < c; j++) {
          residual -= b.get(j, i) * right.get(j, i);
        }
        intercepts.data[row] = b.get(0, i);
        for (int j = 0; j < P; j++) {
          slopes.data[row * P + j] = b.get(j + 1, i);
          standardErrors.data[row * P + j] = Math.sqrt(residual / (k - c) * inverse.get(j + 1, j + 1));
        }
      }
    }
    return new Sensitivity(T, slopes, standardErrors, intercepts, k - c, P);
  }
}
