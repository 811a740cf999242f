package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.FloatNetwork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * {@code y = f(x)} and {@code J = dy/dx} of a network: the samples of all competitors and what they find.
 *
 * <p>Necessary operations, an FMA counting two: {@code 2 B (P(L) + m P(L-1))}, P(l) being the sum of n_i n_(i-1) over
 * layers 1 to l: each of the m rows begins as one of the last weights.
 */
@State(Scope.Thread)
public abstract class JacobianState {
  private static final double STEP = 1e-5;

  /** Widths and batch. */
  @Param("12-256-256-8:256")
  public String network;
  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  NetworkData data;

  private DoubleNetwork doubles;
  private FloatNetwork floats;
  private double[] y;
  private double[] jacobians;
  private float[] fy;
  private float[] fjacobians;

  /** Draws the samples, lets this library find Jacobians and compares them with finite differences. */
  void prepare() {
    data = new NetworkData(network);
    doubles = new DoubleNetwork(data.mlp, data.batch);
    floats = new FloatNetwork(data.mlp, data.batch);
    y = new double[data.t.length];
    jacobians = new double[data.jacobians.length];
    fy = new float[y.length];
    fjacobians = new float[jacobians.length];
    checkAlong(Dense.random(data.x.length, 7));
    if (type == ElementType.FLOAT) {
      lanewise();
      check("float", Dense.widened(fy), Dense.widened(fjacobians), y, jacobians);
    }
    int top = data.mlp.layerCount();
    Rates.flops(type, 2.0 * data.batch * (data.weights(top) + data.mlp.outputCount() * data.weights(top - 1)));
  }

  private void checkAlong(double[] direction) {
    double[] ahead = valueAt(direction, STEP);
    double[] behind = valueAt(direction, -STEP);
    doubles.jacobian(data.batch, data.parameters, data.x, y, jacobians);
    int n = data.mlp.inputCount();
    int m = data.mlp.outputCount();
    double[] differences = new double[y.length];
    double[] slopes = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      differences[i] = (ahead[i] - behind[i]) / (2 * STEP);
      for (int j = 0; j < n; j++) {
        slopes[i] += jacobians[i * n + j] * direction[i / m * n + j];
      }
    }
    Agreement.check("the Jacobian along a direction", slopes, differences, 1e-6);
  }

  private double[] valueAt(double[] direction, double step) {
    double[] moved = data.x.clone();
    for (int e = 0; e < moved.length; e++) {
      moved[e] += step * direction[e];
    }
    double[] value = new double[y.length];
    doubles.forward(data.batch, data.parameters, moved, value);
    return value;
  }

  /** Values and Jacobians, which stay here. */
  void lanewise() {
    if (type == ElementType.DOUBLE) {
      doubles.jacobian(data.batch, data.parameters, data.x, y, jacobians);
    } else {
      floats.jacobian(data.batch, data.fparameters, data.fx, fy, fjacobians);
    }
  }

  /**
   * Compares a competitor with this library in the same number type.
   *
   * @throws IllegalStateException if the competitor's values or Jacobians differ
   */
  void check(String competitor, double[] itsValues, double[] itsJacobians) {
    lanewise();
    boolean isDouble = type == ElementType.DOUBLE;
    check(competitor, itsValues, itsJacobians, isDouble ? y : Dense.widened(fy),
        isDouble ? jacobians : Dense.widened(fjacobians));
  }

  private void check(String competitor, double[] itsValues, double[] itsJacobians, double[] values,
      double[] expected) {
    double tolerance = Agreement.tolerance(type);
    Agreement.check("the values of " + competitor, itsValues, values, tolerance);
    Agreement.check("the Jacobians of " + competitor, itsJacobians, expected, tolerance);
  }
}
