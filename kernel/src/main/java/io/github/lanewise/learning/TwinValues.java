package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.LaneNetwork;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.LaneSimulation;

/**
 * {@code min(Q_1, Q_2)} of observations and actions, the lower of two estimates that are learned apart, so that errors
 * do not add up (Fujimoto and others, Addressing function approximation error in actor-critic methods, arXiv
 * 1802.09477), block by block.
 *
 * <p>Gradients of a block go to a sum of its own. Nothing is allocated by running. Blocks may be done in different
 * threads at once.
 */
final class TwinValues {
  private final ValueNetwork[] twins = new ValueNetwork[2];
  private final LaneNetwork[] targets = new LaneNetwork[2];
  private final Batch[] values = new Batch[2];
  private final Batch[] bars = new Batch[2];
  private final Batch pairBar;

  /** Of a network that takes an observation and an action, for the lanes of a simulation. */
  TwinValues(Mlp mlp, Adam adam, LaneSimulation simulation, long seed) {
    for (int k = 0; k < 2; k++) {
      values[k] = simulation.rows(1);
      bars[k] = simulation.rows(1);
      twins[k] = new ValueNetwork("q" + (k + 1), mlp, adam, simulation.lanes(), values[k].blockCount(),
          mlp.uniform(seed + k));
      targets[k] = new LaneNetwork(mlp, simulation.lanes(), 0);
    }
    pairBar = simulation.rows(mlp.inputCount());
    setTargets();
  }

  private void setTargets() {
    for (int k = 0; k < 2; k++) {
      targets[k].set(twins[k].targetWeights());
    }
  }

  /**
   * {@code min Q'_k}, by the targets.
   *
   * @param least one row (overwritten)
   */
  void valueByTargets(Batch pair, Batch least, int block) {
    for (int k = 0; k < 2; k++) {
      targets[k].forward(pair, values[k], block);
    }
    int first = LaneRows.first(least, block);
    for (int lane = first; lane < first + LaneRows.count(least, block); lane++) {
      least.set(0, lane, Math.min(values[0].get(0, lane), values[1].get(0, lane)));
    }
  }

  /** Sets the gradients of a block of {@code sum_k mean (Q_k - goal)^2}, the mean being over all lanes. */
  void pullErrors(Batch pair, Batch goals, int block) {
    int first = LaneRows.first(goals, block);
    for (int k = 0; k < 2; k++) {
      twins[k].network().forward(pair, values[k], block);
      for (int lane = first; lane < first + LaneRows.count(goals, block); lane++) {
        bars[k].set(0, lane, 2 * (values[k].get(0, lane) - goals.get(0, lane)) / goals.robotCount());
      }
      twins[k].network().clear(block);
      twins[k].network().backward(pair, bars[k], block, null, block);
    }
  }

  /**
   * The cotangents of observations and actions of {@code -mean min Q_k}, the mean being over all lanes.
   *
   * @param bar as many rows as a pair (overwritten)
   */
  void pullLeast(Batch pair, Batch bar, int block) {
    for (int k = 0; k < 2; k++) {
      twins[k].network().forward(pair, values[k], block);
    }
    int first = LaneRows.first(pair, block);
    for (int lane = first; lane < first + LaneRows.count(pair, block); lane++) {
      boolean second = values[1].get(0, lane) < values[0].get(0, lane);
      bars[0].set(0, lane, second ? 0 : -1.0 / pair.robotCount());
      bars[1].set(0, lane, second ? -1.0 / pair.robotCount() : 0);
    }
    twins[0].network().backward(pair, bars[0], -1, bar, block);
    twins[1].network().backward(pair, bars[1], -1, pairBar, block);
    LaneRows.add(bar, pairBar, block);
  }

  /** Steps down the gradients of the errors. */
  void step() {
    for (ValueNetwork twin : twins) {
      twin.step();
    }
  }

  /** Moves the targets. */
  void follow(double keep) {
    for (ValueNetwork twin : twins) {
      twin.follow(keep);
    }
    setTargets();
  }

  /** One of the two, 0 or 1. */
  ValueNetwork twin(int k) {
    return twins[k];
  }

  /** How many steps were left out because a gradient was not finite. */
  long skipped() {
    return twins[0].skipped() + twins[1].skipped();
  }

  /** Keeps weights and moments. */
  void save(Snapshot snapshot) {
    for (ValueNetwork twin : twins) {
      twin.save(snapshot);
    }
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    for (ValueNetwork twin : twins) {
      twin.resume(snapshot);
    }
    setTargets();
  }
}
