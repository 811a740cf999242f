package io.github.lanewise.learning;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.network.LaneNetwork;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import java.util.Arrays;

/**
 * {@code u = squash(f(o; W) + e^s eps)} and its pullback to o, W and s, for the robots of a simulation, block by block:
 * a policy with a Gaussian in front of the actuators' ranges.
 *
 * <p>Parameters are W, as the network lays them out, and s, the log-deviations. The gradient of a block goes to a sum
 * of its own. Blocks may be done in different threads at once.
 */
final class ActorLanes {
  private final LaneNetwork network;
  private final int actions;
  private final Batch mean;
  private final Batch logDeviation;
  private final Batch noise;
  private final Batch action;
  private final Batch actionBar;
  private final Batch meanBar;
  private final Batch deviationBar;
  private final Binding act;
  private final Binding pull;
  private final RandomStream[] random;
  private final double[][] deviationSums;

  /**
   * Compiles.
   *
   * @param seed of the noise; lanes draw from streams of their own below it
   */
  ActorLanes(Task task, Simulation simulation, Mlp mlp, long seed) {
    actions = simulation.actionCount();
    SquashedGaussian squash = new SquashedGaussian(task, simulation.lanes());
    mean = simulation.rows(actions);
    network = new LaneNetwork(mlp, simulation.lanes(), mean.blockCount());
    logDeviation = simulation.rows(actions);
    noise = simulation.rows(actions);
    action = simulation.rows(actions);
    actionBar = simulation.rows(actions);
    meanBar = simulation.rows(actions);
    deviationBar = simulation.rows(actions);
    act = simulation.bind(squash.actions(), mean, logDeviation, noise, action);
    pull = simulation.bind(squash.pullback(), mean, logDeviation, noise, actionBar, meanBar, deviationBar);
    random = new RandomStream[simulation.robotCount()];
    RandomStream seeds = RandomStream.of(seed);
    Arrays.setAll(random, seeds::stream);
    deviationSums = new double[mean.blockCount()][actions];
  }

  /** Takes over W and then s. */
  void set(double[] parameters) {
    int weights = network.mlp().weightCount();
    network.set(parameters);
    for (int i = 0; i < actions; i++) {
      logDeviation.fill(i, parameters[weights + i]);
    }
  }

  /** Draws eps. */
  void draw(Batch drawn, int block) {
    int first = LaneRows.first(drawn, block);
    for (int lane = first; lane < first + LaneRows.count(drawn, block); lane++) {
      for (int i = 0; i < actions; i++) {
        drawn.set(i, lane, random[lane].nextGaussian());
      }
    }
  }

  /** Actions u of observations in the network's units. */
  void act(Batch observation, Batch drawn, Batch u, int block, Workspace workspace) {
    network.forward(observation, mean, block);
    noise.copyBlock(drawn, 0, block);
    act.run(block, block + 1, workspace);
    u.copyBlock(action, 0, block);
  }

  /** Begins the sum of a block anew. */
  void clear(int block) {
    network.clear(block);
    Arrays.fill(deviationSums[block], 0);
  }

  /** Adds to the gradient of a block, and gives that of the observations. */
  void pullBack(Batch observation, Batch drawn, Batch uBar, Batch observationBar, int block, Workspace workspace) {
    network.forward(observation, mean, block);
    noise.copyBlock(drawn, 0, block);
    actionBar.copyBlock(uBar, 0, block);
    pull.run(block, block + 1, workspace);
    network.backward(observation, meanBar, block, observationBar, block);
    int first = LaneRows.first(deviationBar, block);
    for (int lane = first; lane < first + LaneRows.count(deviationBar, block); lane++) {
      for (int i = 0; i < actions; i++) {
        deviationSums[block][i] += deviationBar.get(i, lane);
      }
    }
  }

  /** The gradient by W, then by s, of all blocks. */
  void gradient(double[] gradient) {
    network.gradient(gradient);
    int weights = network.mlp().weightCount();
    Arrays.fill(gradient, weights, weights + actions, 0);
    for (double[] sums : deviationSums) {
      for (int i = 0; i < actions; i++) {
        gradient[weights + i] += sums[i];
      }
    }
  }

  /** W and s: how many. */
  int parameterCount() {
    return network.mlp().weightCount() + actions;
  }

  /** Keeps the streams of noise. */
  void save(Snapshot snapshot) {
    snapshot.putWhole("actor.random", Arrays.stream(random).mapToLong(RandomStream::state).toArray());
  }

  /** Goes on with streams that were kept. */
  void resume(Snapshot snapshot) {
    long[] states = snapshot.getWhole("actor.random", random.length);
    for (int lane = 0; lane < random.length; lane++) {
      random[lane].resume(states[lane]);
    }
  }
}
