package io.github.lanewise.data;

import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A {@link GaussianPolicy} in an {@code .npz} file, {@code u = (low + high) / 2 + (high - low) / 2 tanh(f((o - mean) /
 * deviation; W) + e^s eps)}: all that it takes to act, to the bit.
 *
 * <p>Arrays: {@code policy_version} (1), {@code task} and {@code origin} (texts; a line for each fact), {@code
 * observation_names} and {@code action_names} (texts), {@code observation_mean} and {@code observation_deviation} (n,
 * units of the observation), {@code action_low} and {@code action_high} (m, units of the actuators),
 * {@code log_deviations} (m, s; not there if they depend on the state, see {@link GaussianPolicy}), and those of the
 * network f: {@code widths}, {@code activation}, {@code layer_norm} and {@code W<l>}, {@code b<l>}, {@code g<l>},
 * {@code h<l>} for each layer l, as README.md has them, of one member.
 *
 * @param policy that acts
 * @param origin where it comes from: command, version, date, seed and the like, under their names
 */
public record PolicyFile(GaussianPolicy policy, Map<String, String> origin) {
  /** What is written, and all that is read. */
  private static final int VERSION = 1;

  /** Takes a copy of the origin. */
  public PolicyFile {
    origin = new LinkedHashMap<>(origin);
  }

  /**
   * Writes the file when all of it is there.
   *
   * @param file replaced if it is there
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    int n = policy.observationNames().size();
    Normalizer normalizer = policy.normalizer();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("policy_version", NpyArray.of(VERSION));
    arrays.put("task", NpyArray.ofTexts(List.of(policy.task())));
    arrays.put("origin", NpyArray.ofTexts(origin.entrySet().stream()
        .map(fact -> fact.getKey() + ": " + fact.getValue()).toList()));
    arrays.put("observation_names", NpyArray.ofTexts(policy.observationNames()));
    arrays.put("action_names", NpyArray.ofTexts(policy.actionNames()));
    arrays.put("observation_mean", vector(IntStream.range(0, n).mapToDouble(normalizer::mean).toArray()));
    arrays.put("observation_deviation", vector(IntStream.range(0, n).mapToDouble(normalizer::deviation).toArray()));
    arrays.put("action_low", vector(policy.low()));
    arrays.put("action_high", vector(policy.high()));
    if (policy.logDeviations().length > 0) {
      arrays.put("log_deviations", vector(policy.logDeviations()));
    }
    NetworkArrays.putShape(arrays, policy.mlp());
    NetworkArrays.putWeights(arrays, policy.mlp(), List.of(policy.weights()));
    NpzFile.write(file, arrays);
  }

  private static NpyArray vector(double[] values) {
    return new NpyArray(values, values.length);
  }

  /**
   * Reads a file.
   *
   * @param file an {@code .npz}
   * @return the policy, and where it comes from
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged, of another version or no policy, with the file and what is wrong
   */
  public static PolicyFile read(Path file) throws IOException {
    NpzFile npz = NpzFile.read(file);
    if (!npz.has("policy_version")) {
      throw new IllegalArgumentException(file + " is no policy: it has no array 'policy_version'");
    }
    double version = npz.array("policy_version", "").value();
    if (version != VERSION) {
      throw new IllegalArgumentException(file + " is a policy of version " + NetworkArrays.text(version)
          + ", but only version " + VERSION + " is read");
    }
    try {
      return read(npz);
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith(file.toString()) ? e
          : new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static PolicyFile read(NpzFile npz) {
    Mlp mlp = NetworkArrays.shape(npz);
    List<double[]> members = NetworkArrays.weights(npz, mlp);
    if (members.size() != 1) {
      throw new IllegalArgumentException("a policy of " + members.size() + " networks: it has one");
    }
    List<String> task = npz.texts("task");
    if (task.size() != 1) {
      throw new IllegalArgumentException("'task' has " + task.size() + " texts: one is needed, the task's name");
    }
    Map<String, String> origin = new LinkedHashMap<>();
    for (String fact : npz.texts("origin")) {
      String[] sides = fact.split(": ", 2);
      origin.put(sides[0], sides[sides.length - 1]);
    }
    int n = mlp.inputCount();
    boolean ofState = !npz.has("log_deviations");
    if (ofState && mlp.outputCount() % 2 != 0) {
      throw new IllegalArgumentException("no array 'log_deviations', and a network of " + mlp.outputCount()
          + " outputs, which are not a mean and a log-deviation for each action");
    }
    int m = ofState ? mlp.outputCount() / 2 : mlp.outputCount();
    return new PolicyFile(new GaussianPolicy(task.getFirst(), npz.texts("observation_names"),
        npz.texts("action_names"), numbers(npz, "action_low", "actions", m), numbers(npz, "action_high", "actions", m),
        mlp, members.getFirst(), ofState ? new double[0] : numbers(npz, "log_deviations", "actions", m), Normalizer.of(
            numbers(npz, "observation_mean", "observations", n),
            numbers(npz, "observation_deviation", "observations", n))), origin);
  }

  private static double[] numbers(NpzFile npz, String name, String meaning, int count) {
    NpyArray array = npz.array(name, meaning, count);
    NetworkArrays.requireNumbers(name, array);
    return array.values();
  }
}
