package io.github.lanewise.learning;

import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.task.ActionRange;
import io.github.lanewise.task.LaneTask;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code u = (low + high) / 2 + (high - low) / 2 tanh(f((o - mean) / deviation; W) + e^s eps)}: what learning
 * gives, all that it takes to act without the learner.
 *
 * <p>Log-deviations s are numbers of the policy, or depend on the state: then the network has 2 m outputs, f and h, and
 * {@code s = -1.5 + 3.5 tanh h}. Immutable; acting takes an {@link Actor}.
 *
 * @param task name of the task
 * @param observationNames rows of an observation o
 * @param actionNames rows of an action u
 * @param low least action of each actuator
 * @param high greatest action of each actuator
 * @param mlp f
 * @param weights W, as the network lays them out
 * @param logDeviations s, one of each actuator; none if they depend on the state
 * @param normalizer means and deviations of observations
 */
public record GaussianPolicy(String task, List<String> observationNames, List<String> actionNames, double[] low,
    double[] high, Mlp mlp, double[] weights, double[] logDeviations, Normalizer normalizer) {
  /**
   * Refuses sizes that do not fit.
   *
   * @throws IllegalArgumentException with both sides
   */
  public GaussianPolicy {
    int n = observationNames.size();
    int m = actionNames.size();
    require("inputs of the network", mlp.inputCount(), n, "observations");
    require("columns of the normaliser", normalizer.columnCount(), n, "observations");
    boolean ofState = logDeviations.length == 0;
    require("outputs of the network", mlp.outputCount(), ofState ? 2 * m : m,
        ofState ? "means and log-deviations of actions" : "actions");
    require("lower bounds", low.length, m, "actions");
    require("upper bounds", high.length, m, "actions");
    require("log-deviations", ofState ? m : logDeviations.length, m, "actions");
    require("weights", weights.length, mlp.weightCount(), "of the network");
    observationNames = List.copyOf(observationNames);
    actionNames = List.copyOf(actionNames);
  }

  private static void require(String what, int count, int needed, String of) {
    if (count != needed) {
      throw new IllegalArgumentException("a policy with " + count + " " + what + " and " + needed + " " + of);
    }
  }

  /**
   * Refuses another task than the one it was learned for.
   *
   * @param other task that it is to do
   * @throws IllegalArgumentException if name, observations, actions or their ranges differ, with both sides
   */
  public void requireFor(LaneTask other) {
    List<ActionRange> actions = other.actions();
    requireSame(other, "it is for task", task, other.name());
    requireSame(other, "it observes", observationNames, other.observationNames());
    requireSame(other, "it acts on", actionNames, actions.stream().map(ActionRange::name).toList());
    requireSame(other, "its least actions are", Arrays.toString(low),
        Arrays.toString(actions.stream().mapToDouble(ActionRange::low).toArray()));
    requireSame(other, "its greatest actions are", Arrays.toString(high),
        Arrays.toString(actions.stream().mapToDouble(ActionRange::high).toArray()));
  }

  private static void requireSame(LaneTask other, String what, Object own, Object needed) {
    if (!own.equals(needed)) {
      throw new IllegalArgumentException("the policy is not for task '" + other.name() + "': " + what + " " + own
          + ", not " + needed);
    }
  }

  /** {@return an actor with buffers of its own} */
  public Actor actor() {
    return new Actor(this);
  }

  /** Acts by a policy, one observation at a time, and allocates nothing. One thread at a time. */
  public static final class Actor {
    private final GaussianPolicy policy;
    private final DoubleNetwork network;
    private final double[] z;
    private final double[] outputs;

    private Actor(GaussianPolicy policy) {
      this.policy = policy;
      network = new DoubleNetwork(policy.mlp, 1);
      z = new double[policy.mlp.inputCount()];
      outputs = new double[policy.mlp.outputCount()];
    }

    /**
     * The action without noise.
     *
     * @param observation o
     * @param action u (overwritten)
     */
    public void act(double[] observation, double[] action) {
      for (int row = 0; row < z.length; row++) {
        z[row] = (observation[row] - policy.normalizer.mean(row)) / policy.normalizer.deviation(row);
      }
      network.forward(1, policy.weights, z, outputs);
      for (int i = 0; i < action.length; i++) {
        action[i] = (policy.low[i] + policy.high[i]) / 2 + (policy.high[i] - policy.low[i]) / 2 * Math.tanh(outputs[i]);
      }
    }
  }

  /** Two policies are equal if they act alike: all numbers to the bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof GaussianPolicy that && task.equals(that.task)
        && observationNames.equals(that.observationNames) && actionNames.equals(that.actionNames)
        && Arrays.equals(low, that.low) && Arrays.equals(high, that.high) && Arrays.equals(weights, that.weights)
        && Arrays.equals(logDeviations, that.logDeviations) && mlp.toString().equals(that.mlp.toString())
        && IntStream.range(0, observationNames.size()).allMatch(row -> normalizer.mean(row) == that.normalizer.mean(row)
            && normalizer.deviation(row) == that.normalizer.deviation(row));
  }

  @Override
  public int hashCode() {
    return 31 * task.hashCode() + Arrays.hashCode(weights);
  }

  /** Task and network. */
  @Override
  public String toString() {
    return "policy for " + task + ", " + mlp;
  }
}
