package io.github.lanewise.hardware.learning;

import io.github.lanewise.sobolev.Normalizer;
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
 * @param states how many of the inputs, the first, are states; the others are actions
 * @param changes whether y are later values of the first inputs, so that networks learn the changes
 * @param dropped samples that were left out because they were not finite
 * @param training samples, in their own units
 * @param heldOut samples, in their own units
 */
public record Lesson(List<String> inputs, List<String> outputs, int states, boolean changes, int dropped,
    TrainingData training, TrainingData heldOut) {
  /** What the network is to give, in the samples' units. */
  TrainingData targets(TrainingData data) {
    return changes ? data.changes() : data;
  }

  /** Of the inputs that are trained with. */
  public Normalizer inputUnits() {
    return Normalizer.of(training.inputs(), training.x());
  }

  /** Of what the network is to give for them. */
  public Normalizer outputUnits() {
    return Normalizer.of(training.outputs(), targets(training).y());
  }

  /** Numbers that are the same in all samples, by name. */
  public List<String> constants() {
    List<String> names = new ArrayList<>();
    Arrays.stream(inputUnits().constant()).forEach(j -> names.add(inputs.get(j)));
    Arrays.stream(outputUnits().constant()).forEach(i -> names.add((changes ? "change of " : "") + outputs.get(i)));
    return names;
  }

  /** Sizes and a hash of all numbers: the same for the same samples. */
  String fingerprint() {
    return String.format(Locale.ROOT, "%d to train with and %d held out, %d inputs, %d outputs, hash %08x",
        training.count(), heldOut.count(), training.inputs(), training.outputs(),
        31 * hash(training) + hash(heldOut));
  }

  private static int hash(TrainingData data) {
    return Objects.hash(Arrays.hashCode(data.x()), Arrays.hashCode(data.y()), Arrays.hashCode(data.jacobians()));
  }

  /** The same with the first samples of training alone. */
  public Lesson first(int samples) {
    return new Lesson(inputs, outputs, states, changes, dropped, training.range(0, samples), heldOut);
  }
}
