package io.github.lanewise.policy;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code u_i = s_i (b_i + sum_h V_ih tanh(a_h + sum_j U_hj z_j))} with inputs z = (q, v / 10 rad/s, sin 2 pi t / 1 s,
 * cos 2 pi t / 1 s): a network of one hidden layer.
 *
 * <p>Parameters, all pure numbers with scale 1: for each hidden unit its row of U, then a_h; for each joint its row of
 * V, then b_i. s_i is the force that accelerates joint i by {@value JointScales#ACCELERATION} rad/s^2.
 */
public final class NeuralPolicy implements Policy {
  private static final double VELOCITY = 10;
  private static final double PERIOD = 1;

  private final int hidden;
  private final double[] outputs;
  private final List<PolicyParameter> parameters = new ArrayList<>();

  /**
   * Nominal weights are drawn from a normal distribution with a variance of one over the number of terms of their sum;
   * biases are zero.
   *
   * @param hidden number of hidden units
   * @param seed of the nominal weights
   */
  public NeuralPolicy(RobotModel model, int hidden, long seed) {
    if (hidden < 1) {
      throw new IllegalArgumentException("a network of " + hidden + " hidden units: at least 1");
    }
    this.hidden = hidden;
    outputs = JointScales.forces(model);
    SplittableRandom random = new SplittableRandom(seed);
    int inputs = model.nq() + model.nv() + 2;
    for (int h = 0; h < hidden; h++) {
      addRow("U_" + h, inputs, "a_" + h, random);
    }
    for (Joint joint : model.joints()) {
      addRow("V_" + joint.name(), hidden, "b_" + joint.name(), random);
    }
  }

  private void addRow(String weights, int count, String bias, SplittableRandom random) {
    for (int j = 0; j < count; j++) {
      parameters.add(new PolicyParameter(weights + "_" + j, "", random.nextGaussian() / Math.sqrt(count), 1));
    }
    parameters.add(new PolicyParameter(bias, "", 0, 1));
  }

  @Override
  public List<PolicyParameter> parameters() {
    return List.copyOf(parameters);
  }

  @Override
  public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    List<Scalar> z = new ArrayList<>(List.of(q));
    for (Scalar rate : v) {
      z.add(rate.over(VELOCITY));
    }
    Scalar phase = time.times(2 * Math.PI / PERIOD);
    z.add(phase.sin());
    z.add(phase.cos());
    List<Scalar> layer = new ArrayList<>();
    int at = 0;
    for (int h = 0; h < hidden; h++, at += z.size() + 1) {
      layer.add(weighted(z, w, at).tanh());
    }
    Scalar[] u = new Scalar[v.length];
    for (int i = 0; i < u.length; i++, at += hidden + 1) {
      u[i] = weighted(layer, w, at).times(outputs[i]);
    }
    return u;
  }

  /** {@code w_at x_0 + w_at+1 x_1 + .. + w_at+n}. */
  private static Scalar weighted(List<Scalar> x, Scalar[] w, int at) {
    Scalar sum = w[at + x.size()];
    for (int j = 0; j < x.size(); j++) {
      sum = sum.plus(w[at + j].times(x.get(j)));
    }
    return sum;
  }
}
