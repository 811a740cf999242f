package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.DoubleAdam;
import io.github.lanewise.network.LaneEnsemble;
import io.github.lanewise.network.LearningRate;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.sobolev.FloatSobolevLoss;
import io.github.lanewise.sobolev.SobolevLoss;
import java.util.Arrays;

/**
 * Sobolev training of the networks of {@link LearnedDynamics} on {@link DynamicsSamples}: between two windows each of
 * them takes some steps of Adam, on batches of its own.
 *
 * <p>The loss is of values and of Jacobians seen along one direction a sample. Networks learn side by side, each in one
 * thread. Nothing is allocated once it has run. One caller at a time.
 */
final class DynamicsFit {
  private static final double NORM = 10;

  private final DynamicsSamples samples;
  private final TrainingSettings.Model settings;
  private final Simulation simulation;
  private final LaneEnsemble networks;
  private final LearnedDynamics dynamics;
  private final Member[] members;
  private final Batch[] drawn;
  private final int inputs;
  private final int outputs;
  private final int draws;
  private final Workers.Task steps = this::step;
  private long skipped;

  /**
   * Networks that have learned nothing.
   *
   * @param seed of their beginnings
   */
  DynamicsFit(Simulation simulation, DynamicsSamples samples, TrainingSettings.Model settings, long seed) {
    this.simulation = simulation;
    this.samples = samples;
    this.settings = settings;
    drawn = samples.batches();
    outputs = drawn[0].rowCount();
    inputs = outputs + simulation.actionCount();
    draws = Math.ceilDiv(settings.batch(), simulation.robotCount());
    Mlp mlp = Mlp.of(inputs, outputs, Activation.SILU, settings.hidden());
    networks = new LaneEnsemble(mlp, settings.networks(), simulation.lanes(), simulation.robotCount());
    dynamics = new LearnedDynamics(simulation, networks);
    RandomStream seeds = RandomStream.of(seed);
    double[] slopes = new double[inputs];
    Arrays.fill(slopes, settings.slopes());
    SobolevLoss loss = settings.slopes() == 0 ? SobolevLoss.value(mlp)
        : SobolevLoss.products(mlp, 1).weights(ones(outputs), slopes);
    members = new Member[settings.networks()];
    Arrays.setAll(members, k -> new Member(loss, draws * simulation.robotCount(), seeds.stream(k).nextLong()));
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** A network, and a batch for its next step. */
  private final class Member {
    private final FloatSobolevLoss loss;
    private final int count;
    private final double[] weights;
    private final double[] gradient;
    private final float[] rounded;
    private final float[] slopes;
    private final float[] x;
    private final float[] y;
    private final float[] directions;
    private final float[] products;
    private final DoubleAdam adam;
    private double error = Double.NaN;
    private boolean finite;

    private Member(SobolevLoss loss, int count, long seed) {
      this.loss = new FloatSobolevLoss(loss, count);
      this.count = count;
      weights = loss.mlp().uniform(seed);
      gradient = new double[weights.length];
      rounded = new float[weights.length];
      slopes = new float[weights.length];
      x = new float[count * inputs];
      y = new float[count * outputs];
      directions = new float[count * outputs];
      products = new float[count * inputs];
      adam = new DoubleAdam(Adam.of(LearningRate.constant(settings.rate())).withClip(NORM), weights.length);
    }

    /** In units in which networks see them. */
    private void take(int at, int lane) {
      Batch state = drawn[0];
      Batch action = drawn[1];
      double squares = 0;
      for (int row = 0; row < outputs; row++) {
        double deviation = samples.changes().deviation(row);
        y[at * outputs + row] = (float) ((drawn[2].get(row, lane) - state.get(row, lane)
            - samples.changes().mean(row)) / deviation);
        double v = drawn[4].get(row, lane) * deviation;
        directions[at * outputs + row] = (float) v;
        squares += v * v;
      }
      float scale = (float) (1 / Math.sqrt(squares));
      for (int row = 0; row < outputs; row++) {
        directions[at * outputs + row] *= scale;
      }
      for (int row = 0; row < inputs; row++) {
        double value = row < outputs ? state.get(row, lane) : action.get(row - outputs, lane);
        boolean matters = samples.matters(row);
        double deviation = samples.inputs().deviation(row);
        x[at * inputs + row] = matters ? (float) ((value - samples.inputs().mean(row)) / deviation) : 0;
        products[at * inputs + row] = matters ? (float) (drawn[5].get(row, lane) * deviation * scale) : 0;
      }
    }

    private void step() {
      for (int e = 0; e < weights.length; e++) {
        rounded[e] = (float) weights[e];
      }
      error = loss.at(count, rounded, x, y, products, directions, slopes);
      for (int e = 0; e < weights.length; e++) {
        gradient[e] = slopes[e];
      }
      finite = adam.step(weights, gradient) < Double.POSITIVE_INFINITY;
    }
  }

  /** Takes the steps of a window. */
  void run() {
    for (int step = 0; step < settings.updates(); step++) {
      for (Member member : members) {
        for (int draw = 0; draw < draws; draw++) {
          samples.draw(drawn);
          for (int lane = 0; lane < simulation.robotCount(); lane++) {
            member.take(draw * simulation.robotCount() + lane, lane);
          }
        }
      }
      simulation.run(steps, members.length);
      for (Member member : members) {
        skipped += member.finite ? 0 : 1;
      }
    }
    publish();
  }

  /** Lets the dynamics have what was learned. */
  private void publish() {
    for (int k = 0; k < members.length; k++) {
      networks.set(k, members[k].weights);
    }
    for (int row = 0; row < inputs; row++) {
      dynamics.setInput(row, samples.inputs().mean(row),
          samples.matters(row) ? 1 / samples.inputs().deviation(row) : 0);
    }
    for (int row = 0; row < outputs; row++) {
      dynamics.setChange(row, samples.changes().mean(row), samples.changes().deviation(row));
    }
  }

  private void step(int first, int end, Workspace workspace) {
    for (int k = first; k < end; k++) {
      members[k].step();
    }
  }

  /** The dynamics as they have been learned up to now. */
  LearnedDynamics dynamics() {
    return dynamics;
  }

  /** Mean loss of the last batches; NaN before the first. */
  double loss() {
    double sum = 0;
    for (Member member : members) {
      sum += member.error;
    }
    return sum / members.length;
  }

  /** How many steps were left out because the gradient was not finite. */
  long skipped() {
    return skipped;
  }

  /** Keeps weights and moments. */
  void save(Snapshot snapshot) {
    for (int k = 0; k < members.length; k++) {
      snapshot.put("model.weights_" + k, members[k].weights);
      snapshot.put("model.moments_" + k, members[k].adam.moments());
      snapshot.putWhole("model.steps_" + k, members[k].adam.stepCount());
    }
    snapshot.putWhole("model.skipped", skipped);
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    for (int k = 0; k < members.length; k++) {
      Member member = members[k];
      int count = member.weights.length;
      System.arraycopy(snapshot.get("model.weights_" + k, count), 0, member.weights, 0, count);
      member.adam.resume(snapshot.getWhole("model.steps_" + k, 1)[0], snapshot.get("model.moments_" + k, 2 * count));
    }
    skipped = snapshot.getWhole("model.skipped", 1)[0];
    publish();
  }
}
