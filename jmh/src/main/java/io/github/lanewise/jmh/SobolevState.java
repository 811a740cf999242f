package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.sobolev.DoubleSobolevLoss;
import io.github.lanewise.sobolev.FloatSobolevLoss;
import io.github.lanewise.sobolev.SobolevLoss;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * {@code (1/B) sum_b (|y - t|^2 + |J - T|^2)}, or with {@code m |v' (J - T)|^2} for one unit vector v a sample, and its
 * gradient by all parameters: the samples of all competitors and the gradient that they find.
 *
 * <p>Necessary operations, an FMA counting two, P(l) being the sum of n_i n_(i-1) over layers 1 to l of L:
 *
 * <ul>
 *   <li>values: forward, gradient by weights, and back through all weights but the first, {@code 3 P(L) - P(1)};
 *   <li>each of m rows of a Jacobian: back to the inputs, gradient by weights, and forward again, {@code 3 P(L-1)}; the
 *       last weights are where a row begins and ends, without a product;
 *   <li>a projection instead: as a row, and {@code 2 n_L n_(L-1)} for the last weights, and m n for {@code v' T};
 * </ul>
 *
 * <p>all by 2 B. What is done element by element, activations among it, is not counted.
 */
@State(Scope.Thread)
public abstract class SobolevState {
  private static final double STEP = 1e-5;

  /** How Jacobians are penalised. */
  public enum Penalty {
    /** All rows. */
    EXACT,
    /** One random projection of each sample's rows. */
    PROJECTED
  }

  /** Widths and batch. */
  @Param({"12-64-64-8:64", "21-256-256-14:256", "97-256-256-76:256"})
  public String network;
  /** Of Jacobians. */
  @Param({"EXACT", "PROJECTED"})
  public Penalty penalty;
  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  NetworkData data;

  private double[] gradient;
  private float[] fgradient;
  private DoubleSobolevLoss loss;
  private FloatSobolevLoss floatLoss;

  /** Draws the samples, lets this library find the gradient and compares it with finite differences. */
  void prepare() {
    data = new NetworkData(network);
    gradient = new double[data.parameters.length];
    fgradient = new float[gradient.length];
    SobolevLoss what = penalty == Penalty.EXACT ? SobolevLoss.exact(data.mlp) : SobolevLoss.projected(data.mlp, 1);
    loss = new DoubleSobolevLoss(what, data.batch);
    floatLoss = new FloatSobolevLoss(what, data.batch);
    checkAlong(Dense.random(gradient.length, 7));
    if (type == ElementType.FLOAT) {
      double value = atDouble(data.parameters);
      check("float", lanewise(), Dense.widened(fgradient), value, gradient);
    }
    Rates.flops(type, flops());
  }

  private void checkAlong(double[] direction) {
    double difference = (atDouble(moved(direction, STEP)) - atDouble(moved(direction, -STEP))) / (2 * STEP);
    atDouble(data.parameters);
    double slope = 0;
    double scale = 0;
    for (int e = 0; e < gradient.length; e++) {
      slope += gradient[e] * direction[e];
      scale += gradient[e] * gradient[e];
    }
    Agreement.check("the gradient along a direction", new double[] {slope, Math.sqrt(scale)},
        new double[] {difference, Math.sqrt(scale)}, 1e-6);
  }

  private double[] moved(double[] direction, double step) {
    double[] moved = data.parameters.clone();
    for (int e = 0; e < moved.length; e++) {
      moved[e] += step * direction[e];
    }
    return moved;
  }

  private double flops() {
    int top = data.mlp.layerCount();
    double outputs = data.mlp.outputCount();
    double value = 3 * data.weights(top) - data.weights(1);
    double row = 3 * data.weights(top - 1);
    double ends = 2 * outputs * data.mlp.width(top - 1) + outputs * data.mlp.inputCount();
    return 2.0 * data.batch * (value + (penalty == Penalty.EXACT ? outputs * row : row + ends));
  }

  /** The loss; its gradient stays here. */
  double lanewise() {
    if (type == ElementType.DOUBLE) {
      return atDouble(data.parameters);
    }
    return floatLoss.at(data.batch, data.fparameters, data.fx, data.ft, data.fjacobians, data.fdirections, fgradient);
  }

  private double atDouble(double[] parameters) {
    return loss.at(data.batch, parameters, data.x, data.t, data.jacobians, data.directions, gradient);
  }

  /**
   * Compares a competitor with this library in the same number type.
   *
   * @throws IllegalStateException if the competitor's loss or gradient differs
   */
  void check(String competitor, double value, double[] itsGradient) {
    double expected = lanewise();
    check(competitor, value, itsGradient, expected,
        type == ElementType.DOUBLE ? gradient : Dense.widened(fgradient));
  }

  private void check(String competitor, double value, double[] itsGradient, double expected,
      double[] expectedGradient) {
    double tolerance = Agreement.tolerance(type);
    Agreement.check("the loss of " + competitor, new double[] {value}, new double[] {expected}, tolerance);
    Agreement.check("the gradient of " + competitor, itsGradient, expectedGradient, tolerance);
  }
}
