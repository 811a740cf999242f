package io.github.lanewise.deformable;

import java.util.List;

/**
 * What a tool does in an environment step for an action: commands, each held for as many substeps.
 *
 * <p>A command of a cloth's gripper is {@code (d_x, d_y, d_z, o)}: in each substep the gripper moves by d [m] and is as
 * open as o. One of a rope's box is {@code (j_x, j_y, j_z, d_x, d_y, d_z)}: before its first substep the box is put
 * elsewhere by j [m], touching nothing on the way, and in each it moves by d [m]. Implementations are immutable and
 * safe for threads.
 */
public interface ToolProgram {
  /** Numbers of a gripper's command. */
  int GRIPPER = 4;
  /** Numbers of a box's command. */
  int BOX = 6;

  /** {@return numbers of a command: {@link #GRIPPER} or {@link #BOX}} */
  int commandSize();

  /** {@return names of the rows of an action} */
  List<String> actionNames();

  /** {@return how many commands a step has} */
  int commandCount();

  /** {@return for how many substeps a command is held} */
  int heldFor();

  /**
   * The commands of an action.
   *
   * @param action as {@link #actionNames} says
   * @param tool where it is at first, three coordinates [m]
   * @param commands one after the other (overwritten)
   */
  void commands(double[] action, double[] tool, double[] commands);

  /**
   * Their pullback.
   *
   * @param action as of {@link #commands}
   * @param tool as of {@link #commands}
   * @param commandBars cotangents of the commands, summed over the substeps for which each is held
   * @param actionBar of the action (overwritten)
   * @param toolBar of where the tool was (overwritten)
   */
  void pullBack(double[] action, double[] tool, double[] commandBars, double[] actionBar, double[] toolBar);

  /**
   * Their pushforward.
   *
   * @param action as of {@link #commands}
   * @param tool as of {@link #commands}
   * @param actionDot tangent of the action
   * @param toolDot of where the tool is
   * @param commandDots of the commands (overwritten)
   */
  void pushForward(double[] action, double[] tool, double[] actionDot, double[] toolDot, double[] commandDots);
}
