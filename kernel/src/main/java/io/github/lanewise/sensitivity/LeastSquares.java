package io.github.lanewise.sensitivity;

import org.ejml.data.DMatrixRMaj;

/** Roll-outs regressed on functions of their perturbations, of which the first p are the perturbations themselves. */
final class LeastSquares {
  private LeastSquares() {
  }

  /**
   * One design for all samples, or one each if there are weights.
   *
   * @param columns c
   * @param values K x c
   */
  static Sensitivity fit(Rollouts rollouts, int columns, double[] values, double ridge) {
    int p = rollouts.parameterCount();
    DesignMatrix design = new DesignMatrix(rollouts.count(), columns, p, values, ridge);
    Sensitivity all = rollouts.weights() == null
        ? fit(rollouts, design) : WeightedRegression.fit(rollouts, columns, values, ridge);
    return columns == p ? all : new Sensitivity(
        all.stepCount(), firstColumns(all.derivative(), p), firstColumns(all.standardError(), p), all.nominal(),
            all.degreesOfFreedom(), all.rank());
  }

  private static Sensitivity fit(Rollouts rollouts, DesignMatrix design) {
    DMatrixRMaj x = rollouts.states();
    DMatrixRMaj slopes = new DMatrixRMaj(x.numRows, design.columnCount());
    DMatrixRMaj standardErrors = new DMatrixRMaj(x.numRows, design.columnCount());
    DMatrixRMaj intercepts = new DMatrixRMaj(x.numRows, 1);
    new DoubleRegression(design).fit(x.numRows, x.data, 0, x.numCols, slopes.data, standardErrors.data,
        intercepts.data);
    return new Sensitivity(rollouts.stepCount(), slopes, standardErrors, intercepts, design.degreesOfFreedom(),
        design.rank());
  }

  private static DMatrixRMaj firstColumns(DMatrixRMaj matrix, int columns) {
    DMatrixRMaj result = new DMatrixRMaj(matrix.numRows, columns);
    for (int r = 0; r < matrix.numRows; r++) {
      System.arraycopy(matrix.data, r * matrix.numCols, result.data, r * columns, columns);
    }
    return result;
  }
}
