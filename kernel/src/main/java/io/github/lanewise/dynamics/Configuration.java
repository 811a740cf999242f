package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * The space of configurations: how q moves along a velocity, and how its rows relate to the tangent space, which has nv rows.
 *
 * <p>A tangent is a velocity: joint rates, and for free and spherical joints body-frame velocities (right perturbations, as in
 * Pinocchio). Quaternions (x, y, z, w) are unit. After Sola, Deray and Atchuthan, A micro Lie theory for state estimation in robotics.
 */
final class Configuration {
  /** Below this squared angle the exponential is a series; both branches agree to rounding there. */
  private static final double SMALL = 0.02;

  private Configuration() {}

  /** {@code q (+) d}: moves along the tangent d for unit time; the exponential of SE(3) and SO(3) for free and spherical joints. */
  static Scalar[] integrate(RobotModel model, Scalar[] q, Scalar[] d) {
    Scalar[] next = new Scalar[q.length];
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> next[iq] = q[iq].plus(d[iv]);
        case SPHERICAL -> turn(next, q, iq, Vec3.of(d, iv));
        case FREE -> {
          Vec3 w = Vec3.of(d, iv + 3);
          Vec3 shift = rotation(q, iq + 3).times(screw(w, Vec3.of(d, iv)));
          Scalar[] p = Vec3.of(q, iq).plus(shift).toArray();
          System.arraycopy(p, 0, next, iq, 3);
          turn(next, q, iq + 3, w);
        }
      }
    }
    return next;
  }

  private static Mat3 rotation(Scalar[] q, int i) {
    return Transform.rotation(q[i], q[i + 1], q[i + 2], q[i + 3]);
  }

  /** {@code q exp(w / 2)}, normalised. */
  private static void turn(Scalar[] next, Scalar[] q, int i, Vec3 w) {
    Scalar theta2 = w.squaredNorm();
    Scalar half = theta2.ifLess(SMALL, Scalar.ONE, theta2).sqrt().times(0.5);
    Scalar sinc = theta2.ifLess(SMALL,
        series(theta2, 0.5, -1.0 / 48, 1.0 / 3840, -1.0 / 645120, 1.0 / 185794560), half.sin().over(half).times(0.5));
    Scalar cos = theta2.ifLess(SMALL,
        series(theta2, 1, -1.0 / 8, 1.0 / 384, -1.0 / 46080, 1.0 / 10321920), half.cos());
    Scalar[] product = product(q, i, new Scalar[] {w.x().times(sinc), w.y().times(sinc), w.z().times(sinc), cos});
    Scalar norm2 = Scalar.ZERO;
    for (Scalar s : product) {
      norm2 = norm2.plus(s.squared());
    }
    Scalar scale = norm2.sqrt().reciprocal();
    for (int k = 0; k < 4; k++) {
      next[i + k] = product[k].times(scale);
    }
  }

  /** {@code V(w) u = u + (1 - cos)/theta^2 w x u + (theta - sin)/theta^3 w x (w x u)}: the translation of the exponential of SE(3). */
  private static Vec3 screw(Vec3 w, Vec3 u) {
    Scalar theta2 = w.squaredNorm();
    Scalar safe = theta2.ifLess(SMALL, Scalar.ONE, theta2);
    Scalar theta = safe.sqrt();
    Scalar b = theta2.ifLess(SMALL,
        series(theta2, 1.0 / 2, -1.0 / 24, 1.0 / 720, -1.0 / 40320, 1.0 / 3628800), Scalar.ONE.minus(theta.cos()).over(safe));
    Scalar c = theta2.ifLess(SMALL,
        series(theta2, 1.0 / 6, -1.0 / 120, 1.0 / 5040, -1.0 / 362880, 1.0 / 39916800),
        theta.minus(theta.sin()).over(safe.times(theta)));
    Vec3 wu = w.cross(u);
    return u.plus(wu.times(b)).plus(w.cross(wu).times(c));
  }

  private static Scalar series(Scalar x, double... c) {
    Scalar sum = Scalar.of(c[c.length - 1]);
    for (int i = c.length - 2; i >= 0; i--) {
      sum = sum.times(x).plus(c[i]);
    }
    return sum;
  }

  /** Hamilton's product of the quaternion at q[i] and b. */
  private static Scalar[] product(Scalar[] q, int i, Scalar[] b) {
    Vec3 u = Vec3.of(q, i);
    Vec3 v = Vec3.of(b, 0);
    Vec3 vector = u.times(b[3]).plus(v.times(q[i + 3])).plus(u.cross(v));
    return new Scalar[] {vector.x(), vector.y(), vector.z(), q[i + 3].times(b[3]).minus(u.dot(v))};
  }

  /** {@code dq = T(q) d}: the rates of the rows of q when it moves along the tangent d. */
  static Scalar[] toRates(RobotModel model, Scalar[] q, Scalar[] d) {
    Scalar[] rates = new Scalar[q.length];
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> rates[iq] = d[iv];
        case SPHERICAL -> quaternionRate(rates, q, iq, Vec3.of(d, iv));
        case FREE -> {
          put(rates, iq, rotation(q, iq + 3).times(Vec3.of(d, iv)));
          quaternionRate(rates, q, iq + 3, Vec3.of(d, iv + 3));
        }
      }
    }
    return rates;
  }

  /** {@code d_bar = T(q)' dq_bar}: a cotangent of the rows of q, on the tangent space. */
  static Scalar[] cotangentFromRates(RobotModel model, Scalar[] q, Scalar[] rateBar) {
    Scalar[] bar = new Scalar[model.nv()];
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> bar[iv] = rateBar[iq];
        case SPHERICAL -> put(bar, iv, vectorPart(q, iq, rateBar, iq, 0.5));
        case FREE -> {
          put(bar, iv, rotation(q, iq + 3).transposeTimes(Vec3.of(rateBar, iq)));
          put(bar, iv + 3, vectorPart(q, iq + 3, rateBar, iq + 3, 0.5));
        }
      }
    }
    return bar;
  }

  /** {@code d = L(q) dq}: the tangent along which rates of the rows of q move it; L T = 1. */
  static Scalar[] fromRates(RobotModel model, Scalar[] q, Scalar[] rates) {
    Scalar[] d = new Scalar[model.nv()];
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> d[iv] = rates[iq];
        case SPHERICAL -> put(d, iv, vectorPart(q, iq, rates, iq, 2));
        case FREE -> {
          put(d, iv, rotation(q, iq + 3).transposeTimes(Vec3.of(rates, iq)));
          put(d, iv + 3, vectorPart(q, iq + 3, rates, iq + 3, 2));
        }
      }
    }
    return d;
  }

  /** {@code dq_bar = L(q)' d_bar}: a cotangent on the tangent space, of the rows of q. */
  static Scalar[] cotangentToRates(RobotModel model, Scalar[] q, Scalar[] bar) {
    Scalar[] rateBar = new Scalar[q.length];
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> rateBar[iq] = bar[iv];
        case SPHERICAL -> quaternionRate(rateBar, q, iq, Vec3.of(bar, iv).times(Scalar.of(4)));
        case FREE -> {
          put(rateBar, iq, rotation(q, iq + 3).times(Vec3.of(bar, iv)));
          quaternionRate(rateBar, q, iq + 3, Vec3.of(bar, iv + 3).times(Scalar.of(4)));
        }
      }
    }
    return rateBar;
  }

  /** {@code q (w, 0) / 2}. */
  private static void quaternionRate(Scalar[] rates, Scalar[] q, int i, Vec3 w) {
    Scalar half = Scalar.of(0.5);
    Scalar[] product = product(q, i, new Scalar[] {w.x().times(half), w.y().times(half), w.z().times(half), Scalar.ZERO});
    System.arraycopy(product, 0, rates, i, 4);
  }

  /** {@code scale} times the vector part of conj(q) r. */
  private static Vec3 vectorPart(Scalar[] q, int i, Scalar[] r, int j, double scale) {
    Vec3 u = Vec3.of(q, i);
    Vec3 v = Vec3.of(r, j);
    return v.times(q[i + 3]).minus(u.times(r[j + 3])).minus(u.cross(v)).times(Scalar.of(scale));
  }

  private static void put(Scalar[] target, int i, Vec3 u) {
    target[i] = u.x();
    target[i + 1] = u.y();
    target[i + 2] = u.z();
  }

}
