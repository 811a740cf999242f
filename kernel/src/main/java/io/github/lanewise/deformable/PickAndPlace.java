package io.github.lanewise.deformable;

import java.util.Arrays;
import java.util.List;

/**
 * Picks the cloth up at one place of the floor and lets it go above another: the environment step of the cloth tasks of
 * DaXBench (Chen and others, ICLR 2023), 40 commands of 50 substeps.
 *
 * <p>The action is (pick x, y, z, place x, y, z) in m, and both y count as 0. Open, 3 commands bring the gripper to
 * where it picks; closed, 10 raise it by 0.006 m each and 20 carry it over; open again, 7 wait. A command moves the
 * gripper by at most 2 m each way, in equal parts in its substeps.
 */
public final class PickAndPlace implements ToolProgram {
  private static final int APPROACH = 3;
  private static final int LIFT = 10;
  private static final int CARRY = 20;
  private static final int WAIT = 7;
  private static final int SUBSTEPS = 50;
  private static final double RISE = 0.006;
  private static final double MOST = 2;

  /** The only one there is. */
  public PickAndPlace() {}

  @Override
  public int commandSize() {
    return GRIPPER;
  }

  @Override
  public List<String> actionNames() {
    return List.of("pick x", "pick y", "pick z", "place x", "place y", "place z");
  }

  @Override
  public int commandCount() {
    return APPROACH + LIFT + CARRY + WAIT;
  }

  @Override
  public int heldFor() {
    return SUBSTEPS;
  }

  /** Of the floor under a pick or a place. */
  private static double at(double[] action, int place, int c) {
    return c == 1 ? 0 : action[3 * place + c];
  }

  @Override
  public void commands(double[] action, double[] gripper, double[] commands) {
    Arrays.fill(commands, 0, GRIPPER * commandCount(), 0);
    for (int c = 0; c < 3; c++) {
      double approach = Math.clamp((at(action, 0, c) - gripper[c]) / APPROACH, -MOST, MOST) / SUBSTEPS;
      double carry = Math.clamp((at(action, 1, c) - at(action, 0, c)) / CARRY, -MOST, MOST) / SUBSTEPS;
      fill(commands, 0, APPROACH, c, approach);
      fill(commands, APPROACH + LIFT, CARRY, c, carry);
    }
    fill(commands, APPROACH, LIFT, 1, RISE / SUBSTEPS);
    fill(commands, 0, APPROACH, 3, 1);
    fill(commands, APPROACH + LIFT + CARRY, WAIT, 3, 1);
  }

  private static void fill(double[] commands, int first, int count, int row, double value) {
    for (int k = first; k < first + count; k++) {
      commands[GRIPPER * k + row] = value;
    }
  }

  private static double sum(double[] commands, int first, int count, int row) {
    double sum = 0;
    for (int k = first; k < first + count; k++) {
      sum += commands[GRIPPER * k + row];
    }
    return sum;
  }

  /** Derivative of {@code clip(distance / count) / substeps}. */
  private static double rate(double distance, int count) {
    return Math.abs(distance) <= MOST * count ? 1.0 / count / SUBSTEPS : 0;
  }

  @Override
  public void pullBack(double[] action, double[] gripper, double[] commandBars, double[] actionBar,
      double[] gripperBar) {
    for (int c = 0; c < 3; c++) {
      double approach = rate(at(action, 0, c) - gripper[c], APPROACH) * sum(commandBars, 0, APPROACH, c);
      double carry = rate(at(action, 1, c) - at(action, 0, c), CARRY) * sum(commandBars, APPROACH + LIFT, CARRY, c);
      actionBar[c] = c == 1 ? 0 : approach - carry;
      actionBar[3 + c] = c == 1 ? 0 : carry;
      gripperBar[c] = -approach;
    }
  }

  @Override
  public void pushForward(double[] action, double[] gripper, double[] actionDot, double[] gripperDot,
      double[] commandDots) {
    Arrays.fill(commandDots, 0, GRIPPER * commandCount(), 0);
    for (int c = 0; c < 3; c++) {
      double pick = at(actionDot, 0, c);
      fill(commandDots, 0, APPROACH, c, rate(at(action, 0, c) - gripper[c], APPROACH) * (pick - gripperDot[c]));
      fill(commandDots, APPROACH + LIFT, CARRY, c,
          rate(at(action, 1, c) - at(action, 0, c), CARRY) * (at(actionDot, 1, c) - pick));
    }
  }
}
