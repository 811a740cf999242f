package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.ArticulatedInertia;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/** {@code a = M(q)^-1 (tau - h(q, v))}: the articulated-body algorithm, RBDA table 7.1. The base accelerates with -g. */
final class Aba {
  private Aba() {}

  /**
   * Forward dynamics.
   *
   * @param external force on each body in its frame, or null for none
   * @return accelerations, nv rows; spatial ones for a free joint
   */
  static Scalar[] forwardDynamics(Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] tau, Force[] external) {
    int n = robot.size();
    Motion[] vel = new Motion[n];
    Motion[] c = new Motion[n];
    ArticulatedInertia[] inertia = new ArticulatedInertia[n];
    Force[] bias = new Force[n];
    for (int i = 0; i < n; i++) {
      JointMotion joint = robot.joint(i);
      int p = robot.parent(i);
      Motion vJ = joint.motion(v);
      vel[i] = p < 0 ? vJ : joint.toChild(q, vel[p]).plus(vJ);
      c[i] = p < 0 ? Motion.ZERO : vel[i].cross(vJ);
      inertia[i] = ArticulatedInertia.of(robot.inertia(i));
      bias[i] = vel[i].cross(robot.inertia(i).times(vel[i]));
      if (external != null) {
        bias[i] = bias[i].minus(external[i]);
      }
    }
    Force[][] u = new Force[n][];
    Force[][] uOverD = new Force[n][];
    SymmetricSolve[] d = new SymmetricSolve[n];
    Scalar[][] remaining = new Scalar[n][];
    for (int i = n - 1; i >= 0; i--) {
      JointMotion joint = robot.joint(i);
      int nv = joint.nv();
      u[i] = new Force[nv];
      remaining[i] = new Scalar[nv];
      Scalar[][] s = new Scalar[nv][nv];
      for (int k = 0; k < nv; k++) {
        u[i][k] = inertia[i].times(joint.subspace(k));
        remaining[i][k] = tau[joint.idxV() + k].minus(joint.subspace(k).dot(bias[i]));
        for (int l = 0; l <= k; l++) {
          s[k][l] = joint.subspace(l).dot(u[i][k]);
          s[l][k] = s[k][l];
        }
        s[k][k] = s[k][k].plus(robot.armature(i));
      }
      d[i] = SymmetricSolve.factor(s);
      if (robot.parent(i) >= 0) {
        uOverD[i] = timesInverse(u[i], d[i]);
        ArticulatedInertia projected = inertia[i];
        Force p = bias[i];
        for (int k = 0; k < nv; k++) {
          projected = projected.minusOuter(u[i][k], uOverD[i][k]);
          p = p.plus(uOverD[i][k].times(remaining[i][k]));
        }
        if (nv == 1 && robot.armature(i).is(0)) {
          projected = projected.withoutAxis(joint.subspace(0));
        }
        p = p.plus(projected.times(c[i]));
        int parent = robot.parent(i);
        inertia[parent] = inertia[parent].plus(joint.toParent(q, projected));
        bias[parent] = bias[parent].plus(joint.toParent(q, p));
      }
    }
    Motion[] a = new Motion[n];
    Scalar[] qdd = new Scalar[robot.nv()];
    Motion base = new Motion(Vec3.ZERO, robot.gravity().negate());
    for (int i = 0; i < n; i++) {
      JointMotion joint = robot.joint(i);
      Motion carried = joint.toChild(q, robot.parent(i) < 0 ? base : a[robot.parent(i)]).plus(c[i]);
      Scalar[] right = new Scalar[joint.nv()];
      for (int k = 0; k < right.length; k++) {
        right[k] = remaining[i][k].minus(carried.dot(u[i][k]));
      }
      Scalar[] solution = d[i].solve(right);
      a[i] = carried;
      for (int k = 0; k < right.length; k++) {
        qdd[joint.idxV() + k] = solution[k];
        a[i] = a[i].plus(joint.subspace(k).times(solution[k]));
      }
    }
    return qdd;
  }

  /** {@code U D^-1}, column by column. */
  private static Force[] timesInverse(Force[] u, SymmetricSolve d) {
    int nv = u.length;
    Force[] result = new Force[nv];
    Scalar[][] rows = new Scalar[6][nv];
    for (int k = 0; k < nv; k++) {
      Scalar[] column = u[k].toArray();
      for (int r = 0; r < 6; r++) {
        rows[r][k] = column[r];
      }
    }
    for (int r = 0; r < 6; r++) {
      rows[r] = d.solve(rows[r]);
    }
    for (int k = 0; k < nv; k++) {
      Scalar[] column = new Scalar[6];
      for (int r = 0; r < 6; r++) {
        column[r] = rows[r][k];
      }
      result[k] = Force.of(column, 0);
    }
    return result;
  }
}
