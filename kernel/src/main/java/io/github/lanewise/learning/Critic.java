package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
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
 * <p>A window is passed several times, in parts that follow each other in time, until the error falls no more. The
 * samples of a part are gathered side by side in whole blocks, which networks pass through faster than the smaller ones
 * that threads share robots by. Nothing is allocated once a window has been fitted. One caller at a time.
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
  private final Part[] parts;
  private final Batch value;
  private final Batch bar;
  private final double[] errors;
  private final Workers.Task pass = this::pass;
  private ValueNetwork member;
  private Part part;
  private long windows;
  private long passes;

  /** Samples that make up a gradient: observations and goals, step after step, robot after robot. */
  private static final class Part {
    final Batch inputs;
    final Batch goals;
    int samples;

    Part(Lanes lanes, int inputs, int samples) {
      this.inputs = new Batch(lanes, inputs, samples);
      goals = new Batch(lanes, 1, samples);
    }
  }

  Critic(Settings settings, LaneSimulation simulation, int steps, long seed) {
    values = settings.values;
    this.simulation = simulation;
    int samples = Math.ceilDiv(steps, values.parts()) * simulation.robotCount();
    Lanes lanes = new Lanes(simulation.lanes().type(), simulation.lanes().bits());
    parts = new Part[values.parts()];
    Arrays.setAll(parts, k -> new Part(lanes, settings.mlp.inputCount(), samples));
    value = new Batch(lanes, 1, samples);
    bar = new Batch(lanes, 1, samples);
    target = new LaneEnsemble(settings.mlp, values.networks(), simulation.lanes(), simulation.robotCount());
    RandomStream seeds = RandomStream.of(seed);
    members = new ValueNetwork[values.networks()];
    Arrays.setAll(members, k -> new ValueNetwork("critic_" + k, settings.mlp,
        TrainingSettings.adam(step -> settings.rate.at(windows)), lanes, value.blockCount(),
        settings.mlp.orthogonal(Math.sqrt(2), k == 0 ? seed : seeds.stream(k).nextLong())));
    goals = simulation.rows(steps);
    goalOf = new Batch[steps];
    Arrays.setAll(goalOf, t -> goals.rows(t, 1));
    errors = new double[value.blockCount()];
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
    gather(rollout);
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

  private void gather(PolicyRollout window) {
    int robots = goals.robotCount();
    for (int k = 0; k < parts.length; k++) {
      int first = k * window.stepCount() / parts.length;
      int end = (k + 1) * window.stepCount() / parts.length;
      for (int t = first; t < end; t++) {
        LaneRows.copyRobots(window.input(t), 0, parts[k].inputs, (t - first) * robots, robots);
        LaneRows.copyRobots(goalOf[t], 0, parts[k].goals, (t - first) * robots, robots);
      }
      parts[k].samples = (end - first) * robots;
    }
  }

  /** Passes the window once; the sum of squared errors on the way. */
  private double pass() {
    double sum = 0;
    for (ValueNetwork each : members) {
      member = each;
      for (Part next : parts) {
        part = next;
        if (part.samples > 0) {
          simulation.run(pass, errors.length);
          each.step();
          for (double error : errors) {
            sum += error;
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

  private void pass(int first, int end, Workspace workspace) {
    LaneNetwork network = member.network();
    for (int block = first; block < end; block++) {
      network.clear(block);
      errors[block] = 0;
      if (LaneRows.first(value, block) < part.samples) {
        network.forward(part.inputs, value, block);
        errors[block] = seed(block);
        network.backward(part.inputs, bar, block, null, block);
      }
    }
  }

  /** Derivatives of the mean of squared errors by the values of a block; their sum. */
  private double seed(int block) {
    double sum = 0;
    int first = LaneRows.first(value, block);
    for (int sample = first; sample < first + LaneRows.count(value, block); sample++) {
      double error = sample < part.samples ? value.get(0, sample) - part.goals.get(0, sample) : 0;
      sum += error * error;
      bar.set(0, sample, 2 * error / part.samples);
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
