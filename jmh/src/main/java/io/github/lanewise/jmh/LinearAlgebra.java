package io.github.lanewise.jmh;

import org.ejml.data.DMatrixRMaj;

/**
 * What {@link PeerProcess} takes of a library of dense matrices.
 *
 * @param <M> a matrix of that library, whose rows are contiguous
 * @param <L> a lower triangular factor
 */
interface LinearAlgebra<M, L> {
  /** A copy of A. */
  M copyOf(DMatrixRMaj a);

  /** A copy of A. */
  DMatrixRMaj read(M a);

  /** {@code B <-} rows of A, from the first; B has room for them and is given their shape. */
  void copyRows(M a, int first, int count, M b);

  /** L of {@code C = L L'}, both triangles of C given. */
  L factor(DMatrixRMaj c);

  /** {@code log |L L'|}. */
  double logDeterminant(L l);

  /** {@code X <- X L'^-1}. */
  void divideByTransposed(M x, L l);

  /** {@code X <- X L^-1}. */
  void divide(M x, L l);

  /** {@code C <- A B'}; C has room for it and is given its shape. */
  void timesTransposed(M a, M b, M c);

  /** {@code C <- C - A B}. */
  void subtractTimes(M a, M b, M c);

  /** Sums of squares of the rows. */
  double[] squares(M a);
}
