package io.github.lanewise.dynamics;

import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * {@code |tau_i| <= f_i} against the velocity of each joint: Coulomb's friction, smooth enough to have a derivative.
 *
 * <p>Over a step it is a damping {@code d_i = f_i / sqrt(s_i^2 + eps^2)}, taken at the end of the step, with s_i the
 * speed that the joint is about to have. A joint that slides feels f; one that f can hold creeps with less than
 * eps = {@value #CREEP} rad/s or m/s, in the share of f that it takes to hold it. The speed is found in rounds. In the
 * first s is the speed so far, so joints at rest are held, whatever that takes. In each further one every joint in turn
 * is let go while the others keep the speeds found, which gives x_i, and stops if friction can make it:
 * {@code s_i = max(|x_i| - h f_i / M_ii, 0)}. Of one joint alone that is the solution of the implicit rule after two;
 * joints that move each other come nearer to theirs with each round.
 */
final class DryFriction {
  /** As many as one joint alone needs. */
  static final int ROUNDS = 2;
  private static final double CREEP = 1e-6;
  /** Speed over which the friction of the explicit rules comes to its full value. */
  private static final double FADING = 0.01;

  private final Scalar[] most;
  private final Scalar[] v;
  private final double h;
  private final int rounds;

  /**
   * Friction over one step.
   *
   * @param most f, nv rows
   * @param v velocity at the start of the step, nv rows
   * @param h the step [s]
   * @param rounds in which the speeds are found, at least 2
   */
  DryFriction(Scalar[] most, Scalar[] v, double h, int rounds) {
    this.most = most;
    this.v = v;
    this.h = h;
    this.rounds = rounds;
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
    Scalar[] damping = new Scalar[v.length];
    for (int i = 0; i < damping.length; i++) {
      damping[i] = damping(i, v[i]);
    }
    Scalar[] a = dynamics.accelerations(drive.damped(damping, v, h));
    for (int round = 1; round < rounds; round++) {
      Scalar[] held = Integrator.add(v, a, h);
      Scalar[] next = new Scalar[v.length];
      for (int i = 0; i < next.length; i++) {
        Scalar implicit = drive.implicit().length == 0 ? Scalar.ZERO : drive.implicit()[i][i];
        Scalar inertia = dynamics.massMatrix()[i][i].plus(implicit).over(h);
        next[i] = damping(i, speed(i, held[i].times(Scalar.ONE.plus(damping[i].over(inertia))), inertia));
      }
      damping = next;
      a = dynamics.accelerations(drive.damped(damping, v, h));
    }
    return a;
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
