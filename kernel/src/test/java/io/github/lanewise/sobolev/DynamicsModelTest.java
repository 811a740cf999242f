package io.github.lanewise.sobolev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.network.Activation;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models in the user's units against networks in those of training. */
class DynamicsModelTest {
  private static final int COUNT = 30;

  private static TrainingData data() {
    Random random = new Random(1);
    double[] x = new double[COUNT * 5];
    double[] y = new double[COUNT * 3];
    double[] j = random.doubles(COUNT * 15, -3, 3).toArray();
    for (int e = 0; e < x.length; e++) {
      x[e] = (e % 5 + 1) * random.nextGaussian() + e % 5;
    }
    for (int e = 0; e < y.length; e++) {
      y[e] = 10 * (e % 3 + 1) * random.nextGaussian() - 4;
    }
    return TrainingData.of(5, 3, x, y, j);
  }

  @ParameterizedTest
  @MethodSource("io.github.lanewise.sobolev.Samples#networks")
  void unitsOfTrainingAreFoldedIn(Mlp mlp) {
    TrainingData data = data();
    TrainingData changes = data.changes();
    Normalizer inputs = Normalizer.of(5, changes.x());
    Normalizer outputs = Normalizer.of(3, changes.y());
    double[] w = Samples.random(mlp, 1, 2).parameters();
    ModelEvaluator model = new ModelEvaluator(DynamicsModel.of(mlp, w, inputs, outputs, true), COUNT);
    double[] y = new double[COUNT * 3];
    double[] j = new double[COUNT * 15];
    model.jacobian(COUNT, data.x(), y, j);
    TrainingData learnt = TrainingData.of(5, 3, data.x(), y, j).changes().normalized(inputs, outputs);
    double[] z = new double[COUNT * 3];
    double[] slopes = new double[COUNT * 15];
    new DoubleNetwork(mlp, COUNT).jacobian(COUNT, w, learnt.x(), z, slopes);
    assertThat(learnt.y()).containsExactly(z, within(1e-12));
    assertThat(learnt.jacobians()).containsExactly(slopes, within(1e-11));
  }

  @Test
  void productsAreThoseWithTheJacobian() {
    Mlp mlp = Mlp.of(5, 3, Activation.SILU, 8);
    TrainingData data = data();
    ModelEvaluator model = new ModelEvaluator(new DynamicsModel(mlp, mlp.initial(3), 3, true), COUNT);
    double[] y = new double[COUNT * 3];
    double[] j = new double[COUNT * 15];
    double[] again = new double[COUNT * 3];
    double[] yDot = new double[COUNT * 3];
    double[] xBar = new double[COUNT * 5];
    double[] xDot = new Random(4).doubles(COUNT * 5).toArray();
    model.jacobian(COUNT, data.x(), y, j);
    model.forward(COUNT, data.x(), again);
    model.jvp(COUNT, data.x(), xDot, yDot);
    model.vjp(COUNT, data.x(), data.y(), xBar);
    assertThat(again).isEqualTo(y);
    Samples.assertProducts(j, xDot, yDot, data.y(), xBar, 1e-11);
  }

  @Test
  void meansOfAGaussianModelAreItsFirstOutputs() {
    Mlp mlp = Mlp.of(5, 6, Activation.TANH, 7).withLayerNorm();
    TrainingData data = data();
    Normalizer inputs = Normalizer.of(5, data.x());
    Normalizer outputs = Normalizer.of(3, data.y());
    double[] w = Samples.random(mlp, 1, 5).parameters();
    DynamicsModel model = DynamicsModel.of(mlp, w, inputs, outputs, false);
    double[] all = new double[COUNT * 6];
    double[] trained = new double[COUNT * 6];
    double[] means = new double[COUNT * 3];
    new DoubleNetwork(mlp, COUNT).forward(COUNT, model.weights(), data.x(), all);
    new DoubleNetwork(mlp, COUNT).forward(COUNT, w, inputs.normalize(data.x()), trained);
    new ModelEvaluator(model, COUNT).forward(COUNT, data.x(), means);
    for (int b = 0; b < COUNT; b++) {
      for (int i = 0; i < 3; i++) {
        assertThat(means[b * 3 + i]).isCloseTo(all[b * 6 + i], within(1e-12));
        double deviation = Math.exp(trained[b * 6 + 3 + i] / 2) * outputs.deviation(i);
        assertThat(Math.exp(all[b * 6 + 3 + i] / 2)).isCloseTo(deviation, within(1e-11 * deviation));
      }
    }
  }

  @Test
  void anEnsembleHasMeanAndSpread() {
    Mlp mlp = Mlp.of(5, 3, Activation.TANH, 8);
    TrainingData data = data();
    List<DynamicsModel> models = List.of(new DynamicsModel(mlp, mlp.initial(1), 3, false),
        new DynamicsModel(mlp, mlp.initial(2), 3, true), new DynamicsModel(mlp, mlp.initial(3), 3, false));
    double[] mean = new double[COUNT * 3];
    double[] deviation = new double[COUNT * 3];
    double[] other = new double[COUNT * 3];
    double[] j = new double[COUNT * 15];
    Ensemble ensemble = new Ensemble(models, COUNT);
    ensemble.forward(COUNT, data.x(), mean, deviation);
    ensemble.jacobian(COUNT, data.x(), other, j);
    double[][] y = new double[3][COUNT * 3];
    double[][] slopes = new double[3][COUNT * 15];
    for (int k = 0; k < 3; k++) {
      new ModelEvaluator(models.get(k), COUNT).jacobian(COUNT, data.x(), y[k], slopes[k]);
    }
    for (int e = 0; e < mean.length; e++) {
      double expected = (y[0][e] + y[1][e] + y[2][e]) / 3;
      double variance = (Math.pow(y[0][e] - expected, 2) + Math.pow(y[1][e] - expected, 2)
          + Math.pow(y[2][e] - expected, 2)) / 2;
      assertThat(mean[e]).isCloseTo(expected, within(1e-12));
      assertThat(other[e]).isCloseTo(expected, within(1e-12));
      assertThat(deviation[e]).isCloseTo(Math.sqrt(variance), within(1e-10));
    }
    for (int e = 0; e < j.length; e++) {
      assertThat(j[e]).isCloseTo((slopes[0][e] + slopes[1][e] + slopes[2][e]) / 3, within(1e-12));
    }
    assertThatThrownBy(() -> new Ensemble(List.of(models.get(0),
        new DynamicsModel(Mlp.of(4, 3, Activation.TANH), new double[15], 3, false)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model of 4 inputs and 3 outputs beside one of 5 and 3");
  }

  @Test
  void unitsThatDoNotFitAreRefusedWithBoth() {
    Mlp mlp = Mlp.of(3, 2, Activation.TANH, 4);
    double[] w = mlp.initial(1);
    Normalizer two = Normalizer.of(new double[2], new double[] {1, 2});
    Normalizer three = Normalizer.of(new double[3], new double[] {1, 2, 3});
    Normalizer four = Normalizer.of(new double[4], new double[] {1, 2, 3, 4});
    assertThatThrownBy(() -> DynamicsModel.of(mlp, w, four, two, false)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("units of 4 columns for a network of 3 inputs");
    assertThatThrownBy(() -> DynamicsModel.of(mlp, w, two, two, false)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("units of 2 columns for a network of 3 inputs");
    assertThatThrownBy(() -> DynamicsModel.of(mlp, w, three, three, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 outputs of a network of 2: must be all, or half of them");
    assertThatThrownBy(() -> DynamicsModel.of(mlp, new double[5], three, two, false))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("5 weights for a network of 26");
    Mlp wide = Mlp.of(1, 2, Activation.TANH);
    assertThatThrownBy(() -> new DynamicsModel(wide, wide.initial(1), 2, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("changes of 2 numbers, of which only 1 go in");
  }

  @Test
  void anEnsembleRefusesSizesThatDoNotFitAndChangesNothing() {
    Mlp mlp = Mlp.of(5, 3, Activation.TANH, 8);
    Ensemble ensemble = new Ensemble(List.of(new DynamicsModel(mlp, mlp.initial(1), 3, false)), 4);
    double[] x = new double[50];
    double[] mean = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
    double[] kept = mean.clone();
    assertThatThrownBy(() -> ensemble.forward(5, x, mean, new double[15]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("5 samples where there is room for 1 to 4");
    assertThatThrownBy(() -> ensemble.forward(-1, x, mean, new double[15]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("-1 samples where there is room for 1 to 4");
    assertThatThrownBy(() -> ensemble.forward(2, x, new double[5], new double[6]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("outputs: 5 numbers where it takes 6");
    assertThatThrownBy(() -> ensemble.forward(2, x, mean, new double[5]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("deviations: 5 numbers where it takes 6");
    assertThatThrownBy(() -> ensemble.forward(2, new double[9], mean, new double[6]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("inputs: 9 numbers where it takes 10");
    assertThatThrownBy(() -> ensemble.jacobian(2, x, mean, new double[29]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("Jacobians: 29 numbers where it takes 30");
    assertThat(mean).isEqualTo(kept);
  }
}
