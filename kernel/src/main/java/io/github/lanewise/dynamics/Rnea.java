package io.github.lanewise.dynamics;

import io.github.lanewise.model.Tendon;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * {@code tau = M(q) a + h(q, v)}: the recursive Newton-Euler algorithm, RBDA section 5.3.
 *
 * <p>In body coordinates. The recursion carries the acceleration of a point of the body, not the spatial one, so that
 * linear velocities are not needed (Luh, Walker and Paul 1980): a point r of a body moves with
 * {@code a + (skew(alpha) + skew(w)^2) r}, and the integral of that over the mass is the force, of r cross that the
 * moment. The world accelerates with -g, so weight needs no term of its own.
 */
final class Rnea {
  private final Mechanism robot;
  private final Scalar[] q;
  private final Scalar[] v;
  private final Scalar[] a;
  private final Force[] external;
  private final Force[] f;

  private Rnea(Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] a, Force[] external) {
    this.robot = robot;
    this.q = q;
    this.v = v;
    this.a = a;
    this.external = external;
    f = new Force[robot.size()];
  }

  /**
   * {@code tau = M(q) a + h(q, v) - J' f}.
   *
   * @param a accelerations, nv rows; zeros give the bias forces h
   * @param external force on each body in its frame, or null for none
   * @return tau, nv rows
   */
  static Scalar[] inverseDynamics(Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] a, Force[] external) {
    Rnea rnea = new Rnea(robot, q, v, a, external);
    rnea.outwardAccelerations();
    return rnea.inwardForces();
  }

  /** Pass 1: how the bodies move, and the force that it takes to move each. */
  private void outwardAccelerations() {
    int n = robot.size();
    Vec3[] w = new Vec3[n];
    Vec3[] alpha = new Vec3[n];
    Vec3[] acc = new Vec3[n];
    Mat3[] field = new Mat3[n];
    for (int i = 0; i < n; i++) {
      JointMotion joint = robot.joint(i);
      int p = robot.parent(i);
      Motion rate = joint.motion(v);
      Motion change = joint.motion(a);
      Vec3 carried = p < 0 ? Vec3.ZERO : joint.toChild(q, w[p]);
      w[i] = carried.plus(rate.angular());
      alpha[i] = carried.cross(rate.angular()).plus(change.angular());
      Vec3 origin = robot.gravity().negate();
      if (p >= 0) {
        alpha[i] = joint.toChild(q, alpha[p]).plus(alpha[i]);
        origin = acc[p].plus(field[p].times(joint.origin(q)));
      }
      // Spatial to point acceleration adds w x v of the joint; riding on the parent adds 2 w_p x v, Coriolis' term.
      acc[i] = joint.toChild(q, origin).plus(change.linear())
          .plus(w[i].plus(carried).cross(rate.linear()));
      field[i] = field(w[i], alpha[i]);
      f[i] = force(robot.inertia(i), field[i], acc[i]);
      if (external != null) {
        f[i] = f[i].minus(external[i]);
      }
    }
  }

  /** Pass 2: each joint transmits the force for its body and for all that the body carries. */
  private Scalar[] inwardForces() {
    Scalar[] tau = new Scalar[robot.nv()];
    for (int i = robot.size() - 1; i >= 0; i--) {
      JointMotion joint = robot.joint(i);
      for (int c = 0; c < joint.nv(); c++) {
        int row = joint.idxV() + c;
        tau[row] = joint.subspace(c).dot(f[i]).plus(robot.armatureForce(i, c, v, a));
      }
      int p = robot.parent(i);
      if (p >= 0) {
        f[p] = f[p].plus(joint.toParent(q, f[i]));
      }
    }
    for (Tendon tendon : robot.heavyTendons()) {
      Scalar stretching = Scalar.ZERO;
      for (Tendon.Pull pull : tendon.pulls()) {
        stretching = stretching.plus(a[robot.row(pull)].times(pull.coefficient()));
      }
      for (Tendon.Pull pull : tendon.pulls()) {
        int row = robot.row(pull);
        tau[row] = tau[row].plus(stretching.times(tendon.armature() * pull.coefficient()));
      }
    }
    return tau;
  }

  /** {@code skew(alpha) + skew(w)^2}, where {@code skew(w)^2 = w w' - (w . w) 1}. */
  private static Mat3 field(Vec3 w, Vec3 alpha) {
    Scalar xx = w.x().squared();
    Scalar yy = w.y().squared();
    Scalar zz = w.z().squared();
    Scalar xy = w.x().times(w.y());
    Scalar xz = w.x().times(w.z());
    Scalar yz = w.y().times(w.z());
    return new Mat3(
        yy.plus(zz).negate(), xy.minus(alpha.z()), xz.plus(alpha.y()),
        xy.plus(alpha.z()), xx.plus(zz).negate(), yz.minus(alpha.x()),
        xz.minus(alpha.y()), yz.plus(alpha.x()), xx.plus(yy).negate());
  }

  /**
   * Force {@code m a + U h} and moment {@code h x a + vee(U J - J U')} of a body whose points move with a + U r, J its
   * second moment.
   */
  private static Force force(Inertia body, Mat3 u, Vec3 a) {
    Vec3 force = a.times(body.mass()).plus(u.times(body.h()));
    Mat3 j = body.second();
    Vec3 moment = new Vec3(
        u.rowZ().dot(j.rowY()).minus(u.rowY().dot(j.rowZ())),
        u.rowX().dot(j.rowZ()).minus(u.rowZ().dot(j.rowX())),
        u.rowY().dot(j.rowX()).minus(u.rowX().dot(j.rowY())));
    return new Force(moment.plus(body.h().cross(a)), force);
  }
}
