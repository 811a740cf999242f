package io.github.lanewise.learning;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.network.LaneNetwork;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import java.util.Arrays;

/**
 * {@code u = squash(mu + e^s eps), mu = f(o; W)}, the logarithm of its density, and their pullback to o, W and s, for
 * the robots of a simulation, block by block: a policy with a Gaussian in front of the actuators' ranges.
 *
 * <p>Parameters are W, as the network lays them out, and then the log-deviations s; or W alone where they depend on the
 * state: then the network has 2 m outputs, mu and what s is made of ({@link SquashedGaussian}). The gradient of a block
 * goes to a sum of its own. Blocks may be done in different threads at once.
 */
final class ActorLanes {
  private final String name;
  private final LaneNetwork network;
  private final int actions;
  /** Whether s comes from the network. */
  private final boolean ofState;
  /** What the network gives: mu, or mu and s. */
  private final Batch given;
  private final Batch logDeviation;
  private final Batch noise;
  private final Batch action;
  private final Batch logDensity;
  private final Batch actionBar;
  private final Batch logDensityBar;
  private final Batch givenBar;
  private final Batch deviationBar;
  private final Binding act;
  private final Binding pull;
  private final RandomStream[] random;
  private final double[][] deviationSums;

  /**
   * Compiles.
   *
   * @param mlp of m outputs, or 2 m
   * @param seed of the noise; lanes draw from streams of their own below it
   */
  ActorLanes(LaneTask task, LaneSimulation simulation, Mlp mlp, long seed) {
    this("actor", squash(task, simulation, mlp), simulation, mlp, seed);
  }

  /**
   * Compiles.
   *
   * @param name under which streams are kept
   * @param squash of m actions, bounded if the network has 2 m outputs
   */
  ActorLanes(String name, SquashedGaussian squash, LaneSimulation simulation, Mlp mlp, long seed) {
    this.name = name;
    actions = simulation.actionCount();
    ofState = squash.bounded();
    Batch head = simulation.rows(2 * actions);
    given = ofState ? head : head.rows(0, actions);
    logDeviation = head.rows(actions, actions);
    network = new LaneNetwork(mlp, simulation.lanes(), head.blockCount());
    noise = simulation.rows(actions);
    action = simulation.rows(actions);
    logDensity = simulation.rows(1);
    actionBar = simulation.rows(actions);
    logDensityBar = simulation.rows(1);
    Batch headBar = simulation.rows(2 * actions);
    givenBar = ofState ? headBar : headBar.rows(0, actions);
    deviationBar = headBar.rows(actions, actions);
    Batch mean = head.rows(0, actions);
    act = simulation.bind(squash.actions(), mean, logDeviation, noise, action, logDensity);
    pull = simulation.bind(squash.pullback(), mean, logDeviation, noise, actionBar, logDensityBar,
        headBar.rows(0, actions), deviationBar);
    random = new RandomStream[head.robotCount()];
    RandomStream seeds = RandomStream.of(seed);
    Arrays.setAll(random, seeds::stream);
    deviationSums = new double[head.blockCount()][actions];
  }

  /** Of a network with m outputs, or 2 m. */
  static SquashedGaussian squash(LaneTask task, LaneSimulation simulation, Mlp mlp) {
    return SquashedGaussian.of(task, mlp.outputCount() == 2 * simulation.actionCount(), simulation.lanes());
  }

  /** Takes over W and then s. */
  void set(double[] parameters) {
    int weights = network.mlp().weightCount();
    network.set(parameters);
    for (int i = 0; i < actions && !ofState; i++) {
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
    network.forward(observation, given, block);
    noise.copyBlock(drawn, 0, block);
    act.run(block, block + 1, workspace);
    u.copyBlock(action, 0, block);
  }

  /** The logarithm of the density of the actions of {@link #act}, in units of half their ranges; one row. */
  Batch logDensity() {
    return logDensity;
  }

  /** Begins the sum of a block anew. */
  void clear(int block) {
    network.clear(block);
    Arrays.fill(deviationSums[block], 0);
  }

  /**
   * Adds to the gradient of a block.
   *
   * @param uBar cotangents of the actions
   * @param logBar cotangents of the logarithm of their density; null for zeros
   * @param observationBar those of the observations (overwritten); null if they are not wanted
   */
  void pullBack(Batch observation, Batch drawn, Batch uBar, Batch logBar, Batch observationBar, int block,
      Workspace workspace) {
    network.forward(observation, given, block);
    noise.copyBlock(drawn, 0, block);
    actionBar.copyBlock(uBar, 0, block);
    if (logBar == null) {
      logDensityBar.clearBlock(block);
    } else {
      logDensityBar.copyBlock(logBar, 0, block);
    }
    pull.run(block, block + 1, workspace);
    network.backward(observation, givenBar, block, observationBar, block);
    int first = LaneRows.first(deviationBar, block);
    for (int lane = first; lane < first + LaneRows.count(deviationBar, block) && !ofState; lane++) {
      for (int i = 0; i < actions; i++) {
        deviationSums[block][i] += deviationBar.get(i, lane);
      }
    }
  }

  /** The gradient by W, then by s, of all blocks. */
  void gradient(double[] gradient) {
    network.gradient(gradient);
    int weights = network.mlp().weightCount();
    Arrays.fill(gradient, weights, parameterCount(), 0);
    for (double[] sums : deviationSums) {
      for (int i = 0; i < parameterCount() - weights; i++) {
        gradient[weights + i] += sums[i];
      }
    }
  }

  /** W and s: how many. */
  int parameterCount() {
    return network.mlp().weightCount() + (ofState ? 0 : actions);
  }

  /** Keeps the streams of noise. */
  void save(Snapshot snapshot) {
    snapshot.putWhole(name + ".random", Arrays.stream(random).mapToLong(RandomStream::state).toArray());
  }

  /** Goes on with streams that were kept. */
  void resume(Snapshot snapshot) {
    long[] states = snapshot.getWhole(name + ".random", random.length);
    for (int lane = 0; lane < random.length; lane++) {
      random[lane].resume(states[lane]);
    }
  }
}
