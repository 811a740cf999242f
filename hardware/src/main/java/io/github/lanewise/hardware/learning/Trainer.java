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
  }

  /** {@link FloatTraining}. */
  record InFloat(FloatTraining training) implements Trainer {
    @Override
    public double epoch() throws DivergedException {
      return training.epoch();
    }

    @Override
    public double[] parameters() {
      float[] own = training.parameters();
      double[] wide = new double[own.length];
      for (int e = 0; e < own.length; e++) {
        wide[e] = own[e];
      }
      return wide;
    }
  }
}
