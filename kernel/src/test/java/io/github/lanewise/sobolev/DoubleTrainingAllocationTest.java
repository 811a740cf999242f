package io.github.lanewise.sobolev;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.LearningRate;
import io.github.lanewise.network.Mlp;
import org.junit.jupiter.api.Test;

/** After warm-up no epoch allocates, in any thread: neither order and directions nor loss, clipping and steps. */
class DoubleTrainingAllocationTest {
  private static final int COUNT = 20;
  /** The last batch of an epoch is smaller. */
  private static final int BATCH = 7;
  private static final Mlp PLAIN = Mlp.of(6, 4, Activation.TANH, 16, 13);
  private static final Mlp NORMALIZED = PLAIN.withLayerNorm();

  @Test
  void nothingIsAllocated() {
    try (Workers workers = new Workers(ElementType.DOUBLE, 2)) {
      QuietCalls.assertReached(epochs(SobolevLoss.exact(PLAIN), null), epochs(SobolevLoss.projected(PLAIN, 2), null),
          epochs(SobolevLoss.value(PLAIN), null), epochs(SobolevLoss.exact(NORMALIZED), workers),
          epochs(SobolevLoss.projected(NORMALIZED, 1), null),
          epochs(SobolevLoss.projected(NORMALIZED.withOutputs(8), 1).gaussian(), null));
    }
  }

  private static Runnable epochs(SobolevLoss loss, Workers workers) {
    Samples samples = Samples.random(PLAIN, COUNT, 1);
    TrainingData data = TrainingData.of(6, 4, samples.x(), samples.t(), samples.jacobians());
    Adam adam = Adam.of(LearningRate.cosine(1e-3, 1e-5, 1000)).withDecay(1e-3).withClip(0.1);
    double[] start = new double[loss.mlp().weightCount()];
    for (int e = 0; e < start.length; e++) {
      start[e] = (e % 7 - 3) / (double) 10;
    }
    DoubleTraining training = new DoubleTraining(loss, adam, data, BATCH, start, 2, workers);
    return training::epoch;
  }
}
