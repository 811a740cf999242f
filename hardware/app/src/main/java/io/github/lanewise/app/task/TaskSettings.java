package io.github.lanewise.app.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.ChosenTask;
import io.github.lanewise.app.options.VariantOptions;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.learning.PolicyAgent;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskVariant;

/**
 * What {@code lanewise task} was asked to do.
 *
 * @param learned who acts in place of the actions; null for these
 * @param gradient whether the gradient of the return is wanted, too
 * @param timing longest time for which each speed is measured [s]; 0 for none
 */
record TaskSettings(ChosenTask chosen, Size size, TaskActions.Source actions, Learned learned,
    TaskStart start, boolean gradient, Computing computing, double timing) {
  /**
   * How much.
   *
   * @param lanes robots
   * @param steps T, control steps of each
   */
  record Size(int lanes, int steps) {}

  /**
   * A policy that was learned.
   *
   * @param stochastic whether it acts with its noise
   */
  record Learned(GaussianPolicy policy, boolean stochastic) {
    /** Who acts in a roll-out. */
    PolicyAgent agent(LaneTask task, LaneSimulation simulation, TaskRollout rollout, long seed) {
      return new PolicyAgent(policy, task, simulation, rollout, stochastic, seed);
    }
  }

  /**
   * How it is computed.
   *
   * @param seed of starts and random actions
   */
  record Computing(ElementType precision, int threads, long seed) {}

  LaneTask task() {
    return chosen.task();
  }

  TaskVariant variant() {
    return chosen.variant();
  }

  /** Rows of q as reported. */
  int nq() {
    return task().positionCount();
  }

  /** Rows of qd as reported. */
  int nv() {
    return task().stateNames().size() - nq();
  }

  int observationCount() {
    return task().observationNames().size();
  }

  int actionCount() {
    return task().actions().size();
  }

  /** The words for the inertia, as they are typed. */
  String inertia() {
    return VariantOptions.inertia(variant());
  }

  /** What is not the task's own, inertia aside; empty if nothing. */
  String changes() {
    return VariantOptions.changes(variant());
  }

  /** The settings under their options' names, with units where they have one. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("task", task().name())
        .put("envs", size.lanes)
        .put("steps", size.steps)
        .put("actions", actions.name())
        .put("stochastic", learned == null ? null : learned.stochastic)
        .put("start", start.name())
        .put("gradient", gradient)
        .put("precision", Choice.text(computing.precision))
        .put("threads", computing.threads)
        .put("seed", computing.seed);
    VariantOptions.put(json, variant());
    chosen.facts().forEach((name, value) -> json.put(name.replace(' ', '_'), value));
    return json;
  }
}
