package io.github.lanewise.learning;

import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.DoubleAdam;
import io.github.lanewise.network.LaneNetwork;
import io.github.lanewise.network.Mlp;

/**
 * {@code w <- Adam(w, gradient), w' <- keep w' + (1 - keep) w}: a network of values that learns, and its target, whose
 * weights follow slowly.
 *
 * <p>Nothing is allocated by learning. One caller at a time.
 */
final class ValueNetwork {
  private final String name;
  private final LaneNetwork network;
  private final double[] weights;
  private final double[] targetWeights;
  private final double[] gradient;
  private final DoubleAdam adam;
  private long skipped;

  /**
   * At the beginning, where both are the same.
   *
   * @param name under which it is kept
   * @param sums of gradients that are kept apart
   * @param first weights; modified by learning
   */
  ValueNetwork(String name, Mlp mlp, Adam adam, Lanes lanes, int sums, double[] first) {
    this.name = name;
    network = new LaneNetwork(mlp, lanes, sums);
    weights = first;
    targetWeights = weights.clone();
    gradient = new double[weights.length];
    this.adam = new DoubleAdam(adam, weights.length);
    network.set(weights);
  }

  /** The network that learns, with sums of its gradient. */
  LaneNetwork network() {
    return network;
  }

  /** w', for whoever evaluates the target. */
  double[] targetWeights() {
    return targetWeights;
  }

  /** A step down the gradient that is in the sums; none if it is not finite, which is counted. */
  void step() {
    network.gradient(gradient);
    if (!(adam.step(weights, gradient) < Double.POSITIVE_INFINITY)) {
      skipped++;
    }
    network.set(weights);
  }

  /** Moves the target. */
  void follow(double keep) {
    for (int e = 0; e < weights.length; e++) {
      targetWeights[e] = keep * targetWeights[e] + (1 - keep) * weights[e];
    }
  }

  /** How many steps were left out because the gradient was not finite. */
  long skipped() {
    return skipped;
  }

  /** Keeps weights and moments. */
  void save(Snapshot snapshot) {
    snapshot.put(name + ".weights", weights);
    snapshot.put(name + ".target", targetWeights);
    snapshot.put(name + ".moments", adam.moments());
    snapshot.putWhole(name + ".steps", adam.stepCount());
    snapshot.putWhole(name + ".skipped", skipped);
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    System.arraycopy(snapshot.get(name + ".weights", weights.length), 0, weights, 0, weights.length);
    System.arraycopy(snapshot.get(name + ".target", weights.length), 0, targetWeights, 0, weights.length);
    adam.resume(snapshot.getWhole(name + ".steps", 1)[0], snapshot.get(name + ".moments", 2 * weights.length));
    skipped = snapshot.getWhole(name + ".skipped", 1)[0];
    network.set(weights);
  }
}
