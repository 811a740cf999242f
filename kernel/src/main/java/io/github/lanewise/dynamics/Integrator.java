package io.github.lanewise.dynamics;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;

/** One time step of {@code q' = v, v' = a(q, v)} on the space of configurations. */
public enum Integrator {
  /** {@code v' = v + h a(q, v), q' = q (+) h v'}: symplectic, first order. */
  SEMI_IMPLICIT_EULER {
    @Override
    Scalar[][] step(RobotModel model, Acceleration a, Scalar[] q, Scalar[] v, double h) {
      Scalar[] next = add(v, a.at(q, v), h);
      return new Scalar[][] {Configuration.integrate(model, q, scale(next, h)), next};
    }
  },
  /**
   * Runge and Kutta's rule, the increments of q taken from its start. Fourth order for joints with one axis; second order where there are
   * quaternions, because the commutators of Munthe-Kaas are left out.
   */
  RK4 {
    @Override
    Scalar[][] step(RobotModel model, Acceleration a, Scalar[] q, Scalar[] v, double h) {
      Scalar[] a1 = a.at(q, v);
      Scalar[] v2 = add(v, a1, h / 2);
      Scalar[] a2 = a.at(Configuration.integrate(model, q, scale(v, h / 2)), v2);
      Scalar[] v3 = add(v, a2, h / 2);
      Scalar[] a3 = a.at(Configuration.integrate(model, q, scale(v2, h / 2)), v3);
      Scalar[] v4 = add(v, a3, h);
      Scalar[] a4 = a.at(Configuration.integrate(model, q, scale(v3, h)), v4);
      Scalar[] dq = mean(v, v2, v3, v4);
      return new Scalar[][] {
        Configuration.integrate(model, q, scale(dq, h)), add(v, mean(a1, a2, a3, a4), h)};
    }
  };

  /** Accelerations as a function of the state. */
  @FunctionalInterface
  interface Acceleration {
    Scalar[] at(Scalar[] q, Scalar[] v);
  }

  /** {q', v'} after h seconds. */
  abstract Scalar[][] step(RobotModel model, Acceleration a, Scalar[] q, Scalar[] v, double h);

  private static Scalar[] add(Scalar[] x, Scalar[] y, double factor) {
    Scalar[] sum = new Scalar[x.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = x[i].plus(y[i].times(factor));
    }
    return sum;
  }

  private static Scalar[] scale(Scalar[] x, double factor) {
    Scalar[] scaled = new Scalar[x.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = x[i].times(factor);
    }
    return scaled;
  }

  private static Scalar[] mean(Scalar[] k1, Scalar[] k2, Scalar[] k3, Scalar[] k4) {
    Scalar[] mean = new Scalar[k1.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = k1[i].plus(k4[i]).plus(k2[i].plus(k3[i]).times(2)).times(1.0 / 6);
    }
    return mean;
  }
}
