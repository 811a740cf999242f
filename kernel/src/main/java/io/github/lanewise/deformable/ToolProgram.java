package io.github.lanewise.deformable;

import java.util.List;

/**
 * What a tool does in an environment step for an action: commands, each held for as many substeps.
 *
 * <p>Implementations are immutable and safe for threads.
 */
public interface ToolProgram {
  /** {@return numbers of a command} */
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
