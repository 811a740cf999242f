package io.github.lanewise.sobolev.fitting;

import io.github.lanewise.network.Normalizer;
import io.github.lanewise.sobolev.TrainingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What is to be learnt, and what has to be foretold without having been seen. Immutable but for the samples' arrays.
 *
 * @param inputs names of the numbers x, with units
 * @param outputs names of the numbers y
 * @param stateCount how many of the inputs, the first, are states; the others are actions
 * @param changes whether y are later values of the first inputs, so that networks learn the changes
 * @param droppedCount samples that were left out because they were not finite
 * @param training samples, in their own units
 * @param heldOut samples, in their own units
 */
public record Dataset(List<String> inputs, List<String> outputs, int stateCount, boolean changes, int droppedCount,
    TrainingData training, TrainingData heldOut) {
  /** What the network is to give, in the samples' units. */
  TrainingData targets(TrainingData data) {
    return changes ? data.changes() : data;
  }

  /** {@return units of the inputs that are trained with} */
  public Normalizer inputUnits() {
    return Normalizer.of(training.inputCount(), training.x());
  }

  /** {@return units of what the network is to give for them} */
  public Normalizer outputUnits() {
    return Normalizer.of(training.outputCount(), targets(training).y());
  }

  /** {@return numbers that are the same in all samples, by name} */
  public List<String> constants() {
    List<String> names = new ArrayList<>();
    Arrays.stream(inputUnits().constant()).forEach(j -> names.add(inputs.get(j)));
    Arrays.stream(outputUnits().constant()).forEach(i -> names.add((changes ? "change of " : "") + outputs.get(i)));
    return names;
  }

  /** Sizes and a hash of all numbers: the same for the same samples. */
  String fingerprint() {
    return String.format(Locale.ROOT, "%d to train with and %d held out, %d inputs, %d outputs, hash %08x",
        training.count(), heldOut.count(), training.inputCount(), training.outputCount(),
        31 * hash(training) + hash(heldOut));
  }

  private static int hash(TrainingData data) {
    return Objects.hash(Arrays.hashCode(data.x()), Arrays.hashCode(data.y()), Arrays.hashCode(data.jacobians()));
  }

  /**
   * {@return the same with the first samples of training alone}
   *
   * @param samples how many
   */
  public Dataset first(int samples) {
    return new Dataset(inputs, outputs, stateCount, changes, droppedCount, training.range(0, samples), heldOut);
  }
}
