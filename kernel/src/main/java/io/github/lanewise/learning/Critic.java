package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.network.LaneEnsemble;
import io.github.lanewise.network.LaneNetwork;
import io.github.lanewise.network.LearningRate;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.LaneSimulation;
import java.util.Arrays;

/**
 * {@code V_k(s) ~ G, G_t = r_t + gamma ((1 - lambda) V'(s_{t+1}) + lambda G_{t+1})}: values of states, learned from
 * windows by squared errors by one network or more; V' is the mean of their target networks, whose weights follow
 * slowly.
 *
 * <p>A window is passed several times, in parts that follow each other in time, until the error falls no more. Nothing
 * is allocated once a window has been fitted. One caller at a time.
 */
final class Critic {
  /** The shape of a network, the rate of the steps of a window, counted from 0, and how it learns. */
  record Settings(Mlp mlp, LearningRate rate, TrainingSettings.Values values) {}

  private final TrainingSettings.Values values;
  private final LaneSimulation simulation;
  private final LaneEnsemble target;
  private final ValueNetwork[] members;
  private final Batch goals;
  private final Batch[] goalOf;
  private final Batch[] valueOf;
  private final Batch[] barOf;
  private final double[] errors;
  private final Workers.Task pass = this::pass;
  private PolicyRollout window;
  private ValueNetwork member;
  private int firstStep;
  private int partSteps;
  private long windows;
  private long passes;

  Critic(Settings settings, LaneSimulation simulation, int steps, long seed) {
    values = settings.values;
    this.simulation = simulation;
    int slots = Math.ceilDiv(steps, values.parts());
    target = new LaneEnsemble(settings.mlp, values.networks(), simulation.lanes(), simulation.robotCount());
    RandomStream seeds = RandomStream.of(seed);
    members = new ValueNetwork[values.networks()];
    Arrays.setAll(members, k -> new ValueNetwork("critic_" + k, settings.mlp,
        TrainingSettings.adam(step -> settings.rate.at(windows)), simulation.lanes(), slots,
        settings.mlp.orthogonal(Math.sqrt(2), k == 0 ? seed : seeds.stream(k).nextLong())));
    goals = simulation.rows(steps);
    goalOf = new Batch[steps];
    Arrays.setAll(goalOf, t -> goals.rows(t, 1));
    valueOf = new Batch[slots];
    barOf = new Batch[slots];
    for (int slot = 0; slot < slots; slot++) {
      valueOf[slot] = simulation.rows(1);
      barOf[slot] = simulation.rows(1);
    }
    errors = new double[slots];
    setTargets();
  }

  private void setTargets() {
    for (int k = 0; k < members.length; k++) {
      target.set(k, members[k].targetWeights());
    }
  }

  /** G, row t for the state that step t begins in. */
  Batch goals() {
    return goals;
  }

  /** The networks that value ends of steps. */
  LaneEnsemble target() {
    return target;
  }

  /** Learns from a window whose goals are set, then moves the targets. */
  void fit(PolicyRollout rollout) {
    window = rollout;
    double before = Double.POSITIVE_INFINITY;
    for (int k = 0; k < values.passes(); k++) {
      double error = pass();
      passes++;
      if (values.stop() > 0 && !(error < (1 - values.stop()) * before)) {
        break;
      }
      before = error;
    }
    for (ValueNetwork each : members) {
      each.follow(values.keep());
    }
    setTargets();
    windows++;
  }

  /** Passes the window once; the sum of squared errors on the way. */
  private double pass() {
    int steps = window.stepCount();
    double sum = 0;
    for (ValueNetwork each : members) {
      member = each;
      for (int part = 0; part < values.parts(); part++) {
        firstStep = part * steps / values.parts();
        partSteps = (part + 1) * steps / values.parts() - firstStep;
        if (partSteps > 0) {
          simulation.run(pass, valueOf.length);
          each.step();
          for (int slot = 0; slot < partSteps; slot++) {
            sum += errors[slot];
          }
        }
      }
    }
    return sum;
  }

  /**
   * G of a window.
   *
   * @param temperature what a unit of entropy is worth, which is added to rewards
   */
  void setGoals(PolicyRollout rollout, double discount, double temperature) {
    Batch rewards = rollout.rollout().rewards();
    for (int lane = 0; lane < rewards.robotCount(); lane++) {
      double goal = 0;
      for (int t = rollout.stepCount() - 1; t >= 0; t--) {
        double value = rollout.hasValue(t, lane) ? rollout.value(t).get(0, lane) : 0;
        double after = rollout.ends(t, lane) ? value : (1 - values.lambda()) * value + values.lambda() * goal;
        goal = rewards.get(t, lane) + temperature * rollout.entropy(t, lane) + discount * after;
        goals.set(t, lane, goal);
      }
    }
  }

  /** A slot is a step of the part under way, with all robots. */
  private void pass(int first, int end, Workspace workspace) {
    LaneNetwork network = member.network();
    for (int slot = first; slot < end; slot++) {
      network.clear(slot);
      errors[slot] = 0;
      for (int block = 0; slot < partSteps && block < goals.blockCount(); block++) {
        int t = firstStep + slot;
        network.forward(window.input(t), valueOf[slot], block);
        errors[slot] += seed(goalOf[t], valueOf[slot], barOf[slot], block);
        network.backward(window.input(t), barOf[slot], slot, null, block);
      }
    }
  }

  /** Derivatives of the mean of squared errors by the values of a block; their sum. */
  private double seed(Batch goal, Batch value, Batch bar, int block) {
    double count = (double) partSteps * goal.robotCount();
    int first = LaneRows.first(goal, block);
    double sum = 0;
    for (int lane = first; lane < first + LaneRows.count(goal, block); lane++) {
      double error = value.get(0, lane) - goal.get(0, lane);
      sum += error * error;
      bar.set(0, lane, 2 * error / count);
    }
    return sum;
  }

  /** How many steps were left out because the gradient was not finite. */
  long skipped() {
    long sum = 0;
    for (ValueNetwork each : members) {
      sum += each.skipped();
    }
    return sum;
  }

  /** Passes over windows so far. */
  long passes() {
    return passes;
  }

  /** Keeps weights and moments. */
  void save(Snapshot snapshot) {
    for (ValueNetwork each : members) {
      each.save(snapshot);
    }
    snapshot.putWhole("critic.windows", windows, passes);
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    for (ValueNetwork each : members) {
      each.resume(snapshot);
    }
    long[] counts = snapshot.getWhole("critic.windows", 2);
    windows = counts[0];
    passes = counts[1];
    setTargets();
  }
}
