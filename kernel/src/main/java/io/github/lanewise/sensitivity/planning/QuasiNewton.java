package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code max g' dW - 1/2 dW' B dW} in the trust region: the policy gradient g, and curvature B of the return by damped
 * BFGS from the gradients at the parameters visited before.
 *
 * <p>For returns that are no sum of squares, which {@link GaussNewton} makes more of. The first step, and all until the
 * gradients show curvature, are along the gradient. Nocedal and Wright, Numerical Optimization (2006), procedure 18.2.
 * Remembers one improvement; one thread.
 */
public final class QuasiNewton implements Proposal {
  private final BiFunction<Rollouts, Sensitivity, double[]> policyGradient;
  private final double[] reach;
  private double[] at;
  private double[] gradient;
  private DMatrixRMaj curvature;

  /**
   * Knows no curvature yet.
   *
   * @param policyGradient of the return, p numbers, from roll-outs and their sensitivity
   * @param reach for each parameter, in its unit: the first curvature is alike in all directions in these units
   */
  public QuasiNewton(BiFunction<Rollouts, Sensitivity, double[]> policyGradient, double... reach) {
    this.policyGradient = policyGradient;
    this.reach = reach.clone();
  }

  @Override
  public Model model(Rollouts rollouts, Sensitivity sensitivity) {
    double[] here = policyGradient.apply(rollouts, sensitivity).clone();
    double[] parameters = rollouts.nominal();
    if (at != null) {
      learn(difference(parameters, at), difference(gradient, here));
    }
    at = parameters;
    gradient = here;
    DMatrixRMaj b = curvature == null ? null : curvature.copy();
    return region -> b == null ? region.ascent(here) : step(here, b, region);
  }

  private static Step step(double[] gradient, DMatrixRMaj curvature, TrustRegion region) {
    double[] reach = region.reach();
    int p = reach.length;
    DMatrixRMaj hessian = curvature.copy();
    double[] slope = new double[p];
    for (int i = 0; i < p; i++) {
      slope[i] = -reach[i] * gradient[i];
      for (int j = 0; j < p; j++) {
        hessian.data[i * p + j] *= reach[i] * reach[j];
      }
    }
    double[] z = QuadraticModel.minimum(hessian, slope, region);
    double gain = -dot(slope, z) - 0.5 * dot(z, times(hessian, z));
    Arrays.setAll(z, j -> reach[j] * z[j]);
    return new Step(z, gain);
  }

  private void learn(double[] s, double[] y) {
    if (curvature == null && dot(s, y) > 0) {
      curvature = first(s, y);
    }
    if (curvature != null && dot(s, s) > 0) {
      update(s, y);
    }
  }

  /** The curvature seen, in units of the reach alike in every direction. */
  private DMatrixRMaj first(double[] s, double[] y) {
    double square = 0;
    for (int j = 0; j < s.length; j++) {
      square += (s[j] / reach[j]) * (s[j] / reach[j]);
    }
    DMatrixRMaj b = new DMatrixRMaj(s.length, s.length);
    for (int j = 0; j < s.length; j++) {
      b.set(j, j, dot(s, y) / square / (reach[j] * reach[j]));
    }
    return b;
  }

  /** y is drawn towards B s where it would take positive definiteness from B. */
  private void update(double[] s, double[] y) {
    double[] bs = times(curvature, s);
    double sBs = dot(s, bs);
    double sy = dot(s, y);
    double theta = sy >= 0.2 * sBs ? 1 : 0.8 * sBs / (sBs - sy);
    double[] r = new double[s.length];
    Arrays.setAll(r, j -> theta * y[j] + (1 - theta) * bs[j]);
    double sr = dot(s, r);
    for (int i = 0; i < s.length; i++) {
      for (int j = 0; j < s.length; j++) {
        curvature.data[i * s.length + j] += r[i] * r[j] / sr - bs[i] * bs[j] / sBs;
      }
    }
  }

  private static double[] difference(double[] a, double[] b) {
    double[] d = a.clone();
    Arrays.setAll(d, j -> a[j] - b[j]);
    return d;
  }

  private static double[] times(DMatrixRMaj m, double[] v) {
    double[] product = new double[m.numRows];
    for (int i = 0; i < m.numRows; i++) {
      for (int j = 0; j < m.numCols; j++) {
        product[i] += m.data[i * m.numCols + j] * v[j];
      }
    }
    return product;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
