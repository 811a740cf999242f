package io.github.lanewise.hardware.app;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.SplittableRandom;

/** At rest in the neutral configuration, each held joint off by a random offset within {@value #OFFSET} rad or m. */
final class InitialStates {
  static final double OFFSET = 0.1;

  private InitialStates() {}

  /** Sets all robots of {@code states} (modified), nq + nv rows; robot k is the same in a batch of any size. */
  static void fill(RobotModel model, long seed, Batch states) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int robot = 0; robot < states.robots(); robot++) {
      double[] state = Arrays.copyOf(model.neutral(), states.rows());
      for (Joint joint : HoldGains.heldJoints(model)) {
        state[joint.idxQ()] += random.nextDouble(-OFFSET, OFFSET);
      }
      states.setRobot(robot, state);
    }
  }
}
