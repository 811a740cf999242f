package io.github.lanewise.policy;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code u_i = s_i (b_i + sum_h V_ih tanh(a_h + sum_j U_hj z_j))} with inputs z = (q, v / 10 rad/s, sin 2 pi t / 1 s,
 * cos 2 pi t / 1 s): a network of one hidden layer.
 *
 * <p>Parameters, all pure numbers with scale 1: for each hidden unit its row of U, then a_h; for each driven
 * joint ({@link io.github.lanewise.dynamics.DrivenJoints}) its row of V, then b_i. s_i is the force that accelerates
 * joint i by {@value JointScales#ACCELERATION} rad/s^2.
 */
public final class NeuralPolicy implements Policy {
  private static final double VELOCITY = 10;
  private static final double PERIOD = 1;

  private final Mlp mlp;
  private final List<Joint> axes;
  private final double[] outputs;
  private final List<PolicyParameter> parameters = new ArrayList<>();
  /** Which of the network's numbers each parameter is. */
  private final List<Integer> places = new ArrayList<>();

  /**
   * The nominal parameters are the network's {@linkplain Mlp#initial initial} ones.
   *
   * @param model the robot
   * @param hidden number of hidden units
   * @param seed of the nominal weights
   */
  public NeuralPolicy(RobotModel model, int hidden, long seed) {
    if (hidden < 1) {
      throw new IllegalArgumentException("a network of " + hidden + " hidden units: at least 1");
    }
    axes = JointScales.axes(model);
    mlp = Mlp.of(model.nq() + model.nv() + 2, axes.size(), Activation.TANH, hidden);
    outputs = JointScales.forces(model);
    double[] nominal = mlp.initial(seed);
    for (int h = 0; h < hidden; h++) {
      addRow(1, h, "U_" + h, "a_" + h, nominal);
    }
    for (int i = 0; i < mlp.outputCount(); i++) {
      String joint = axes.get(i).name();
      addRow(2, i, "V_" + joint, "b_" + joint, nominal);
    }
  }

  private void addRow(int layer, int unit, String weights, String bias, double[] nominal) {
    int count = mlp.width(layer - 1);
    for (int j = 0; j < count; j++) {
      add(weights + "_" + j, mlp.weights(layer) + unit * count + j, nominal);
    }
    add(bias, mlp.bias(layer) + unit, nominal);
  }

  private void add(String name, int place, double[] nominal) {
    parameters.add(new PolicyParameter(name, "", nominal[place], 1));
    places.add(place);
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
    Scalar[] placed = new Scalar[w.length];
    for (int k = 0; k < w.length; k++) {
      placed[places.get(k)] = w[k];
    }
    Scalar[] y = mlp.trace(z.toArray(Scalar[]::new), placed);
    Scalar[] u = Scalar.zeros(v.length);
    for (int i = 0; i < y.length; i++) {
      int row = axes.get(i).idxV();
      u[row] = y[i].times(outputs[row]);
    }
    return u;
  }
}
