package io.github.lanewise.dynamics.lagrange;

import static io.github.lanewise.dynamics.lagrange.Matrices.plus;
import static io.github.lanewise.dynamics.lagrange.Matrices.times;

import java.util.Arrays;

/**
 * One step of a robot under constant forces tau in its joints.
 *
 * @param passive whether damping, dry friction and springs act as well
 */
record TimeStep(Robot robot, boolean passive, Real h) {
  private static final Real FRICTION_VELOCITY = Real.of("0.01");

  Real[] accelerations(Real[] q, Real[] v, Real[] tau) {
    return new Lagrangian(robot, q).accelerations(v, passive ? plus(tau, passiveForces(robot, q, v)) : tau);
  }

  /** {@code -d v - f tanh(v / 0.01) - k (q - q0)}; springs act in joints with one axis. */
  static Real[] passiveForces(Robot robot, Real[] q, Real[] v) {
    Real[] tau = Matrices.zeros(v.length);
    for (Robot.Joint joint : robot.joints) {
      Robot.Passive p = joint.passive();
      for (int i = joint.v(); i < joint.v() + joint.nv(); i++) {
        tau[i] = tau[i].minus(p.damping().times(v[i]))
            .minus(p.friction().times(v[i].over(FRICTION_VELOCITY).tanh()));
        if (joint.nv() == 1) {
          tau[i] = tau[i].minus(p.stiffness().times(q[joint.q()].minus(p.reference())));
        }
      }
    }
    return tau;
  }

  /** {@code v' = v + h a, q' = q exp(h v')}, (q', v') in one. */
  Real[] euler(Real[] q, Real[] v, Real[] tau) {
    Real[] next = plus(v, times(accelerations(q, v, tau), h));
    return Matrices.join(Configuration.move(robot, q, times(next, h)), next);
  }

  /** The rule of Runge and Kutta with all increments of q from its start, (q', v') in one. */
  Real[] rungeKutta(Real[] q, Real[] v, Real[] tau) {
    Real half = h.half(1);
    Real[] a1 = accelerations(q, v, tau);
    Real[] v2 = plus(v, times(a1, half));
    Real[] a2 = accelerations(Configuration.move(robot, q, times(v, half)), v2, tau);
    Real[] v3 = plus(v, times(a2, half));
    Real[] a3 = accelerations(Configuration.move(robot, q, times(v2, half)), v3, tau);
    Real[] v4 = plus(v, times(a3, h));
    Real[] a4 = accelerations(Configuration.move(robot, q, times(v3, h)), v4, tau);
    return Matrices.join(
        Configuration.move(robot, q, times(mean(v, v2, v3, v4), h)), plus(v, times(mean(a1, a2, a3, a4), h)));
  }

  private static Real[] mean(Real[] k1, Real[] k2, Real[] k3, Real[] k4) {
    Real[] sum = plus(plus(k1, k4), times(plus(k2, k3), Real.of(2)));
    return Arrays.stream(sum).map(s -> s.over(6)).toArray(Real[]::new);
  }
}
