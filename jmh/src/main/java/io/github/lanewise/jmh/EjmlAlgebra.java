package io.github.lanewise.jmh;

import org.ejml.data.DMatrixRBlock;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DSubmatrixD1;
import org.ejml.dense.block.MatrixOps_DDRB;
import org.ejml.dense.block.TriangularSolver_DDRB;
import org.ejml.dense.block.decomposition.chol.CholeskyOuterForm_DDRB;
import org.ejml.dense.row.CommonOps_DDRM;

/** EJML, whose triangular solver for many right-hand sides is fastest on its matrices of blocks. */
final class EjmlAlgebra implements LinearAlgebra<DMatrixRMaj, DMatrixRBlock> {
  @Override
  public DMatrixRMaj copyOf(DMatrixRMaj a) {
    return a.copy();
  }

  @Override
  public DMatrixRMaj read(DMatrixRMaj a) {
    return a.copy();
  }

  @Override
  public void copyRows(DMatrixRMaj a, int first, int count, DMatrixRMaj b) {
    b.reshape(count, a.numCols);
    System.arraycopy(a.data, first * a.numCols, b.data, 0, count * a.numCols);
  }

  @Override
  public DMatrixRBlock factor(DMatrixRMaj c) {
    DMatrixRBlock l = MatrixOps_DDRB.convert(c);
    if (!new CholeskyOuterForm_DDRB(true).decompose(l)) {
      throw new IllegalStateException("not positive definite");
    }
    return l;
  }

  @Override
  public double logDeterminant(DMatrixRBlock l) {
    double sum = 0;
    for (int i = 0; i < l.numRows; i++) {
      sum += 2 * Math.log(l.get(i, i));
    }
    return sum;
  }

  @Override
  public void divideByTransposed(DMatrixRMaj x, DMatrixRBlock l) {
    divide(x, l, true);
  }

  @Override
  public void divide(DMatrixRMaj x, DMatrixRBlock l) {
    divide(x, l, false);
  }

  private static void divide(DMatrixRMaj x, DMatrixRBlock l, boolean transposed) {
    DMatrixRBlock blocks = MatrixOps_DDRB.convert(x);
    TriangularSolver_DDRB.rsolve(l.blockLength, false, new DSubmatrixD1(l), new DSubmatrixD1(blocks), transposed);
    MatrixOps_DDRB.convert(blocks, x);
  }

  @Override
  public void timesTransposed(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj c) {
    CommonOps_DDRM.multTransB(a, b, c);
  }

  @Override
  public void subtractTimes(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj c) {
    CommonOps_DDRM.multAdd(-1, a, b, c);
  }

  @Override
  public double[] squares(DMatrixRMaj a) {
    double[] sums = new double[a.numRows];
    for (int i = 0; i < a.numRows; i++) {
      for (int e = i * a.numCols; e < (i + 1) * a.numCols; e++) {
        sums[i] += a.data[e] * a.data[e];
      }
    }
    return sums;
  }
}
