package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * The space of configurations: how q moves along a velocity, and how its rows relate to the tangent space, which has nv
 * rows.
 *
 * <p>A tangent is a velocity: joint rates, and for free and spherical joints body-frame velocities (right
 * perturbations, as in Pinocchio). Quaternions (x, y, z, w) are unit. After Sola, Deray and Atchuthan, A micro Lie
 * theory for state estimation in robotics.
 */
public final class Configuration {
  /** Below this squared angle the exponential is a series; both branches agree to rounding there. */
  private static final double SMALL = 0.02;
  private static final Scalar HALF = Scalar.of(1.0 / 2);
  private static final Scalar TWELFTH = Scalar.of(1.0 / 12);

  private Configuration() {}

  /**
   * {@code q (+) d}: moves along the tangent d for unit time; the exponential of SE(3) and SO(3) for free and spherical
   * joints.
   *
   * @param model of the robot
   * @param q configuration, nq expressions
   * @param d tangent, nv expressions
   * @return nq expressions
   */
  public static Scalar[] integrate(RobotModel model, Scalar[] q, Scalar[] d) {
    Scalar[] next = new Scalar[q.length];
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> next[iq] = q[iq].plus(d[iv]);
        case SPHERICAL -> turn(next, q, iq, exponential(Vec3.of(d, iv)));
        case FREE -> {
          Vec3 w = Vec3.of(d, iv + 3);
          Vec3 shift = rotation(q, iq + 3).times(screw(w, Vec3.of(d, iv)));
          Scalar[] p = Vec3.of(q, iq).plus(shift).toArray();
          System.arraycopy(p, 0, next, iq, 3);
          turn(next, q, iq + 3, exponential(w));
        }
      }
    }
    return next;
  }

  /** The rotation of the quaternion at q[i]. */
  static Mat3 rotation(Scalar[] q, int i) {
    return Transform.rotation(q[i], q[i + 1], q[i + 2], q[i + 3]);
  }

  /** {@code exp(w)}: the quaternion of the rotation vector w. */
  static Scalar[] exponential(Vec3 w) {
    Scalar theta2 = w.squaredNorm();
    Scalar half = theta2.ifLess(SMALL, Scalar.ONE, theta2).sqrt().times(0.5);
    Scalar sinc = theta2.ifLess(SMALL,
        series(theta2, 0.5, -1.0 / 48, 1.0 / 3840, -1.0 / 645120, 1.0 / 185794560), half.sin().over(half).times(0.5));
    Scalar cos = theta2.ifLess(SMALL,
        series(theta2, 1, -1.0 / 8, 1.0 / 384, -1.0 / 46080, 1.0 / 10321920), half.cos());
    return new Scalar[] {w.x().times(sinc), w.y().times(sinc), w.z().times(sinc), cos};
  }

  /** {@code q e}, normalised, of the quaternions at next[i] and q[i]. */
  static void turn(Scalar[] next, Scalar[] q, int i, Scalar[] e) {
    Scalar[] product = product(q, i, e);
    Scalar norm2 = Scalar.ZERO;
    for (Scalar s : product) {
      norm2 = norm2.plus(s.squared());
    }
    Scalar scale = norm2.sqrt().reciprocal();
    for (int k = 0; k < 4; k++) {
      next[i + k] = product[k].times(scale);
    }
  }

  /**
   * {@code V(w) u = u + (1 - cos)/theta^2 w x u + (theta - sin)/theta^3 w x (w x u)}: the translation of the
   * exponential of SE(3).
   */
  private static Vec3 screw(Vec3 w, Vec3 u) {
    Scalar theta2 = w.squaredNorm();
    Scalar safe = theta2.ifLess(SMALL, Scalar.ONE, theta2);
    Scalar theta = safe.sqrt();
    Scalar b = theta2.ifLess(SMALL,
        series(theta2, 1.0 / 2, -1.0 / 24, 1.0 / 720, -1.0 / 40320, 1.0 / 3628800),
        Scalar.ONE.minus(theta.cos()).over(safe));
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

  /**
   * {@code d + [u, d] / 2 + [u, [u, d]] / 12}: the rate of the tangent u at which {@code q (+) u} moves along d, to
   * second order in u. Munthe-Kaas' correction: zero for joints with one axis, whose brackets are.
   */
  static Scalar[] tangentRate(RobotModel model, Scalar[] u, Scalar[] d) {
    Scalar[] rate = d.clone();
    for (Joint joint : model.joints()) {
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> { }
        case SPHERICAL -> {
          Vec3 turn = Vec3.of(u, iv);
          Vec3 once = turn.cross(Vec3.of(d, iv));
          put(rate, iv, Vec3.of(d, iv).plus(once.times(HALF)).plus(turn.cross(once).times(TWELFTH)));
        }
        case FREE -> {
          Motion along = Motion.of(u, iv);
          Motion once = along.cross(Motion.of(d, iv));
          Motion sum = Motion.of(d, iv).plus(once.times(HALF)).plus(along.cross(once).times(TWELFTH));
          System.arraycopy(sum.toArray(), 0, rate, iv, 6);
        }
      }
    }
    return rate;
  }

  /**
   * {@code log(conj(r) q)}: the rotation vector of at most half a turn that takes the constant unit quaternion at r[i]
   * to the one at q[i], on the axes of either.
   */
  static Vec3 turnFrom(double[] r, Scalar[] q, int i) {
    Scalar[] conjugate = Scalar.of(-r[i], -r[i + 1], -r[i + 2], r[i + 3]);
    Scalar[] turn = product(conjugate, 0, Arrays.copyOfRange(q, i, i + 4));
    Vec3 u = Vec3.of(turn, 0);
    Scalar sine2 = u.squaredNorm();
    Scalar sine = sine2.ifLess(SMALL, Scalar.ONE, sine2).sqrt();
    // 2 asin(s) / s: of q and -q, which are one rotation, the one that turns less.
    Scalar scale = sine2.ifLess(SMALL,
        series(sine2, 2, 1.0 / 3, 3.0 / 20, 5.0 / 56, 35.0 / 576, 63.0 / 1408, 231.0 / 6656, 143.0 / 5120),
        sine.atan2(turn[3].abs()).over(sine).times(2));
    return u.times(turn[3].ifLess(0, scale.negate(), scale));
  }

  /**
   * {@code dq = T(q) d}: the rates of the rows of q when it moves along the tangent d.
   *
   * @param model of the robot
   * @param q configuration, nq expressions
   * @param d tangent, nv expressions
   * @return nq expressions
   */
  public static Scalar[] toRates(RobotModel model, Scalar[] q, Scalar[] d) {
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

  /**
   * {@code d_bar = T(q)' dq_bar}: a cotangent of the rows of q, on the tangent space.
   *
   * @param model of the robot
   * @param q configuration, nq expressions
   * @param rateBar nq expressions
   * @return nv expressions
   */
  public static Scalar[] cotangentFromRates(RobotModel model, Scalar[] q, Scalar[] rateBar) {
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

  /**
   * {@code d = L(q) dq}: the tangent along which rates of the rows of q move it; L T = 1.
   *
   * @param model of the robot
   * @param q configuration, nq expressions
   * @param rates nq expressions
   * @return nv expressions
   */
  public static Scalar[] fromRates(RobotModel model, Scalar[] q, Scalar[] rates) {
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

  /**
   * {@code dq_bar = L(q)' d_bar}: a cotangent on the tangent space, of the rows of q.
   *
   * @param model of the robot
   * @param q configuration, nq expressions
   * @param bar nv expressions
   * @return nq expressions
   */
  public static Scalar[] cotangentToRates(RobotModel model, Scalar[] q, Scalar[] bar) {
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
    Scalar[] turn = {w.x().times(half), w.y().times(half), w.z().times(half), Scalar.ZERO};
    Scalar[] product = product(q, i, turn);
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
