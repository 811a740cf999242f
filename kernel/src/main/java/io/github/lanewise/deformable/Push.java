package io.github.lanewise.deformable;

import java.util.List;

/**
 * Puts the box down at one place of the ground and pushes it to another: the environment step of the task push of
 * DaXBench (Chen and others, ICLR 2023), 30 commands of 133 substeps, or fewer.
 *
 * <p>The action is (start x, y, z, end x, y, z) in m, and both y count as 0.01. A way longer than 0.3 m is cut to that;
 * the box moves along it in equal parts.
 *
 * @param commandCount how many, at least 1
 * @param heldFor substeps of each, at least 1
 */
public record Push(int commandCount, int heldFor) implements ToolProgram {
  private static final double HEIGHT = 0.01;
  private static final double LONGEST = 0.3;

  /** Refuses a push of nothing. */
  public Push {
    if (commandCount < 1 || heldFor < 1) {
      throw new IllegalArgumentException(commandCount + " commands for " + heldFor + " substeps each: at least 1");
    }
  }

  /** As published. */
  public Push() {
    this(30, 133);
  }

  @Override
  public int commandSize() {
    return BOX;
  }

  @Override
  public List<String> actionNames() {
    return List.of("start x", "start y", "start z", "end x", "end y", "end z");
  }

  /** What of the way is left: {@code min(1, 0.3/|way|)}. */
  private static double share(double x, double z) {
    double length = Math.hypot(x, z);
    return length > LONGEST ? LONGEST / length : 1;
  }

  @Override
  public void commands(double[] action, double[] tool, double[] commands) {
    double x = action[3] - action[0];
    double z = action[5] - action[2];
    double part = share(x, z) / commandCount / heldFor;
    for (int k = 0; k < commandCount; k++) {
      for (int c = 0; c < 3; c++) {
        double place = c == 1 ? HEIGHT : action[c];
        commands[BOX * k + c] = k == 0 ? place - tool[c] : 0;
        commands[BOX * k + 3 + c] = c == 0 ? part * x : c == 1 ? 0 : part * z;
      }
    }
  }

  @Override
  public void pullBack(double[] action, double[] tool, double[] commandBars, double[] actionBar, double[] toolBar) {
    double x = action[3] - action[0];
    double z = action[5] - action[2];
    double share = share(x, z);
    double barX = 0;
    double barZ = 0;
    for (int k = 0; k < commandCount; k++) {
      barX += commandBars[BOX * k + 3] / commandCount / heldFor;
      barZ += commandBars[BOX * k + 5] / commandCount / heldFor;
    }
    double along = share < 1 ? (barX * x + barZ * z) / (x * x + z * z) : 0; // A way that is cut may only turn.
    barX = share * (barX - along * x);
    barZ = share * (barZ - along * z);
    for (int c = 0; c < 3; c++) {
      double way = c == 0 ? barX : c == 1 ? 0 : barZ;
      actionBar[c] = c == 1 ? 0 : commandBars[c] - way;
      actionBar[3 + c] = way;
      toolBar[c] = -commandBars[c];
    }
  }

  @Override
  public void pushForward(double[] action, double[] tool, double[] actionDot, double[] toolDot, double[] commandDots) {
    double x = action[3] - action[0];
    double z = action[5] - action[2];
    double share = share(x, z);
    double dotX = actionDot[3] - actionDot[0];
    double dotZ = actionDot[5] - actionDot[2];
    double along = share < 1 ? (dotX * x + dotZ * z) / (x * x + z * z) : 0;
    for (int k = 0; k < commandCount; k++) {
      for (int c = 0; c < 3; c++) {
        double placeDot = c == 1 ? 0 : actionDot[c];
        double wayDot = c == 0 ? dotX - along * x : c == 1 ? 0 : dotZ - along * z;
        commandDots[BOX * k + c] = k == 0 ? placeDot - toolDot[c] : 0;
        commandDots[BOX * k + 3 + c] = share * wayDot / commandCount / heldFor;
      }
    }
  }
}
