package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;

/**
 * {@code x' = F(x, u, p)}: what the commands of a {@link GripperProgram} for the action u do to a cloth, for one
 * environment of a batch at a time, with the derivatives. Rows of states are those of {@link ClothSimulation#state};
 * there may be more behind them, which are left alone. Nothing is allocated by running. For one thread.
 */
public final class EnvironmentStep {
  private final GripperProgram program;
  private final CommandRun run;
  private final int gripperRow;
  private final Batch commands;
  private final Batch commandChange;
  private final double[] action;
  private final double[] actionChange;
  private final double[] gripper = new double[3];
  private final double[] gripperChange = new double[3];
  private final double[] values;

  /**
   * Allocates.
   *
   * @param cloth what is moved
   * @param program of the gripper
   * @param type of numbers
   */
  public EnvironmentStep(Cloth cloth, GripperProgram program, ElementType type) {
    this.program = program;
    run = CommandRun.of(cloth, program, type);
    gripperRow = 6 * cloth.pointCount();
    action = new double[program.actionNames().size()];
    actionChange = new double[action.length];
    values = new double[GripperProgram.COMMAND * program.commandCount()];
    commands = new Batch(ElementType.DOUBLE, values.length, 1);
    commandChange = new Batch(ElementType.DOUBLE, values.length, 1);
  }

  private void begin(Batch state, Batch u, int environment) {
    read(u, 0, environment, action);
    read(state, gripperRow, environment, gripper);
    program.commands(action, gripper, values);
    write(values, commands, 0);
  }

  private static void read(Batch batch, int first, int environment, double[] to) {
    for (int row = 0; row < to.length; row++) {
      to[row] = batch.get(first + row, environment);
    }
  }

  private static void write(double[] from, Batch batch, int environment) {
    for (int row = 0; row < from.length; row++) {
      batch.set(row, environment, from[row]);
    }
  }

  /**
   * A step.
   *
   * @param state x, then x' (modified)
   * @param u action
   * @param parameters k, mu and m, as of {@link ClothSimulation#parameters}
   * @param environment counted from 0
   */
  public void step(Batch state, Batch u, Batch parameters, int environment) {
    begin(state, u, environment);
    run.forward(state, commands, parameters, environment);
  }

  /**
   * The pullback of a step from x.
   *
   * @param state x
   * @param u action
   * @param parameters p
   * @param environment counted from 0
   * @param nextBar cotangent of x'
   * @param stateBar of x (overwritten)
   * @param actionBar of u (added to)
   * @param parameterBar of p (overwritten); null if it is not wanted
   * @param rescaled see {@link ClothPullback#rescale}
   */
  public void pullBack(Batch state, Batch u, Batch parameters, int environment, Batch nextBar, Batch stateBar,
      Batch actionBar, Batch parameterBar, boolean rescaled) {
    begin(state, u, environment);
    run.pullBack(state, commands, parameters, environment, nextBar, stateBar, commandChange, parameterBar, rescaled);
    read(commandChange, 0, 0, values);
    program.pullBack(action, gripper, values, actionChange, gripperChange);
    for (int row = 0; row < action.length; row++) {
      actionBar.set(row, environment, actionBar.get(row, environment) + actionChange[row]);
    }
    for (int c = 0; c < 3; c++) {
      stateBar.set(gripperRow + c, environment, stateBar.get(gripperRow + c, environment) + gripperChange[c]);
    }
  }

  /**
   * The pushforward of a step from x.
   *
   * @param stateDot tangent of x
   * @param uDot of u
   * @param parameterDot of p
   * @param nextDot of x' (overwritten)
   */
  void pushForward(Batch state, Batch u, Batch parameters, int environment, Batch stateDot, Batch uDot,
      Batch parameterDot, Batch nextDot) {
    begin(state, u, environment);
    read(uDot, 0, environment, actionChange);
    read(stateDot, gripperRow, environment, gripperChange);
    program.pushForward(action, gripper, actionChange, gripperChange, values);
    write(values, commandChange, 0);
    run.pushForward(state, commands, parameters, environment, stateDot, commandChange, parameterDot, nextDot);
  }
}
