package io.github.lanewise.task;

import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.trace.Scalar;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code r = -th^2 - 0.1 th'^2 - 0.05 x^2 - 0.1 x'^2}: a pole on a cart is to swing up and stay, th = 0 upright and
 * counted from -pi to pi. It never fails. Figures of DiffRL's task.
 */
final class CartPole extends PublishedTask {
  private static final Rules RULES = new Rules(4, null, new JointLimits(100, 1, true), 240);

  CartPole(TaskVariant variant) {
    super("cartpole", RULES, variant);
  }

  @Override
  public List<String> observationNames() {
    return List.of("cart", "cart velocity", "sine of pole", "cosine of pole", "pole velocity");
  }

  @Override
  public Scalar[] observation(Scalar[] q, Scalar[] v, Scalar[] last) {
    return new Scalar[] {q[0], v[0], q[1].sin(), q[1].cos(), v[1]};
  }

  @Override
  public Scalar reward(Scalar[] q, Scalar[] v, Scalar[] action) {
    Scalar angle = q[1].sin().atan2(q[1].cos());
    return angle.squared().plus(v[1].squared().times(0.1)).plus(q[0].squared().times(0.05))
        .plus(v[0].squared().times(0.1)).negate();
  }

  @Override
  public void start(RandomGenerator random, double[] x) {
    x[0] = noise(random, Math.PI / 2);
    x[1] = -Math.PI + noise(random, Math.PI / 2);
    x[2] = noise(random, 0.25);
    x[3] = noise(random, 0.25);
  }
}
