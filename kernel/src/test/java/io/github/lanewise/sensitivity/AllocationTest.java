package io.github.lanewise.sensitivity;

import io.github.lanewise.lanes.QuietCalls;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** After warm-up neither an update nor a fit allocates. */
class AllocationTest {
  @Test
  void addingARollout() {
    Random random = new Random(1);
    RecursiveLeastSquares recursion = new RecursiveLeastSquares(1, 12, 32);
    double[] change = new double[32];
    double[] states = new double[12];
    QuietCalls.assertReached(() -> {
      for (int j = 0; j < 32; j++) {
        change[j] = random.nextDouble();
      }
      states[0] = change[1];
      recursion.add(change, states);
    });
  }

  @Test
  void fittingRows() {
    int rollouts = 100;
    DMatrixRMaj change = Rows.gaussian(new Random(2), rollouts, 6);
    DMatrixRMaj states = Rows.gaussian(new Random(3), 40, rollouts);
    DoubleRegression regression = new DoubleRegression(new DesignMatrix(rollouts, 6, 6, change.data, 0));
    double[] slopes = new double[40 * 6];
    double[] standardErrors = new double[40 * 6];
    double[] intercepts = new double[40];
    QuietCalls.assertReached(() -> regression.fit(40, states.data, 0, rollouts, slopes, standardErrors, intercepts));
  }
}
