package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;

/**
 * Commands of a tool, each held for some substeps, and the derivatives: for one environment of a batch at a time.
 * For one thread.
 *
 * <p>Rows of states are those of {@link BodySimulation#state}; commands, their tangents and their cotangents, summed
 * over the substeps of each, are batches of a single lane.
 */
abstract class CommandRun {
  static CommandRun of(Cloth cloth, ToolProgram program, ElementType type) {
    return type == ElementType.DOUBLE ? new DoubleRun(new DoubleClothSubstep(cloth), program)
        : new FloatRun(new FloatClothSubstep(cloth), program);
  }

  static CommandRun of(Rope rope, ToolProgram program, ElementType type) {
    return type == ElementType.DOUBLE ? new DoubleRun(new DoubleRopeSubstep(rope), program)
        : new FloatRun(new FloatRopeSubstep(rope), program);
  }

  /** See {@link EnvironmentStep#outside}. */
  abstract int outside(Batch state, int environment);

  /** See {@link EnvironmentStep#room}. */
  abstract String room(Batch state, int environment, int row);

  /**
   * All substeps.
   *
   * @param state x (modified)
   * @param commands of the environment
   * @param parameters p
   * @param environment counted from 0
   * @param trail states after each command, an environment each (overwritten); null if they are not wanted
   */
  abstract void forward(Batch state, Batch commands, Batch parameters, int environment, Batch trail);

  /**
   * The pullback.
   *
   * @param nextBar cotangent of x'
   * @param stateBar of x (overwritten)
   * @param commandBars of the commands (overwritten)
   * @param parameterBar of p (overwritten); null if it is not wanted
   * @param tamed see {@link BodyPullback#tame}
   */
  abstract void pullBack(Batch state, Batch commands, Batch parameters, int environment, Batch nextBar,
      Batch stateBar, Batch commandBars, Batch parameterBar, boolean tamed);

  /**
   * The pushforward.
   *
   * @param stateDot tangent of x
   * @param commandDots of the commands
   * @param parameterDot of p
   * @param nextDot of x' (overwritten)
   */
  abstract void pushForward(Batch state, Batch commands, Batch parameters, int environment, Batch stateDot,
      Batch commandDots, Batch parameterDot, Batch nextDot);
}
