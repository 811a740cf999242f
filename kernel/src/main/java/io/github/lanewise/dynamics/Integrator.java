package io.github.lanewise.dynamics;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;

/**
 * One time step of {@code q' = v, M(q) v' = tau - h(q, v)} on the space of configurations. The state w of a control law
 * goes on by one Euler step under all rules but those of Runge and Kutta, which take it through their stages.
 */
public enum Integrator {
  /**
   * {@code (M + h D + h^2 K)(v' - v) = h (tau - h - (D + h K) v), q' = q (+) h v'}: first order; damping, dry friction
   * and what resists in contact, D and K, are taken at the end of the step, so that no joint is ever driven by them.
   * What a free or spherical joint carries turns as one rigid body whose momentum stays, and a free one's centre of
   * mass goes straight on.
   */
  EULER {
    @Override
    Scalar[][] step(Step step, Scalar[] q, Scalar[] v, double h) {
      return step.splitEuler(q, v, h);
    }
  },
  /**
   * Runge and Kutta's rule, for free and spherical joints as Munthe-Kaas completed it (BIT 38, 1998): fourth order.
   * Damping is explicit, as in any such rule; dry friction, where there is any, is taken at the end of the step and to
   * first order.
   */
  RK4 {
    @Override
    Scalar[][] step(Step step, Scalar[] q, Scalar[] v, double h) {
      RobotModel model = step.robot().model();
      return step.withFriction(q, v, h, rungeKutta(step, Step::acceleration, q, v, h,
          (u, d) -> Configuration.tangentRate(model, u, d)));
    }

    @Override
    Scalar[] activationRates(Step step, double h) {
      return meanRates(step, h);
    }
  },
  /**
   * {@code v' = v + h a(q, v), q' = q (+) h v'} on the rows of v as they are: first order, everything explicit. The
   * rule of one step that other libraries' results are compared by; the rows of a spinning free body turn with it, so
   * that its energy grows.
   */
  EXPLICIT_EULER {
    @Override
    Scalar[][] step(Step step, Scalar[] q, Scalar[] v, double h) {
      Scalar[] next = add(v, step.explicitAcceleration(q, v), h);
      return new Scalar[][] {Configuration.integrate(step.robot().model(), q, scale(next, h)), next};
    }
  },
  /**
   * {@code v' = v + h a(q, v)}, then the body moves on along the twist that it has in the world, which stays, turned by
   * {@code r' = r + h (w, 0) r / 2}, normalised: first order, everything explicit. The rule of simulators that count a
   * free body's velocity at the point of the body that is at the world's origin; for joints with one axis the same as
   * {@link #EXPLICIT_EULER}.
   */
  SPATIAL_EULER {
    @Override
    Scalar[][] step(Step step, Scalar[] q, Scalar[] v, double h) {
      return WorldTwist.carry(step.robot().model(), q, add(v, step.explicitAcceleration(q, v), h), h);
    }
  },
  /**
   * Runge and Kutta's rule with the increments of q added up as they are, everything explicit: fourth order for joints
   * with one axis, second where there are quaternions. The rule of one step that other libraries' results are compared
   * by.
   */
  PLAIN_RK4 {
    @Override
    Scalar[][] step(Step step, Scalar[] q, Scalar[] v, double h) {
      return rungeKutta(step, Step::explicitAcceleration, q, v, h, (u, d) -> d);
    }

    @Override
    Scalar[] activationRates(Step step, double h) {
      return meanRates(step, h);
    }
  };

  /**
   * {@return the rule that a robot's file asks for: of MuJoCo's RK4 that, of the others, and where it asks for none,
   * EULER}
   *
   * @param model of the robot
   */
  public static Integrator of(RobotModel model) {
    return model.integrator().equals("RK4") ? RK4 : EULER;
  }

  /** Accelerations as a function of the state; that of the control law is in the step. */
  @FunctionalInterface
  private interface Acceleration {
    Scalar[] at(Step step, Scalar[] q, Scalar[] v);
  }

  /** The rate of the increment u of q at a velocity d. */
  @FunctionalInterface
  private interface IncrementRate {
    Scalar[] at(Scalar[] u, Scalar[] d);
  }

  /** {q', v'} after h seconds. */
  abstract Scalar[][] step(Step step, Scalar[] q, Scalar[] v, double h);

  /** The rates at which the state of the control law goes on over the step. */
  Scalar[] activationRates(Step step, double h) {
    return step.rates();
  }

  /** The step in the four stages of Runge and Kutta's rule, each with the state that the law has there. */
  private static Step[] stages(Step step, double h) {
    Step second = step.after(step, h / 2);
    Step third = step.after(second, h / 2);
    return new Step[] {step, second, third, step.after(third, h)};
  }

  private static Scalar[] meanRates(Step step, double h) {
    Step[] stages = stages(step, h);
    return mean(stages[0].rates(), stages[1].rates(), stages[2].rates(), stages[3].rates());
  }

  private static Scalar[][] rungeKutta(
      Step step, Acceleration a, Scalar[] q, Scalar[] v, double h, IncrementRate rate) {
    RobotModel model = step.robot().model();
    Step[] stages = stages(step, h);
    Scalar[] a1 = a.at(stages[0], q, v);
    Scalar[] u2 = scale(v, h / 2);
    Scalar[] v2 = add(v, a1, h / 2);
    Scalar[] a2 = a.at(stages[1], Configuration.integrate(model, q, u2), v2);
    Scalar[] d2 = rate.at(u2, v2);
    Scalar[] u3 = scale(d2, h / 2);
    Scalar[] v3 = add(v, a2, h / 2);
    Scalar[] a3 = a.at(stages[2], Configuration.integrate(model, q, u3), v3);
    Scalar[] d3 = rate.at(u3, v3);
    Scalar[] u4 = scale(d3, h);
    Scalar[] v4 = add(v, a3, h);
    Scalar[] a4 = a.at(stages[3], Configuration.integrate(model, q, u4), v4);
    Scalar[] dq = mean(v, d2, d3, rate.at(u4, v4));
    return new Scalar[][] {
      Configuration.integrate(model, q, scale(dq, h)), add(v, mean(a1, a2, a3, a4), h)};
  }

  /** {@code x + factor y}. */
  static Scalar[] add(Scalar[] x, Scalar[] y, double factor) {
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
