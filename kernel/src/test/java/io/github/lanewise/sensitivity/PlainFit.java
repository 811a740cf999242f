package io.github.lanewise.sensitivity;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The slow twin: one row's weighted least squares on (1, dW) by EJML's QR of the square-rooted problem, and textbook
 * standard errors.
 */
final class PlainFit {
  final double intercept;
  final double[] slopes;
  final double[] standardErrors;
  final int degreesOfFreedom;

  /**
   * Solves.
   *
   * @param extra rows appended to the problem, with right-hand side zero, c + 1 columns
   */
  PlainFit(Rollouts data, int row, DMatrixRMaj columns, DMatrixRMaj extra) {
    int c = columns.numCols;
    int t = row / data.stateCount();
    int present = 0;
    for (int k = 0; k < data.count(); k++) {
      present += data.weight(t, k) > 0 ? 1 : 0;
    }
    int extraRows = extra == null ? 0 : extra.numRows;
    DMatrixRMaj z = new DMatrixRMaj(present + extraRows, c + 1);
    DMatrixRMaj x = new DMatrixRMaj(present + extraRows, 1);
    int at = 0;
    for (int k = 0; k < data.count(); k++) {
      double root = Math.sqrt(data.weight(t, k));
      if (root > 0) {
        z.set(at, 0, root);
        for (int j = 0; j < c; j++) {
          z.set(at, j + 1, root * columns.get(k, j));
        }
        x.set(at++, 0, root * data.states().get(row, k));
      }
    }
    if (extra != null) {
      CommonOps_DDRM.insert(extra, z, present, 0);
    }
    LinearSolverDense<DMatrixRMaj> qr = LinearSolverFactory_DDRM.qr(z.numRows, z.numCols);
    qr.setA(z.copy());
    DMatrixRMaj b = new DMatrixRMaj(c + 1, 1);
    qr.solve(x.copy(), b);
    DMatrixRMaj left = x.copy();
    CommonOps_DDRM.multAdd(-1, z, b, left);
    double sum = 0;
    for (int k = 0; k < present; k++) {
      sum += left.data[k] * left.data[k];
    }
    DMatrixRMaj normal = new DMatrixRMaj(c + 1, c + 1);
    CommonOps_DDRM.multInner(z, normal);
    CommonOps_DDRM.invert(normal);
    degreesOfFreedom = present - 1 - c;
    intercept = b.data[0];
    slopes = new double[c];
    standardErrors = new double[c];
    for (int j = 0; j < c; j++) {
      slopes[j] = b.data[j + 1];
      standardErrors[j] = Math.sqrt(sum / degreesOfFreedom * normal.get(j + 1, j + 1));
    }
  }
}
