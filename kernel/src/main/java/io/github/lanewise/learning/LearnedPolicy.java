package io.github.lanewise.learning;

import io.github.lanewise.network.Mlp;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.task.TipTask;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code tau = servos(q, v, (low + high) / 2 + (high - low) / 2 tanh(f((o(q, v) - mean) / deviation; W)))}: what was
 * learned in simulation, without its noise, as a policy in torques, for roll-outs and control loops; of W only the
 * parameters of one part are its own, the others stay as they were learned. Immutable.
 */
public final class LearnedPolicy implements Policy {
  /** Which of the network's numbers are parameters: all pure numbers. */
  public enum Part {
    /** The biases of the last layer, one for each action; scale 1, where an action is half used up. */
    LAST_BIASES,
    /** The same, then its weights, row after row; scale of a weight 1 / sqrt of the units of the layer. */
    LAST_LAYER
  }

  private final TipTask task;
  private final GaussianPolicy learned;
  /** Which of the network's numbers each parameter is. */
  private final int[] places;
  private final List<PolicyParameter> parameters = new ArrayList<>();

  /**
   * As it was learned.
   *
   * @param task that it was learned for
   * @param learned policy
   * @param part which parameters may change
   * @throws IllegalArgumentException if the policy is for another task, or observes or acts otherwise, with both
   */
  public LearnedPolicy(TipTask task, GaussianPolicy learned, Part part) {
    learned.requireFor(task);
    this.task = task;
    this.learned = learned;
    Mlp mlp = learned.mlp();
    int last = mlp.layerCount();
    int units = mlp.width(last - 1);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < mlp.outputCount(); i++) {
      add(all, "b_" + learned.actionNames().get(i), mlp.bias(last) + i, 1);
    }
    for (int e = 0; part == Part.LAST_LAYER && e < mlp.outputCount() * units; e++) {
      add(all, "w_" + learned.actionNames().get(e / units) + "_" + e % units, mlp.weights(last) + e,
          1 / Math.sqrt(units));
    }
    places = all.stream().mapToInt(Integer::intValue).toArray();
  }

  private void add(List<Integer> all, String name, int place, double scale) {
    all.add(place);
    parameters.add(new PolicyParameter(name, "", learned.weights()[place], scale));
  }

  /** {@return the task that it was learned for} */
  public TipTask task() {
    return task;
  }

  /**
   * {@return what was learned, with other parameters}
   *
   * @param w the parameters
   * @throws IllegalArgumentException if there are more or fewer
   */
  public GaussianPolicy with(double... w) {
    if (w.length != places.length) {
      throw new IllegalArgumentException(w.length + " parameters for a policy that has " + places.length);
    }
    double[] weights = learned.weights().clone();
    for (int k = 0; k < w.length; k++) {
      weights[places[k]] = w[k];
    }
    return new GaussianPolicy(learned.task(), learned.observationNames(), learned.actionNames(), learned.low(),
        learned.high(), learned.mlp(), weights, learned.logDeviations(), learned.normalizer());
  }

  @Override
  public List<PolicyParameter> parameters() {
    return List.copyOf(parameters);
  }

  @Override
  public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    return task.servos().torques(q, v, action(observation(q, v), w));
  }

  /**
   * {@return the same for servos that take positions: {@code u = q + a}, a the offsets that it learned to command, of
   * which {@link io.github.lanewise.task.OffsetServos} makes torques; parameters are the same}
   */
  public Policy onPositionServos() {
    LearnedPolicy offsets = this;
    return new Policy() {
      @Override
      public List<PolicyParameter> parameters() {
        return offsets.parameters();
      }

      @Override
      public boolean commandsPositions() {
        return true;
      }

      @Override
      public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
        return task.servos().targets(q, action(observation(q, v), w));
      }

      @Override
      public List<Signal> signals(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
        return offsets.signals(q, v, time, w);
      }

      @Override
      public String toString() {
        return offsets.toString();
      }
    };
  }

  @Override
  public List<Signal> signals(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    Scalar[] o = observation(q, v);
    return List.of(new Signal("observation", learned.observationNames(), o),
        new Signal("action", learned.actionNames(), action(o, w)));
  }

  private Scalar[] observation(Scalar[] q, Scalar[] v) {
    return task.observation(q.clone(), v.clone(), Scalar.zeros(learned.actionNames().size()));
  }

  private Scalar[] action(Scalar[] o, Scalar[] w) {
    Scalar[] z = new Scalar[o.length];
    for (int row = 0; row < z.length; row++) {
      z[row] = o[row].minus(learned.normalizer().mean(row)).over(learned.normalizer().deviation(row));
    }
    Scalar[] weights = Scalar.of(learned.weights());
    for (int k = 0; k < places.length; k++) {
      weights[places[k]] = w[k];
    }
    Scalar[] u = learned.mlp().trace(z, weights);
    for (int i = 0; i < u.length; i++) {
      double middle = (learned.low()[i] + learned.high()[i]) / 2;
      u[i] = u[i].tanh().times((learned.high()[i] - learned.low()[i]) / 2).plus(middle);
    }
    return u;
  }

  /** The policy that was learned. */
  @Override
  public String toString() {
    return learned.toString();
  }
}
