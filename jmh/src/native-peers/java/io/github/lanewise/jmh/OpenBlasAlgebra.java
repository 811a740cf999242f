package io.github.lanewise.jmh;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_ddot;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dtrsm;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.ejml.data.DMatrixRMaj;

/** OpenBLAS. A factor is column-major, so that rows divided by its transpose are columns that it solves for. */
final class OpenBlasAlgebra implements LinearAlgebra<OpenBlasAlgebra.Matrix, OpenBlasAlgebra.Matrix> {
  /** Row-major, in native memory. */
  static final class Matrix {
    private int rows;
    private int columns;
    private final DoublePointer data;

    private Matrix(int rows, int columns, DoublePointer data) {
      this.rows = rows;
      this.columns = columns;
      this.data = data;
    }

    private void reshape(int m, int n) {
      if (data.capacity() < (long) m * n) {
        throw new IllegalArgumentException(m + " x " + n + " numbers, but there is room for " + data.capacity());
      }
      rows = m;
      columns = n;
    }

    private DoublePointer row(int i) {
      return data.getPointer((long) i * columns);
    }
  }

  @Override
  public Matrix copyOf(DMatrixRMaj a) {
    DoublePointer data = new DoublePointer(a.getNumElements());
    return new Matrix(a.numRows, a.numCols, data.put(a.data, 0, a.getNumElements()));
  }

  @Override
  public DMatrixRMaj read(Matrix a) {
    DMatrixRMaj copy = new DMatrixRMaj(a.rows, a.columns);
    a.data.get(copy.data);
    return copy;
  }

  @Override
  public void copyRows(Matrix a, int first, int count, Matrix b) {
    b.reshape(count, a.columns);
    Pointer.memcpy(b.data, a.row(first), (long) Double.BYTES * count * a.columns);
  }

  @Override
  public Matrix factor(DMatrixRMaj c) {
    Matrix l = copyOf(c);
    if (LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, (byte) 'L', l.rows, l.data, l.rows) != 0) {
      throw new IllegalStateException("not positive definite");
    }
    return l;
  }

  @Override
  public double logDeterminant(Matrix l) {
    double sum = 0;
    for (int i = 0; i < l.rows; i++) {
      sum += 2 * Math.log(l.row(i).get(i));
    }
    return sum;
  }

  @Override
  public void divideByTransposed(Matrix x, Matrix l) {
    divide(x, l, CblasNoTrans);
  }

  @Override
  public void divide(Matrix x, Matrix l) {
    divide(x, l, CblasTrans);
  }

  private static void divide(Matrix x, Matrix l, int transposition) {
    cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, transposition, CblasNonUnit, x.columns, x.rows, 1, l.data,
        l.columns, x.data, x.columns);
  }

  @Override
  public void timesTransposed(Matrix a, Matrix b, Matrix c) {
    c.reshape(a.rows, b.rows);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, a.rows, b.rows, a.columns, 1, a.data, a.columns, b.data,
        b.columns, 0, c.data, c.columns);
  }

  @Override
  public void subtractTimes(Matrix a, Matrix b, Matrix c) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, a.rows, b.columns, a.columns, -1, a.data, a.columns, b.data,
        b.columns, 1, c.data, c.columns);
  }

  @Override
  public double[] squares(Matrix a) {
    double[] sums = new double[a.rows];
    for (int i = 0; i < a.rows; i++) {
      DoublePointer row = a.row(i);
      sums[i] = cblas_ddot(a.columns, row, 1, row, 1);
    }
    return sums;
  }
}
