package io.github.lanewise.dynamics;

import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * {@code |tau_i| <= f_i} against the velocity of each joint: Coulomb's friction, smooth enough to have a derivative.
 *
 * <p>Over a step it is a damping {@code d_i = f_i / sqrt(s_i^2 + eps^2)}, taken at the end of the step, with s_i the
 * speed that the joint is about to have. A joint that slides feels f; one that f can hold creeps with less than
 * eps = {@value #CREEP} rad/s or m/s, in the share of f that it takes to hold it. The speed is found in two rounds. In
 * the first s is the speed so far, so joints at rest are held, whatever that takes. In the second each joint in turn is
 * let go while the others keep the speeds found, which gives x_i, and stops if friction can make it:
 * {@code s_i = max(|x_i| - h f_i / M_ii, 0)}. Of one joint alone that is the solution of the implicit rule.
 */
final class DryFriction {
  private static final double CREEP = 1e-6;
  /** Speed over which the friction of the explicit rules comes to its full value. */
  private static final double FADING = 0.01;

  private final Scalar[] most;
  private final Scalar[] v;
  private final double h;

  /**
   * Friction over one step.
   *
   * @param most f, nv rows
   * @param v velocity at the start of the step, nv rows
   * @param h the step [s]
   */
  DryFriction(Scalar[] most, Scalar[] v, double h) {
    this.most = most;
    this.v = v;
    this.h = h;
  }

  /** {@code -f tanh(v / v0)}, v0 = {@value #FADING} rad/s or m/s: what the explicit rules take, at the state itself. */
  static Scalar explicit(Scalar most, Scalar v) {
    return most.is(0) ? Scalar.ZERO : most.times(v.over(FADING).tanh()).negate();
  }

  /** Whether no joint has any. */
  boolean isZero() {
    return Arrays.stream(most).allMatch(f -> f.is(0));
  }

  /** {@link ForwardDynamics#accelerations} over the step, with friction. */
  Scalar[] accelerations(ForwardDynamics dynamics, Drive drive) {
    if (isZero()) {
      return dynamics.accelerations(drive);
    }
    Scalar[] first = new Scalar[v.length];
    for (int i = 0; i < first.length; i++) {
      first[i] = damping(i, v[i]);
    }
    Scalar[] held = Integrator.add(v, dynamics.accelerations(drive.damped(first, v, h)), h);
    Scalar[] second = new Scalar[v.length];
    for (int i = 0; i < second.length; i++) {
      Scalar implicit = drive.implicit().length == 0 ? Scalar.ZERO : drive.implicit()[i][i];
      Scalar inertia = dynamics.massMatrix()[i][i].plus(implicit).over(h);
      second[i] = damping(i, speed(i, held[i].times(Scalar.ONE.plus(first[i].over(inertia))), inertia));
    }
    return dynamics.accelerations(drive.damped(second, v, h));
  }

  /** {@code f / sqrt(s^2 + eps^2)}. */
  private Scalar damping(int i, Scalar s) {
    return most[i].is(0) ? Scalar.ZERO : most[i].over(smooth(s));
  }

  /** {@code max(|x| - f / m, 0)}. */
  private Scalar speed(int i, Scalar x, Scalar m) {
    Scalar left = smooth(x).minus(most[i].over(m));
    return left.plus(smooth(left)).times(0.5);
  }

  private static Scalar smooth(Scalar x) {
    return x.squared().plus(CREEP * CREEP).sqrt();
  }
}
