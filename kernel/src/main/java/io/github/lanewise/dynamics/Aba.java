package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.ArticulatedInertia;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * {@code a = M(q)^-1 (tau - h(q, v))}: the articulated-body algorithm, RBDA table 7.1. The base accelerates with -g.
 *
 * <p>Names are those of the table: bias acceleration c, articulated inertia IA and bias force pA, {@code U = IA S},
 * {@code D = S' U}, {@code u = tau - S' pA}. A robot with tendons that have inertia is solved by its mass matrix.
 */
final class Aba {
  private final Mechanism robot;
  private final Scalar[] q;
  private final Scalar[] v;
  private final Scalar[] tau;
  private final Force[] external;
  private final int n;
  private final Motion[] c;
  private final ArticulatedInertia[] articulated;
  private final Force[] bias;
  /** Columns of U, one for each velocity row of the joint. */
  private final Force[][] columns;
  private final SymmetricSolve[] d;
  private final Scalar[][] u;

  private Aba(Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] tau, Force[] external) {
    this.robot = robot;
    this.q = q;
    this.v = v;
    this.tau = tau;
    this.external = external;
    n = robot.size();
    c = new Motion[n];
    articulated = new ArticulatedInertia[n];
    bias = new Force[n];
    columns = new Force[n][];
    d = new SymmetricSolve[n];
    u = new Scalar[n][];
  }

  /**
   * Forward dynamics.
   *
   * @param external force on each body in its frame, or null for none
   * @return accelerations, nv rows; spatial ones for a free joint
   */
  static Scalar[] forwardDynamics(Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] tau, Force[] external) {
    robot.model().requireInertia();
    if (!robot.heavyTendons().isEmpty()) {
      return byMassMatrix(robot, q, v, tau, external);
    }
    Aba aba = new Aba(robot, q, v, tau, external);
    aba.outwardVelocities();
    aba.inwardArticulatedInertias();
    return aba.outwardAccelerations();
  }

  /** {@code M^-1 (tau - h)}: tendons with inertia close loops, which the passes along the tree do not know. */
  private static Scalar[] byMassMatrix(
      Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] tau, Force[] external) {
    Scalar[] right = Rnea.inverseDynamics(robot, q, v, Scalar.zeros(robot.nv()), external);
    for (int i = 0; i < right.length; i++) {
      right[i] = tau[i].minus(right[i]);
    }
    return SymmetricSolve.factor(Crba.massMatrix(robot, q)).solve(right);
  }

  /** Pass 1: velocities, bias accelerations c, and what each body alone contributes to IA and pA. */
  private void outwardVelocities() {
    Motion[] velocity = new Motion[n];
    for (int i = 0; i < n; i++) {
      JointMotion joint = robot.joint(i);
      int p = robot.parent(i);
      Motion vJ = joint.motion(v);
      velocity[i] = p < 0 ? vJ : joint.toChild(q, velocity[p]).plus(vJ);
      c[i] = p < 0 ? Motion.ZERO : velocity[i].cross(vJ);
      articulated[i] = ArticulatedInertia.of(robot.inertia(i));
      bias[i] = velocity[i].cross(robot.inertia(i).times(velocity[i]));
      if (external != null) {
        bias[i] = bias[i].minus(external[i]);
      }
    }
  }

  /** Pass 2: IA and pA of each body with all that it carries. */
  private void inwardArticulatedInertias() {
    for (int i = n - 1; i >= 0; i--) {
      solveForJoint(i);
      if (robot.parent(i) >= 0) {
        addToParent(i);
      }
    }
  }

  /** {@code U = IA S, D = S' U + armature, u = tau - S' pA}, less the armature's own velocity product. */
  private void solveForJoint(int i) {
    JointMotion joint = robot.joint(i);
    int nv = joint.nv();
    columns[i] = new Force[nv];
    u[i] = new Scalar[nv];
    Scalar[][] s = new Scalar[nv][nv];
    for (int k = 0; k < nv; k++) {
      columns[i][k] = articulated[i].times(joint.subspace(k));
      u[i][k] = tau[joint.idxV() + k].minus(joint.subspace(k).dot(bias[i]))
          .minus(robot.armatureForce(i, k, v, Scalar.zeros(v.length)));
      for (int l = 0; l <= k; l++) {
        s[k][l] = joint.subspace(l).dot(columns[i][k]);
        s[l][k] = s[k][l];
      }
      s[k][k] = s[k][k].plus(robot.armature(i));
    }
    d[i] = SymmetricSolve.factor(s);
  }

  /** {@code Ia = IA - U D^-1 U', pa = pA + Ia c + U D^-1 u}, added to the parent's IA and pA. */
  private void addToParent(int i) {
    JointMotion joint = robot.joint(i);
    int nv = joint.nv();
    Force[] uOverD = timesInverse(columns[i], d[i]);
    ArticulatedInertia projected = articulated[i];
    Force p = bias[i];
    for (int k = 0; k < nv; k++) {
      projected = projected.minusOuter(columns[i][k], uOverD[k]);
      p = p.plus(uOverD[k].times(u[i][k]));
    }
    if (nv == 1 && robot.armature(i).is(0)) {
      projected = projected.withoutAxis(joint.subspace(0));
    }
    p = p.plus(projected.times(c[i]));
    int parent = robot.parent(i);
    articulated[parent] = articulated[parent].plus(joint.toParent(q, projected));
    bias[parent] = bias[parent].plus(joint.toParent(q, p));
  }

  /** Pass 3: accelerations, {@code a' = X a + c, qdd = D^-1 (u - U' a'), a = a' + S qdd}. */
  private Scalar[] outwardAccelerations() {
    Motion[] a = new Motion[n];
    Scalar[] qdd = new Scalar[robot.nv()];
    Motion base = new Motion(Vec3.ZERO, robot.gravity().negate());
    for (int i = 0; i < n; i++) {
      JointMotion joint = robot.joint(i);
      Motion carried = joint.toChild(q, robot.parent(i) < 0 ? base : a[robot.parent(i)]).plus(c[i]);
      Scalar[] right = new Scalar[joint.nv()];
      for (int k = 0; k < right.length; k++) {
        right[k] = u[i][k].minus(carried.dot(columns[i][k]));
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
