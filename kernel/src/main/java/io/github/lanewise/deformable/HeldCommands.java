package io.github.lanewise.deformable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Commands that are the action themselves.
 *
 * @param commandSize numbers of each
 * @param commandCount how many, at least 1
 * @param heldFor substeps of each, at least 1
 */
public record HeldCommands(int commandSize, int commandCount, int heldFor) implements ToolProgram {
  /** Refuses a program of nothing. */
  public HeldCommands {
    if (commandCount < 1 || heldFor < 1) {
      throw new IllegalArgumentException(commandCount + " commands for " + heldFor + " substeps each: at least 1");
    }
  }

  @Override
  public List<String> actionNames() {
    return IntStream.range(0, commandSize * commandCount)
        .mapToObj(row -> "number " + row % commandSize + " of command " + row / commandSize).toList();
  }

  @Override
  public void commands(double[] action, double[] tool, double[] commands) {
    System.arraycopy(action, 0, commands, 0, action.length);
  }

  @Override
  public void pullBack(double[] action, double[] tool, double[] commandBars, double[] actionBar, double[] toolBar) {
    System.arraycopy(commandBars, 0, actionBar, 0, action.length);
    Arrays.fill(toolBar, 0);
  }

  @Override
  public void pushForward(double[] action, double[] tool, double[] actionDot, double[] toolDot, double[] commandDots) {
    System.arraycopy(actionDot, 0, commandDots, 0, action.length);
  }
}
