package io.github.lanewise.deformable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Commands that are the action themselves.
 *
 * @param commandCount how many, at least 1
 * @param heldFor substeps of each, at least 1
 */
public record HeldCommands(int commandCount, int heldFor) implements GripperProgram {
  /** Refuses a program of nothing. */
  public HeldCommands {
    if (commandCount < 1 || heldFor < 1) {
      throw new IllegalArgumentException(commandCount + " commands for " + heldFor + " substeps each: at least 1");
    }
  }

  @Override
  public List<String> actionNames() {
    return IntStream.range(0, commandCount).boxed()
        .flatMap(k -> Stream.of("x move ", "y move ", "z move ", "open ").map(name -> name + k)).toList();
  }

  @Override
  public void commands(double[] action, double[] gripper, double[] commands) {
    System.arraycopy(action, 0, commands, 0, COMMAND * commandCount);
  }

  @Override
  public void pullBack(double[] action, double[] gripper, double[] commandBars, double[] actionBar,
      double[] gripperBar) {
    System.arraycopy(commandBars, 0, actionBar, 0, COMMAND * commandCount);
    Arrays.fill(gripperBar, 0);
  }

  @Override
  public void pushForward(double[] action, double[] gripper, double[] actionDot, double[] gripperDot,
      double[] commandDots) {
    System.arraycopy(actionDot, 0, commandDots, 0, COMMAND * commandCount);
  }
}
