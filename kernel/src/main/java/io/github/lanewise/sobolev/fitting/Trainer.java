package io.github.lanewise.sobolev.fitting;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.network.Adam;
import io.github.lanewise.sobolev.DoubleTraining;
import io.github.lanewise.sobolev.FloatTraining;
import io.github.lanewise.sobolev.SobolevLoss;
import io.github.lanewise.sobolev.TrainingData;

/** Training in either precision, with weights in double. */
interface Trainer {
  /** One epoch; the mean loss of its batches. */
  double epoch();

  /** The weights now. */
  double[] weights();

  /** What training goes on from, between two epochs. */
  TrainingState.Member state();

  /**
   * Goes on from a state to the same bits.
   *
   * @param epochs whole ones done until then
   */
  void resume(long epochs, TrainingState.Member state);

  /** Training that begins, its workers of the same precision. */
  static Trainer of(SobolevLoss loss, Adam adam, TrainingData data, int batch, long seed, Workers workers) {
    double[] initial = loss.mlp().initial(seed);
    return workers.type() == ElementType.DOUBLE
        ? new InDouble(new DoubleTraining(loss, adam, data, batch, initial, seed, workers))
        : new InFloat(new FloatTraining(loss, adam, data, batch, toFloat(initial), seed, workers));
  }

  private static float[] toFloat(double[] values) {
    float[] rounded = new float[values.length];
    for (int e = 0; e < values.length; e++) {
      rounded[e] = (float) values[e];
    }
    return rounded;
  }

  private static double[] toDouble(float[] values) {
    double[] wide = new double[values.length];
    for (int e = 0; e < values.length; e++) {
      wide[e] = values[e];
    }
    return wide;
  }

  /** {@link DoubleTraining}. */
  record InDouble(DoubleTraining training) implements Trainer {
    @Override
    public double epoch() {
      return training.epoch();
    }

    @Override
    public double[] weights() {
      return training.weights();
    }

    @Override
    public TrainingState.Member state() {
      return new TrainingState.Member(weights(), training.adam().moments(), training.adam().stepCount(),
          training.firstLoss());
    }

    @Override
    public void resume(long epochs, TrainingState.Member state) {
      training.resume(epochs, state.weights(), state.stepCount(), state.moments(), state.firstLoss());
    }
  }

  /** {@link FloatTraining}. */
  record InFloat(FloatTraining training) implements Trainer {
    @Override
    public double epoch() {
      return training.epoch();
    }

    @Override
    public double[] weights() {
      return toDouble(training.weights());
    }

    @Override
    public TrainingState.Member state() {
      return new TrainingState.Member(weights(), toDouble(training.adam().moments()), training.adam().stepCount(),
          training.firstLoss());
    }

    @Override
    public void resume(long epochs, TrainingState.Member state) {
      training.resume(epochs, toFloat(state.weights()), state.stepCount(), toFloat(state.moments()),
          (float) state.firstLoss());
    }
  }
}
