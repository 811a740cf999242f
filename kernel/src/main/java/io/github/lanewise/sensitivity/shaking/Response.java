package io.github.lanewise.sensitivity.shaking;

import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.sensitivity.Quadratic;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code x_k = x + B z(dW_k)}: what the parameters do to roll-outs, by least squares on the perturbations and, where
 * there are enough roll-outs, on their products.
 *
 * <p>Without the products curvature would pass for delays. Immutable.
 */
final class Response {
  /** Roll-outs for each coefficient from which on products are in: half of a roll-out's noise is then its own. */
  private static final int ROLLOUTS_PER_COEFFICIENT = 2;

  private final DMatrixRMaj terms;

  Response(Rollouts rollouts) {
    DMatrixRMaj change = rollouts.perturbations();
    int p = change.numCols;
    boolean products = change.numRows >= (long) ROLLOUTS_PER_COEFFICIENT * Quadratic.minimumRolloutCount(p);
    List<double[]> columns = new ArrayList<>();
    for (int i = 0; i < p; i++) {
      columns.add(product(change, i, -1));
    }
    for (int i = 0; products && i < p; i++) {
      for (int j = i; j < p; j++) {
        double[] column = product(change, i, j);
        // One parameter at a time leaves no products of two.
        if (Arrays.stream(column).distinct().count() > 1) {
          columns.add(column);
        }
      }
    }
    terms = new DMatrixRMaj(change.numRows, columns.size());
    for (int e = 0; e < terms.data.length; e++) {
      terms.data[e] = columns.get(e % terms.numCols)[e / terms.numCols];
    }
  }

  /** {@code dW_i}, or {@code dW_i dW_j}. */
  private static double[] product(DMatrixRMaj change, int i, int j) {
    double[] column = new double[change.numRows];
    Arrays.setAll(column, k -> change.get(k, i) * (j < 0 ? 1 : change.get(k, j)));
    return column;
  }

  /** Regression of T n x K values, the terms in the place of parameters. */
  Sensitivity of(DMatrixRMaj values, int steps) {
    return new Ridge().estimate(new Rollouts(new double[terms.numCols], terms, values, null, null, steps, 1));
  }

  /** {@code B z(dW_k)}, rows x K; a new matrix. */
  DMatrixRMaj effect(DMatrixRMaj coefficients) {
    DMatrixRMaj effect = new DMatrixRMaj(coefficients.numRows, terms.numRows);
    DoubleGemm.addTimesTransposed(effect.numRows, effect.numCols, terms.numCols, coefficients.data, 0, terms.numCols,
        terms.data, 0, terms.numCols, effect.data, 0, effect.numCols);
    return effect;
  }

  /** {@code x + B z(dW_k)}, T n x K; a new matrix. */
  DMatrixRMaj predictions(Sensitivity sensitivity) {
    DMatrixRMaj predictions = effect(sensitivity.derivative());
    for (int e = 0; e < predictions.data.length; e++) {
      predictions.data[e] += sensitivity.nominal().data[e / predictions.numCols];
    }
    return predictions;
  }
}
