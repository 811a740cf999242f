package io.github.lanewise.sobolev;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.Mlp;
import org.junit.jupiter.api.Test;

/** After warm-up neither a loss nor a network's derivatives allocate, in any thread. */
class DoubleSobolevAllocationTest {
  private static final int COUNT = 20;

  @Test
  void nothingIsAllocated() {
    Mlp mlp = Mlp.of(7, 5, Activation.SILU, 16, 13).withLayerNorm();
    double[] w = new double[mlp.weightCount()];
    double[] gradient = new double[w.length];
    double[] x = new double[COUNT * 7];
    double[] xBar = new double[COUNT * 7];
    double[] y = new double[COUNT * 5];
    double[] j = new double[COUNT * 35];
    double[] v = new double[COUNT * 10];
    for (int e = 0; e < w.length; e++) {
      w[e] = 1 / (double) (e + 2);
    }
    DoubleNetwork network = new DoubleNetwork(mlp, COUNT);
    try (Workers workers = new Workers(ElementType.DOUBLE, 2)) {
      DoubleSobolevLoss exact = new DoubleSobolevLoss(SobolevLoss.exact(mlp), COUNT, workers);
      DoubleSobolevLoss projected = new DoubleSobolevLoss(SobolevLoss.projected(mlp, 2), COUNT);
      QuietCalls.assertReached(() -> exact.at(COUNT, w, x, y, j, null, gradient),
          () -> projected.at(COUNT, w, x, y, j, v, gradient),
          () -> network.forward(COUNT, w, x, y), () -> network.vjp(COUNT, w, x, y, xBar, gradient),
          () -> network.jvp(COUNT, w, x, x, y), () -> network.jacobian(COUNT, w, x, y, j));
    }
  }
}
