package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.network.LaneNetwork;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.LaneSimulation;
import java.util.Arrays;

/**
 * {@code -mean min(rho A, clip(rho, 1 - c, 1 + c) A)} over the steps of a window, and its gradient; rho is the ratio of
 * the densities of what was drawn, {@code z = mu + e^s eps}, now and when it was drawn (Schulman and others, Proximal
 * policy optimization algorithms, arXiv 1707.06347, eq. 7).
 *
 * <p>Squashing does not matter: its Jacobian is the same in both densities. Needs no derivatives of the robots. Nothing
 * is allocated by running. One caller at a time.
 */
final class ClippedObjective {
  private final LaneSimulation simulation;
  private final PolicyRollout window;
  private final LaneNetwork network;
  private final int actions;
  private final double clip;
  /** z of each step. */
  private final Batch[] drawn;
  /** Log-densities when it was drawn, and advantages, a row for each step. */
  private final Batch before;
  private final Batch advantages;
  private final Batch[] meanOf;
  private final Batch[] barOf;
  private final double[] logDeviations;
  private final double[][] deviationBars;
  private final double[] divergences;
  private final Workers.Task draw = this::draw;
  private final Workers.Task pass = this::pass;
  private int firstStep;
  private int partSteps;

  /**
   * Of a policy's network.
   *
   * @param slots steps that are done at once, at most
   * @param clip c
   */
  ClippedObjective(LaneSimulation simulation, Mlp mlp, PolicyRollout window, int slots, double clip) {
    this.simulation = simulation;
    this.window = window;
    this.clip = clip;
    actions = mlp.outputCount();
    network = new LaneNetwork(mlp, simulation.lanes(), slots);
    drawn = new Batch[window.stepCount()];
    Arrays.setAll(drawn, t -> simulation.rows(actions));
    before = simulation.rows(drawn.length);
    advantages = simulation.rows(drawn.length);
    meanOf = new Batch[slots];
    barOf = new Batch[slots];
    for (int slot = 0; slot < slots; slot++) {
      meanOf[slot] = simulation.rows(actions);
      barOf[slot] = simulation.rows(actions);
    }
    logDeviations = new double[actions];
    deviationBars = new double[slots][actions];
    divergences = new double[slots];
  }

  /** A of each step, a row each, to be set by the caller. */
  Batch advantages() {
    return advantages;
  }

  /** Takes over parameters, W and then s. */
  void set(double[] parameters) {
    network.set(parameters);
    System.arraycopy(parameters, network.mlp().weightCount(), logDeviations, 0, actions);
  }

  /** The window was drawn with the present parameters: keeps what was drawn, and its densities. */
  void begin() {
    for (int first = 0; first < drawn.length; first += meanOf.length) {
      firstStep = first;
      partSteps = Math.min(meanOf.length, drawn.length - first);
      simulation.run(draw, partSteps);
    }
  }

  private void draw(int first, int end, Workspace workspace) {
    for (int slot = first; slot < end; slot++) {
      int t = firstStep + slot;
      for (int block = 0; block < before.blockCount(); block++) {
        network.forward(window.input(t), meanOf[slot], block);
        int lanes = LaneRows.first(before, block) + LaneRows.count(before, block);
        for (int lane = LaneRows.first(before, block); lane < lanes; lane++) {
          double log = 0;
          for (int i = 0; i < actions; i++) {
            double eps = window.noise(t).get(i, lane);
            log -= eps * eps / 2 + logDeviations[i];
            drawn[t].set(i, lane, meanOf[slot].get(i, lane) + Math.exp(logDeviations[i]) * eps);
          }
          before.set(t, lane, log);
        }
      }
    }
  }

  /**
   * The gradient of one part of the window.
   *
   * @param first step
   * @param count steps, at most as many as there are slots
   * @param gradient by W, then s (overwritten)
   * @return the divergence from the policy that drew, {@code mean (rho - 1 - log rho)}
   */
  double gradient(int first, int count, double[] gradient) {
    firstStep = first;
    partSteps = count;
    simulation.run(pass, meanOf.length);
    network.gradient(gradient);
    int weights = network.mlp().weightCount();
    Arrays.fill(gradient, weights, weights + actions, 0);
    for (double[] bars : deviationBars) {
      for (int i = 0; i < actions; i++) {
        gradient[weights + i] += bars[i];
      }
    }
    double divergence = 0;
    for (double share : divergences) {
      divergence += share;
    }
    return divergence;
  }

  /** A slot is a step of the part under way, with all robots. */
  private void pass(int first, int end, Workspace workspace) {
    for (int slot = first; slot < end; slot++) {
      network.clear(slot);
      Arrays.fill(deviationBars[slot], 0);
      divergences[slot] = 0;
      int t = firstStep + slot;
      for (int block = 0; slot < partSteps && block < before.blockCount(); block++) {
        network.forward(window.input(t), meanOf[slot], block);
        seed(t, slot, block);
        network.backward(window.input(t), barOf[slot], slot, null, block);
      }
    }
  }

  private void seed(int t, int slot, int block) {
    Batch mean = meanOf[slot];
    double count = (double) partSteps * mean.robotCount();
    int lanes = LaneRows.first(mean, block) + LaneRows.count(mean, block);
    for (int lane = LaneRows.first(mean, block); lane < lanes; lane++) {
      double change = -before.get(t, lane);
      for (int i = 0; i < actions; i++) {
        double eps = eps(t, i, lane, mean);
        change -= eps * eps / 2 + logDeviations[i];
      }
      double ratio = Math.exp(change);
      double advantage = advantages.get(t, lane);
      boolean clipped = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
      double logBar = clipped ? 0 : -advantage * ratio / count;
      divergences[slot] += (ratio - 1 - change) / count;
      for (int i = 0; i < actions; i++) {
        double eps = eps(t, i, lane, mean);
        barOf[slot].set(i, lane, logBar * eps * Math.exp(-logDeviations[i]));
        deviationBars[slot][i] += logBar * (eps * eps - 1);
      }
    }
  }

  /** The noise that would draw the same from the present policy. */
  private double eps(int t, int i, int lane, Batch mean) {
    return (drawn[t].get(i, lane) - mean.get(i, lane)) * Math.exp(-logDeviations[i]);
  }
}
