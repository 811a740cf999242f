package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.DoubleAdam;
import io.github.lanewise.network.LaneNetwork;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.Simulation;
import java.util.Arrays;

/**
 * {@code V(s) ~ G, G_t = r_t + gamma ((1 - lambda) V'(s_{t+1}) + lambda G_{t+1})}: values of states, learned from
 * windows by squared errors; V' is the target network, whose weights follow slowly.
 *
 * <p>A window is passed several times, in parts that follow each other in time. Nothing is allocated once a window has
 * been fitted. One caller at a time.
 */
final class Critic {
  /** The network, the optimiser of its steps, and how it learns. */
  record Settings(Mlp mlp, Adam adam, TrainingSettings.Values values) {}

  private final TrainingSettings.Values values;
  private final Simulation simulation;
  private final int steps;
  private final LaneNetwork network;
  private final LaneNetwork target;
  private final double[] weights;
  private final double[] targetWeights;
  private final double[] gradient;
  private final DoubleAdam adam;
  private final Batch goals;
  private final Batch[] goalOf;
  private final Batch[] valueOf;
  private final Batch[] barOf;
  private final Workers.Task pass = this::pass;
  private PolicyRollout window;
  private int firstStep;
  private int partSteps;
  private long skipped;

  Critic(Settings settings, Simulation simulation, int steps, long seed) {
    values = settings.values;
    this.simulation = simulation;
    this.steps = steps;
    int slots = Math.ceilDiv(steps, values.parts());
    network = new LaneNetwork(settings.mlp, simulation.lanes(), slots);
    target = new LaneNetwork(settings.mlp, simulation.lanes(), 0);
    weights = settings.mlp.orthogonal(Math.sqrt(2), seed);
    targetWeights = weights.clone();
    gradient = new double[weights.length];
    adam = new DoubleAdam(settings.adam, weights.length);
    goals = simulation.rows(steps);
    goalOf = new Batch[steps];
    Arrays.setAll(goalOf, t -> goals.rows(t, 1));
    valueOf = new Batch[slots];
    barOf = new Batch[slots];
    for (int slot = 0; slot < slots; slot++) {
      valueOf[slot] = simulation.rows(1);
      barOf[slot] = simulation.rows(1);
    }
    network.set(weights);
    target.set(targetWeights);
  }

  /** G, row t for the state that step t begins in. */
  Batch goals() {
    return goals;
  }

  /** The network that values ends of steps. */
  LaneNetwork target() {
    return target;
  }

  /** Learns from a window whose goals are set, then moves the target. */
  void fit(PolicyRollout rollout) {
    window = rollout;
    for (int k = 0; k < values.passes(); k++) {
      for (int part = 0; part < values.parts(); part++) {
        firstStep = part * steps / values.parts();
        partSteps = (part + 1) * steps / values.parts() - firstStep;
        simulation.run(pass, valueOf.length);
        network.gradient(gradient);
        if (!(adam.step(weights, gradient) < Double.POSITIVE_INFINITY)) {
          skipped++;
        }
        network.set(weights);
      }
    }
    for (int e = 0; e < weights.length; e++) {
      targetWeights[e] = values.keep() * targetWeights[e] + (1 - values.keep()) * weights[e];
    }
    target.set(targetWeights);
  }

  /** G of a window. */
  void setGoals(PolicyRollout rollout, double discount) {
    Batch rewards = rollout.rollout().rewards();
    for (int lane = 0; lane < rewards.robotCount(); lane++) {
      double goal = 0;
      for (int t = steps - 1; t >= 0; t--) {
        double value = rollout.hasValue(t, lane) ? rollout.value(t).get(0, lane) : 0;
        double after = rollout.ends(t, lane) ? value : (1 - values.lambda()) * value + values.lambda() * goal;
        goal = rewards.get(t, lane) + discount * after;
        goals.set(t, lane, goal);
      }
    }
  }

  /** A slot is a step of the part under way, with all robots. */
  private void pass(int first, int end, Workspace workspace) {
    for (int slot = first; slot < end; slot++) {
      network.clear(slot);
      for (int block = 0; slot < partSteps && block < goals.blockCount(); block++) {
        int t = firstStep + slot;
        network.forward(window.input(t), valueOf[slot], block);
        seed(goalOf[t], valueOf[slot], barOf[slot], block);
        network.backward(window.input(t), barOf[slot], slot, null, block);
      }
    }
  }

  /** Derivatives of the mean of squared errors by the values of a block. */
  private void seed(Batch goal, Batch value, Batch bar, int block) {
    double count = (double) partSteps * goal.robotCount();
    int first = LaneRows.first(goal, block);
    for (int lane = first; lane < first + LaneRows.count(goal, block); lane++) {
      bar.set(0, lane, 2 * (value.get(0, lane) - goal.get(0, lane)) / count);
    }
  }

  /** How many steps were left out because the gradient was not finite. */
  long skipped() {
    return skipped;
  }

  /** Keeps weights and moments. */
  void save(Snapshot snapshot) {
    snapshot.put("critic.weights", weights);
    snapshot.put("critic.target", targetWeights);
    snapshot.put("critic.moments", adam.moments());
    snapshot.putWhole("critic.steps", adam.stepCount());
    snapshot.putWhole("critic.skipped", skipped);
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    System.arraycopy(snapshot.get("critic.weights", weights.length), 0, weights, 0, weights.length);
    System.arraycopy(snapshot.get("critic.target", weights.length), 0, targetWeights, 0, weights.length);
    adam.resume(snapshot.getWhole("critic.steps", 1)[0], snapshot.get("critic.moments", 2 * weights.length));
    skipped = snapshot.getWhole("critic.skipped", 1)[0];
    network.set(weights);
    target.set(targetWeights);
  }
}
