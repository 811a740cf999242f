package io.github.lanewise.task;

import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * {@code r = x' + H(z + 0.3) + 1 - pitch^2 / (pi/6)^2 - 0.1 sum a^2}: a planar leg is to hop forwards, upright; it
 * fails below z = -0.45, its torso 0.8 m above the ground. Figures of DiffRL's task.
 */
final class Hopper extends PublishedTask {
  private static final Rules RULES =
      new Rules(16, new PenaltyContact(2e4, 1e3, 1e3, 0.9), new JointLimits(1e3, 10, true), 1000);
  private static final double PITCH = Math.PI / 6;

  Hopper(TaskVariant variant) {
    super("hopper", RULES, variant);
  }

  @Override
  public List<String> observationNames() {
    return ownNames(1);
  }

  @Override
  public Scalar[] observation(Scalar[] q, Scalar[] v, Scalar[] last) {
    return Stream.concat(Arrays.stream(q, 1, q.length), Arrays.stream(v)).toArray(Scalar[]::new);
  }

  @Override
  public Scalar reward(Scalar[] q, Scalar[] v, Scalar[] action) {
    return v[0].plus(height(q[1].plus(0.3), 0.3, 1)).plus(1).minus(q[2].squared().over(PITCH * PITCH))
        .minus(squares(action).times(0.1));
  }

  @Override
  public Scalar margin(Scalar[] q, Scalar[] v) {
    return q[1].plus(0.45);
  }

  @Override
  public void start(RandomGenerator random, double[] x) {
    for (int row = 0; row < x.length; row++) {
      x[row] = noise(random, 0.05);
    }
  }
}
