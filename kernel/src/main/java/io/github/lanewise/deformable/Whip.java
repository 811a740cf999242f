package io.github.lanewise.deformable;

import java.util.Arrays;
import java.util.List;

/**
 * Moves the box by a fiftieth of the action: the environment step of the task whip of DaXBench (Chen and others, ICLR
 * 2023), one command of 70 substeps.
 *
 * <p>The action is (x, y, z, and three numbers that count for nothing, as published); the box moves by a fiftieth of
 * the first three in m, at most 1 m each way, in equal parts in the substeps.
 */
public final class Whip implements ToolProgram {
  private static final int SUBSTEPS = 70;
  private static final double SCALE = 1.0 / 50;
  private static final double MOST = 1;

  /** The only one there is. */
  public Whip() {}

  @Override
  public int commandSize() {
    return BOX;
  }

  @Override
  public List<String> actionNames() {
    return List.of("x move", "y move", "z move", "x unused", "y unused", "z unused");
  }

  @Override
  public int commandCount() {
    return 1;
  }

  @Override
  public int heldFor() {
    return SUBSTEPS;
  }

  @Override
  public void commands(double[] action, double[] tool, double[] commands) {
    for (int c = 0; c < 3; c++) {
      commands[c] = 0;
      commands[3 + c] = Math.clamp(SCALE * action[c], -MOST, MOST) / SUBSTEPS;
    }
  }

  private static double rate(double number) {
    return Math.abs(SCALE * number) <= MOST ? SCALE / SUBSTEPS : 0;
  }

  @Override
  public void pullBack(double[] action, double[] tool, double[] commandBars, double[] actionBar, double[] toolBar) {
    for (int c = 0; c < 3; c++) {
      actionBar[c] = rate(action[c]) * commandBars[3 + c];
      actionBar[3 + c] = 0;
    }
    Arrays.fill(toolBar, 0);
  }

  @Override
  public void pushForward(double[] action, double[] tool, double[] actionDot, double[] toolDot, double[] commandDots) {
    for (int c = 0; c < 3; c++) {
      commandDots[c] = 0;
      commandDots[3 + c] = rate(action[c]) * actionDot[c];
    }
  }
}
