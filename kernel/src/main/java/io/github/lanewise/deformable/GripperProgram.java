package io.github.lanewise.deformable;

import java.util.List;

/**
 * What a gripper does in an environment step for an action: commands {@code (d_x, d_y, d_z, o)}, each held for as many
 * substeps, in each of which the gripper moves by d and is as open as o.
 *
 * <p>Implementations are immutable and safe for threads.
 */
public interface GripperProgram {
  /** Numbers of a command. */
  int COMMAND = 4;

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
   * @param gripper where it is at first, three coordinates [m]
   * @param commands one after the other (overwritten)
   */
  void commands(double[] action, double[] gripper, double[] commands);

  /**
   * Their pullback.
   *
   * @param action as of {@link #commands}
   * @param gripper as of {@link #commands}
   * @param commandBars cotangents of the commands, summed over the substeps for which each is held
   * @param actionBar of the action (overwritten)
   * @param gripperBar of where the gripper was (overwritten)
   */
  void pullBack(double[] action, double[] gripper, double[] commandBars, double[] actionBar, double[] gripperBar);

  /**
   * Their pushforward.
   *
   * @param action as of {@link #commands}
   * @param gripper as of {@link #commands}
   * @param actionDot tangent of the action
   * @param gripperDot of where the gripper is
   * @param commandDots of the commands (overwritten)
   */
  void pushForward(double[] action, double[] gripper, double[] actionDot, double[] gripperDot, double[] commandDots);
}
