package io.github.lanewise.task;

import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * {@code r = x' - 0.1 sum a^2}: a planar cheetah is to run. It never fails. Its front foot starts outside its range.
 * Figures of DiffRL's task.
 */
final class Cheetah extends PublishedTask {
  private static final Rules RULES =
      new Rules(16, new PenaltyContact(2e4, 1e3, 1e3, 1), new JointLimits(1e3, 10, true), 1000);

  Cheetah(TaskVariant variant) {
    super("cheetah", RULES, variant);
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
    return v[0].minus(squares(action).times(0.1));
  }

  @Override
  public Scalar margin(Scalar[] q, Scalar[] v) {
    return Scalar.ONE;
  }

  @Override
  public void start(RandomGenerator random, double[] x) {
    int nq = robot().nq();
    for (int row = 0; row < nq; row++) {
      x[row] = noise(random, 0.1);
    }
    x[1] -= 0.2;
    for (int row = nq; row < x.length; row++) {
      x[row] = noise(random, 0.25);
    }
  }
}
