package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;

/**
 * {@code x' = F(x, u, p)}: what the commands of a {@link ToolProgram} for the action u do to a cloth or a rope, for one
 * environment of a batch at a time, with the derivatives. Rows of states are those of {@link ClothSimulation#state} or
 * {@link RopeSimulation#state}; there may be more behind them, which are left alone. Nothing is allocated by running.
 * For one thread.
 */
public final class EnvironmentStep {
  private final ToolProgram program;
  private final CommandRun run;
  private final int toolRow;
  private final Batch commands;
  private final Batch commandChange;
  private final double[] action;
  private final double[] actionChange;
  private final double[] tool = new double[3];
  private final double[] toolChange = new double[3];
  private final double[] values;

  /**
   * Allocates.
   *
   * @param cloth what is moved
   * @param program of the gripper
   * @param type of numbers
   * @throws IllegalArgumentException if it is one of a box
   */
  public EnvironmentStep(Cloth cloth, ToolProgram program, ElementType type) {
    this(require(program, ToolProgram.GRIPPER, "gripper of a cloth"), CommandRun.of(cloth, program, type),
        ClothSimulation.stateCount(cloth) - 3);
  }

  /**
   * Allocates.
   *
   * @param rope what is moved
   * @param program of the box
   * @param type of numbers
   * @throws IllegalArgumentException if it is one of a gripper
   */
  public EnvironmentStep(Rope rope, ToolProgram program, ElementType type) {
    this(require(program, ToolProgram.BOX, "box of a rope"), CommandRun.of(rope, program, type),
        RopeSimulation.stateCount(rope) - 3);
  }

  private EnvironmentStep(ToolProgram program, CommandRun run, int toolRow) {
    this.program = program;
    this.run = run;
    this.toolRow = toolRow;
    action = new double[program.actionNames().size()];
    actionChange = new double[action.length];
    values = new double[program.commandSize() * program.commandCount()];
    commands = new Batch(ElementType.DOUBLE, values.length, 1);
    commandChange = new Batch(ElementType.DOUBLE, values.length, 1);
  }

  private static ToolProgram require(ToolProgram program, int size, String whose) {
    if (program.commandSize() != size) {
      throw new IllegalArgumentException("a program of " + program.commandSize() + " numbers a command for the " + whose
          + ", which takes " + size);
    }
    return program;
  }

  /**
   * The first row of a state that is a place in which nothing can be, -1 if there is none: outside the unit cube, of a
   * rope outside the nodes around it. What is no number is nowhere, and passes.
   *
   * @param state x
   * @param environment counted from 0
   * @return row, counted from 0
   */
  public int outside(Batch state, int environment) {
    return run.outside(state, environment);
  }

  /**
   * {@return what a place lies outside of, for messages}
   *
   * @param state x
   * @param environment counted from 0
   * @param row of the place
   */
  public String room(Batch state, int environment, int row) {
    return run.room(state, environment, row);
  }

  private void begin(Batch state, Batch u, int environment) {
    read(u, 0, environment, action);
    read(state, toolRow, environment, tool);
    program.commands(action, tool, values);
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
   * @param parameters p, as of {@link ClothSimulation#parameters} or {@link RopeSimulation#parameters}
   * @param environment counted from 0
   */
  public void step(Batch state, Batch u, Batch parameters, int environment) {
    step(state, u, parameters, environment, null);
  }

  /**
   * A step of which more is kept than where it leads.
   *
   * @param state x, then x' (modified)
   * @param u action
   * @param parameters p
   * @param environment counted from 0
   * @param trail states after each command, an environment each (overwritten); null for none
   */
  public void step(Batch state, Batch u, Batch parameters, int environment, Batch trail) {
    begin(state, u, environment);
    run.forward(state, commands, parameters, environment, trail);
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
   * @param tamed see {@link BodyPullback#tame}
   */
  public void pullBack(Batch state, Batch u, Batch parameters, int environment, Batch nextBar, Batch stateBar,
      Batch actionBar, Batch parameterBar, boolean tamed) {
    begin(state, u, environment);
    run.pullBack(state, commands, parameters, environment, nextBar, stateBar, commandChange, parameterBar, tamed);
    read(commandChange, 0, 0, values);
    program.pullBack(action, tool, values, actionChange, toolChange);
    for (int row = 0; row < action.length; row++) {
      actionBar.set(row, environment, actionBar.get(row, environment) + actionChange[row]);
    }
    for (int c = 0; c < 3; c++) {
      stateBar.set(toolRow + c, environment, stateBar.get(toolRow + c, environment) + toolChange[c]);
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
    read(stateDot, toolRow, environment, toolChange);
    program.pushForward(action, tool, actionChange, toolChange, values);
    write(values, commandChange, 0);
    run.pushForward(state, commands, parameters, environment, stateDot, commandChange, parameterDot, nextDot);
  }
}
