package io.github.lanewise.sobolev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.LearningRate;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Training on a function of which everything is known. */
class TrainingTest {
  private static final Mlp MLP = Mlp.of(2, 2, Activation.TANH, 24, 24);
  private static final Adam ADAM = Adam.of(LearningRate.constant(3e-3));

  /** {@code y = (sin(2 x_0) x_1, cos(x_0 + x_1))} with its Jacobian. */
  private static TrainingData data(int count, long seed) {
    Random random = new Random(seed);
    double[] x = random.doubles(2L * count, -1.5, 1.5).toArray();
    double[] y = new double[2 * count];
    double[] j = new double[4 * count];
    for (int k = 0; k < count; k++) {
      double a = x[2 * k];
      double b = x[2 * k + 1];
      y[2 * k] = Math.sin(2 * a) * b;
      y[2 * k + 1] = Math.cos(a + b);
      j[4 * k] = 2 * Math.cos(2 * a) * b;
      j[4 * k + 1] = Math.sin(2 * a);
      j[4 * k + 2] = -Math.sin(a + b);
      j[4 * k + 3] = -Math.sin(a + b);
    }
    return TrainingData.of(2, 2, x, y, j);
  }

  private static double[] train(DoubleTraining training, int epochs) {
    for (int k = 0; k < epochs; k++) {
      training.epoch();
    }
    return training.weights();
  }

  private static double error(double[] parameters) {
    TrainingData held = data(500, 99);
    DoubleSobolevLoss value = new DoubleSobolevLoss(SobolevLoss.value(MLP), 500);
    return Math.sqrt(value.at(500, parameters, held.x(), held.y(), null, null, new double[MLP.weightCount()]));
  }

  @Test
  void jacobiansTeachMoreThanAsManyValues() {
    double[] start = MLP.initial(1);
    TrainingData few = data(40, 2);
    double values = error(train(new DoubleTraining(SobolevLoss.value(MLP), ADAM, few, 20, start, 3, null), 1500));
    double sobolev = error(train(new DoubleTraining(SobolevLoss.exact(MLP), ADAM, few, 20, start, 3, null), 1500));
    double projected =
        error(train(new DoubleTraining(SobolevLoss.projected(MLP, 1), ADAM, few, 20, start, 3, null), 1500));
    assertThat(values).isBetween(0.05, 0.5);
    assertThat(sobolev).isLessThan(values / 3);
    assertThat(projected).isLessThan(values / 2);
  }

  @Test
  void resumedTrainingTakesTheSameBits() {
    TrainingData data = data(70, 4);
    double[] start = MLP.initial(5);
    SobolevLoss loss = SobolevLoss.projected(MLP, 1);
    Adam adam = new Adam(LearningRate.cosine(1e-2, 1e-4, 60), 0.7, 0.95, 1e-8, 1e-3, 0.5);
    try (Workers workers = new Workers(ElementType.DOUBLE, 2)) {
      double[] whole = train(new DoubleTraining(loss, adam, data, 16, start, 6, workers), 10);
      DoubleTraining first = new DoubleTraining(loss, adam, data, 16, start, 6, workers);
      double[] half = train(first, 5);
      DoubleTraining second = new DoubleTraining(loss, adam, data, 16, start, 6, workers);
      second.resume(first.epochCount(), half, first.adam().stepCount(), first.adam().moments(), first.firstLoss());
      assertThat(train(second, 5)).isEqualTo(whole);
      assertThat(train(new DoubleTraining(loss, adam, data, 16, start, 7, workers), 10)).isNotEqualTo(whole);
    }
  }

  /** Every sample once an epoch: with a rate that changes nothing, the mean of the batches is the loss of all. */
  @Test
  void anEpochTakesEverySampleOnce() {
    TrainingData data = data(37, 7);
    double[] start = MLP.initial(8);
    DoubleTraining still = new DoubleTraining(SobolevLoss.exact(MLP), Adam.of(LearningRate.constant(1e-300)), data, 5,
        start, 9, null);
    double expected = new DoubleSobolevLoss(SobolevLoss.exact(MLP), 37).at(37, start, data.x(), data.y(),
        data.jacobians(), null, new double[start.length]);
    assertThat(still.epoch()).isCloseTo(expected, within(1e-12));
    assertThat(still.epoch()).isCloseTo(expected, within(1e-12));
    assertThat(still.weights()).containsExactly(start, within(1e-290));
  }

  @Test
  void trainingThatDivergesKeepsTheLastGoodParameters() {
    TrainingData data = data(64, 10);
    double[] start = MLP.initial(11);
    DoubleTraining wild = new DoubleTraining(SobolevLoss.exact(MLP), Adam.of(LearningRate.constant(1e3)), data, 8,
        start, 12, null);
    assertThatThrownBy(() -> train(wild, 50)).isInstanceOf(DivergenceException.class)
        .hasMessageStartingWith("training diverged at step 1: its loss is ");
    assertThat(wild.weights()).isEqualTo(start);
  }

  @Test
  void trainingThatDivergesLaterKeepsItsBestEpoch() {
    TrainingData data = data(64, 10);
    double[] start = MLP.initial(11);
    int calm = 30 * 8;
    LearningRate rate = step -> step < calm ? 3e-3 : 1e3;
    DoubleTraining wild = new DoubleTraining(SobolevLoss.exact(MLP), Adam.of(rate), data, 8, start, 12, null);
    double least = Double.POSITIVE_INFINITY;
    double[] best = start;
    for (int k = 0; k < 30; k++) {
      double mean = wild.epoch();
      best = mean < least ? wild.weights() : best;
      least = Math.min(least, mean);
    }
    assertThatThrownBy(wild::epoch).isInstanceOfSatisfying(DivergenceException.class,
        e -> assertThat(e.step()).isEqualTo(calm + 1));
    assertThat(wild.weights()).isEqualTo(best);
    assertThat(wild.epochCount()).isEqualTo(30);
  }

  /** No batch is 1e4 times as bad as the first, but whole epochs are worse than the beginning. */
  @Test
  void aLossThatStaysLargeEndsTraining() {
    TrainingData data = data(64, 10);
    double[] start = MLP.initial(11);
    DoubleTraining high = new DoubleTraining(SobolevLoss.exact(MLP), Adam.of(LearningRate.constant(0.5)), data, 8,
        start, 12, null);
    assertThatThrownBy(() -> train(high, 50)).isInstanceOfSatisfying(DivergenceException.class,
        e -> assertThat(e.step() % 8).isZero());
    assertThat(high.weights()).isEqualTo(start);
  }

  /** The loss of such targets fits a float, but not the squares in the gradient's norm. */
  @Test
  void aGradientThatIsNotFiniteEndsTraining() {
    double[] y = {1e19, -1e19};
    TrainingData data = TrainingData.of(2, 2, new double[] {0.1, 0.2}, y, null);
    float[] start = Samples.floats(MLP.initial(11));
    FloatTraining huge = new FloatTraining(SobolevLoss.value(MLP), ADAM, data, 1, start, 12, null);
    assertThatThrownBy(huge::epoch).isInstanceOf(DivergenceException.class)
        .hasMessageStartingWith("training diverged at step 0: ").hasMessageContaining("its gradient is not finite")
        .hasMessageEndingWith("targets or weights of the loss are too large");
    assertThat(huge.weights()).isEqualTo(start);
    assertThat(huge.epochCount()).isZero();
  }

  /** A column that is always the same has its own unit, and teaches nothing but that. */
  @Test
  void columnsThatDoNotVaryAreLearntAsConstants() {
    int count = 60;
    double[] x = new Random(16).doubles(2L * count, -1, 1).toArray();
    double[] y = new double[2 * count];
    for (int k = 0; k < count; k++) {
      x[2 * k + 1] = 40;
      y[2 * k] = Math.sin(2 * x[2 * k]);
      y[2 * k + 1] = -300;
    }
    double[] j = new double[4 * count];
    for (int k = 0; k < count; k++) {
      j[4 * k] = 2 * Math.cos(2 * x[2 * k]);
    }
    Normalizer inputs = Normalizer.of(2, x);
    Normalizer outputs = Normalizer.of(2, y);
    assertThat(inputs.constant()).containsExactly(1);
    assertThat(outputs.constant()).containsExactly(1);
    TrainingData data = TrainingData.of(2, 2, x, y, j).normalized(inputs, outputs);
    double[] trained =
        train(new DoubleTraining(SobolevLoss.exact(MLP), ADAM, data, 20, MLP.initial(17), 18, null), 300);
    double[] value = new double[2];
    new ModelEvaluator(DynamicsModel.of(MLP, trained, inputs, outputs, false), 1)
        .forward(1, new double[] {0.3, 40}, value);
    assertThat(value).containsExactly(new double[] {Math.sin(0.6), -300}, within(0.02));
  }

  @Test
  void floatsLearnTheSame() {
    TrainingData data = data(64, 13);
    float[] start = Samples.floats(MLP.initial(14));
    FloatTraining floats = new FloatTraining(SobolevLoss.exact(MLP), ADAM, data, 16, start, 15, null);
    DoubleTraining doubles =
        new DoubleTraining(SobolevLoss.exact(MLP), ADAM, data, 16, Samples.doubles(start), 15, null);
    for (int k = 0; k < 3; k++) {
      assertThat((double) floats.epoch()).isCloseTo(doubles.epoch(), within(1e-4));
    }
    assertThat(Samples.doubles(floats.weights())).containsExactly(doubles.weights(), within(1e-3));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    double[] start = MLP.initial(1);
    TrainingData three = TrainingData.of(3, 2, new double[6], new double[4], null);
    assertThatThrownBy(() -> new DoubleTraining(SobolevLoss.value(MLP), ADAM, three, 1, start, 1, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("samples of 3 inputs and 2 outputs for a network of 2 and 2");
    TrainingData values = TrainingData.of(2, 2, new double[4], new double[4], null);
    assertThatThrownBy(() -> new DoubleTraining(SobolevLoss.exact(MLP), ADAM, values, 1, start, 1, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the loss is of Jacobians too, but the samples have none");
    assertThatThrownBy(() -> new DoubleTraining(SobolevLoss.value(MLP), ADAM, values, 0, start, 1, null))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("batches of 0 samples: at least 1");
    int p = start.length;
    assertThatThrownBy(() -> new DoubleTraining(SobolevLoss.value(MLP), ADAM, values, 1, new double[3], 1, null))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("3 weights for a network of " + p);
    DoubleTraining training = new DoubleTraining(SobolevLoss.value(MLP), ADAM, values, 1, start, 1, null);
    assertThatThrownBy(() -> training.resume(1, new double[3], 2, new double[2 * p], 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("3 weights for a network of " + p);
    assertThatThrownBy(() -> training.resume(1, new double[p], 2, new double[p], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("moments: " + p + " numbers where the optimiser has " + 2 * p);
    assertThatThrownBy(() -> training.resume(1, new double[p], -2, new double[2 * p], 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("-2 steps taken: at least 0");
    assertThatThrownBy(() -> training.resume(-1, new double[p], 2, new double[2 * p], 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("-1 epochs done: at least 0");
    assertThat(training.weights()).isEqualTo(start);
    assertThat(training.epochCount()).isZero();
    assertThat(training.adam().stepCount()).isZero();
  }
}
