package io.github.lanewise.sobolev.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.TrainingData;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training and its measures on a function with known values and Jacobians: y = (x1 + sin 2 x2, x1 x2). */
final class FittingTest {
  private static final FitSettings SETTINGS = new FitSettings(
      new FitSettings.Network(new int[] {32, 32}, Activation.TANH, false, false, 1), new FitSettings.Slopes(1, 1, 1),
      new FitSettings.Optimiser(20, 5e-3), ElementType.DOUBLE, 1, 5);

  private static TrainingData samples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[2 * count];
    double[] y = new double[2 * count];
    double[] jacobians = new double[4 * count];
    for (int k = 0; k < count; k++) {
      double a = random.nextDouble(-1, 1);
      double b = random.nextDouble(-1, 1);
      x[2 * k] = a;
      x[2 * k + 1] = b;
      y[2 * k] = a + Math.sin(2 * b);
      y[2 * k + 1] = a * b;
      System.arraycopy(new double[] {1, 2 * Math.cos(2 * b), b, a}, 0, jacobians, 4 * k, 4);
    }
    return TrainingData.of(2, 2, x, y, jacobians);
  }

  private static Dataset dataset(int count) {
    return new Dataset(List.of("a", "b"), List.of("y", "z"), 2, true, 0, samples(count, 1), samples(200, 2));
  }

  private static Fit fit(LossKind kind, Dataset dataset, TrainingLimit limit) {
    return Fitting.run(SETTINGS, kind, dataset, limit, spent -> {});
  }

  /** From 20 samples, values leave the function open where none is; slopes there and values go together. */
  @ParameterizedTest
  @EnumSource(names = {"SOBOLEV", "PROJECTED"})
  void slopesTeachWhatFewValuesDoNot(LossKind kind) {
    Fit value = fit(LossKind.VALUE, dataset(20), TrainingLimit.ofEpochs(500));
    Fit sobolev = fit(kind, dataset(20), TrainingLimit.ofEpochs(500));
    assertThat(sobolev.end().errors().value()).isLessThan(0.7 * value.end().errors().value());
    assertThat(sobolev.end().errors().jacobian()).isLessThan(0.7 * value.end().errors().jacobian());
    assertThat(sobolev.end().errors().value()).isLessThan(0.5 * sobolev.curve().getFirst().errors().value());
  }

  @Test
  void theSameSeedGivesTheSameModelToTheBit() {
    DynamicsModel first = fit(LossKind.PROJECTED, dataset(50), TrainingLimit.ofEpochs(7)).models().getFirst();
    DynamicsModel again = fit(LossKind.PROJECTED, dataset(50), TrainingLimit.ofEpochs(7)).models().getFirst();
    assertThat(again.weights()).containsExactly(first.weights());
  }

  @Test
  void budgetsOfTimeEndWithTheEpochInWhichTheyAreSpent() {
    Fit fit = fit(LossKind.VALUE, dataset(50), TrainingLimit.ofSeconds(0.3));
    Fit.Point end = fit.end();
    assertThat(end.seconds()).isGreaterThanOrEqualTo(0.3);
    // One epoch less would have been within the limit.
    assertThat(end.seconds() * (end.epoch() - 1) / end.epoch()).isLessThan(0.3 + 0.1);
    assertThat(end.epoch()).isGreaterThan(1);
  }

  @Test
  void aTrainingThatDivergesKeepsItsLastGoodModel() {
    FitSettings wild = new FitSettings(new FitSettings.Network(new int[] {32}, Activation.SILU, false, false, 1),
        new FitSettings.Slopes(1, 1, 1), new FitSettings.Optimiser(5, 1e5), ElementType.FLOAT, 1, 5);
    Fit fit = Fitting.run(wild, LossKind.SOBOLEV, dataset(50), TrainingLimit.ofEpochs(100), spent -> {});
    assertThat(fit.failure()).isNotNull();
    assertThat(fit.failure().step()).isLessThan(1000);
    assertThat(Arrays.stream(fit.models().getFirst().weights()).allMatch(Double::isFinite)).isTrue();
  }

  /** A model that gives no change at all is off by the root of 1 + (mean / deviation)^2, and by all of the slopes. */
  @Test
  void errorsAreInStandardDeviationsOfChanges() {
    Dataset dataset = new Dataset(List.of("a", "b"), List.of("y", "z"), 2, true, 0, samples(300, 2), samples(300, 2));
    Mlp affine = Mlp.of(2, 2, Activation.TANH);
    DynamicsModel still = new DynamicsModel(affine, new double[affine.weightCount()], 2, true);
    HeldOutErrors.Errors errors = new HeldOutErrors(dataset).of(List.of(still));
    double expected = 0;
    for (int i = 0; i < 2; i++) {
      double ratio = dataset.outputUnits().mean(i) / dataset.outputUnits().deviation(i);
      expected += (1 + ratio * ratio) / 2;
    }
    assertThat(errors.value()).isCloseTo(Math.sqrt(expected), within(1e-12));
    assertThat(errors.jacobian()).isCloseTo(1, within(1e-12));

    double[] shift = new double[affine.weightCount()];
    shift[affine.weights(1)] = 1 / dataset.inputUnits().deviation(0) * dataset.outputUnits().deviation(0);
    double off = new HeldOutErrors(dataset).of(List.of(new DynamicsModel(affine, shift, 2, true))).jacobian();
    assertThat(off).isNotCloseTo(1, within(1e-3));
  }

  @Test
  void columnsThatDoNotVaryAreNamed() {
    TrainingData flat = TrainingData.of(2, 1, new double[] {1, 5, 2, 5, 3, 5}, new double[] {3, 4, 5}, null);
    Dataset dataset = new Dataset(List.of("a", "b"), List.of("y"), 1, true, 0, flat, flat);
    assertThat(dataset.constants()).containsExactly("b", "change of y");
  }
}
