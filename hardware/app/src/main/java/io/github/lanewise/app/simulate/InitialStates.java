package io.github.lanewise.app.simulate;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;

/**
 * At rest in the neutral configuration, each held joint off by a random offset within {@value #OFFSET} rad or m, joints
 * that follow others where these have them.
 */
final class InitialStates {
  static final double OFFSET = 0.1;

  private InitialStates() {}

  /** Sets all robots of {@code states} (modified), nq + nv rows; robot k is the same in a batch of any size. */
  static void fill(RobotModel model, long seed, Batch states) {
    RandomStream random = RandomStream.of(seed);
    for (int robot = 0; robot < states.robotCount(); robot++) {
      states.setRobot(robot, next(model, random));
    }
  }

  /** The state of robot k, counted from 0. */
  static double[] of(RobotModel model, long seed, int k) {
    RandomStream random = RandomStream.of(seed);
    for (int robot = 0; robot < k; robot++) {
      next(model, random);
    }
    return next(model, random);
  }

  private static double[] next(RobotModel model, RandomStream random) {
    double[] state = Arrays.copyOf(model.neutral(), model.nq() + model.nv());
    for (Joint joint : HoldGains.heldJoints(model)) {
      state[joint.idxQ()] += random.nextDouble(-OFFSET, OFFSET);
    }
    model.follow(state);
    return state;
  }
}
