package io.github.lanewise.dynamics.lagrange;

import static io.github.lanewise.dynamics.lagrange.Matrices.dot;
import static io.github.lanewise.dynamics.lagrange.Matrices.plus;
import static io.github.lanewise.dynamics.lagrange.Matrices.times;
import static io.github.lanewise.dynamics.lagrange.Matrices.zero;
import static io.github.lanewise.dynamics.lagrange.Matrices.zeros;

import java.util.Arrays;

/**
 * The equations of motion of a robot at one configuration, from {@code L = K - V} by Uicker and Kahn (Paul, Robot
 * Manipulators, 1981, chapter 6; Hollerbach, A recursive Lagrangian formulation of manipulator dynamics, 1980, eq. 1 to
 * 8): with T the 4x4 pose of a body in the world and J its 4x4 mass distribution,
 *
 * <pre>
 * K = sum trace(T' J T'^t) / 2       V = -sum g^t T J e4
 * M_ij = sum trace(d_i T J d_j T^t)  tau_i = sum trace(d_i T J T''^t) - g^t d_i T J e4
 * </pre>
 *
 * <p>No velocities of bodies, no forces, no recursion over them: products of 4x4 matrices and their derivatives by the
 * product rule, for every body and every joint before it. A ball or a free joint has the coordinates x in which its
 * motion is {@code motion(q) exp(x)}; at x = 0 their rates are the velocity of the body on its own axes, and their
 * second derivatives its rates (the second-order term of the exponential's derivative, [x', x'] / 2, is zero).
 * Armatures are added to the diagonal of M. Rows are those of the library.
 */
final class Lagrangian {
  private final Robot robot;
  private final int nv;
  private final Poses at;
  /** d_i T for each joint frame and each row i of v; null where it does not depend on it. */
  private final Real[][][][] partials;

  Lagrangian(Robot robot, Real[] q) {
    this.robot = robot;
    nv = robot.nv();
    at = new Poses(robot, q);
    partials = new Real[robot.joints.size()][nv][][];
    for (int b = 0; b < partials.length; b++) {
      Robot.Joint joint = robot.joints.get(b);
      for (int i = 0; i < nv && joint.parent() >= 0; i++) {
        Real[][] before = partials[joint.parent()][i];
        partials[b][i] = before == null ? null : times(before, at.inParent(b));
      }
      for (int k = 0; k < joint.nv(); k++) {
        partials[b][joint.v() + k] = times(at.joint(b), joint.directions()[k]);
      }
    }
  }

  Real[][] massMatrix() {
    Real[][] m = zero(nv, nv);
    for (int b = 0; b < partials.length; b++) {
      for (int i = 0; i < nv && robot.joints.get(b).hasMass(); i++) {
        if (partials[b][i] != null) {
          Real[][] dj = times(partials[b][i], robot.joints.get(b).body());
          for (int j = 0; j <= i; j++) {
            if (partials[b][j] != null) {
              m[i][j] = m[i][j].plus(dot(dj, partials[b][j]));
              m[j][i] = m[i][j];
            }
          }
        }
      }
    }
    Real[] armature = armature();
    for (int i = 0; i < nv; i++) {
      m[i][i] = m[i][i].plus(armature[i]);
    }
    return m;
  }

  private Real[] armature() {
    return robot.joints.stream()
        .flatMap(joint -> Arrays.stream(joint.directions()).map(direction -> joint.passive().armature()))
        .toArray(Real[]::new);
  }

  /** The twist of a joint that moves at the rates v. */
  private static Real[][] twist(Robot.Joint joint, Real[] v) {
    Real[][] sum = zero(4, 4);
    for (int k = 0; k < joint.nv(); k++) {
      sum = plus(sum, times(joint.directions()[k], v[joint.v() + k]));
    }
    return sum;
  }

  /** T' and T'' of every joint frame: {@code exp(x)' = x', exp(x)'' = x' x' + x''} at x = 0. */
  private Real[][][][] rates(Real[] v, Real[] a) {
    Real[][][] first = new Real[partials.length][][];
    Real[][][] second = new Real[partials.length][][];
    for (int b = 0; b < partials.length; b++) {
      Robot.Joint joint = robot.joints.get(b);
      Real[][] twist = twist(joint, v);
      Real[][] own = times(at.inParent(b), twist);
      Real[][] own2 = times(at.inParent(b), plus(times(twist, twist), twist(joint, a)));
      if (joint.parent() < 0) {
        first[b] = own;
        second[b] = own2;
      } else {
        int p = joint.parent();
        first[b] = plus(times(first[p], at.inParent(b)), times(at.joint(p), own));
        second[b] = plus(plus(times(second[p], at.inParent(b)), times(times(first[p], own), Real.of(2))),
            times(at.joint(p), own2));
      }
    }
    return new Real[][][][] {first, second};
  }

  /** The forces in the joints that make the accelerations a. */
  Real[] inverseDynamics(Real[] v, Real[] a) {
    Real[][][] second = rates(v, a)[1];
    Real[] tau = gravity();
    Real[] armature = armature();
    for (int i = 0; i < nv; i++) {
      tau[i] = tau[i].plus(armature[i].times(a[i]));
    }
    for (int b = 0; b < partials.length; b++) {
      Real[][] inertial = times(second[b], robot.joints.get(b).body());
      for (int i = 0; i < nv; i++) {
        if (partials[b][i] != null) {
          tau[i] = tau[i].plus(dot(partials[b][i], inertial));
        }
      }
    }
    return tau;
  }

  Real[] bias(Real[] v) {
    return inverseDynamics(v, zeros(nv));
  }

  /** {@code dV/dq}. */
  Real[] gravity() {
    Real[] tau = zeros(nv);
    for (int i = 0; i < nv; i++) {
      Real[] moment = zeros(4);
      for (int b = 0; b < partials.length; b++) {
        if (partials[b][i] != null) {
          moment = plus(moment, times(partials[b][i], robot.joints.get(b).body()[3]));
        }
      }
      tau[i] = dot(robot.gravity, moment).negate();
    }
    return tau;
  }

  /** {@code M a = tau - h}, solved for a. */
  Real[] accelerations(Real[] v, Real[] tau) {
    return Matrices.solve(massMatrix(), Matrices.minus(tau, bias(v)));
  }

  /** Of the bodies; armatures are none. */
  Real kinetic(Real[] v) {
    Real[][][] first = rates(v, zeros(nv))[0];
    Real twice = Real.ZERO;
    for (int b = 0; b < partials.length; b++) {
      twice = twice.plus(dot(times(first[b], robot.joints.get(b).body()), first[b]));
    }
    return twice.half(1);
  }
}
