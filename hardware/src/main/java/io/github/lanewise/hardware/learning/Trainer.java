package io.github.lanewise.hardware.learning;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.sobolev.Adam;
import io.github.lanewise.sobolev.DivergedException;
import io.github.lanewise.sobolev.DoubleTraining;
import io.github.lanewise.sobolev.FloatTraining;
import io.github.lanewise.sobolev.SobolevLoss;
import io.github.lanewise.sobolev.TrainingData;

/** Training in either precision, with parameters in double. */
interface Trainer {
  /** One epoch; the mean loss of its batches. */
  double epoch() throws DivergedException;

  /** The parameters now. */
  double[] parameters();

  /** What training goes on from, between two epochs. */
  State state();

  /**
   * Goes on from a state to the same bits.
   *
   * @param epochs whole ones done until then
   */
  void resume(long epochs, State state);

  /** Parameters, moments and steps of the optimiser, and the very first loss. */
  record State(double[] parameters, double[] moments, long steps, double firstLoss) {}

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
    public double epoch() throws DivergedException {
      return training.epoch();
    }

    @Override
    public double[] parameters() {
      return training.parameters();
    }

    @Override
    public State state() {
      return new State(parameters(), training.adam().moments(), training.adam().steps(), training.firstLoss());
    }

    @Override
    public void resume(long epochs, State state) {
      training.resume(epochs, state.parameters, state.steps, state.moments, state.firstLoss);
    }
  }

  /** {@link FloatTraining}. */
  record InFloat(FloatTraining training) implements Trainer {
    @Override
    public double epoch() throws DivergedException {
      return training.epoch();
    }

    @Override
    public double[] parameters() {
      return toDouble(training.parameters());
    }

    @Override
    public State state() {
      return new State(parameters(), toDouble(training.adam().moments()), training.adam().steps(),
          training.firstLoss());
    }

    @Override
    public void resume(long epochs, State state) {
      training.resume(epochs, toFloat(state.parameters), state.steps, toFloat(state.moments),
          (float) state.firstLoss);
    }
  }
}
